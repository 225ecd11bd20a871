"""Gemiste kansen with why, and what would raise the level."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.codebook import load_codebook
from analyzer.scoring.chances import CHANCE_COLUMNS, chances_with_likes, missed_chances, next_level
from analyzer.scoring.indicators import INDICATORS, total

from .table import document, unit

BOOK = load_codebook()
WEIGHTS, FLOOR, CUTS = BOOK.scoring.indicators, BOOK.scoring.parameters["floor"], BOOK.scoring.cut_points


def goal(text: str, identity: str, digital: str = "G", p_implicit: float = 0.1, **codes: Any) -> dict[str, Any]:
    row = unit(text, statement="M", digital=digital, **codes)
    return row | {"document_id": identity, "unit_id": f"{identity}/{text[:20]}", "p_I": p_implicit, "page": 2}


PLAIN = "Ondernemers vragen hun vergunning aan bij de balie."
OTHERS = [
    goal(f"Ondernemers vragen hun vergunning online aan bij het digitale loket {n}.", f"d{n}", "E") for n in range(6)
]


def test_a_chance_names_the_goal_elsewhere_that_is_digital() -> None:
    table = chances_with_likes(
        document([goal(PLAIN, "eigen"), goal("Wij planten bomen langs de singel.", "eigen"), *OTHERS])
    )
    assert list(table.columns) == list(CHANCE_COLUMNS)
    row = table.set_index("text").loc[PLAIN]
    assert (row["likes"], row["likes_digital"]) == (6, 6)
    assert row["like_document_id"] != "eigen" and "digitale loket" in row["like_text"] and row["like_page"] == 2
    # The coder's 10%, or else six of six likes with four more that are drawn in as doubt.
    assert row["potential"] == pytest.approx(1 - 0.9 * (1 - 6 / 10))
    assert "Wij planten bomen langs de singel." not in set(table["text"])


def test_likes_are_of_other_documents_and_of_the_same_policy_field() -> None:
    alone = document([goal(PLAIN, "eigen"), *(row | {"document_id": "eigen"} for row in OTHERS)])
    assert chances_with_likes(alone).empty
    elsewhere = document([goal(PLAIN, "eigen"), *(row | {"domain": "natuur"} for row in OTHERS)])
    assert chances_with_likes(elsewhere).empty


def test_rejected_means_are_no_chance_and_no_example() -> None:
    rows = [goal(PLAIN, "eigen", negated=True, p_implicit=0.9), *(row | {"negated": True} for row in OTHERS)]
    assert chances_with_likes(document(rows)).empty
    assert missed_chances(document(rows)).empty


def test_ranked_by_potential_and_cut_off() -> None:
    rows = [goal(f"Wij regelen zaak nummer {n} voor inwoners.", "eigen", p_implicit=0.3 + n / 20) for n in range(10)]
    table = chances_with_likes(document(rows), limit=4)
    assert len(table) == 4 and list(table["potential"]) == sorted(table["potential"], reverse=True)
    assert table["text"].iloc[0].endswith("9 voor inwoners.")
    assert table["like_text"].eq("").all() and table["like_page"].isna().all()
    assert list(missed_chances(document(rows), limit=4)["text"]) == list(table["text"])


def test_a_goal_that_stands_there_twice_is_one_chance() -> None:
    rows = [goal(PLAIN, "eigen", p_implicit=0.5), goal(PLAIN, "eigen", p_implicit=0.5)]
    assert len(chances_with_likes(document(rows))) == len(missed_chances(document(rows))) == 1


def test_nothing_to_win() -> None:
    assert chances_with_likes(document([goal("Wij planten bomen.", "eigen", p_implicit=0.0)])).empty
    assert chances_with_likes(pd.DataFrame(document(OTHERS))).empty


@given(st.lists(st.floats(0, 1), min_size=5, max_size=5))
def test_what_is_needed_is_just_enough(found: list[float]) -> None:
    values = dict(zip(INDICATORS, found, strict=True))
    score = total(values, WEIGHTS, FLOOR)
    level, table = next_level(values, score, BOOK)
    if level is None:
        assert score >= max(CUTS.values()) and table.empty
        return
    assert CUTS[level] > score and set(table["indicator"]) == set(INDICATORS)
    for row in table.to_dict("records"):
        name = row["indicator"]
        if pd.isna(row["needed"]):
            assert total({**values, name: 1.0}, WEIGHTS, FLOOR) < CUTS[level]
            continue
        assert row["needed"] >= row["now"] - 1e-12
        assert total({**values, name: row["needed"]}, WEIGHTS, FLOOR) >= CUTS[level] - 1e-9
        if row["needed"] > row["now"] + 1e-6:
            assert total({**values, name: row["needed"] - 1e-6}, WEIGHTS, FLOOR) < CUTS[level]
    rise = (table["needed"] - table["now"]).dropna()
    assert list(rise) == sorted(rise)
