"""Fit the classifiers that ship, and predict documents they have not seen."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.model_selection import GroupKFold

from ..codebook import Codebook, load_codebook
from ..language.tokens import tokenize
from .classifier import Chances, UnitClassifier, given
from .coder import unit_of
from .estimators import CalibratedLogistic
from .features import DENSE, Vocabulary, dense_of, names_of
from .rules import RuleCode, RuleCoder
from .schema import DAGGER, DOMAINS, THEMES

log = logging.getLogger(__name__)
LEAST_POSITIVE = 12
"""Units a theme must have in the training data to get an estimator; rarer themes keep the rules."""
Variant = str
"""``rules``, ``classifier`` (no rule features), ``hybrid`` or ``words`` (dense rule features only)."""
STRENGTH = {"statement": 0.3, "E": 0.5, "I": 0.3, "domain": 0.7, "theme": 0.3}


@dataclass(frozen=True, slots=True)
class Prepared:
    """Coded units with what the rules and the vocabulary make of them."""

    table: pd.DataFrame
    rules: list[RuleCode]
    names: list[list[str]]
    dense: np.ndarray

    @property
    def rule_themes(self) -> np.ndarray:
        """Probabilities of themes by rules, shape (n, 20)."""
        return np.array([code.p_themes for code in self.rules])


def prepare(table: pd.DataFrame, codebook: Codebook | None = None) -> Prepared:
    """Apply the rules to coded units and collect features.

    Parameters
    ----------
    table : DataFrame
        Columns ``id``, ``document``, ``text``, ``heading``, ``previous``, and the codes.
    codebook : Codebook, optional
        The shipped one by default.

    Returns
    -------
    Prepared
        In the order of the table.
    """
    table = table.reset_index(drop=True)
    coder = RuleCoder(codebook or load_codebook())
    units = [unit_of(row) for row in table.to_dict(orient="records")]
    words = [tokenize(unit.text) for unit in units]
    codes = coder.code(units, words)
    names = [names_of(unit, code, tokens.lower) for unit, code, tokens in zip(units, codes, words, strict=True)]
    return Prepared(table, codes, names, np.array([dense_of(code) for code in codes]))


def fit(data: Prepared, rows: np.ndarray | None = None, *, variant: Variant = "hybrid") -> UnitClassifier:
    """Fit all estimators.

    Parameters
    ----------
    data : Prepared
        Coded units.
    rows : ndarray of int, optional
        Only these.
    variant : str
        ``hybrid``, or ``classifier`` without what the rules say.

    Returns
    -------
    UnitClassifier
        Calibrated on folds of documents.
    """
    rows = np.arange(len(data.table)) if rows is None else rows
    table = data.table.iloc[rows]
    names, dense = _view(data, rows, variant)
    vocabulary = Vocabulary.learn(names)
    matrix = vocabulary.matrix(names, dense)
    groups = table["document"].to_numpy()
    statement, digital = table["statement"].to_numpy(), table["digital"].to_numpy()
    estimators: dict[str, CalibratedLogistic] = {
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
    about = {
        "units": len(rows),
        "documents": int(table["document"].nunique()),
        "features": len(vocabulary),
        "variant": variant,
    }
    return UnitClassifier(vocabulary, dict(estimators), about)


def predict(
    model: UnitClassifier, data: Prepared, rows: np.ndarray, *, variant: Variant = "hybrid"
) -> dict[str, np.ndarray]:
    """Codes and probabilities of some units, as `given` returns them."""
    names, dense = _view(data, rows, variant)
    rules = data.rule_themes[rows] if variant != "classifier" else np.full((len(rows), len(THEMES)), 0.01)
    chances = model.from_matrix(model.vocabulary.matrix(names, dense), rules)
    return given(chances, {code: model.threshold(code) for code in ("E", "I", *THEMES)})


def predict_rules(data: Prepared, rows: np.ndarray) -> dict[str, np.ndarray]:
    """Codes and probabilities of some units by rules alone."""
    codes = [data.rules[row] for row in rows]
    return {
        "statement": np.array([code.statement for code in codes]),
        "digital": np.array([code.digital for code in codes]),
        "themes": np.array([[theme in code.themes for theme in THEMES] for code in codes]),
        "domain": np.array([code.domain for code in codes]),
        "p_statement": np.array([code.p_statement for code in codes]),
        "p_digital": np.array([code.p_digital for code in codes]),
        "p_themes": np.array([code.p_themes for code in codes]),
    }


def cross_validate(
    data: Prepared, *, variant: Variant = "hybrid", folds: int = 5, progress: Callable[[str], None] | None = None
) -> dict[str, np.ndarray]:
    """Predict each unit by a model that saw no unit of its document.

    Calibration and thresholds are tuned inside the training part of each fold, again by document.

    Parameters
    ----------
    data : Prepared
        Coded units.
    variant : str
        ``rules``, ``classifier`` or ``hybrid``.
    folds : int
        Number of folds.
    progress : callable, optional
        Told after each fold.

    Returns
    -------
    dict
        As `given` returns them, rows in the order of the table.
    """
    everything = np.arange(len(data.table))
    if variant == "rules":
        return predict_rules(data, everything)
    parts: dict[str, np.ndarray] = {}
    groups = data.table["document"].to_numpy()
    for number, (train, held) in enumerate(GroupKFold(folds).split(everything, groups=groups), start=1):
        out = predict(fit(data, train, variant=variant), data, held, variant=variant)
        for name, values in out.items():
            if name not in parts:
                parts[name] = np.empty(
                    (len(everything), *values.shape[1:]), dtype=values.dtype if values.dtype.kind != "U" else object
                )
            parts[name][held] = values
        if progress:
            progress(f"{variant}: {number}/{folds}")
    return parts


def _view(data: Prepared, rows: np.ndarray, variant: Variant) -> tuple[list[list[str]], np.ndarray]:
    """Features of some units, without what the rules say for the variant that does without."""
    names = [data.names[row] for row in rows]
    dense = data.dense[rows]
    if variant == "classifier":
        return [[name for name in unit if not name.startswith("r=")] for unit in names], np.zeros_like(dense)
    return names, dense


def train(
    table: pd.DataFrame, output: Path, *, codebook: Codebook | None = None, about: Mapping[str, Any] | None = None
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
    """
    book = codebook or load_codebook()
    model = fit(prepare(table, book))
    model.about.update({"codebook_version": book.version, "codebook_hash": book.hash, **(about or {})})
    model.save(output)
    return model


