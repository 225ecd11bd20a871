"""The calibrated classifier keeps scikit-learn's conventions, and its promises about calibration."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from sklearn.linear_model import Ridge
from sklearn.utils.estimator_checks import parametrize_with_checks

from analyzer.coding.distil import Lesson, distil, ridge
from analyzer.coding.estimators import CalibratedLogistic


@parametrize_with_checks([CalibratedLogistic()])
def test_scikit_learn_conventions(estimator, check) -> None:  # type: ignore[no-untyped-def]
    check(estimator)


def clustered(rng: np.random.Generator, n: int = 600) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rare positives in documents that differ."""
    groups = rng.integers(0, 30, n)
    shift = rng.normal(0, 0.5, 30)[groups]
    X = rng.normal(size=(n, 5))
    y = rng.random(n) < 1 / (1 + np.exp(-(2.0 * X[:, 0] + shift - 1.5)))
    return X, y, groups


def test_probabilities_are_calibrated_and_the_threshold_is_tuned() -> None:
    rng = np.random.default_rng(1)
    model = CalibratedLogistic(1.0, threshold=None).fit(*clustered(rng))
    X, y, _ = clustered(rng, 4000)
    chance = model.predict_proba(X)[:, 1]
    assert abs(chance.mean() - y.mean()) < 0.05
    high = chance > 0.7
    assert abs(chance[high].mean() - y[high].mean()) < 0.1
    assert 0.1 <= model.threshold_ <= 0.9
    assert np.array_equal(model.predict(X), chance >= model.threshold_)


def test_ridge_is_ridge() -> None:
    rng = np.random.default_rng(2)
    X = sparse.random(300, 40, density=0.2, random_state=3, format="csr")
    Y = rng.normal(size=(300, 3))
    expected = Ridge(alpha=2.0, fit_intercept=False).fit(X.toarray(), Y).coef_.T
    assert np.allclose(ridge(X, Y, 2.0), expected, atol=1e-3)


def test_student_learns_what_only_the_teacher_sees() -> None:
    """The class hangs on a hidden feature; the visible one that goes with it is absent from most coded units."""
    rng = np.random.default_rng(4)

    def units(n: int, told: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        classes = rng.integers(0, 3, n)
        hidden = np.eye(3)[classes]
        seen = hidden * (rng.random(n) < told)[:, None]
        noise = (rng.random((n, 10)) < 0.2).astype(float)
        return np.hstack([seen, noise]), hidden, classes

    fast, parse, y = units(200, 0.0)
    more_fast, more_parse, _ = units(4000, 0.6)
    groups = np.arange(200) % 20
    lesson = Lesson(*(sparse.csr_matrix(block) for block in (fast, parse, more_fast, more_parse)))
    student = distil(lesson, y, groups, C=1.0)
    alone = CalibratedLogistic(1.0).fit(fast, y, groups)
    test, _, truth = units(1000, 0.9)
    assert (student.predict(test) == truth).mean() > (alone.predict(test) == truth).mean() + 0.3
