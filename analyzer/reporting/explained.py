"""Why, on the terminal: sentence, page, deciding words, worth."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
from rich.console import Console
from rich.text import Text

from ..scoring.indicators import INDICATORS
from .tables import records
from .terminal import harmless_text
from .words import number

_NEXT = {"share_digital_goals": "share_explicit"}
"""Number of a document to ask about next, by number of the landscape."""
_MANY_EMPTY = 4
"""Parts worth nothing from which they share a line."""


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
    number : str
        The number that is explained.
    value : float or None
        Its value.
    parts : DataFrame
        What it is computed from, as ``analyzer.scoring.breakdown.breakdown`` gives it; empty when not asked for.
    level, meaning : str
        The level of the document, and what that means in words.
    """

    title: str
    score: float | None
    reason: str
    table: pd.DataFrame
    paged: bool
    number: str = "score"
    value: float | None = None
    parts: pd.DataFrame = field(default_factory=pd.DataFrame)
    level: str = ""
    meaning: str = ""


def print_explanation(why: Explanation, *, out: Console) -> None:
    """Print the sentences that carry a score.

    Parameters
    ----------
    why : Explanation
        What to print.
    out : Console
        Where to print.
    """
    score = f"geen score. {why.reason}" if why.score is None else f"score {number(why.score, 1)}, {why.level}"
    print_wrapped(Text.assemble(harmless_text(why.title), f": {score}"), 0, out, style="bold")
    if why.meaning:
        print_wrapped(Text(why.meaning), 2, out, style="dim")
    if why.number != "score" and why.value is not None:
        print_wrapped(Text(f"{why.number}: {_shown(why.number, why.value)}"), 2, out, style="bold")
    _parts(why.parts, out)
    if why.table.empty and why.score is not None:
        print_wrapped(Text("Geen zinnen met een digitale component of dit thema."), 2, out)
    for row in records(why.table):
        place = [f"p. {row['page']}"] if why.paged else []
        place += [harmless_text(row["section"], 60).plain] if row["section"] else []
        codes = f"{row['statement']}/{row['digital']} {', '.join(row['themes'])}".rstrip()
        worth = [] if row["worth"] is None else [
            f"waard {_shown(why.number, row['worth'], worth=True)} (zonder deze zin {_shown(why.number, row['without'])})"]  # fmt: skip
        out.print()
        print_wrapped(Text(" · ".join([codes, *worth, *place])), 2, out, style="cyan")
        print_wrapped(harmless_text(row["text"], 1000), 4, out)
        if row["why"]:
            print_wrapped(Text.assemble("waarom: ", harmless_text(row["why"], 600)), 4, out, style="dim")
        print_wrapped(Text(f"eenheid: {row['unit_id']}"), 4, out, style="dim")
    out.print()


def print_behind(name: str, value: float | None, table: pd.DataFrame, *, out: Console) -> None:
    """Print the documents behind a number of the landscape.

    Parameters
    ----------
    name : str
        The number.
    value : float or None
        Its value; ``None`` when it is missing.
    table : DataFrame
        As ``analyzer.scoring.landscape.behind`` gives it.
    out : Console
        Where to print.
    """
    said = "ontbreekt: geen document waarvan het zou kunnen komen" if value is None else _shown(name, value)
    print_wrapped(Text(f"{name}: {said}"), 0, out, style="bold")
    for row in records(table):
        worth = "niets meer" if row["worth"] is None else _shown(name, row["worth"], worth=True)
        about = [
            str(part) for part in (row["organisation"], row["kind"], row["year"], row["border"]) if part is not None
        ]
        if row["share_digital"] is not None:
            about.append(f"{number(100 * row['share_digital'], 1)}% digitale doelen")
        out.print()
        print_wrapped(Text(f"waard {worth}"), 2, out, style="cyan")
        print_wrapped(harmless_text(row["title"] or row["document_id"], 200), 4, out)
        print_wrapped(harmless_text(" · ".join(about), 200), 4, out)
        print_wrapped(
            Text(f"verder: --document {row['document_id']} --number {_NEXT.get(name, 'score')}"), 4, out, style="dim"
        )


def _parts(parts: pd.DataFrame, out: Console) -> None:
    if parts.empty:
        return
    out.print()
    empty = parts[parts["value"].map(lambda value: isinstance(value, float) and value == 0.0)]
    for row in records(parts.drop(empty.index) if len(empty) >= _MANY_EMPTY else parts):
        value = number(row["value"], 0 if isinstance(row["value"], int) else 3)
        print_wrapped(harmless_text(f"{value:>7}  {row['part']}: {row['about']}", 200), 2, out)
    if len(empty) >= _MANY_EMPTY:
        print_wrapped(Text("      0  ").append_text(harmless_text(", ".join(empty["part"]), 600)), 2, out)


def _shown(name: str, value: float, *, worth: bool = False) -> str:
    """A number as people read it: points, counts, or a share between 0 and 1."""
    last = name.rsplit(maxsplit=1)[-1]
    if last.startswith("share_"):
        shown = f"{number(100 * value, 1)}{' procentpunt' if worth else '%'}"
    else:
        shown = number(value, 1 if last == "score" else 3 if last in INDICATORS else 0)
    return shown.replace("-", "−")


def print_wrapped(text: Text, indent: int, out: Console, style: str = "") -> None:
    """Print wrapped and indented, without spaces at the ends of lines."""
    for line in text.wrap(out, out.width - indent):
        out.print(Text(" " * indent).append_text(line), style=style)
