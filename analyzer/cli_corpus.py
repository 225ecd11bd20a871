"""Commands about documents that are public: ``gdogh corpus …``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .dutch_click import DutchGroup, one_of, there, whole

if TYPE_CHECKING:
    from .collecting import Outcome, Settings
    from .corpora.catalogue import Entry

_FILE = there(folder=False)
_PATH = click.Path(path_type=Path)
_CATALOGUE = click.option(
    "--catalogue", type=_FILE, metavar="BESTAND.csv", help="Catalogus; standaard de meegeleverde."
)
own_catalogue = click.option(
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
@own_catalogue
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
    put([entry], catalogue)
    if not entry.organisation_id:
        click.echo(f"{organisation!r} staat niet in het register; organisation_id blijft leeg.", err=True)


@corpus.command("import", short_help="Neem documenten uit een CSV-bestand over.")
@click.argument("table", type=_FILE, metavar="BESTAND.csv")
@own_catalogue
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

    put(read_catalogue(table), catalogue)


def put(entries: list[Entry], path: Path) -> None:
    """Add entries to a catalogue and tell how many."""
    from .corpora.catalogue import add

    new, passed = add(entries, path)
    also = f"; {passed} stond{'en' * (passed != 1)} er al in" if passed else ""
    click.echo(f"{new} document{'en' * (new != 1)} toegevoegd aan {path}{also}.", err=True)


def _entries(path: Path | None) -> list[Entry]:
    from .corpora.catalogue import load_catalogue, read_catalogue

    return load_catalogue() if path is None else read_catalogue(path)


def _period(entry: Entry) -> str:
    return "-".join(year for year in (entry.period_start, entry.period_end) if year)


_TARGET = click.option("-o", "--output", type=_PATH, required=True, metavar="MAP", help="Map van het archief.")


def more_than_zero(value: str | float) -> float:
    """Type of an option that takes a number above zero."""
    try:
        number = float(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is geen getal.") from None
    if not 0 < number < float("inf"):
        raise click.BadParameter(f"{value} kan niet; kies een getal boven nul.")
    return number


def network(command: Any) -> Any:
    """Options of every command that uses the network."""
    options = (
        click.option("--online", is_flag=True, help="Gebruik het netwerk; zonder deze optie gebeurt er niets."),
        click.option("--dry-run", is_flag=True, help="Toon alleen wat er zou gebeuren."),
        click.option(
            "--contact", envvar="GDOGH_CONTACT", metavar="ADRES",
            help="Uw e-mail- of webadres, voor beheerders; ook uit GDOGH_CONTACT.",
        ),
        click.option("--rate", type=more_than_zero, default=1.0, metavar="N", help="Verzoeken per seconde per server; standaard 1."),
        click.option("--max-size", type=whole(1), default=100, metavar="MB", help="Grootste document; standaard 100."),
        click.option("--allow-private", is_flag=True, help="Sta adressen binnen uw eigen netwerk toe."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@corpus.command("fetch", short_help="Haal documenten op, met herkomst.")
@click.argument("ids", nargs=-1, metavar="[ID...]")
@_TARGET
@_CATALOGUE
@click.option("--refresh", is_flag=True, help="Vraag ook documenten die binnen zijn, als ze gewijzigd zijn.")
@network
def fetch_them(ids: tuple[str, ...], output: Path, catalogue: Path | None, refresh: bool, **network: Any) -> int:
    """Haal documenten uit een catalogus op; standaard alle. Wat al binnen is, wordt niet opnieuw gehaald.

    Het archief krijgt de oorspronkelijke bestanden (documenten/), per bestand de herkomst (herkomst/), en metadata.csv: wat
    de catalogus over elk document weet. Afgebroken? Geef dezelfde opdracht nog eens. Een eigen catalogus krijgt de
    checksums.

    \b
    Voorbeelden:
      gdogh corpus fetch -o archief --dry-run
      gdogh corpus fetch -o archief --online --contact u@voorbeeld.nl

    \b
    Python:
      from analyzer import collecting
      collecting.fetch(entries, archive, collecting.Settings(contact))
    """
    from .collecting.archive import Archive
    from .collecting.fetch import fetch, plan
    from .collecting.known import write_metadata
    from .corpora.catalogue import remember

    entries, archive = _chosen(ids, catalogue), Archive(output)
    settings = settings_of(**network)
    for line in plan(entries, archive, settings, refresh=refresh):
        click.echo(line, err=True)
    if not may(**network):
        return 0
    outcomes = fetch(entries, archive, settings, refresh=refresh, progress=_tell)
    if catalogue is not None:
        remember(catalogue, {outcome.id: outcome.sha256 for outcome in outcomes if outcome.is_in})
    if any(outcome.is_in for outcome in outcomes):
        known = write_metadata(archive, _entries(catalogue))
        click.echo(f"Verder: gdogh analyse {archive.documents} --metadata {known} -o uit", err=True)
    return _told(outcomes)


@corpus.command("check", short_help="Controleer of documenten er nog zijn, en of ze gewijzigd zijn.")
@click.argument("ids", nargs=-1, metavar="[ID...]")
@_TARGET
@_CATALOGUE
@network
def check_them(ids: tuple[str, ...], output: Path, catalogue: Path | None, **network: Any) -> int:
    """Controleer of documenten nog op hun adres staan, en of ze nog hetzelfde zijn als in het archief.

    \b
    Voorbeeld:
      gdogh corpus check -o archief --online --contact u@voorbeeld.nl

    \b
    Python:
      from analyzer.collecting.check import check
      check(entries, archive, settings)
    """
    from .collecting.archive import Archive
    from .collecting.check import check
    from .collecting.fetch import plan

    entries, archive = _chosen(ids, catalogue), Archive(output)
    settings = settings_of(**network)
    click.echo("Controleren zonder te bewaren:", err=True)
    for line in list(plan(entries, archive, settings, refresh=True))[1:]:
        click.echo(line, err=True)
    if not may(**network):
        return 0
    return _told(check(entries, archive, settings, progress=_tell))


def _chosen(ids: tuple[str, ...], catalogue: Path | None) -> list[Entry]:
    from .corpora.selection import by_id

    entries = _entries(catalogue)
    return [by_id(entries, identifier) for identifier in dict.fromkeys(ids)] if ids else entries


def settings_of(
    *, contact: str | None, rate: float, max_size: int, allow_private: bool, online: bool, dry_run: bool
) -> Settings:
    """The limits that the options ask for."""
    from .collecting.settings import MEGABYTE, Settings
    from .errors import UsageError

    if contact is None and online and not dry_run:
        raise UsageError(
            "geen contactadres.", remedy="Geef --contact uw e-mail- of webadres, zodat een beheerder u kan bereiken."
        )
    return Settings(
        contact=contact or "u@voorbeeld.nl",
        rate=rate,
        most_bytes=max_size * MEGABYTE,
        allow_private=allow_private,
    )


def may(*, online: bool, dry_run: bool, **_: Any) -> bool:
    """Whether the network may be used; tells it when not."""
    if dry_run or not online:
        click.echo(
            "Er is niets gevraagd of opgehaald" + ("." if dry_run else "; geef --online om het te doen."), err=True
        )
        return False
    return True


def _tell(outcome: Outcome) -> None:
    reason = f": {outcome.reason}" if outcome.reason else ""
    click.echo(f"{outcome.id}  {outcome.status}{reason}")


def _told(outcomes: list[Outcome]) -> int:
    from collections import Counter

    counts = Counter(outcome.status for outcome in outcomes)
    click.echo(", ".join(f"{number} {status}" for status, number in counts.items()) + ".", err=True)
    return 0 if all(outcome.is_in for outcome in outcomes) else 1
