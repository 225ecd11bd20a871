"""Many redrawn documents at once: indicators over arrays whose last axis is the draw.

The same formulas as in ``indicators``, without a loop over draws: a document of 20,000 words is redrawn thousands of
times within a second. A test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..coding.schema import HEADINGS, THEMES
from .indicators import INDICATORS, membership, met
from .sample import Bools, Floats, Ints, Sample

_THEME_WEIGHT = np.zeros(len(THEMES))
for _codes in HEADINGS.values():
    for _code in _codes:
        _THEME_WEIGHT[THEMES.index(_code)] = 1.0 / len(_codes) / len(HEADINGS)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Codes of K redrawn documents; n units, P pairs of a unit and a theme it may have.

    Parameters
    ----------
    measure, goal, explicit, implicit : ndarray of bool, shape (n, K)
        Codes.
    pair_unit, pair_theme : ndarray of int, shape (P,)
        Unit and theme of each pair.
    pair : ndarray of bool, shape (P, K)
        Whether the unit has the theme.
    """

    measure: Bools
    goal: Bools
    explicit: Bools
    implicit: Bools
    pair_unit: Ints
    pair_theme: Ints
    pair: Bools


def redrawn_indicators(
    sample: Sample, drawn: Drawn, times: Ints, parameters: Mapping[str, float], *, by_process: bool
) -> dict[str, Floats]:
    """Indicators and shares of redrawn documents.

    Parameters
    ----------
    sample : Sample
        The document, its units in the order of their passages; gives what is not redrawn.
    drawn : Drawn
        Redrawn codes.
    times : ndarray of int, shape (S, K)
        How often each passage is written.
    parameters : mapping
        Of the codebook.
    by_process : bool
        As in ``count``.

    Returns
    -------
    dict
        Each indicator, ``share_explicit`` and ``share_implicit``: ndarray, shape (K,).
    """
    digital = (drawn.explicit | drawn.implicit) & ~sample.negated[:, None]
    copies = times.astype(np.float32)[sample.passage]
    goals = copies * drawn.goal
    number, with_digital = goals.sum(axis=0), (copies * digital).sum(axis=0).astype(float)
    size = np.bincount(sample.passage, minlength=sample.passages).astype(float)
    units = size @ times
    others = units - with_digital
    out = {
        name: ((goals * codes).sum(axis=0) / np.maximum(number, 1.0)).astype(float)
        for name, codes in (("explicit", drawn.explicit), ("implicit", drawn.implicit))
    }
    half = parameters["implicit_weight"]
    anywhere = ((copies * drawn.explicit).sum(axis=0) + half * (copies * drawn.implicit).sum(axis=0)) / units
    share = np.where(number > 0, out["explicit"] + half * out["implicit"], anywhere)
    prior = parameters["commitment_prior"]
    promised = _promised(sample, drawn, goals * digital, parameters) + prior * parameters["commitment_mean"]
    committed = np.minimum(1.0, promised / (with_digital + prior))
    in_passage = summed(digital, sample.passage, sample.passages)
    reach = met(in_passage, size[:, None] - in_passage, parameters["passage_units"])
    weight = 1.0 / np.bincount(sample.section_of)[sample.section_of]
    return {
        "dekking": _dekking(sample, drawn, digital, times, others, parameters["sample_units"]),
        "intensiteit": share / (share + parameters["s0"]),
        "toezegging": committed * met(with_digital, others, parameters["commitment_units"]),
        "doordringing": weight @ (times * reach) / (weight @ times),
        "verankering": _verankering(sample, goals, digital, parameters["domain_goals"], by_process),
        "share_explicit": out["explicit"],
        "share_implicit": out["implicit"],
    }


def _promised(
    sample: Sample, drawn: Drawn, digital_goals: NDArray[np.float32], parameters: Mapping[str, float]
) -> Floats:
    """Sum of the weights of digital measures and ambitions; an ambition is a goal that is no measure."""
    ambition = parameters["ambition_weight"]
    more = (1.0 + parameters["concreteness_bonus"] * sample.concreteness - ambition).astype(np.float32)
    promised: Floats = (more @ (digital_goals * drawn.measure) + ambition * digital_goals.sum(axis=0)).astype(float)
    return promised


def redrawn_total(values: Mapping[str, Floats], weights: Floats, floor: float) -> Floats:
    """Score 0 … 100 of redrawn documents; `weights` of shape (5,) or (…, 5) in the order of ``INDICATORS``."""
    logs = np.stack([np.log(floor + (1.0 - floor) * values[name]) for name in INDICATORS], axis=-1)
    mean = (logs * weights).sum(axis=-1) / weights.sum(axis=-1)
    result: Floats = np.maximum(0.0, 100.0 * (np.exp(mean) - floor) / (1.0 - floor))
    return result


def summed(values: Bools | Floats, group: Ints, number: int) -> Floats:
    """Sums over the first axis by group: shape (number, K); `group` rises."""
    out = np.zeros((number, values.shape[1]))
    present, starts = np.unique(group, return_index=True)
    if len(present):
        out[present] = np.add.reduceat(values.astype(np.float32), starts, axis=0)
    return out


def _dekking(sample: Sample, drawn: Drawn, digital: Bools, times: Ints, others: Floats, sample_units: float) -> Floats:
    """Mean credit over themes; cells are the pairs of a theme and a passage that may hold a hit."""
    key = drawn.pair_theme * sample.passages + sample.passage[drawn.pair_unit]
    if not len(key):
        return np.zeros(times.shape[1])
    order = np.argsort(key, kind="stable")
    cells, cell = np.unique(key[order], return_inverse=True)
    theme, passage = cells // sample.passages, cells % sample.passages
    unit = drawn.pair_unit[order]
    linked = drawn.pair[order] & digital[unit]
    hits = summed(linked, cell, len(cells))
    measured = summed(linked & drawn.measure[unit], cell, len(cells))
    copies = times[passage]
    missed = np.log1p(-np.minimum(1.0 - 1e-9, sample_units / np.maximum(others, 1e-9)))
    two = 1.0 - np.exp(missed * summed(copies * hits, theme, len(THEMES)))
    # Presence in a copy of a passage stays a hair under 1, so that "in exactly one" needs no case of its own.
    absent = np.maximum(missed * measured, -20.0)
    none = np.exp(summed(copies * absent, theme, len(THEMES)))
    one = none * summed(copies * np.expm1(-absent), theme, len(THEMES))
    result: Floats = _THEME_WEIGHT @ ((two + (1.0 - none) + (1.0 - none - one)) / 3.0)
    return result


def _verankering(
    sample: Sample, goals: NDArray[np.float32], digital: Bools, domain_goals: float, by_process: bool
) -> Floats:
    """Mean over the fields (or HR processes) present; `goals` (n, K) says how often each goal is written."""
    member = membership(sample, by_process=by_process).astype(np.float32).T
    there = (member @ goals).astype(float)
    carried = (member @ (goals * digital)).astype(float)
    present = there > 0
    value = (met(carried, there - carried, domain_goals) * present).sum(axis=0)
    result: Floats = value / np.maximum(1.0, present.sum(axis=0))
    return result
