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


def test_probabilities_of_more_classes_are_calibrated() -> None:
    rng = np.random.default_rng(2)
    weights = rng.normal(size=(6, 4)) * 1.5

    def draw(n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        X = rng.normal(size=(n, 6))
        logits = X @ weights + np.array([0.0, -1.0, 0.5, -2.0])
        noise = rng.gumbel(size=logits.shape)
        return X, (logits + noise).argmax(axis=1), rng.integers(0, 20, n)

    model = CalibratedLogistic(1.0).fit(*draw(1500))
    X, y, _ = draw(6000)
    chances = model.predict_proba(X)
    np.testing.assert_allclose(chances.sum(axis=1), 1.0)
    np.testing.assert_allclose(chances.mean(axis=0), np.bincount(y) / len(y), atol=0.03)
    best = chances.max(axis=1)
    for low, high in ((0.4, 0.6), (0.6, 0.8), (0.8, 1.0)):
        there = (best >= low) & (best < high)
        assert abs(best[there].mean() - (chances.argmax(axis=1) == y)[there].mean()) < 0.05
