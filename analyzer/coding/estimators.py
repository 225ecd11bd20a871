"""A calibrated linear classifier for one code; scikit-learn's conventions hold."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import expit, log_softmax, softmax
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, StratifiedKFold
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

_TEMPERATURES = np.exp(np.linspace(np.log(0.3), np.log(4.0), 40))


class CalibratedLogistic(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Logistic regression, calibrated on documents it was not fitted on, with a threshold tuned there too.

    Scores of units out of fold come from models fitted without the unit's group (document). Two classes are calibrated
    with a sigmoid (Platt 1999), more classes with one temperature (Guo et al. 2017, ICML).

    Parameters
    ----------
    C : float
        Inverse strength of the L2 penalty.
    folds : int
        Number of folds for calibration.
    threshold : float or None
        Probability from which the second class is predicted; ``None`` tunes it for the best F1 out of fold. Two
        classes only.
    balance : bool
        Weigh classes by the inverse of their frequency while fitting; calibration undoes the shift.

    Attributes
    ----------
    classes_ : ndarray, shape (k,)
        The classes.
    coef_ : ndarray, shape (1 or k, d)
        Weights of the features, calibrated.
    intercept_ : ndarray, shape (1 or k,)
        Intercepts, calibrated.
    threshold_ : float
        Threshold in use.
    """

    def __init__(self, C: float = 1.0, folds: int = 5, threshold: float | None = 0.5, balance: bool = False) -> None:
        self.C = C
        self.folds = folds
        self.threshold = threshold
        self.balance = balance

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def fit(self, X: Any, y: Any, groups: Any = None) -> CalibratedLogistic:
        """Fit, calibrate and tune.

        Parameters
        ----------
        X : array or sparse matrix, shape (n, d)
            Features.
        y : array, shape (n,)
            Classes.
        groups : array, shape (n,), optional
            Documents; units of one document stay in one fold.

        Returns
        -------
        CalibratedLogistic
            Itself.
        """
        X, y = validate_data(self, X, y, accept_sparse="csr", dtype=np.float64)
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(f"need at least two classes, got {len(self.classes_)} class")
        model = self._model().fit(X, codes)
        out = self._out_of_fold(X, codes, groups, model)
        if len(self.classes_) == 2:
            slope, shift = _platt(out[:, 0], codes)
            self.coef_ = slope * model.coef_
            self.intercept_ = slope * model.intercept_ + shift
            self.threshold_ = (
                self.threshold if self.threshold is not None else _best_f1(expit(slope * out[:, 0] + shift), codes)
            )
        else:
            heat = temperature(out, codes)
            self.coef_ = model.coef_ / heat
            self.intercept_ = model.intercept_ / heat
            self.threshold_ = 0.5
        return self

    def _model(self) -> LogisticRegression:
        two = len(self.classes_) == 2
        return LogisticRegression(
            C=self.C, max_iter=1000, solver="liblinear" if two else "lbfgs", tol=1e-3, random_state=0,
            class_weight="balanced" if self.balance else None,
        )  # fmt: skip

    def _out_of_fold(self, X: Any, codes: np.ndarray, groups: Any, full: LogisticRegression) -> np.ndarray:
        """Decision scores from models that did not see the unit's group, shape (n, 1 or k)."""
        k = len(self.classes_)
        scores = np.zeros((len(codes), 1 if k == 2 else k))
        scores[:] = _decision(full, X, k)
        smallest = int(np.bincount(codes).min())
        if groups is not None and len(np.unique(groups)) >= self.folds:
            splits = GroupKFold(self.folds).split(X, codes, groups)
        elif smallest >= 2:
            splits = StratifiedKFold(min(self.folds, smallest), shuffle=True, random_state=0).split(X, codes)
        else:
            return scores
        for fit, held in splits:
            if len(np.unique(codes[fit])) == k:
                scores[held] = _decision(self._model().fit(X[fit], codes[fit]), X[held], k)
        return scores

    def decision_function(self, X: Any) -> np.ndarray:
        """Calibrated scores: log-odds of the second class, shape (n,), or one column a class, shape (n, k)."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)
        scores: np.ndarray = np.asarray(X @ self.coef_.T) + self.intercept_
        return scores[:, 0] if scores.shape[1] == 1 else scores

    def predict_proba(self, X: Any) -> np.ndarray:
        """Calibrated probabilities, shape (n, k)."""
        scores = self.decision_function(X)
        if scores.ndim == 1:
            positive = expit(scores)
            return np.stack([1.0 - positive, positive], axis=1)
        return np.asarray(softmax(scores, axis=1))

    def predict(self, X: Any) -> np.ndarray:
        """Classes, shape (n,)."""
        chances = self.predict_proba(X)
        if chances.shape[1] == 2:
            return np.asarray(self.classes_[(chances[:, 1] >= self.threshold_).astype(int)])
        return np.asarray(self.classes_[chances.argmax(axis=1)])


def _decision(model: LogisticRegression, X: Any, k: int) -> np.ndarray:
    scores = model.decision_function(X)
    return np.asarray(scores[:, None] if k == 2 else scores)


def _platt(scores: np.ndarray, codes: np.ndarray) -> tuple[float, float]:
    """Slope and shift of a sigmoid through out-of-fold scores; the slope never turns a score around."""
    model = LogisticRegression(C=100.0, max_iter=1000).fit(scores[:, None], codes)
    slope = float(model.coef_[0, 0])
    if slope <= 0.05:
        return 1.0, 0.0
    return slope, float(model.intercept_[0])


def temperature(scores: np.ndarray, codes: np.ndarray) -> float:
    """Temperature that gives out-of-fold scores, shape (n, k), the best likelihood (Guo et al. 2017, ICML)."""
    rows = np.arange(len(codes))
    losses = [-log_softmax(scores / t, axis=1)[rows, codes].mean() for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))])


def _best_f1(chances: np.ndarray, codes: np.ndarray) -> float:
    """Threshold with the best F1; the middle of the plateau, between a tenth and nine tenths."""
    grid = np.linspace(0.1, 0.9, 81)
    positive = codes == 1
    hits = np.array([(positive & (chances >= t)).sum() for t in grid])
    named = np.array([(chances >= t).sum() for t in grid])
    f1 = 2 * hits / np.maximum(1, named + positive.sum())
    # A little smoothing: a single lucky threshold says nothing about the next document.
    smooth = np.convolve(np.pad(f1, 4, mode="edge"), np.ones(9) / 9, mode="valid")
    return float(grid[int(np.argmax(smooth))])
