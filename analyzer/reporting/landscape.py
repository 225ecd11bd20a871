"""The landscape with a register, on the terminal."""

from __future__ import annotations

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .tables import records
from .terminal import harmless_text, print_note

_QUESTIONS = {
    "document": "een document in de map",
    "agreement": "een coalitieakkoord",
    "agreement_up_to_date": "een actueel coalitieakkoord",
    "vision": "een werkgeversvisie",
    "vision_up_to_date": "een actuele werkgeversvisie",
    "doordrenkt": "een actuele werkgeversvisie die doordrenkt is",
}
MOST_NAMED = 12
"""Organisations named as missing; the tables have all."""


def print_register(shares: pd.DataFrame, organisations: pd.DataFrame, unplaced: pd.DataFrame, *, out: Console) -> None:
    """Print which share of the organisations has what, per layer, and who is missing.

    Parameters
    ----------
    shares, organisations : DataFrame
        As ``analyzer.scoring.organisations`` gives them.
    unplaced : DataFrame
        Documents whose organisation is not in the register.
    out : Console
        Where to print.
    """
    layers = [layer for layer in shares["layer"].unique() if layer != "alle"]
    for layer in layers if len(layers) == 1 else ["alle", *layers]:
        part = shares[shares["layer"] == layer]
        table = Table(box=None, pad_edge=False, header_style="bold", title_justify="left")
        table.add_column(_title(layer, int(part["organisations"].max())), min_width=44)
        for name in ("Aantal", "Deel", "90%"):
            table.add_column(name, justify="right")
        for row in records(part):
            of = "" if row["organisations"] == part["organisations"].max() else f" (van {row['organisations']})"
            table.add_row(
                _QUESTIONS[str(row["what"])] + of, str(row["number"]), f"{100 * row['share']:.0f}%",
                f"{100 * row['low']:.0f}–{100 * row['high']:.0f}",
            )  # fmt: skip
        out.print(table)
        out.print()
    _missing(organisations, out)
    if len(unplaced):
        names = ", ".join(sorted({str(row["organisation"] or row["path"]) for row in records(unplaced)})[:MOST_NAMED])
        out.print(Text("Niet in het register: ") + harmless_text(names, 300))
    print_note("90%: het interval voor het aandeel onder alle organisaties waarvan deze een toevalstrek zijn; bij "
               "doordrenkt telt ook de onzekerheid van de score. Wie geen document in de map heeft, kan er wel een "
               "hebben.", out)  # fmt: skip


def _missing(organisations: pd.DataFrame, out: Console) -> None:
    what = organisations["missing"].str.split(";").explode()
    for name in ("coalitieakkoord", "actueel coalitieakkoord", "werkgeversvisie", "actuele werkgeversvisie"):
        lacking = organisations.loc[what[what == name].index, "organisation"].tolist()
        if lacking:
            shown = ", ".join(lacking[:MOST_NAMED])
            more = f" en nog {len(lacking) - MOST_NAMED}" if len(lacking) > MOST_NAMED else ""
            label = f"Zonder {name}" if not name.startswith("act") else f"Wel een, maar geen {name}"
            out.print(
                Text(f"{label} ({len(lacking)}): ", style="bold") + harmless_text(shown + more, 400),
                width=min(80, out.width),
            )


def _title(layer: str, number: int) -> str:
    return f"{layer[0].upper()}{layer[1:]} ({number} organisatie{'s' if number != 1 else ''})"
