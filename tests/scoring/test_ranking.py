"""Ranks say which places cannot be excluded."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analyzer.scoring.ranking import RANK_COLUMNS, ranking


def documents(scores: list[float], half: list[float]) -> pd.DataFrame:
    centre, width = np.array(scores), np.array(half)
    return pd.DataFrame({
        "document_id": [f"d{place}" for place in range(len(scores))], "status": "ok", "duplicate_of": None, "score": centre,
        "score_low": centre - width, "score_high": centre + width,
    })  # fmt: skip


def test_far_apart_is_certain_and_close_together_is_not() -> None:
    table = ranking(documents([80, 50, 49, 10], [2, 5, 5, 2])).set_index("document_id")
    assert table.loc["d0", ["rank", "rank_low", "rank_high"]].tolist() == [1, 1, 1]
    assert table.loc["d1", ["rank", "rank_low", "rank_high"]].tolist() == [2, 2, 3]
    assert table.loc["d2", ["rank", "rank_low", "rank_high"]].tolist() == [3, 2, 3]
    assert table.loc["d3", "rank_low"] == 4


def test_overlapping_intervals_may_differ_surely() -> None:
    """Half-widths of 5 each: intervals overlap up to a difference of 10, the difference is sure from 5·√2."""
    sure, unsure = (ranking(documents([50 + gap, 50], [5, 5])) for gap in (7.2, 7.0))
    assert sure["rank_high"].tolist() == [1, 2] and unsure["rank_high"].tolist() == [2, 2]


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 30)), min_size=1, max_size=25))
def test_ranks_lie_within_their_bounds(pairs: list[tuple[float, float]]) -> None:
    table = ranking(documents([score for score, _ in pairs], [half for _, half in pairs]))
    assert list(table.columns) == list(RANK_COLUMNS)
    assert list(table["rank"]) == list(range(1, len(pairs) + 1))
    assert (table["rank_low"] >= 1).all() and (table["rank_high"] <= len(pairs)).all()
    assert (table["rank_low"] <= table["rank"]).all() and (table["rank"] <= table["rank_high"]).all()


def test_copies_and_documents_without_a_score_take_no_part() -> None:
    table = documents([30, 20, 10], [1, 1, 1])
    table.loc[1, "duplicate_of"] = "d0"
    table.loc[2, ["status", "score"]] = ["no_score", np.nan]
    assert ranking(table)["document_id"].tolist() == ["d0"]
