"""Every number can be asked why: what it is computed from, which sentences carry it, and what each is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analyzer import Corpus, load_codebook
from analyzer.coding.schema import HEADINGS
from analyzer.scoring.breakdown import breakdown
from analyzer.scoring.explain import DOCUMENT_NUMBERS, THEME_NUMBERS, explain
from analyzer.scoring.indicators import INDICATORS, total
from analyzer.scoring.landscape import LANDSCAPE_NUMBERS, behind
from analyzer.scoring.sample import same_text
from analyzer.scoring.score import score

BOOK = load_codebook()
NAMES = ("hesselrode-coalitieakkoord", "veenderhout-werkgeversvisie", "duinmonde-coalitieakkoord")
OF_SCORE = {"score": "value"}


@pytest.fixture(scope="module", params=NAMES)
def one(request: pytest.FixtureRequest, corpus: Corpus) -> tuple[pd.Series, pd.DataFrame, pd.DataFrame]:
    """Row of the table of documents, units, and rows of the table of themes."""
    row = next(row for _, row in corpus.documents.iterrows() if request.param in row["path"])
    own = corpus.units["document_id"] == row["document_id"]
    return (
        row,
        corpus.units[own].reset_index(drop=True),
        corpus.themes[corpus.themes["document_id"] == row["document_id"]],
    )


def recomputed(units: pd.DataFrame, kind: str, number: str) -> float:
    outcome = score(units, codebook=BOOK, kind=kind, words=1000, number=0)
    if number in INDICATORS:
        return outcome.indicators[number]
    found = outcome.value if number == "score" else getattr(outcome, number)
    return float(found or 0.0)


@pytest.mark.parametrize("number", DOCUMENT_NUMBERS)
def test_worth_is_the_number_minus_the_number_without_the_sentence(number: str, one: tuple) -> None:  # type: ignore[type-arg]
    row, units, _ = one
    table = explain(units, codebook=BOOK, kind=row["kind"], number=number, limit=10**6)
    assert (table["without"] + table["worth"]).to_numpy() == pytest.approx(float(row[number]), abs=0.006)
    assert list(table["worth"]) == sorted(table["worth"], reverse=True)
    text = same_text(units)
    for place in (0, len(table) // 2, len(table) - 1):
        asked = table.iloc[place]
        rest = units[text != text[units["unit_id"] == asked["unit_id"]].iloc[0]]
        assert asked["without"] == pytest.approx(recomputed(rest, row["kind"], number), abs=1e-9)
        assert asked["score_without"] == pytest.approx(recomputed(rest, row["kind"], "score"), abs=1e-9)


@pytest.mark.parametrize("number", ["units", *THEME_NUMBERS])
def test_numbers_of_a_theme_are_those_of_the_table(number: str, one: tuple) -> None:  # type: ignore[type-arg]
    row, units, themes = one
    for theme in themes[themes["units"] > 0].to_dict("records")[:4]:
        table = explain(units, codebook=BOOK, kind=row["kind"], theme=theme["theme"], number=number, limit=10**6)
        assert len(table) == theme["units"]
        assert set(table["without"] + table["worth"]) == {float(theme[number])}
        if number == "measures":
            assert table["worth"].sum() == theme["measures"]


def test_parts_add_up_to_the_number(one: tuple) -> None:  # type: ignore[type-arg]
    row, units, _ = one

    def parts(number: str) -> pd.Series:
        table = breakdown(units, codebook=BOOK, kind=row["kind"], number=number)
        return table.set_index("part")["value"].astype(float)

    parameters, weights = BOOK.scoring.parameters, BOOK.scoring.indicators
    assert total(parts("score"), weights, parameters["floor"]) == pytest.approx(float(row["score"]), abs=0.006)
    share = parts("intensiteit")["s, digitaal aandeel"]
    assert share / (share + parameters["s0"]) == pytest.approx(float(row["intensiteit"]), abs=1e-4)
    assert parts("doordringing").mean() == pytest.approx(float(row["doordringing"]), abs=1e-4)
    assert parts("verankering").mean() == pytest.approx(float(row["verankering"]), abs=1e-4)
    credit = parts("dekking")
    headings = [
        np.mean([value for name, value in credit.items() if str(name)[:4] in codes]) for codes in HEADINGS.values()
    ]
    assert np.mean(headings) == pytest.approx(float(row["dekking"]), abs=1e-4)
    promised, prior = parts("toezegging"), parameters["commitment_prior"]
    mean = (promised["samen"] + prior * parameters["commitment_mean"]) / (promised["digitale zinnen"] + prior)
    assert min(1.0, mean) * promised["kans op een digitale zin"] == pytest.approx(float(row["toezegging"]), abs=1e-4)


@pytest.mark.parametrize("number", LANDSCAPE_NUMBERS)
def test_numbers_of_the_landscape(number: str, corpus: Corpus) -> None:
    cells = corpus.landscape()
    for layer, year in (("alle", None), ("gemeente", None), ("gemeente", 2022), ("agentschap", None)):
        cell = cells[
            (cells["layer"] == layer) & (cells["year"].isna() if year is None else cells["year"].eq(year))
        ].iloc[0]
        value, table = behind(corpus.documents, number=number, layer=layer, year=year)
        if value is None:
            assert pd.isna(cell[number]) and table.empty
            continue
        assert value == pytest.approx(float(cell[number]))
        if len(table) < 2:
            continue
        asked = table.iloc[0]
        rest, _ = behind(corpus.documents[corpus.documents["document_id"] != asked["document_id"]], number=number,
                         layer=layer, year=year)  # fmt: skip
        assert rest is not None and value - rest == pytest.approx(float(asked["worth"]))
