"""Fetch the documents of a catalogue into an archive."""

from __future__ import annotations

import re
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from ..corpora.catalogue import Entry
from .archive import Archive
from .content import ENOUGH, check_type, suffix
from .robots import Robots
from .settings import Settings
from .web import Failed, Refused, Retry, Web

FETCHED, THERE, UNCHANGED, CHANGED = "opgehaald", "al binnen", "ongewijzigd", "gewijzigd"
REFUSED, FAILED = "geweigerd", "mislukt"
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document: one of the words above, with the reason when it is not in."""

    id: str
    status: str
    reason: str = ""
    bytes: int = 0
    sha256: str = ""

    @property
    def is_in(self) -> bool:
        """Whether the document is in the archive."""
        return self.status not in {REFUSED, FAILED}


def fetch(
    entries: Sequence[Entry],
    archive: Archive,
    settings: Settings,
    *,
    refresh: bool = False,
    progress: Callable[[Outcome], None] | None = None,
) -> list[Outcome]:
    """Fetch documents that are not in the archive yet.

    Parameters
    ----------
    entries : sequence of Entry
        What to fetch.
    archive : Archive
        Where to. A document that is whole in it is not asked for again.
    settings : Settings
        The limits.
    refresh : bool
        Ask for documents that are in too, on the condition that they changed.
    progress : callable, optional
        Called with each outcome as it comes, from several threads but never at the same time.

    Returns
    -------
    list of Outcome
        In the order of the entries.
    """
    with Web(settings) as web:
        fetcher = _Fetcher(web, archive, refresh=refresh)
        return together(entries, fetcher.one, settings, progress)


def together(
    entries: Sequence[Entry],
    task: Callable[[Entry], Outcome],
    settings: Settings,
    progress: Callable[[Outcome], None] | None,
) -> list[Outcome]:
    """Run a task for each entry: hosts at the same time, documents of one host a few at a time."""
    queues: dict[str, deque[Entry]] = defaultdict(deque)
    for entry in entries:
        queues[urlsplit(entry.url).netloc.lower()].append(entry)
    outcomes: dict[str, Outcome] = {}
    lock, stop = threading.Lock(), threading.Event()

    def work(queue: deque[Entry]) -> None:
        while not stop.is_set():
            try:
                entry = queue.popleft()
            except IndexError:
                return
            outcome = task(entry)
            with lock:
                outcomes[entry.id] = outcome
                if progress is not None:
                    progress(outcome)

    with ThreadPoolExecutor(max_workers=settings.hosts * settings.per_host) as pool:
        futures = [pool.submit(work, queue) for queue in queues.values() for _ in range(settings.per_host)]
        try:
            for future in futures:
                future.result()
        except BaseException:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [outcomes[entry.id] for entry in entries]


class _Fetcher:
    """Fetches one document at a time, for several threads."""

    def __init__(self, web: Web, archive: Archive, *, refresh: bool) -> None:
        self._web, self._archive, self._refresh = web, archive, refresh
        self._robots = Robots(web)

    def one(self, entry: Entry) -> Outcome:
        """Fetch a document, or say why not."""
        before = self._archive.record(entry.id)
        if before is not None and before["url"] == entry.url and not self._refresh:
            return Outcome(entry.id, THERE, bytes=before["bytes"], sha256=before["sha256"])
        try:
            record = self._web.patiently(lambda: self._attempt(entry, before))
        except Refused as reason:
            self._archive.forget_part(entry.id)
            return Outcome(entry.id, REFUSED, str(reason))
        except Failed as reason:
            return Outcome(entry.id, FAILED, str(reason))
        status = FETCHED
        if before is not None:
            status = UNCHANGED if record["sha256"] == before["sha256"] else CHANGED
        return Outcome(entry.id, status, bytes=record["bytes"], sha256=record["sha256"])

    def _attempt(self, entry: Entry, before: dict[str, Any] | None) -> dict[str, Any]:
        part = self._archive.part(entry.id)
        headers: dict[str, str] = {}
        if part is not None:
            headers = {"Range": f"bytes={part.size}-", "If-Range": part.validator}
        elif before is not None:
            headers = conditions(before)
        with self._web.asking(entry.url, headers, allowed=self._robots.check) as (answer, way):
            if answer.status_code == 304 and before is not None:
                self._archive.update(entry.id, {"checked_at": now()})
                return before
            if answer.status_code == 416 and part is not None:
                self._archive.forget_part(entry.id)
                raise Retry("het eerste deel past niet meer bij het document", 0.0)
            begun = self._begin(entry, answer, part.size if part else 0)
            self._receive(entry, answer, begun)
            about = provenance(entry, answer, way, self._web.settings)
            ending = self._suffix(entry, answer)
            return self._archive.finish(entry.id, ending, {**about, "resumed_at_byte": begun or None})

    def _begin(self, entry: Entry, answer: httpx.Response, have: int) -> int:
        """Check the head of an answer; gives the number of bytes that the answer goes on after."""
        if answer.status_code not in {200, 206}:
            raise Failed(f"status {answer.status_code}")
        check_type(answer.headers.get("Content-Type", ""))
        if answer.headers.get("Content-Encoding", "identity").lower() not in {"identity", ""}:
            raise Refused("de server stuurt het document gecomprimeerd, hoewel daar niet om is gevraagd")
        begun = 0
        if answer.status_code == 206:
            found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
            if not have or found is None or int(found.group(1)) != have:
                self._archive.forget_part(entry.id)
                raise Retry("de server stuurt een ander deel dan gevraagd", 0.0)
            begun = have
        length = answer.headers.get("Content-Length", "")
        self._check_size(begun + int(length) if length.isdigit() else begun)
        if not begun:
            self._archive.begin(entry.id, _validator(answer))
        return begun

    def _receive(self, entry: Entry, answer: httpx.Response, begun: int) -> None:
        size, until = begun, time.monotonic() + self._web.settings.longest_download
        with self._archive.part_path(entry.id).open("ab") as file:
            for piece in answer.iter_raw():
                size += len(piece)
                self._check_size(size)
                file.write(piece)
                if time.monotonic() > until:
                    raise Failed(f"duurt langer dan {self._web.settings.longest_download:.0f} seconden")
        length = answer.headers.get("Content-Length", "")
        if length.isdigit() and size - begun != int(length):
            raise Retry("het document breekt af")

    def _check_size(self, size: int) -> None:
        most = self._web.settings.most_bytes
        if size > most:
            raise Refused(f"groter dan {most / 1024 / 1024:.0f} MB")

    def _suffix(self, entry: Entry, answer: httpx.Response) -> str:
        with self._archive.part_path(entry.id).open("rb") as file:
            return suffix(answer.headers.get("Content-Type", ""), file.read(ENOUGH), entry.url)


def conditions(record: dict[str, Any]) -> dict[str, str]:
    """Headers that ask for a document only when it changed since a record."""
    names = {"etag": "If-None-Match", "last_modified": "If-Modified-Since"}
    return {header: str(record[name]) for name, header in names.items() if record.get(name)}


def provenance(entry: Entry, answer: httpx.Response, way: list[str], settings: Settings) -> dict[str, Any]:
    """Where a document came from, and when."""
    head = answer.headers
    return {
        "url": entry.url, "final_url": way[-1], "redirects": way[:-1], "status": answer.status_code,
        "retrieved_at": now(), "etag": head.get("ETag"), "last_modified": head.get("Last-Modified"),
        "content_type": head.get("Content-Type"), "user_agent": settings.user_agent,
        "organisation": entry.organisation, "organisation_id": entry.organisation_id, "kind": entry.kind,
        "period_start": entry.period_start, "period_end": entry.period_end, "source": entry.source,
        "licence": entry.licence,
    }  # fmt: skip


def now() -> str:
    """This moment, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def plan(entries: Sequence[Entry], archive: Archive, settings: Settings, *, refresh: bool = False) -> Iterator[str]:
    """What ``fetch`` is going to do, in Dutch, without asking anyone."""
    there = {entry.id for entry in entries if (found := archive.record(entry.id)) and found["url"] == entry.url}
    asked = [entry for entry in entries if refresh or entry.id not in there]
    hosts: dict[str, int] = defaultdict(int)
    for entry in asked:
        hosts[urlsplit(entry.url).netloc.lower()] += 1
    documents = "document" if len(entries) == 1 else "documenten"
    yield f"{len(asked)} van {len(entries)} {documents} ophalen naar {archive.folder}; al binnen: {len(there)}."
    for host, number in sorted(hosts.items(), key=lambda item: (-item[1], item[0])):
        yield f"  {host}: {number}, ten minste {number / settings.rate:.0f} s"
    yield (
        f"Ten hoogste {settings.rate:g} verzoek per seconde en {settings.per_host} tegelijk per server, "
        f"{settings.most_bytes / 1024 / 1024:.0f} MB per document; robots.txt wordt gevolgd."
    )
    yield f"Het programma noemt zich: {settings.user_agent}"


def _validator(answer: httpx.Response) -> str:
    """What a host calls this version of a document, when it can be gone on with (RFC 9110, 13.1.5)."""
    etag = str(answer.headers.get("ETag", ""))
    if etag and not etag.startswith("W/"):
        return etag
    return "" if etag else str(answer.headers.get("Last-Modified", ""))
