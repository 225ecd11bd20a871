"""Fit the classifiers that ship."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..codebook import Codebook, load_codebook
from ..errors import CodingError
from ..language.tokens import tokenize
from .classifier import UnitClassifier
from .coder import unit_of
from .estimators import CalibratedLogistic
from .features import Batch, batch_of
from .rules import RuleCode, RuleCoder
from .schema import DAGGER, STATEMENTS, THEMES
from .space import FeatureSpace
from .stored import Linear

log = logging.getLogger(__name__)
LEAST_OF_EACH = 2
"""Units with each statement, with E, and with I and G among goals, that fitting takes at the very least."""
LEAST_POSITIVE = 12
"""Units a theme must have in the training data to get an estimator; rarer themes keep the rules."""
STRENGTH = {"statement": 1.0, "E": 2.0, "I": 0.3, "domain": 1.0, "theme": 4.0}
"""Inverse strength of the penalty for each kind of code."""


@dataclass(frozen=True, slots=True)
class Variant:
    """What a classifier may use.

    Parameters
    ----------
    rules : bool
        What the rules saw and say.
    meaning : bool
        Word vectors.
    """

    rules: bool = True
    meaning: bool = True


VARIANTS: dict[str, Variant | None] = {
    "regels": None,
    "classificatie": Variant(rules=False, meaning=False),
    "hybride": Variant(meaning=False),
    "hybride + woordvectoren": Variant(),
}
"""What is compared; the last ships."""
FULL = Variant()


@dataclass(frozen=True, slots=True)
class Prepared:
    """Units with what the rules make of them.

    Parameters
    ----------
    table : DataFrame
        The units.
    rules : list of RuleCode
        What the rules say.
    batch : Batch
        Features.
    """

    table: pd.DataFrame
    rules: list[RuleCode]
    batch: Batch

    @property
    def rule_themes(self) -> np.ndarray:
        """Probabilities of themes by rules, shape (n, 20)."""
        return np.array([code.p_themes for code in self.rules])


def prepare(table: pd.DataFrame, codebook: Codebook | None = None) -> Prepared:
    """Apply the rules to units and collect features.

    Parameters
    ----------
    table : DataFrame
        Columns ``id``, ``document``, ``text``, ``heading``, ``previous``, and the codes where they are known.
    codebook : Codebook, optional
        The shipped one by default.

    Returns
    -------
    Prepared
        In the order of the table.
    """
    table = table.reset_index(drop=True)
    units = [unit_of(row) for row in table.to_dict(orient="records")]
    words = [tokenize(unit.text) for unit in units]
    codes = RuleCoder(codebook or load_codebook()).code(units, words)
    return Prepared(table, codes, batch_of(units, codes, words))


def fit(data: Prepared, rows: np.ndarray | None = None, *, variant: Variant = FULL) -> UnitClassifier:
    """Fit all estimators.

    Parameters
    ----------
    data : Prepared
        Coded units.
    rows : ndarray of int, optional
        Only these.
    variant : Variant
        What to use.

    Returns
    -------
    UnitClassifier
        Calibrated on folds of documents.
    """
    rows = np.arange(len(data.table)) if rows is None else rows
    table, batch = data.table.iloc[rows], data.batch.take(rows)
    if not variant.rules:
        batch = batch.without_rules()
    space = FeatureSpace.learn(batch, meaning=variant.meaning)
    matrix = space.matrix(batch)
    groups = table["document"].to_numpy()
    statement, digital = table["statement"].to_numpy(), table["digital"].to_numpy()
    estimators = {
        "statement": CalibratedLogistic(STRENGTH["statement"]).fit(matrix, statement, groups),
        "E": CalibratedLogistic(STRENGTH["E"], threshold=None).fit(matrix, digital == "E", groups),
        "domain": CalibratedLogistic(STRENGTH["domain"]).fit(matrix, table["domain"].to_numpy(), groups),
    }
    goals = (statement != "O") & (digital != "E")
    estimators["I"] = CalibratedLogistic(STRENGTH["I"], threshold=None).fit(
        matrix[goals], digital[goals] == "I", groups[goals]
    )
    for theme in THEMES:
        positive = np.array([theme in codes for codes in table["themes"]])
        linked = digital != "G" if theme in DAGGER else np.ones(len(table), dtype=bool)
        if positive[linked].sum() >= LEAST_POSITIVE:
            estimators[theme] = CalibratedLogistic(STRENGTH["theme"], threshold=None).fit(
                matrix[linked], positive[linked], groups[linked]
            )
    about = {"units": len(rows), "documents": int(table["document"].nunique()), "features": len(space)}
    return UnitClassifier(space, {name: _linear(name, fitted) for name, fitted in estimators.items()}, about)


def _linear(name: str, fitted: CalibratedLogistic) -> Linear:
    """What coding needs of an estimator."""
    if name not in ("statement", "domain"):
        return Linear((name,), fitted.coef_, fitted.intercept_, float(fitted.threshold_))
    weights, shifts = fitted.coef_, fitted.intercept_
    if len(fitted.classes_) == 2:
        # Half a score against half its opposite: softmax makes of them what the logistic function makes of the whole.
        weights, shifts = (np.concatenate([-numbers, numbers]) / 2 for numbers in (weights, shifts))
    return Linear(tuple(map(str, fitted.classes_)), weights, shifts)


def train(
    table: pd.DataFrame,
    output: Path,
    *,
    codebook: Codebook | None = None,
    about: Mapping[str, Any] | None = None,
) -> UnitClassifier:
    """Fit on all coded units and save.

    Parameters
    ----------
    table : DataFrame
        Coded units with their text.
    output : Path
        Folder for the model.
    codebook : Codebook, optional
        The shipped one by default.
    about : mapping, optional
        More for the model's ``coder.json``.

    Returns
    -------
    UnitClassifier
        The model as it was saved.

    Raises
    ------
    CodingError
        When there are too few units to fit and calibrate on.
    """
    _enough(table)
    book = codebook or load_codebook()
    model = fit(prepare(table, book))
    model.about.update({"codebook_version": book.version, "coding_hash": book.coding_hash, **(about or {})})
    model.save(output)
    return model


def _enough(table: pd.DataFrame) -> None:
    """See to it that every code that must have an estimator occurs at all."""
    goals = table[table["statement"] != "O"]
    counts = {
        **{code: int((table["statement"] == code).sum()) for code in STATEMENTS},
        "E": int((table["digital"] == "E").sum()), "I": int((goals["digital"] == "I").sum()),
        "G bij een doel": int((goals["digital"] == "G").sum()),
    }  # fmt: skip
    few = [f"{code} ({number})" for code, number in counts.items() if number < LEAST_OF_EACH]
    if few:
        raise CodingError(
            f"te weinig om van te leren; van elke code zijn er ten minste {LEAST_OF_EACH} nodig: {', '.join(few)}.",
            remedy="Codeer meer zinnen (gdogh annotate export --sample uncertain), of geef er met --data meer bij.",
        )
