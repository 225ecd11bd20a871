"""What surrounds a text and says nothing itself: addresses, salutations, signatures, colophons; and a letter's subject."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from analyzer.reading import marks
from analyzer.reading.document import Piece

_ADDRESS = re.compile(r"\b[1-9]\d{3}\s?[A-Z]{2}\b(?=\s+[A-Z]|$)|\b(?:Postbus|Antwoordnummer)\s+\d+")
_LINK = re.compile(r"(?:www\.|https?://|@)\S+|[\w.+-]+@[\w-]+\.[\w.-]+")
_FIELD = re.compile(
    r"(?:Datum|(?:Ons |Uw )?[Kk]enmerk|Bijlage\(n\)|Bijlagen|Contactpersoon|Behandeld door|Telefoon|E-mail)\b.{0,80}"
)
_SUBJECT = re.compile(r"(?:Betreft|Onderwerp)\b\s*:?\s*\S")
_GREETING = re.compile(r"(?:Geachte|Beste)\b.{0,80},")
_CLOSING = re.compile(r"(?:Hoogachtend|Met (?:vriendelijke|hartelijke) groet(?:en)?)\b.{0,40}", re.IGNORECASE)
_COLOPHON = re.compile(r"colofon|colophon", re.IGNORECASE)
_LONG = 200
_MOST = 12


@dataclass(slots=True)
class _Place:
    """Where in a document the reading is: in a letter, after its closing, in a colophon."""

    letter: bool = False
    signing: bool = False
    colophon: int = 0


def mark_formalities(pieces: Iterable[Piece]) -> list[Piece]:
    """Take what surrounds a text out of its running text.

    Parameters
    ----------
    pieces : iterable of Piece
        In reading order.

    Returns
    -------
    list of Piece
        Addresses, bare links, salutations, signatures and the short lines of a colophon have become ``caption``; the
        subject of a letter a ``heading``.
    """
    place = _Place()
    return [_marked(piece, place) for piece in pieces]


def _marked(piece: Piece, place: _Place) -> Piece:
    text = piece.text.strip()
    if piece.kind not in ("heading", "paragraph", "list_item"):
        return piece
    loose = len(text) <= _LONG and not marks.ends_sentence(text)
    address = loose and _ADDRESS.search(text) is not None
    place.letter = place.letter or address
    if piece.kind == "heading":
        # Who signs stands in capitals; any other heading starts a new part, such as an annex.
        place.signing = place.signing and text.isupper()
        formal = address or place.signing or (place.letter and _FIELD.fullmatch(text) is not None)
        if not formal:
            place.colophon = _MOST if _COLOPHON.fullmatch(text) else 0
        return replace(piece, kind="caption", level=0) if formal else piece
    place.signing = loose and (place.signing or _CLOSING.fullmatch(text) is not None)
    if loose and place.letter and piece.kind == "paragraph" and _SUBJECT.match(text):
        return replace(piece, kind="heading", level=1)
    # A colophon has short lines; what is longer is text again.
    place.colophon = max(0, place.colophon - 1) if len(text) <= _LONG else 0
    formal = address or place.signing or (loose and _says_nothing(text, place.letter))
    return replace(piece, kind="caption", level=0) if formal or place.colophon else piece


def _says_nothing(text: str, letter: bool) -> bool:
    return (
        _LINK.fullmatch(text) is not None
        or _GREETING.fullmatch(text) is not None
        or (letter and _FIELD.fullmatch(text) is not None)
    )
