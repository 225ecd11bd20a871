"""Example documents as word processors save them."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from .source import Part, Source, spans

EPOCH = (2024, 1, 1, 0, 0, 0)
"""The date of every file inside a package, so that a rebuild changes nothing."""


def build_docx(source: Source) -> bytes:
    """A Word document with the built-in styles."""
    import docx

    document = docx.Document()
    document.core_properties.title = source.title
    document.core_properties.author = ""
    document.core_properties.language = "nl-NL"
    document.core_properties.created = document.core_properties.modified = datetime(*EPOCH)
    if running := source.options.get("kopregel"):
        document.sections[0].header.paragraphs[0].text = running
    names = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2", "p": None, "quote": "Quote", "note": None}
    for part in source.parts:
        if part.kind == "table":
            _docx_table(document, part)
            continue
        if part.kind == "item":
            bullet = part.label == "•"
            paragraph = document.add_paragraph(style="List Bullet" if bullet else "List Paragraph")
            paragraph.add_run("" if bullet else f"{part.label}\t")
        else:
            paragraph = document.add_paragraph(style=names[part.kind])
        if part.kind == "note":
            paragraph.add_run(part.label).font.superscript = True
            paragraph.add_run(" ")
        for style, piece in spans(part.text):
            run = paragraph.add_run(piece)
            run.bold, run.italic = style == "b" or None, style == "i" or None
            run.font.superscript = style == "n" or None
    out = io.BytesIO()
    document.save(out)
    return _same_bytes(out.getvalue())


def _docx_table(document: Any, part: Part) -> None:
    table = document.add_table(rows=len(part.rows), cols=len(part.rows[0]), style="Table Grid")
    for cells, row in zip(table.rows, part.rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text


def build_odt(source: Source) -> bytes:
    """An OpenDocument text with headings, lists and tables."""
    from odf import dc
    from odf.opendocument import OpenDocumentText
    from odf.style import Style, TextProperties
    from odf.text import H, List, ListItem, P, Span

    document = OpenDocumentText()
    document.meta.addElement(dc.Title(text=source.title))
    looks = {
        "b": TextProperties(fontweight="bold"),
        "i": TextProperties(fontstyle="italic"),
        "n": TextProperties(textposition="super 58%"),
    }
    for name, look in looks.items():
        style = Style(name=name, family="text")
        style.addElement(look)
        document.automaticstyles.addElement(style)

    def fill(element: Any, text: str) -> Any:
        for style, piece in spans(text):
            element.addElement(Span(text=piece, stylename=style)) if style else element.addText(piece)
        return element

    numbers = _odt_lists(document)
    running: Any = None
    for part in source.parts:
        if part.kind != "item":
            running = None
        if part.kind == "item":
            if running is None:
                running = List(stylename=numbers[part.label == "•"])
                document.text.addElement(running)
            entry = ListItem()
            entry.addElement(fill(P(), part.text))
            running.addElement(entry)
        elif part.kind == "table":
            document.text.addElement(_odt_table(part))
        elif part.kind.startswith("h"):
            document.text.addElement(fill(H(outlinelevel=int(part.kind[1])), part.text))
        else:
            text = f"[^{part.label}] {part.text}" if part.kind == "note" else part.text
            document.text.addElement(fill(P(), text))
    out = io.BytesIO()
    document.write(out)
    return _same_bytes(out.getvalue())


def _odt_lists(document: Any) -> dict[bool, Any]:
    """List styles of an OpenDocument text: key True for bullets, False for numbers."""
    from odf.text import ListLevelStyleBullet, ListLevelStyleNumber, ListStyle

    bullets, numbers = ListStyle(name="punten"), ListStyle(name="nummers")
    bullets.addElement(ListLevelStyleBullet(level=1, bulletchar="•"))
    numbers.addElement(ListLevelStyleNumber(level=1, numformat="1", numsuffix="."))
    for style in (bullets, numbers):
        document.automaticstyles.addElement(style)
    return {True: bullets, False: numbers}


def _odt_table(part: Part) -> Any:
    from odf.table import Table, TableCell, TableColumn, TableRow
    from odf.text import P

    table = Table()
    table.addElement(TableColumn(numbercolumnsrepeated=len(part.rows[0])))
    for row in part.rows:
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    return table


def _same_bytes(package: bytes) -> bytes:
    """Give every member of a zip package the same date, so that a rebuild does not change the file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            entry = zipfile.ZipInfo(member.filename, EPOCH)
            entry.compress_type = member.compress_type
            new.writestr(entry, old.read(member))
    return out.getvalue()