def training_table(folders: Sequence[Path], annotations: pd.DataFrame, labels: Path | None) -> pd.DataFrame:
    """All coded units with their text: our codes found back in documents, and ready-made labels.

    Parameters
    ----------
    folders : sequence of Path
        Folders in which the documents stand, searched recursively; a document's name is its file name without ending.
    annotations : DataFrame
        Our codes, from `load_annotations`.
    labels : Path, optional
        Folder with ``units-coded.jsonl`` and ``units-uncoded.jsonl``.

    Returns
    -------
    DataFrame
        One row a unit, columns as in `rebuild` and ``coder``.
    """
    from .annotations import load_units, rebuild

    ready: dict[str, dict[str, Any]] = {}
    coded: list[dict[str, Any]] = []
    if labels is not None:
        coded = [row | {"coder": "referentie"} for row in load_units(labels / "units-coded.jsonl")]
        ready = {row["id"]: row for row in load_units(labels / "units-uncoded.jsonl")}
    sources = {path.stem: path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()}
    ours = rebuild(annotations, sources, ready)
    reference = pd.DataFrame(coded)
    if len(reference):
        reference["lead_in"] = [row if row.endswith(":") else "" for row in reference["previous"]]
    table = pd.concat([reference, ours], ignore_index=True).drop_duplicates("id")
    table["document"] = table["document"].replace({"coalitieakkoord-2021-2025": "ca2021"})
    unknown = set(table["domain"]) - set(DOMAINS)
    if unknown:
        log.warning("unknown domains: %s", ", ".join(sorted(unknown)))
    return table[table["domain"].isin(DOMAINS)].reset_index(drop=True)


__all__ = [
    "DENSE",
    "Chances",
    "cross_validate",
    "fit",
    "predict",
    "predict_rules",
    "prepare",
    "sparse",
    "train",
    "training_table",
]
