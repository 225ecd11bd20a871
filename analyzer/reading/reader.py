"""One door for all formats: look at the bytes, pick the reader, turn every failure into a clear message."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from analyzer.errors import GdoghError, ReadError
from analyzer.reading.document import Document, Piece, assemble, clean, document_id
from analyzer.reading.formalities import mark_formalities

logger = logging.getLogger(__name__)

MAX_BYTES = 500_000_000
MAX_PAGES = 20_000
_LONGEST_WORD = 25
"""Characters a word, on average over a document, above which it has no words."""


@dataclass(slots=True)
class Content:
    """What a format's reader delivers.

    Parameters
    ----------
    pieces : list of Piece
        In reading order.
    pages : int
        Number of pages; 1 for formats without pages.
    title : str
        From the file's properties.
    notes : list of str
        Remarks for the user.
    """

    pieces: list[Piece]
    pages: int = 1
    title: str = ""
    notes: list[str] = field(default_factory=list)


_NAMES = {"pdf": "PDF", "docx": "DOCX", "odt": "ODT", "html": "HTML", "markdown": "Markdown", "text": "tekst"}
_BY_EXTENSION = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
}
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_POOR_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint) - .*|.*\.(?:docx?|pdf|odt|indd|rtf|pptx?|dotx?)|untitled.*|naamloos.*"
    r"|document\d*|powerpoint.*|presentatie\d*|titel|title|pdf|[\W\d_]*|slide \d+|print.*)$",
    re.IGNORECASE,
)


def read(path: str | Path, *, ocr: bool = False, max_pages: int = MAX_PAGES, max_bytes: int = MAX_BYTES) -> Document:
    """Read a document of any supported format.

    The format is found from the contents of the file; the extension only decides between Markdown and plain text.

    Parameters
    ----------
    path : str or Path
        File to read.
    ocr : bool, default False
        Read PDF pages without a text layer with tesseract.
    max_pages, max_bytes : int
        Larger documents are refused.

    Returns
    -------
    Document

    Raises
    ------
    ReadError
        When the file cannot be read, with cause and remedy.

    Examples
    --------
    >>> from analyzer.resources import shipped
    >>> document = read(shipped("corpora", "voorbeelden", "akkoorden", "veenderhout-coalitieakkoord-2022-2026.pdf"))
    >>> document.format, document.pages > 1, document.blocks[0].kind
    ('pdf', True, 'heading')
    """
    path = Path(path)
    data = _bytes(path, max_bytes)
    kind, notes = _format(path, data)
    try:
        content = _reader(kind)(path, data, ocr, max_pages)
    except GdoghError:
        raise
    except RecursionError:
        raise ReadError(
            "is te diep genest.", remedy="Bewaar het document opnieuw in een eenvoudiger vorm.", path=path
        ) from None
    except MemoryError:
        raise ReadError("past niet in het geheugen.", remedy="Splits het document in delen.", path=path) from None
    except Exception as error:
        logger.debug("reading %s failed", path, exc_info=True)
        cause = (
            f"is beschadigd of geen geldig {_NAMES[kind]}-bestand ({type(error).__name__}: {clean(str(error))[:120]})."
        )
        raise ReadError(
            cause,
            remedy="Open het in het programma waarmee het is gemaakt en bewaar of exporteer het opnieuw.",
            path=path,
        ) from error
    document = assemble(
        mark_formalities(content.pieces),
        document_id=document_id(data),
        source=str(path),
        title=content.title if _is_title(content.title) else "",
        pages=content.pages,
        format=kind,
        notes=[*notes, *content.notes],
    )
    if not document.text.strip():
        raise ReadError("bevat geen tekst.", remedy="Controleer of dit het juiste bestand is.", path=path)
    if not _is_readable(document.text):
        raise ReadError(
            "bevat geen leesbare tekst: spaties ontbreken, of de tekens vormen geen woorden.",
            remedy="Maak of vraag een nieuwe PDF met een gewone tekstlaag, of gebruik --ocr op een scan.",
            path=path,
        )
    return document


def _is_readable(text: str) -> bool:
    """Whether characters form words: a font without a character table gives signs, or words without end."""
    words = text.split()
    shown = sum(map(len, words))
    return shown < 200 or (shown / len(words) < _LONGEST_WORD and _has_letters(text, 0.3 * shown))


def _has_letters(text: str, least: float) -> bool:
    """Whether a text has more letters than that: in most texts the usual ones alone are more."""
    if sum(map(text.count, "enatirodsl")) > least:
        return True
    return sum(text.count(character) for character in set(text) if character.isalpha()) > least


def read_text(text: str, *, source: str = "text", title: str = "") -> Document:
    """Make a document of text that is at hand.

    Parameters
    ----------
    text : str
        Plain text; lines may be hard-wrapped.
    source : str, default "text"
        Where it came from.
    title : str, optional
        Its title; without one, the first heading.

    Returns
    -------
    Document
        Without blocks when there is no text.

    Examples
    --------
    >>> document = read_text("Wij openen een loket. Het is elke dag open.")
    >>> document.words
    9
    """
    from analyzer.reading.plain import pieces_of_text

    pieces, pages = pieces_of_text(text)
    return assemble(
        mark_formalities(pieces),
        document_id=document_id(text.encode("utf-8", "surrogatepass")),
        source=source,
        title=title,
        pages=pages,
    )


def _bytes(path: Path, max_bytes: int) -> bytes:
    try:
        if path.is_dir():
            raise ReadError(
                "is een map, geen bestand.", remedy="Geef een bestand op, of gebruik find_documents.", path=path
            )
        size = path.stat().st_size
        if size > max_bytes:
            raise ReadError(
                f"is te groot ({size} bytes).", remedy="Splits het document, of verhoog max_bytes.", path=path
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadError("bestaat niet.", remedy="Controleer de naam en de map.", path=path) from None
    except PermissionError:
        raise ReadError(
            "mag niet worden gelezen.", remedy="Pas de rechten van het bestand aan (chmod u+r).", path=path
        ) from None
    except OSError as error:
        raise ReadError(
            f"kan niet worden gelezen ({error.strerror}).", remedy="Controleer de schijf of de verbinding.", path=path
        ) from None
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise ReadError("is leeg.", remedy="Download of exporteer het opnieuw.", path=path)
    return data


def _format(path: Path, data: bytes) -> tuple[str, list[str]]:
    """Format of a file, and a remark when its extension says otherwise."""
    by_name = _BY_EXTENSION.get(path.suffix.lower())
    kind = _sniff(path, data, by_name)
    if by_name is not None and by_name != kind and {by_name, kind} != {"markdown", "text"}:
        return kind, [f"De extensie {path.suffix} klopt niet: dit is een {_NAMES[kind]}-bestand."]
    return kind, []


def _sniff(path: Path, data: bytes, by_name: str | None) -> str:
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        from analyzer.reading.archive import kind_of_archive

        return kind_of_archive(path, data)
    if head.startswith(b"PK"):
        raise ReadError("is een leeg of beschadigd archief.", remedy="Bewaar het opnieuw.", path=path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise ReadError(
            "is een oud Office-bestand (.doc) of een Word-bestand met een wachtwoord.",
            remedy="Bewaar het als DOCX of PDF zonder wachtwoord.",
            path=path,
        )
    if head.startswith(b"{\\rtf"):
        raise ReadError("is een RTF-bestand.", remedy="Bewaar het als DOCX of PDF.", path=path)
    if by_name == "pdf":
        raise ReadError("is geen PDF: het begin ontbreekt of is beschadigd.", remedy="Download het opnieuw.", path=path)
    if by_name in ("docx", "odt") and b"\x00" in head:
        raise ReadError(
            f"is geen {_NAMES[by_name]}-bestand, of het is beschadigd.", remedy="Bewaar het opnieuw.", path=path
        )
    if by_name == "html" or (_HTML.search(head) and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")):
        return "html"
    return "markdown" if by_name == "markdown" else "text"


def _is_title(title: str) -> bool:
    title = clean(title)
    return len(title) > 3 and not _POOR_TITLE.match(title) and any(character.isalpha() for character in title)


def _reads_as_title(text: str) -> bool:
    """Whether a heading in plain text, which may be bad OCR, can serve as title."""
    words = text.split()
    letters = sum(character.isalpha() or character in " '-&,:0123456789" for character in text)
    whole = sum(len(word) >= 3 for word in words)
    return (
        8 <= len(text) <= 150
        and letters > 0.95 * len(text)
        and whole >= 0.6 * len(words)
        and "inhoud" not in text.lower()
    )


def _reader(kind: str) -> Callable[[Path, bytes, bool, int], Content]:
    return {
        "pdf": _pdf,
        "docx": _docx,
        "odt": _odt,
        "html": _html,
        "markdown": _markdown,
        "text": _text,
    }[kind]


def _pdf(path: Path, data: bytes, ocr: bool, max_pages: int) -> Content:
    from analyzer.reading.pdf import read_pdf

    found = read_pdf(path, data, ocr=ocr, max_pages=max_pages)
    notes = []
    if found.empty:
        pages = ", ".join(map(str, found.empty[:20])) + (", …" if len(found.empty) > 20 else "")
        notes.append(f"Bladzijden zonder tekst: {pages}.")
    return Content(found.pieces, found.pages, found.title, notes)


def _docx(path: Path, data: bytes, ocr: bool, max_pages: int) -> Content:
    from analyzer.reading.word import read_docx

    pieces, title = read_docx(path, data)
    return Content(pieces, title=title)


def _odt(path: Path, data: bytes, ocr: bool, max_pages: int) -> Content:
    from analyzer.reading.opendocument import read_odt

    pieces, title = read_odt(path, data)
    return Content(pieces, title=title)


def _html(path: Path, data: bytes, ocr: bool, max_pages: int) -> Content:
    from analyzer.reading.web import read_html

    pieces, title = read_html(path, data)
    return Content(pieces, title=title)


def _markdown(path: Path, data: bytes, ocr: bool, max_pages: int) -> Content:
    from analyzer.reading.encoding import decode
    from analyzer.reading.markdown import read_markdown

    text, encoding = decode(data, path)
    pieces, title = read_markdown(text)
    return Content(pieces, title=title, notes=_about(encoding))


def _text(path: Path, data: bytes, ocr: bool, max_pages: int) -> Content:
    from analyzer.reading.encoding import decode
    from analyzer.reading.plain import pieces_of_text

    text, encoding = decode(data, path)
    pieces, pages = pieces_of_text(text)
    title = next(
        (piece.text for piece in pieces[:15] if piece.kind == "heading" and _reads_as_title(piece.text)), path.stem
    )
    if pages > max_pages:
        raise ReadError(f"telt {pages} bladzijden.", remedy="Splits het document, of verhoog max_pages.", path=path)
    return Content(pieces, pages, title, notes=_about(encoding))


def _about(encoding: str) -> list[str]:
    if encoding.startswith("utf-8") and "damaged" not in encoding:
        return []
    if "damaged" in encoding:
        return ["Sommige bytes van het bestand zijn beschadigd."]
    return [f"Gelezen als {encoding}."]
