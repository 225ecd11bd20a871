"""``gdogh corpus search``: find documents of public bodies on the web, for a catalogue of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .cli_corpus import corpus, may, network, own_catalogue, put, settings_of
from .dutch_click import one_of, whole

if TYPE_CHECKING:
    from .collecting.web import Web
    from .corpora.catalogue import Entry

__all__ = ["corpus"]

SOURCES = ("publicaties", "raadsinformatie", "site")


@corpus.command("search", short_help="Zoek documenten bij een dienst of op een site.")
@click.argument("source", type=one_of(*SOURCES), metavar="BRON")
@click.argument("query", metavar="VRAAG")
@own_catalogue
@click.option("--organisation", metavar="NAAM", help="Organisatie; nodig bij site.")
@click.option("--kind", default="", metavar="SOORT", help="Soort die de gevonden documenten krijgen.")
@click.option("--most", type=whole(1), default=100, metavar="N", help="Hoogste aantal documenten; standaard 100.")
@click.option("--endpoint", metavar="URL", help="Ander adres met dezelfde dienst.")
@network
def search(
    source: str, query: str, catalogue: Path, organisation: str | None, kind: str, most: int, endpoint: str | None,
    **asked: Any,
) -> int:  # fmt: skip
    """Zoek documenten en zet hun adressen in uw catalogus; de documenten zelf haalt u daarna met fetch.

    BRON is publicaties (officiële publicaties, SRU), raadsinformatie (Open Raadsinformatie) of site. VRAAG is wat u
    zoekt, of bij site het adres van een pagina of sitemap.

    \b
    Voorbeelden:
      gdogh corpus search raadsinformatie coalitieakkoord \\
        --organisation Utrecht --catalogue eigen.csv --dry-run
      gdogh corpus search site https://voorbeeld.nl/sitemap.xml \\
        --organisation "gem. Den Haag" --catalogue eigen.csv --dry-run

    \b
    Python:
      from analyzer.collecting.sources import council_documents
      list(council_documents(web, "coalitieakkoord", body="Utrecht"))
    """  # fmt: skip
    from .collecting.web import Failed, Refused, Web
    from .errors import CorpusError

    settings = settings_of(**asked)
    click.echo(f"Vragen aan {_address(source, query, organisation, endpoint)}", err=True)
    click.echo(f"Het programma noemt zich: {settings.user_agent}", err=True)
    if not may(**asked):
        return 0
    try:
        with Web(settings) as web:
            entries = list(_found(web, source, query, organisation, kind, most, endpoint))
    except Refused as error:
        remedy = "Kies een ander adres; voor uw eigen netwerk is er --allow-private."
        raise CorpusError(f"{error}.", remedy=remedy, path=query) from error
    except Failed as error:
        raise CorpusError(f"{error}.", remedy="Probeer het later nog eens, of een andere bron.", path=query) from error
    for entry in entries:
        click.echo(f"{entry.id}  {entry.organisation}: {entry.title or entry.url}")
    put(entries, catalogue)
    return 0


def _address(source: str, query: str, organisation: str | None, endpoint: str | None) -> str:
    from .collecting.sources import council, publications
    from .errors import UsageError

    if source == "publicaties":
        return publications.request_url(query, organisation, 1, 50, endpoint or publications.ENDPOINT)
    if source == "raadsinformatie":
        return council.request_url(organisation, endpoint or council.ENDPOINT)
    if not organisation:
        raise UsageError("bij site hoort een organisatie.", remedy="Geef --organisation.")
    return query


def _found(
    web: Web, source: str, query: str, organisation: str | None, kind: str, most: int, endpoint: str | None
) -> Iterator[Entry]:
    from .collecting.sources import council, publications, site

    if source == "publicaties":
        place = endpoint or publications.ENDPOINT
        return publications.official_publications(
            web, query, creator=organisation, kind=kind, most=most, endpoint=place
        )
    if source == "raadsinformatie":
        place = endpoint or council.ENDPOINT
        return council.council_documents(web, query, body=organisation, kind=kind, most=most, endpoint=place)
    return site.documents_of_site(web, query, organisation or "", kind=kind, most=most)
