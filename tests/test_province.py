"""The fictional province: twelve municipalities and their documents, from files to landscape."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from analyzer import Corpus, analyse_many
from analyzer.cli import main
from analyzer.corpora.register import read_register

ROOT = Path(__file__).resolve().parents[1]
PROVINCE = ROOT / "corpora" / "provincie"
KINDS = {
    "coalitieakkoord": "coalitieakkoord", "collegeprogramma": "collegeprogramma", "i": "digitale agenda",
    "werkgeversvisie": "werkgeversvisie", "hr": "werkgeversvisie", "personeelsplan": "werkgeversvisie",
    "concept": "coalitieakkoord",
}  # fmt: skip

sys.path.insert(0, str(ROOT / "benchmarks"))
import build_examples  # noqa: E402


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return analyse_many(PROVINCE, jobs=1).to_folder(tmp_path_factory.mktemp("provincie") / "uit")


@pytest.fixture(scope="module")
def documents(folder: Path) -> pd.DataFrame:
    table = Corpus.from_folder(folder).documents
    return table.assign(name=[Path(path).name for path in table["path"]]).set_index("name")


def test_files_and_sources_name_each_other() -> None:
    targets = {source.target for source in build_examples.sources(build_examples.BRON / "provincie")}
    files = {str(path.relative_to(PROVINCE)) for path in PROVINCE.glob("*/*")}
    assert targets == files and len(files) == 21
    assert sum(path.stat().st_size for path in PROVINCE.rglob("*.*")) < 200_000


def test_what_each_document_is_is_recognised(documents: pd.DataFrame) -> None:
    names = {body.name.lower(): body.name for body in read_register(PROVINCE / "organisaties.csv")}
    for name, row in documents.iterrows():
        place, kind, *_ = str(name).split("-")
        assert row["kind"] == KINDS[kind], name
        assert row["organisation"].split()[-1] == names.get(place, "Oostmarke"), name
        years = re.findall(r"20\d\d", str(name))
        assert [str(row["period_start"]), str(row["period_end"])] == years, name
        assert row["status"] == "ok"


def test_the_concept_does_not_count(documents: pd.DataFrame) -> None:
    versions = documents[documents["version_of"].notna()]
    assert list(versions.index) == ["hoogwolde-concept-coalitieakkoord-2026-2030.md"]
    assert versions["version_of"].item().endswith("hoogwolde-coalitieakkoord-2026-2030.pdf")


def test_scores_follow_what_was_written(documents: pd.DataFrame) -> None:
    score = documents["score"].astype(float)
    assert documents.loc["aarsveld-werkgeversvisie-2026-2030.docx", "level"] == "doordrenkt"
    assert documents.loc["aarsveld-coalitieakkoord-2026-2030.pdf", "level"] == "doordrenkt"
    assert documents.loc["dalerbroek-coalitieakkoord-2026-2030.txt", "level"] == "afwezig"
    assert documents.loc["blokhuizen-hr-beleid-2018-2022.odt", "level"] == "afwezig"
    order = ["aarsveld", "cromvaart", "eemsterwold", "dalerbroek"]
    values = [score[score.index.str.match(rf"{name}-coalitieakkoord")].item() for name in order]
    assert values == sorted(values, reverse=True)


def test_landscape_of_the_province(folder: Path, tmp_path: Path) -> None:
    register = PROVINCE / "organisaties.csv"
    result = CliRunner().invoke(main, ["landscape", str(folder), "--register", str(register), "-o", str(tmp_path)])
    assert result.exit_code == 0, result.output
    names = {
        "landscape.csv",
        "landscape.html",
        *(f"landscape_{name}.csv" for name in ("organisations", "shares", "missing", "unplaced")),
    }
    assert {path.name for path in tmp_path.iterdir()} == names
    page = (tmp_path / "landscape.html").read_text(encoding="utf-8")
    assert all(name in page for name in ("Lutkeveen", "Jutterpolder", "Hoeveel van alle organisaties?"))
    bodies = pd.read_csv(tmp_path / "landscape_organisations.csv", keep_default_na=False).set_index("organisation")
    assert Counter(bodies["layer"]) == {"gemeente": 12, "provincie": 1}
    assert bodies.loc["Lutkeveen", "missing"] == "coalitieakkoord;werkgeversvisie"
    assert bodies.loc["Frielinge", "missing"] == "actueel coalitieakkoord;werkgeversvisie"
    assert bodies.loc["Blokhuizen", "missing"].split(";")[-1] == "actuele werkgeversvisie"
    share = pd.read_csv(tmp_path / "landscape_shares.csv").set_index(["layer", "what"])
    for what, number in (("document", 11), ("agreement", 10), ("vision", 5), ("doordrenkt", 1)):
        row = share.loc[("gemeente", what)]
        assert (row["organisations"], row["number"]) == (12, number), what
        assert row["low"] < row["share"] < row["high"]
    assert pd.read_csv(tmp_path / "landscape_unplaced.csv").empty


def test_landscape_on_the_terminal(folder: Path) -> None:
    register = str(PROVINCE / "organisaties.csv")
    said = CliRunner().invoke(main, ["landscape", str(folder), "--register", register]).output
    assert "Gemeente (12 organisaties)" in said and "Provincie (1 organisatie)" in said
    assert re.search(r"een actuele werkgeversvisie die doordrenkt is +1 +8%", said)
    assert re.search(r"^gemeente +12 +10 +5 +3", said, re.M) and re.search(r"^ +2018 +2 +1 +1", said, re.M)
    assert "Zonder coalitieakkoord (2): Jutterpolder, Lutkeveen" in said
    assert max(map(len, said.splitlines())) <= 80


def test_landscape_with_the_shipped_register(folder: Path) -> None:
    result = CliRunner().invoke(main, ["landscape", str(folder), "--register"])
    assert result.exit_code == 0 and "Niet in het register: Gemeente Aarsveld" in result.output
    # Documents of bodies that are not in it count nowhere.
    assert re.search(r"^gemeente +342 +0 +0 +0", result.output, re.M) and "2026" not in result.output


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--register", "weg.csv"], "weg.csv: kan niet worden geopend"),
        (["--register", "--layer", "dorp"], "laag 'dorp' bestaat niet"),
        (["--register", str(PROVINCE / "organisaties.csv"), "--layer", "waterschap"], "geen organisatie die voldoet"),
    ],
)
def test_mistakes_are_named(folder: Path, options: list[str], said: str) -> None:
    result = CliRunner().invoke(main, ["landscape", str(folder), *options])
    assert result.exit_code == 2 and said in " ".join(result.output.split())
