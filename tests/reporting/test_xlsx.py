"""The workbook, opened by another program than the one that wrote it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from analyzer import Corpus, load_codebook
from analyzer.reporting import xlsx


def rows(sheet: object) -> list[dict[str, object]]:
    header, *lines = sheet.iter_rows(values_only=True)  # type: ignore[attr-defined]
    return [dict(zip(header, line, strict=True)) for line in lines]


def test_workbook_says_what_the_tables_say(output: Path, corpus: Corpus) -> None:
    book = openpyxl.load_workbook(output / "report.xlsx")
    assert book.sheetnames == ["Documenten", "Thema’s", "Bewijs", "Niet gelezen", "Begrippen", "Hoe dit is gemeten"]
    documents = rows(book["Documenten"])
    assert [row["document_id"] for row in documents] == list(corpus.documents["document_id"])
    assert [row["score"] for row in documents] == pytest.approx(list(corpus.documents["score"]))
    assert len(rows(book["Thema’s"])) == len(corpus.themes)
    carrying = corpus.units[(corpus.units["digital"] != "G") | (corpus.units["themes"].str.len() > 0)]
    assert [row["text"] for row in rows(book["Bewijs"])] == list(carrying["text"])
    assert rows(book["Niet gelezen"]) == []
    assert corpus.documents["codebook_hash"].iloc[0] in str(rows(book["Hoe dit is gemeten"])[0]["text"])


def test_nothing_in_it_runs_and_nothing_is_changed(corpus: Corpus, tmp_path: Path) -> None:
    documents = corpus.documents.head(2).copy()
    nasty = [
        '=HYPERLINK("http://x.nl";"klik")',
        "-- een opsomming",
    ]
    documents["title"] = nasty
    xlsx.write_xlsx(
        tmp_path / "r.xlsx", documents, corpus.themes.head(0), corpus.units.head(0), corpus.failures, load_codebook()
    )
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["Documenten"]
    column = next(cell.column for cell in sheet[1] if cell.value == "title")
    cells = [sheet.cell(row, column) for row in (2, 3)]
    assert [cell.value for cell in cells] == nasty
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


def test_english_workbook(corpus: Corpus, tmp_path: Path) -> None:
    tables = (corpus.documents, corpus.themes, corpus.units, corpus.failures)
    xlsx.write_xlsx(tmp_path / "r.xlsx", *tables, load_codebook(), lang="en")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames[:4] == ["Documents", "Themes", "Evidence", "Not read"]
    assert "Each sentence" in str(book["How this was measured"]["A2"].value)


def test_more_evidence_than_fits_is_said(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_EVIDENCE", 10)
    tables = (corpus.documents, corpus.themes, corpus.units, corpus.failures)
    xlsx.write_xlsx(tmp_path / "r.xlsx", *tables, load_codebook())
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert len(rows(book["Bewijs"])) == 10
    assert "de eerste 10 van" in str(book["Hoe dit is gemeten"]["A3"].value)
