"""Let a fast classifier learn from a slow one: the judgement of a parse, put into weights of words.

A teacher is fitted on coded units with all features, the parse included. It scores many uncoded units; a linear student
that sees the fast features alone learns those scores by ridge regression (Hinton, Vinyals & Dean 2015,
arXiv:1503.02531, on scores instead of softened classes as in Ba & Caruana 2014, NIPS).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from .estimators import CalibratedLogistic, temperature

_STEPS = 25
_CLIP = 8.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """What student and teacher see.

    Parameters
    ----------
    coded, uncoded : csr_matrix
        Fast features of coded and of uncoded units.
    coded_parse, uncoded_parse : csr_matrix
        Features of the parse of the same units.
    """

    coded: sparse.csr_matrix
    coded_parse: sparse.csr_matrix
    uncoded: sparse.csr_matrix
    uncoded_parse: sparse.csr_matrix


def distil(
    lesson: Lesson, y: np.ndarray, groups: np.ndarray, *, C: float, penalty: float = 20.0, folds: int = 3
) -> CalibratedLogistic:
    """Fit a student, calibrated on documents that its teacher did not see.

    Parameters
    ----------
    lesson : Lesson
        Features.
    y : ndarray, shape (n,)
        Classes of the coded units, three or more.
    groups : ndarray, shape (n,)
        Their documents.
    C : float
        Inverse strength of the teacher's penalty.
    penalty : float
        Strength of the student's.
    folds : int
        Folds of documents for the calibration.

    Returns
    -------
    CalibratedLogistic
        With the student's weights.
    """
    classes, codes = np.unique(y, return_inverse=True)
    out = np.zeros((len(codes), len(classes)))
    for fit, held in GroupKFold(folds).split(codes, groups=groups):
        weights, shift = _student(lesson, codes, fit, C, penalty)
        out[held] = lesson.coded[held] @ weights + shift
    heat = temperature(out, codes)
    weights, shift = _student(lesson, codes, np.arange(len(codes)), C, penalty)
    estimator = CalibratedLogistic(C)
    estimator.classes_, estimator.threshold_ = classes, 0.5
    estimator.coef_, estimator.intercept_ = weights.T / heat, shift / heat
    estimator.n_features_in_ = weights.shape[0]
    return estimator


def _student(
    lesson: Lesson, codes: np.ndarray, rows: np.ndarray, C: float, penalty: float
) -> tuple[np.ndarray, np.ndarray]:
    """Weights (d, k) and shifts (k,) learned from a teacher of some of the coded units."""
    seen = sparse.hstack([lesson.coded[rows], lesson.coded_parse[rows]], format="csr")
    teacher = LogisticRegression(C=C, max_iter=500, tol=1e-3).fit(seen, codes[rows])
    known = lesson.uncoded.shape[1]
    scores = np.asarray(lesson.uncoded @ teacher.coef_[:, :known].T + lesson.uncoded_parse @ teacher.coef_[:, known:].T)
    scores = np.clip(scores + teacher.intercept_, -_CLIP, _CLIP)
    mean = scores.mean(axis=0)
    return ridge(lesson.uncoded, scores - mean, penalty), mean


def ridge(X: sparse.csr_matrix, Y: np.ndarray, penalty: float) -> np.ndarray:
    """Ridge regression of many targets at once by conjugate gradients (Hestenes & Stiefel 1952).

    Parameters
    ----------
    X : csr_matrix, shape (n, d)
        Features.
    Y : ndarray, shape (n, k)
        Centred targets.
    penalty : float
        Weight of the squared length of the solution.

    Returns
    -------
    ndarray, shape (d, k)
        Weights. A fixed number of steps is taken: more changes nothing that matters.
    """
    solution = np.zeros((X.shape[1], Y.shape[1]))
    residual = np.asarray(X.T @ Y)
    direction, size = residual.copy(), (residual**2).sum(axis=0)
    for _ in range(_STEPS):
        image = np.asarray(X.T @ (X @ direction)) + penalty * direction
        step = size / np.maximum((direction * image).sum(axis=0), 1e-12)
        solution += step * direction
        residual -= step * image
        new = (residual**2).sum(axis=0)
        direction = residual + new / np.maximum(size, 1e-12) * direction
        size = new
    return solution
