"""The landscape of public bodies: ``gdogh landscape``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from .dutch_click import DutchCommand, whole

_PATH = click.Path(path_type=Path)
SHIPPED = "meegeleverd"


@click.command(cls=DutchCommand, short_help="Organisaties met akkoord en visie, en wie nog ontbreekt.")
@click.argument("folder", type=_PATH, metavar="MAP")
@click.option(
    "--register", is_flag=False, flag_value=SHIPPED, metavar="[BESTAND.csv]",
    help="Reken over alle organisaties van een register, ook die zonder documenten; zonder bestand het meegeleverde. "
    "Zet deze optie achter MAP.",
)  # fmt: skip
@click.option("--layer", metavar="LAAG", help="Alleen deze laag van het register, zoals gemeente.")
@click.option("--province", metavar="NAAM", help="Alleen organisaties in deze provincie.")
@click.option("--year", type=whole(1800), metavar="JAAR", help="Organisaties die in dit jaar bestaan; standaard nu.")
@click.option(
    "-o", "--output", type=_PATH, metavar="UITVOER",
    help="Een BESTAND.csv voor de tabel per laag en jaar, of een map voor alle tabellen en, met --register, "
    "landscape.html met de kaart.",
)  # fmt: skip
def landscape(
    folder: Path, register: str | None, layer: str | None, province: str | None, year: int | None, output: Path | None
) -> None:
    """Landschap: organisaties met akkoord en actuele werkgeversvisie, en hun niveau, per laag en jaar.

    Met --register ook welk deel van alle organisaties iets heeft, met 90%-interval, en wat er ontbreekt.

    \b
    Voorbeelden:
      gdogh landscape uit
      gdogh landscape uit --register --layer gemeente
      gdogh landscape uit --register eigen.csv -o landschap

    \b
    Python:
      analyzer.Corpus.from_folder("uit").landscape()
    """
    from .reporting.files import write_csv
    from .reporting.landscape import print_register
    from .reporting.terminal import console, print_landscape
    from .running.corpus import Corpus
    from .running.landscapes import chosen_register, landscape_tables, write_landscape

    corpus = Corpus.from_folder(folder)
    bodies = chosen_register(None if register in {None, SHIPPED} else register, layer, province) if register else None
    tables = landscape_tables(corpus, bodies, year=year or date.today().year)
    if output is None:
        if bodies is None:
            print_landscape(tables["landscape"], out=console())
        else:
            print_register(tables["shares"], tables["organisations"], tables["unplaced"], out=console())
            click.echo("\nNaar het jaar van het document:")
            print_landscape(tables["landscape"], out=console())
    elif output.suffix == ".csv":
        write_csv(output, tables["landscape"])
        click.echo(str(output))
    else:
        for path in write_landscape(corpus, tables, output):
            click.echo(str(path))
