"""How sure is the score? Redraw what could have been otherwise, and look at the spread.

Two things could have been otherwise: which sections happen to be written (passages are redrawn with replacement, a
block bootstrap: Efron & Tibshirani 1993, ch. 8) and what the codes are. Codes are redrawn in two steps. How many units
have a code follows from the share that was counted and the known sensitivity and specificity of the coder (see
``accuracy``); which units these are follows from each unit's calibrated probabilities, scaled to that number. On
request the weights of the indicators are a third thing (Dirichlet around the codebook's).

The interval is for what documents of this size, from the same pen and without coding errors, would score on average.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..coding.schema import DAGGER, THEMES
from .accuracy import Accuracy, Counted, design_effect, student
from .indicators import INDICATORS, Counts
from .redraw import Drawn, Layout, Singles, Tallies, expanded, redrawn_indicators, redrawn_total, tallies
from .sample import Bools, Floats, Ints, Sample, in_order, probabilities

Throws = NDArray[np.uint16]
"""Throws of 16 bits, and the numbers that they must stay below."""
_SIDES = np.float32(65536.0)
"""Sides of the die."""
_Z95 = 1.6448536269514722
_DAGGER = np.array([theme in DAGGER for theme in THEMES])
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


@dataclass(frozen=True, slots=True)
class Chances:
    """Chances of a code in a number of draws: for each group of units ``start + slope * p``.

    Parameters
    ----------
    p : ndarray, shape (n,)
        Probabilities of the units.
    group : ndarray of int, shape (n,)
        Group of each unit.
    start, slope : ndarray, shape (groups, K)
        Of each group and draw.
    """

    p: Singles
    group: Ints
    start: Singles
    slope: Singles

    def most(self, draws: slice) -> Singles:
        """Largest chance of each unit in some of the draws, or a little more: shape (n,)."""
        start, slope = self.start[:, draws], self.slope[:, draws]
        most: Singles = start.max(axis=1)[self.group] + slope.max(axis=1)[self.group] * self.p
        return np.minimum(most, 1.0)

    def throws(self, draws: slice) -> Throws:
        """Chances of all units in some of the draws, as the numbers that a throw must stay below: shape (n, draws)."""
        start, slope = (part[:, draws] * _SIDES for part in (self.start, self.slope))
        out = np.empty((len(self.p), start.shape[1]), dtype=np.uint16)
        for group in range(len(start)):
            places = np.flatnonzero(self.group == group)
            chance = slope[group] * self.p[places, None]
            chance += start[group]
            out[places] = np.minimum(chance, _SIDES - 1, out=chance)
        return out

    def at(self, unit: Ints, draw: Ints) -> Singles:
        """Chances of some units in as many draws."""
        group = self.group[unit]
        chance: Singles = self.start[group, draw] + self.slope[group, draw] * self.p[unit]
        return chance


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
        (redraws of the codes, redraws of the passages for each).
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
    known, layout = _Known.of(units, sample, accuracy), Layout.of(sample, parameters, by_process=by_process)
    for _ in range(_ROUNDS[1] if number and settled else 1):
        codes = known.redrawn(rng, number)
        before = len(parts)
        for first in range(0, number, step):
            drawn = codes.draw(slice(first, min(number, first + step)), rng)
            parts.append(_written(layout, tallies(layout, drawn), base, vary_weights, parameters, rng))
        rounds.append(_spreads(_joined(parts[before:], "score")))
        if len(rounds) >= _ROUNDS[0] and _is_settled(parts, rounds, settled):
            break
    return {name: _joined(parts, name) for name in names}


def _joined(parts: list[dict[str, Floats]], name: str) -> Floats:
    return np.concatenate([np.empty((0, _WRITTEN)), *(part[name] for part in parts)])


def _written(
    layout: Layout, found: Tallies, base: Floats, vary_weights: float, parameters: Mapping[str, float],
    rng: np.random.Generator,
) -> dict[str, Floats]:  # fmt: skip
    """Values with the passages redrawn a few times for each redraw of the codes: from name to (draws, times)."""
    times_each = []
    s, k = found.goals.shape
    for _ in range(_WRITTEN):
        places = rng.integers(0, s, (s, k)) * k + np.arange(k)
        times = np.bincount(places.ravel(), minlength=s * k).reshape(s, k)
        values = redrawn_indicators(layout, found, times, parameters)
        used = rng.dirichlet(base / base.sum() * vary_weights, k) if vary_weights else base
        values["score"] = redrawn_total(values, used, parameters["floor"])
        times_each.append(values)
    return {name: np.stack([values[name] for values in times_each], axis=1) for name in times_each[0]}


def _is_settled(parts: list[dict[str, Floats]], rounds: list[tuple[float, float]], settled: float) -> bool:
    """Whether both bounds have a small enough standard error, by what rounds say and by what redraws of the codes say.

    Within rounds as a ratio estimate with redraws of the codes as clusters (delta method); between rounds from their
    own spreads, because the accuracy of the coder is redrawn as a whole in each. The latter is looked at first: it
    asks next to nothing.
    """
    between = np.std(rounds, axis=0, ddof=1) / np.sqrt(len(rounds))
    if _Z95 * float(between.max()) > settled:
        return False
    for side in _sides(_joined(parts, "score")):
        squares, number = (
            np.einsum("kw,kw->k", side, side),
            sum(np.not_equal(times, 0.0).astype(float) for times in side.T),
        )
        total = max(1.0, float(np.sum(number)))
        mean = float(squares.sum()) / total
        rest = squares - mean * number
        if mean and _Z95 * float(np.sqrt(np.square(rest).sum())) / total / (2.0 * np.sqrt(mean)) > settled:
            return False
    return True


def _spreads(drawn: Floats) -> tuple[float, float]:
    """Spread on either side: the root of the mean square of the distances there."""
    below, above = (float(np.sqrt(np.square(side).sum() / max(1, np.count_nonzero(side)))) for side in _sides(drawn))
    return below, above


def _sides(drawn: Floats) -> tuple[Floats, Floats]:
    """Distances below and above the mean, 0 where on the other side; the far ends are drawn in to a quantile."""
    distance = drawn - drawn.mean() if drawn.size else drawn
    below, above = np.maximum(-distance, 0.0), np.maximum(distance, 0.0)
    for side in (below, above):
        if side.any():
            np.minimum(side, np.quantile(side[side > 0.0], _EXTREME), out=side)
    return below, above


@dataclass(frozen=True, slots=True)
class _Rate:
    """Everything about how often n units have a code that does not change from round to round.

    Parameters
    ----------
    chance : ndarray, shape (n,)
        Calibrated probability of each unit.
    coded : ndarray of bool, shape (n,)
        Units that the coder gave the code.
    counted : Counted
        Units with the code, as the coder counts them.
    means : (float, float)
        Mean probability of the coded and of the other units; nothing where there are none.
    """

    chance: Floats
    coded: Bools
    counted: Counted
    means: tuple[float, float]

    @classmethod
    def among(cls, p: Floats, coded: Bools, sample: Sample, of: Accuracy) -> _Rate:
        hits = np.bincount(sample.passage, weights=coded, minlength=sample.passages).astype(float)
        sizes = np.bincount(sample.passage, minlength=sample.passages).astype(float)
        chance = np.clip(p, 1e-6, 1.0 - 1e-6)
        with_code, without = (float(chance[some].mean()) if some.any() else 0.0 for some in (coded, ~coded))
        counted = Counted.by(float(coded.sum()), len(coded), of, design=design_effect(hits, sizes))
        return cls(chance, coded, counted, (with_code, without))

    def scaled(self, rng: np.random.Generator, draws: int) -> Chances:
        """Chances scaled such that as many coded and other units have the code as the coder's accuracy says.

        The mean chance of units with the code becomes the predictive value of having it, that of the others one minus
        the predictive value of lacking it, both at a share drawn for this document. Chances are scaled down as they
        are, and up as their complements.
        """
        share, sensitivity, specificity = self.counted.drawn(rng, draws)
        with_code = sensitivity * share / np.maximum(sensitivity * share + (1 - specificity) * (1 - share), 1e-9)
        without = (1 - sensitivity) * share / np.maximum((1 - sensitivity) * share + specificity * (1 - share), 1e-9)
        start, slope = np.zeros((2, draws), dtype=np.float32), np.ones((2, draws), dtype=np.float32)
        for group, (mean, wanted) in enumerate(zip(self.means, (with_code, without), strict=True)):
            if mean:
                slope[group] = np.where(wanted <= mean, wanted / mean, (1.0 - wanted) / (1.0 - mean))
                start[group] = np.where(wanted <= mean, 0.0, 1.0 - slope[group])
        return Chances(self.chance.astype(np.float32), (~self.coded).astype(np.int64), start, slope)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is redrawn for n units, as far as it is the same in each round.

    Parameters
    ----------
    goal, explicit, implicit : _Rate
        Of a goal; of explicit; of implicit, given not explicit and a goal.
    measure : ndarray, shape (n,)
        Of a measure, given a goal.
    unit, theme, pair : ndarray, shape (P,)
        Units and the themes they may have, by unit, with the chance of each.
    """

    goal: _Rate
    explicit: _Rate
    implicit: _Rate
    measure: Throws
    unit: Ints
    theme: Ints
    pair: Throws

    @classmethod
    def of(cls, units: pd.DataFrame, sample: Sample, accuracy: Mapping[str, Accuracy]) -> _Known:
        p_statement, p_digital, p_themes = probabilities(units, sample.rows)
        p_goal = p_statement[:, 0] + p_statement[:, 1]
        p_implicit = p_digital[:, 1] / np.maximum(p_digital[:, 1] + p_digital[:, 2], 1e-9)
        unit, theme = np.nonzero(p_themes > 0.01)
        return cls(
            goal=_Rate.among(p_goal, sample.measure | sample.ambition, sample, accuracy["goal"]),
            explicit=_Rate.among(p_digital[:, 0], sample.explicit, sample, accuracy["E"]),
            implicit=_Rate.among(p_implicit, sample.implicit, sample, accuracy["I"]),
            measure=_as_throws(p_statement[:, 0] / np.maximum(p_goal, 1e-9)),
            unit=unit,
            theme=theme,
            pair=_as_throws(p_themes[unit, theme]),
        )

    def redrawn(self, rng: np.random.Generator, number: int) -> _Codes:
        """The same with the accuracy of the coder drawn for each of a number of draws."""
        goal, explicit, implicit = (rate.scaled(rng, number) for rate in (self.goal, self.explicit, self.implicit))
        return _Codes(goal, explicit, implicit, self.measure, self.unit, self.theme, self.pair)


