"""A comparison on the terminal: the answer, what differs, and which sentences came and went."""

from __future__ import annotations

from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .tables import records
from .terminal import harmless_text, print_note
from .words import number

_TITLES = {"kopje": "Kopjes", "thema": "Thema’s", "beleidsveld": "Beleidsvelden"}
_COUNTED = {
    "kopje": "zinnen met een thema van dit kopje én een digitale link, per 100 zinnen",
    "thema": "zinnen met dit thema én een digitale link, per 100 zinnen",
    "beleidsveld": "digitale doelen, per 100 doelen in dit veld",
}
_CHANGES = (
    ("erbij", "Digitale zinnen die erbij kwamen"), ("nu digitaal", "Stonden er al, nu met een digitale component"),
    ("weg", "Digitale zinnen die verdwenen"), ("niet meer digitaal", "Bleven, zonder digitale component"),
)  # fmt: skip


def answer(differences: pd.DataFrame) -> str:
    """The difference in score in one sentence."""
    row = records(differences[differences["part"] == "score"])[0]
    size, span = number(abs(row["difference"]), 0), f"90%: {_signed(row['low'])} tot {_signed(row['high'])}"
    if not row["beyond_noise"]:
        return f"Het verschil in score ({_signed(row['difference'])} punten) is niet groter dan toeval ({span})."
    return (
        f"De score is {size} punten {'hoger' if row['difference'] > 0 else 'lager'}; dat is meer dan toeval ({span})."
    )


def print_comparison(made: Any, *, limit: int, out: Console) -> None:
    """Print a comparison.

    Parameters
    ----------
    made : Comparison
        As ``analyzer.running.comparing.compare_targets`` makes it.
    limit : int
        Most sentences of each sort.
    out : Console
        Where to print.
    """
    width = min(80, out.width)
    sides = [made.documents[made.documents["side"] == side] for side in ("before", "after")]
    for label, name, side in (("Eerst", made.before, sides[0]), ("Dan", made.after, sides[1])):
        more = "" if len(side) == 1 else f" ({len(side)} documenten, gemiddeld)"
        out.print(Text(f"{label}: ", style="bold") + harmless_text(name, 150) + Text(more), width=width)
    out.print()
    out.print(Text(answer(made.differences), style="bold"), width=width)
    out.print()
    _totals(made.differences, out)
    for part in _TITLES:
        _parts(made.differences, part, made.single, out)
    _came(made, out, width)
    _sentences(made.sentences, limit, out, width)
    print_note(_note(made), out)


def _totals(differences: pd.DataFrame, out: Console) -> None:
    table = _table("")
    for row in records(differences[differences["part"].isin(["score", "indicator", "aandeel"])]):
        scale, places = (1.0, 0) if row["part"] == "score" else (100.0, 1) if row["part"] == "aandeel" else (1.0, 2)
        name = row["name"] + (" (%)" if row["part"] == "aandeel" else "")
        table.add_row(*_cells(row, name, scale, places), style="bold" if row["part"] == "score" else "")
    out.print(table)
    out.print()


def _parts(differences: pd.DataFrame, part: str, single: bool, out: Console) -> None:
    rows = differences[(differences["part"] == part) & (differences[["before", "after"]].fillna(0.0).max(axis=1) > 0)]
    if rows.empty:
        return
    table = _table(_TITLES[part])
    for row in records(rows):
        levels = ""
        if part == "thema" and single and row["level_before"] != row["level_after"]:
            levels = f" (niveau {row['level_before']:.0f} → {row['level_after']:.0f})"
        name = f"{row['code']} {row['name']}" if part == "thema" else row["name"]
        table.add_row(*_cells(row, name + levels, 100.0, 1))
    out.print(table)
    out.print(Text(_COUNTED[part]), style="dim")
    out.print()


def _came(made: Any, out: Console, width: int) -> None:
    parts = made.differences[made.differences["part"].isin(["thema", "beleidsveld"])]
    here, there = parts["before"].fillna(0.0) > 0, parts["after"].fillna(0.0) > 0
    for label, rows in (("Erbij gekomen", parts[~here & there]), ("Verdwenen", parts[here & ~there])):
        names = [row["code"] if row["part"] == "thema" else row["name"] for row in records(rows)]
        out.print(Text(f"{label}: ", style="bold") + Text(", ".join(names) or "niets"), width=width)
    out.print()


def _sentences(sentences: pd.DataFrame, limit: int, out: Console, width: int) -> None:
    paged = len(sentences) and int(sentences["page"].max()) > 1
    for change, label in _CHANGES:
        rows = sentences[sentences["change"] == change]
        if rows.empty:
            continue
        out.print(Text(f"{label} ({len(rows)})", style="bold"))
        for row in records(rows.head(limit)):
            codes = f"{row['statement']}/{row['digital']} {', '.join(row['themes'])}".rstrip()
            place = f"p. {row['page']} · " if paged else ""
            out.print(
                Text("  · ") + Text(f"{place}{codes}  ", style="cyan") + harmless_text(row["text"], 160), width=width
            )
        if len(rows) > limit:
            out.print(Text(f"  … en nog {len(rows) - limit} (-n toont er meer, -o geeft alles)"), style="dim")
        out.print()


def _note(made: Any) -> str:
    if made.single:
        meant = "welke passages er staan en twijfel over de codering"
    else:
        meant = (
            f"welke van {made.organisations} organisaties meedoen, welke passages er staan en twijfel over de codering"
        )
    return (
        f"Het 90%-interval houdt rekening met toeval in {meant}. * = meer dan toeval; bij kopjes, thema’s en velden is "
        "hooguit een op de tien sterretjes vals. – = geen doelen in dat veld."
    )


def _table(title: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(title, overflow="fold", max_width=43)
    for name in ("Eerst", "Dan", "Verschil", "90%", ""):
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _cells(row: dict[str, Any], name: str, scale: float, places: int) -> tuple[Text | str, ...]:
    values = [
        None if row[key] is None else row[key] * scale for key in ("before", "after", "difference", "low", "high")
    ]
    plain = ["–" if value is None else number(value, places) for value in values[:2]]
    if values[2] is None:
        return Text(name), *plain, "–", "", ""
    span = f"{_signed(values[3], places)} … {_signed(values[4], places)}"
    return Text(name), *plain, _signed(values[2], places), span, "*" if row["beyond_noise"] else ""


def _signed(value: float | None, places: int = 0) -> str:
    if value is None:
        return ""
    rounded = round(value, places) + 0.0  # a difference of nothing has no sign
    return f"{'+' if rounded > 0 else ''}{number(rounded, places)}".replace("-", "−")
