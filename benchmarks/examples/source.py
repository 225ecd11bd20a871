"""Sources of example documents: Markdown with a header that says where the document goes and how it looks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

BRON = Path(__file__).resolve().parents[2] / "corpora" / "bron"

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


def sources(folder: Path = BRON) -> list[Source]:
    """All sources of example documents, in order of name."""
    return [read_source(path) for path in sorted(folder.glob("*.md"))]
