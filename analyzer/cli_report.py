"""The report of an output folder, made again: ``gdogh report``."""

from __future__ import annotations

from pathlib import Path

import click

from .cli_landscape import SHIPPED
from .dutch_click import DutchCommand, one_of


@click.command(cls=DutchCommand, short_help="Maak HTML en XLSX opnieuw uit een uitvoermap.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="MAP")
@click.option(
    "--lang", type=one_of("nl", "en"), metavar="nl|en", default="nl", help="Taal van het rapport; standaard nl."
)
@click.option(
    "--codebook", metavar="BESTAND", help="Namen en definities uit dit codeboek; standaard dat van de analyse."
)
@click.option(
    "--register", is_flag=False, flag_value=SHIPPED, metavar="[BESTAND.csv]",
    help="Reken over alle organisaties van een register en zet ze op de kaart, ook die zonder documenten; zonder bestand "
    "het meegeleverde. Zet deze optie achter MAP.",
)  # fmt: skip
def report(folder: Path, lang: str, codebook: str | None, register: str | None) -> None:
    """Maak HTML en XLSX opnieuw uit de tabellen in een uitvoermap.

    \b
    Voorbeelden:
      gdogh report uit --lang en
      gdogh report uit --register organisaties.csv

    \b
    Python:
      analyzer.Corpus.from_folder("uit").to_folder("uit", lang="en")
    """
    from .running.corpus import Corpus
    from .running.landscapes import chosen_register

    bodies = chosen_register(None if register == SHIPPED else register) if register else None
    Corpus.from_folder(folder).to_folder(folder, lang=lang, codebook=codebook, register=bodies)
    click.echo(str(folder / "report.html"))
