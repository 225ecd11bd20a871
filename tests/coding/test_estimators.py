"""The calibrated classifier keeps scikit-learn's conventions, and its promises about calibration."""

from __future__ import annotations

import numpy as np
from sklearn.utils.estimator_checks import parametrize_with_checks

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
