"""The classifiers that ship: one calibrated estimator a code, applied to many units in one matrix product."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from scipy.special import expit, softmax

from ..errors import CodingError
from ..remembered import Remembered
from ..resources import shipped
from .features import Batch
from .schema import DAGGER, DOMAINS, STATEMENTS, THEMES
from .space import FeatureSpace
from .stored import Linear, Unreadable, read, write

FILE, ABOUT = "coder.msgpack", "coder.json"
_REMEMBERED = 100_000
"""Words whose weight for a code is kept."""
_VETOED = 0.02
"""Highest probability of E for a unit without any digital sign."""
_DAGGER = np.array([theme in DAGGER for theme in THEMES])


@dataclass(frozen=True, slots=True)
class Chances:
    """Probabilities of all codes of n units.

    Parameters
    ----------
    statement : ndarray, shape (n, 3)
        In the order of ``STATEMENTS``.
    explicit : ndarray, shape (n,)
        Of E.
    implicit : ndarray, shape (n,)
        Of I for a goal that is not E.
    themes : ndarray, shape (n, 20)
        In the order of ``THEMES``; for themes that presuppose the digital link, given that link.
    domain : ndarray, shape (n, 18)
        In the order of ``DOMAINS``.
    """

    statement: np.ndarray
    explicit: np.ndarray
    implicit: np.ndarray
    themes: np.ndarray
    domain: np.ndarray

    def vetoed(self, *, prose: np.ndarray, signs: np.ndarray) -> Chances:
        """What remains when rules have their say.

        Parameters
        ----------
        prose : ndarray of bool, shape (n,)
            Units that can say something; headings and table rows get O, G and no theme.
        signs : ndarray of bool, shape (n,)
            Units with a digital sign in themselves or around them; others are not explicitly digital.

        Returns
        -------
        Chances
            A copy.
        """
        statement = np.where(prose[:, None], self.statement, np.array([0.0, 0.0, 1.0]))
        explicit = np.where(signs & prose, self.explicit, np.minimum(self.explicit, _VETOED))
        return Chances(
            statement,
            explicit,
            np.where(prose, self.implicit, 0.0),
            np.where(prose[:, None], self.themes, 0.0),
            self.domain,
        )


class UnitClassifier:
    """Estimators for all codes over one feature space.

    Parameters
    ----------
    space : FeatureSpace
        The features.
    estimators : dict
        ``statement``, ``E``, ``I``, ``domain`` and themes, each fitted and calibrated. A theme without estimator keeps
        what the rules say. Weights are rounded to 16 bits, as they are stored: a model that was just fitted gives what
        it gives after it was read back.
    about : dict
        How it was trained; goes into the version.
    """

    def __init__(self, space: FeatureSpace, estimators: Mapping[str, Linear], about: dict[str, Any]) -> None:
        self.space = space
        self.estimators = {
            name: estimator.as_numbers_of(np.float16).as_numbers_of(np.float32)
            for name, estimator in estimators.items()
        }
        self.about = about
        self._word_weights: dict[str, Remembered[str, float] | None] = {}

    @cached_property
    def _stacked(self) -> tuple[np.ndarray, np.ndarray, dict[str, slice]]:
        """All weights side by side, so that one product serves all codes; in the precision of the product."""
        weights, shifts, places, at = [], [], {}, 0
        for name, estimator in self.estimators.items():
            weights.append(estimator.weights)
            shifts.append(estimator.shifts)
            places[name] = slice(at, at + len(estimator.codes))
            at += len(estimator.codes)
        side = np.ascontiguousarray(np.concatenate(weights).T, dtype=np.float64)
        return side, np.concatenate(shifts), places

    def threshold(self, code: str) -> float:
        """Probability from which a code is given."""
        return self.estimators[code].threshold if code in self.estimators else 0.5

    def chances(self, batch: Batch, rule_themes: np.ndarray) -> Chances:
        """Probabilities of all codes.

        Parameters
        ----------
        batch : Batch
            Features of n units.
        rule_themes : ndarray, shape (n, 20)
            What the rules say of the themes; kept for themes without estimator.

        Returns
        -------
        Chances
            Arrays with one row a unit.
        """
        return self.from_matrix(self.space.matrix(batch), rule_themes)

    def from_matrix(self, matrix: sparse.csr_matrix, rule_themes: np.ndarray) -> Chances:
        """As `chances`, from a feature matrix."""
        weights, shifts, places = self._stacked
        scores = np.asarray(matrix @ weights) + shifts
        themes = rule_themes.copy()
        for place, theme in enumerate(THEMES):
            if theme in places:
                themes[:, place] = expit(scores[:, places[theme]][:, 0])
        return Chances(
            statement=_ordered(
                softmax(scores[:, places["statement"]], axis=1), self.estimators["statement"].codes, STATEMENTS
            ),
            explicit=expit(scores[:, places["E"]][:, 0]),
            implicit=expit(scores[:, places["I"]][:, 0]),
            themes=themes,
            domain=_ordered(softmax(scores[:, places["domain"]], axis=1), self.estimators["domain"].codes, DOMAINS),
        )

    def word_weights(self, code: str) -> Mapping[str, float] | None:
        """What each word weighs for a code, its beginning and end included; ``None`` without an estimator."""
        if code not in self._word_weights:
            self._word_weights[code] = self._weights_of(code)
        return self._word_weights[code]

    def _weights_of(self, code: str) -> Remembered[str, float] | None:
        name = "statement" if code in STATEMENTS else "domain" if code in DOMAINS else code
        if name not in self.estimators:
            return None
        estimator = self.estimators[name]
        binary = estimator.weights[estimator.codes.index(code)][: len(self.space.names)] * self.space.rarity
        weight = binary.item
        return Remembered(lambda word: sum(map(weight, self.space.columns_of(word))), most=_REMEMBERED)

    @cached_property
    def version(self) -> str:
        """Name with a hash of the weights."""
        weights, shifts, _ = self._stacked
        digest = hashlib.sha256(np.round(weights.astype(np.float32), 6).tobytes() + np.round(shifts, 6).tobytes())
        return f"hybride-{digest.hexdigest()[:8]}"

    def save(self, folder: Path) -> None:
        """Write the estimators and the feature space, and how they were made beside them."""
        folder.mkdir(parents=True, exist_ok=True)
        write(folder / FILE, self.space, self.estimators)
        (folder / ABOUT).write_text(json.dumps(self.about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path | None = None) -> UnitClassifier:
        """Read back what `save` wrote; the shipped classifiers by default.

        Raises
        ------
        CodingError
            When the files are missing or hold something else.
        """
        remedy = "Geef een map die gdogh train coder schreef." if folder else "Installeer gdogh opnieuw."
        folder = folder or shipped("models", "gdogh_coder")
        try:
            space, estimators = read(folder / FILE)
            about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        except Unreadable as error:
            raise CodingError(
                f"kan niet worden geladen ({type(error).__name__}).", remedy=remedy, path=folder
            ) from error
        if estimators["E"].weights.shape[1] != len(space):
            raise CodingError("hoort bij een andere versie.", remedy="Draai gdogh train coder.", path=folder)
        return cls(space, estimators, about)


def _ordered(chances: np.ndarray, given: Sequence[str], codes: Sequence[str]) -> np.ndarray:
    """Columns in the order of `codes`; a class that was never seen in training has probability zero."""
    out = np.zeros((len(chances), len(codes)))
    for column, code in enumerate(given):
        out[:, codes.index(code)] = chances[:, column]
    return out


def given(chances: Chances, thresholds: dict[str, float]) -> dict[str, np.ndarray]:
    """Codes from probabilities.

    Parameters
    ----------
    chances : Chances
        Probabilities.
    thresholds : dict
        From ``E``, ``I`` and each theme to the probability from which it is given.

    Returns
    -------
    dict
        ``statement`` (n,), ``digital`` (n,), ``themes`` (n, 20) bool, ``domain`` (n,), and the probabilities
        ``p_statement`` (n, 3), ``p_digital`` (n, 3), ``p_themes`` (n, 20).
    """
    statement = np.array(STATEMENTS)[chances.statement.argmax(axis=1)]
    goal = statement != "O"
    explicit = chances.explicit >= thresholds["E"]
    implicit = ~explicit & goal & (chances.implicit >= thresholds["I"])
    digital = np.where(explicit, "E", np.where(implicit, "I", "G"))
    p_goal = 1.0 - chances.statement[:, 2]
    p_implicit = (1.0 - chances.explicit) * p_goal * chances.implicit
    p_digital = np.stack([chances.explicit, p_implicit, 1.0 - chances.explicit - p_implicit], axis=1)
    linked = chances.explicit + p_implicit
    p_themes = np.where(_DAGGER, chances.themes * linked[:, None], chances.themes)
    cut = np.array([thresholds.get(theme, 0.5) for theme in THEMES])
    themes = (chances.themes >= cut) & ~(_DAGGER & (digital == "G")[:, None])
    return {
        "statement": statement, "digital": digital, "themes": themes,
        "domain": np.array(DOMAINS)[chances.domain.argmax(axis=1)],
        "p_statement": chances.statement, "p_digital": p_digital, "p_themes": p_themes,
    }  # fmt: skip
