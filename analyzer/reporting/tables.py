"""The tables of the output folder: their columns, and how a cell is written so that no spreadsheet runs it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import pandas as pd

from ..coding.schema import UNITS
from ..scoring.analysis import Analysis
from ..scoring.indicators import INDICATORS
from ..scoring.score import THEME_COLUMNS, Score

ADJUSTED = tuple(f"share_{code}_adjusted{end}" for code in ("explicit", "implicit") for end in ("", "_low", "_high"))
"""Columns of the shares corrected for the known errors of the coder, each with its 90% interval."""
DOCUMENT_COLUMNS = (
    "document_id", "path", "title", "organisation", "organisation_uri", "layer", "kind", "period_start", "period_end",
    "year", "actueel", "language", "pages", "words", "units", "goals", "goals_explicit", "goals_implicit",
    "share_explicit", "share_implicit", *INDICATORS, "score", "score_low", "score_high", "level", "percentile",
    "status", "reason", "codebook_version", "codebook_hash", "model_version",
    "border", "share_explicit_low", "share_explicit_high", "share_implicit_low", "share_implicit_high",
    "vary_weights", *ADJUSTED, "format", "notes", "duplicate_of", "version_of", "resemblance", "parties", "recognised",
)  # fmt: skip
THEMES_COLUMNS = ("document_id", *THEME_COLUMNS)
FAILURE_COLUMNS = ("path", "stage", "error", "remedy")
UNIT_COLUMNS = (*UNITS, "kind", "lead_in", "concreteness", "hr")

_WHOLE = ("period_start", "period_end", "year", "pages", "words", "units", "goals", "goals_explicit", "goals_implicit")
_DECIMALS = dict.fromkeys((*INDICATORS, "share_explicit", "share_implicit", "share_explicit_low", "share_explicit_high", "share_implicit_low", "share_implicit_high", *ADJUSTED), 4) | dict.fromkeys(("score", "score_low", "score_high", "percentile", "vary_weights"), 2)  # fmt: skip
_ROWS = 500
"""Rows of documents that are in memory as such at once."""
_AT_ONCE = 20_000
"""Rows of themes that are in memory at once."""
_TEXT = "string" if pd.Series([""]).dtype == object else "str"
"""Type of a column of text in which some may be missing; pandas 2 makes ``None`` of that when asked for ``str``."""
LISTS = frozenset({"themes", "hr", "evidence"})
"""Columns of coded units whose cells are lists."""
_FORMULA = re.compile(r"[=@\t\r\n]|[+-](?!\d+(?:[.,]\d+)?$)")
"""How a cell begins that a spreadsheet takes for a formula; a number with a sign is just a number."""


def document_row(analysis: Analysis) -> dict[str, Any]:
    """One row of *documents* as plain values, rounded as it is written."""
    document, meta, score = analysis.document, analysis.document.metadata, analysis.score
    row: dict[str, Any] = {
        "document_id": document.document_id,
        "path": document.source,
        "title": document.title,
        "organisation": meta.organisation,
        "organisation_uri": meta.organisation_uri,
        "layer": meta.layer,
        "kind": meta.kind,
        "period_start": meta.period_start,
        "period_end": meta.period_end,
        "year": meta.year,
        "actueel": analysis.actueel,
        "language": analysis.language,
        "pages": document.pages,
        "words": document.words,
        **score_cells(score),
        "status": score.status,
        "reason": score.reason,
        "codebook_version": analysis.codebook.version,
        "codebook_hash": analysis.codebook.hash,
        "model_version": analysis.model_version,
        "format": document.format,
        "notes": " ".join(document.notes),
        "duplicate_of": None,
        "version_of": None,
        "resemblance": None,
        "parties": ";".join(meta.parties),
        "recognised": "; ".join(f"{item.name} {item.confidence:.2f}: {item.evidence}" for item in meta.findings),
    }
    return row


def score_cells(score: Score) -> dict[str, Any]:
    """The cells of *documents* that come from the score, rounded as they are written."""
    cells: dict[str, Any] = {
        "units": score.units,
        "goals": score.goals,
        "goals_explicit": score.goals_explicit,
        "goals_implicit": score.goals_implicit,
        "share_explicit": score.share_explicit,
        "share_implicit": score.share_implicit,
        **{name: score.indicators.get(name) for name in INDICATORS},
        "score": score.value,
        "score_low": score.low,
        "score_high": score.high,
        "level": score.level,
        "percentile": score.percentile,
        "border": score.border,
        "vary_weights": score.vary_weights,
    }
    cells["share_explicit_adjusted"] = score.share_explicit_adjusted
    cells["share_implicit_adjusted"] = score.share_implicit_adjusted
    for name in ("share_explicit", "share_implicit", "share_explicit_adjusted", "share_implicit_adjusted"):
        low, high = score.bounds.get(name, (None, None))
        cells[f"{name}_low"], cells[f"{name}_high"] = low, high
    for name, places in _DECIMALS.items():
        if cells[name] is not None:
            cells[name] = round(float(cells[name]), places)
    return cells


def failed_row(document_id: str, path: str, reason: str, versions: Mapping[str, str]) -> dict[str, Any]:
    """One row of *documents* for a document that could not be read."""
    return dict.fromkeys(DOCUMENT_COLUMNS) | {
        "document_id": document_id, "path": path, "status": "failed", "reason": reason, "actueel": "onbekend", **versions,
    }  # fmt: skip


def documents_table(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Table of documents with the right column types, also when it is empty."""
    cells = (tuple(map(row.get, DOCUMENT_COLUMNS)) for row in rows)
    # Some at a time: as rows they take five times the memory.
    parts = [pd.DataFrame.from_records([], columns=list(DOCUMENT_COLUMNS))]
    while some := list(islice(cells, _ROWS)):
        parts.append(pd.DataFrame.from_records(some, columns=list(DOCUMENT_COLUMNS)))
    parts = parts[1:] or parts
    table = pd.concat(parts, ignore_index=True)
    for name in DOCUMENT_COLUMNS:
        # A column that is empty in one part has no type there.
        if table[name].dtype == object and any(part[name].dtype == "str" for part in parts):
            table[name] = table[name].astype("str")
    for name in _WHOLE:
        table[name] = pd.to_numeric(table[name]).astype("Int64")
    for name in _DECIMALS:
        table[name] = pd.to_numeric(table[name]).astype("Float64")
    return table


