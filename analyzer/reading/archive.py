"""Documents that are ZIP archives (DOCX, ODT): which kind, and their parts, unpacked with care."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import ReadError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PART = 150_000_000
"""Largest size of one unpacked part, in bytes."""
MAX_RATIO = 300
"""Largest ratio of unpacked to packed size of a part above `SMALL_PART`; XML of real documents stays below 60."""
SMALL_PART = 5_000_000
MAX_ENTRIES = 20_000
_DECLARATION = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)


def kind_of_archive(path: Path, data: bytes) -> str:
    """Kind of document in an archive: ``docx`` or ``odt``.

    Raises
    ------
    ReadError
        When it is damaged, or some other kind of archive.
    """
    with _open(path, data) as archive:
        names = set(archive.namelist())
        if "word/document.xml" in names:
            return "docx"
        if "mimetype" in names and "content.xml" in names:
            info = archive.getinfo("mimetype")
            kind = _unpack(path, archive, info) if info.file_size < 200 else b""
            if b"opendocument.text" in kind:
                return "odt"
        if any(name.startswith("word/") and name.endswith(".xml") and "document" in name for name in names):
            return "docx"
    raise ReadError(
        "is een archief, maar geen DOCX of ODT.",
        remedy="Pak het uit, of bewaar het als DOCX, ODT of PDF.",
        path=path,
    )


def parts(path: Path, data: bytes, names: tuple[str, ...]) -> dict[str, bytes]:
    """Unpack parts of an archive.

    Parameters
    ----------
    path : Path
        For messages.
    data : bytes
        The archive.
    names : tuple of str
        Names of parts; those that are not there are left out.

    Returns
    -------
    dict of str to bytes

    Raises
    ------
    ReadError
        Damaged, encrypted, or so large when unpacked that it must be a zip bomb.
    """
    with _open(path, data) as archive:
        present = {info.filename: info for info in archive.infolist()}
        total = sum(info.file_size for info in present.values())
        if total > 20 * MAX_PART:
            raise _bomb(path)
        return {name: _unpack(path, archive, present[name]) for name in names if name in present}


def parse(path: Path, part: bytes) -> _Element:
    """Parse a part as XML: no entities, nothing fetched.

    Raises
    ------
    ReadError
        When it declares entities or is not well formed.
    """
    from lxml import etree

    if _DECLARATION.search(part[:100_000]):
        raise ReadError(
            "bevat XML-entiteiten, en dat doen gewone documenten niet.",
            remedy="Vertrouw dit bestand niet; vraag een nieuwe kopie.",
            path=path,
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True
    )
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(
            f"bevat beschadigde XML ({error.msg}).",
            remedy="Open het in een tekstverwerker en bewaar het opnieuw.",
            path=path,
        ) from None


def _open(path: Path, data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError):
        raise ReadError(
            "is afgebroken of beschadigd: het archief kan niet worden geopend.",
            remedy="Download of bewaar het opnieuw.",
            path=path,
        ) from None
    if len(archive.infolist()) > MAX_ENTRIES:
        archive.close()
        raise _bomb(path)
    return archive


def _unpack(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & 1:
        raise ReadError("is versleuteld.", remedy="Bewaar een kopie zonder wachtwoord.", path=path)
    ratio = info.file_size / max(1, info.compress_size)
    if info.file_size > MAX_PART or (info.file_size > SMALL_PART and ratio > MAX_RATIO):
        raise _bomb(path)
    try:
        with archive.open(info) as stream:
            # The size that an archive declares may be a lie: never read more than the limit.
            unpacked = stream.read(min(MAX_PART, max(SMALL_PART, info.compress_size * MAX_RATIO)) + 1)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise ReadError(f"heeft een beschadigd onderdeel ({error}).", remedy="Bewaar het opnieuw.", path=path) from None
    except Exception as error:  # zlib.error has no common base with the others
        raise ReadError(f"heeft een beschadigd onderdeel ({error}).", remedy="Bewaar het opnieuw.", path=path) from None
    if len(unpacked) > min(MAX_PART, max(SMALL_PART, info.compress_size * MAX_RATIO)):
        raise _bomb(path)
    return unpacked


def _bomb(path: Path) -> ReadError:
    return ReadError(
        "wordt bij uitpakken onmogelijk groot: het is een zipbom, of beschadigd.",
        remedy="Vertrouw dit bestand niet; vraag een nieuwe kopie of een PDF.",
        path=path,
    )
