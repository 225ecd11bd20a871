"""What a run says on the terminal: a compact table that fits in 80 columns."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..codebook import Codebook
from .html import answer
from .tables import records
from .words import levels, number, percent, reason, varied, words

MOST_ROWS = 40
_CONTROL = dict.fromkeys((*range(32), *range(127, 160), *range(8203, 8208), *range(8234, 8239), *range(8294, 8298)))


def console(*, stderr: bool = False) -> Console:
    """A console that is plain when it is not a terminal and honours ``NO_COLOR``."""
    return Console(stderr=stderr, highlight=False, soft_wrap=False)


def harmless_text(value: object, limit: int = 200) -> Text:
    """Text from a document as it may be shown: no control characters, no mark-up, not too long."""
    text = str(value).translate(_CONTROL)
    return Text(text if len(text) <= limit else text[: limit - 1] + "…")


def summary(documents: pd.DataFrame, *, lang: str, out: Console, codebook: Codebook | None = None) -> None:
    """Print one line a document: score, interval, level and the two shares.

    Parameters
    ----------
    documents : DataFrame
        Columns as in ``documents.csv``.
    lang : str
        ``nl`` or ``en``.
    out : Console
        Where to print.
    codebook : Codebook, optional
        Says in words what the level of a single document means.
    """
    vocabulary = words(lang)
    doubles = int(documents["duplicate_of"].notna().sum())
    documents = documents[documents["duplicate_of"].isna()]
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
            name, number(row["score"], 0, lang), span, levels(row["border"], lang), percent(row["share_explicit"], lang),
            percent(row["share_implicit"], lang),
        )  # fmt: skip
    out.print(table)
    if len(documents) > MOST_ROWS:
        out.print(f"… +{len(documents) - MOST_ROWS}")
    if doubles:
        out.print(vocabulary["doubles"].format(n=doubles))
    for row in documents[documents["status"] == "no_score"].head(10).pipe(records):
        out.print(Text(f"{Path(str(row['path'])).name}: ") + harmless_text(reason(row, lang)))
    print_note(
        f"E/I: {vocabulary['explicit'].lower()} / {vocabulary['implicit'].lower()}, {vocabulary['of_goals']}", out
    )
    out.print(harmless_text(answer(documents, lang), 400))
    if said := varied(documents, lang):
        print_note(said, out)
    if codebook is not None and len(documents) == 1 and documents["status"].iloc[0] == "ok":
        name = documents["level"].iloc[0]
        if name in codebook.scoring.levels:
            out.print(Text(f"{name}: {getattr(codebook.scoring.levels[name], lang)}"), width=min(80, out.width))


def print_landscape(table: pd.DataFrame, *, out: Console) -> None:
    """Print the landscape: a line a layer, with its years below it.

    Parameters
    ----------
    table : DataFrame
        As ``analyzer.scoring.landscape.landscape`` gives it.
    out : Console
        Where to print.
    """
    shown = _table(("Laag", "Jaar"), ("Aantal", "Akkoord", "Visie", "Actueel", "Doordrenkt", "Digitale doelen"))
    for row in records(table):
        steeped = "–" if row["doordrenkt"] is None else str(row["doordrenkt"])
        if row["doordrenkt_high"]:
            steeped += f" ({row['doordrenkt_low']:.0f}–{row['doordrenkt_high']:.0f})"
        share = percent(row["share_digital_goals"], places=0)
        if row["share_low"] != row["share_high"]:
            share += f" ({100 * row['share_low']:.0f}–{100 * row['share_high']:.0f})"
        counts = (row[name] for name in ("organisations", "with_agreement", "with_vision", "vision_up_to_date"))
        year = "" if row["year"] is None else str(row["year"])
        shown.add_row("" if year else harmless_text(row["layer"], 20), year, *map(str, counts), steeped, share)
    out.print(shown)
    print_note("Aantal organisaties, en hoeveel daarvan een akkoord hebben, een werkgeversvisie, een actuele visie en een "
          "actuele visie die doordrenkt is; het gemiddelde aandeel digitale doelen in hun akkoorden. Tussen haakjes het "
          "90%-interval.", out)  # fmt: skip


def print_gaps(table: pd.DataFrame, *, out: Console) -> None:
    """Print the kloof: per organisation the themes that its agreement or its employer vision has.

    Parameters
    ----------
    table : DataFrame
        As ``analyzer.scoring.landscape.gaps`` gives it.
    out : Console
        Where to print.
    """
    for organisation, themes in table.groupby("organisation", sort=False):
        shown = _table(("Thema", ""), ("Akkoord", "Visie", "Kloof"))
        for row in records(themes[(themes["agreement_level"] > 0) | (themes["vision_level"] > 0)]):
            gap = f"{row['gap']:+d}" if row["gap"] else "0"
            shown.add_row(row["theme"], row["name"], str(row["agreement_level"]), str(row["vision_level"]), gap)
        out.print(harmless_text(organisation), style="bold")
        out.print(shown)
        out.print()
    print_note("Niveau 0 (afwezig) tot 4 (in maatregelen in meer paragrafen). Een kloof boven 0: het akkoord vraagt meer dan de "
          "werkgeversvisie draagt. Thema's die in beide ontbreken, staan er niet bij.", out)  # fmt: skip


def _table(left: tuple[str, ...], right: tuple[str, ...]) -> Table:
    """A table without lines: text columns, then columns of numbers."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in left:
        table.add_column(name)
    for name in right:
        table.add_column(name, justify="right")
    return table


def print_note(text: str, out: Console) -> None:
    """Print what must be known to read what stands above it."""
    out.print(Text(text), style="dim", width=min(80, out.width))
