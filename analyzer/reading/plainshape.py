"""What plain text shows of its structure: column widths, headings, tables of contents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from analyzer.reading import marks
from analyzer.reading.joining import word_set
from analyzer.reading.plainfurniture import TextLine

_WINDOW = 12
_GLUED = re.compile(r"(.{20,}[.!?])\s+([A-ZÀ-Ý][^.!?:;,]{3,60})$")
_DIGITS, _LETTERS = re.compile(r"\d+"), re.compile(r"[a-z]+")
_REFERENCE = r"\(?\d{1,3}(?:[./-]\d{1,3})?[ab]?\)?"
_INDEX_ENTRY = re.compile(rf"(?!\d)\S.{{0,70}}?[\s,]{_REFERENCE}(?:[,;/\s-]+{_REFERENCE})*$")
_INDEX_WINDOW = 8
_OPEN_END = word_set(
    "de het een van in op te ten ter voor met en of om dat die als bij aan door tot uit over naar onze ons zijn hun deze",
    "dit is er niet ook wordt worden onder tussen tegen zonder per via",
)
"""Words with which no heading ends."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Lines of a text with what is known of each.

    Parameters
    ----------
    lines : list of TextLine
        All lines.
    widths : list of int
        Width of the column in which each line stands, in characters.
    contents : list of bool
        Whether each line belongs to a table of contents.
    headings : list of bool
        Whether each line is a heading.
    """

    lines: list[TextLine]
    widths: list[int]
    contents: list[bool]
    headings: list[bool]

    @classmethod
    def of(cls, lines: list[TextLine]) -> Shape:
        """Look at all lines of a text."""
        lines = _split_glued(lines, _widths(lines))
        shape = cls(lines, _widths(lines), _contents(lines), [])
        shape.headings.extend(_is_heading(shape, index) for index in range(len(lines)))
        return shape

    def is_short(self, index: int) -> bool:
        """Whether the next line's first word would have fitted on this line, with room to spare."""
        line = self.lines[index]
        after = self.lines[index + 1].text if index + 1 < len(self.lines) else ""
        first = len(after.split(" ", 1)[0])
        return line.indent + len(line.text) + 1 + first < 0.88 * self.widths[index]

    def is_closed(self, index: int) -> bool:
        """Whether the text of a line is at an end: a full stop, or white space after it."""
        if index < 0 or self.contents[index]:
            return True
        text = self.lines[index].text
        return marks.ends_clause(text) or (self.is_short(index) and text[-1] not in "-,")


def _widths(lines: Sequence[TextLine]) -> list[int]:
    """Length of the longer lines around each line: programmes change their layout from chapter to chapter."""
    lengths = [line.indent + len(line.text) for line in lines]
    result: list[int] = []
    for start in range(0, len(lines), _WINDOW):
        around = sorted(lengths[max(0, start - _WINDOW) : start + 2 * _WINDOW])
        result.extend([around[int(0.85 * (len(around) - 1))]] * min(_WINDOW, len(lines) - start))
    return result


def _split_glued(lines: list[TextLine], widths: Sequence[int]) -> list[TextLine]:
    """Part a heading from the line it is glued to, as happens at page ends: too long a line, a loose end."""
    result: list[TextLine] = []
    for index, line in enumerate(lines):
        after = lines[index + 1].text if index + 1 < len(lines) else ""
        match = None
        if 1.15 * widths[index] < len(line.text) < 2.5 * widths[index] and not after[:1].islower():
            match = _GLUED.match(line.text)
        if match is None:
            result.append(line)
        else:
            result.append(replace(line, text=match[1]))
            result.append(replace(line, text=match[2], indent=0, blank_before=True))
    return result


