"""From lines with a place on the page to headings, paragraphs, list items, tables and footnotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from analyzer.reading import joining, marks
from analyzer.reading.blocks import group_lines
from analyzer.reading.document import Piece
from analyzer.reading.footnotes import part_footnotes
from analyzer.reading.groups import Group, typography
from analyzer.reading.layout import GAP, Line
from analyzer.reading.lists import mark_clauses
from analyzer.reading.refine import refine


def pieces_of(lines: Sequence[Line], heights: Mapping[int, float]) -> list[Piece]:
    """Make pieces from the lines of a document.

    Parameters
    ----------
    lines : sequence of Line
        In reading order, without running headers and footers.
    heights : mapping of int to float
        Height of each page.

    Returns
    -------
    list of Piece
    """
    if not lines:
        return []
    look = typography(lines)
    notes, running = part_footnotes(lines, look, heights)
    groups = refine(group_lines(running, look), look)
    words = joining.Vocabulary(line.text for line in lines)
    levels = _heading_levels(groups)
    indents = _list_levels(groups)
    result: list[Piece] = []
    pending = sorted(notes, key=lambda group: group.lines[0].page)
    for index, group in enumerate(groups):
        while pending and pending[0].lines[0].page < group.lines[0].page:
            result.append(_piece(pending.pop(0), words, 0))
        level = levels.get(index, 0) if group.kind == "heading" else indents.get(index, 0)
        result.append(_piece(group, words, level))
    result.extend(_piece(group, words, 0) for group in pending)
    return mark_clauses(result)


def _piece(group: Group, words: joining.Vocabulary, level: int) -> Piece:
    text = ""
    page = group.lines[0].page
    breaks: list[tuple[int, int]] = []
    current = page
    gap = " | " if group.kind == "table" else " "
    for line, raw in zip(group.lines, group.texts, strict=True):
        part = raw.replace(GAP, gap)
        before = len(text.rstrip())
        joined = joining.join(text, part, words) if text else part.strip()
        if line.page != current:
            # The page starts at the first character that the new line adds.
            start = len(joined) - len(part.strip())
            breaks.append((max(start, min(before, len(joined))) if start > 0 else 0, line.page))
            current = line.page
        text = joined
    return Piece(group.kind, text, page, level, tuple(breaks), group.label)


def _heading_levels(groups: Sequence[Group]) -> dict[int, int]:
    """Level of each heading: larger type first, then capitals, bold, and depth of its number."""
    headings = {index: group for index, group in enumerate(groups) if group.kind == "heading"}
    styles = sorted({_style(group) for group in headings.values()}, reverse=True)
    rank = {style: place + 1 for place, style in enumerate(styles)}
    return {index: rank[_style(group)] for index, group in headings.items()}


def _style(group: Group) -> tuple[float, int, bool, bool]:
    sizes = median(line.size for line in group.lines)
    found = marks.bullet(group.texts[0])
    depth = marks.number_depth(found[0]) if found else 0
    bold = sum(line.bold for line in group.lines) * 2 > len(group.lines)
    return (round(sizes), -depth, marks.is_capitals(group.body), bold)


def _list_levels(groups: Sequence[Group]) -> dict[int, int]:
    """Level of each list item from where its bullet stands among those of its list."""
    result: dict[int, int] = {}
    stack: list[tuple[float, int]] = []
    for index, group in enumerate(groups):
        if group.kind != "list_item":
            if group.kind == "heading":
                stack = []
            continue
        first = group.lines[0]
        indent = first.x0 - first.column[0]
        while stack and stack[-1][0] > indent + 4:
            stack.pop()
        if not stack or stack[-1][0] < indent - 4:
            stack.append((indent, len(stack) + 1))
        result[index] = len(stack)
    return result
