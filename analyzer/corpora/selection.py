"""Parts of a catalogue."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from ..errors import CorpusError
from .catalogue import Entry
from .names import key
from .register import load_register


def select(
    entries: Sequence[Entry],
    *,
    organisation: str | None = None,
    kind: str | None = None,
    layer: str | None = None,
    year: int | None = None,
) -> list[Entry]:
    """Entries of an organisation (any way of writing its name), a kind, a layer, and a year within their period."""
    register = load_register()
    match = register.resolve(organisation, year) if organisation else None
    layers = {body.id: body.layer for body in register}

    def wanted(entry: Entry) -> bool:
        return (
            (kind is None or entry.kind == kind)
            and (layer is None or layers.get(entry.organisation_id) == layer)
            and (year is None or _covers(entry, year))
            and (
                organisation is None
                or (match is not None and entry.organisation_id == match.organisation.id)
                or key(organisation) in key(entry.organisation)
            )
        )

    return [entry for entry in entries if wanted(entry)]


def by_id(entries: Sequence[Entry], identifier: str) -> Entry:
    """The entry with an id.

    Raises
    ------
    CorpusError
        When there is none; names the id that is most like it.
    """
    found = {entry.id: entry for entry in entries}
    if identifier not in found:
        near = difflib.get_close_matches(identifier, found, n=1)
        remedy = f"Bedoelt u {near[0]}?" if near else "Zoek het op met gdogh corpus list."
        raise CorpusError(f"document {identifier!r} staat niet in de catalogus.", remedy=remedy)
    return found[identifier]


def _covers(entry: Entry, year: int) -> bool:
    start = entry.period_start or entry.period_end
    end = entry.period_end or entry.period_start
    return bool(start) and int(start) <= year <= int(end)
