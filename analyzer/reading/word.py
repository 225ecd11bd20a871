"""DOCX: styles, lists, tables and notes, read from the document's own XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import ReadError
from analyzer.reading import joining, marks
from analyzer.reading.archive import parse, parts
from analyzer.reading.document import Piece

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_HEADING = re.compile(r"(?:heading|kop|überschrift|titre|rubrik)\s*(\d)", re.IGNORECASE)
_CONTENTS = re.compile(
    r"(?:toc|inhopg|inhoudsopgave|inhaltsverzeichnis|tm)\s*\d|table of figures|lijst met afbeeldingen", re.IGNORECASE
)
_MAX_DEPTH = 60


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says about structure."""

    name: str = ""
    outline: int | None = None
    numbered: str | None = None
    based_on: str | None = None


@dataclass(slots=True)
class _Word:
    """What the readers of paragraphs need to know of the whole document."""

    styles: dict[str, _Style]
    numbering: dict[tuple[str, int], str]
    found: list[Piece] = field(default_factory=list)
    counters: dict[tuple[str, int], int] = field(default_factory=dict)


def read_docx(path: Path, data: bytes) -> tuple[list[Piece], str]:
    """Read a DOCX file.

    Parameters
    ----------
    path : Path
        For messages.
    data : bytes
        The file.

    Returns
    -------
    pieces : list of Piece
    title : str
        From the document's properties; may be empty.

    Raises
    ------
    ReadError
        Encrypted, damaged, or a zip bomb.
    """
    names = (
        "word/document.xml",
        "word/styles.xml",
        "word/numbering.xml",
        "word/footnotes.xml",
        "word/endnotes.xml",
        "docProps/core.xml",
    )
    found = parts(path, data, names)
    if "word/document.xml" not in found:
        raise ReadError("heeft geen tekstdeel.", remedy="Bewaar het opnieuw als DOCX.", path=path)
    trees = {name: parse(path, part) for name, part in found.items()}
    word = _Word(
        styles=_styles(trees.get("word/styles.xml")),
        numbering=_numbering(trees.get("word/numbering.xml")),
    )
    body = trees["word/document.xml"].find(f"{_W}body")
    if body is not None:
        _blocks(body, word, 0)
    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        if name in trees:
            word.found.extend(_notes(trees[name]))
    core = trees.get("docProps/core.xml")
    title = core.findtext(f"{_DC}title") if core is not None else ""
    return word.found, title or ""


def _value(element: _Element | None, name: str = "val") -> str | None:
    return None if element is None else element.get(f"{_W}{name}")


def _styles(tree: _Element | None) -> dict[str, _Style]:
    styles: dict[str, _Style] = {}
    if tree is None:
        return styles
    for style in tree.iter(f"{_W}style"):
        identifier = style.get(f"{_W}styleId")
        if not identifier:
            continue
        outline = _value(style.find(f"{_W}pPr/{_W}outlineLvl"))
        styles[identifier] = _Style(
            name=_value(style.find(f"{_W}name")) or identifier,
            outline=int(outline) if outline and outline.isdigit() else None,
            numbered=_value(style.find(f"{_W}pPr/{_W}numPr/{_W}numId")),
            based_on=_value(style.find(f"{_W}basedOn")),
        )
    return styles


def _numbering(tree: _Element | None) -> dict[tuple[str, int], str]:
    """Number format (``bullet``, ``decimal``, …) for each list and level."""
    formats: dict[tuple[str, int], str] = {}
    if tree is None:
        return formats
    abstract: dict[str, dict[int, str]] = {}
    for definition in tree.iter(f"{_W}abstractNum"):
        levels = {}
        for level in definition.iter(f"{_W}lvl"):
            number = level.get(f"{_W}ilvl") or "0"
            levels[int(number) if number.isdigit() else 0] = _value(level.find(f"{_W}numFmt")) or "decimal"
        abstract[definition.get(f"{_W}abstractNumId") or ""] = levels
    for instance in tree.iter(f"{_W}num"):
        for depth, name in abstract.get(_value(instance.find(f"{_W}abstractNumId")) or "", {}).items():
            formats[instance.get(f"{_W}numId") or "", depth] = name
    return formats


def _blocks(parent: _Element, word: _Word, depth: int) -> None:
    """Read paragraphs and tables one after the other."""
    if depth > _MAX_DEPTH:
        return
    for child in parent:
        if child.tag == f"{_W}p":
            _paragraph(child, word, depth)
        elif child.tag == f"{_W}tbl":
            _table(child, word, depth)
        elif child.tag == f"{_W}sdt":
            content = child.find(f"{_W}sdtContent")
            if content is not None:
                _blocks(content, word, depth + 1)
        elif child.tag in (f"{_W}ins", f"{_W}customXml", f"{_W}smartTag", f"{_W}moveTo"):
            _blocks(child, word, depth + 1)


def _paragraph(element: _Element, word: _Word, depth: int) -> None:
    boxes: list[_Element] = []
    text = joining.repair("".join(_text(element, boxes)))
    stripped = " ".join(text.split())
    if stripped:
        word.found.append(_piece(element, stripped, word))
    for box in boxes:
        _blocks(box, word, depth + 1)


def _text(element: _Element, boxes: list[_Element]) -> Iterator[str]:
    """Text of a paragraph as a reader sees it: insertions in, deletions and field codes out."""
    for child in element:
        tag = child.tag
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in (f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}ptab"):
            yield " "
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        elif tag == f"{_W}txbxContent":
            boxes.append(child)
        elif tag in (
            f"{_W}del",
            f"{_W}moveFrom",
            f"{_W}delText",
            f"{_W}instrText",
            f"{_W}pPr",
            f"{_W}rPr",
            f"{_MC}Fallback",
        ):
            continue
        elif isinstance(tag, str):
            yield from _text(child, boxes)


