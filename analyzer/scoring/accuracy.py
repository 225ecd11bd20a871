"""How often the coder is right, and what follows for shares that were counted with it.

A share of codes `q` counted by a coder with sensitivity `se` and specificity `sp` estimates the true share as
``(q + sp - 1) / (se + sp - 1)``, cut off at 0 and 1 (Rogan & Gladen 1978, *American Journal of Epidemiology* 107:71).
Its interval takes along that `q` is counted in few, clustered sentences and that `se` and `sp` are estimates
themselves (compare Lang & Reiczigel 2014, *Preventive Veterinary Medicine* 113:13); here by drawing all three from
Beta distributions, with Jeffreys' prior for `q`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from ..resources import shipped
from .sample import Floats

CODES = ("goal", "E", "I")
_DRAWS = 4000


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Sensitivity and specificity of one code, and the numbers of coded units that they rest on."""

    sensitivity: float
    specificity: float
    positives: float = 50.0
    negatives: float = 150.0

    def drawn(self, rng: np.random.Generator, number: int) -> tuple[Floats, Floats]:
        """Sensitivities and specificities as they may be, given the units they were estimated on."""
        return (
            rng.beta(self.sensitivity * self.positives + 0.5, (1 - self.sensitivity) * self.positives + 0.5, number),
            rng.beta(self.specificity * self.negatives + 0.5, (1 - self.specificity) * self.negatives + 0.5, number),
        )


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
    return float(np.clip((share + of.specificity - 1.0) / gain, 0.0, 1.0)) if gain > 0.05 else share


def drawn_shares(
    hits: float, number: float, of: Accuracy, rng: np.random.Generator, *, design: float = 1.0, draws: int = _DRAWS
) -> tuple[Floats, Floats, Floats]:
    """True shares as they may be, with the sensitivity and the specificity drawn for each.

    Parameters
    ----------
    hits, number : float
        Units with the code, and units in all.
    of : Accuracy
        Of the code.
    rng : Generator
        Randomness.
    design : float
        Design effect: variance of the share in clustered text over that in independent units; at least 1.
    draws : int
        Number of draws.

    Returns
    -------
    (ndarray, ndarray, ndarray)
        Shares, sensitivities, specificities, each of shape (draws,).
    """
    hits, number = hits / max(design, 1.0), number / max(design, 1.0)
    counted = rng.beta(hits + 0.5, number - hits + 0.5, draws)
    sensitivity, specificity = of.drawn(rng, draws)
    gain = np.maximum(sensitivity + specificity - 1.0, 0.05)
    return np.clip((counted + specificity - 1.0) / gain, 0.0, 1.0), sensitivity, specificity


def share_interval(
    hits: float, number: float, of: Accuracy, *, design: float = 1.0, seed: int = 0, coverage: float = 0.90
) -> tuple[float, float]:
    """Interval of the true share behind a counted one; holds the corrected share itself.

    Parameters
    ----------
    hits, number, of, design
        As in `drawn_shares`.
    seed : int
        Seed of the draws.
    coverage : float
        Nominal coverage.
    """
    drawn = drawn_shares(hits, number, of, np.random.default_rng(seed), design=design)[0]
    tail = (1.0 - coverage) / 2.0
    low, high = np.quantile(drawn, [tail, 1.0 - tail])
    centre = corrected_share(hits / number, of) if number else 0.0
    return float(min(low, centre)), float(max(high, centre))


def design_effect(hits: Floats, number: Floats) -> float:
    """Design effect of a share over sections: its variance as a ratio of section totals over the binomial one.

    Parameters
    ----------
    hits, number : ndarray, shape (S,)
        Units with the code and units in all, per section (Cochran 1977, *Sampling Techniques*, eq. 6.9).
    """
    sections, total = len(number), float(number.sum())
    share = float(hits.sum()) / total if total else 0.0
    if sections < 2 or not 0.0 < share < 1.0:
        return 1.0
    variance = sections / (sections - 1) * float(((hits - share * number) ** 2).sum()) / total**2
    return max(1.0, variance / (share * (1.0 - share) / total))
