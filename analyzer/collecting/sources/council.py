"""Documents of councils: the search service of Open Raadsinformatie (Elasticsearch).

Each body has its own index, whose name is a prefix, the name with underscores and the moment it was made
(``ori_den_haag_20190101000000``). A hit has ``_index`` and ``_source`` with ``name``, ``original_url`` or ``url``,
``content_type`` and ``last_discussed_at``; the text is not asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ...corpora.catalogue import Entry, entry_from, is_web
from ...corpora.names import spelled
from ..content import SUFFIXES, media_type
from ..web import Failed, Web

ENDPOINT = "https://api.openraadsinformatie.nl/v1/elastic"
"""Where the service is."""

_PAGE, _MOST_BYTES, _LAST = 50, 50 * 1024 * 1024, 10_000
_INDEX = re.compile(r"^[a-z]+_(?P<name>.+?)(?:_\d{8,})?$")
_FIELDS = ["name", "file_name", "original_url", "url", "content_type", "last_discussed_at"]


def request_url(body: str | None, endpoint: str = ENDPOINT) -> str:
    """The address that is asked: of one body's index, or of all."""
    if not body:
        return f"{endpoint}/_search"
    name = re.sub(r"[^a-z0-9]+", "_", body.lower().removeprefix("gemeente ").strip()).strip("_")
    return f"{endpoint}/ori_{name}*/_search"


def request_body(query: str, start: int, number: int) -> dict[str, Any]:
    """The question: all words in name or text, best first."""
    words = {"query": query, "fields": ["name^3", "text"], "default_operator": "and"}
    return {"from": start, "size": number, "_source": _FIELDS, "query": {"simple_query_string": words}}


def council_documents(
    web: Web, query: str, *, body: str | None = None, kind: str = "", most: int = 100, endpoint: str = ENDPOINT
) -> Iterator[Entry]:
    """Entries for documents of councils.

    Raises
    ------
    Failed, Refused
        When the service does not answer, or answers with something else than hits.
    """
    start = given = 0
    while given < most and start < _LAST:
        status, answer, _ = web.read(request_url(body, endpoint), _MOST_BYTES, json=request_body(query, start, _PAGE))
        hits = _hits(status, answer)
        for hit in hits:
            entry = _entry(hit, kind)
            if entry is not None and given < most:
                given += 1
                yield entry
        if len(hits) < _PAGE:
            return
        start += _PAGE


def _hits(status: int, answer: bytes) -> list[dict[str, Any]]:
    try:
        found = json.loads(answer)
        if status != 200:
            raise Failed(f"de zoekdienst antwoordt met status {status}")
        hits = found["hits"]["hits"]
    except (ValueError, KeyError, TypeError) as error:
        raise Failed(f"de zoekdienst stuurt geen zoekresultaten (status {status})") from error
    return [hit for hit in hits if isinstance(hit, dict) and isinstance(hit.get("_source"), dict)]


def _entry(hit: dict[str, Any], kind: str) -> Entry | None:
    source = hit["_source"]
    url = str(source.get("original_url") or source.get("url") or "")
    if not is_web(url) or (source.get("content_type") and media_type(str(source["content_type"])) not in SUFFIXES):
        return None
    index = _INDEX.match(str(hit.get("_index", "")))
    name = index.group("name").replace("_", " ") if index else "onbekend"
    entry = entry_from({
        "organisation": name, "kind": kind, "title": str(source.get("name") or source.get("file_name") or ""),
        "url": url, "source": "Open Raadsinformatie", "licence": "niet vermeld; document van een overheid",
    })  # fmt: skip
    return entry if spelled(name).key else None
