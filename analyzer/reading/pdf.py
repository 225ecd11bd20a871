"""PDF: characters with their places, put together to lines."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analyzer.errors import ReadError
from analyzer.reading import joining, marks
from analyzer.reading.document import Piece
from analyzer.reading.layout import GAP, Line, PageLines, reading_order, without_furniture
from analyzer.reading.structure import pieces_of

_LINE_HYPHENS = frozenset({2, 45, 0xFFFE})
_WIDE = 9.0
_LOOSE_STOP = re.compile(r"(?<=\w) +([.,;:])(?=\s|$)")
_UNITS = frozenset({"m", "km", "cm", "dm", "mm", "co", "ha"})
_SPACE = frozenset({0, 9, 10, 13, 32, 0xA0})


@dataclass(frozen=True, slots=True)
class _Style:
    """What the characters of one text object share."""

    size: float
    bold: bool
    turned: int


@dataclass(slots=True)
class _Run:
    """Characters on one line, as they come."""

    x0: float
    x1: float
    y: float
    size: float
    parts: list[str] = field(default_factory=list)
    bold: int = 0
    count: int = 0
    note: str = ""
    gaps: list[tuple[int, float]] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class PdfContent:
    """What a PDF file holds: pieces, the number of pages, the title in its properties, pages without text."""

    pieces: list[Piece]
    pages: int
    title: str
    empty: list[int]


def read_pdf(path: Path, data: bytes, *, ocr: bool = False, max_pages: int = 20_000) -> PdfContent:
    """Read a PDF file.

    Parameters
    ----------
    path : Path
        For messages.
    data : bytes
        The file.
    ocr : bool, default False
        Read pages without text with tesseract.
    max_pages : int, default 20000
        More pages are refused.

    Returns
    -------
    PdfContent

    Raises
    ------
    ReadError
        Encrypted, damaged, too many pages, or no text.
    """
    pdf = _open(path, data)
    try:
        count = len(pdf)
        if count == 0:
            raise ReadError("heeft geen bladzijden.", remedy="Exporteer het document opnieuw.", path=path)
        if count > max_pages:
            raise ReadError(
                f"telt {count} bladzijden; de grens is {max_pages}.",
                remedy="Splits het document, of verhoog max_pages.",
                path=path,
            )
        pages = [_page(pdf, index, path) for index in range(count)]
        empty = [page.number for page in pages if not page.lines]
        if ocr and empty:
            from analyzer.reading.ocr import recognise

            for number in empty:
                pages[number - 1] = recognise(pdf, number, path)
        elif len(empty) == count:
            raise ReadError(
                "heeft geen tekstlaag: het is een scan.",
                remedy="Gebruik --ocr (vraagt tesseract met de Nederlandse gegevens: apt install tesseract-ocr-nld).",
                path=path,
            )
        title = str(pdf.get_metadata_value("Title") or "")
    finally:
        pdf.close()
    lines: list[Line] = []
    place = 0
    for page in without_furniture(pages):
        ordered = reading_order(page)
        for line in ordered:
            line.place += place
        lines.extend(ordered)
        place += 1 + max((line.place - place for line in ordered), default=0)
    heights = {page.number: page.height for page in pages}
    still_empty = [page.number for page in pages if not page.lines]
    return PdfContent(pieces_of(lines, heights), count, title, still_empty)


def _open(path: Path, data: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(
                "is versleuteld en vraagt om een wachtwoord.",
                remedy="Bewaar een kopie zonder wachtwoord.",
                path=path,
            ) from None
        if "security" in str(error).lower():
            raise ReadError(
                "heeft een beveiliging die niet te lezen is.",
                remedy="Druk het af naar een nieuwe PDF zonder beveiliging.",
                path=path,
            ) from None
        ending = b"%%EOF" in data[-2048:]
        cause = "is beschadigd." if ending else "is afgebroken: het einde van de PDF ontbreekt."
        raise ReadError(cause, remedy="Download of exporteer het opnieuw.", path=path) from None


def _page(pdf: Any, index: int, path: Path) -> PageLines:
    import pypdfium2

    try:
        page = pdf[index]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        # One broken page in a long document: the rest is still worth reading, and the page is reported as empty.
        return PageLines(index + 1, 595.0, 842.0)
    try:
        width, height = page.get_size()
        glyphs, turned = _glyphs(text)
        # get_size() counts the page's own rotation, character places do not: turning is done on the characters.
        if page.get_rotation() in (90, 270):
            width, height = height, width
        left, bottom = page.get_cropbox()[:2]
        upright = _turn(glyphs, turned, (left, bottom, left + width, bottom + height))
        if turned in (90, 270):
            width, height = height, width
        lines = [line for run in _runs(upright) if (line := _line(run, index + 1, height))]
        return PageLines(index + 1, width, height, lines)
    finally:
        text.close()
        page.close()


Glyph = tuple[int, float, float, float, _Style]
"""Code point, left, right, baseline, style; code point 32 for a space."""


def _glyphs(textpage: Any) -> tuple[list[Glyph], int]:
    """All characters of a page, and the direction in which most of them run (0, 90, 180 or 270 degrees)."""
    from pypdfium2 import raw

    handle = textpage.raw
    count = raw.FPDFText_CountChars(handle)
    style_of = _style_reader(handle)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    glyphs: list[Glyph] = []
    turns: Counter[int] = Counter()
    for i in range(count):
        code = raw.FPDFText_GetUnicode(handle, i)
        if code in _SPACE or (raw.FPDFText_IsGenerated(handle, i) == 1 and code not in _LINE_HYPHENS):
            if glyphs and glyphs[-1][0] != 32:
                glyphs.append((32, glyphs[-1][2], glyphs[-1][2], glyphs[-1][3], glyphs[-1][4]))
            continue
        style = style_of(i)
        if style.turned < 0:
            continue
        raw.FPDFText_GetCharOrigin(handle, i, x, y)
        if style.turned == 0:
            if raw.FPDFText_GetLooseCharBox(handle, i, box):
                x0, x1 = box.left, box.right
            else:
                x0 = x1 = x.value
            base = y.value
            if 48 <= code <= 57 and raw.FPDFText_GetCharBox(handle, i, left, right, bottom, top):
                # Raised figures of a font stand on the baseline by their origin, but their ink does not.
                lift = bottom.value - base
                if lift > 0.2 * style.size and top.value - bottom.value < 0.6 * style.size:
                    style, base = _Style(round(0.6 * style.size, 1), style.bold, 0), base + lift
            glyphs.append((code, x0, x1, base, style))
        else:
            raw.FPDFText_GetCharBox(handle, i, left, right, bottom, top)
            low, high = (bottom.value, top.value) if style.turned in (90, 270) else (left.value, right.value)
            glyphs.append((code, low, high, x.value if style.turned in (90, 270) else y.value, style))
        turns[style.turned] += 1
    return glyphs, turns.most_common(1)[0][0] if turns else 0


def _style_reader(handle: Any) -> Callable[[int], _Style]:
    """Function that gives the style of a character, worked out once for each text object."""
    from pypdfium2 import raw

    cache: dict[int, _Style] = {}
    fonts: dict[int, bool] = {}

    def style(i: int) -> _Style:
        thing = raw.FPDFText_GetTextObject(handle, i)
        key = ctypes.cast(thing, ctypes.c_void_p).value or 0
        found = cache.get(key)
        if found is None:
            matrix = raw.FS_MATRIX()
            raw.FPDFText_GetMatrix(handle, i, matrix)
            scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c)) or 1.0
            size = round(raw.FPDFText_GetFontSize(handle, i) * scale, 1)
            angle = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
            bold = False
            if key:
                font = raw.FPDFTextObj_GetFont(thing)
                font_key = ctypes.cast(font, ctypes.c_void_p).value or 0
                if font_key not in fonts:
                    fonts[font_key] = _is_bold(raw, font)
                bold = fonts[font_key]
            square = round(angle / 90) * 90
            # Slanted text stands in figures and stamps; it is marked -1 and left out.
            turned = int(square) % 360 if abs(angle - square) < 8 else -1
            found = _Style(max(size, 0.1), bold, turned)
            if key:
                cache[key] = found
        return found

    return style


def _is_bold(raw: Any, font: Any) -> bool:
    buffer = ctypes.create_string_buffer(256)
    raw.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("utf-8", "replace").lower()
    if any(word in name for word in ("bold", "black", "heavy", "demi")):
        return True
    return bool(raw.FPDFFont_GetWeight(font) >= 600 and "regular" not in name)


def _turn(glyphs: list[Glyph], turned: int, box: tuple[float, float, float, float]) -> list[Glyph]:
    """Keep the characters that run in the page's main direction, with places measured from the top left."""
    left, bottom, right, top = box
    kept = []
    for code, low, high, base, style in glyphs:
        if style.turned != turned:
            continue
        if turned == 0:
            kept.append((code, low - left, high - left, top - base, style))
        elif turned == 90:
            kept.append((code, low - bottom, high - bottom, base - left, style))
        elif turned == 180:
            kept.append((code, right - high, right - low, base - bottom, style))
        else:
            kept.append((code, top - high, top - low, right - base, style))
    return kept


