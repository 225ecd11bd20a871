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
from .accuracy import Accuracy, design_effect, drawn_shares, student
from .indicators import INDICATORS, Counts
from .redraw import Drawn, redrawn_indicators, redrawn_total
from .sample import Bools, Floats, Ints, Sample, in_order, probabilities

_DAGGER = np.array([theme in DAGGER for theme in THEMES])
_CELLS = 1_000_000
"""Largest number of units times draws worked on at once, to bound memory."""
_RATES = 2500
"""Draws of the coder's accuracy and of the true shares; each serves many draws of codes and passages."""
USUAL = 250
"""Units of a document that gets the full number of draws."""


@dataclass(frozen=True, slots=True)
class Chances:
    """Chances of a code in a number of draws: for each group of units ``start + slope * p``.

    Parameters
    ----------
    groups : list of (ndarray (m,), ndarray (m,), ndarray (k,), ndarray (k,))
        Places of the units, their probabilities `p`, and `start` and `slope` of each draw.
    """

    groups: list[tuple[Ints, NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]]

    def draw(self, rng: np.random.Generator, which: Ints, units: int) -> Bools:
        """Codes of shape (units, len(which)), for the draws of the rates that `which` names."""
        out = np.zeros((units, len(which)), dtype=bool)
        for places, p, start, slope in self.groups:
            dice = rng.random((len(places), len(which)), dtype=np.float32)
            out[places] = dice < start[which] + slope[which] * p[:, None]
        return out


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
        Number of draws for a document of at most ``USUAL`` units; longer ones, whose intervals are narrower, get fewer,
        but at least a tenth, so that time is bounded.
    vary_weights : float
        Concentration of a Dirichlet distribution around the weights; 0 keeps them fixed.

    Returns
    -------
    dict
        From ``score``, ``share_explicit``, ``share_implicit`` and each indicator to an ndarray of shape
        (draws,).
    """
    rng = np.random.default_rng(seed)
    sample = in_order(sample)
    number = min(number, max(number // 10, number * USUAL // len(sample)))
    base = np.array([weights[name] for name in INDICATORS])
    chances = _chances(units, sample, accuracy, rng) if number else []
    pairs = _pairs(units, sample)
    s = sample.passages
    parts: list[dict[str, Floats]] = []
    step = max(1, _CELLS // max(1, len(sample)))
    for first in range(0, number, step):
        which = np.arange(first, min(number, first + step)) % _RATES
        drawn = _draw(sample, chances, which, pairs, rng)
        times = rng.multinomial(s, np.full(s, 1.0 / s), len(which)).T
        values = redrawn_indicators(sample, drawn, times, parameters, by_process=by_process)
        used = rng.dirichlet(base / base.sum() * vary_weights, len(which)) if vary_weights else base
        values["score"] = redrawn_total(values, used, parameters["floor"])
        parts.append(values)
    names = ("score", "share_explicit", "share_implicit", *INDICATORS)
    return {name: np.concatenate([part[name] for part in parts] or [np.empty(0)]) for name in names}


def _chances(
    units: pd.DataFrame, sample: Sample, accuracy: Mapping[str, Accuracy], rng: np.random.Generator
) -> list[Chances]:
    """Chances of: goal; measure, given a goal; explicit; implicit, given not explicit."""
    p_statement, p_digital, _ = probabilities(units, sample.rows)
    goal = sample.measure | sample.ambition
    p_goal = p_statement[:, 0] + p_statement[:, 1]
    p_measure = (p_statement[:, 0] / np.maximum(p_goal, 1e-9)).astype(np.float32)
    p_implicit = p_digital[:, 1] / np.maximum(p_digital[:, 1] + p_digital[:, 2], 1e-9)
    fixed = np.zeros(_RATES, dtype=np.float32)
    return [
        _scaled(p_goal, goal, sample, accuracy["goal"], rng),
        Chances([(np.arange(len(sample)), p_measure, fixed, fixed + 1)]),
        _scaled(p_digital[:, 0], sample.explicit, sample, accuracy["E"], rng),
        _scaled(p_implicit, sample.implicit, sample, accuracy["I"], rng),
    ]


def _scaled(p: Floats, coded: Bools, sample: Sample, of: Accuracy, rng: np.random.Generator) -> Chances:
    """Chances scaled such that as many coded and other units have the code as the coder's accuracy says.

    The mean chance of units with the code becomes the predictive value of having it, that of the others one minus
    the predictive value of lacking it, both at a share drawn for this document. Chances are scaled down as they are,
    and up as their complements.
    """
    hits = np.bincount(sample.passage, weights=coded, minlength=sample.passages).astype(float)
    sizes = np.bincount(sample.passage, minlength=sample.passages).astype(float)
    share, sensitivity, specificity = drawn_shares(
        float(coded.sum()), len(p), of, rng, design=design_effect(hits, sizes), draws=_RATES
    )
    with_code = sensitivity * share / np.maximum(sensitivity * share + (1 - specificity) * (1 - share), 1e-9)
    without = (1 - sensitivity) * share / np.maximum((1 - sensitivity) * share + specificity * (1 - share), 1e-9)
    groups = []
    for group, wanted in ((coded, with_code), (~coded, without)):
        chance = np.clip(p[group], 1e-6, 1.0 - 1e-6)
        if len(chance):
            mean = chance.mean()
            slope = np.where(wanted <= mean, wanted / mean, (1.0 - wanted) / (1.0 - mean))
            start = np.where(wanted <= mean, 0.0, 1.0 - slope)
            single = [values.astype(np.float32) for values in (chance, start, slope)]
            groups.append((np.flatnonzero(group), single[0], single[1], single[2]))
    return Chances(groups)


def _pairs(units: pd.DataFrame, sample: Sample) -> tuple[Ints, Ints, Floats]:
    p_themes = probabilities(units, sample.rows)[2]
    unit, theme = np.nonzero(p_themes > 0.01)
    return unit, theme, p_themes[unit, theme]


def _draw(
    sample: Sample, chances: list[Chances], which: Ints, pairs: tuple[Ints, Ints, Floats], rng: np.random.Generator
) -> Drawn:
    unit, theme, chance = pairs
    goal, measure, explicit, implicit = (code.draw(rng, which, len(sample)) for code in chances)
    implicit &= goal & ~explicit
    pair = rng.random((len(chance), len(which)), dtype=np.float32) < chance[:, None]
    pair &= (explicit | implicit)[unit] | ~_DAGGER[theme, None]
    return Drawn(
        measure=measure & goal, goal=goal, explicit=explicit, implicit=implicit, pair_unit=unit, pair_theme=theme,
        pair=pair,
    )  # fmt: skip


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
    2014, *Statistical Science* 29:106): quantiles of so few distinct passages jump, and would hang on the seed.

    Parameters
    ----------
    value : float
        The value itself.
    drawn : ndarray of float
        Redrawn values.
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
    distance = drawn - drawn.mean() if len(drawn) else drawn
    bound = student((1.0 + coverage) / 2.0, passages)
    below, above = (
        float(np.sqrt(np.square(side).sum() / max(1, np.count_nonzero(side))))
        for side in (np.minimum(distance, 0.0), np.maximum(distance, 0.0))
    )
    return float(np.clip(value - bound * below, 0.0, top)), float(np.clip(value + bound * above, 0.0, top))
