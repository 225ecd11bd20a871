"""Why a score is what it is: for a document and for a folder, one theme or one unit."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analyzer import Corpus, analyse_many
from analyzer.errors import ReadError, UsageError
from analyzer.running.why import explanations

from .documents import mixed

NAME = "akkoorden/hesselrode-coalitieakkoord-2022-2026.docx"


def test_folder_and_document_explain_the_same(output: Path, examples: Path) -> None:
    (alone,) = explanations(examples / NAME)
    among = next(why for why in explanations(output) if why.title == alone.title)
    assert among.score == pytest.approx(alone.score, abs=0.01)
    pd.testing.assert_frame_equal(among.table, alone.table, check_dtype=False)
    assert not alone.paged
    assert any(why.paged for why in explanations(output))


def test_without_its_sentences_the_score_is_lower(examples: Path) -> None:
    (why,) = explanations(examples / NAME)
    assert why.score is not None and len(why.table) > 3
    assert list(why.table["worth"]) == sorted(why.table["worth"], reverse=True)
    assert (why.table["score_without"] + why.table["worth"]).round(6).nunique() == 1
    assert why.table["worth"].iloc[0] > 0
    assert all(why.table["why"].str.contains("E: |I: "))


def test_theme_and_limit(examples: Path) -> None:
    (why,) = explanations(examples / NAME, theme="dem3", limit=1)
    assert len(why.table) == 1 and "DEM3" in why.table["themes"].iloc[0]


def test_any_unit_can_be_asked_for(output: Path, corpus: Corpus) -> None:
    for digital in "EG":
        unit = corpus.units[(corpus.units["digital"] == digital) & (corpus.units["statement"] == "M")].iloc[3]
        (why,) = explanations(output, unit=unit["unit_id"])
        assert list(why.table["text"]) == [unit["text"]]
        assert why.table["why"].iloc[0]
        assert why.table["worth"].notna().all() == (digital == "E")


def test_documents_without_a_score_say_why(tmp_path: Path) -> None:
    folder = mixed(tmp_path / "stukken")
    out = analyse_many(folder, jobs=1).to_folder(tmp_path / "uit")
    found = {why.title: why for why in explanations(out)}
    assert "woorden" in found["kort"].reason or "Nederlands" in found["kort"].reason
    assert found["afgebroken.pdf"].reason.startswith("Niet gelezen: ")
    assert all(why.table.empty for why in found.values() if why.score is None)
    (alone,) = explanations(folder / "kort.txt")
    assert alone.score is None and alone.reason == found["kort"].reason


def test_questions_without_an_answer(output: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"thema 'XYZ' bestaat niet\. Kies uit VER1"):
        list(explanations(output, theme="xyz"))
    with pytest.raises(UsageError, match="eenheid 'nee' niet gevonden"):
        list(explanations(output, unit="nee"))
    with pytest.raises(UsageError, match="geen uitvoermap"):
        list(explanations(tmp_path))
    with pytest.raises(ReadError, match="bestaat niet"):
        list(explanations(tmp_path / "weg.pdf"))
