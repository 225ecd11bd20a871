"""Lists without bullets: clauses that end in semicolons under a sentence that ends in a colon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyzer.reading.document import Piece


def mark_clauses(pieces: Sequence[Piece]) -> list[Piece]:
    """Turn paragraphs that go on with a lead-in sentence into list items.

    Parameters
    ----------
    pieces : sequence of Piece
        In reading order.

    Returns
    -------
    list of Piece
        Paragraphs without a capital after a colon or semicolon have become list items.
    """
    result: list[Piece] = []
    for piece in pieces:
        before = result[-1] if result else None
        goes_on = (
            piece.kind == "paragraph"
            and piece.text[:1].islower()
            and before is not None
            and before.kind in ("paragraph", "list_item")
            and before.text.rstrip().endswith((":", ";"))
        )
        if goes_on and before is not None:
            result.append(replace(piece, kind="list_item", level=max(1, before.level)))
        else:
            result.append(piece)
    return result
