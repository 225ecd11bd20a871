"""How often the coder is right, and what follows for shares that were counted with it.

A share of codes `q` counted by a coder with sensitivity `se` and specificity `sp` estimates the true share as
``(q + sp - 1) / (se + sp - 1)``, cut off at 0 and 1 (Rogan & Gladen 1978, *American Journal of Epidemiology* 107:71).
Its interval takes along that `q` is counted in few, clustered sentences and that `se` and `sp` are estimates
themselves. All three are drawn together from their distribution given what was counted (Joseph, Gyorkos & Coupal 1995,
*American Journal of Epidemiology* 141:263): fewer codes than the coder gives by mistake alone say that it makes fewer
mistakes in this text, not that the share is below nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy.special import betaincc, betainccinv, betaincinv, stdtrit

from ..resources import shipped
from .sample import Floats, Ints

CODES = ("goal", "E", "I")
_DRAWS = 2000
_ARCSINE = 2.0 / np.pi
"""Of the arcsine law, the distribution under Jeffreys' prior."""
_LEAST_GAIN = 0.05
"""Least sensitivity + specificity - 1 of a coder that knows anything."""
_STEPS = (0.7548776662466927, 0.5698402909980532)
"""The plastic number to the powers -1 and -2."""
_NODES = (1.0 - np.cos(np.linspace(0.0, np.pi, 401))) / 2.0
"""Where curves between 0 and 1 are worked out; what lies between is read off, which takes a tenth of the time."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Sensitivity and specificity of one code, and the numbers of coded units that they rest on."""

    sensitivity: float
    specificity: float
    positives: float = 50.0
    negatives: float = 150.0


@lru_cache(maxsize=64)
def _quantiles(rate: float, number: float) -> Floats:
    """Quantiles at the nodes of a rate that was estimated on so many units: the same for all documents."""
    return np.asarray(betaincinv(rate * number + 0.5, (1 - rate) * number + 0.5, _NODES))


@lru_cache(maxsize=4)
def _measured(path: Path) -> dict[str, Accuracy]:
    if not path.exists():
        return {}
    data = json.loads(path.read_text(encoding="utf-8"))
    names = Accuracy.__dataclass_fields__
    return {
        code: Accuracy(**{name: float(value) for name, value in data[code].items() if name in names})
        for code in CODES
        if code in data
    }


def accuracy(parameters: Mapping[str, float], path: Path | None = None) -> dict[str, Accuracy]:
    """Accuracy per code, as measured with the shipped coder; what was not measured is taken from the codebook.

    Parameters
    ----------
    parameters : mapping
        ``sensitivity_goal``, ``specificity_goal`` and the same for ``E`` and ``I``: used for codes not in the file.
    path : Path, optional
        JSON from code to ``sensitivity``, ``specificity`` and optionally ``positives`` and ``negatives``.

    Returns
    -------
    dict
        Keys ``goal``, ``E`` and ``I``.
    """
    measured = _measured(path or shipped("models", "gdogh_coder", "accuracy.json"))
    assumed = {code: Accuracy(parameters[f"sensitivity_{code}"], parameters[f"specificity_{code}"]) for code in CODES}
    return assumed | measured


def corrected_share(share: float, of: Accuracy) -> float:
    """True share behind a counted one (Rogan & Gladen 1978), between 0 and 1; the share itself for a useless coder."""
    gain = of.sensitivity + of.specificity - 1.0
    return float(np.clip((share + of.specificity - 1.0) / gain, 0.0, 1.0)) if gain > _LEAST_GAIN else share


