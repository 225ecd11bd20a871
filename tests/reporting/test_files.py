"""Files on disk: whole or not at all, CSV that spreadsheets open and do not run."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import OutputError
from analyzer.reporting.files import read_units, replacing, usable_folder, write_csv, write_parquet, write_text
from analyzer.reporting.tables import harmless

NASTY = ['=1+1', '+31 6', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=HYPERLINK("http://x")', "-", "- wij gaan"]  # fmt: skip
PLAIN = ["-5", "+3,5", "-0.25", 'Zeg "ja", of nee', "regel\neen", "; ,", " =1", "é’—", "", "'t Hof", "a=b", "10-12"]


def test_csv_is_rfc_4180(tmp_path: Path) -> None:
    table = pd.DataFrame({"tekst": PLAIN, "getal": range(len(PLAIN))})
    write_csv(tmp_path / "t.csv", table)
    raw = (tmp_path / "t.csv").read_bytes().decode("utf-8")
    rows = list(csv.reader(io.StringIO(raw, newline=""), strict=True))
    assert rows == [["tekst", "getal"], *([text, str(number)] for number, text in enumerate(PLAIN))]
    assert raw.endswith("\r\n") and raw.count("\r\n") == len(PLAIN) + 1


@pytest.mark.parametrize("cell", NASTY)
def test_cells_that_a_spreadsheet_would_run_do_not(tmp_path: Path, cell: str) -> None:
    write_csv(tmp_path / "t.csv", pd.DataFrame({cell: [cell], "themes": [[cell]]}))
    header, row = csv.reader(io.StringIO((tmp_path / "t.csv").read_bytes().decode("utf-8"), newline=""))
    assert header == ["'" + cell, "themes"]
    assert row == ["'" + cell, "'" + cell]


@given(st.text(max_size=12))
def test_no_text_begins_as_a_formula(text: str) -> None:
    safe = harmless(text)
    assert safe.removeprefix("'") == text.removeprefix("'") or safe == "'" + text
    try:
        float(safe.replace(",", "."))
    except ValueError:
        assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_numbers_stay_numbers_and_missing_stays_empty(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {"a": [-1.5, None], "b": pd.array([-2, None], dtype="Int64"), "c": [None, "-7"], "d": [True, False]}
    )
    write_csv(tmp_path / "t.csv", table)
    assert (tmp_path / "t.csv").read_text(encoding="utf-8").split() == ["a,b,c,d", "-1.5,-2,,True", ",,-7,False"]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "uit.txt"
    write_text(path, "oud")
    with pytest.raises(RuntimeError), replacing(path) as temporary:
        temporary.write_text("half", encoding="utf-8")
        raise RuntimeError
    assert path.read_text(encoding="utf-8") == "oud"
    assert [file.name for file in tmp_path.iterdir()] == ["uit.txt"]
    write_text(path, "nieuw")
    assert path.read_text(encoding="utf-8") == "nieuw"


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("x", encoding="utf-8")
    (tmp_path / "map" / "uit.csv").mkdir(parents=True)
    for path in (tmp_path / "bestand" / "uit.csv", tmp_path / "map" / "uit.csv"):
        with pytest.raises(OutputError, match=r"uit\.csv: kan niet worden geschreven \(.+\)\. Kies"):
            write_csv(path, pd.DataFrame({"a": [1]}))
    with pytest.raises(OutputError, match=r"bestand: is een bestand, geen map"):
        usable_folder(tmp_path / "bestand" / "a" / "b")
    assert usable_folder(tmp_path / "a" / "b").is_dir()
    assert not list((tmp_path / "a" / "b").iterdir())


def test_units_come_back_with_their_lists(tmp_path: Path) -> None:
    evidence = [{"start": 0, "end": 3, "match": "Wij", "code": "M", "why": "x"}]
    units = pd.DataFrame({"themes": [["VER1", "DEM2"], []], "evidence": [evidence, []], "hr": [[], ["werving"]]})
    write_parquet(tmp_path / "u.parquet", units)
    assert read_units(tmp_path / "u.parquet").to_dict(orient="list") == units.to_dict(orient="list")
