"""Official publications: the search service of the government's publications (SRU 2.0, OASIS searchRetrieve).

The service and its metadata (OWMS, in an envelope called gzd) are described in the manual *SRU* of KOOP. A response has
``numberOfRecords``, ``records/record/recordData/gzd`` with ``originalData`` (``identifier``, ``title``, ``creator``) and
``enrichedData`` (``url``, and an ``itemUrl`` for each form with the form as attribute ``manifestation``), and
``nextRecordPosition`` as long as there is more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from defusedxml.ElementTree import fromstring

from ...corpora.catalogue import Entry, entry_from
from ..web import Failed, Web

ENDPOINT = "https://repository.overheid.nl/sru"
"""Where the service is."""

_PAGE, _MOST_BYTES = 50, 20 * 1024 * 1024
_TYPES = {"gemeente": "Gemeente", "provincie": "Provincie", "waterschap": "Waterschap", "ministerie": "Ministerie"}


def request_url(query: str, creator: str | None, start: int, number: int, endpoint: str = ENDPOINT) -> str:
    """The address that asks for a page of results.

    Parameters
    ----------
    query : str
        Words; all of them must occur.
    creator : str, optional
        Name of the publishing body, as the service has it (``Utrecht``, not ``Gemeente Utrecht``).
    start, number : int
        Position of the first record, from 1, and how many.
    endpoint : str
        Another place with the same service.
    """
    clauses = ["c.product-area==officielepublicaties", f"cql.textAndIndexes all {_quoted(query)}"]
    if creator:
        clauses.append(f"dt.creator=={_quoted(creator)}")
    asked = {
        "operation": "searchRetrieve", "version": "2.0", "query": " AND ".join(clauses),
        "startRecord": start, "maximumRecords": number,
    }  # fmt: skip
    return f"{endpoint}?{urlencode(asked)}"


def official_publications(
    web: Web, query: str, *, creator: str | None = None, kind: str = "", most: int = 100, endpoint: str = ENDPOINT
) -> Iterator[Entry]:
    """Entries for official publications that have a PDF.

    Raises
    ------
    Failed, Refused
        When the service does not answer, or answers with something else than results.
    """
    start = given = 0
    position: int | None = 1
    while position is not None and position > start and given < most:
        start = position
        status, body, _ = web.read(request_url(query, creator, start, min(_PAGE, most - given), endpoint), _MOST_BYTES)
        if status != 200:
            raise Failed(f"de zoekdienst antwoordt met status {status}")
        root = _parsed(body)
        for record in _all(root, "recordData"):
            entry = _entry(record, kind)
            if entry is not None and given < most:
                given += 1
                yield entry
        following = _text(root, "nextRecordPosition")
        position = int(following) if following.isdigit() else None


def _parsed(body: bytes) -> Any:
    try:
        root = fromstring(body)
    except Exception as error:
        raise Failed("de zoekdienst stuurt iets dat geen XML is") from error
    if messages := list(_all(root, "diagnostic")):
        raise Failed(
            f"de zoekdienst weigert de vraag: {_text(messages[0], 'message') or _text(messages[0], 'details')}"
        )
    if not root.tag.endswith("searchRetrieveResponse"):
        raise Failed("de zoekdienst stuurt geen zoekresultaten")
    return root


def _entry(record: Any, kind: str) -> Entry | None:
    forms = {node.get("manifestation", ""): (node.text or "").strip() for node in _all(record, "itemUrl")}
    identifier = re.sub(r"[^a-z0-9._-]+", "-", _text(record, "identifier").lower()).strip("-._")
    if not forms.get("pdf") or not identifier:
        return None
    return entry_from({
        "id": identifier, "organisation": _creator(record), "kind": kind, "title": _text(record, "title"),
        "url": forms["pdf"], "landing_url": _text(record, "preferredUrl") or _text(record, "url"),
        "source": "Officiële publicaties (SRU)", "licence": "officiële publicatie",
    })  # fmt: skip


def _creator(record: Any) -> str:
    node = next(iter(_all(record, "creator")), None)
    if node is None or not (node.text or "").strip():
        return "onbekend"
    scheme = node.get("scheme", "").rpartition(":")[2].lower()
    name = node.text.strip()
    return f"{_TYPES[scheme]} {name}" if scheme in _TYPES and not name.lower().startswith(scheme) else name


def _all(node: Any, name: str) -> list[Any]:
    return [found for found in node.iter() if isinstance(found.tag, str) and found.tag.rpartition("}")[2] == name]


def _text(node: Any, name: str) -> str:
    return next(((found.text or "").strip() for found in _all(node, name)), "")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