def themes_table(parts: Iterable[tuple[str, Sequence[Mapping[str, Any]]]]) -> pd.DataFrame:
    """Table of documents by themes, from the rows of each."""
    return pd.concat(theme_tables(parts), ignore_index=True)


def theme_tables(parts: Iterable[tuple[str, Sequence[Mapping[str, Any]]]]) -> Iterator[pd.DataFrame]:
    """The same in tables of so many rows that they do not matter to memory; at least one, which may be empty."""
    rows = ((document_id, *map(row.get, THEME_COLUMNS)) for document_id, themes in parts for row in themes)
    some, types = list(islice(rows, _AT_ONCE)), {"best_page": "Int64"}
    while True:
        following = list(islice(rows, _AT_ONCE))
        if following:
            # What one part lacks, another may have: the type may not depend on it.
            types |= dict.fromkeys(("best_unit_id", "best_text"), _TEXT)
        yield pd.DataFrame.from_records(some, columns=list(THEMES_COLUMNS)).astype(types)
        if not (some := following):
            return


def sliced(table: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """A table in parts of as many rows as `theme_tables` gives; at least one, which may be empty."""
    for first in range(0, max(1, len(table)), _AT_ONCE):
        yield table.iloc[first : first + _AT_ONCE]


def failures_table(rows: Iterable[Mapping[str, str]]) -> pd.DataFrame:
    """Table of documents that failed."""
    return pd.DataFrame.from_records(list(rows), columns=list(FAILURE_COLUMNS))


def parted(units: pd.DataFrame | Mapping[str, pd.DataFrame]) -> Mapping[str, pd.DataFrame]:
    """Coded units by document, in the order in which the documents come; what is parted already is given back."""
    if not isinstance(units, pd.DataFrame):
        return units
    return {str(name): part for name, part in units.groupby("document_id", sort=False)} if len(units) else {}


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dicts with ``None`` for whatever is missing."""
    return table.astype(object).where(table.notna(), None).to_dict(orient="records")  # type: ignore[return-value]


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet runs as a formula: text that looks like one gets an apostrophe before it."""
    return "'" + value if isinstance(value, str) and _FORMULA.match(value) else value


def flat(table: pd.DataFrame) -> pd.DataFrame:
    """Table for CSV and workbooks: lists joined with ``;``, evidence as short text."""
    out = table.copy()
    for name in out.columns:
        if name == "evidence":
            out[name] = [_evidence(items) for items in out[name]]
        elif name in {"themes", "hr"}:
            out[name] = [";".join(items) for items in out[name]]
    return out


def neutral(table: pd.DataFrame) -> pd.DataFrame:
    """Table in which no cell is run as a formula. CSV needs it; a workbook says itself which cells are text."""
    out = table.copy()
    for name in out.columns:
        if not pd.api.types.is_numeric_dtype(out[name]) and not pd.api.types.is_bool_dtype(out[name]):
            out[name] = out[name].map(harmless, na_action="ignore")
    return out.rename(columns=harmless)


def _evidence(items: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(f"{item['start']}-{item['end']} {item['code']}: {item['match'] or item['why']}" for item in items)
