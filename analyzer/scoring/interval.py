"""How sure is the score? Redraw what could have been otherwise, and look at the spread.

Two things could have been otherwise: which sections happen to be written (passages are redrawn with replacement, a
block bootstrap: Efron & Tibshirani 1993, ch. 8) and what the codes are (see ``recoding``). On request the weights of
the indicators are a third thing (Dirichlet around the codebook's).

The interval is for what documents of this size, from the same pen and without coding errors, would score on average.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .accuracy import Accuracy, student
from .indicators import INDICATORS, Counts
from .recoding import Codes
from .redraw import Layout, Tallies, redrawn_indicators, redrawn_total, tallies
from .sample import Floats, Ints, Sample, in_order

_Z95 = 1.6448536269514722
_CELLS = 400_000
"""Largest number of units times draws worked on at once, to bound memory and stay near the processor."""
_WRITTEN = 2
"""How often the passages are redrawn for each redraw of the codes."""
_ROUNDS = (3, 24)
"""Least and most rounds of redrawing an interval until it is settled."""
USUAL = 250
"""Units of a document that gets the full number of draws."""
_LEAST = 0.02
"""Least part of that number that a longer document gets."""
_EXTREME = 0.99
"""Quantile of the distances on a side above which they count as if they were that quantile."""


def draws(
    units: pd.DataFrame,
    sample: Sample,
    *,
    parameters: Mapping[str, float],
    weights: Mapping[str, float],
    by_process: bool,
    accuracy: Mapping[str, Accuracy],
    seed: int,
    number: int,
    vary_weights: float = 0.0,
    settled: float = 0.0,
) -> dict[str, Floats]:
    """Redrawn indicators, shares and score.

    Parameters
    ----------
    units : DataFrame
        Coded units of one document.
    sample : Sample
        Their arrays.
    parameters, weights : mapping
        Of the codebook.
    by_process : bool
        As in `count`.
    accuracy : mapping
        Of the coder, keys ``goal``, ``E`` and ``I``.
    seed : int
        The same seed gives the same draws.
    number : int
        Number of draws in a round, for a document of at most ``USUAL`` units; longer ones, whose intervals are
        narrower, get fewer. Each redraw of the codes serves ``_WRITTEN`` redraws of the passages.
    vary_weights : float
        Concentration of a Dirichlet distribution around the weights; 0 keeps them fixed.
    settled : float
        Rounds go on until both bounds of the score have at most this standard error, in points; 0 is one round.

    Returns
    -------
    dict
        From ``score``, ``share_explicit``, ``share_implicit`` and each indicator to an ndarray of shape
        (redraws of the codes, redraws of the passages for each). Only the score is redrawn until it is settled; of the
        others the first rounds say enough.
    """
    rng = np.random.Generator(np.random.SFC64(seed))
    sample = in_order(sample)
    most = -(-number // _WRITTEN)
    number = min(most, max(int(most * _LEAST), most * USUAL // len(sample)))
    base = np.array([weights[name] for name in INDICATORS])
    names = ("score", "share_explicit", "share_implicit", *INDICATORS)
    parts: list[dict[str, Floats]] = []
    rounds: list[tuple[float, float]] = []
    step = max(1, _CELLS // max(1, len(sample)))
    known, layout = Codes.of(units, sample, accuracy, rng), Layout.of(sample, parameters, by_process=by_process)
    for _ in range(_ROUNDS[1] if number and settled else 1):
        codes = known.some(rng, number)
        before = len(parts)
        for first in range(0, number, step):
            chosen, drawn = codes.draw(part := slice(first, min(number, first + step)), rng)
            values = _written(layout, tallies(layout, drawn), base, vary_weights, parameters, rng)
            kept = values if len(rounds) < _ROUNDS[0] else {"score": values["score"]}
            parts.append({name: _among(part.stop - first, chosen, value) for name, value in kept.items()})
        rounds.append(_spreads(_joined(parts[before:], "score")))
        if len(rounds) >= _ROUNDS[0] and _is_settled(parts, rounds, settled):
            break
    return {name: _joined(parts, name) for name in names}


def _among(number: int, chosen: Ints, values: Floats) -> Floats:
    """Values of chosen draws in their places among all; 0 in the others."""
    out = np.zeros((number, values.shape[1]))
    out[chosen] = values
    return out


def _joined(parts: list[dict[str, Floats]], name: str) -> Floats:
    return np.concatenate([np.empty((0, _WRITTEN)), *(part[name] for part in parts if name in part)])


def _written(
    layout: Layout, found: Tallies, base: Floats, vary_weights: float, parameters: Mapping[str, float],
    rng: np.random.Generator,
) -> dict[str, Floats]:  # fmt: skip
    """Values with the passages redrawn a few times for each redraw of the codes: from name to (draws, times)."""
    times_each = []
    s, k = found.goals.shape
    for _ in range(_WRITTEN if s > 1 or vary_weights else 1):
        places = rng.integers(0, s, (s, k)) * k + np.arange(k)
        times = np.bincount(places.ravel(), minlength=s * k).reshape(s, k)
        values = redrawn_indicators(layout, found, times, parameters)
        used = rng.dirichlet(base / base.sum() * vary_weights, k) if vary_weights else base
        values["score"] = redrawn_total(values, used, parameters["floor"])
        times_each.append(values)
    times_each *= _WRITTEN // len(times_each)  # one passage can be written in one way only
    return {name: np.stack([values[name] for values in times_each], axis=1) for name in times_each[0]}


def _is_settled(parts: list[dict[str, Floats]], rounds: list[tuple[float, float]], settled: float) -> bool:
    """Whether both bounds have a small enough standard error, by what rounds say and by what redraws of the codes say.

    Within rounds as a ratio estimate with redraws of the codes as clusters (delta method); between rounds from their
    own spreads, because the accuracy of the coder is put together as a whole in each. The latter is looked at first: it
    asks next to nothing.
    """
    between = np.std(rounds, axis=0, ddof=1) / np.sqrt(len(rounds))
    if _Z95 * float(between.max()) > settled:
        return False
    drawn = _joined(parts, "score")
    for side, places in zip(*_sides(drawn), strict=True):
        squares, number = (
            np.bincount(places // _WRITTEN, weights=weights, minlength=len(drawn)) for weights in (side * side, None)
        )
        mean = float(squares.sum()) / max(1, len(side))
        rest = squares - mean * number
        if mean and _Z95 * float(np.sqrt(rest @ rest)) / len(side) / (2.0 * np.sqrt(mean)) > settled:
            return False
    return True


def _spreads(drawn: Floats) -> tuple[float, float]:
    """Spread on either side: the root of the mean square of the distances there."""
    below, above = (float(np.sqrt(side @ side / max(1, len(side)))) for side in _sides(drawn)[0])
    return below, above


def _parts(drawn: Floats) -> tuple[float, float]:
    """Part of the draws below and above the mean, at most a half."""
    mean, number = drawn.mean() if drawn.size else 0.0, max(1, drawn.size)
    below, above = (min(0.5, np.count_nonzero(side) / number) for side in (drawn < mean, drawn > mean))
    return below, above


def _sides(drawn: Floats) -> tuple[tuple[Floats, Floats], tuple[Ints, Ints]]:
    """Distances below and above the mean, and where they are; the far ends are drawn in to a quantile."""
    distance = (drawn - drawn.mean() if drawn.size else drawn).ravel()
    places = np.flatnonzero(distance < 0.0), np.flatnonzero(distance > 0.0)
    below, above = -distance[places[0]], distance[places[1]]
    for side in (below, above):
        if len(side):
            np.minimum(side, np.quantile(side, _EXTREME), out=side)
    return (below, above), places


def shares(counts: Counts) -> tuple[float, float]:
    """Share of the goals with an explicit and with an implicit digital component; 0 when there are no goals."""
    goals = counts.goals.sum()
    if not goals:
        return 0.0, 0.0
    return float(counts.explicit.sum() / goals), float(counts.implicit.sum() / goals)


def interval(
    value: float,
    drawn: Floats,
    *,
    passages: int = 10**6,
    coverage: float = 0.90,
    top: float = 100.0,
    rare: bool = False,
) -> tuple[float, float]:
    """Interval around a value from redrawn ones, centred on the value.

    Redrawing passages adds to repetition what it takes from variety, which shifts the draws as a whole; the shift says
    nothing about the value, so the draws are moved back to it (bias correction: Efron & Tibshirani 1993, ch. 10).
    The bounds are those of Student's curve with a spread of its own on either side (compare the split normal: Wallis
    2014, *Statistical Science* 29:106): quantiles of so few distinct passages jump, and would hang on the seed. Of the
    spread only the part that comes from the passages was estimated on them, which gives the degrees of freedom
    (Satterthwaite 1946, *Biometrics Bulletin* 2:110); the part is known from redraws of the passages for the same codes.

    Parameters
    ----------
    value : float
        The value itself.
    drawn : ndarray of float, shape (codes, passages) or (draws,)
        Redrawn values; one row for each redraw of the codes.
    passages : int
        Passages of the document: a spread estimated on few of them is uncertain itself.
    coverage : float
        Nominal coverage.
    top : float
        Largest possible value; the smallest is 0.
    rare : bool
        Whether a side with less than half of the draws has less of its curve beyond the bound, and nothing when it has
        fewer than the tail. For shares: of a text with nothing digital they are 0 in nearly all draws, and large in a
        few in which it has hardly any goals.

    Returns
    -------
    (float, float)
        Lower and upper bound, with ``low <= value <= high``.
    """
    freedom, tail = 1.0 + degrees(drawn, passages), (1.0 - coverage) / 2.0
    below, above = (
        spread * student(1.0 - tail / 2.0 / part, freedom) if part > tail else 0.0
        for spread, part in zip(_spreads(drawn), _parts(drawn) if rare else (0.5, 0.5), strict=True)
    )
    return float(np.clip(value - below, 0.0, top)), float(np.clip(value + above, 0.0, top))


def degrees(drawn: Floats, passages: int) -> float:
    """Degrees of freedom of the spread of redrawn values (Satterthwaite); those of the passages when it is all theirs."""
    if drawn.ndim < 2 or drawn.shape[1] < 2 or not drawn.size:
        return passages - 1.0
    total = float(drawn.var())
    within = float(np.ascontiguousarray(drawn.T).var(axis=0, ddof=1).mean())  # along the long axis: ten times as fast
    share = min(1.0, within / total) if total > 0.0 else 1.0
    return (passages - 1.0) / max(share, 1e-3) ** 2
