"""Example documents as HTML, plain text and Markdown."""

from __future__ import annotations

import textwrap
from html import escape

from .source import Part, Source, markup, spans


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
