"""Bytes of a text file to characters, in whatever encoding they were written."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from analyzer.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DUTCH_MARKS = re.compile("[éèëïöüçáàâêîôûóíúäñÉËÏÖ€‘’“”–—•…§°²½©]")
_ODD = re.compile("[\x80-\x9f¤¥¦¨¬¯±µ¶·¸¹ºÃÂŽžŸƒˆ˜†‡‰Š‹Œ∂∑∏π∫Ωæø¿¡¬√≈∆÷◊Ÿ⁄‡·‚„ÊÁËÈÍÎÏÌÓÔÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_SAMPLE = 200_000


def decode(data: bytes, path: Path | str | None = None) -> tuple[str, str]:
    """Decode text.

    Parameters
    ----------
    data : bytes
        Contents of a file.
    path : Path or str, optional
        For messages.

    Returns
    -------
    text : str
        The text.
    encoding : str
        Name of the encoding that was found.

    Raises
    ------
    ReadError
        When the bytes are no text.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(name), name
            except UnicodeDecodeError:
                break
    if (wide := _without_mark(data)) is not None:
        return wide
    _refuse_binary(data, path)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        # A few bad bytes in a long UTF-8 file are damage; many are another encoding.
        lenient = data.decode("utf-8", "replace")
        wrong = lenient.count("\ufffd")
        right = sum(lenient.count(letter) for letter in "éëïèöüç’‘“”–•€")
        if right > 4 * wrong or (error.reason == "unexpected end of data" and right):
            return lenient, "utf-8 (damaged)"
    sample = data[:_SAMPLE]
    best = max(("cp1252", "mac_roman", "cp850"), key=lambda name: _merit(sample, name))
    return data.decode(best, "replace"), best


def _merit(sample: bytes, encoding: str) -> int:
    """Letters that Dutch text has, against signs that appear when the encoding is wrong."""
    text = sample.decode(encoding, "replace")
    return 3 * len(_DUTCH_MARKS.findall(text)) - 4 * len(_ODD.findall(text)) - 8 * text.count("\ufffd")


def _without_mark(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a byte order mark shows in zeros on every second place."""
    head = data[:2000]
    if len(head) < 20 or head.count(0) < len(head) // 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    name = "utf-16-le" if odd > 4 * even + 4 else "utf-16-be" if even > 4 * odd + 4 else ""
    if not name:
        return None
    try:
        return data[: len(data) // 2 * 2].decode(name), name
    except UnicodeDecodeError:
        return None


def _refuse_binary(data: bytes, path: Path | str | None) -> None:
    head = data[:_SAMPLE]
    if not head:
        return
    zeros = head.count(0)
    control = len(_CONTROL.findall(head.decode("latin-1")))
    if zeros > 0.002 * len(head) + 8 or control > 0.03 * len(head) + 8:
        raise ReadError(
            "bevat binaire gegevens, geen tekst.",
            remedy="Controleer wat voor bestand het is en lever het aan als PDF, DOCX, ODT, HTML of TXT.",
            path=path,
        )
