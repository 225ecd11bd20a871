"""A calibrated linear classifier for one code; scikit-learn's conventions hold."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import expit, softmax
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, StratifiedKFold
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data


class CalibratedLogistic(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Logistic regression, calibrated on documents it was not fitted on, with a threshold tuned there too.

    Scores of units out of fold come from models fitted without the unit's group (document). Two classes are calibrated
    with a sigmoid (Platt 1999). More classes have one model each against the rest, whose scores a multinomial model turns
    into probabilities (matrix scaling, Guo et al. 2017, ICML).

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

    def __init__(self, C: float = 1.0, folds: int = 3, threshold: float | None = 0.5, balance: bool = False) -> None:
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
        weights, shifts = self._against_the_rest(X, codes)
        out = self._out_of_fold(X, codes, groups, weights, shifts)
        if len(self.classes_) == 2:
            slope, shift = _platt(out[:, 0], codes)
            self.coef_ = slope * weights
            self.intercept_ = slope * shifts + shift
            self.threshold_ = (
                self.threshold if self.threshold is not None else _best_f1(expit(slope * out[:, 0] + shift), codes)
            )
        else:
            scaling, moved = _scaling(out, codes)
            self.coef_ = scaling @ weights
            self.intercept_ = scaling @ shifts + moved
            self.threshold_ = 0.5
        return self

    def _against_the_rest(self, X: Any, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Weights, shape (1 or k, d), and intercepts of the second class, or of each class against the others."""
        k = len(self.classes_)
        models = [self._model().fit(X, codes == code) for code in ([1] if k == 2 else range(k))]
        return np.concatenate([model.coef_ for model in models]), np.concatenate([model.intercept_ for model in models])

    def _model(self) -> LogisticRegression:
        return LogisticRegression(
            C=self.C, max_iter=1000, solver="liblinear", tol=1e-2, random_state=0,
            class_weight="balanced" if self.balance else None,
        )  # fmt: skip

    def _out_of_fold(
        self, X: Any, codes: np.ndarray, groups: Any, weights: np.ndarray, shifts: np.ndarray
    ) -> np.ndarray:
        """Decision scores from models that did not see the unit's group, shape (n, 1 or k)."""
        k = len(self.classes_)
        scores: np.ndarray = np.asarray(X @ weights.T) + shifts
        smallest = int(np.bincount(codes).min())
        if groups is not None and len(np.unique(groups)) >= self.folds:
            splits = GroupKFold(self.folds).split(X, codes, groups)
        elif smallest >= 2:
            splits = StratifiedKFold(min(self.folds, smallest), shuffle=True, random_state=0).split(X, codes)
        else:
            return scores
        for fit, held in splits:
            if len(np.unique(codes[fit])) == k:
                weights, shifts = self._against_the_rest(X[fit], codes[fit])
                scores[held] = np.asarray(X[held] @ weights.T) + shifts
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


def _platt(scores: np.ndarray, codes: np.ndarray) -> tuple[float, float]:
    """Slope and shift of a sigmoid through out-of-fold scores; the slope never turns a score around."""
    model = LogisticRegression(C=100.0, max_iter=1000).fit(scores[:, None], codes)
    slope = float(model.coef_[0, 0])
    if slope <= 0.05:
        return 1.0, 0.0
    return slope, float(model.intercept_[0])


def _scaling(scores: np.ndarray, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Matrix, shape (k, k), and shift, shape (k,), that turn out-of-fold scores into logits of probabilities."""
    size = scores.std(axis=0) + 1e-9
    model = LogisticRegression(C=1.0, max_iter=5000, tol=1e-3).fit(scores / size, codes)
    return model.coef_ / size, model.intercept_


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