@dataclass(frozen=True, slots=True)
class Counted:
    """A count in a text, ready to draw the true share behind it, as often as wanted.

    Parameters
    ----------
    hits, others : float
        Units with and without the code, over the design effect, and a half for Jeffreys' prior.
    sensitivity, specificity : ndarray, shape (nodes,)
        Quantiles, given the units they were estimated on.
    right, wrong : ndarray, shape (nodes,)
        Chance of a larger share than the coder gives when everything has the code, and when nothing has, for each.
    """

    hits: float
    others: float
    sensitivity: Floats
    specificity: Floats
    right: Floats
    wrong: Floats

    @classmethod
    def by(cls, hits: float, number: float, of: Accuracy, *, design: float = 1.0) -> Counted:
        """What a coder counted.

        Parameters
        ----------
        hits, number : float
            Units with the code, and units in all.
        of : Accuracy
            Of the code.
        design : float
            Design effect: variance of the share in clustered text over that in independent units; at least 1.
        """
        hits, others = hits / max(design, 1.0) + 0.5, (number - hits) / max(design, 1.0) + 0.5
        sensitivity = _quantiles(of.sensitivity, of.positives)
        specificity = _quantiles(of.specificity, of.negatives)
        right, wrong = (betaincc(hits, others, rate) for rate in (sensitivity, 1.0 - specificity))
        return cls(hits, others, sensitivity, specificity, right, wrong)

    def drawn(self, rng: np.random.Generator, draws: int) -> tuple[Floats, Floats, Floats]:
        """True shares as they may be, with the sensitivity and the specificity drawn for each.

        Returns
        -------
        (ndarray, ndarray, ndarray)
            Shares, sensitivities, specificities, each of shape (draws,). The prior of what is counted is Jeffreys',
            between the share that a coder gives when nothing has the code and when everything has.
        """
        if not draws:
            return np.empty(0), np.empty(0), np.empty(0)
        first, second, third = _evenly(rng, draws)
        specificity, wrong = _read_off(first, self.specificity, self.wrong)
        sensitivity, right = _read_off(second, self.sensitivity, self.right)
        prior = _ARCSINE * (np.arcsin(np.sqrt(sensitivity)) - np.arcsin(np.sqrt(1.0 - specificity)))
        gain = sensitivity + specificity - 1.0
        likely = np.where(gain > _LEAST_GAIN, (wrong - right) / np.maximum(prior, 1e-12), 0.0)
        if not likely.sum() > 0.0:
            likely = np.ones(draws)
        chosen = _resampled(likely, rng)
        sensitivity, specificity, right, wrong = (part[chosen] for part in (sensitivity, specificity, right, wrong))
        left = wrong - third * (wrong - right)
        nodes = left.min() + (left.max() - left.min()) * _NODES
        share = np.interp(left, nodes, betainccinv(self.hits, self.others, nodes))
        gain = np.maximum(sensitivity + specificity - 1.0, _LEAST_GAIN)
        return np.clip((share + specificity - 1.0) / gain, 0.0, 1.0), sensitivity, specificity


def _evenly(rng: np.random.Generator, number: int) -> tuple[Floats, Floats, Floats]:
    """Points spread evenly over the unit cube, the first coordinate rising (additive recurrence with a random shift).

    The steps of the other coordinates are the powers of the plastic number, which is to two of them what the golden
    ratio is to one (Roberts 2018, *The unreasonable effectiveness of quasirandom sequences*).
    """
    places, shifts = np.arange(number), rng.random(3)
    first, second, third = ((places * step + shift) % 1.0 for step, shift in zip((0.0, *_STEPS), shifts, strict=True))
    return (places + first) / number, second, third


def _read_off(at: Floats, one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """Two curves between the nodes, by straight lines; as one, for the search is what takes time."""
    both = np.interp(at, _NODES, one + 1j * other)
    return both.real, both.imag


def _resampled(weights: Floats, rng: np.random.Generator) -> Ints:
    """As many places as there are weights, in proportion to them, drawn evenly along their order; rising."""
    steps = np.cumsum(weights)
    places = np.searchsorted(steps, (np.arange(len(weights)) + rng.random()) / len(weights) * steps[-1])
    return np.asarray(np.minimum(places, len(weights) - 1))


def share_interval(
    hits: float, number: float, of: Accuracy, *, design: float = 1.0, seed: int = 0, coverage: float = 0.90
) -> tuple[float, float]:
    """Interval of the true share behind a counted one; holds the corrected share itself.

    Parameters
    ----------
    hits, number, of, design
        As in `Counted.by`.
    seed : int
        Seed of the draws.
    coverage : float
        Nominal coverage.
    """
    drawn = Counted.by(hits, number, of, design=design).drawn(np.random.default_rng(seed), _DRAWS)[0]
    tail = (1.0 - coverage) / 2.0
    low, high = np.quantile(drawn, [tail, 1.0 - tail])
    centre = corrected_share(hits / number, of) if number else 0.0
    return float(min(low, centre)), float(max(high, centre))


def design_effect(hits: Floats, number: Floats) -> float:
    """Design effect of a share over passages: its variance as a ratio of totals over the binomial one.

    A variance from few passages is itself uncertain, for which what it adds to the binomial one is raised by the square
    of Student's over the normal quantile (after Korn & Graubard 1998, *Survey Methodology* 24:193, who raise the whole;
    the binomial part is not estimated on passages, and raising it too made intervals of short documents too wide).

    Parameters
    ----------
    hits, number : ndarray, shape (S,)
        Units with the code and units in all, per passage (Cochran 1977, *Sampling Techniques*, eq. 6.9).
    """
    passages, total = int(np.count_nonzero(number)), float(number.sum())
    share = float(hits.sum()) / total if total else 0.0
    if passages < 2 or not 0.0 < share < 1.0:
        return 1.0
    variance = passages / (passages - 1) * float(((hits - share * number) ** 2).sum()) / total**2
    effect = max(1.0, variance / (share * (1.0 - share) / total))
    return 1.0 + (effect - 1.0) * (student(0.95, passages) / student(0.95, 10**6)) ** 2


def student(chance: float, passages: float) -> float:
    """Quantile of Student's distribution for a spread that was estimated on so many passages.

    At least two degrees of freedom: with one, the quantile says more about the tail of that curve than about the text.
    """
    return float(stdtrit(max(passages - 1, 2), chance))
