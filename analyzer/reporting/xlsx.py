"""The report as a workbook for Excel users: filters, frozen headers, number formats, nothing that runs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from ..codebook import Codebook
from ..scoring.indicators import INDICATORS
from .files import replacing
from .tables import flat
from .words import INDICATOR_QUESTIONS, words

MOST_CHARACTERS = 32_000
MOST_EVIDENCE = 20_000
_SHARES = ("share_explicit", "share_implicit", "share_explicit_low", "share_explicit_high", "share_implicit_low",
           "share_implicit_high", *INDICATORS)  # fmt: skip
_WIDE = {"text": 90, "best_text": 90, "path": 40, "title": 40, "section": 40, "reason": 50, "evidence": 60, "name": 34,
         "error": 50, "remedy": 60, "definition": 90}  # fmt: skip


def write_xlsx(
    path: Path,
    documents: pd.DataFrame,
    themes: pd.DataFrame,
    units: pd.DataFrame,
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
    documents, themes, units, failures : DataFrame
        Tables as in the output folder.
    codebook : Codebook
        For the glossary.
    lang : str
        ``nl`` or ``en``.
    """
    vocabulary = words(lang)
    names = {code.code: getattr(code.name, lang) for code in codebook.themes}
    with replacing(path) as temporary:
        book = xlsxwriter.Workbook(
            str(temporary), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        )
        # A fixed date: the same input gives the same bytes.
        book.set_properties({"title": vocabulary["title"], "created": datetime(2000, 1, 1)})
        sheet = _Sheets(book)
        sheet.add(vocabulary["documents"], documents)
        sheet.add(vocabulary["themes"], themes.assign(name=themes["theme"].map(names)))
        evidence = _evidence(units)
        sheet.add(vocabulary["evidence"], evidence.head(MOST_EVIDENCE))
        sheet.add(vocabulary["failures"], failures)
        glossary = [(code.code, getattr(code.name, lang), code.definition) for code in _codes(codebook)]
        glossary += [(name, name, question) for name, question in INDICATOR_QUESTIONS[lang].items()]
        sheet.add(vocabulary["glossary"], pd.DataFrame(glossary, columns=["code", "name", "definition"]))
        method = [vocabulary["method_text"].format(version=codebook.version, hash=codebook.hash)]
        if len(evidence) > MOST_EVIDENCE:
            method.append(vocabulary["shortened"].format(shown=MOST_EVIDENCE, all=len(evidence)))
        sheet.add(vocabulary["method"], pd.DataFrame({"text": method}))
        book.close()


def _codes(codebook: Codebook) -> list[Any]:
    return [*codebook.statements, *codebook.digital, *codebook.themes]


def _evidence(units: pd.DataFrame) -> pd.DataFrame:
    """Units that carry a digital component or a theme; the rest is in the tables beside the workbook."""
    columns = [
        "document_id",
        "unit_id",
        "page",
        "section",
        "text",
        "statement",
        "digital",
        "themes",
        "domain",
        "negated",
        "evidence",
    ]
    if units.empty:
        return pd.DataFrame(columns=columns)
    return units.loc[(units["digital"] != "G") | (units["themes"].str.len() > 0), columns]


class _Sheets:
    """Adds tables as sheets that look alike."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.head = book.add_format(
            {"bold": True, "bg_color": "#E3EEF1", "border": 1, "text_wrap": True, "valign": "top"}
        )
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.plain = book.add_format({"valign": "top"})
        self.share = book.add_format({"num_format": "0.0%", "valign": "top"})
        self.score = book.add_format({"num_format": "0.0", "valign": "top"})

    def add(self, name: str, table: pd.DataFrame) -> None:
        """Add one table with filter, frozen header and column formats."""
        sheet = self.book.add_worksheet(name[:31])
        table = flat(table)
        for column, title in enumerate(table.columns):
            sheet.write_string(0, column, str(title), self.head)
            style = self._style(str(title))
            sheet.set_column(column, column, _WIDE.get(str(title), 14), style)
            for row, value in enumerate(table[title].tolist(), start=1):
                self._cell(sheet, row, column, value, style)
        sheet.freeze_panes(1, min(2, max(0, len(table.columns) - 1)))
        if len(table.columns) and len(table):
            sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
        if "score" in table.columns and len(table):
            place = list(table.columns).index("score")
            sheet.conditional_format(
                1, place, len(table), place,
                {"type": "data_bar", "bar_color": "#8FBAC6", "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100},
            )  # fmt: skip

    def _style(self, title: str) -> Any:
        if title in _SHARES:
            return self.share
        if title in {"score", "score_low", "score_high", "percentile"}:
            return self.score
        return self.wrap if title in _WIDE else self.plain

    @staticmethod
    def _cell(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
        if value is None or value is pd.NA or (isinstance(value, float) and value != value):
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, style)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, style)
        else:
            sheet.write_string(row, column, str(value)[:MOST_CHARACTERS], style)