@dataclass(frozen=True, slots=True)
class _Codes:
    """Chances of everything that is redrawn for n units in K draws; as `_Known`."""

    goal: Chances
    explicit: Chances
    implicit: Chances
    measure: Throws
    unit: Ints
    theme: Ints
    pair: Throws

    def draw(self, draws: slice, rng: np.random.Generator) -> Drawn:
        """Codes in some of the draws. One throw decides explicit and, outside it and within goals, implicit."""
        chance = self.goal.throws(draws)
        shape = chance.shape
        goal = _thrown(rng, *shape) < chance
        throws = _thrown(rng, *shape)
        explicit, implicit = self.explicit.most(draws), self.implicit.most(draws)
        likely = throws <= _as_throws(explicit + (1.0 - explicit) * implicit)[:, None]
        unit, draw = np.divmod(np.flatnonzero(likely), shape[1])
        throw = throws[unit, draw]
        p_explicit = self.explicit.at(unit, draw + draws.start)
        p_implicit = self.implicit.at(unit, draw + draws.start)
        explicitly = throw < _as_throws(p_explicit)
        implicitly = (throw < _as_throws(p_explicit + (1.0 - p_explicit) * p_implicit)) & goal[unit, draw]
        kept = np.flatnonzero(explicitly | implicitly)
        unit, draw = unit[kept], draw[kept]
        at, pair = expanded(self.unit, unit, len(self.measure))
        there = np.flatnonzero(_thrown(rng, len(pair)) < self.pair[pair])
        return Drawn(
            goal=goal, unit=unit, draw=draw, explicit=explicitly[kept],
            measure=goal[unit, draw] & (_thrown(rng, len(unit)) < self.measure[unit]),
            pair_event=at[there], pair_theme=self.theme[pair[there]],
        )  # fmt: skip


