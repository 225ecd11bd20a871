"""What the first bytes of a document are, and whether that is what was promised."""

from __future__ import annotations

import re

from .web import Refused

SUFFIXES = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
}
"""Types of document that gdogh reads, with the suffix of their files."""

ENOUGH = 1024
"""Bytes that are enough to know a document by."""

_VAGUE = frozenset(
    {"application/octet-stream", "binary/octet-stream", "application/force-download", "application/download", ""}
)
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


def media_type(header: str) -> str:
    """The type in a header ``Content-Type``, without parameters."""
    return header.partition(";")[0].strip().lower()


def check_type(header: str) -> None:
    """Refuse a type that is no document, before its body is read.

    Raises
    ------
    Refused
        With the type.
    """
    kind = media_type(header)
    if kind not in SUFFIXES and kind not in _VAGUE:
        raise Refused(f"type {kind} is geen document dat gdogh leest")


def suffix(header: str, head: bytes, url: str) -> str:
    """The suffix of a document, from its type and its first bytes.

    Raises
    ------
    Refused
        When the bytes are not what the type says, such as an error page that calls itself a PDF.
    """
    kind = media_type(header)
    if not head:
        raise Refused("het document is leeg")
    page = _HTML.match(head.removeprefix(b"\xef\xbb\xbf")) is not None
    if b"%PDF-" in head:
        return ".pdf"
    if page:
        if kind in {"text/html", "application/xhtml+xml"}:
            return ".html"
        raise Refused(f"is een webpagina, terwijl de server {kind or 'geen type'} zegt")
    if head.startswith(b"PK\x03\x04"):
        found = ".odt" if b"vnd.oasis.opendocument.text" in head[:200] else ".docx"
        if kind in _VAGUE or SUFFIXES.get(kind) == found:
            ending = re.search(r"\.(docx|odt)(?:$|[?#])", url.lower())
            if kind in _VAGUE and found == ".docx" and ending is None:
                raise Refused("is een archief, geen document dat gdogh leest")
            return found
        raise Refused(f"is een archief, terwijl de server {kind} zegt")
    if kind in {"text/html", "application/xhtml+xml", "text/plain", "text/markdown"} and b"\x00" not in head:
        return SUFFIXES[kind]
    raise Refused(f"de inhoud is niet wat de server zegt ({kind or 'geen type'})")
