"""Commands about documents that are public: ``gdogh corpus …``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .dutch_click import DutchGroup, one_of, there, whole

if TYPE_CHECKING:
    from .corpora.catalogue import Entry

_FILE = there(folder=False)
_PATH = click.Path(path_type=Path)
_CATALOGUE = click.option(
    "--catalogue", type=_FILE, metavar="BESTAND.csv", help="Catalogus; standaard de meegeleverde."
)
_OWN = click.option(
    "--catalogue", type=_PATH, required=True, metavar="BESTAND.csv", help="Uw eigen catalogus; mag nieuw zijn."
)


@click.group(cls=DutchGroup, short_help="Zoek, verzamel en controleer openbare documenten.")
def corpus() -> None:
    """Zoek, verzamel en controleer openbare documenten van overheden.

    Alleen opdrachten met --online gebruiken het netwerk, en die zeggen vooraf wat zij gaan doen.

    \b
    Voorbeelden:
      gdogh corpus list --organisation utrecht
      gdogh corpus fetch -o archief gm0344-coalitieakkoord-2014 --dry-run
    """


@corpus.command("list", short_help="Toon welke documenten bekend zijn.")
@_CATALOGUE
@click.option("--organisation", metavar="NAAM", help="Alleen van deze organisatie, zoals 'gem. Den Haag'.")
@click.option("--kind", metavar="SOORT", help="Alleen deze soort, zoals coalitieakkoord.")
@click.option("--layer", metavar="LAAG", help="Alleen deze laag, zoals gemeente of waterschap.")
@click.option("--year", type=whole(1800), metavar="JAAR", help="Alleen documenten waarvan de periode dit jaar bevat.")
@click.option(
    "--format", "form", type=one_of("tabel", "csv"), default="tabel", metavar="tabel|csv", help="Vorm; standaard tabel."
)
def show_all(
    catalogue: Path | None, organisation: str | None, kind: str | None, layer: str | None, year: int | None, form: str
) -> None:
    """Toon welke documenten bekend zijn, een per regel.

    \b
    Voorbeelden:
      gdogh corpus list --organisation "gem. Den Haag"
      gdogh corpus list --kind werkgeversvisie --format csv

    \b
    Python:
      analyzer.corpora.catalogue.load_catalogue()
    """
    import csv
    import sys

    from .corpora.catalogue import COLUMNS
    from .corpora.selection import select

    found = select(_entries(catalogue), organisation=organisation, kind=kind, layer=layer, year=year)
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([getattr(entry, name) for name in COLUMNS] for entry in found)
        return
    for entry in found:
        click.echo(f"{entry.id}  {entry.organisation}, {entry.kind or 'soort onbekend'} {_period(entry)}".rstrip())
    click.echo(f"{len(found)} document{'en' * (len(found) != 1)}.", err=True)


@corpus.command("show", short_help="Toon alles wat van een document bekend is.")
@click.argument("identifier", metavar="ID")
@_CATALOGUE
def show(identifier: str, catalogue: Path | None) -> None:
    """Toon alles wat van een document bekend is.

    \b
    Voorbeeld:
      gdogh corpus show gm0344-coalitieakkoord-2014

    \b
    Python:
      from analyzer.corpora import catalogue, selection
      selection.by_id(catalogue.load_catalogue(), "gm0344-…")
    """
    from .corpora.catalogue import COLUMNS
    from .corpora.selection import by_id

    entry = by_id(_entries(catalogue), identifier)
    for name in COLUMNS:
        click.echo(f"{name:16} {getattr(entry, name) or '-'}")


@corpus.command("add", short_help="Zet een document in uw catalogus.")
@click.argument("url", metavar="URL")
@_OWN
@click.option("--organisation", required=True, metavar="NAAM", help="Naam van de organisatie.")
@click.option("--kind", default="", metavar="SOORT", help="Soort, zoals werkgeversvisie.")
@click.option("--from", "start", default="", metavar="JAAR", help="Eerste jaar van de periode.")
@click.option("--until", "end", default="", metavar="JAAR", help="Laatste jaar van de periode.")
@click.option("--title", default="", metavar="TITEL", help="Titel.")
@click.option("--licence", default="", metavar="TEKST", help="Wat over hergebruik bekend is.")
def add_one(
    url: str, catalogue: Path, organisation: str, kind: str, start: str, end: str, title: str, licence: str
) -> None:
    """Zet een document in uw catalogus; de organisatie wordt in het register opgezocht.

    \b
    Voorbeeld:
      gdogh corpus add https://voorbeeld.nl/visie.pdf --catalogue eigen.csv \\
        --organisation "gem. Den Haag" --kind werkgeversvisie --from 2023

    \b
    Python:
      from analyzer.corpora import catalogue
      catalogue.add([catalogue.entry_from(row)], Path("eigen.csv"))
    """
    from .corpora.catalogue import entry_from

    row = {
        "url": url, "organisation": organisation, "kind": kind, "period_start": start, "period_end": end,
        "title": title, "licence": licence, "source": "zelf toegevoegd",
    }  # fmt: skip
    entry = entry_from(row)
    _put([entry], catalogue)
    if not entry.organisation_id:
        click.echo(f"{organisation!r} staat niet in het register; organisation_id blijft leeg.", err=True)


@corpus.command("import", short_help="Neem documenten uit een CSV-bestand over.")
@click.argument("table", type=_FILE, metavar="BESTAND.csv")
@_OWN
def bring_in(table: Path, catalogue: Path) -> None:
    """Neem documenten uit een CSV-bestand over in uw catalogus; nodig zijn de kolommen organisation en url.

    Wat niet klopt wordt met regelnummer genoemd, met wat u eraan kunt doen; er wordt dan niets overgenomen.

    \b
    Voorbeeld:
      gdogh corpus import lijst.csv --catalogue eigen.csv

    \b
    Python:
      from analyzer.corpora import catalogue
      catalogue.add(catalogue.read_catalogue(path), Path("eigen.csv"))
    """
    from .corpora.catalogue import read_catalogue

    _put(read_catalogue(table), catalogue)


def _put(entries: list[Entry], path: Path) -> None:
    from .corpora.catalogue import add

    new, passed = add(entries, path)
    also = f"; {passed} stond{'en' * (passed != 1)} er al in" if passed else ""
    click.echo(f"{new} document{'en' * (new != 1)} toegevoegd aan {path}{also}.", err=True)


def _entries(path: Path | None) -> list[Entry]:
    from .corpora.catalogue import load_catalogue, read_catalogue

    return load_catalogue() if path is None else read_catalogue(path)


def _period(entry: Entry) -> str:
    return "-".join(year for year in (entry.period_start, entry.period_end) if year)
