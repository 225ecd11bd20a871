"""HTML: the text a reader came for, without the page around it. Nothing is fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import ReadError
from analyzer.reading import joining, marks
from analyzer.reading.document import BlockKind, Piece
from analyzer.reading.encoding import decode
from analyzer.reading.joining import word_set

if TYPE_CHECKING:
    from lxml.etree import _Element

_SKIP = word_set(
    "script style noscript template nav header footer aside form button select option textarea input iframe object",
    "embed svg math canvas video audio head meta link title map dialog menu figure",
)
_BLOCKS = word_set(
    "p div section article main body html td th li ul ol dl dt dd blockquote pre table tr h1 h2 h3 h4 h5",
    "h6 address center details summary hr figcaption caption tbody thead tfoot fieldset hgroup",
)
_BOILERPLATE = re.compile(
    r"(?:^|[\s_-])(?:cookie\w*|breadcrumbs?|kruimelpad|navigation|navbar|nav|menu|sidebar|footer|site-header|social|share|delen|"
    r"skip-?link\w*|pagination|related|banner|advert\w*|newsletter|comments?|visually-hidden|sr-only|hidden)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_MAX_DEPTH = 200


@dataclass(slots=True)
class _Page:
    """Pieces so far, and the text that waits for its block to end."""

    found: list[Piece] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    kind: BlockKind = "paragraph"
    level: int = 0
    label: str = ""

    def flush(self) -> None:
        """End the block that waits."""
        text = _SPACE.sub(" ", joining.repair("".join(self.waiting))).strip()
        self.waiting = []
        if not text:
            return
        found = marks.bullet(text) if self.kind == "paragraph" else None
        if found and found[0] in marks.SURE_BULLETS:
            self.found.append(Piece("list_item", found[1], level=1, label=found[0]))
        else:
            self.found.append(Piece(self.kind, text, level=self.level, label=self.label))
        if self.kind == "list_item":
            # What follows in the same item without a mark of its own belongs to the list still.
            self.label = ""


def read_html(path: Path, data: bytes) -> tuple[list[Piece], str]:
    """Read an HTML page.

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
        From ``og:title`` or ``title``; may be empty.

    Raises
    ------
    ReadError
        When there is no HTML in it.
    """
    from lxml import etree

    text = _decoded(path, data)
    # The characters are decoded already; a declaration inside the file may only contradict that.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(
            f"bevat HTML die niet te lezen is ({error.msg}).", remedy="Bewaar de pagina opnieuw.", path=path
        ) from None
    if tree is None:
        raise ReadError("bevat geen HTML.", remedy="Bewaar de pagina opnieuw.", path=path)
    page = _Page()
    for root in _roots(tree):
        _walk(root, page, 0)
        page.flush()
    return page.found, _title(tree)


def _decoded(path: Path, data: bytes) -> str:
    match = _CHARSET.search(data[:4096])
    if match and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = match[1].decode("ascii", "ignore").lower()
        # Browsers read latin-1 as Windows-1252, and so do the pages that claim it.
        name = "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, path)[0]


def _roots(tree: _Element) -> list[_Element]:
    """The parts that hold the text: ``main`` or articles when they hold most of it, else the body."""
    body = tree.find(".//body")
    whole = body if body is not None else tree
    total = len(_all_text(whole))
    for expression in (".//main", ".//*[@role='main']", ".//article"):
        parts = [part for part in tree.iterfind(expression) if not any(a.tag == part.tag for a in part.iterancestors())]
        if parts and sum(len(_all_text(part)) for part in parts) > 0.25 * total:
            return parts
    return [whole]


def _all_text(element: _Element, between: str = "") -> str:
    return between.join(str(part) for part in element.itertext())


def _title(tree: _Element) -> str:
    meta = tree.find(".//meta[@property='og:title']")
    if meta is not None and meta.get("content"):
        return meta.get("content") or ""
    title = tree.findtext(".//title") or ""
    # "Page | Site": the page's own name comes first.
    return re.split(r"\s+[|–—]\s+", title.strip())[0]


def _is_boilerplate(element: _Element) -> bool:
    if element.tag in _SKIP:
        # A header inside an article holds its title; a header outside is the site's.
        return element.tag not in ("header", "figure") or not any(
            a.tag in ("article", "main") for a in element.iterancestors()
        )
    if (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN.search(element.get("style") or "")
    ):
        return True
    if element.get("role") in ("navigation", "banner", "contentinfo", "search", "complementary"):
        return True
    if element.tag in ("body", "html", "main", "article"):
        return False
    return bool(_BOILERPLATE.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def _walk(element: _Element, page: _Page, depth: int) -> None:
    if not isinstance(element.tag, str) or depth > _MAX_DEPTH or _is_boilerplate(element):
        return
    tag = element.tag
    if tag == "br":
        page.waiting.append(" ")
    elif tag == "table":
        page.flush()
        _table(element, page, depth)
    elif tag in ("sup",) and (element.text or _all_text(element)).strip("[]() ").isdigit():
        return
    elif tag in _BLOCKS:
        page.flush()
        before = (page.kind, page.level, page.label)
        _enter(element, page)
        _children(element, page, depth)
        page.flush()
        page.kind, page.level, page.label = before
    else:
        _children(element, page, depth)


def _enter(element: _Element, page: _Page) -> None:
    tag = element.tag
    if tag[0] == "h" and tag[1:].isdigit():
        page.kind, page.level, page.label = "heading", int(tag[1:]), ""
    elif tag in ("li", "dd"):
        lists = sum(ancestor.tag in ("ul", "ol", "dl") for ancestor in element.iterancestors())
        page.kind, page.level, page.label = "list_item", max(1, lists), _label(element)
    elif tag in ("figcaption", "caption"):
        page.kind, page.level, page.label = "caption", 0, ""
    elif tag in ("blockquote", "article", "section", "main", "dt"):
        page.kind, page.level, page.label = "paragraph", 0, ""


def _label(element: _Element) -> str:
    parent = element.getparent()
    if parent is None or parent.tag != "ol":
        return "•"
    return f"{sum(1 for before in element.itersiblings('li', preceding=True)) + 1}."


def _children(element: _Element, page: _Page, depth: int) -> None:
    if element.text:
        page.waiting.append(element.text)
    for child in element:
        _walk(child, page, depth + 1)
        if child.tail:
            page.waiting.append(child.tail)


def _table(element: _Element, page: _Page, depth: int) -> None:
    """Rows as table pieces; a table that only lays out the page is read as text."""
    rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
    cells_of = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
    if all(len(cells) <= 1 for cells in cells_of) or element.find(".//table") is not None:
        for cells in cells_of:
            for cell in cells:
                _children(cell, page, depth + 1)
                page.flush()
        return
    for cells in cells_of:
        texts = [_SPACE.sub(" ", joining.repair(_all_text(cell, " "))).strip() for cell in cells]
        if row := " | ".join(text for text in texts if text):
            page.found.append(Piece("table", row))
