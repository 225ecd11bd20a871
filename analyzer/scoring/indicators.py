"""The five indicators and the score, computed from counts per passage.

A passage is a section, or a part of at most some 25 units of a longer one. All indicators but intensiteit ask whether
something is *there*. In a long document anything is there by accident, so these four are **rarefied**: they say what a
reader would meet in a fixed amount of text. With `k` hits and `h` other units, a reader of `b` units meets at least one
with probability ``1 - (1 - min(1, b / h)) ** k`` (the with-replacement form of rarefaction: Hurlbert 1971, *Ecology*
52:577). It rises with every hit, falls with every other unit, and is plain presence for texts no longer than `b`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..coding.schema import DOMAINS, HEADINGS, THEMES
from .sample import Bools, Floats, Sample

INDICATORS = ("dekking", "intensiteit", "toezegging", "doordringing", "verankering")
_NO_DOMAIN = DOMAINS.index("geen")
_HEADING_OF = [[THEMES.index(theme) for theme in themes] for themes in HEADINGS.values()]


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts per passage (first axis, length S); everything a score needs.

    Parameters
    ----------
    weight : ndarray, shape (S,)
        Share of the passage in its section, so that sections weigh the same; 0 for a passage without units.
    units, digital : ndarray, shape (S,)
        Units; units with a digital component that is not negated.
    goals, explicit, implicit : ndarray, shape (S,)
        Goals; goals with an explicit and with an implicit digital component (negated ones included).
    any_explicit, any_implicit : ndarray, shape (S,)
        The same over all units, for documents without goals.
    commitment : ndarray, shape (S,)
        Sum of the weights of digital measures and ambitions.
    theme, theme_digital, theme_measure : ndarray, shape (S, 20)
        Units with a theme; with a digital link; with a digital link in a measure.
    domain_goals, domain_digital : ndarray, shape (S, d)
        Goals, and goals with a digital component, per policy domain (per HR process for employer visions).
    """

    weight: Floats
    units: Floats
    digital: Floats
    goals: Floats
    explicit: Floats
    implicit: Floats
    any_explicit: Floats
    any_implicit: Floats
    commitment: Floats
    theme: Floats
    theme_digital: Floats
    theme_measure: Floats
    domain_goals: Floats
    domain_digital: Floats

    def repeated(self, times: Floats) -> Counts:
        """The same document with passage i written ``times[i]`` times (a block bootstrap draw)."""
        kept = np.repeat(np.arange(len(self.units)), times.astype(np.int64))
        return Counts(*(getattr(self, name)[kept] for name in self.__slots__))


def count(sample: Sample, parameters: Mapping[str, float], *, by_process: bool = False) -> Counts:
    """Count per passage.

    Parameters
    ----------
    sample : Sample
        Distinct coded units of one document.
    parameters : mapping
        ``ambition_weight`` and ``concreteness_bonus``.
    by_process : bool
        Count goals per HR process instead of per policy domain.

    Returns
    -------
    Counts
        Arrays with one row a passage.
    """
    goal = sample.measure | sample.ambition
    digital = (sample.explicit | sample.implicit) & ~sample.negated
    weight = np.where(sample.measure, 1.0 + parameters["concreteness_bonus"] * sample.concreteness, 0.0)
    weight = np.where(sample.ambition, parameters["ambition_weight"], weight) * digital
    linked = sample.themes & digital[:, None]
    member = membership(sample, by_process=by_process)
    n = sample.passages

    def total(mask: Bools | Floats) -> Floats:
        return np.asarray(np.bincount(sample.passage, weights=mask.astype(float), minlength=n), dtype=float)

    def table(mask: Bools) -> Floats:
        out = np.zeros((n, mask.shape[1]))
        rows, columns = np.nonzero(mask)
        np.add.at(out, (sample.passage[rows], columns), 1.0)
        return out

    units = total(np.ones(len(sample)))
    filled = units > 0
    parts = np.bincount(sample.section_of, weights=filled)[sample.section_of]
    return Counts(
        weight=filled / np.maximum(parts, 1.0),
        units=units,
        digital=total(digital),
        goals=total(goal),
        explicit=total(goal & sample.explicit),
        implicit=total(goal & sample.implicit),
        any_explicit=total(sample.explicit),
        any_implicit=total(sample.implicit),
        commitment=total(weight),
        theme=table(sample.themes),
        theme_digital=table(linked),
        theme_measure=table(linked & sample.measure[:, None]),
        domain_goals=table(member & goal[:, None]),
        domain_digital=table(member & (goal & digital)[:, None]),
    )


def membership(sample: Sample, *, by_process: bool) -> Bools:
    """Which units belong to which policy domain (or HR process), over which verankering is counted: shape (n, d)."""
    if by_process and sample.processes.shape[1]:
        return sample.processes
    member: Bools = np.arange(len(DOMAINS))[None, :] == sample.domain[:, None]
    member[:, _NO_DOMAIN] = False
    return member


