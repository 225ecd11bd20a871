"""How sure is the score? Redraw what could have been otherwise, and look at the spread.

Two things could have been otherwise: which sections happen to be written (sections are redrawn with replacement, a
block bootstrap: Efron & Tibshirani 1993, ch. 8) and what the codes are. Codes are redrawn in two steps. How many units
have a code follows from the share that was counted and the known sensitivity and specificity of the coder (see
``accuracy``); which units these are follows from each unit's calibrated probabilities, scaled to that number. On
request the weights of the indicators are a third thing (Dirichlet around the codebook's).

The interval is for what documents of this size, from the same pen and without coding errors, would score on average.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist

import numpy as np
import pandas as pd

from ..coding.schema import DAGGER, THEMES
from .accuracy import Accuracy, design_effect, drawn_shares
from .indicators import INDICATORS, Counts
from .redraw import Drawn, redrawn_indicators, redrawn_total
from .sample import Bools, Floats, Ints, Sample, in_order, probabilities

_DAGGER = np.array([theme in DAGGER for theme in THEMES])
_CELLS = 3_000_000
"""Largest number of units times draws worked on at once, to bound memory."""
USUAL = 300
SECTION_DRAWS = 8
"""Bootstrap draws of sections for each draw of codes."""


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
        Number of draws of the codes of a document of ``USUAL`` units, sections redrawn ``SECTION_DRAWS`` times for
        each; longer documents, whose intervals are narrower, get fewer, shorter ones more, so that time is bounded.
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
    number = max(number // 4, min(number * 4, number * USUAL // len(sample))) if number else 0
    base = np.array([weights[name] for name in INDICATORS])
    chances = _chances(units, sample, accuracy, rng, number)
    pairs = _pairs(units, sample)
    s = len(sample.names)
    parts: list[dict[str, Floats]] = []
    step = max(1, _CELLS // max(1, len(sample)))
    for first in range(0, number, step):
        chosen = slice(first, min(number, first + step))
        k = chosen.stop - chosen.start
        drawn = _draw(sample, [chance[chosen] for chance in chances], pairs, rng)
        times = rng.multinomial(s, np.full(s, 1.0 / s), (k, SECTION_DRAWS)).astype(float)
        values = redrawn_indicators(sample, drawn, times, parameters, by_process=by_process)
        used = rng.dirichlet(base / base.sum() * vary_weights, (k, SECTION_DRAWS)) if vary_weights else base
        values["score"] = redrawn_total(values, used, parameters["floor"])
        parts.append(values)
    names = ("score", "share_explicit", "share_implicit", *INDICATORS)
    return {name: np.concatenate([part[name].ravel() for part in parts] or [np.empty(0)]) for name in names}


def _chances(
    units: pd.DataFrame, sample: Sample, accuracy: Mapping[str, Accuracy], rng: np.random.Generator, number: int
) -> list[Floats]:
    """Chances (number, n) of: goal; measure, given a goal; explicit; implicit, given not explicit."""
    p_statement, p_digital, _ = probabilities(units, sample.rows)
    goal = sample.measure | sample.ambition
    p_goal = p_statement[:, 0] + p_statement[:, 1]
    p_measure = p_statement[:, 0] / np.maximum(p_goal, 1e-9)
    p_implicit = p_digital[:, 1] / np.maximum(p_digital[:, 1] + p_digital[:, 2], 1e-9)
    return [
        _scaled(p_goal, goal, sample, accuracy["goal"], rng, number),
        np.broadcast_to(p_measure, (number, len(sample))),
        _scaled(p_digital[:, 0], sample.explicit, sample, accuracy["E"], rng, number),
        _scaled(p_implicit, sample.implicit, sample, accuracy["I"], rng, number),
    ]


def _scaled(p: Floats, coded: Bools, sample: Sample, of: Accuracy, rng: np.random.Generator, number: int) -> Floats:
    """Chances scaled such that as many coded and other units have the code as the coder's accuracy says.

    The mean chance of units with the code becomes the predictive value of having it, that of the others one minus
    the predictive value of lacking it, both at a share drawn for this document.
    """
    n = len(p)
    sections = len(sample.names)
    hits = np.bincount(sample.section, weights=coded, minlength=sections).astype(float)
    sizes = np.bincount(sample.section, minlength=sections).astype(float)
    share, sensitivity, specificity = drawn_shares(
        float(coded.sum()), n, of, rng, design=design_effect(hits, sizes), draws=number
    )
    with_code = sensitivity * share / np.maximum(sensitivity * share + (1 - specificity) * (1 - share), 1e-9)
    without = (1 - sensitivity) * share / np.maximum((1 - sensitivity) * share + specificity * (1 - share), 1e-9)
    out = np.empty((number, n))
    for group, wanted in ((coded, with_code), (~coded, without)):
        if group.any():
            out[:, group] = _towards(np.clip(p[group], 1e-6, 1.0 - 1e-6), wanted)
    return out


def _towards(p: Floats, wanted: Floats) -> Floats:
    """Chances whose mean is `wanted`, shape (number, len(p)): scaled down as chances, scaled up as their complements."""
    mean = p.mean()
    down = p[None, :] * np.minimum(1.0, wanted / mean)[:, None]
    up = (1.0 - p)[None, :] * np.minimum(1.0, (1.0 - wanted) / (1.0 - mean))[:, None]
    result: Floats = np.where((wanted <= mean)[:, None], down, 1.0 - up)
    return result


def _pairs(units: pd.DataFrame, sample: Sample) -> tuple[Ints, Ints, Floats]:
    p_themes = probabilities(units, sample.rows)[2]
    unit, theme = np.nonzero(p_themes > 0.01)
    return unit, theme, p_themes[unit, theme]


def _draw(sample: Sample, chances: list[Floats], pairs: tuple[Ints, Ints, Floats], rng: np.random.Generator) -> Drawn:
    unit, theme, chance = pairs
    p_goal, p_measure, p_explicit, p_implicit = chances
    shape = p_goal.shape
    goal = rng.random(shape, dtype=np.float32) < p_goal
    explicit = rng.random(shape, dtype=np.float32) < p_explicit
    implicit = (rng.random(shape, dtype=np.float32) < p_implicit) & goal & ~explicit
    pair = rng.random((shape[0], len(chance)), dtype=np.float32) < chance
    pair &= (explicit | implicit)[:, unit] | ~_DAGGER[theme]
    return Drawn(
        measure=goal & (rng.random(shape, dtype=np.float32) < p_measure), goal=goal, explicit=explicit,
        implicit=implicit, pair_unit=unit, pair_theme=theme, pair=pair,
    )  # fmt: skip


def shares(counts: Counts) -> tuple[float, float]:
    """Share of the goals with an explicit and with an implicit digital component; 0 when there are no goals."""
    goals = counts.goals.sum()
    if not goals:
        return 0.0, 0.0
    return float(counts.explicit.sum() / goals), float(counts.implicit.sum() / goals)


def interval(value: float, drawn: Floats, *, coverage: float = 0.90, top: float = 100.0) -> tuple[float, float]:
    """Interval around a value from redrawn ones, centred on the value.

    Redrawing sections adds to repetition what it takes from variety, which shifts the draws as a whole; the shift
    says nothing about the value, so the draws are moved back to it (bias correction: Efron & Tibshirani 1993, ch. 10).
    The bounds are those of a normal curve with a spread of its own on either side (split normal: Wallis 2014,
    *Statistical Science* 29:106): quantiles of so few distinct sections jump, and would hang on the seed.

    Parameters
    ----------
    value : float
        The value itself.
    drawn : ndarray of float
        Redrawn values.
    coverage : float
        Nominal coverage.
    top : float
        Largest possible value; the smallest is 0.

    Returns
    -------
    (float, float)
        Lower and upper bound, with ``low <= value <= high``.
    """
    distance = drawn - drawn.mean()
    bound = NormalDist().inv_cdf((1.0 + coverage) / 2.0)
    below = float(np.sqrt(np.mean(np.square(distance[distance <= 0])))) if len(drawn) else 0.0
    above = float(np.sqrt(np.mean(np.square(distance[distance >= 0])))) if len(drawn) else 0.0
    return float(np.clip(value - bound * below, 0.0, top)), float(np.clip(value + bound * above, 0.0, top))
