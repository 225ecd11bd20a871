"""Why, on the terminal: sentence, page, deciding words, worth."""

from __future__ import annotations

import pandas as pd
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from .terminal import harmless_text
from .words import number


def print_explanation(title: str, value: float | None, table: pd.DataFrame, *, out: Console) -> None:
    """Print the sentences that carry a score.

    Parameters
    ----------
    title : str
        Title of the document.
    value : float or None
        Its score.
    table : DataFrame
        As ``analyzer.scoring.explain.explain`` gives it.
    out : Console
        Where to print.
    """
    score = "geen score" if value is None else f"score {number(value, 1)}"
    out.print(Text.assemble(harmless_text(title), f": {score}"), style="bold")
    if table.empty:
        out.print("  Geen zinnen met een digitale component of dit thema.")
    for row in table.to_dict(orient="records"):
        themes = ", ".join(row["themes"]) or "–"
        head = f"p. {row['page']}  {row['statement']}/{row['digital']}  {themes}"
        worth = f"  waard: {number(row['worth'], 2)} (zonder deze zin {number(row['score_without'], 1)})"
        out.print(Padding(Text(head + worth, style="cyan"), (1, 0, 0, 2)))
        out.print(Padding(harmless_text(row["text"], 1000), (0, 0, 0, 4)))
        if row["why"]:
            out.print(Padding(Text.assemble("waarom: ", harmless_text(row["why"], 600)), (0, 0, 0, 4)), style="dim")
        out.print(Padding(Text(f"eenheid {row['unit_id']}"), (0, 0, 0, 4)), style="dim")
    out.print()
