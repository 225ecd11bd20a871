"""Ready-made units in, the same rows with their codes out."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from analyzer.coding.schema import CODES
from analyzer.errors import CodingError, GdoghError, OutputError, UsageError
from analyzer.running.unit_files import code_file

ROWS = [
    {
        "id": 7,
        "text": "Wij openen in 2027 een digitaal loket.",
        "heading": "Dienstverlening",
        "bron": [1, 2],
        "n": None,
    },
    {"id": "b", "text": "=Het was mooi weer.", "previous": "Wij gaan:"},
    {"id": 3.5, "text": '- Wij bouwen, met zorg, "tien" woningen.\nOp tijd.', "n": -4},
]


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def written(path: Path, rows: list[object]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_rows_columns_and_order_stay(tmp_path: Path) -> None:
    out = tmp_path / "uit.jsonl"
    assert code_file(str(written(tmp_path / "in.jsonl", list(ROWS))), str(out)) == 3
    coded = lines(out)
    for before, after in zip(ROWS, coded, strict=True):
        assert {name: after[name] for name in before} == before
        assert set(CODES) <= set(after)
    assert [row["digital"] for row in coded] == ["E", "G", "G"]
    assert list(coded[0])[:5] == ["id", "text", "heading", "bron", "n"]


def test_formats_lead_to_the_same_codes(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {"id": ["a", "b"], "text": ["Wij openen een digitaal loket.", "Het was mooi weer."], "x": ["1", ""]}
    )
    table.to_csv(tmp_path / "in.csv", index=False)
    table.to_csv(tmp_path / "excel.csv", index=False, sep=";", encoding="utf-8-sig")
    table.to_parquet(tmp_path / "in.parquet")
    written(tmp_path / "in.jsonl", table.to_dict(orient="records"))
    results = []
    for name in ("in.csv", "excel.csv", "in.parquet", "in.jsonl"):
        code_file(str(tmp_path / name), str(tmp_path / "uit.jsonl"))
        results.append(lines(tmp_path / "uit.jsonl"))
    assert results[0] == results[1] == results[2] == results[3]
    code_file(str(tmp_path / "in.csv"), str(tmp_path / "uit.parquet"))
    code_file(str(tmp_path / "in.csv"), str(tmp_path / "uit.csv"))
    parquet, csv = pd.read_parquet(tmp_path / "uit.parquet"), pd.read_csv(tmp_path / "uit.csv", dtype=str)
    assert list(parquet.columns) == list(csv.columns) == list(results[0][0])
    assert [list(themes) for themes in parquet["themes"]] == [row["themes"] for row in results[0]]
    assert list(csv["themes"].fillna("")) == [";".join(row["themes"]) for row in results[0]]  # type: ignore[arg-type]


def test_many_units_report_progress_and_come_out_as_few(tmp_path: Path) -> None:
    rows = [{"id": number, "text": f"Wij openen loket {number}."} for number in range(1201)]
    told: list[int] = []
    code_file(
        str(written(tmp_path / "in.jsonl", list(rows))),
        str(tmp_path / "uit.jsonl"),
        progress=lambda done, *_: told.append(done),
    )
    assert told == [0, 500, 1000]
    assert [row["id"] for row in lines(tmp_path / "uit.jsonl")] == list(range(1201))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jsonl", b'{"id":1,"text":"Goed."}\n\n{"id":2,"text":\n', "regel 3 is geen geldige JSON"),
        ("a.jsonl", b"[1]\n", "regel 1 is geen JSON-object"),
        ("a.jsonl", b'\xff\xfe{"id":1}', "regel 1 is geen geldige JSON"),
        ("a.jsonl", b"[" * 100_000, "regel 1 is geen geldige JSON"),
        ("a.jsonl", b'{"id":1,"text":"Goed."}\n{"id":2,"text":null}\n', "regel 2: text is geen tekst"),
        ("a.jsonl", b'{"id":1,"text":"Goed."}\n{"text":"Zonder id."}\n', "regel 2: id ontbreekt"),
        ("a.jsonl", b"\n\n", "heeft geen eenheden"),
        ("a.jsonl", b'{"id":1,"tekst":"x"}', "mist de kolom text.*gevonden: id, tekst"),
        ("a.csv", b"id,text\n1,a,b\n", "regel 2 heeft 3 in plaats van 2 cellen"),
        ("a.csv", b"id,text\n", "heeft geen eenheden"),
        ("a.csv", b"nummer,zin\n1,Goed.\n", "mist de kolom id en text"),
        ("a.parquet", b"PAR1 kapot", "is geen Parquet"),
        ("a.xlsx", b"", r"onbekend formaat \.xlsx"),
    ],
)
def test_bad_input_names_file_and_line(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises((UsageError, CodingError), match=rf"{name}: .*{said}"):
        code_file(str(path), str(tmp_path / "uit.jsonl"))
    assert not (tmp_path / "uit.jsonl").exists()


@pytest.mark.parametrize("name", ["weg.jsonl", "weg.csv", "weg.parquet"])
def test_input_that_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=rf"{name}: kan niet worden geopend \(bestaat niet\)"):
        code_file(str(tmp_path / name), "-")


def test_output_that_cannot_be(tmp_path: Path) -> None:
    source = str(written(tmp_path / "in.jsonl", [{"id": 1, "text": "Goed."}, {"id": "b", "text": "Ook."}]))
    for target, error in ((tmp_path / "uit.xlsx", UsageError), (tmp_path / "in.jsonl" / "uit.csv", OutputError),
                          (tmp_path / "uit.parquet", UsageError)):  # fmt: skip
        with pytest.raises(error) as caught:
            code_file(source, str(target))
        assert isinstance(caught.value, GdoghError) and caught.value.remedy
