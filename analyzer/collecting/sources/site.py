"""Documents of one site: links on a page, or addresses in a sitemap (sitemaps.org 0.9), both given by the user."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urljoin, urlsplit

from defusedxml.ElementTree import fromstring
from lxml import html

from ...corpora.catalogue import Entry, entry_from, is_web
from ..robots import Robots
from ..web import Failed, Web

DOCUMENT = re.compile(r"\.(?:pdf|docx|odt)$", re.I)
"""Addresses that are documents by their ending."""

WANTED = re.compile(
    r"akkoord|coalitie|bestuursprogramma|collegeprogramma|werkgever|personeel|\bhr\b|hr-|digital|i-visie|informatievisie",
    re.I,
)
"""Words in an address or the text of a link that make a document one to collect."""

_MOST_BYTES, _MOST_MAPS = 20 * 1024 * 1024, 50


def documents_of_site(
    web: Web, start: str, organisation: str, *, kind: str = "", wanted: re.Pattern[str] = WANTED, most: int = 100
) -> Iterator[Entry]:
    """Entries for documents that a page or sitemap names.

    Parameters
    ----------
    web : Web
        Asks; ``robots.txt`` is obeyed.
    start : str
        Address of a page or sitemap. Of an index of sitemaps those on the same host are read, at most 50.
    organisation : str
        Whose documents they are.
    kind : str
        Their kind, when it is known.
    wanted : re.Pattern
        Must occur in the address or the text of the link.
    most : int
        Entries at most.

    Raises
    ------
    Failed, Refused
        When the page cannot be read.
    """
    robots, seen = Robots(web), set[str]()
    maps, given = [start], 0
    for number, address in enumerate(maps):
        if number >= _MOST_MAPS:
            return
        status, body, last = web.read(address, _MOST_BYTES, allowed=robots.check)
        if status != 200:
            raise Failed(f"{address} antwoordt met status {status}")
        links, more = _links(body, last)
        maps += [url for url in more if _host(url) == _host(start) and url not in maps]
        for url, title in links:
            about = f"{unquote(urlsplit(url).path)} {title}"
            if url in seen or not is_web(url) or not DOCUMENT.search(urlsplit(url).path) or not wanted.search(about):
                continue
            if given >= most:
                return
            seen.add(url)
            given += 1
            yield entry_from({
                "organisation": organisation, "kind": kind, "title": title, "url": url, "landing_url": last,
                "source": f"site {_host(start)}", "licence": "niet vermeld; document van een overheid",
            })  # fmt: skip


def _links(body: bytes, base: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Links with their texts, and sitemaps to read as well."""
    if re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", body[:2000]):
        try:
            root = fromstring(body)
        except Exception as error:
            raise Failed(f"{base} is geen goede sitemap") from error
        places = [(node.text or "").strip() for node in root.iter() if str(node.tag).rpartition("}")[2] == "loc"]
        return ([], places) if str(root.tag).endswith("sitemapindex") else ([(place, "") for place in places], [])
    try:
        page = html.fromstring(body)
    except Exception as error:
        raise Failed(f"{base} is geen webpagina") from error
    found = []
    for link in page.iter("a"):
        try:
            place = urljoin(base, (link.get("href") or "").strip()).partition("#")[0]
        except ValueError:
            continue
        found.append((place, " ".join(str(link.xpath("string()")).split())))
    return found, []


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()
