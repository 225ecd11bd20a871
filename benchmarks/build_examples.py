"""Build the example documents under ``corpora/voorbeelden`` from their Markdown sources.

Run ``python benchmarks/build_examples.py`` after a change in ``corpora/bron``. Needs reportlab, and pyphen
for the source that asks for hyphenation. The same sources and library versions give the same bytes.
"""

from __future__ import annotations

import io
import re
import sys
import textwrap
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

CORPORA = Path(__file__).resolve().parent.parent / "corpora"
EXAMPLES = CORPORA / "voorbeelden"
EPOCH = (2024, 1, 1, 0, 0, 0)

_INLINE = re.compile(r"\*\*(?P<b>.+?)\*\*|\*(?P<i>.+?)\*|\[\^(?P<n>\d+)\](?!:)")
_ITEM = re.compile(r"^(?:(?P<bullet>-)|(?P<number>\d+)\.) (?P<text>.*)$")
_NOTE = re.compile(r"^\[\^(?P<label>\d+)\]: (?P<text>.*)$")


@dataclass(frozen=True)
class Part:
    """One block of a source: its kind (h1, h2, h3, p, item, quote, note, table), text, label and table rows."""

    kind: str
    text: str = ""
    label: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Source:
    """A source file: where its document goes, the options of its layout, the Markdown and its blocks."""

    path: Path
    options: dict[str, str]
    markdown: str
    parts: tuple[Part, ...]

    @property
    def target(self) -> str:
        return self.options["uitvoer"]

    @property
    def title(self) -> str:
        """What a file's properties call the document: the title and, when there is one, the subtitle."""
        return " - ".join(part.text for part in self.parts[:2] if part.kind in {"h1", "h2"})


def read_source(path: Path) -> Source:
    """Read a source file: a header of ``key: value`` lines between ``---``, then Markdown."""
    _, header, markdown = path.read_text(encoding="utf-8").split("---\n", 2)
    options = dict(re.split(r":\s*", line, maxsplit=1) for line in header.strip().splitlines())
    return Source(path, options, markdown.lstrip("\n"), tuple(parse(markdown)))


def parse(markdown: str) -> list[Part]:
    """Cut the Markdown that the sources use into blocks; every block is one line, except tables."""
    parts: list[Part] = []
    table: list[tuple[str, ...]] = []
    for line in [*markdown.splitlines(), ""]:
        if line.startswith("|"):
            cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
            if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                table.append(cells)
            continue
        if table:
            parts.append(Part("table", rows=tuple(table)))
            table = []
        if line.strip():
            parts.append(_part(line.strip()))
    return parts


def _part(line: str) -> Part:
    if heading := re.match(r"(#{1,3}) (.*)", line):
        return Part(f"h{len(heading[1])}", heading[2])
    if note := _NOTE.match(line):
        return Part("note", note["text"], note["label"])
    if item := _ITEM.match(line):
        return Part("item", item["text"], f"{item['number']}." if item["number"] else "•")
    if line.startswith("> "):
        return Part("quote", line[2:])
    return Part("p", line)


def spans(text: str) -> list[tuple[str, str]]:
    """Cut a line into (style, text): style is '', 'b', 'i' or 'n' (number of a footnote)."""
    found: list[tuple[str, str]] = []
    at = 0
    for match in _INLINE.finditer(text):
        found += [("", text[at : match.start()]), (str(match.lastgroup), str(match[str(match.lastgroup)]))]
        at = match.end()
    return [(style, piece) for style, piece in [*found, ("", text[at:])] if piece]


def markup(text: str, tags: dict[str, str]) -> str:
    """Inline markup as tags, for HTML and reportlab."""
    return "".join(
        f"<{tags[style]}>{escape(piece, quote=False)}</{tags[style]}>" if style else escape(piece, quote=False)
        for style, piece in spans(text)
    )


# --- PDF -------------------------------------------------------------------------------------------------------------


