"""The library as INTERFACE promises it: names, signatures, quick to import, silent."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import analyzer
from analyzer.coding.schema import CODES, THEMES, UNITS
from analyzer.errors import GdoghError, ReadError, UsageError
from analyzer.scoring.indicators import INDICATORS

from .running.documents import mixed, text

ROOT = Path(__file__).resolve().parents[1]
AGREEMENT = "akkoorden/hesselrode-coalitieakkoord-2022-2026.docx"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=ENVIRONMENT, check=False)


@pytest.fixture(scope="module")
def analysis(examples: Path) -> analyzer.Analysis:
    return analyzer.analyse(examples / AGREEMENT)


def test_importing_takes_less_than_half_a_second() -> None:
    code = "import time; a = time.perf_counter(); import analyzer; print(time.perf_counter() - a)"
    assert min(float(python(code).stdout) for _ in range(3)) < 0.5


def test_everything_promised_is_there() -> None:
    for name in analyzer.__all__:
        assert getattr(analyzer, name) is not None
    assert set(analyzer.__all__) <= set(dir(analyzer))
    with pytest.raises(AttributeError, match="bestaat_niet"):
        _ = analyzer.bestaat_niet  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "first", "rest"),
    [
        ("analyse", ["path_or_text"], {"kind": "auto", "codebook": None, "pipeline": None, "seed": 0}),
        ("analyse_many", ["paths"], {"jobs": None, "cache": None, "on_error": "collect"}),
        ("read", ["path"], {}),
        ("code", ["units"], {}),
        ("score", ["units"], {}),
        ("load_codebook", [], {"path": None}),
        ("load_pipeline", [], {"name": None}),
    ],
)
def test_signatures(name: str, first: list[str], rest: dict[str, object]) -> None:
    parameters = inspect.signature(getattr(analyzer, name)).parameters
    required = [p.name for p in parameters.values() if p.default is p.empty]
    assert required == first
    assert {key: parameters[key].default for key in rest} == rest


def test_an_analysis_has_what_is_promised(analysis: analyzer.Analysis) -> None:
    assert analysis.document.metadata.organisation == "Gemeente Hesselrode"
    assert tuple(analysis.units.columns)[: len(UNITS)] == UNITS
    assert list(analysis.themes["theme"]) == list(THEMES)
    assert set(analysis.score.indicators) == set(INDICATORS)
    low, value, high = analysis.score.low, analysis.score.value, analysis.score.high
    assert low is not None and value is not None and high is not None and 0 <= low <= value <= high <= 100
    assert len(analysis.explain()) > 3
    assert all("DEM3" in themes for themes in analysis.explain("DEM3")["themes"])
    page = analysis._repr_html_()
    assert "Hesselrode" in page and "dekking" in page and "<script" not in page
    assert json.loads(json.dumps(analysis.to_dict(), default=str))["score"] == pytest.approx(value)


def test_rooms_one_by_one_give_the_same_as_all_at_once(analysis: analyzer.Analysis, examples: Path) -> None:
    document = analyzer.read(examples / AGREEMENT)
    assert document.text == analysis.document.text
    units = analyzer.segment(document, analyzer.load_pipeline)
    coded = analyzer.code(units)
    assert list(coded["unit_id"]) == list(analysis.units["unit_id"])
    assert coded["digital"].equals(analysis.units["digital"])
    assert analyzer.score(coded, kind="coalitieakkoord").value == pytest.approx(analysis.score.value)


def test_ready_made_units_keep_their_columns() -> None:
    table = pd.DataFrame(
        {"id": [2, 1], "text": ["Wij openen een digitaal loket.", "Mooi weer."], "bron": ["a", "b"]}, index=[9, 4]
    )
    coded = analyzer.code(table)
    assert list(coded.columns[:3]) == ["id", "text", "bron"] and set(CODES) <= set(coded.columns)
    assert list(coded["id"]) == [2, 1] and list(coded["digital"]) == ["E", "G"]
    assert list(table.columns) == ["id", "text", "bron"]


def test_text_and_path_are_told_apart(examples: Path, tmp_path: Path) -> None:
    assert analyzer.analyse(text(18)).document.metadata.organisation == "Gemeente Aldenrode"
    path = str(examples / AGREEMENT)
    assert analyzer.analyse(path).document.source == path
    short = analyzer.analyse("Wij openen een loket.")
    assert short.score.value is None and short.score.reason
    for slip in ("akkoord.pdf", "map/akkoord", str(tmp_path / "weg.docx"), Path("weg")):
        with pytest.raises(ReadError, match=r".+: .*bestaat niet\. .+"):
            analyzer.analyse(slip)


def test_kind_and_seed_are_followed(examples: Path, analysis: analyzer.Analysis) -> None:
    again = analyzer.analyse(examples / AGREEMENT)
    assert (again.score.low, again.score.high) == (analysis.score.low, analysis.score.high)
    other = analyzer.analyse(examples / AGREEMENT, seed=7)
    assert other.score.value == analysis.score.value
    assert (other.score.low, other.score.high) != (analysis.score.low, analysis.score.high)
    as_vision = analyzer.analyse(examples / AGREEMENT, kind="werkgeversvisie")
    assert as_vision.document.metadata.kind == "werkgeversvisie"
    assert as_vision.score.indicators["verankering"] != analysis.score.indicators["verankering"]


def test_errors_are_of_one_family_and_survive_a_process_border() -> None:
    import pickle

    for kind in GdoghError.__subclasses__():
        error = kind("is stuk.", remedy="Maak het.", path="map/a.pdf")
        copy = pickle.loads(pickle.dumps(error))
        assert type(copy) is kind and str(copy) == str(error) == "map/a.pdf: is stuk. Maak het."
    with pytest.raises(GdoghError):
        analyzer.load_codebook("weg.yaml")
    with pytest.raises(GdoghError):
        analyzer.load_pipeline("nl_weg")
    with pytest.raises(UsageError):
        analyzer.Corpus.from_folder("weg")


def test_the_package_never_prints(tmp_path: Path, examples: Path) -> None:
    folder = mixed(tmp_path / "stukken")
    code = f"""
import analyzer
corpus = analyzer.analyse_many([{str(folder)!r}, {str(examples / AGREEMENT)!r}], jobs=2, cache={str(tmp_path / "cache")!r})
corpus.to_folder({str(tmp_path / "uit")!r})
back = analyzer.Corpus.from_folder({str(tmp_path / "uit")!r})
back.landscape(), back.gaps()
analyzer.analyse({str(examples / AGREEMENT)!r}).explain()
"""
    done = python(code)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
