"""``gdogh compare``: which documents stand on which side, and the same numbers on the terminal, in CSV and in JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

import analyzer
from analyzer import Corpus
from analyzer.cli import main
from analyzer.running.comparing import compare_targets

PAIR = ("hesselrode-coalitieakkoord-2022-2026.docx", "lindervoort-coalitieakkoord-2026-2030.md")


def gdogh(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(main, ["compare", *map(str, arguments)], prog_name="gdogh")


def test_two_files_and_two_documents_of_a_folder_are_the_same(output: Path, examples: Path, corpus: Corpus) -> None:
    alone = analyzer.compare(*(examples / "akkoorden" / name for name in PAIR))
    among = compare_targets([output], documents=PAIR)
    pd.testing.assert_frame_equal(alone.differences, among.differences)
    scores = corpus.documents.set_index(corpus.documents["path"].map(lambda path: Path(path).name))["score"]
    assert alone.differences.loc[0, ["before", "after"]].tolist() == pytest.approx(
        [scores[name] for name in PAIR], abs=0.01
    )


def test_years_of_one_kind(output: Path, corpus: Corpus) -> None:
    made = compare_targets([output], years=(2018, 2022), kind="coalitieakkoord")
    documents = corpus.documents[corpus.documents["kind"] == "coalitieakkoord"]
    for side, year in (("before", 2018), ("after", 2022)):
        mine = documents[documents["year"] == year]
        assert set(made.documents.loc[made.documents["side"] == side, "document_id"]) == set(mine["document_id"])
        assert made.differences.loc[0, side] == pytest.approx(mine["score"].mean(), abs=0.01)
    assert made.sentences.empty and not made.single


def test_terminal_csv_and_json_agree(output: Path, tmp_path: Path) -> None:
    made = compare_targets([output], documents=PAIR)
    asked = (output, "--documents", *PAIR)
    said = gdogh(*asked)
    assert said.exit_code == 0 and max(map(len, said.stdout.splitlines())) <= 80
    assert (
        f"De score is {made.differences.loc[0, 'difference']:.0f} punten hoger; dat is meer dan toeval" in said.stdout
    )
    assert "Digitale zinnen die erbij kwamen" in said.stdout and "Erbij gekomen: " in said.stdout
    assert gdogh(*asked, "-o", tmp_path / "uit.csv").exit_code == 0
    table = pd.read_csv(tmp_path / "uit.csv")
    assert table["difference"].tolist() == pytest.approx(made.differences["difference"].tolist(), nan_ok=True)
    assert gdogh(*asked, "-o", tmp_path / "uit").exit_code == 0
    whole = json.loads((tmp_path / "uit" / "vergelijking.json").read_text(encoding="utf-8"))
    assert [row["difference"] for row in whole["differences"]] == [
        None if pd.isna(value) else value for value in made.differences["difference"]
    ]
    assert len(pd.read_csv(tmp_path / "uit" / "zinnen.csv")) == len(whole["sentences"]) == len(made.sentences)


def test_unlike_kinds_are_named(output: Path) -> None:
    said = gdogh(output, "--documents", PAIR[0], "brakerveen-werkgeversvisie-2024-2027.docx")
    assert "1 coalitieakkoord tegen 1 werkgeversvisie" in said.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "documenten die meedoen. Kies er twee met --documents, of twee jaren met --years (2018, "),
        (("--years", "1990", "2022"), "er is geen document uit 1990. Kies uit 2018, "),
        (("--documents", "hesselrode", PAIR[1]), "'hesselrode' past bij 2 documenten. Kies uit hesselrode-"),
        (("{output}", "--years", "2018", "2022"), "--years en --documents horen bij één uitvoermap."),
        (("{output}", "{output}"), "vergelijk een of twee doelen."),
        (("--years", "2018", "2022", "--kind", "notulen"), "er is geen document uit 2018."),
    ],
)
def test_wrong_use(output: Path, arguments: tuple[str, ...], said: str) -> None:
    result = gdogh(output, *(part.format(output=output) for part in arguments))
    assert result.exit_code != 0
    assert said in (result.stderr or str(result.exception))


def test_two_folders(output: Path) -> None:
    made = compare_targets([output, output], kind="coalitieakkoord")
    assert made.differences["difference"].dropna().abs().max() == 0.0
    assert not made.differences["beyond_noise"].fillna(False).any()