def build_pdf(source: Source) -> bytes:
    """A PDF with one or two columns; contents, header, footer, hyphenation and fonts as the source's header asks."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    class Template(BaseDocTemplate):  # type: ignore[misc]
        def afterFlowable(self, flowable: Any) -> None:  # noqa: N802
            level = getattr(flowable, "contents_level", None)
            if level is not None:
                self.notify("TOCEntry", (level, flowable.getPlainText(), self.page))

    columns = 2 if source.options.get("opmaak") == "twee-kolommen" else 1
    gap, margin = 8 * mm, 22 * mm
    width = (A4[0] - 2 * margin - (columns - 1) * gap) / columns
    frames = [
        Frame(margin + n * (width + gap), 28 * mm, width, A4[1] - 54 * mm, 0, 0, 0, 0, id=f"kolom{n}")
        for n in range(columns)
    ]
    out = io.BytesIO()
    document = Template(out, pagesize=A4, title=source.title, author="", invariant=1, lang="nl-NL")
    document.addPageTemplates(PageTemplate("blad", frames, onPage=_furniture(source), onPageEnd=_foot_notes))
    document.multiBuild(_story(source, width))
    return out.getvalue()


def _foot_notes(canvas: Any, document: Any) -> None:
    """Draw the notes that `_story` left on this page, under a short line above the page number."""
    from reportlab.lib.units import mm

    notes = canvas.__dict__.pop("foot_notes", [])
    height = 17 * mm
    for note in reversed(notes):
        _, used = note.wrap(166 * mm, 20 * mm)
        note.drawOn(canvas, 22 * mm, height)
        height += used
    if notes:
        canvas.line(22 * mm, height + 3, 62 * mm, height + 3)


def _furniture(source: Source) -> Callable[[Any, Any], None]:
    """Draw the running header and the page number, on every page but the first where the source says so."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm

    running = source.options.get("kopregel", "")
    form = source.options.get("voet", "{n}")
    face = _faces(source)[0]

    def draw(canvas: Any, document: Any) -> None:
        number = canvas.getPageNumber()
        canvas.setFont(face, 8)
        if running and (number > 1 or source.options.get("opmaak") == "kopregels"):
            if source.options.get("opmaak") == "kopregels" and number % 2 == 0:
                canvas.drawString(22 * mm, A4[1] - 14 * mm, running)
            else:
                canvas.drawRightString(A4[0] - 22 * mm, A4[1] - 14 * mm, running)
            canvas.line(22 * mm, A4[1] - 17 * mm, A4[0] - 22 * mm, A4[1] - 17 * mm)
        canvas.drawCentredString(A4[0] / 2, 12 * mm, form.format(n=number))

    return draw


def _faces(source: Source) -> tuple[str, str]:
    serif = source.options.get("letter") == "schreef"
    return ("Times-Roman", "Times-Bold") if serif else ("Helvetica", "Helvetica-Bold")


def _story(source: Source, width: float) -> list[Any]:
    from reportlab.platypus import Flowable, PageBreak, Paragraph, Spacer
    from reportlab.platypus.tableofcontents import TableOfContents

    class FootNote(Flowable):  # type: ignore[misc]
        """Takes no room in the text; leaves its note with the page for `_foot_notes`."""

        def __init__(self, note: Any) -> None:
            super().__init__()
            self.note = note

        def draw(self) -> None:
            self.canv.__dict__.setdefault("foot_notes", []).append(self.note)

    styles = _styles(source)
    tags = {"b": "b", "i": "i", "n": "super"}
    story: list[Any] = []
    contents = source.options.get("inhoud") == "ja"
    for position, part in enumerate(source.parts):
        if part.kind == "table":
            story += [_pdf_table(part, width, styles), Spacer(1, 8)]
        elif part.kind == "item":
            story.append(Paragraph(markup(part.text, tags), styles["item"], bulletText=part.label))
        elif part.kind == "note":
            story.append(FootNote(Paragraph(f"<super>{part.label}</super> {markup(part.text, tags)}", styles["note"])))
        else:
            story.append(Paragraph(markup(part.text, tags), styles[part.kind]))
            # The title and the subtitle, the first two parts, do not stand in the contents.
            if contents and part.kind in {"h2", "h3"} and position > 1:
                story[-1].contents_level = int(part.kind[1]) - 2
    if contents:
        first = next(n for n, flowable in enumerate(story) if hasattr(flowable, "contents_level"))
        entries = TableOfContents(levelStyles=[styles["contents"], styles["contents2"]], dotsMinLevel=0)
        story[first:first] = [Paragraph("Inhoud", styles["h2"]), entries, PageBreak()]
    return story


def _styles(source: Source) -> dict[str, Any]:
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.styles import ParagraphStyle

    regular, bold = _faces(source)
    options: dict[str, Any] = {
        "fontName": regular,
        "bulletFontName": regular,
        "fontSize": 10,
        "leading": 13.5,
        "spaceAfter": 6,
    }
    if source.options.get("afbreken") == "ja":
        import pyphen  # noqa: F401  (reportlab uses it when present and would silently go on without)

        options |= {"hyphenationLang": "nl_NL", "alignment": TA_JUSTIFY, "fontSize": 9.5, "leading": 12}
    body = ParagraphStyle("p", **options)

    def style(name: str, **changes: Any) -> Any:
        return ParagraphStyle(name, parent=body, **changes)

    heading = {"fontName": bold, "keepWithNext": 1, "hyphenationLang": None, "alignment": 0}
    return {
        "p": body,
        "h1": style("h1", fontSize=20, leading=25, spaceAfter=8, **heading),
        "h2": style("h2", fontSize=13.5, leading=17, spaceBefore=10, spaceAfter=5, **heading),
        "h3": style("h3", fontSize=10.5, leading=14, spaceBefore=6, spaceAfter=3, **heading),
        "item": style("item", leftIndent=14, bulletIndent=2, spaceAfter=3),
        "quote": style("quote", leftIndent=18, rightIndent=18),
        "contents": style("contents", spaceAfter=1, alignment=0, hyphenationLang=None),
        "contents2": style("contents2", spaceAfter=1, leftIndent=14, alignment=0, hyphenationLang=None),
        "note": style("note", fontSize=7.5, leading=9.5, spaceAfter=3),
        "cell": style("cell", fontSize=8.5, leading=10.5, spaceAfter=0, alignment=0, hyphenationLang=None),
    }


