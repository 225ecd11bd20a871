"""ODT: headings, lists, tables and notes, read from the document's own XML."""

from __future__ import annotations

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

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MAX_DEPTH = 60
_MAX_SPACES = 1000


@dataclass(slots=True)
class _Odt:
    """What has been found so far, and what styles say."""

    titles: frozenset[str]
    bold: frozenset[str]
    numbered: dict[str, set[int]]
    found: list[Piece] = field(default_factory=list)
    notes: list[Piece] = field(default_factory=list)


def read_odt(path: Path, data: bytes) -> tuple[list[Piece], str]:
    """Read an ODT file.

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
    found = parts(path, data, ("content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"))
    if b"encryption-data" in found.get("META-INF/manifest.xml", b""):
        raise ReadError("is versleuteld.", remedy="Bewaar een kopie zonder wachtwoord.", path=path)
    if "content.xml" not in found:
        raise ReadError("heeft geen tekstdeel.", remedy="Bewaar het opnieuw als ODT.", path=path)
    content = parse(path, found["content.xml"])
    others = [parse(path, found["styles.xml"])] if "styles.xml" in found else []
    odt = _Odt(*_styles([content, *others]))
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is not None:
        _blocks(body, odt, 0)
    meta = parse(path, found["meta.xml"]) if "meta.xml" in found else None
    title = meta.findtext(f".//{_DC}title") if meta is not None else ""
    return odt.found + odt.notes, title or ""


def _styles(trees: list[_Element]) -> tuple[frozenset[str], frozenset[str], dict[str, set[int]]]:
    """Names of the styles for titles and for bold paragraphs, and the numbered levels of list styles."""
    titles, bold = {"Title"}, set()
    numbered: dict[str, set[int]] = {}
    for tree in trees:
        for style in tree.iter(f"{_STYLE}style"):
            name = style.get(f"{_STYLE}name") or ""
            if style.get(f"{_STYLE}parent-style-name") == "Title":
                titles.add(name)
            properties = style.find(f"{_STYLE}text-properties")
            if properties is not None and properties.get(f"{_FO}font-weight") == "bold":
                bold.add(name)
        for style in tree.iter(f"{_TEXT}list-style"):
            levels = {int(level.get(f"{_TEXT}level") or "1") for level in style.iter(f"{_TEXT}list-level-style-number")}
            numbered[style.get(f"{_STYLE}name") or ""] = levels
    return frozenset(titles), frozenset(bold), numbered


def _blocks(parent: _Element, odt: _Odt, depth: int) -> None:
    if depth > _MAX_DEPTH:
        return
    for child in parent:
        tag = child.tag
        if tag == f"{_TEXT}h":
            _heading(child, odt)
        elif tag == f"{_TEXT}p":
            _paragraph(child, odt, depth)
        elif tag == f"{_TEXT}list":
            _list(child, odt, 1, None, depth)
        elif tag == f"{_TABLE}table":
            _table(child, odt, depth)
        elif tag in (f"{_TEXT}table-of-content", f"{_TEXT}illustration-index", f"{_TEXT}table-index"):
            odt.found.extend(Piece("contents", text) for p in child.iter(f"{_TEXT}p") if (text := _clean(p, odt)))
        elif tag in (f"{_TEXT}section", f"{_TEXT}numbered-paragraph", f"{_DRAW}frame", f"{_DRAW}text-box"):
            _blocks(child, odt, depth + 1)


def _heading(element: _Element, odt: _Odt) -> None:
    level = element.get(f"{_TEXT}outline-level") or "1"
    if text := _clean(element, odt):
        odt.found.append(Piece("heading", text, level=int(level) if level.isdigit() else 1))


def _paragraph(element: _Element, odt: _Odt, depth: int) -> None:
    text = _clean(element, odt)
    style = element.get(f"{_TEXT}style-name") or ""
    if text:
        odt.found.append(_piece(element, text, style, odt))
    for box in element.iter(f"{_DRAW}text-box"):
        _blocks(box, odt, depth + 1)


def _piece(element: _Element, text: str, style: str, odt: _Odt) -> Piece:
    if style in odt.titles:
        return Piece("heading", text, level=1)
    found = marks.bullet(text)
    if found and (found[0] in marks.SURE_BULLETS or marks.is_dash(found[0])):
        return Piece("list_item", found[1], level=1, label=found[0])
    spans = [span for span in element if span.tag == f"{_TEXT}span"]
    all_bold = style in odt.bold or (
        bool(spans)
        and not (element.text or "").strip()
        and all((s.get(f"{_TEXT}style-name") or "") in odt.bold for s in spans)
    )
    if all_bold and len(text) <= 100 and not marks.ends_clause(text):
        return Piece("heading", text, level=7)
    return Piece("paragraph", text)


def _list(element: _Element, odt: _Odt, level: int, style: str | None, depth: int) -> None:
    """Read a list: the first paragraph of an item is the item, further ones follow as items of their own."""
    if depth > _MAX_DEPTH:
        return
    style = element.get(f"{_TEXT}style-name") or style
    count = 0
    for item in element:
        if item.tag not in (f"{_TEXT}list-item", f"{_TEXT}list-header"):
            continue
        count += 1
        numbered = style is not None and level in odt.numbered.get(style, ())
        label = f"{count}." if numbered else "•"
        for child in item:
            if child.tag == f"{_TEXT}list":
                _list(child, odt, level + 1, style, depth + 1)
            elif child.tag == f"{_TEXT}h":
                _heading(child, odt)
            elif child.tag == f"{_TEXT}p" and (text := _clean(child, odt)):
                odt.found.append(Piece("list_item", text, level=level, label=label))


def _table(element: _Element, odt: _Odt, depth: int) -> None:
    for row in element.iter(f"{_TABLE}table-row"):
        if next(row.iterancestors(f"{_TABLE}table")) is not element:
            continue
        cells = [
            " ".join(_clean(p, odt) for p in cell.iter(f"{_TEXT}p", f"{_TEXT}h")).strip()
            for cell in row.iter(f"{_TABLE}table-cell")
        ]
        if text := " | ".join(cell for cell in cells if cell):
            odt.found.append(Piece("table", text))


def _clean(element: _Element, odt: _Odt) -> str:
    return " ".join(joining.repair("".join(_text(element, odt))).split())


def _text(element: _Element, odt: _Odt) -> Iterator[str]:
    """Text of a paragraph: notes apart, tracked deletions and annotations out."""
    yield element.text or ""
    for child in element:
        tag = child.tag
        if tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c") or "1"
            yield " " * min(_MAX_SPACES, int(count) if count.isdigit() else 1)
        elif tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield " "
        elif tag == f"{_TEXT}note":
            _note(child, odt)
        elif tag not in (f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_DRAW}frame", f"{_DRAW}custom-shape"):
            yield from _text(child, odt)
        yield child.tail or ""


def _note(element: _Element, odt: _Odt) -> None:
    body = element.find(f"{_TEXT}note-body")
    if body is not None and (text := " ".join(_clean(p, odt) for p in body.iter(f"{_TEXT}p")).strip()):
        odt.notes.append(Piece("footnote", text, label=element.findtext(f"{_TEXT}note-citation") or ""))
