"""Differences between documents: what they are, when they are more than noise, and which sentences came and went."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest

from analyzer.codebook import load_codebook
from analyzer.coding.schema import DAGGER, DOMAINS, GOALS, THEMES
from analyzer.scoring.compare import PARTS, Item, around, came_and_went, compare
from analyzer.scoring.score import score
from analyzer.scoring.sentences import changed_sentences

from .table import document, unit

BOOK = load_codebook()


def written(seed: int, density: float, size: int = 120, owner: str | None = None, domain: str | None = None) -> Item:
    """A document of one pen: `density` is the chance that a sentence is digital."""
    rng = random.Random(seed)
    rows = []
    for number in range(size):
        digital = "E" if rng.random() < density else "G"
        themes = [theme for theme in rng.sample(THEMES, rng.randint(0, 2)) if digital == "E" or theme not in DAGGER]
        rows.append(unit(f"zin {seed} {number}", f"Deel {number // 12}", rng.choice("MAO"), digital, themes,
                         domain or rng.choice(DOMAINS[:6])))  # fmt: skip
    return Item(f"d{seed}", f"Stuk {seed}", owner, "coalitieakkoord", 2000 + seed, document(rows))


def rows(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index(["part", "code"])


def test_a_document_does_not_differ_from_itself() -> None:
    one = written(1, 0.2)
    table = compare([one], [one], codebook=BOOK)
    assert set(table["part"]) == set(PARTS)
    assert (table["difference"].dropna() == 0.0).all()
    assert not table["beyond_noise"].fillna(False).any()
    assert came_and_went(table) == {"came": [], "went": []}
    assert set(changed_sentences(one.units, one.units)["change"]) == {"gebleven"}


def test_values_are_those_of_the_tables() -> None:
    one, two = written(2, 0.1), written(3, 0.4)
    table = rows(compare([one], [two], codebook=BOOK))
    for side, item in (("before", one), ("after", two)):
        units = item.units
        outcome = score(units, codebook=BOOK, words=1000, number=0)
        assert table.loc[("score", "score"), side] == pytest.approx(outcome.value)
        assert table.loc[("aandeel", "explicit"), side] == pytest.approx(outcome.share_explicit)
        linked = units["themes"].map(lambda codes: "DEM3" in codes) & (units["digital"] != "G")
        assert table.loc[("thema", "DEM3"), side] == pytest.approx(linked.mean())
        goals = units[units["statement"].isin(GOALS) & (units["domain"] == "zorg")]
        assert table.loc[("beleidsveld", "zorg"), side] == pytest.approx((goals["digital"] != "G").mean())
    assert np.isnan(table.loc[("beleidsveld", "migratie"), "difference"])
    assert pd.isna(table.loc[("beleidsveld", "migratie"), "beyond_noise"])


def test_the_other_way_round_is_the_opposite() -> None:
    one, two = written(4, 0.05), written(5, 0.3)
    there, back = (rows(compare(*sides, codebook=BOOK)) for sides in (([one], [two]), ([two], [one])))
    assert (there["difference"] + back["difference"]).abs().max() == pytest.approx(0.0, abs=1e-12)
    score_there, score_back = there.loc[("score", "score")], back.loc[("score", "score")]
    assert score_there["low"] == pytest.approx(-score_back["high"], abs=3.0)
    assert score_there["beyond_noise"] == score_back["beyond_noise"]


def test_a_large_difference_is_more_than_noise_and_named() -> None:
    plain, digital = written(6, 0.0, 200), written(7, 0.5, 200)
    table = compare([plain], [digital], codebook=BOOK)
    named = rows(table)
    assert named.loc[("score", "score"), "beyond_noise"] and named.loc[("score", "score"), "low"] > 0
    assert named.loc[("kopje", "DEM"), "beyond_noise"]
    assert (named["low"].dropna() <= named["difference"].dropna()).all()
    assert {"DEM3", "zorg"} <= set(came_and_went(table)["came"])
    assert came_and_went(compare([digital], [plain], codebook=BOOK))["went"] == came_and_went(table)["came"]


def test_one_pen_seldom_differs_from_itself() -> None:
    """Nominal 10% for the score; and hardly any comparison marks a theme, though it tests twenty."""
    alarms = marked = 0
    for seed in range(40):
        table = compare([written(100 + seed, 0.15)], [written(200 + seed, 0.15)], codebook=BOOK, seed=seed, number=400)
        named = rows(table)
        alarms += bool(named.loc[("score", "score"), "beyond_noise"])
        marked += bool(named.loc["thema", "beyond_noise"].any())
    assert alarms <= 8 and marked <= 8


def test_groups_are_means_and_organisations_on_both_sides_narrow_the_interval() -> None:
    levels = np.linspace(0.02, 0.6, 8)
    before = [written(300 + place, level, owner=f"o{place}") for place, level in enumerate(levels)]
    after = [written(400 + place, level + 0.1, owner=f"o{place}") for place, level in enumerate(levels)]
    strangers = [
        Item(item.identity, item.title, f"x{item.organisation}", item.kind, item.year, item.units) for item in after
    ]
    paired, apart = (rows(compare(before, other, codebook=BOOK)) for other in (after, strangers))
    scores = [score(item.units, codebook=BOOK, words=1000, number=0).value for item in before]
    assert paired.loc[("score", "score"), "before"] == pytest.approx(np.mean(scores))
    width = [table.loc[("score", "score"), "high"] - table.loc[("score", "score"), "low"] for table in (paired, apart)]
    assert width[0] < width[1]
    assert paired.loc[("thema", "DEM3"), "level_before"] <= 1.0


def test_the_seed_decides() -> None:
    one, two = written(8, 0.1), written(9, 0.2)
    first, again, other = (compare([one], [two], codebook=BOOK, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert not first["low"].equals(other["low"])


def test_chance_of_a_difference_is_that_of_its_interval() -> None:
    """At the edge of the 90% interval the chance is 10%."""
    drawn = np.random.default_rng(0).normal(0, 2, 5000)
    low, _, _ = around(4.0, drawn, 12, 100.0)
    assert around(4.0 - low, drawn, 12, 100.0)[2] == pytest.approx(0.10, abs=0.002)
    assert around(0.0, drawn, 12, 100.0)[2] == 1.0


def test_sentences_that_came_went_and_changed() -> None:
    same = unit("Wij openen een digitaal loket voor alle vergunningen.", "A", "M", "E")
    gone = unit("De gemeente maakt een app voor de afvalkalender.", "A", "M", "E")
    plain = unit("Wij helpen ondernemers met hun vragen over regels.", "A", "A", "G")
    linked = unit("Wij helpen ondernemers online met hun vragen over regels.", "A", "A", "E")
    new = unit("In 2027 stellen wij een chief data officer aan.", "B", "M", "E")
    table = changed_sentences(document([same, gone, plain]), document([same, linked, new]))
    found = dict(zip(table["text"], table["change"], strict=True))
    assert found == {same["text"]: "gebleven", linked["text"]: "nu digitaal", new["text"]: "erbij", gone["text"]: "weg"}
    assert table.set_index("text").loc[linked["text"], "other_text"] == plain["text"]
