"""The workbook, opened by another program than the one that wrote it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from analyzer import Corpus, load_codebook
from analyzer.reporting import xlsx
from analyzer.reporting.columns import COLUMNS
from analyzer.reporting.meanings import meaning_of_code
from analyzer.reporting.tables import DOCUMENT_COLUMNS, FAILURE_COLUMNS, THEMES_COLUMNS, UNIT_COLUMNS, failures_table
from analyzer.scoring.indicators import INDICATORS


def rows(sheet: object) -> list[dict[str, object]]:
    header, *lines = sheet.iter_rows(values_only=True)  # type: ignore[attr-defined]
    return [dict(zip(header, line, strict=True)) for line in lines]


def test_workbook_says_what_the_tables_say(output: Path, corpus: Corpus) -> None:
    book = openpyxl.load_workbook(output / "report.xlsx")
    assert book.sheetnames == ["Documenten", "Thema’s", "Bewijs", "Begrippen", "Hoe dit is gemeten"]
    documents = {row["Document-id"]: row for row in rows(book["Documenten"])}
    for row in corpus.documents.to_dict(orient="records"):
        shown = documents.pop(row["document_id"])
        for name in (*INDICATORS, "score", "score_low", "score_high", "share_explicit", "share_implicit"):
            assert shown[COLUMNS[name].nl] == pytest.approx(row[name])
        assert (shown["Titel"], shown["Niveau"], shown["Doelen"]) == (row["title"], row["level"], row["goals"])
    assert not documents
    assert len(rows(book["Thema’s"])) == len(corpus.themes)
    carrying = corpus.units[(corpus.units["digital"] != "G") | (corpus.units["themes"].str.len() > 0)]
    assert [row["Zin"] for row in rows(book["Bewijs"])] == list(carrying["text"])
    explained = [row["Code of kolom"] for row in rows(book["Begrippen"])]
    assert {"VER2", "dekking", "share_explicit", "wonen"} <= set(explained)
    method = " ".join(str(row["Hoe dit is gemeten"]) for row in rows(book["Hoe dit is gemeten"]))
    assert corpus.documents["codebook_hash"].iloc[0] in method


def test_sheets_can_be_worked_with(output: Path) -> None:
    book = openpyxl.load_workbook(output / "report.xlsx")
    for name in ("Documenten", "Thema’s", "Bewijs", "Begrippen"):
        sheet = book[name]
        assert sheet.auto_filter.ref == sheet.dimensions
        assert str(sheet.freeze_panes) in {"B2", "A2"}
    documents = book["Documenten"]
    formats = {cell.value: documents.cell(2, cell.column).number_format for cell in documents[1]}
    assert formats["Score"] == "0.0" and formats["Aandeel expliciet"] == "0.0%" and formats["Doelen"] == "#,##0"
    kinds = {rule.type for rules in documents.conditional_formatting for rule in rules.rules}
    assert kinds == {"dataBar", "cellIs"}
    assert next(cell.value for cell in documents[1]) == "Titel"


def test_every_column_of_the_tables_is_explained() -> None:
    for name in (*DOCUMENT_COLUMNS, *THEMES_COLUMNS, *UNIT_COLUMNS, *FAILURE_COLUMNS):
        assert COLUMNS[name].nl and COLUMNS[name].en and COLUMNS[name].meaning.endswith((".", "?", "…")), name


def test_documents_that_failed_have_their_sheet(corpus: Corpus, tmp_path: Path) -> None:
    failed = failures_table([{"path": "a.pdf", "stage": "read", "error": "is leeg.", "remedy": "Kijk na."}])
    xlsx.write_xlsx(tmp_path / "r.xlsx", corpus.documents, corpus.themes, corpus.units, failed, load_codebook())
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["Niet gelezen"]
    assert rows(sheet) == [{"Bestand": "a.pdf", "Stap": "read", "Fout": "is leeg.", "Wat te doen": "Kijk na."}]


def test_another_program_opens_it(output: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    done = subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1",
         "--outdir", str(tmp_path), str(output / "report.xlsx")], capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    table = next(iter(tmp_path.glob("*.csv")), None)
    if table is None:
        pytest.skip(f"this LibreOffice has no Calc: {done.stderr.strip()[:100]}")
    first = table.read_text(encoding="utf-8").splitlines()
    assert first[0].startswith("Titel,Organisatie") and len(first) > 20


def test_nothing_in_it_runs_and_nothing_is_changed(corpus: Corpus, tmp_path: Path) -> None:
    nasty = ['=HYPERLINK("http://x.nl";"klik")', "-- een opsomming", "@SUM(A1)", "http://x.nl", "x" * 10_000]
    documents = corpus.documents.head(len(nasty)).assign(title=nasty)
    xlsx.write_xlsx(
        tmp_path / "r.xlsx", documents, corpus.themes.head(0), corpus.units.head(0), corpus.failures, load_codebook()
    )
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["Documenten"]
    cells = [sheet.cell(row, 1) for row in range(2, 2 + len(nasty))]
    assert sorted(str(cell.value) for cell in cells) == sorted(nasty)
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


def test_english_workbook(corpus: Corpus, tmp_path: Path) -> None:
    tables = (corpus.documents, corpus.themes, corpus.units, corpus.failures)
    xlsx.write_xlsx(tmp_path / "r.xlsx", *tables, load_codebook(), lang="en")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames[:4] == ["Documents", "Themes", "Evidence", "Glossary"]
    assert "Each sentence" in str(book["How this was measured"]["A2"].value)
    for sheet in book:
        for cell in sheet[1]:
            assert cell.value in {column.en for column in COLUMNS.values()} | {
                "Code or column",
                "Meaning",
                "Method",
            } | {"How this was measured"}
    glossary = {row["Code or column"]: row["Meaning"] for row in rows(book["Glossary"])}
    codebook = load_codebook()
    dutch = {name: column.meaning for name, column in COLUMNS.items()}
    for codes in (codebook.statements, codebook.digital, codebook.themes, codebook.domains):
        dutch |= {code.code: code.definition for code in codes}
    assert len(glossary) > 100
    assert not [name for name, meaning in glossary.items() if meaning == dutch.get(name)]


def test_a_codebook_of_ones_own_keeps_its_words() -> None:
    code = load_codebook().code("VER2")
    assert (
        meaning_of_code(code, "en").startswith("New ways of working") and meaning_of_code(code, "nl") == code.definition
    )
    other = code.model_copy(update={"definition": "Iets anders."})
    assert meaning_of_code(other, "en") == "Iets anders."


def test_more_evidence_than_fits_is_said(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_EVIDENCE", 10)
    monkeypatch.setattr(xlsx, "MOST_THEMES", 30)
    tables = (corpus.documents, corpus.themes, corpus.units, corpus.failures)
    xlsx.write_xlsx(tmp_path / "r.xlsx", *tables, load_codebook())
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert len(rows(book["Bewijs"])) == 10
    said = " ".join(str(row["Hoe dit is gemeten"]) for row in rows(book["Hoe dit is gemeten"]))
    assert "de eerste 10 van" in said
    assert len(rows(book["Thema’s"])) == 30
    assert f"de eerste 30 van {len(corpus.themes)} rijen" in said
