"""Many redrawn documents at once: indicators over arrays whose last axis is the draw.

The same formulas as in ``indicators``, without a loop over draws: a document of 20,000 words is redrawn thousands of
times within a second. Goals are many and are counted as an array of units and draws; digital units are few and are
kept as a list of the places where they occur. A test holds the outcome against the plain formulas.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ..coding.schema import HEADINGS, THEMES
from .indicators import INDICATORS, membership, met
from .sample import Bools, Floats, Ints, Sample

Singles = NDArray[np.float32]
_THEME_WEIGHT = np.zeros(len(THEMES))
for _codes in HEADINGS.values():
    for _code in _codes:
        _THEME_WEIGHT[THEMES.index(_code)] = 1.0 / len(_codes) / len(HEADINGS)
_BYTE = 255
"""Units of a group up to which goals are counted in bytes."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Codes of K redrawn documents; n units, E places where a unit is explicitly or implicitly digital.

    Parameters
    ----------
    goal : ndarray of bool, shape (n, K)
        Goals.
    unit, draw : ndarray of int, shape (E,)
        Unit and draw of each digital unit, negated ones included.
    explicit, measure : ndarray of bool, shape (E,)
        Whether it is explicitly digital (otherwise implicitly), and whether it is a measure.
    pair_event, pair_theme : ndarray of int, shape (P,)
        Digital unit (position in `unit`) and theme of each theme that a digital unit has.
    """

    goal: Bools
    unit: Ints
    draw: Ints
    explicit: Bools
    measure: Bools
    pair_event: Ints
    pair_theme: Ints


@dataclass(frozen=True, slots=True)
class Tallies:
    """What redrawn codes add up to, before passages are redrawn; S passages, K draws.

    Parameters
    ----------
    goals, digital, explicit, implicit, any_explicit, any_implicit, commitment : ndarray, shape (S, K)
        As in ``indicators.Counts``.
    reach : ndarray, shape (S, K)
        Chance that a reader of a few units of the passage meets a digital one.
    field_goals, field_digital : ndarray, shape (C, K)
        Goals by passage and policy field (or HR process), and those with a digital component.
    theme, theme_passage, theme_draw : ndarray of int, shape (L,)
        Digital units by theme, each with its passage and draw.
    measured_theme, measured_passage, measured_draw, measured : ndarray, shape (M,)
        Passages and draws in which a theme occurs in digital measures, and in how many.
    """

    goals: Singles
    digital: Singles
    explicit: Singles
    implicit: Singles
    any_explicit: Singles
    any_implicit: Singles
    commitment: Singles
    reach: Singles
    field_goals: Singles
    field_digital: Singles
    theme: Ints
    theme_passage: Ints
    theme_draw: Ints
    measured_theme: Ints
    measured_passage: Ints
    measured_draw: Ints
    measured: Ints


@dataclass(frozen=True, slots=True)
class Layout:
    """What redrawn codes are added up by: the same in each round; S passages, C cells of a passage and a policy field.

    Parameters
    ----------
    sample : Sample
        The document; gives what is not redrawn.
    size : ndarray of int, shape (S,)
        Units of each passage.
    section_weight : ndarray, shape (S,)
        Weight of the passage in its section.
    worth : ndarray, shape (2, n)
        What a digital ambition and a digital measure of each unit are worth.
    member, cell : ndarray of int, shape (m,)
        Units that belong to a policy field (or HR process), by unit, and the cell of each.
    field_passage, field_of : ndarray of int, shape (C,)
        Passage and field of the cells.
    by_passage, by_cell, by_field : csr_matrix
        What adds units up by passage, members by cell and cells by field.
    reach : ndarray, shape (size, size)
        Chance that a reader meets a digital unit, by the units of a passage and those that are digital.
    """

    sample: Sample
    size: Ints
    section_weight: Floats
    worth: Floats
    member: Ints
    cell: Ints
    field_passage: Ints
    field_of: Ints
    by_passage: sparse.csr_matrix
    by_cell: sparse.csr_matrix
    by_field: sparse.csr_matrix
    reach: Singles

    @classmethod
    def of(cls, sample: Sample, parameters: Mapping[str, float], *, by_process: bool) -> Layout:
        """Of a document; parameters of the codebook, and `by_process` as in ``count``."""
        s, concrete = sample.passages, 1.0 + parameters["concreteness_bonus"] * sample.concreteness
        member, field = np.nonzero(membership(sample, by_process=by_process))
        cells, cell = np.unique(field * s + sample.passage[member], return_inverse=True)
        size = np.bincount(sample.passage, minlength=s)
        number = np.arange(int(size.max(initial=0)) + 1, dtype=np.float32)
        others = np.maximum(number[:, None] - number[None, :], np.float32(0.0))
        return cls(
            sample=sample,
            size=size,
            section_weight=1.0 / np.bincount(sample.section_of)[sample.section_of],
            worth=np.stack([np.full(len(sample), parameters["ambition_weight"]), concrete]),
            member=member,
            cell=cell,
            field_passage=cells % s,
            field_of=cells // s,
            by_passage=_adding(sample.passage, s),
            by_cell=_adding(cell, len(cells)),
            by_field=_adding(cells // s, int(field.max(initial=-1)) + 1, np.float32),
            reach=_met(number[None, :], others, parameters["passage_units"]),
        )


def tallies(layout: Layout, drawn: Drawn) -> Tallies:
    """Add up redrawn codes by passage.

    Parameters
    ----------
    layout : Layout
        Of the document.
    drawn : Drawn
        Redrawn codes.
    """
    sample = layout.sample
    s, k = sample.passages, drawn.goal.shape[1]
    goal = drawn.goal[drawn.unit, drawn.draw]
    counts = ~sample.negated[drawn.unit]
    place = sample.passage[drawn.unit] * k + drawn.draw

    def total(of: Bools, weight: Floats | None = None) -> Singles:
        weights = None if weight is None else weight[of]
        return np.bincount(place[of], weights=weights, minlength=s * k).reshape(s, k).astype(np.float32)

    at, which = expanded(layout.member, drawn.unit[goal & counts], len(sample))
    in_field = layout.cell[which] * k + drawn.draw[goal & counts][at]
    pair_passage, pair_draw = sample.passage[drawn.unit][drawn.pair_event], drawn.draw[drawn.pair_event]
    linked = counts[drawn.pair_event]
    in_measure = linked & (goal & drawn.measure)[drawn.pair_event]
    keys = (drawn.pair_theme[in_measure] * s + pair_passage[in_measure]) * k + pair_draw[in_measure]
    found, measured = np.unique(keys, return_counts=True)
    digital, cells = total(counts), len(layout.field_of)
    return Tallies(
        goals=_summed(layout.by_passage, drawn.goal),
        digital=digital,
        explicit=total(goal & drawn.explicit),
        implicit=total(goal & ~drawn.explicit),
        any_explicit=total(drawn.explicit),
        any_implicit=total(~drawn.explicit),
        commitment=total(goal & counts, layout.worth[drawn.measure.astype(np.int64), drawn.unit]),
        reach=layout.reach[layout.size[:, None], digital.astype(np.int64)],
        field_goals=_summed(layout.by_cell, drawn.goal[layout.member]),
        field_digital=np.bincount(in_field, minlength=cells * k).reshape(-1, k).astype(np.float32),
        theme=drawn.pair_theme[linked],
        theme_passage=pair_passage[linked],
        theme_draw=pair_draw[linked],
        measured_theme=found // (s * k),
        measured_passage=found // k % s,
        measured_draw=found % k,
        measured=measured,
    )


def redrawn_indicators(
    layout: Layout, found: Tallies, times: Ints, parameters: Mapping[str, float]
) -> dict[str, Floats]:
    """Indicators and shares of redrawn documents.

    Parameters
    ----------
    layout : Layout
        Of the document.
    found : Tallies
        Of the redrawn codes.
    times : ndarray of int, shape (S, K)
        How often each passage is written.
    parameters : mapping
        Of the codebook.

    Returns
    -------
    dict
        Each indicator, ``share_explicit`` and ``share_implicit``: ndarray, shape (K,).
    """
    copies = times.astype(np.float32)

    def total(counted: Singles) -> Floats:
        return np.asarray(np.einsum("sk,sk->k", copies, counted), dtype=float)

    number, with_digital = total(found.goals), total(found.digital)
    units = layout.size.astype(float) @ times
    others = units - with_digital
    half = parameters["implicit_weight"]
    explicit, implicit = (total(part) / np.maximum(number, 1.0) for part in (found.explicit, found.implicit))
    share = explicit + half * implicit
    if (number == 0).any():
        anywhere = (total(found.any_explicit) + half * total(found.any_implicit)) / units
        share = np.where(number > 0, share, anywhere)
    prior = parameters["commitment_prior"]
    promised = total(found.commitment) + prior * parameters["commitment_mean"]
    committed = np.minimum(1.0, promised / (with_digital + prior))
    weight = layout.section_weight
    return {
        "dekking": _dekking(found, copies, others, parameters["sample_units"]),
        "intensiteit": share / (share + parameters["s0"]),
        "toezegging": committed * met(with_digital, others, parameters["commitment_units"]),
        "doordringing": weight @ (copies * found.reach) / (weight @ copies),
        "verankering": _verankering(layout, found, copies, parameters["domain_goals"]),
        "share_explicit": explicit,
        "share_implicit": implicit,
    }


def redrawn_total(values: Mapping[str, Floats], weights: Floats, floor: float) -> Floats:
    """Score 0 … 100 of redrawn documents; `weights` of shape (5,) or (…, 5) in the order of ``INDICATORS``."""
    logs = [np.log(floor + (1.0 - floor) * values[name]) for name in INDICATORS]
    mean = sum(weights[..., place] * log for place, log in enumerate(logs)) / weights.sum(axis=-1)
    result: Floats = np.maximum(0.0, 100.0 * (np.exp(mean) - floor) / (1.0 - floor))
    return result


def expanded(owner: Ints, wanted: Ints, owners: int) -> tuple[Ints, Ints]:
    """All items of the wanted owners.

    Parameters
    ----------
    owner : ndarray of int
        Owner of each item; rises.
    wanted : ndarray of int
        Owners, some more than once.
    owners : int
        Number of owners.

    Returns
    -------
    (ndarray, ndarray)
        Position in `wanted` and position in `owner` of each item.
    """
    count = np.bincount(owner, minlength=owners)
    number = count[wanted]
    at = np.repeat(np.arange(len(wanted)), number)
    before = np.cumsum(number) - number
    first = np.cumsum(count) - count
    return at, first[wanted][at] + np.arange(len(at)) - before[at]


def _adding(group: Ints, number: int, kind: type[np.generic] | None = None) -> sparse.csr_matrix:
    """What adds by group: a sparse product takes a quarter of the time of adding slices; in bytes while that fits."""
    kind = kind or (np.uint8 if np.bincount(group, minlength=1).max() <= _BYTE else np.float32)
    return sparse.csr_matrix((np.ones(len(group), dtype=kind), (group, np.arange(len(group)))), (number, len(group)))


def _summed(adds: sparse.csr_matrix, values: Bools) -> Singles:
    return np.asarray(adds @ values.astype(adds.dtype, copy=False), dtype=np.float32)


def _met(hits: Singles, others: Singles, sample_size: float) -> Singles:
    """As ``indicators.met``, in single precision, which takes half the time."""
    fraction = np.minimum(np.float32(1.0), np.float32(sample_size) / np.maximum(others, np.float32(1e-9)))
    result: Singles = np.float32(1.0) - (np.float32(1.0) - fraction) ** hits
    return result


def _met_each(hits: Singles, others: Singles, sample_size: float) -> Singles:
    """As `_met` for whole numbers: when there are few different ones, each pair is worked out once."""
    most, rest = int(hits.max(initial=0)) + 1, int(others.max(initial=0)) + 1
    if most * rest * 4 > hits.size:
        return _met(hits, others, sample_size)
    numbers = np.arange(max(most, rest), dtype=np.float32)
    known = _met(numbers[:most, None], numbers[None, :rest], sample_size)
    return known.ravel()[hits.astype(np.int64) * rest + others.astype(np.int64)]


def _dekking(found: Tallies, copies: Singles, others: Floats, sample_units: float) -> Floats:
    """Mean credit over themes."""
    k, themes = copies.shape[1], len(THEMES)

    def by_theme(theme: Ints, draw: Ints, weight: Floats | Singles) -> Floats:
        sums = np.bincount(theme * k + draw, weights=weight, minlength=themes * k)
        return sums.reshape(themes, k).astype(float, copy=False)

    missed = np.log1p(-np.minimum(1.0 - 1e-9, sample_units / np.maximum(others, 1e-9)))
    hits = by_theme(found.theme, found.theme_draw, copies[found.theme_passage, found.theme_draw])
    two = -np.expm1(missed * hits)
    # Presence in a copy of a passage stays a hair under 1, so that "in exactly one" needs no case of its own.
    absent = np.maximum(missed[found.measured_draw] * found.measured, -20.0)
    written = copies[found.measured_passage, found.measured_draw]
    none = np.exp(by_theme(found.measured_theme, found.measured_draw, written * absent))
    one = none * by_theme(found.measured_theme, found.measured_draw, written * np.expm1(-absent))
    result: Floats = _THEME_WEIGHT @ ((two + (1.0 - none) + (1.0 - none - one)) / 3.0)
    return result


def _verankering(layout: Layout, found: Tallies, copies: Singles, domain_goals: float) -> Floats:
    """Mean over the fields (or HR processes) present."""
    written = copies[layout.field_passage]
    there, carried = (layout.by_field @ (written * counted) for counted in (found.field_goals, found.field_digital))
    present = there > 0
    value = (_met_each(carried, there - carried, domain_goals) * present).sum(axis=0, dtype=float)
    result: Floats = value / np.maximum(1.0, present.sum(axis=0))
    return result
