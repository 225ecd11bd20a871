"""Projects for ATLAS.ti, MAXQDA, NVivo and other programs: REFI-QDA project exchange (QDPX), version 1.0 of the schema.

A QDPX file is a zip with ``project.qde`` (XML) and the texts in ``sources``. Positions are code points in the plain text,
from 0, the end not included. The standard: REFI-QDA Working Group (2019), *REFI-QDA standard 1.5*, qdasoftware.org.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pandas as pd
from lxml import etree

from ..codebook import Codebook
from ..coding.schema import HEADINGS
from ..reporting.files import replacing

NAMESPACE = "urn:QDA-XML:project:1.0"
PROGRAM = "gdogh"
"""Name of the user whose codes are the program's."""
TO_CODE = "te coderen"
"""Code of the units of a sample that people should code."""
GROUPS = {"statement": "Uitspraak", "digital": "Digitaal", "domain": "Beleidsveld"}
_COLOURS = {"statement": "#7A7A7A", "digital": "#0B6E99", "domain": "#8A6D3B", "VER": "#2E7D32", "DEM": "#6A1B9A",
            "REG": "#C62828", "ACT": "#EF6C00", "": "#F9A825"}  # fmt: skip
_VARIABLES = ("organisation", "layer", "kind", "year", "document_id")
_EPOCH = (2020, 1, 1, 0, 0, 0)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not have."""


def guid(*parts: object) -> str:
    """A GUID that is the same in every export of the same thing."""
    return str(uuid5(NAMESPACE_URL, "gdogh:" + "|".join(map(str, parts))))


def code_guid(code: str) -> str:
    """GUID of a code, by which codings are found back."""
    return guid("code", code)


def write_qdpx(
    path: Path,
    units: pd.DataFrame,
    documents: pd.DataFrame,
    texts: Mapping[str, str],
    codebook: Codebook,
    *,
    when: str,
    sample: Iterable[str] = (),
    coded: bool = True,
) -> None:
    """Write a project.

    Parameters
    ----------
    path : Path
        The file.
    units : DataFrame
        Coded units, columns as in ``units.parquet``.
    documents : DataFrame
        Columns as in ``documents.csv``.
    texts : mapping
        From document id to the text in which units have their offsets.
    codebook : Codebook
        Its codes become the codes of the project, with their definitions.
    when : str
        Time of the analysis (ISO 8601), the time of all codings.
    sample : iterable of str
        Ids of units that people should code; they get the code ``te coderen``.
    coded : bool
        Whether the codes of the program are in the project, as codings of the user ``gdogh``. Units that say nothing
        (O, not digital, no theme) have none.
    """
    data = build_qdpx(units, documents, texts, codebook, when=when, sample=sample, coded=coded)
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def build_qdpx(
    units: pd.DataFrame,
    documents: pd.DataFrame,
    texts: Mapping[str, str],
    codebook: Codebook,
    *,
    when: str,
    sample: Iterable[str] = (),
    coded: bool = True,
) -> bytes:
    """The bytes of a project; the same input gives the same bytes."""
    user = guid("user", PROGRAM)
    root = etree.Element(
        f"{{{NAMESPACE}}}Project", {"name": "gdogh", "origin": PROGRAM, "creatingUserGUID": user, "creationDateTime": when},
        nsmap={None: NAMESPACE},  # type: ignore[dict-item]
    )  # fmt: skip
    _add(_add(root, "Users"), "User", guid=user, name=PROGRAM)
    _codebook(root, codebook)
    variables = _add(root, "Variables")
    for name in _VARIABLES:
        _add(variables, "Variable", guid=guid("variable", name), name=name, typeOfVariable="Text")
    sources = _add(root, "Sources")
    chosen = frozenset(sample)
    by_document = dict(list(units.groupby("document_id")))
    kept: dict[str, str] = {}
    for row in documents[documents["document_id"].isin(list(texts))].drop_duplicates("document_id").to_dict("records"):
        identity = str(row["document_id"])
        source = guid("source", identity)
        kept[f"sources/{source}.txt"] = texts[identity]
        element = _add(
            sources, "TextSource", guid=source, name=_clean(row["title"] or Path(str(row["path"])).name),
            plainTextPath=f"internal://{source}.txt", creatingUser=user, creationDateTime=when,
        )  # fmt: skip
        for unit in by_document.get(identity, units.iloc[:0]).to_dict("records"):
            codes = [TO_CODE] if unit["unit_id"] in chosen else []
            if coded and (unit["statement"] != "O" or unit["digital"] != "G" or len(unit["themes"])):
                codes += [unit["statement"], unit["digital"], *unit["themes"], unit["domain"]]
            if codes:
                _selection(element, unit, codes, user, when)
        for name in _VARIABLES:
            if not pd.isna(row[name]):
                value = _add(element, "VariableValue")
                _add(value, "VariableRef", targetGUID=guid("variable", name))
                _add(value, "TextValue").text = _clean(row[name])
    project = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (
            ("project.qde", project),
            *((name, text.encode("utf-8", "replace")) for name, text in kept.items()),
        ):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()


def _clean(value: object) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(value))


def _add(parent: Any, tag: str, /, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)


def _codebook(root: Any, codebook: Codebook) -> None:
    codes = _add(_add(root, "CodeBook"), "Codes")

    def code(parent: Any, name: str, identity: str, definition: str, colour: str, *, codable: bool = True) -> Any:
        element = _add(
            parent, "Code", guid=code_guid(identity), name=name, isCodable="true" if codable else "false",
            color=_COLOURS[colour],
        )  # fmt: skip
        if definition:
            _add(element, "Description").text = definition
        return element

    for group, entries in (("statement", codebook.statements), ("digital", codebook.digital)):
        parent = code(codes, GROUPS[group], group, "", group, codable=False)
        for entry in entries:
            code(parent, f"{entry.code} {entry.name.nl}", entry.code, entry.definition, group)
    for heading in HEADINGS:
        parent = code(codes, codebook.headings[heading].nl, heading, "", heading, codable=False)
        for entry in codebook.themes:
            if entry.heading == heading:
                code(parent, f"{entry.code} {entry.name.nl}", entry.code, entry.definition, heading)
    parent = code(codes, GROUPS["domain"], "domain", "", "domain", codable=False)
    for entry in codebook.domains:
        code(parent, entry.code, entry.code, entry.definition, "domain")
    code(
        codes,
        TO_CODE,
        TO_CODE,
        "Eenheid uit de steekproef: geef haar een uitspraak, digitaal, thema's en beleidsveld.",
        "",
    )


def _selection(source: Any, unit: Mapping[Any, Any], codes: Iterable[str], user: str, when: str) -> None:
    identity, text = unit["unit_id"], " ".join(str(unit["text"]).split())
    element = _add(
        source, "PlainTextSelection", guid=guid("selection", identity), name=_clean(text)[:60], startPosition=str(int(unit["start"])),
        endPosition=str(int(unit["end"])), creatingUser=user, creationDateTime=when,
    )  # fmt: skip
    for code in codes:
        coding = _add(element, "Coding", guid=guid("coding", identity, code), creatingUser=user, creationDateTime=when)
        _add(coding, "CodeRef", targetGUID=code_guid(code))
