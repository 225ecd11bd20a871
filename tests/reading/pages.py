"""Pages of a PDF for the tests: lines put on them, and what was read from them."""

from __future__ import annotations

import itertools

from analyzer.reading import Document

LONG = [
    "De gemeente Waterdorp werkt de komende jaren aan een dienstverlening die voor",
    "iedereen bereikbaar is. Inwoners kunnen straks zelf kiezen of zij een aanvraag aan de",
    "balie doen, per telefoon, of via de website van onze gemeente. Daarbij houden wij de",
]


def lines(canvas, rows, *, x=72, y=760, size=11, leading=14, font="Helvetica"):
    canvas.setFont(font, size)
    for row in rows:
        canvas.drawString(x, y, row)
        y -= leading
    return y


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document.blocks]


def prose(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks if block.kind in ("paragraph", "list_item"))


def check_offsets(document: Document) -> None:
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text
    assert all(a.end <= b.start for a, b in itertools.pairwise(document.blocks))
