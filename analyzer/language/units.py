"""The unit that is coded: one sentence or list item, with what a coder needs to read it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence or list item.

    Parameters
    ----------
    unit_id : str
        Hash of document and offsets, 16 hexadecimal digits: the same document gives the same ids.
    document_id : str
        Document in which it stands.
    text : str
        Exactly ``document.text[start:end]``.
    heading : str
        Nearest heading above it, or empty.
    section : tuple of str
        All headings above it, highest first.
    previous : str
        The unit before it in the same section, or empty.
    lead_in : str
        For a list item: the sentence that introduces the list ("Wij gaan:"), or empty.
    page : int
        Page on which it starts, from 1.
    start, end : int
        Offsets in code points into the document's text.
    kind : str
        Kind of the block it stands in: ``paragraph``, ``list_item``, ``heading``, ``table``, …
    """

    unit_id: str
    document_id: str
    text: str
    heading: str = ""
    section: tuple[str, ...] = ()
    previous: str = ""
    lead_in: str = ""
    page: int = 1
    start: int = 0
    end: int = 0
    kind: str = "paragraph"


def unit_id(document_id: str, start: int, end: int) -> str:
    """Identifier of a unit: hash of the document's identifier and the offsets, 16 hexadecimal digits."""
    return hashlib.sha256(f"{document_id}:{start}:{end}".encode()).hexdigest()[:16]