def _piece(element: _Element, text: str, word: _Word) -> Piece:
    properties = element.find(f"{_W}pPr")
    style_id = _value(properties.find(f"{_W}pStyle")) if properties is not None else None
    level, name = _outline(properties, style_id, word.styles)
    name = name.lower()
    numbering = _list_of(properties, style_id, word.styles)
    if _CONTENTS.match(name):
        return Piece("contents", text)
    if level is not None:
        return Piece("heading", text, level=level)
    if numbering is not None:
        return _item(text, numbering, word)
    if "caption" in name or "bijschrift" in name:
        return Piece("caption", text)
    if "list" in name or "lijst" in name or "opsomming" in name:
        depth = re.search(r"(\d)$", name)
        return Piece("list_item", text, level=int(depth[1]) if depth else 1, label="•")
    return _plain_paragraph(element, text)


def _plain_paragraph(element: _Element, text: str) -> Piece:
    """A paragraph whose style says nothing: typed bullets, and short bold lines that serve as headings."""
    found = marks.bullet(text)
    if found:
        typed = found[0] in marks.SURE_BULLETS or marks.is_dash(found[0])
        if typed or (marks.is_number(found[0]) and marks.ends_clause(text)):
            return Piece("list_item", found[1], level=1, label=found[0])
    if _is_bold(element) and len(text) <= 100 and not marks.ends_clause(text):
        return Piece("heading", text, level=7)
    return Piece("paragraph", text)


def _outline(properties: _Element | None, style_id: str | None, styles: dict[str, _Style]) -> tuple[int | None, str]:
    """Heading level from the paragraph or its style, and the style's name."""
    direct = _value(properties.find(f"{_W}outlineLvl")) if properties is not None else None
    name = styles[style_id].name if style_id in styles else (style_id or "")
    if direct and direct.isdigit() and int(direct) < 9:
        return int(direct) + 1, name
    seen: set[str] = set()
    while style_id and style_id in styles and style_id not in seen:
        seen.add(style_id)
        style = styles[style_id]
        if style.outline is not None:
            return (style.outline + 1 if style.outline < 9 else None), name
        if match := _HEADING.match(style.name):
            return int(match[1]), name
        if style.name.lower() in ("title", "titel"):
            return 1, name
        style_id = style.based_on
    if style_id and (match := _HEADING.match(style_id)):
        return int(match[1]), name
    return None, name


def _list_of(properties: _Element | None, style_id: str | None, styles: dict[str, _Style]) -> tuple[str, int] | None:
    """List and level (from 0) to which a paragraph belongs."""
    if properties is not None:
        number = _value(properties.find(f"{_W}numPr/{_W}numId"))
        if number == "0":
            return None
        if number is not None:
            level = _value(properties.find(f"{_W}numPr/{_W}ilvl")) or "0"
            return number, int(level) if level.isdigit() else 0
    seen: set[str] = set()
    while style_id and style_id in styles and style_id not in seen:
        seen.add(style_id)
        numbered = styles[style_id].numbered
        if numbered is not None:
            return None if numbered == "0" else (numbered, 0)
        style_id = styles[style_id].based_on
    return None


def _item(text: str, numbering: tuple[str, int], word: _Word) -> Piece:
    number, level = numbering
    form = word.numbering.get((number, level), "bullet")
    if form in ("bullet", "none"):
        return Piece("list_item", text, level=level + 1, label="•")
    word.counters[number, level] = word.counters.get((number, level), 0) + 1
    for deeper in [key for key in word.counters if key[0] == number and key[1] > level]:
        del word.counters[deeper]
    count = word.counters[number, level]
    label = f"{chr(96 + (count - 1) % 26 + 1)}." if form == "lowerLetter" else f"{count}."
    return Piece("list_item", text, level=level + 1, label=label)


def _is_bold(element: _Element) -> bool:
    runs = [run for run in element.iter(f"{_W}r") if (run.findtext(f"{_W}t") or "").strip()]
    bold = 0
    for run in runs:
        mark = run.find(f"{_W}rPr/{_W}b")
        bold += mark is not None and _value(mark) not in ("0", "false")
    return bool(runs) and bold == len(runs)


def _table(element: _Element, word: _Word, depth: int) -> None:
    """One piece for each row; a table that only lays out the page is read as text."""
    rows = [row for row in element.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl")) is element]
    cells_of = [[cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row] for row in rows]
    if all(len(cells) <= 1 for cells in cells_of):
        for cells in cells_of:
            for cell in cells:
                _blocks(cell, word, depth + 1)
        return
    for cells in cells_of:
        texts = [" ".join("".join(_text(p, [])) for p in cell.iter(f"{_W}p")) for cell in cells]
        row_text = " | ".join(" ".join(joining.repair(text).split()) for text in texts if text.strip())
        if row_text:
            word.found.append(Piece("table", row_text))


def _notes(tree: _Element) -> Iterator[Piece]:
    for note in tree:
        if note.get(f"{_W}type") in ("separator", "continuationSeparator", "continuationNotice"):
            continue
        text = " ".join(" ".join("".join(_text(p, [])).split()) for p in note.iter(f"{_W}p")).strip()
        if text:
            yield Piece("footnote", joining.repair(text), label=note.get(f"{_W}id") or "")
