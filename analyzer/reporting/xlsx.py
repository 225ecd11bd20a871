"""The report as a workbook for Excel users: filters, frozen headers, number formats, nothing that runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from ..codebook import Codebook
from ..coding.schema import P_THEMES
from ..scoring.indicators import INDICATORS
from .columns import COLUMNS, ordered
from .files import replacing
from .meanings import meaning_of_code, meaning_of_column
from .pagedata import visible
from .tables import flat, parted, records
from .words import INDICATOR_QUESTIONS, reason, varied, words

MOST_CHARACTERS = 32_000
MOST_EVIDENCE = 20_000
MOST_THEMES = 100_000
"""Rows of the sheet of themes; a program that opens the workbook must hold them all."""
_WIDTHS = {"text": 14, "long": 34, "whole": 12, "share": 12, "score": 12, "chance": 13, "id": 10}
_WIDER = {
    "text": 80, "best_text": 80, "meaning": 90, "method": 110, "title": 46, "name": 44, "organisation": 38, "border": 26, "kind": 20, "unit_id": 19,
    "best_unit_id": 19, "document_id": 19, "codebook_hash": 15, "model_version": 26, "evidence": 60,
}  # fmt: skip
_WRAPPED = frozenset({"text", "best_text", "meaning", "method", "reason", "error", "remedy"})
_LINE, _MOST_LINES = 15, 12
_PRINTED = 17
"""Columns that fit on a page: up to and with the shares."""
_FORMATS = {"whole": "#,##0", "share": "0.0%", "score": "0.0", "chance": "0.00", "id": "0"}
_LEVELS = {
    "afwezig": "#F1F1F1",
    "vermeld": "#DDEBEF",
    "aanwezig": "#B9D6DE",
    "verankerd": "#8FBAC6",
    "doordrenkt": "#5F9DAE",
}
"""Fill of the level of a document; the letters stay black, which is readable on each."""
_EVIDENCE = (
    "page", "section", "text", "statement", "digital", "themes", "domain", "negated", "evidence", "unit_id",
    "document_id",
)  # fmt: skip
_THEMES = (
    "title", "theme", "name", "level", "units", "units_digital", "measures", "best_page", "best_text", "best_unit_id",
    "document_id",
)  # fmt: skip


def write_xlsx(
    path: Path,
    documents: pd.DataFrame,
    themes: pd.DataFrame,
    units: pd.DataFrame | Mapping[str, pd.DataFrame],
    failures: pd.DataFrame,
    codebook: Codebook,
    *,
    lang: str = "nl",
) -> None:
    """Write ``report.xlsx``: documents, themes, evidence, failures, glossary and method.

    Parameters
    ----------
    path : Path
        The file.
    documents, themes, failures : DataFrame
        Tables as in the output folder.
    units : DataFrame or mapping
        Coded units, in one table or by document; of a mapping one document at a time is in memory.
    codebook : Codebook
        For the glossary.
    lang : str
        ``nl`` or ``en``.
    """
    vocabulary = words(lang)
    names = {code.code: getattr(code.name, lang) for code in codebook.themes}
    titles = {row["document_id"]: row["title"] or row["path"] for row in records(documents)}
    with replacing(path) as temporary:
        book = xlsxwriter.Workbook(
            str(temporary), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        )
        # A fixed date: the same input gives the same bytes.
        book.set_properties({"title": vocabulary["title"], "created": datetime(2000, 1, 1)})
        sheets = _Sheets(book, lang)
        ranked = documents.sort_values(["score", "path"], ascending=[False, True], na_position="last")
        said = [reason(row, lang) if row["reason"] else None for row in records(ranked)]
        ranked = ranked.assign(reason=pd.Series(said, index=ranked.index, dtype=object))
        sheets.add(vocabulary["documents"], ranked[ordered(list(ranked.columns))])
        named = themes.head(MOST_THEMES)
        named = _titled(named.assign(name=named["theme"].map(names)), titles)
        sheets.add(vocabulary["themes"], named[list(_THEMES)])
        evidence, carrying = _evidence(parted(units))
        sheets.add(vocabulary["evidence"], _titled(evidence, titles)[["title", *_EVIDENCE]])
        if len(failures):
            sheets.add(vocabulary["failures"], failures)
        sheets.add(vocabulary["glossary"], _glossary(codebook, lang))
        method = vocabulary["method_text"].format(version=codebook.version, hash=codebook.hash).split(". ")
        method = [sentence.rstrip(".") + "." for sentence in method]
        if weights := varied(documents, lang):
            method.append(weights)
        if len(themes) > MOST_THEMES:
            method.append(vocabulary["themes_shortened"].format(shown=MOST_THEMES, all=len(themes)))
        if carrying > MOST_EVIDENCE:
            method.append(vocabulary["shortened"].format(shown=MOST_EVIDENCE, all=carrying))
        sheets.add(vocabulary["method"], pd.DataFrame({"method": method}))
        book.close()


def _titled(table: pd.DataFrame, titles: dict[str, str]) -> pd.DataFrame:
    """Rows with the title of their document, by which people filter."""
    return table.assign(title=table["document_id"].map(titles))


def _glossary(codebook: Codebook, lang: str) -> pd.DataFrame:
    """Codes, indicators and columns, each with what it means."""
    codes = (*codebook.statements, *codebook.digital, *codebook.themes, *codebook.domains)
    rows = [(code.code, getattr(code.name, lang), meaning_of_code(code, lang)) for code in codes]
    rows += [(name, name, question) for name, question in INDICATOR_QUESTIONS[lang].items()]
    rows += [(name, f"{name}, {cut:g}+", getattr(codebook.scoring.levels[name], lang))
             for name, cut in codebook.scoring.cut_points.items() if name in codebook.scoring.levels]  # fmt: skip
    rows += [
        (name, column.title(lang), meaning_of_column(name, column, lang))
        for name, column in COLUMNS.items()
        if name not in P_THEMES
    ]
    return pd.DataFrame(rows, columns=["code", "name", "meaning"])


def _evidence(units: Mapping[str, pd.DataFrame]) -> tuple[pd.DataFrame, int]:
    """Units that carry a digital component or a theme, as many as the sheet holds, and how many there are in all."""
    shown, number = [pd.DataFrame(columns=list(_EVIDENCE))], 0
    for part in units.values():
        carries = (part["digital"] != "G") | (part["themes"].str.len() > 0)
        if number < MOST_EVIDENCE:
            shown.append(part.loc[carries, list(_EVIDENCE)].head(MOST_EVIDENCE - number))
        number += int(carries.sum())
    return pd.concat(shown[1:] or shown, ignore_index=True), number


class _Sheets:
    """Adds tables as sheets that look alike."""

    def __init__(self, book: xlsxwriter.Workbook, lang: str) -> None:
        self.book = book
        self.lang = lang
        self.head = book.add_format(
            {"bold": True, "bg_color": "#E3EEF1", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        )
        self.styles = {name: book.add_format({"num_format": code, "valign": "top"}) for name, code in _FORMATS.items()}
        self.styles["wrapped"] = book.add_format({"text_wrap": True, "valign": "top", "align": "left", "indent": 1})
        self.styles["text"] = self.styles["long"] = book.add_format({"valign": "top", "align": "left", "indent": 1})

    def add(self, name: str, table: pd.DataFrame) -> None:
        """Add one table with filter, frozen header, widths, number formats and conditional formats."""
        sheet = self.book.add_worksheet(name[:31])
        table = flat(table)
        sheet.set_row(0, 32)
        for place, title in enumerate(table.columns):
            known = COLUMNS.get(title)
            kind = known.style if known else "long"
            style = self.styles["wrapped" if title in _WRAPPED else kind]
            sheet.write_string(0, place, known.title(self.lang) if known else _TITLES[self.lang][title], self.head)
            sheet.set_column(place, place, _WIDER.get(title, _WIDTHS[kind]), style)
            for row, value in enumerate(table[title].tolist(), start=1):
                self._cell(sheet, row, place, value, style)
        for row, lines in enumerate(self._lines(table), start=1):
            sheet.set_row(row, _LINE * lines)
        sheet.freeze_panes(1, 1 if len(table.columns) > 3 else 0)
        if len(table.columns) > 1 and len(table):
            sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
        self._conditions(sheet, table)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, len(table), min(_PRINTED, len(table.columns)) - 1)

    @staticmethod
    def _lines(table: pd.DataFrame) -> list[int]:
        """Lines that the longest wrapped cell of each row needs; not every program works that out by itself."""
        needed = [1] * len(table)
        for title in _WRAPPED & set(table.columns):
            width = _WIDER.get(title, _WIDTHS["long"])
            for row, value in enumerate(table[title].fillna("").tolist()):
                needed[row] = max(needed[row], min(_MOST_LINES, -(-len(str(value)) // width)))
        return needed

    def _conditions(self, sheet: Any, table: pd.DataFrame) -> None:
        """Bars for scores and shares, colours for levels."""
        last = len(table)
        if not last:
            return
        for place, title in enumerate(table.columns):
            where = (1, place, last, place)
            kind = COLUMNS[title].style if title in COLUMNS else "text"
            if title in {"score", "share_explicit", "share_implicit", *INDICATORS}:
                sheet.conditional_format(*where, {
                    "type": "data_bar", "bar_color": "#B9D6DE", "bar_solid": True, "min_type": "num", "min_value": 0,
                    "max_type": "num", "max_value": 100 if kind == "score" else 1,
                })  # fmt: skip
            elif title == "level" and pd.api.types.is_numeric_dtype(table[title]):
                sheet.conditional_format(*where, {
                    "type": "2_color_scale", "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 4,
                    "min_color": "#FFFFFF", "max_color": "#5F9DAE",
                })  # fmt: skip
            elif title == "level":
                for level, colour in _LEVELS.items():
                    fill = self.book.add_format({"bg_color": colour, "font_color": "#000000"})
                    sheet.conditional_format(
                        *where, {"type": "cell", "criteria": "==", "value": f'"{level}"', "format": fill}
                    )

    @staticmethod
    def _cell(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
        if value is None or value is pd.NA or (isinstance(value, float) and value != value):
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, style)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, style)
        else:
            sheet.write_string(row, column, visible(str(value)[:MOST_CHARACTERS]), style)


_TITLES = {
    "nl": {"code": "Code of kolom", "meaning": "Betekenis", "method": "Hoe dit is gemeten"},
    "en": {"code": "Code or column", "meaning": "Meaning", "method": "How this was measured"},
}
