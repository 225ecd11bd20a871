"""Why, on the terminal: sentence, page, deciding words, worth."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from rich.console import Console
from rich.text import Text

from .tables import records
from .terminal import harmless_text
from .words import number


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one document has its score.

    Parameters
    ----------
    title : str
        Title of the document.
    score : float or None
        Its score.
    reason : str
        Why it has none.
    table : DataFrame
        Sentences as ``analyzer.scoring.explain.explain`` gives them; `worth` is missing where there is no score.
    paged : bool
        Whether its pages mean anything: formats such as DOCX have none.
    """

    title: str
    score: float | None
    reason: str
    table: pd.DataFrame
    paged: bool


def print_explanation(why: Explanation, *, out: Console) -> None:
    """Print the sentences that carry a score.

    Parameters
    ----------
    why : Explanation
        What to print.
    out : Console
        Where to print.
    """
    score = f"geen score. {why.reason}" if why.score is None else f"score {number(why.score, 1)}"
    _print(Text.assemble(harmless_text(why.title), f": {score}"), 0, out, style="bold")
    if why.table.empty and why.score is not None:
        _print(Text("Geen zinnen met een digitale component of dit thema."), 2, out)
    for row in records(why.table):
        place = [f"p. {row['page']}"] if why.paged else []
        place += [harmless_text(row["section"], 60).plain] if row["section"] else []
        codes = f"{row['statement']}/{row['digital']} {', '.join(row['themes'])}".rstrip()
        worth = [] if row["worth"] is None else [
            f"waard {number(row['worth'], 1)} (zonder deze zin {number(row['score_without'], 1)})"]  # fmt: skip
        out.print()
        _print(Text(" · ".join([codes, *worth, *place])), 2, out, style="cyan")
        _print(harmless_text(row["text"], 1000), 4, out)
        if row["why"]:
            _print(Text.assemble("waarom: ", harmless_text(row["why"], 600)), 4, out, style="dim")
        _print(Text(f"eenheid: {row['unit_id']}"), 4, out, style="dim")
    out.print()


def _print(text: Text, indent: int, out: Console, style: str = "") -> None:
    """Print wrapped and indented, without spaces at the ends of lines."""
    for line in text.wrap(out, out.width - indent):
        out.print(Text(" " * indent).append_text(line), style=style)
