"""What a run says on the terminal: a compact table that fits in 80 columns."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .html import answer
from .tables import records
from .words import number, percent, words

MOST_ROWS = 40
_CONTROL = dict.fromkeys((*range(32), *range(127, 160), *range(8203, 8208), *range(8234, 8239), *range(8294, 8298)))


def console(*, stderr: bool = False) -> Console:
    """A console that is plain when it is not a terminal and honours ``NO_COLOR``."""
    return Console(stderr=stderr, highlight=False, soft_wrap=False)


def harmless_text(value: object, limit: int = 200) -> Text:
    """Text from a document as it may be shown: no control characters, no mark-up, not too long."""
    text = str(value).translate(_CONTROL)
    return Text(text if len(text) <= limit else text[: limit - 1] + "…")


def summary(documents: pd.DataFrame, *, lang: str, out: Console) -> None:
    """Print one line a document: score, interval, level and the two shares.

    Parameters
    ----------
    documents : DataFrame
        Columns as in ``documents.csv``.
    lang : str
        ``nl`` or ``en``.
    out : Console
        Where to print.
    """
    vocabulary = words(lang)
    table = Table(box=None, pad_edge=False, width=min(80, out.width), header_style="bold")
    table.add_column(vocabulary["document"], ratio=1, no_wrap=True, overflow="ellipsis")
    for title in (vocabulary["score"], "90%"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column(vocabulary["level"], no_wrap=True)
    table.add_column("E", justify="right", no_wrap=True)
    table.add_column("I", justify="right", no_wrap=True)
    shown = documents.sort_values(["score", "path"], ascending=[False, True], na_position="last").head(MOST_ROWS)
    for row in records(shown):
        name = harmless_text(row["title"] or Path(str(row["path"])).name)
        if row["status"] != "ok":
            label = vocabulary["no_score"] if row["status"] == "no_score" else vocabulary["failed"]
            table.add_row(name, "–", "", Text(label, style="yellow"), "", "")
            continue
        span = f"{number(row['score_low'], 0, lang)}–{number(row['score_high'], 0, lang)}"
        table.add_row(
            name, number(row["score"], 0, lang), span, str(row["level"]), percent(row["share_explicit"], lang),
            percent(row["share_implicit"], lang),
        )  # fmt: skip
    out.print(table)
    if len(documents) > MOST_ROWS:
        out.print(f"… +{len(documents) - MOST_ROWS}")
    for row in documents[documents["status"] == "no_score"].head(10).pipe(records):
        out.print(Text(f"{Path(str(row['path'])).name}: ") + harmless_text(row["reason"]))
    out.print(f"E/I: {vocabulary['explicit'].lower()} / {vocabulary['implicit'].lower()}, {vocabulary['of_goals']}")
    out.print(harmless_text(answer(documents, lang), 400))


def print_table(table: pd.DataFrame, *, out: Console) -> None:
    """Print any small table; missing values as a dash."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for name in table.columns:
        shown.add_column(str(name), justify="right" if pd.api.types.is_numeric_dtype(table[name]) else "left")
    for row in table.itertuples(index=False):
        shown.add_row(*(harmless_text(_cell(value), 60) for value in row))
    out.print(shown)


def _cell(value: object) -> str:
    if value is None or value is pd.NA or value != value:
        return "–"
    return f"{value:.2f}" if isinstance(value, float) else str(value)
