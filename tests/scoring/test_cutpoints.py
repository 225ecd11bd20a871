"""The evidence for the cut points: fits that find what is there, and are judged on documents they have not seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks import cutpoints, page

TRUE = np.array([12.0, 28.0, 47.0, 66.0])


def _documents(number: int, noise: float, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    scores = rng.uniform(0, 100, number)
    seen = scores + rng.logistic(0.0, noise, number) if noise else scores
    return pd.DataFrame({"source": [f"d{place // 2}" for place in range(number)], "score": scores,
                         "rank": np.searchsorted(TRUE, seen, side="right")})  # fmt: skip


@pytest.mark.parametrize("method", [cutpoints.ordinal, cutpoints.separate])
def test_cut_points_are_found_back(method: object) -> None:
    rows = _documents(2000, noise=4.0)
    found = method(rows["score"].to_numpy(), rows["rank"].to_numpy())  # type: ignore[operator]
    assert found == pytest.approx(TRUE, abs=3.0)


def test_a_source_is_judged_by_cut_points_fitted_to_others() -> None:
    rows = _documents(60, noise=3.0)
    seen: list[int] = []

    def method(scores: np.ndarray, ranks: np.ndarray) -> np.ndarray:
        seen.append(len(scores))
        return TRUE

    levels = cutpoints.left_out(rows, method)
    assert set(seen) == {58} and len(seen) == 30
    assert (levels == np.searchsorted(TRUE, rows["score"], side="right")).all()


def test_levels_that_follow_other_cut_points_show_a_gain() -> None:
    """The codebook's cut points are not those of these documents, which a fit must notice; and the other way round."""
    moved, own = _documents(300, noise=0.0), _documents(300, noise=0.0)
    own["rank"] = np.searchsorted(cutpoints.present(np.empty(0), np.empty(0)), own["score"], side="right")
    assert cutpoints.gain(moved)[1] > 0
    assert cutpoints.gain(own)[0] <= 0


def test_a_block_of_the_page_stays_when_the_rest_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "PAGE", tmp_path / "bladzijde.md")
    block = page.Block("proef")
    empty = block.kept()
    page.PAGE.write_text(f"voor\n{empty}\nna\n", encoding="utf-8")
    block.fill("| 90,1% |")
    assert "| 90,1% |" in block.kept()
    assert page.PAGE.read_text(encoding="utf-8").startswith("voor\n") and page.PAGE.read_text().endswith("\nna\n")
    with pytest.raises(ValueError, match="no block"):
        page.Block("anders").fill("x")
