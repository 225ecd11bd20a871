"""Why a score is what it is: for a document and for a folder, one theme or one unit."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from analyzer import Corpus, analyse_many
from analyzer.cli import main
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


def test_a_number_of_one_document_of_a_folder(output: Path, corpus: Corpus) -> None:
    asked = ["explain", str(output), "--document", "hesselrode-coalitieakkoord", "--number", "intensiteit", "-n", "2"]
    said = CliRunner(env={"COLUMNS": "80"}).invoke(main, asked)
    assert said.exit_code == 0 and max(map(len, said.stdout.splitlines())) <= 80
    row = corpus.documents[corpus.documents["path"].str.contains("hesselrode-coalitieakkoord")].iloc[0]
    assert f"intensiteit: {row['intensiteit']:.3f}".replace(".", ",") in said.stdout
    assert "s, digitaal aandeel" in said.stdout and said.stdout.count("eenheid: ") == 2
    assert corpus.codebook.scoring.levels[row["level"]].nl in " ".join(said.stdout.split())


def test_a_number_of_the_landscape_leads_to_documents(output: Path, corpus: Corpus) -> None:
    said = CliRunner(env={"COLUMNS": "80"}).invoke(main, ["explain", str(output), "--landscape", "waterschap"])
    cell = corpus.landscape().set_index("layer").loc[["waterschap"]].iloc[0]
    assert f"share_digital_goals: {100 * cell['share_digital_goals']:.1f}%".replace(".", ",") in said.stdout
    assert said.stdout.count("verder: --document ") == cell["with_agreement"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--number", "diepte"], "getal 'diepte' bestaat niet. Kies uit score, dekking"),
        (["--number", "level"], "met --theme ook level"),
        (["--document", "nergens"], "document 'nergens' niet gevonden"),
        (["--landscape", "planeet"], "laag 'planeet' staat niet in de map. Kies uit alle, agentschap"),
        (["--landscape", "alle", "--number", "score"], "Kies uit organisations"),
    ],
)
def test_numbers_that_are_not_there(output: Path, options: list[str], said: str) -> None:
    result = CliRunner().invoke(main, ["explain", str(output), *options])
    assert result.exit_code != 0 and said in (result.stderr or str(result.exception))
