"""Why a number is what it is: ``gdogh explain``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .dutch_click import DutchCommand, whole


@click.command(cls=DutchCommand, short_help="Waarom: de zinnen die een getal dragen.")
@click.argument("target", type=click.Path(path_type=Path), metavar="DOEL")
@click.option("--theme", metavar="CODE", help="Alleen zinnen met dit thema, zoals VER2.")
@click.option("--unit", metavar="ID", help="Alleen deze eenheid, ook als die geen digitale component heeft.")
@click.option(
    "--number", metavar="GETAL",
    help="Waarom dit getal: score, een indicator (zoals intensiteit), goals, goals_explicit, share_explicit …; met --theme "
    "ook level, units, units_digital, measures; met --landscape een kolom daarvan.",
)  # fmt: skip
@click.option(
    "--document", metavar="NAAM", help="Uit een uitvoermap alleen dit document: id, bestand of deel van de titel."
)
@click.option("--landscape", "layer", metavar="LAAG", help="Waarom een getal van het landschap: een laag, of alle.")
@click.option("--year", type=whole(1800), metavar="JAAR", help="Met --landscape: dit jaar van de laag.")
@click.option(
    "-n", "--limit", type=whole(1), metavar="N", default=15, help="Hoeveel zinnen per document; standaard 15."
)
@click.option("--codebook", metavar="BESTAND", help="Ander codeboek (YAML).")
@click.option(
    "--pipeline", metavar="NAAM|PAD", help="spaCy-pipeline, zoals nl_core_news_lg; standaard de meegeleverde."
)
def explain(target: Path, layer: str | None, year: int | None, number: str | None, **settings: Any) -> None:
    """Waarom: de zinnen die een getal dragen, met pagina, beslissende woorden en wat ze waard zijn.

    DOEL is een document of een uitvoermap. De zwaarste zin staat bovenaan. Met --number ook waaruit het getal is berekend.

    \b
    Voorbeelden:
      gdogh explain uit
      gdogh explain coalitieakkoord.pdf --theme DEM3
      gdogh explain uit --document hesselrode --number intensiteit
      gdogh explain uit --landscape gemeente --number doordrenkt

    \b
    Python:
      analyzer.analyse("coalitieakkoord.pdf").explain("DEM3")
    """
    from .reporting.explained import print_behind, print_explanation
    from .reporting.terminal import console
    from .running.why import behind_landscape, explanations

    if layer is not None:
        name, value, table = behind_landscape(target, layer=layer, year=year, number=number)
        print_behind(name, value, table, out=console())
        return
    for explanation in explanations(target, number=number, **settings):
        print_explanation(explanation, out=console())
