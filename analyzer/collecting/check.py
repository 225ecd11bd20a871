"""Whether documents in an archive are still where they were, and the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from ..corpora.catalogue import Entry
from .archive import Archive
from .fetch import CHANGED, FAILED, REFUSED, UNCHANGED, Outcome, conditions, now, together
from .robots import Robots
from .settings import Settings
from .web import Failed, Refused, Web

GONE, MOVED, REACHABLE = "weg", "verhuisd", "bereikbaar"


def check(
    entries: Sequence[Entry],
    archive: Archive,
    settings: Settings,
    *,
    progress: Callable[[Outcome], None] | None = None,
) -> list[Outcome]:
    """Ask for documents again without keeping them.

    Parameters
    ----------
    entries : sequence of Entry
        What to check. Of a document that is not in the archive only is checked whether its address answers.
    archive : Archive
        Where documents are.
    settings : Settings
        The limits.
    progress : callable, optional
        Called with each outcome.

    Returns
    -------
    list of Outcome
        ``ongewijzigd``, ``gewijzigd``, ``verhuisd`` (the same, elsewhere), ``weg`` (404, 410), ``bereikbaar``,
        ``mislukt`` or ``geweigerd``.
    """
    with Web(settings) as web:
        robots = Robots(web)

        def one(entry: Entry) -> Outcome:
            record = archive.record(entry.id)
            try:
                outcome: Outcome = web.patiently(lambda: _asked(web, robots, entry, record))
            except Refused as reason:
                return Outcome(entry.id, REFUSED, str(reason))
            except Failed as reason:
                return Outcome(entry.id, FAILED, str(reason))
            if record is not None:
                archive.update(entry.id, {"checked_at": now(), "checked_as": outcome.status})
            return outcome

        return together(entries, one, settings, progress)


def _asked(web: Web, robots: Robots, entry: Entry, record: dict[str, Any] | None) -> Outcome:
    headers = conditions(record) if record else {}
    with web.asking(entry.url, headers, allowed=robots.check) as (answer, way):
        if answer.status_code in {404, 410}:
            return Outcome(entry.id, GONE, f"status {answer.status_code}")
        if answer.status_code not in {200, 304}:
            raise Failed(f"status {answer.status_code}")
        if record is None:
            return Outcome(entry.id, REACHABLE)
        if answer.status_code == 200:
            checksum, size = hashlib.sha256(), 0
            for piece in answer.iter_raw():
                checksum.update(piece)
                size += len(piece)
                if size > web.settings.most_bytes:
                    raise Refused("het document is nu te groot")
            if checksum.hexdigest() != record["sha256"]:
                return Outcome(entry.id, CHANGED, bytes=size, sha256=checksum.hexdigest())
        if way[-1] != record["final_url"]:
            return Outcome(entry.id, MOVED, f"staat nu op {way[-1]}")
        return Outcome(entry.id, UNCHANGED)
