"""Every number that the page shows, read in a browser, is a number of the tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analyzer import Corpus, load_codebook
from analyzer.coding.schema import DOMAINS, HEADINGS, THEMES
from analyzer.reporting.words import number, percent, whole
from analyzer.scoring.chances import missed_chances, next_level
from analyzer.scoring.indicators import INDICATORS
from analyzer.scoring.ranking import ranking

from .conftest import Registered

pytestmark = pytest.mark.slow
ROWS = "s => [...document.querySelectorAll(s + ' tbody tr')].map(r => [...r.cells].map(c => c.textContent.trim()))"
FIELDS = "() => [...document.querySelectorAll((document.querySelector('article') ? '#document' : '#overview') + ' [data-field]')].map(e => [e.dataset.field, e.textContent])"


def span(low: float, high: float, places: int = 0) -> str:
    return f"{number(low, places)}–{number(high, places)}"


@pytest.fixture(scope="module")
def documents(output: Path) -> pd.DataFrame:
    return pd.read_csv(output / "documents.csv")


@pytest.fixture(scope="module")
def overview(visit_module: Any, output: Path) -> Any:
    page = visit_module(output)
    page.wait_for_selector("#figure-kloof svg")
    return page


def test_first_screen_of_many_documents(overview: Any, documents: pd.DataFrame) -> None:
    goals, explicit, implicit = (documents[name].sum() for name in ("goals", "goals_explicit", "goals_implicit"))
    shown = dict(overview.evaluate(FIELDS))
    assert shown == {
        "median": number(documents["score"].median()),
        "all_share_explicit": percent(explicit / goals),
        "all_share_implicit": percent(implicit / goals),
    }
    hero, answer = overview.locator(".hero").inner_text(), overview.locator("h1").inner_text()
    quartiles = documents["score"].quantile([0.25, 0.75])
    assert f"scoort {span(*quartiles)}" in hero and f"{whole(explicit)} van {whole(goals)} doelen" in hero
    assert f"{percent((explicit + implicit) / goals)} van hun {whole(goals)} doelen" in answer
    levels = overview.evaluate(
        "() => [...document.querySelectorAll('[data-level]')].map(e => [e.dataset.level, +e.textContent])"
    )
    assert {name: n for name, n in levels if n} == documents["level"].value_counts().to_dict()
    visions = documents[documents["kind"].isin(["werkgeversvisie"]) & (documents["actueel"] == "ja")]
    assert (
        f"werkgeversvisie: {visions['organisation'].nunique()}, waarvan {(visions['level'] == 'doordrenkt').sum()} "
        in answer
    )


def test_ranking_marks_what_cannot_be_told_apart(overview: Any, documents: pd.DataFrame) -> None:
    table = ranking(documents).merge(documents, on="document_id")
    score, low, high = (table[name].to_numpy() for name in ("score", "score_low", "score_high"))
    surely = score[:, None] - score[None, :] > np.hypot(
        np.maximum(score - low, 1e-9)[:, None], np.maximum(high - score, 1e-9)[None, :]
    )
    for place in (0, 7, len(table) - 1):
        overview.select_option("#ref", table["document_id"][place])
        shown = overview.evaluate(ROWS, "#figure-rangorde")
        for at, (cells, row) in enumerate(zip(shown, table.itertuples(), strict=True)):
            told = "gekozen document" if at == place else "te onderscheiden"
            if at != place and not surely[at, place] and not surely[place, at]:
                told = "niet te onderscheiden"
            rank = f"{row.rank_low}–{row.rank_high}" if row.rank_low < row.rank_high else str(row.rank)
            assert cells == [rank, row.title, number(row.score), span(row.score_low, row.score_high), row.border, told]


def test_landscape_and_gap(overview: Any, corpus: Corpus) -> None:
    landscape, gaps = corpus.landscape(), corpus.gaps()
    wanted = []
    for row in landscape.itertuples():
        steeped = "–" if pd.isna(row.doordrenkt) else str(row.doordrenkt)
        if steeped != "–" and row.doordrenkt_low != row.doordrenkt_high:
            steeped += f" ({row.doordrenkt_low}–{row.doordrenkt_high})"
        counts = map(str, (row.organisations, row.with_agreement, row.with_vision, row.vision_up_to_date))
        year = "alle" if pd.isna(row.year) else str(row.year)
        wanted.append([row.layer, year, *counts, steeped, percent(row.share_digital_goals)])
    assert overview.evaluate(ROWS, "#figure-landschap") == wanted
    assert overview.evaluate(ROWS, "#landscape > .scroll") == [[row[0], *row[2:]] for row in wanted if row[1] == "alle"]
    heading = {theme: names.nl for code, names in load_codebook().headings.items() for theme in HEADINGS[code]}
    means = gaps.assign(heading=gaps["theme"].map(heading)).groupby(["organisation", "heading"])
    means = means[["agreement_level", "vision_level"]].mean()
    shown = overview.evaluate(ROWS, "#figure-kloof")
    assert len(shown) == len(means)
    for organisation, name, agreement, vision, gap in shown:
        first, second = means.loc[(organisation, name)]
        assert [agreement, vision, gap] == [number(value, 2) for value in (first, second, first - second)]


def test_side_by_side(overview: Any, output: Path, documents: pd.DataFrame) -> None:
    some = documents.sort_values("score", ascending=False, kind="stable").iloc[[0, 5, 11, 22]]
    for title in some["title"]:
        overview.get_by_label(f"Vergelijk: {title}", exact=True).check()
    shown = [row for row in overview.evaluate(ROWS, "#compare") if len(row) > 1]
    heads = overview.locator("#compare thead th").all_inner_texts()[1:]
    themes = pd.read_csv(output / "themes.csv").set_index(["document_id", "theme"])["level"]
    for place, title in enumerate(heads, start=1):
        row = some.set_index("title", drop=False).loc[title]
        assert [cells[place] for cells in shown] == [
            number(row["score"]), span(row["score_low"], row["score_high"]), row["border"],
            percent(row["share_explicit"]), percent(row["share_implicit"]), *(number(row[name], 2) for name in INDICATORS),
            *(f"{themes[row['document_id'], theme]}/4" for theme in THEMES),
        ]  # fmt: skip


@pytest.mark.parametrize("place", [0, 4, 12, 22])
def test_a_document(visit: Any, output: Path, corpus: Corpus, documents: pd.DataFrame, place: int) -> None:
    row = documents.sort_values("score", ascending=False).iloc[place]
    units = pd.read_csv(output / "units.csv", keep_default_na=False).query("document_id == @row.document_id")
    coded = corpus.units[corpus.units["document_id"] == row["document_id"]].reset_index(drop=True)
    page = visit(output, hash=f"#d{row['document_id']}")
    page.wait_for_selector("#figure-beleidsvelden svg")
    shown = dict(page.evaluate(FIELDS))
    assert {name: shown[name] for name in INDICATORS} == {name: number(row[name], 2) for name in INDICATORS}
    for name in ("share_explicit", "share_implicit"):
        assert shown[name] == percent(row[name])
        assert (
            f"{percent(row[name + '_low'])}–{percent(row[name + '_high'])}"
            in page.locator("#document .hero").inner_text()
        )
    assert (shown["goals_explicit"], shown["goals_implicit"]) == (
        str(row["goals_explicit"]),
        str(row["goals_implicit"]),
    )
    assert (shown["score"], shown["border"]) == (number(row["score"]), row["border"])
    assert f"90%-interval {span(row['score_low'], row['score_high'])}" in page.locator("#document .hero").inner_text()
    assert f"die van {number(row['percentile'])}% van" in shown["percentile"]

    goals = units[units["statement"].isin(["M", "A"])]
    marked, end = goals[goals["digital"] != "G"], units["end"].max()
    assert [cells[0] for cells in page.evaluate(ROWS, "#figure-doelen-in-de-tekst")] == [
        number(100 * round(start / end, 4), 1) for start in marked["start"]
    ]
    names = {code.code: code.name.nl for code in load_codebook().domains}
    counted = goals.groupby(["domain", "digital"]).size().unstack(fill_value=0)
    counted = counted.reindex(index=[d for d in DOMAINS if d in counted.index], columns=["E", "I", "G"], fill_value=0)
    assert page.evaluate(ROWS, "#figure-beleidsvelden") == [
        [names[str(domain)], str(sum(codes)), *map(str, codes)]
        for domain, codes in zip(counted.index, counted.to_numpy().tolist(), strict=True)
    ]
    chances = page.evaluate("() => [...document.querySelectorAll('#chances [data-unit]')].map(e => e.dataset.unit)")
    assert chances == list(missed_chances(coded)["unit_id"])
    level, steps = next_level({name: row[name] for name in INDICATORS}, row["score"], load_codebook())
    assert page.evaluate(ROWS, "#raise") == [
        [step.indicator, number(step.now, 2), "alleen niet genoeg" if pd.isna(step.needed) else number(step.needed, 2)]
        for step in steps.itertuples()
    ]
    said = "Geen van de indicatoren" if steps["needed"].isna().all() else f"Om {level} te bereiken"
    assert level is None or said in page.locator("#raise").inner_text()

    themes = pd.read_csv(output / "themes.csv", keep_default_na=False).query("document_id == @row.document_id")
    for theme in themes.itertuples():
        page.locator(f".cell[data-theme={theme.theme}]").click()
        assert page.locator(f".cell[data-theme={theme.theme}] b").inner_text() == f"{theme.level}/4"
        inside = dict(page.evaluate(FIELDS))
        for name in ("units", "units_digital", "measures"):
            assert inside[name] == str(getattr(theme, name))
    rank = ranking(documents).set_index("document_id").loc[row["document_id"]]
    assert f"Rang {rank['rank']}" in page.locator("#document .meta").inner_text()


def test_all_organisations_of_a_register_and_the_map(visit: Any, everything: Registered) -> None:
    table, parts = everything.organisations, everything.shares
    page = visit(everything.folder)
    page.wait_for_selector("#figure-kaart svg")
    everything = parts[parts["layer"] == "alle"]
    assert [row[1:] for row in page.evaluate(ROWS, "#register .scroll:nth-of-type(1)")][: len(everything)] == [
        [f"{row.number} van {row.organisations}", percent(row.share), f"{percent(row.low)}–{percent(row.high)}"]
        for row in everything.itertuples()
    ]
    missing = table[table["missing"] != ""]
    assert [row[0] for row in page.evaluate(ROWS, "#register details")] == list(missing["organisation"])
    for kind in ("agreement", "vision"):
        page.select_option("#f-map", kind)
        shown = {row[0]: row[3:] for row in page.evaluate(ROWS, "#figure-kaart")}
        assert set(shown) == set(table["organisation"]) and shown["Niemandsdam"] == ["geen document", "–"]
        for row in table.dropna(subset=[f"{kind}_score"]).to_dict("records"):
            assert shown[row["organisation"]] == [number(row[f"{kind}_score"]), row[f"{kind}_level"]]
    page.wait_for_selector("#figure-kaart svg")
    assert page.locator("#figure-kaart svg .mark-symbol path").count() == len(table)
