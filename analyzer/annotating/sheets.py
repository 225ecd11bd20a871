"""Sheets to code in, as a workbook with lists to choose from or as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ..codebook import Codebook
from ..errors import UsageError, refusal
from ..reporting.files import replacing
from ..reporting.tables import neutral
from ..running.csv_input import read_table
from .codings import ASKED, SHOWN, SINGLE, UNDECIDED, Answer

COLUMNS = (*SHOWN, *ASKED, "remark")
DIFFERS = "differs"
"""Column of a list of differences: the questions on which coders differ."""
_WIDTHS = {"unit": 12, "document": 24, "page": 6, "heading": 24, "lead_in": 24, "previous": 40, "text": 60, "themes": 16, "remark": 30}  # fmt: skip
INTRODUCTION = (
    "Codeer elke zin (kolom text). heading, lead_in en previous dienen alleen om hem te begrijpen.",
    "Vul statement, digital en domain altijd in. themes mag leeg zijn; scheid thema's met een puntkomma.",
    "Laat de codes van een rij die u niet codeert leeg. Twijfel of toelichting kan in remark.",
    "Verander unit en text niet. Overleg niet met andere codeurs voordat iedereen klaar is.",
)


def write_sheet(table: pd.DataFrame, path: Path, codebook: Codebook) -> None:
    """Write a sheet: a workbook for ``.xlsx``, else CSV as a Dutch spreadsheet opens it.

    Parameters
    ----------
    table : DataFrame
        Columns ``COLUMNS``, and possibly others.
    path : Path
        Where. CSV has semicolons and a byte order mark, and no cell that a spreadsheet runs as a formula.
    codebook : Codebook
        For the meaning of the codes in the workbook.
    """
    with replacing(path) as temporary:
        if path.suffix.lower() == ".xlsx":
            _write_workbook(table, temporary, codebook)
        else:
            neutral(table).to_csv(temporary, index=False, sep=";", lineterminator="\r\n", encoding="utf-8-sig")


def _write_workbook(table: pd.DataFrame, path: Path, codebook: Codebook) -> None:
    import xlsxwriter

    columns = list(table.columns)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True, "valign": "top", "bottom": 1})
        coded = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF8DC"})
        page = book.add_worksheet("coderen")
        for place, name in enumerate(columns):
            asked = name in ASKED or name == "remark"
            page.set_column(place, place, _WIDTHS.get(name, 12), coded if asked else wrap)
            page.write_string(0, place, name, bold)
        for row, values in enumerate(table.itertuples(index=False), start=1):
            for place, value in enumerate(values):
                page.write(row, place, "" if pd.isna(value) else value, coded if columns[place] in ASKED else wrap)
        for name, codes in SINGLE.items():
            place = columns.index(name)
            page.data_validation(1, place, max(1, len(table)), place, {"validate": "list", "source": list(codes)})
        page.freeze_panes(1, 1)
        _write_codes(book.add_worksheet("codes"), codebook, wrap, bold)


def _write_codes(page: Any, codebook: Codebook, wrap: Any, bold: Any) -> None:
    page.set_column(0, 0, 14)
    page.set_column(1, 1, 110, wrap)
    lines = [("", line) for line in INTRODUCTION] + [("", "")] + list(code_lines(codebook))
    for row, (code, meaning) in enumerate(lines):
        page.write_string(row, 0, code, bold if code else wrap)
        page.write_string(row, 1, meaning, wrap)


def code_lines(codebook: Codebook) -> Iterator[tuple[str, str]]:
    """Each code that a coder may give, with its name and definition."""
    for name in (
        *SINGLE["statement"],
        *SINGLE["digital"],
        *(theme.code for theme in codebook.themes),
        *SINGLE["domain"],
    ):
        code = codebook.code(name)
        yield name, f"{code.name.nl}: {code.definition}"


def read_sheet(path: Path, coder: str) -> Iterator[Answer]:
    """What someone filled in in a sheet; in a list of differences, rows that are not decided are blank.

    Raises
    ------
    UsageError
        When the file cannot be read or columns are missing.
    """
    if path.suffix.lower() == ".csv":
        table = read_table(path)
        columns: Iterable[str] = table.columns
        rows = [
            (f"regel {line}", {str(name): str(cell) for name, cell in values.items()})
            for line, values in zip(table.index, table.to_dict("records"), strict=True)
        ]
    else:
        columns, rows = _workbook(path)
    if missing := [name for name in ("unit", *ASKED) if name not in columns]:
        raise UsageError(f"mist kolom {missing[0]}.", remedy="Gebruik het blad dat gdogh annotate maakte.", path=path)
    for place, values in rows:
        cells = {name: values.get(name, "") for name in (*ASKED, "remark")}
        if values.get(DIFFERS):
            cells = _decision(cells, values[DIFFERS].split(";"))
        yield Answer(values["unit"], coder, cells, values.get("text"), path, place)


def _decision(cells: Mapping[str, str], differing: Iterable[str]) -> dict[str, str]:
    """A row of a list of differences: blank until all that differs is filled in.

    Themes on which coders differ must be filled in too, with ``geen`` for none: an empty cell is no decision.
    """
    open_ = [name for name in differing if not cells.get(name, "").strip()]
    if set(open_) >= set(differing):
        return {"remark": cells.get("remark", "")}
    if "themes" in open_:
        return {**cells, "themes": UNDECIDED}
    return dict(cells)


def _workbook(path: Path) -> tuple[list[str], list[tuple[str, dict[str, str]]]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        said = refusal(error) if isinstance(error, OSError) else "geen geldig XLSX-bestand"
        raise UsageError(
            f"kan niet worden geopend ({said}).", remedy="Bewaar het als .xlsx of .csv.", path=path
        ) from error
    page = book["coderen"] if "coderen" in book.sheetnames else book.worksheets[0]
    lines = page.iter_rows(values_only=True)
    header = [str(name or "").strip() for name in next(lines, ())]
    rows = [
        (f"rij {number}", {name: "" if cell is None else str(cell) for name, cell in zip(header, values, strict=False)})
        for number, values in enumerate(lines, start=2)
        if any(value is not None for value in values)
    ]
    book.close()
    return header, rows
