"""List marks that plain text shows only as a pattern over many lines: lost bullets, glued dashes, numbers without a stop."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from analyzer.reading import marks
from analyzer.reading.plainfurniture import TextLine

_GLYPH = re.compile(r"(/[a-z]{3,}\d*|[bcdfghjklmnpqrstvwxz]{1,4})\s+(?=[A-ZÀ-Ý])")
_STARTS_LOW = re.compile(r"(/[a-z]{3,}\d*|[bcdfghjklmnpqrstvwxz]{1,4})\s+(?=[a-zà-ÿ])")
_GLUED_GLYPH = re.compile(r"([0bcdfghjklmnpqrtvwxz])(?=[A-ZÀ-Ý][a-zà-ÿ])")
_GLUED_DASH = re.compile(r"([-–—*·])(?=[^\W\d_]{2,})")
_NUMBERED = re.compile(r"(\d{1,3})\s+(?=[“\"‘']?[A-ZÀ-Ý])")
_LEAST = 6
_SHORTEST_SERIES = 3
_WITHIN = 80


def restore_marks(lines: Sequence[TextLine]) -> None:
    """Write list marks as other readers write them, so that items are recognised; lines are changed in place.

    Parameters
    ----------
    lines : sequence of TextLine
        All lines of a text, without page numbers.
    """
    _lost_bullets(lines)
    _part(lines, _GLUED_DASH)
    _numbers_without_stop(lines)


def _lost_bullets(lines: Sequence[TextLine]) -> None:
    """Bullets of a symbol font come out as a letter or the glyph's name: ``nnn De overheid``, ``/square4 Het``."""
    before_capital = Counter(match[1] for line in lines if (match := _GLYPH.match(line.text)))
    before_small = Counter(match[1] for line in lines if (match := _STARTS_LOW.match(line.text)))
    bullets = {token for token, count in before_capital.items() if count >= _LEAST and count > 4 * before_small[token]}
    for line in lines if bullets else ():
        if (match := _GLYPH.match(line.text)) and match[1] in bullets:
            line.text = "• " + line.text[match.end() :]
    _part(lines, _GLUED_GLYPH, "•")


def _part(lines: Sequence[TextLine], glued: re.Pattern[str], mark: str = "") -> None:
    """Put a space between a mark and the word it is glued to, where that happens often; or another mark for it."""
    counts = Counter(match[1] for line in lines if (match := glued.match(line.text)))
    for line in lines if counts else ():
        if (match := glued.match(line.text)) and counts[match[1]] >= _LEAST:
            line.text = f"{mark or match[1]} {line.text[match.end() :]}"


def _numbers_without_stop(lines: Sequence[TextLine]) -> None:
    """Numbers before paragraphs that count on from one another, each after the end of a text."""
    spots = [
        (index, int(match[1]), match.end())
        for index, line in enumerate(lines)
        if (match := _NUMBERED.match(line.text)) and not marks.ends_in_page(line.text)
    ]
    series: list[list[tuple[int, int, int]]] = []
    for spot in spots:
        if series and spot[1] == series[-1][-1][1] + 1 and spot[0] - series[-1][-1][0] <= _WITHIN:
            series[-1].append(spot)
        else:
            series.append([spot])
    found = [spot for group in series if len(group) >= _SHORTEST_SERIES for spot in group]
    ended = sum(
        index == 0 or marks.ends_clause(lines[index - 1].text) or lines[index].blank_before for index, _, _ in found
    )
    if len(found) < _LEAST or ended < 0.7 * len(found):
        return
    for index, number, end in found:
        lines[index].text = f"{number}. {lines[index].text[end:]}"
