"""Lines with a place on the page: reading order over columns, and what repeats on every page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from analyzer.reading import marks

GAP = "\t"
"""Stands in a line's text where a gap is so wide that it separates table cells."""


@dataclass(slots=True)
class Line:
    """A line of text, or a part of one, with its place on the page in points from the top left.

    Parameters
    ----------
    text : str
        With `GAP` where cells of a table may meet.
    page : int
        From 1.
    x0, x1 : float
        Left and right edge.
    y : float
        Distance of the baseline from the top of the page.
    size : float
        Font size.
    bold : bool
        Whether most of it is bold.
    note : str
        Raised number that it starts with, as a footnote does.
    column : tuple of (float, float)
        Left and right edge of the column in which it stands.
    place : int
        Number of that column in reading order over the document.
    """

    text: str
    page: int
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    note: str = ""
    column: tuple[float, float] = (0.0, 0.0)
    place: int = 0


@dataclass(slots=True)
class PageLines:
    """All lines of a page and the page's size in points."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)


def reading_order(page: PageLines) -> list[Line]:
    """Lines of a page in reading order: whole lines, column after column, with full-width lines between.

    Parameters
    ----------
    page : PageLines
        Its lines may be parts of lines in any order.

    Returns
    -------
    list of Line
        New lines with `Line.column` and `Line.place` set (places count from 0 on each page).
    """
    result: list[Line] = []
    for place, region in enumerate(_regions(_with_bullets(_with_notes(page.lines)), depth=0)):
        rows = _rows(region)
        edges = (min(row.x0 for row in rows), max(row.x1 for row in rows))
        for row in rows:
            row.column, row.place = edges, place
        result.extend(rows)
    return result


def _with_notes(segments: list[Line]) -> list[Line]:
    """Give the number of a footnote that stands by itself, raised, to the text that it belongs to."""
    numbers = [s for s in segments if len(s.text) <= 3 and s.text.isdigit()]
    taken: set[int] = set()
    for number in numbers:
        near = [
            s
            for s in segments
            if s is not number
            and s.size > 1.2 * number.size
            and 0 < s.x0 - number.x1 + 1 < 4 * s.size
            and 0.1 * s.size < s.y - number.y < 0.7 * s.size
        ]
        if near:
            text = min(near, key=lambda s: s.x0)
            text.note, text.x0 = number.text, number.x0
            taken.add(id(number))
    return [s for s in segments if id(s) not in taken]


def _with_bullets(segments: list[Line]) -> list[Line]:
    """Join bullets and list numbers with the text that follows them, so that the gap between is no gutter."""
    result: list[Line] = []
    for segment in sorted(segments, key=lambda s: (round(s.y), s.x0)):
        before = result[-1] if result else None
        if (
            before is not None
            and len(before.text) <= 5
            and _same_row(before, segment)
            and 0 <= segment.x0 - before.x1 < 4 * segment.size
            and marks.bullet(before.text + " x") is not None
        ):
            result[-1] = _merge([before, segment])
        else:
            result.append(segment)
    return result


def _regions(segments: list[Line], depth: int) -> list[list[Line]]:
    """Split a region at gutters, again and again, into columns in reading order."""
    if len(segments) < 6 or depth > 4:
        return [segments] if segments else []
    gutter = _gutter(segments)
    if gutter is None:
        return [segments]
    result: list[list[Line]] = []
    band: list[Line] = []
    wide: list[Line] = []
    for segment in sorted(segments, key=lambda s: (s.y, s.x0)):
        crosses = segment.x0 < gutter and segment.x1 > gutter
        if crosses or (wide and not band and _ends_wide(wide[-1], segment, segments, gutter)):
            if band:
                result.extend(_band(band, gutter, depth))
                band = []
            wide.append(segment)
        else:
            if wide and not _same_row(wide[-1], segment):
                result.append(wide)
                wide = []
            band.append(segment)
    if wide:
        result.append(wide)
    if band:
        result.extend(_band(band, gutter, depth))
    return result


def _ends_wide(last: Line, segment: Line, segments: Sequence[Line], gutter: float) -> bool:
    """Whether a short segment is the last line of the text over all columns above it."""
    return (
        segment.x1 <= gutter
        and abs(segment.x0 - last.x0) < 3
        and abs(segment.size - last.size) < 0.05 * last.size
        and segment.bold == last.bold
        and 0.5 * last.size < segment.y - last.y < 1.7 * last.size
        and not any(other.x0 > gutter and _same_row(other, segment) for other in segments)
    )


def _same_row(one: Line, other: Line) -> bool:
    return abs(one.y - other.y) < 0.4 * min(one.size, other.size)


def _band(band: list[Line], gutter: float, depth: int) -> list[list[Line]]:
    left = [segment for segment in band if segment.x1 <= gutter]
    right = [segment for segment in band if segment.x1 > gutter]
    return _regions(left, depth + 1) + _regions(right, depth + 1)


def _gutter(segments: Sequence[Line]) -> float | None:
    """Middle of a vertical strip of white with text that reads by itself on either side."""
    low, high = min(s.x0 for s in segments), max(s.x1 for s in segments)
    width = high - low
    if width < 150:
        return None
    cover = [0] * (int(width) + 2)
    for segment in segments:
        for x in range(int(segment.x0 - low), int(segment.x1 - low) + 1):
            cover[x] += 1
    for bound in sorted({0, 1, 2, *(int(share * len(segments)) for share in (0.06, 0.12, 0.25, 0.4))}):
        # A strip that nothing crosses always wins: what crosses a strip cuts the columns into pieces.
        best: tuple[float, float] | None = None
        for start, end in _strips(cover, bound):
            middle = low + (start + end) / 2
            if not 0.12 * width < middle - low < 0.88 * width or (best is not None and end - start <= best[0]):
                continue
            left = [s for s in segments if s.x1 <= middle]
            right = [s for s in segments if s.x0 >= middle]
            if _separate(left, right):
                best = (end - start, middle)
        if best is not None:
            return best[1]
    return None


def _strips(cover: Sequence[int], bound: int) -> list[tuple[int, int]]:
    """Strips that no more than `bound` segments cross, wide enough to be a gutter."""
    found: list[tuple[int, int]] = []
    start = None
    for x, count in enumerate([*cover, bound + 1]):
        if count <= bound and start is None:
            start = x
        elif count > bound and start is not None:
            if x - start >= (3 if bound == 0 else 7):
                found.append((start, x))
            start = None
    return found


def _separate(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether two groups of segments are columns of text and not cells of a table or bullets and items."""
    if min(len(left), len(right)) < 4:
        return False
    prose_left, prose_right = _is_prose(left), _is_prose(right)
    if prose_left and prose_right:
        return True
    return (prose_left or prose_right) and _aligned(left, right) < 0.5 and _words(left) >= 1.3 and _words(right) >= 1.3


