"""What a user knows about documents, in CSV as users save it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analyzer import Options, analyse_many
from analyzer.errors import UsageError
from analyzer.running.metadata import load_metadata, unused

from .documents import text


def write(folder: Path, content: str, encoding: str = "utf-8") -> Path:
    path = folder / "metadata.csv"
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_reads_csv_as_users_save_it(tmp_path: Path, mark: str, encoding: str, end: str) -> None:
    rows = [
        ["path", "organisation", "year", "eigen kolom"],
        ["map/a.pdf", "Gemeente Één", "2022", "x"],
        ["b.pdf", "", "", ""],
    ]
    path = write(tmp_path, end.join(mark.join(row) for row in [*rows, [""]]), encoding)
    known = load_metadata(path)
    assert known["map/a.pdf"] == known["a.pdf"] == {"organisation": "Gemeente Één", "year": "2022"}
    assert known["b.pdf"] == {}


def test_a_name_in_two_folders_is_no_name(tmp_path: Path) -> None:
    known = load_metadata(write(tmp_path, "path,layer\n2018/akkoord.pdf,gemeente\n2022/akkoord.pdf,provincie\n"))
    assert set(known) == {"2018/akkoord.pdf", "2022/akkoord.pdf"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("naam,organisation\na,b\n", "geen kolom path of document_id"),
        ("path,kleur\na.pdf,rood\n", "zegt niets over de documenten"),
        ("path,year\na.pdf,2022\nb.pdf,vorig jaar\n", r"regel 3: year is geen jaartal \('vorig jaar'\)"),
        ("path,year\na.pdf,22\n", "regel 2: year is geen jaartal"),
        ("path,period_start,period_end\na.pdf,2026,2022\n", r"regel 2: de periode eindigt \(2022\) voordat zij begint"),
        ("path,layer\na.pdf,gemeente\na.pdf,provincie\n", r"regel 3: a\.pdf staat er twee keer"),
        ("path,layer\n,gemeente\n", "regel 2: path is leeg"),
        ("path,organisation\na.pdf,Veen, Hout en Dal\n", "regel 2 heeft 3 in plaats van 2 cellen"),
        ('path,organisation\na.pdf,"Veen\n', "geen geldige CSV"),
        ("path,path,year\na,b,2020\n", "'path' twee keer"),
        ("", "geen kolom path"),
    ],
)
def test_mistakes_name_file_and_line(tmp_path: Path, content: str, said: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(UsageError, match=rf"metadata\.csv: .*{said}"):
        load_metadata(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"weg\.csv: kan niet worden geopend \(bestaat niet\)"):
        load_metadata(tmp_path / "weg.csv")
    with pytest.raises(UsageError, match="is een map"):
        load_metadata(tmp_path)


def test_what_is_known_wins_over_what_is_recognised(tmp_path: Path) -> None:
    for name in ("een.txt", "twee.txt"):
        (tmp_path / name).write_text(text(int(name == "twee.txt")), encoding="utf-8")
    known = load_metadata(
        write(tmp_path, "path,organisation,kind,period_start,period_end\neen.txt,Dorp,werkgeversvisie,2025,2029\n")
    )
    table = analyse_many(tmp_path, jobs=1, options=Options(metadata=known)).documents.set_index("path")
    one, two = table.loc[str(tmp_path / "een.txt")], table.loc[str(tmp_path / "twee.txt")]
    assert (one["organisation"], one["kind"], one["period_end"], one["year"]) == ("Dorp", "werkgeversvisie", 2029, 2025)
    assert (two["organisation"], two["kind"]) == ("Gemeente Aldenrode", "coalitieakkoord")


def test_rows_without_a_document_are_told(tmp_path: Path) -> None:
    known = load_metadata(write(tmp_path, "path,year\nmap/a.pdf,2020\nmap/weg.pdf,2021\n"))
    documents = pd.DataFrame({"document_id": ["0123"], "path": ["elders/a.pdf"]})
    assert unused(known, documents) == ["weg.pdf"]
    by_id = load_metadata(write(tmp_path, "document_id,year\n0123,2020\nffff,2021\n"))
    assert unused(by_id, documents) == ["ffff"]


def test_the_metadata_that_a_run_writes_can_be_corrected_and_given_back(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "een.txt").write_text(text(0), encoding="utf-8")
    analyse_many(tmp_path / "in", jobs=1).to_folder(tmp_path / "uit", formats=["csv"])
    written = tmp_path / "uit" / "metadata.csv"
    table = pd.read_csv(written, dtype=str, keep_default_na=False)
    assert table.loc[0, "organisation"] == "Gemeente Aldenrode" and "kind 0.9" in table.loc[0, "recognised"]
    table.loc[0, "organisation"] = "Gemeente Elders"
    table.to_csv(written, index=False)
    again = analyse_many(tmp_path / "in", jobs=1, options=Options(metadata=load_metadata(written))).documents
    assert again["organisation"].item() == "Gemeente Elders"
    assert "organisation 1.00: opgegeven" in again["recognised"].item()
