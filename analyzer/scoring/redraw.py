"""Many redrawn documents at once: indicators over arrays whose first two axes are coding draws and bootstrap draws.

The same formulas as in ``indicators``, without a loop over draws: a document of 20,000 words is redrawn thousands of
times within a second. A test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..coding.schema import DOMAINS, HEADINGS, THEMES
from .indicators import INDICATORS, met
from .sample import Bools, Floats, Ints, Sample

_NO_DOMAIN = DOMAINS.index("geen")
_THEME_WEIGHT = np.zeros(len(THEMES))
for _codes in HEADINGS.values():
    for _code in _codes:
        _THEME_WEIGHT[THEMES.index(_code)] = 1.0 / len(_codes) / len(HEADINGS)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Codes of K redrawn documents; n units, P pairs of a unit and a theme it may have.

    Parameters
    ----------
    measure, goal, explicit, implicit : ndarray of bool, shape (K, n)
        Codes.
    pair_unit, pair_theme : ndarray of int, shape (P,)
        Unit and theme of each pair.
    pair : ndarray of bool, shape (K, P)
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
    sample: Sample, drawn: Drawn, times: Floats, parameters: Mapping[str, float], *, by_process: bool
) -> dict[str, Floats]:
    """Indicators and shares of redrawn documents.

    Parameters
    ----------
    sample : Sample
        The document, its units in the order of their sections; gives what is not redrawn.
    drawn : Drawn
        Redrawn codes.
    times : ndarray, shape (K, R, S)
        How often each section is written in each of R bootstrap draws.
    parameters : mapping
        Of the codebook.
    by_process : bool
        As in ``count``.

    Returns
    -------
    dict
        Each indicator, ``share_explicit`` and ``share_implicit``: ndarray, shape (K, R).
    """
    digital = (drawn.explicit | drawn.implicit) & ~sample.negated
    weight = np.where(drawn.measure, 1.0 + parameters["concreteness_bonus"] * sample.concreteness, 0.0)
    weight = np.where(drawn.goal & ~drawn.measure, parameters["ambition_weight"], weight) * digital
    units = np.bincount(sample.section, minlength=len(sample.names)).astype(float)
    per_section = {
        "digital": digital, "commitment": weight, "goals": drawn.goal, "explicit": drawn.goal & drawn.explicit,
        "implicit": drawn.goal & drawn.implicit, "any_explicit": drawn.explicit, "any_implicit": drawn.implicit,
    }  # fmt: skip
    sections = {name: summed(values, sample.section, len(sample.names)) for name, values in per_section.items()}
    total = {name: np.einsum("krs,ks->kr", times, values) for name, values in sections.items()}
    all_units = times @ units
    others = all_units - total["digital"]
    with np.errstate(invalid="ignore", divide="ignore"):
        out = {
            name: np.where(total["goals"] > 0, total[name] / total["goals"], 0.0) for name in ("explicit", "implicit")
        }
        anywhere = (total["any_explicit"] + parameters["implicit_weight"] * total["any_implicit"]) / all_units
    share = np.where(total["goals"] > 0, out["explicit"] + parameters["implicit_weight"] * out["implicit"], anywhere)
    prior = parameters["commitment_prior"]
    committed = (total["commitment"] + prior * parameters["commitment_mean"]) / (total["digital"] + prior)
    reach = met(sections["digital"], units - sections["digital"], parameters["passage_units"])
    return {
        "dekking": _dekking(sample, drawn, digital, times, others, parameters["sample_units"]),
        "intensiteit": share / (share + parameters["s0"]),
        "toezegging": np.where(total["digital"] > 0, np.minimum(1.0, committed), 0.0),
        "doordringing": np.einsum("krs,ks->kr", times, units * reach) / all_units,
        "verankering": _verankering(sample, drawn, digital, times, parameters["domain_goals"], by_process),
        "share_explicit": out["explicit"],
        "share_implicit": out["implicit"],
    }


def redrawn_total(values: Mapping[str, Floats], weights: Floats, floor: float) -> Floats:
    """Score 0 … 100 of redrawn documents; `weights` of shape (5,) or (…, 5) in the order of ``INDICATORS``."""
    logs = np.stack([np.log(floor + (1.0 - floor) * values[name]) for name in INDICATORS], axis=-1)
    mean = (logs * weights).sum(axis=-1) / weights.sum(axis=-1)
    result: Floats = np.maximum(0.0, 100.0 * (np.exp(mean) - floor) / (1.0 - floor))
    return result


def summed(values: Bools | Floats, group: Ints, number: int) -> Floats:
    """Sums over the last axis by group: shape (…, number); `group` rises."""
    out = np.zeros((*values.shape[:-1], number))
    present, starts = np.unique(group, return_index=True)
    if len(present):
        out[..., present] = np.add.reduceat(values, starts, axis=-1, dtype=np.float64)
    return out


def _dekking(
    sample: Sample, drawn: Drawn, digital: Bools, times: Floats, others: Floats, sample_units: float
) -> Floats:
    """Mean credit over themes; cells are the pairs of a theme and a section that may hold a hit."""
    key = drawn.pair_theme * len(sample.names) + sample.section[drawn.pair_unit]
    if not len(key):
        return np.zeros(times.shape[:2])
    order = np.argsort(key, kind="stable")
    cells, cell = np.unique(key[order], return_inverse=True)
    theme, section = cells // len(sample.names), cells % len(sample.names)
    unit = drawn.pair_unit[order]
    linked = drawn.pair[:, order] & digital[:, unit]
    hits = summed(linked, cell, len(cells))[:, None, :]
    measured = summed(linked & drawn.measure[:, unit], cell, len(cells))[:, None, :]
    copies = times[:, :, section]
    fraction = np.minimum(1.0 - 1e-9, sample_units / np.maximum(others, 1e-9))[:, :, None]
    missed = np.log1p(-fraction)
    two = 1.0 - np.exp(missed * summed(copies * hits, theme, len(THEMES)))
    # Presence in a copy of a section stays a hair under 1, so that "in exactly one" needs no case of its own.
    absent = np.maximum(missed * measured, -20.0)
    none = np.exp(summed(copies * absent, theme, len(THEMES)))
    one = none * summed(copies * np.expm1(-absent), theme, len(THEMES))
    result: Floats = ((two + (1.0 - none) + (1.0 - none - one)) / 3.0) @ _THEME_WEIGHT
    return result


def _verankering(
    sample: Sample, drawn: Drawn, digital: Bools, times: Floats, domain_goals: float, by_process: bool
) -> Floats:
    if by_process and sample.processes.shape[1]:
        member = sample.processes
    else:
        member = sample.domain[:, None] == np.arange(len(DOMAINS))
        member[:, _NO_DOMAIN] = False
    value, count = np.zeros(times.shape[:2]), np.zeros(times.shape[:2])
    for domain in np.flatnonzero(member.any(axis=0)):
        inside = np.flatnonzero(member[:, domain])
        goal, section = drawn.goal[:, inside], sample.section[inside]
        goals, carried = (
            np.einsum("krs,ks->kr", times, summed(units, section, len(sample.names)))
            for units in (goal, goal & digital[:, inside])
        )
        value += met(carried, goals - carried, domain_goals) * (goals > 0)
        count += goals > 0
    result: Floats = value / np.maximum(1.0, count)
    return result
