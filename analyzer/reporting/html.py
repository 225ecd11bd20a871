"""The report as one page that opens from disk and asks nothing of the network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

from ..codebook import Codebook
from ..coding.schema import HEADINGS
from ..scoring.indicators import INDICATORS
from .files import write_text
from .tables import records
from .words import INDICATOR_QUESTIONS, levels, number, percent, reason, words

MOST_DETAILED = 100
"""Documents beyond this number are in the table only; their evidence is in the tables beside the report."""


def write_html(
    path: Path,
    documents: pd.DataFrame,
    themes: pd.DataFrame,
    units: pd.DataFrame,
    failures: pd.DataFrame,
    codebook: Codebook,
    *,
    lang: str = "nl",
) -> None:
    """Write ``report.html``.

    Parameters
    ----------
    path : Path
        The file.
    documents, themes, units, failures : DataFrame
        Tables as in the output folder.
    codebook : Codebook
        For names and definitions.
    lang : str
        ``nl`` or ``en``.
    """
    vocabulary = words(lang)
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("analyzer.reporting"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["percent"] = lambda value: percent(None if pd.isna(value) else float(value), lang)
    environment.filters["number"] = lambda value, places=0: (
        "–" if pd.isna(value) else number(float(value), places, lang)
    )
    environment.filters["levels"] = lambda border: levels(border, lang)
    environment.filters["reason"] = lambda row: reason(row, lang)
    page = environment.get_template("report.html.j2").render(
        w=vocabulary,
        lang=lang,
        answer=answer(documents, lang),
        documents=records(documents),
        details=_details(documents, themes, units, codebook, lang),
        failures=records(failures),
        questions=INDICATOR_QUESTIONS[lang],
        indicators=INDICATORS,
        codebook=codebook,
        glossary=[(code.code, getattr(code.name, lang), code.definition) for code in codebook.themes],
    )
    write_text(path, page)


def answer(documents: pd.DataFrame, lang: str) -> str:
    """The result in one sentence; a document that is there twice counts once."""
    vocabulary = words(lang)
    documents = documents[documents["duplicate_of"].isna()]
    scored = documents[documents["status"] == "ok"]
    if len(documents) == 1 and len(scored) == 1:
        row = scored.iloc[0]
        share = (row["share_explicit"] + row["share_implicit"]) if row["goals"] else None
        return vocabulary["summary"].format(
            title=row["title"] or Path(str(row["path"])).name,
            score=number(float(row["score"]), 0, lang),
            border=levels(row["border"], lang),
            share=percent(share, lang),
            goals=row["goals"],
        )
    if scored.empty:
        return vocabulary["none"].format(n=len(documents))
    median = number(float(scored["score"].median()), 0, lang)
    return vocabulary["many"].format(ok=len(scored), n=len(documents), median=median)


def _details(
    documents: pd.DataFrame, themes: pd.DataFrame, units: pd.DataFrame, codebook: Codebook, lang: str
) -> list[dict[str, Any]]:
    scored = documents[(documents["status"] == "ok") & documents["duplicate_of"].isna()].head(MOST_DETAILED)
    by_document = dict(tuple(themes.groupby("document_id"))) if len(themes) else {}
    out = []
    for row in records(scored):
        table = by_document[row["document_id"]].set_index("theme")
        matrix = [
            {
                "heading": getattr(codebook.headings[heading], lang),
                "themes": [
                    {"code": code, **table.loc[code].to_dict(), "name": getattr(codebook.code(code).name, lang)}
                    for code in codes
                ],
            }
            for heading, codes in HEADINGS.items()
        ]
        out.append({"row": row, "matrix": matrix})
    return out
