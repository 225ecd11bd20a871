"""The document as all later rooms see it: one text, and blocks that point into it."""

from __future__ import annotations

import bisect
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["heading", "paragraph", "list_item", "table", "footnote", "caption", "contents"]

PROSE: frozenset[str] = frozenset({"paragraph", "list_item"})
"""Kinds of block whose sentences are running text."""

_BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]")
_SPACE = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block as a reader found it, before it has a place in the document's text.

    Parameters
    ----------
    kind : BlockKind
        What it is.
    text : str
        Its text, one line: hyphenation repaired, bullet or list number removed.
    page : int
        Page on which it starts, from 1. Formats without pages use 1.
    level : int
        Depth: 1 is the highest heading, or the outermost list. 0 where it means nothing.
    page_breaks : tuple of (int, int)
        Offsets within `text` where a later page starts, with the number of that page.
    label : str
        The bullet or number that stood before a list item, the number of a heading or footnote.
    """

    kind: BlockKind
    text: str
    page: int = 1
    level: int = 0
    page_breaks: tuple[tuple[int, int], ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece with its place: ``document.text[start:end] == text``.

    Parameters
    ----------
    kind, text, page, level, page_breaks, label
        As in `Piece`.
    start, end : int
        Offsets in code points into `Document.text`.
    path : tuple of str
        Headings above it, highest first; for a heading, its own text is the last.
    """

    kind: BlockKind
    text: str
    page: int
    level: int
    page_breaks: tuple[tuple[int, int], ...]
    label: str
    start: int
    end: int
    path: tuple[str, ...]

    def page_at(self, offset: int) -> int:
        """Page number of the character at `offset` of the document's text."""
        here = offset - self.start
        place = bisect.bisect_right([at for at, _ in self.page_breaks], here)
        return self.page if place == 0 else self.page_breaks[place - 1][1]


@dataclass(frozen=True, slots=True)
class Finding:
    """How a field of the metadata was found.

    Parameters
    ----------
    name : str
        The field.
    confidence : float
        Share of such findings that is right, between 0 and 1; 1 for what the user gave.
    evidence : str
        The words that decided, with where they stand.
    """

    name: str
    confidence: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document; unknown stays ``None``."""

    organisation: str | None = None
    organisation_uri: str | None = None
    layer: str | None = None
    kind: str | None = None
    period_start: int | None = None
    period_end: int | None = None
    year: int | None = None
    parties: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def confidence(self, name: str) -> float | None:
        """How sure a field is, between 0 and 1; ``None`` when it is unknown."""
        return next((finding.confidence for finding in self.findings if finding.name == name), None)


@dataclass(frozen=True, slots=True)
class Document:
    """A document that has been read.

    Parameters
    ----------
    document_id : str
        Hash of the bytes (or of the text, for text given directly): 16 hexadecimal digits.
    source : str
        Path or other origin.
    title : str
        Title from the file's properties or its first heading; may be empty.
    text : str
        All blocks, separated by blank lines. Offsets everywhere are code points into this.
    blocks : tuple of Block
        In reading order, not overlapping.
    pages : int
        Number of pages; 1 for formats without pages.
    format : str
        ``pdf``, ``docx``, ``odt``, ``html``, ``markdown`` or ``text``.
    metadata : Metadata
        What is known about it.
    notes : tuple of str
        Remarks by the reader that a user should see, such as pages without text.
    """

    document_id: str
    source: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    pages: int = 1
    format: str = "text"
    metadata: Metadata = field(default_factory=Metadata)
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """Number of words of running text (paragraphs and list items)."""
        return sum(len(block.text.split()) for block in self.blocks if block.kind in PROSE)


def document_id(data: bytes) -> str:
    """Identifier of a document: the first 16 hexadecimal digits of the SHA-256 of its bytes."""
    return hashlib.sha256(data).hexdigest()[:16]


def clean(text: str) -> str:
    """One-line text without control characters, zero-width and direction marks, or runs of spaces."""
    if text.isprintable() and "\ufffc" not in text and "\ufffd" not in text:
        # No other spaces than " ", and nothing of what is bad: that is nearly all text, and quicker to see.
        return (_SPACE.sub(" ", text) if "  " in text else text).strip()
    return _SPACE.sub(" ", _BAD.sub("", text.replace("\n", " ").replace("\t", " "))).strip()


def assemble(
    pieces: Iterable[Piece],
    *,
    document_id: str,
    source: str,
    title: str = "",
    pages: int = 1,
    format: str = "text",
    metadata: Metadata | None = None,
    notes: Sequence[str] = (),
) -> Document:
    """Give pieces their place in one text and the headings above them.

    Parameters
    ----------
    pieces : iterable of Piece
        In reading order. Pieces whose text is empty after cleaning are dropped.
    document_id, source, title, pages, format, metadata, notes
        As in `Document`. Without a title the first heading serves.

    Returns
    -------
    Document
        With ``document.text[b.start:b.end] == b.text`` for each block `b`.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    stack: list[tuple[int, str]] = []
    path: tuple[str, ...] = ()
    position = 0
    for piece in pieces:
        text, breaks = _clean_with_breaks(piece)
        if not text:
            continue
        if piece.kind == "heading":
            level = max(1, piece.level)
            while stack and stack[-1][0] >= level:
                stack.pop()
            stack.append((level, text))
            path = tuple(name for _, name in stack)
        blocks.append(
            Block(
                kind=piece.kind,
                text=text,
                page=piece.page,
                level=piece.level,
                page_breaks=breaks,
                label=piece.label,
                start=position,
                end=position + len(text),
                path=path,
            )
        )
        parts.append(text)
        position += len(text) + 2
    if not title:
        title = next((block.text for block in blocks if block.kind == "heading"), "")
    return Document(
        document_id=document_id,
        source=source,
        title=clean(title)[:300],
        text="\n\n".join(parts) + ("\n" if parts else ""),
        blocks=tuple(blocks),
        pages=pages,
        format=format,
        metadata=metadata or Metadata(),
        notes=tuple(notes),
    )


def _clean_with_breaks(piece: Piece) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Clean a piece's text while its page breaks keep pointing at the same words."""
    if not piece.page_breaks:
        return clean(piece.text), ()
    parts: list[str] = []
    breaks: list[tuple[int, int]] = []
    length = 0
    bounds = [0, *(at for at, _ in piece.page_breaks), len(piece.text)]
    numbers = [piece.page, *(number for _, number in piece.page_breaks)]
    for index, number in enumerate(numbers):
        raw = piece.text[bounds[index] : bounds[index + 1]]
        part = clean(raw)
        if not part:
            continue
        glued = parts and not (raw[:1].isspace() or piece.text[: bounds[index]][-1:].isspace())
        if parts and not glued:
            length += 1
            parts.append(" ")
        if index:
            breaks.append((length, number))
        parts.append(part)
        length += len(part)
    return "".join(parts), tuple(breaks)