def _words(segments: Sequence[Line]) -> float:
    return sum(len(s.text.split()) for s in segments) / len(segments)


def _is_prose(segments: Sequence[Line]) -> bool:
    """Whether segments are long runs of words of much the same width, as the lines of one or more columns are."""
    if len(segments) < 4:
        return False
    widths = sorted(s.x1 - s.x0 for s in segments)
    usual = widths[int(0.9 * (len(widths) - 1))]
    filled = sum(width > 0.6 * usual for width in widths) / len(widths)
    words = median(len(s.text.split()) for s in segments)
    numbers = sum(marks.numeric_share(s.text) > 0.4 for s in segments) / len(segments)
    return usual > 90 and filled > 0.5 and words >= 4 and numbers < 0.3


def _aligned(left: Sequence[Line], right: Sequence[Line]) -> float:
    """Share of the smaller group's segments that stand on a line of the other group."""
    small, large = (left, right) if len(left) <= len(right) else (right, left)
    heights = sorted(s.y for s in large)
    hits = sum(any(abs(s.y - y) < 1.0 for y in heights) for s in small)
    return hits / len(small)


def _rows(segments: list[Line]) -> list[Line]:
    """Join segments that stand on one baseline."""
    rows: list[list[Line]] = []
    for segment in sorted(segments, key=lambda s: (s.y, s.x0)):
        if rows and _same_row(rows[-1][0], segment):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [_merge(sorted(row, key=lambda s: s.x0)) for row in rows]


