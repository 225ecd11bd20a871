"""Gemiste kansen on the terminal."""

from __future__ import annotations

import pandas as pd
from rich.console import Console
from rich.text import Text

from .explained import print_wrapped
from .tables import records
from .terminal import harmless_text, print_note


def print_chances(table: pd.DataFrame, *, out: Console) -> None:
    """Print goals that name no digital means, by document, each with what others do.

    Parameters
    ----------
    table : DataFrame
        As ``analyzer.running.chances.missed`` gives it.
    out : Console
        Where to print.
    """
    width = min(80, out.width)
    if table.empty:
        out.print(
            Text("Geen doelen gevonden waarvan de uitvoering op digitale middelen draait zonder ze te noemen."),
            width=width,
        )
    for _, rows in table.groupby("document_id", sort=False):
        out.print(harmless_text(rows["title"].iloc[0], 200), style="bold", width=width)
        for row in records(rows):
            page = f" · p. {row['page']}" if rows["page"].max() > 1 else ""
            print_wrapped(Text(f"kans {100 * row['potential']:.0f}% · {row['domain']}{page}"), 2, out, style="cyan")
            print_wrapped(harmless_text(row["text"], 300), 4, out)
            if row["like_text"]:
                said = f"wel digitaal, {row['likes_digital']} van {row['likes']} doelen die erop lijken, zoals in "
                source = Text(said).append_text(harmless_text(row["like_title"], 80)).append(": ")
                print_wrapped(source.append_text(harmless_text(row["like_text"], 300)), 4, out, style="dim")
        out.print()
    print_note(
        "Doelen die geen digitaal middel noemen terwijl de uitvoering er waarschijnlijk op draait: volgens de codering, of omdat doelen in "
        "hetzelfde beleidsveld van andere documenten in de map die erop lijken, wel een middel noemen.",
        out,
    )
