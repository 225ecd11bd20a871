"""Plain text: lines without a place on a page, often hard-wrapped, to headings, paragraphs and list items."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzer.reading import joining, marks
from analyzer.reading.document import BlockKind, Piece
from analyzer.reading.lists import mark_clauses
from analyzer.reading.plainclean import text_lines
from analyzer.reading.plainfurniture import TextLine
from analyzer.reading.plainshape import Shape

_NOTE_MARK = re.compile(r"(?<=[a-zà-ÿ)”’\"][.,;:!?])\d{1,3}(?=\s+[A-ZÀ-Ý]|\s*$)")
_LONG = 400
_UNREADABLE = 30
"""Letters a word, on average, above which text has lost its spaces or is in a cipher of its font."""


@dataclass(slots=True)
class _Open:
    """The block that is being built."""

    kind: BlockKind
    lines: list[str]
    page: int
    breaks: list[tuple[int, int]]
    label: str = ""
    indent: int = 0
    level: int = 0


def pieces_of_text(text: str) -> tuple[list[Piece], int]:
    """Make pieces of plain text.

    Parameters
    ----------
    text : str
        The whole file.

    Returns
    -------
    pieces : list of Piece
    pages : int
        Number of pages, when form feeds part them; otherwise 1.
    """
    lines = text_lines(text)
    if not lines:
        return [], 1
    shape = Shape.of(lines)
    broken = any(line.text.endswith("-") for line in lines)
    words = joining.Vocabulary(line.text for line in lines if broken)
    blocks: list[_Open] = []
    for index, line in enumerate(shape.lines):
        current = blocks[-1] if blocks else None
        if current is None or _starts_block(current, shape, index):
            blocks.append(_open(line, shape.headings[index], shape.contents[index], current))
        else:
            if current.lines and line.page != (current.breaks[-1][1] if current.breaks else current.page):
                current.breaks.append((len(current.lines), line.page))
            current.lines.append(line.text)
    return mark_clauses([_piece(block, words) for block in blocks if block.lines]), lines[-1].page


def _starts_block(current: _Open, shape: Shape, index: int) -> bool:
    """Whether a line starts a new block."""
    line, before = shape.lines[index], shape.lines[index - 1]
    if shape.contents[index] or current.kind == "contents":
        return True
    if shape.headings[index] or current.kind == "heading":
        return not _heading_goes_on(current, shape, index)
    if not current.lines:
        # A list number on a line of its own waits for its text.
        return False
    found = marks.bullet(line.text)
    if marks.lone_number(line.text) or (found and _is_item(current, shape, index, found[0])):
        return True
    return not before.text.endswith("-") and _new_paragraph(current, shape, index)


def _new_paragraph(current: _Open, shape: Shape, index: int) -> bool:
    line, before = shape.lines[index], shape.lines[index - 1]
    if before.text.rfind("(") > before.text.rfind(")") and line.text.find(")") > line.text.find("("):
        return False
    ended, capital = marks.ends_clause(before.text), not line.text[0].islower()
    if line.blank_before or (len(before.text) > _LONG and len(line.text) > _LONG):
        return ended or capital
    if ended and shape.is_short(index - 1):
        return capital or not (current.kind == "list_item" and line.indent > current.indent)
    return marks.ends_sentence(before.text) and line.indent > max(before.indent + 1, current.indent)


def _heading_goes_on(current: _Open, shape: Shape, index: int) -> bool:
    """Whether a heading runs on to a second line: capitals after capitals, the first line filled."""
    line = shape.lines[index]
    if current.kind != "heading" or not shape.headings[index] or line.blank_before or len(current.lines) > 2:
        return False
    before = shape.lines[index - 1].text
    if marks.bullet(line.text) or marks.is_division(line.text):
        return False
    return marks.is_capitals(before) and marks.is_capitals(line.text) and len(before) > 0.6 * shape.widths[index]


def _is_item(current: _Open, shape: Shape, index: int, label: str) -> bool:
    """Whether a bullet or number at the start of a line starts an item, and is not a dash or number in a sentence."""
    line, before = shape.lines[index], shape.lines[index - 1]
    if label in marks.SURE_BULLETS or (current.kind == "list_item" and current.label == label):
        return True
    if label == "o":
        return marks.ends_clause(before.text) and line.text[2:3].isupper()
    if marks.is_number(label) and marks.ends_in_reference(before.text):
        return False
    return marks.ends_clause(before.text) or line.blank_before or shape.is_short(index - 1)


def _open(line: TextLine, heading: bool, contents: bool, current: _Open | None) -> _Open:
    text = line.text
    if contents:
        return _Open("contents", [text], line.page, [])
    found = marks.bullet(text)
    if heading and marks.is_contents_title(text):
        return _Open("contents", [text], line.page, [])
    if heading:
        depth = marks.number_depth(found[0]) if found else 0
        level = depth or (1 if marks.is_capitals(text) or marks.is_division(text) else 3)
        return _Open("heading", [text], line.page, [], label=found[0] if found and depth else "", level=level)
    if marks.lone_number(text):
        return _Open("list_item", [], line.page, [], label=text, indent=line.indent, level=1)
    if found:
        level = 1
        if current is not None and current.kind == "list_item":
            level = current.level + (line.indent > current.indent + 1) - (line.indent < current.indent - 1)
        return _Open("list_item", [found[1]], line.page, [], label=found[0], indent=line.indent, level=max(1, level))
    return _Open("paragraph", [text], line.page, [], indent=line.indent)


def _piece(block: _Open, words: joining.Vocabulary) -> Piece:
    text = ""
    breaks = []
    places = dict(block.breaks)
    for index, line in enumerate(block.lines):
        before = len(text)
        text = joining.join(text, line, words) if text else line.strip()
        if index in places:
            breaks.append((max(before, len(text) - len(line)), places[index]))
    if not breaks:
        text = _NOTE_MARK.sub("", text)
    unreadable = len(text) > max(_LONG / 4, _UNREADABLE * (text.count(" ") + 1))
    return Piece("caption" if unreadable else block.kind, text, block.page, block.level, tuple(breaks), block.label)