def _runs(glyphs: list[Glyph]) -> list[_Run]:
    """Put characters together that follow each other on one line."""
    runs: list[_Run] = []
    space = False
    for glyph in glyphs:
        code, x0, x1, y, style = glyph
        if code == 32:
            space = True
            continue
        fit = _fit(runs[-1], glyph) if runs else "new"
        if fit == "note":
            mark = runs[-1]
            runs[-1] = _Run(x0=mark.x0, x1=mark.x1, y=y, size=style.size, note="".join(mark.parts).strip())
            space = False
        elif fit == "new":
            runs.append(_Run(x0=x0, x1=x1, y=y, size=style.size))
            space = False
        run = runs[-1]
        character = chr(code)
        if fit == "raised" and (character.isdigit() or character in ",;*)") and not _after_unit(run, space):
            # A reference to a footnote: it is no part of the sentence.
            run.x1 = max(run.x1, x1)
            continue
        run.gaps.append((len(run.parts), _WIDE if space else (x0 - run.x1) / style.size))
        space = False
        run.parts.append(character)
        run.x1 = max(run.x1, x1)
        run.sizes[style.size] += 1
        run.bold += style.bold
        run.count += 1
        if style.size > run.size:
            run.size, run.y = style.size, y
    return runs


def _fit(run: _Run, glyph: Glyph) -> str:
    """How a character follows on a run: ``same`` line, ``raised``, a ``new`` run, or text after a ``note`` number."""
    code, x0, _, y, style = glyph
    size, gap, rise = style.size, x0 - run.x1, run.y - y
    if not -1.0 * run.size < gap < 0.9 * max(run.size, size):
        return "new"
    smaller = size < 0.85 * run.size
    if abs(rise) < 0.2 * run.size:
        small_figure = size < 0.78 * run.size and chr(code).isdigit() and rise > 0.05 * run.size
        return "raised" if small_figure else "same"
    if smaller and 0 < rise < 0.7 * run.size:
        return "raised"
    if smaller and 0 < -rise < 0.35 * run.size:
        return "same"
    starts_note = rise < 0 and _is_note_mark(run) and size > 1.15 * run.size and -rise < 0.7 * size
    return "note" if starts_note else "new"