def _as_throws(chance: Floats | Singles) -> Throws:
    """Chances as the numbers that a throw must stay below."""
    return np.minimum(chance * _SIDES, _SIDES - 1).astype(np.uint16)


def _thrown(rng: np.random.Generator, *shape: int) -> Throws:
    return rng.integers(0, 65536, shape, dtype=np.uint16)


def shares(counts: Counts) -> tuple[float, float]:
    """Share of the goals with an explicit and with an implicit digital component; 0 when there are no goals."""
    goals = counts.goals.sum()
    if not goals:
        return 0.0, 0.0
    return float(counts.explicit.sum() / goals), float(counts.implicit.sum() / goals)


def interval(
    value: float, drawn: Floats, *, passages: int = 10**6, coverage: float = 0.90, top: float = 100.0
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

    Returns
    -------
    (float, float)
        Lower and upper bound, with ``low <= value <= high``.
    """
    bound = student((1.0 + coverage) / 2.0, 1.0 + degrees(drawn, passages))
    below, above = _spreads(drawn)
    return float(np.clip(value - bound * below, 0.0, top)), float(np.clip(value + bound * above, 0.0, top))


def degrees(drawn: Floats, passages: int) -> float:
    """Degrees of freedom of the spread of redrawn values (Satterthwaite); those of the passages when it is all theirs."""
    if drawn.ndim < 2 or drawn.shape[1] < 2 or not drawn.size:
        return passages - 1.0
    total = float(drawn.var())
    within = float(np.ascontiguousarray(drawn.T).var(axis=0, ddof=1).mean())  # along the long axis: ten times as fast
    share = min(1.0, within / total) if total > 0.0 else 1.0
    return (passages - 1.0) / max(share, 1e-3) ** 2
