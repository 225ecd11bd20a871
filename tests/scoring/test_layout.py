"""Property 9: how a text is laid out moves the score by at most three points. The same text as a plain one, in two columns
with broken words, running headers and page numbers, and with other marks before its list items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from analyzer import analyse

SOURCES = Path(__file__).resolve().parents[2] / "corpora" / "bron"
NAMES = ("hesselrode-coalitieakkoord", "waterlinge-coalitieakkoord", "veenderhout-werkgeversvisie")
COLUMN, GAP, LEFT, TOP, BOTTOM = 228.0, 24.0, 58.0, 770.0, 70.0


def blocks(name: str) -> Iterator[tuple[int, str]]:
    """Level of the heading (0 for text) and text of each block; a list item is a block that begins with a dash.

    Tables are left out: written out as running text they are another text.
    """
    body = (SOURCES / f"{name}.md").read_text(encoding="utf-8").split("---\n", 2)[2].strip()
    for block in re.split(r"\n\n+|\n(?=- )", body):
        if block.startswith("#"):
            head, _, rest = block.partition("\n")
            yield len(head) - len(head.lstrip("#")), head.lstrip("# ")
            if rest.strip():
                yield 0, " ".join(rest.split())
        elif block.strip() and not block.startswith("|"):
            yield 0, " ".join(block.split())


def marked(name: str, mark: str) -> str:
    """The document as Markdown with another mark before its list items."""
    parts = [f"{'#' * level} {text}" if level else text for level, text in blocks(name)]
    return "\n\n".join(re.sub(r"^[-*] ", mark, part) for part in parts)


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Lines of at most that width; a long word at the end of a line is broken with a hyphen."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if stringWidth(longer, "Helvetica", size) <= width:
            line = longer
            continue
        for place in range(len(word) - 4, 3, -1):
            part = f"{line} {word[:place]}-".strip()
            if len(word) > 9 and word.isalpha() and word.islower() and stringWidth(part, "Helvetica", size) <= width:
                lines.append(part)
                line = word[place:]
                break
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def two_columns(name: str, path: Path) -> None:
    """The document as a PDF in two columns, with running headers and page numbers."""
    canvas = Canvas(str(path), pagesize=A4)
    page, column, y = 1, 0, TOP

    def furniture() -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(LEFT, 810, "Samen verder: akkoord op hoofdlijnen")
        canvas.drawCentredString(A4[0] / 2, 40, str(page))

    furniture()
    for level, text in blocks(name):
        size = {0: 10.0, 1: 18.0, 2: 14.0}.get(level, 12.0)
        font = "Helvetica-Bold" if level else "Helvetica"
        y -= 10 if level else 4
        for line in wrapped(text, COLUMN, size):
            if y < BOTTOM + (40 if level else 0):
                column, y = (1, TOP) if column == 0 else (0, TOP)
                if column == 0:
                    canvas.showPage()
                    page += 1
                    furniture()
            canvas.setFont(font, size)
            canvas.drawString(LEFT + column * (COLUMN + GAP), y, line)
            y -= size * 1.3
    canvas.save()


@pytest.mark.parametrize("name", NAMES)
def test_layout_moves_the_score_by_at_most_three_points(name: str, tmp_path: Path) -> None:
    kind = "werkgeversvisie" if "visie" in name else "coalitieakkoord"
    two_columns(name, tmp_path / "kolommen.pdf")
    for file, mark in (("streep.md", "- "), ("ster.md", "* "), ("bol.txt", "• ")):
        text = marked(name, mark)
        (tmp_path / file).write_text(re.sub(r"(?m)^#+ ", "", text) if file.endswith("txt") else text, encoding="utf-8")
    scores = {path.name: analyse(path, kind=kind).score.value for path in sorted(tmp_path.iterdir())}
    values = [value for value in scores.values() if value is not None]
    assert len(values) == 4 and max(values) - min(values) <= 3.0, scores
