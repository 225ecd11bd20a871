"""Scanned pages: tesseract, when it is installed, through its command line."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from analyzer.errors import ReadError
from analyzer.reading.layout import Line, PageLines

_DPI = 300
_INSTALL = (
    "Installeer het met: apt install tesseract-ocr tesseract-ocr-nld (macOS: brew install tesseract tesseract-lang)."
)
_SECONDS = 180


def tesseract_languages() -> frozenset[str]:
    """Languages that tesseract knows here; empty when it is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return frozenset()
    done = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    return frozenset(line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip().isidentifier())


def recognise(pdf: Any, number: int, path: Path) -> PageLines:
    """Read a page from its picture.

    Parameters
    ----------
    pdf : pypdfium2.PdfDocument
        The open document.
    number : int
        Page, from 1.
    path : Path
        For messages.

    Returns
    -------
    PageLines
        With the places that tesseract gives, in points.

    Raises
    ------
    ReadError
        When tesseract or its Dutch data is not there, or fails.
    """
    known = tesseract_languages()
    if not known:
        raise ReadError(
            "is een scan; lezen vraagt tesseract, en dat is niet geïnstalleerd.", remedy=_INSTALL, path=path
        )
    if "nld" not in known:
        raise ReadError("is een scan; lezen vraagt de Nederlandse gegevens van tesseract.", remedy=_INSTALL, path=path)
    page = pdf[number - 1]
    width, height = page.get_size()
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder, "page.png")
        try:
            page.render(scale=_DPI / 72, grayscale=True).to_pil().save(picture)
        except ImportError:
            raise ReadError(
                "is een scan; lezen vraagt Pillow.", remedy="Installeer het met: pip install 'gdogh[ocr]'.", path=path
            ) from None
        table = _run(picture, path)
    return PageLines(number, width, height, _lines(table, number))


def _run(picture: Path, path: Path) -> str:
    command = ["tesseract", str(picture), "stdout", "-l", "nld", "--dpi", str(_DPI), "tsv"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise ReadError(
            "heeft een bladzijde waar tesseract te lang over doet.", remedy="Scan met een lagere resolutie.", path=path
        ) from None
    if done.returncode:
        raise ReadError(
            "heeft een bladzijde die tesseract niet kan lezen.",
            remedy=done.stderr.decode("utf-8", "replace")[:200],
            path=path,
        )
    return done.stdout.decode("utf-8", "replace")


def _lines(table: str, number: int) -> list[Line]:
    """Lines from tesseract's word table."""
    lines: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row.get("level") == "5" and (row.get("text") or "").strip() and float(row.get("conf") or -1) > 20:
            lines.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(row)
    scale = 72 / _DPI
    found = []
    for words in lines.values():
        heights = sorted(int(word["height"]) for word in words)
        bottom = sorted(int(word["top"]) + int(word["height"]) for word in words)[len(words) // 2]
        found.append(
            Line(
                text=" ".join(word["text"] for word in words),
                page=number,
                x0=int(words[0]["left"]) * scale,
                x1=(int(words[-1]["left"]) + int(words[-1]["width"])) * scale,
                y=bottom * scale,
                # Heights of printed words vary with their letters; round so that lines of one size stay together.
                size=max(6.0, 2.0 * round(heights[-1] * scale * 0.5 * 1.05)),
            )
        )
    return found