def _contents(lines: Sequence[TextLine]) -> list[bool]:
    """Find tables of contents: lines with leaders, and series of lines that end in a page number."""
    result = [marks.is_contents_line(line.text) for line in lines]
    paged = [marks.ends_in_page(line.text) for line in lines]
    index = 0
    while index < len(lines):
        stop = index
        while stop < len(lines) and paged[stop]:
            stop += 1
        titled = any(marks.is_contents_title(line.text) for line in lines[max(0, index - 3) : index])
        if stop - index >= (2 if titled else 5):
            result[index:stop] = [True] * (stop - index)
        index = max(stop, index + 1)
    return [listed or entry for listed, entry in zip(result, _index_entries(lines), strict=True)]


def _index_entries(lines: Sequence[TextLine]) -> list[bool]:
    """Find an index of subjects: a stretch of lines most of which are words with the pages where they occur."""
    entries = [_INDEX_ENTRY.match(line.text) is not None for line in lines]
    sums = [0, *accumulate(entries)]
    result: list[bool] = []
    for index, line in enumerate(lines):
        start, stop = max(0, index - _INDEX_WINDOW), min(len(lines), index + _INDEX_WINDOW + 1)
        dense = sums[stop] - sums[start] >= 0.6 * (2 * _INDEX_WINDOW + 1)
        result.append(dense and (entries[index] or (len(line.text) < 60 and not marks.ends_sentence(line.text))))
    # Its first and last entries stand beside prose.
    for order in (range(1, len(lines)), range(len(lines) - 2, -1, -1)):
        for index in order:
            result[index] = result[index] or (entries[index] and result[index - (1 if order.step > 0 else -1)])
    return result


def _is_heading(shape: Shape, index: int) -> bool:
    """Whether a line is a heading: short, without a stop, between the end of one text and the start of another."""
    line = shape.lines[index]
    if shape.contents[index] or not _could_be_heading(line.text):
        return False
    if marks.is_capitals(line.text) or marks.is_contents_title(line.text):
        return True
    if index + 1 == len(shape.lines) or _is_numbered_item(shape, index):
        return False
    after = shape.lines[index + 1].text
    if after[0].islower() and marks.bullet(after) is None:
        return False
    if line.text[0].islower():
        return _is_lower_heading(shape, index)
    if not (line.blank_before or shape.is_closed(index - 1)):
        return False
    return _stands_alone(shape, index)


def _could_be_heading(text: str) -> bool:
    if not 3 <= len(text) <= 100 or not text[0].isalnum() or text[-1] in ".,;-:":
        return False
    last = text.rsplit(" ", 1)[-1]
    return sum(map(str.isalpha, text)) >= 3 and text.count(" ") <= 13 and last not in _OPEN_END


def _is_lower_heading(shape: Shape, index: int) -> bool:
    """Some designs set headings without a capital: after a full stop, and much shorter than the lines around."""
    text = shape.lines[index].text
    ended = index > 0 and (marks.ends_sentence(shape.lines[index - 1].text) or shape.contents[index - 1])
    return ended and len(text) < 0.5 * shape.widths[index] and text.count(" ") <= 7


def _stands_alone(shape: Shape, index: int) -> bool:
    line, after, width = shape.lines[index], shape.lines[index + 1], shape.widths[index]
    if marks.is_division(line.text):
        return len(line.text) < 0.9 * width
    if line.text.endswith(("?", "!")):
        return line.blank_before and after.blank_before
    free = after.blank_before or marks.bullet(after.text) is not None or marks.lone_number(after.text)
    return shape.is_short(index) and (len(line.text) < 0.72 * width or free)


def _is_numbered_item(shape: Shape, index: int) -> bool:
    """Whether a short line with a bullet or number is one of a list: a neighbour has a number of the same form."""
    found = marks.bullet(shape.lines[index].text)
    if found is None:
        return False
    if not marks.is_number(found[0]):
        return True
    form = _form(found[0])
    for other in (index - 1, index + 1):
        near = marks.bullet(shape.lines[other].text) if other >= 0 else None
        if near and _form(near[0]) == form:
            return True
    return False


def _form(label: str) -> str:
    """Shape of a list number: ``#.`` for 3., ``@)`` for b)."""
    return _LETTERS.sub("@", _DIGITS.sub("#", label.lower()))
