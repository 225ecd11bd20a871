"""The interval: the fast formulas against the plain ones, the seed, and documents at the edge."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from analyzer import analyse
from analyzer.codebook import load_codebook
from analyzer.coding.schema import DOMAINS, THEMES
from analyzer.scoring.accuracy import Accuracy, Counted, corrected_share, share_interval
from analyzer.scoring.indicators import INDICATORS, count, indicators
from analyzer.scoring.interval import degrees, interval
from analyzer.scoring.redraw import Drawn, Layout, redrawn_indicators, tallies
from analyzer.scoring.sample import in_order
from analyzer.scoring.score import arrays, score

from .table import document, unit

BOOK = load_codebook()
PARAMETERS = BOOK.scoring.parameters


def _document(seed: int, size: int, density: float) -> list[dict[str, object]]:
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(size):
        digital = str(rng.choice(list("EIG"), p=[density, density / 3, 1 - 4 / 3 * density]))
        themes = rng.choice(THEMES, rng.integers(0, 3), replace=False) if digital != "G" else []
        statement = str(rng.choice(list("MAO"))) if digital != "I" else "M"
        rows.append(unit(f"zin {number}", f"Deel {rng.integers(0, 6)}", statement, digital, themes,
                         str(rng.choice(DOMAINS)), concreteness=float(rng.random()), sure=0.9))  # fmt: skip
    return rows


@pytest.mark.parametrize(("seed", "size", "density"), [(1, 40, 0.3), (2, 400, 0.05), (3, 900, 0.1), (4, 30, 0.0)])
def test_redrawing_what_was_coded_gives_the_indicators(seed: int, size: int, density: float) -> None:
    table = document(_document(seed, size, density))
    taken = in_order(arrays(table, PARAMETERS))
    digital = np.flatnonzero(taken.explicit | taken.implicit)
    at, themes = np.nonzero(taken.themes[digital])
    drawn = Drawn(goal=(taken.measure | taken.ambition)[:, None], unit=digital, draw=np.zeros_like(digital),
                  explicit=taken.explicit[digital], measure=taken.measure[digital], pair_event=at, pair_theme=themes)  # fmt: skip
    once = np.ones((taken.passages, 1), dtype=int)
    layout = Layout.of(taken, PARAMETERS, by_process=False)
    fast = redrawn_indicators(layout, tallies(layout, drawn), once, PARAMETERS)
    plain = indicators(count(taken, PARAMETERS), PARAMETERS)
    for name in INDICATORS:
        assert fast[name][0] == pytest.approx(plain[name], abs=1e-4), name


def test_draws_without_anything_digital_are_zero() -> None:
    """The interval counts on it: of such draws nothing else is worked out."""
    taken = in_order(arrays(document(_document(1, 40, 0.3)), PARAMETERS))
    nothing = np.empty(0, dtype=int)
    drawn = Drawn(goal=np.ones((len(taken), 3), dtype=bool), unit=nothing, draw=nothing, explicit=nothing.astype(bool),
                  measure=nothing.astype(bool), pair_event=nothing, pair_theme=nothing)  # fmt: skip
    layout = Layout.of(taken, PARAMETERS, by_process=False)
    times = np.ones((taken.passages, 3), dtype=int)
    found = redrawn_indicators(layout, tallies(layout, drawn), times, PARAMETERS)
    assert all((values == 0.0).all() for values in found.values())


@pytest.mark.parametrize(("size", "density"), [(60, 0.1), (60, 0.0), (400, 0.05), (1300, 0.03)])
def test_the_seed_moves_the_interval_by_less_than_half_a_point(size: int, density: float) -> None:
    table = document(_document(5, size, density))
    bounds = []
    for seed in range(4):
        outcome = score(table, codebook=BOOK, words=1000, seed=seed)
        bounds.append((outcome.low, outcome.high))
    low, high = np.ptp(np.array(bounds, dtype=float), axis=0)
    assert low < 0.5 and high < 0.5


def test_score_and_interval_of_20_000_words_within_a_second() -> None:
    """Processor time, so that a busy machine does not decide; 1,300 sentences of 15 words."""
    table = document(_document(9, 1300, 0.05))
    spent = []
    for _ in range(3):
        began = time.process_time()
        score(table, codebook=BOOK, words=20_000)
        spent.append(time.process_time() - began)
    assert min(spent) < 1.0


def test_seed_and_time_on_a_real_agreement(shared: Path) -> None:
    analysed = analyse(shared / "documents" / "coalitieakkoord-2021-2025.pdf")
    bounds, spent = [], []
    for seed in range(4):
        began = time.process_time()
        outcome = score(analysed.units, codebook=BOOK, kind="coalitieakkoord", words=20_000, seed=seed)
        spent.append(time.process_time() - began)
        bounds.append((outcome.low, outcome.high))
    assert np.ptp(np.array(bounds, dtype=float), axis=0).max() < 0.5
    assert min(spent) < 1.0


def test_little_text_without_digital_settles_too() -> None:
    """The hardest interval: its upper bound hangs on the rare redraws in which something is digital."""
    table = document(_document(10, 36, 0.0))
    highs = [score(table, codebook=BOOK, words=551, seed=seed).high for seed in range(4)]
    assert np.ptp(np.array(highs, dtype=float)) < 0.5


def test_degrees_of_freedom() -> None:
    """All spread from the passages: theirs; half of the variance: four times as many (Satterthwaite)."""
    rng = np.random.default_rng(0)
    passages = rng.normal(size=(40_000, 2))
    assert degrees(passages, 6) == pytest.approx(5.0, rel=0.05)
    assert degrees(passages + rng.normal(size=(40_000, 1)), 6) == pytest.approx(20.0, rel=0.05)
    assert degrees(passages.ravel(), 6) == 5.0


def test_a_share_that_is_nothing_in_nearly_all_draws_has_no_wide_interval() -> None:
    drawn = np.zeros((5000, 2))
    drawn[:40] = 0.5
    assert interval(0.0, drawn, top=1.0, rare=True) == (0.0, 0.0)
    assert interval(0.0, drawn, top=1.0)[1] > 0.5
    drawn[: 5000 // 5] = 0.5
    low, high = interval(0.1, drawn, top=1.0, rare=True)
    assert low == 0.0 and 0.3 < high < interval(0.1, drawn, top=1.0)[1]
    even = np.random.default_rng(0).normal(0.5, 0.1, (5000, 2))
    assert interval(0.5, even, top=1.0, rare=True) == pytest.approx(interval(0.5, even, top=1.0), abs=0.01)


def test_a_text_with_nothing_digital_has_a_share_near_nothing() -> None:
    table = document([unit(f"zin {place}", f"Deel {place // 20}", "A" if place % 12 == 0 else "O", "G", sure=0.97)
                      for place in range(240)])  # fmt: skip
    bounds = score(table, codebook=BOOK, words=3000).bounds
    for name in ("share_explicit", "share_implicit"):
        low, high = bounds[name]
        assert low == 0.0 and high <= max(0.2, bounds[f"{name}_adjusted"][1])


def test_chosen_weights_widen_the_interval() -> None:
    table = document(_document(6, 300, 0.1))
    fixed = score(table, codebook=BOOK, words=1000)
    varied = score(table, codebook=BOOK, words=1000, vary_weights=20.0)
    assert varied.value == fixed.value
    assert varied.high is not None and varied.low is not None and fixed.high is not None and fixed.low is not None
    assert varied.high - varied.low > fixed.high - fixed.low


def test_no_draws_no_width() -> None:
    outcome = score(document(_document(7, 50, 0.2)), codebook=BOOK, words=1000, number=0)
    assert outcome.low == outcome.value == outcome.high


def test_corrected_share_is_rogan_and_gladen() -> None:
    coder = Accuracy(0.8, 0.95)
    assert corrected_share(0.2, coder) == pytest.approx((0.2 + 0.95 - 1) / (0.8 + 0.95 - 1))
    assert corrected_share(0.01, coder) == 0.0
    assert corrected_share(0.3, Accuracy(0.5, 0.5)) == 0.3


@pytest.mark.parametrize("share", [0.03, 0.1, 0.3])
def test_drawn_shares_lie_around_the_true_share(share: float) -> None:
    coder, n = Accuracy(0.85, 0.97, 400, 2000), 2000
    counted = n * (share * coder.sensitivity + (1 - share) * (1 - coder.specificity))
    drawn = Counted.by(counted, n, coder).drawn(np.random.default_rng(0), 2000)[0]
    assert np.median(drawn) == pytest.approx(share, abs=0.02)


def test_fewer_codes_than_mistakes_means_fewer_mistakes() -> None:
    """A coder said to be wrong in 3% of the units that codes 0.2% of a text is wrong less often there."""
    shares, _, specificity = Counted.by(2, 1000, Accuracy(0.9, 0.97, 200, 300)).drawn(np.random.default_rng(0), 2000)
    assert np.median(specificity) > 0.99
    assert np.quantile(shares, 0.95) < 0.01


def test_interval_of_a_share_narrows_with_text_and_widens_with_clustering() -> None:
    coder = Accuracy(0.9, 0.99, 300, 3000)
    short, long = share_interval(10, 100, coder), share_interval(100, 1000, coder)
    clustered = share_interval(100, 1000, coder, design=5.0)
    assert long[1] - long[0] < short[1] - short[0]
    assert long[1] - long[0] < clustered[1] - clustered[0]