def met(hits: Floats, others: Floats | float, sample_size: float) -> Floats:
    """Probability that a reader of `sample_size` units meets at least one of `hits` among `others` (rarefaction)."""
    fraction = np.minimum(1.0, sample_size / np.maximum(others, 1e-9))
    result: Floats = 1.0 - (1.0 - fraction) ** hits
    return result


def evidence_levels(counts: Counts, sample_units: float) -> Floats:
    """Probability that each evidence level is met in a text of `sample_units` units.

    Level 1 is the theme without digital link, 2 with a digital link, 3 with a digital link in a measure, 4 the same
    in two or more passages.

    Parameters
    ----------
    counts : Counts
        Counts per passage.
    sample_units : float
        Amount of text without digital component to which all documents are brought; infinity for the whole document.

    Returns
    -------
    ndarray of float, shape (4, 20)
        One row a level, one column a theme in the order of ``THEMES``. 0 or 1 when the document is no longer than
        `sample_units`.
    """
    others = float(counts.units.sum() - counts.digital.sum())
    one = met(counts.theme.sum(axis=0), others, sample_units)
    two = met(counts.theme_digital.sum(axis=0), others, sample_units)
    in_passage = met(counts.theme_measure, others, sample_units)
    in_none = np.prod(1.0 - in_passage, axis=0)
    if in_passage.max(initial=0.0) >= 1.0:
        in_one = (np.count_nonzero(counts.theme_measure, axis=0) == 1).astype(float)
    else:
        in_one = in_none * np.sum(in_passage / (1.0 - in_passage), axis=0)
    return np.stack([one, two, 1.0 - in_none, 1.0 - in_none - in_one])


def observed_levels(counts: Counts) -> Floats:
    """Evidence level (0 … 4) of each theme as it stands in the whole document: ndarray, shape (20,)."""
    reached = evidence_levels(counts, float("inf"))
    reached[0] = np.maximum(reached[0], reached[1])
    levels: Floats = reached.sum(axis=0)
    return levels


def digital_share(counts: Counts, implicit_weight: float) -> float:
    """Share of the goals with a digital component, implicit ones weighted; of all units when there are no goals."""
    goals = counts.goals.sum()
    if goals > 0:
        return float((counts.explicit.sum() + implicit_weight * counts.implicit.sum()) / goals)
    units = counts.units.sum()
    return float((counts.any_explicit.sum() + implicit_weight * counts.any_implicit.sum()) / units) if units else 0.0


def commitment(counts: Counts, parameters: Mapping[str, float]) -> float:
    """How concrete the digital units are (0 … 1): their mean weight, shrunk towards the reference mean.

    A document with hardly any digital unit has promised hardly anything, however concrete that one unit: the mean
    counts as far as a reader of ``commitment_units`` units meets a digital one at all. Without that, the step from
    none to one would decide, and with it the length of the document.
    """
    digital, units = float(counts.digital.sum()), float(counts.units.sum())
    prior = parameters["commitment_prior"]
    mean = (counts.commitment.sum() + prior * parameters["commitment_mean"]) / (digital + prior)
    return float(min(1.0, mean) * met(counts.digital.sum(), units - digital, parameters["commitment_units"]))


def indicators(counts: Counts, parameters: Mapping[str, float]) -> dict[str, float]:
    """The five indicators, each between 0 and 1.

    Parameters
    ----------
    counts : Counts
        Counts per passage.
    parameters : mapping
        The scoring parameters of the codebook.

    Returns
    -------
    dict
        From indicator to value, in the order of ``INDICATORS``.
    """
    # A theme without digital link (level 1) earns nothing: it says nothing about being steeped in digital, and
    # otherwise any prose about cooperation, appended to a document, would raise its score (property 6).
    credit = evidence_levels(counts, parameters["sample_units"])[1:].mean(axis=0)
    dekking = float(np.mean([credit[places].mean() for places in _HEADING_OF]))
    share = digital_share(counts, parameters["implicit_weight"])
    intensiteit = share / (share + parameters["s0"]) if share else 0.0
    reach = met(counts.digital, counts.units - counts.digital, parameters["passage_units"])
    weight = counts.weight.sum()
    doordringing = float((counts.weight * reach).sum() / weight) if weight else 0.0
    goals, with_digital = counts.domain_goals.sum(axis=0), counts.domain_digital.sum(axis=0)
    present = goals > 0
    carried = met(with_digital, goals - with_digital, parameters["domain_goals"])
    verankering = float(carried[present].mean()) if present.any() else 0.0
    return dict(
        zip(INDICATORS, (dekking, intensiteit, commitment(counts, parameters), doordringing, verankering), strict=True)
    )


def total(values: Mapping[str, float], weights: Mapping[str, float], floor: float) -> float:
    """Score 0 … 100: weighted geometric mean of the indicators.

    Each indicator `x` enters as ``floor + (1 - floor) * x`` and the mean is scaled back, so that one empty indicator
    costs much but does not hide every difference among documents that have it empty.
    """
    share = sum(weights[name] for name in INDICATORS)
    log = sum(weights[name] / share * np.log(floor + (1.0 - floor) * values[name]) for name in INDICATORS)
    return float(max(0.0, 100.0 * (np.exp(log) - floor) / (1.0 - floor)))