def _is_note_mark(run: _Run) -> bool:
    text = "".join(run.parts).strip()
    return 0 < len(text) <= 3 and (text.isdigit() or text == "*")


def _after_unit(run: _Run, space: bool) -> bool:
    """Whether a raised digit belongs to a unit: ``m²``."""
    if space:
        return False
    tail = "".join(run.parts[-4:]).split()
    return bool(tail) and tail[-1].lower() in _UNITS


def _spaced(run: _Run) -> str:
    """Text of a run with a space at each gap that is wider than its usual distance between letters."""
    narrow = sorted(gap for _, gap in run.gaps[1:] if gap < _WIDE)
    usual = max(0.0, narrow[len(narrow) // 2]) if narrow else 0.0
    parts = list(run.parts)
    for place, gap in reversed(run.gaps[1:]):
        if gap == _WIDE or gap > usual + 0.13:
            parts.insert(place, " ")
    return "".join(parts)


def _line(run: _Run, number: int, height: float) -> Line | None:
    text = marks.private_glyphs(joining.repair(_spaced(run))).strip()
    # A raised note number leaves a space before the stop that follows it.
    text = _LOOSE_STOP.sub(r"\1", text)
    if not text or run.y < -5 or run.y > height + 5:
        return None
    size = run.sizes.most_common(1)[0][0]
    return Line(text.replace(GAP, " "), number, run.x0, run.x1, run.y, size, run.bold > 0.6 * run.count, run.note)