def _merge(row: list[Line]) -> Line:
    if len(row) == 1:
        return replace(row[0])
    parts = [row[0].text]
    for before, after in pairwise(row):
        space = after.x0 - before.x1
        wide = space > 1.6 * max(before.size, after.size) and marks.bullet(before.text + " x") is None
        parts.append(GAP if wide else " ")
        parts.append(after.text)
    largest = max(row, key=lambda s: len(s.text))
    letters = sum(len(s.text) for s in row)
    return replace(
        largest,
        text="".join(parts),
        x0=row[0].x0,
        x1=max(s.x1 for s in row),
        bold=sum(len(s.text) for s in row if s.bold) > 0.6 * letters,
        note=row[0].note,
    )


_SAYS_SOMETHING = re.compile(r"[^\W_]{2}|#")
_DIGITS = re.compile(r"\d+")


def without_furniture(pages: Sequence[PageLines]) -> list[PageLines]:
    """Pages without running headers, footers, page numbers and letterheads.

    A line goes when the same words (numbers aside) stand near the top or bottom of several pages, when they
    stand on exactly the same place of many pages, or when it is a page number at a page's edge.
    """
    edge: dict[str, list[tuple[int, float]]] = defaultdict(list)
    spot: Counter[tuple[str, int, int]] = Counter()
    for page in pages:
        for line in page.lines:
            key = _key(line)
            if not _SAYS_SOMETHING.search(key):
                continue
            if _at_edge(line, page):
                edge[key].append((page.number, line.y))
            spot[key, round(line.x0 / 4), round(line.y / 4)] += 1
    often = max(3, int(0.3 * len(pages)))
    running = {key for key, places in edge.items() if _runs(places)}
    result = []
    for page in pages:
        numbers = _edge_numbers(page)
        kept = [
            line
            for line in page.lines
            if id(line) not in numbers
            and not _is_running(line, page, running)
            and spot[_key(line), round(line.x0 / 4), round(line.y / 4)] < often
        ]
        # A form repeats nearly all of its words; what would empty a page is no letterhead.
        few = sum(len(line.text) for line in kept) < 0.2 * sum(len(line.text) for line in page.lines)
        if few:
            kept = [line for line in page.lines if id(line) not in numbers and not _is_running(line, page, running)]
        result.append(replace(page, lines=kept))
    return result


def _is_running(line: Line, page: PageLines, running: set[str]) -> bool:
    return _at_edge(line, page) and _key(line) in running


def _key(line: Line) -> str:
    """Words of a line; numbers count as equal, except in a whole sentence."""
    words = " ".join(line.text.split()).lower()
    return words if len(words) > 40 and marks.ends_sentence(words) else _DIGITS.sub("#", words)


def _at_edge(line: Line, page: PageLines) -> bool:
    return line.y < 0.12 * page.height or line.y > 0.88 * page.height


def _runs(places: Iterable[tuple[int, float]]) -> bool:
    """Whether lines with the same words come back as a running header does: at one height, page after page."""
    ordered = sorted(places)
    pages = sorted({page for page, _ in ordered})
    if len(pages) < 2:
        return False
    heights = sorted(y for _, y in ordered)
    usual = heights[len(heights) // 2]
    level = sum(abs(y - usual) < 3 for y in heights) / len(heights)
    if len(pages) >= 4:
        return level > 0.6
    return level == 1.0 and pages[-1] - pages[0] <= 2 * len(pages)


def _edge_numbers(page: PageLines) -> set[int]:
    """Identities of the lines that are page numbers: the outermost at the top or bottom."""
    found: set[int] = set()
    ordered = sorted(page.lines, key=lambda line: line.y)
    for end in (ordered[:3], ordered[::-1][:3]):
        for line in end:
            if not marks.is_page_number(line.text):
                break
            if line.y < 0.13 * page.height or line.y > 0.87 * page.height:
                found.add(id(line))
    return found
