"""Predict units by classifiers that saw nothing of their documents."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from sklearn.model_selection import GroupKFold

from .classifier import UnitClassifier, given
from .schema import THEMES
from .training import FULL, Prepared, Variant, fit


def predict(model: UnitClassifier, data: Prepared, rows: np.ndarray, variant: Variant) -> dict[str, np.ndarray]:
    """Codes and probabilities of some units, as `given` returns them."""
    batch = data.batch.take(rows)
    rules = data.rule_themes[rows]
    if not variant.rules:
        batch, rules = batch.without_rules(), np.full((len(rows), len(THEMES)), 0.01)
    chances = model.chances(batch, rules)
    if variant.rules:
        signs = np.array([data.rules[row].digital_sign for row in rows], dtype=bool)
        chances = chances.vetoed(prose=np.ones(len(rows), dtype=bool), signs=signs)
    return given(chances, {code: model.threshold(code) for code in ("E", "I", *THEMES)})


def predict_rules(data: Prepared) -> dict[str, np.ndarray]:
    """Codes and probabilities by rules alone."""
    codes = data.rules
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
    data: Prepared,
    variant: Variant | None = FULL,
    *,
    folds: int = 5,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, np.ndarray]:
    """Predict each unit by a model that saw no unit of its document.

    Calibration and thresholds are tuned inside the training part of each fold, again by document.

    Parameters
    ----------
    data : Prepared
        Coded units.
    variant : Variant or None
        What to use; ``None`` for rules alone.
    folds : int
        Number of folds.
    progress : callable, optional
        Told the number of folds done and to do.

    Returns
    -------
    dict
        As `given` returns them, rows in the order of the table.
    """
    if variant is None:
        return predict_rules(data)
    from joblib import Parallel, cpu_count, delayed
    from joblib.externals.loky import get_reusable_executor

    everything = np.arange(len(data.table))
    parts: dict[str, np.ndarray] = {}
    groups = data.table["document"].to_numpy()
    splits = list(GroupKFold(folds).split(everything, groups=groups))
    work = Parallel(n_jobs=min(folds, cpu_count()), return_as="generator")
    outcomes = work(delayed(_fold)(data, learned, held, variant) for learned, held in splits)
    try:
        for number, ((_, held), out) in enumerate(zip(splits, outcomes, strict=True), start=1):
            for name, values in out.items():
                if name not in parts:
                    kind = object if values.dtype.kind == "U" else values.dtype
                    parts[name] = np.empty((len(everything), *values.shape[1:]), dtype=kind)
                parts[name][held] = values
            if progress:
                progress(number, folds)
    finally:
        get_reusable_executor().shutdown(wait=True)
    return parts


def _fold(data: Prepared, learned: np.ndarray, held: np.ndarray, variant: Variant) -> dict[str, np.ndarray]:
    return predict(fit(data, learned, variant=variant), data, held, variant)