def _pdf_table(part: Part, width: float, styles: dict[str, Any]) -> Any:
    from reportlab.lib import colors
    from reportlab.platypus import Paragraph, Table

    tags = {"b": "b", "i": "i", "n": "super"}
    cells = [[Paragraph(markup(cell, tags), styles["cell"]) for cell in row] for row in part.rows]
    count = len(part.rows[0])
    first = width * (0.4 if count > 2 else 0.5)
    widths = [first] + [(width - first) / (count - 1)] * (count - 1)
    grid = [("GRID", (0, 0), (-1, -1), 0.4, colors.grey), ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke)]
    return Table(cells, colWidths=widths, repeatRows=1, style=grid)


# --- word processors -------------------------------------------------------------------------------------------------


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


# --- text formats ----------------------------------------------------------------------------------------------------


def build_html(source: Source) -> bytes:
    """A page of a website, with the navigation and the footer that such pages have."""
    tags = {"b": "strong", "i": "em", "n": "sup"}
    site = escape(source.options.get("site", "Website"))
    body: list[str] = []
    parts = [*source.parts, Part("end")]
    for previous, part in zip([Part("start"), *parts], parts, strict=False):
        kinds = {True: "ul", False: "ol"}
        if previous.kind == "item" and (part.kind != "item"):
            body.append(f"</{kinds[previous.label == '•']}>")
        if part.kind == "item" and previous.kind != "item":
            body.append(f"<{kinds[part.label == '•']}>")
        body += _html_part(part, tags)
    return (
        f'<!DOCTYPE html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">\n<title>{escape(source.title)}</title>\n'
        "<style>nav{font-size:80%}</style>\n</head>\n<body>\n"
        f'<header><a href="/">{site}</a>\n<nav><ul><li><a href="/contact">Contact</a></li>'
        '<li><a href="/bestuur">Bestuur</a></li><li><a href="/zoeken">Zoeken</a></li></ul></nav></header>\n'
        "<main>\n<article>\n" + "\n".join(body) + "\n</article>\n</main>\n"
        '<footer><p><a href="/privacy">Privacyverklaring</a> <a href="/cookies">Cookies</a> '
        '<a href="/toegankelijkheid">Toegankelijkheid</a></p></footer>\n</body>\n</html>\n'
    ).encode()


def _html_part(part: Part, tags: dict[str, str]) -> list[str]:
    text = markup(part.text, tags)
    if part.kind == "item":
        return [f"<li>{text}</li>"]
    if part.kind == "quote":
        return [f"<blockquote><p>{text}</p></blockquote>"]
    if part.kind == "note":
        return [f'<p class="noot"><sup>{part.label}</sup> {text}</p>']
    if part.kind == "table":
        head, *rows = part.rows
        lines = ["<table>", "<tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in head) + "</tr>"]
        lines += ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows]
        return [*lines, "</table>"]
    return [f"<{part.kind}>{text}</{part.kind}>"] if text else []


def build_txt(source: Source) -> bytes:
    """Plain text with hard line ends, in the encoding that the source asks for."""
    lines: list[str] = []
    previous = ""
    for part in source.parts:
        if lines and not (part.kind == previous == "item"):
            lines.append("")
        text = "".join(f"({piece})" if style == "n" else piece for style, piece in spans(part.text))
        if part.kind == "table":
            widths = [max(map(len, column)) + 3 for column in zip(*part.rows, strict=True)]
            lines += ["".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in part.rows]
        elif part.kind == "item":
            mark = "- " if part.label == "•" else f"{part.label} "
            lines += textwrap.wrap(text, 76, initial_indent=mark, subsequent_indent=" " * len(mark))
        elif part.kind.startswith("h"):
            lines.append(text.upper() if part.kind == "h1" else text)
        else:
            lines += textwrap.wrap(f"({part.label}) {text}" if part.kind == "note" else text, 76)
        previous = part.kind
    end = "\r\n" if source.options.get("codering") == "cp1252" else "\n"
    return (end.join(lines) + end).encode(source.options.get("codering", "utf-8"))


def build_md(source: Source) -> bytes:
    """The Markdown itself, without the header of the source."""
    return source.markdown.encode()


BUILDERS: dict[str, Callable[[Source], bytes]] = {
    ".pdf": build_pdf,
    ".docx": build_docx,
    ".odt": build_odt,
    ".html": build_html,
    ".txt": build_txt,
    ".md": build_md,
}


def sources(folder: Path = CORPORA / "bron") -> list[Source]:
    """All sources of example documents, in order of name."""
    return [read_source(path) for path in sorted(folder.glob("*.md"))]


def main(target: Path = EXAMPLES) -> None:
    """Build every example document into `target`."""
    for source in sources():
        path = target / source.target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(BUILDERS[path.suffix](source))
        sys.stdout.write(f"{source.target}\n")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
