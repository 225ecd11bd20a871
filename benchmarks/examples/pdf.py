"""Example documents as PDF, with the furniture that real ones have."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from .source import Part, Source, markup


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
