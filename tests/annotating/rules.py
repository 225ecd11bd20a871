"""The rules of the REFI-QDA standard, also those that a schema cannot say: references, positions, files."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from lxml import etree

from .projects import NS

_GUID = re.compile(r"\{?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?")
_CHILDREN = {
    "Project": ("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs", "Description", "NoteRef"),
    "CodeBook": ("Codes", "Sets"),
    "Code": ("Description", "NoteRef", "Code"),
    "TextSource": ("Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue"),
    "PlainTextSelection": ("Description", "Coding", "NoteRef"),
    "Coding": ("CodeRef", "NoteRef"),
    "VariableValue": ("VariableRef", "TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue"),
}  # fmt: skip
"""Elements that may stand in an element, in the order in which they must."""
_NEEDED = {
    "Project": ("name",), "User": ("guid",), "Code": ("guid", "name", "isCodable"), "TextSource": ("guid",),
    "PlainTextSelection": ("guid", "startPosition", "endPosition"), "Coding": ("guid",), "CodeRef": ("targetGUID",),
    "Variable": ("guid", "name", "typeOfVariable"), "VariableRef": ("targetGUID",),
}  # fmt: skip


def check_project(path: Path) -> list[str]:
    """What in a project is against the rules of the standard: order, attributes, GUIDs, references, positions, files.

    Returns
    -------
    list of str
        Empty when all is well.
    """
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("project.qde"))
        texts = {Path(name).name: archive.read(name).decode() for name in archive.namelist() if name != "project.qde"}
    guids: dict[str, str] = {}
    problems: list[str] = []
    for element in root.iter():
        name = _name(element)
        problems += [f"{name} mist {needed}" for needed in _NEEDED.get(name, ()) if needed not in element.attrib]
        if name in _CHILDREN:
            places = [
                _CHILDREN[name].index(_name(child)) if _name(child) in _CHILDREN[name] else -1 for child in element
            ]
            if -1 in places or places != sorted(places):
                problems.append(f"{name}: onderdelen {[_name(child) for child in element]}")
        if "guid" in element.attrib:
            identity = element.attrib["guid"]
            if not _GUID.fullmatch(identity) or identity in guids:
                problems.append(f"{name}: GUID {identity!r}")
            guids[identity] = name
    targets = {"CodeRef": "Code", "VariableRef": "Variable"}
    for element in root.iter():
        for attribute in ("targetGUID", "creatingUser", "creatingUserGUID"):
            wanted = targets.get(_name(element), "User")
            if attribute in element.attrib and guids.get(element.attrib[attribute]) != wanted:
                problems.append(f"{_name(element)}: {attribute} verwijst naar geen {wanted}")
    for source in root.iter(f"{NS}TextSource"):
        text = texts.get(source.attrib.get("plainTextPath", "").removeprefix("internal://"))
        if text is None:
            problems.append(f"TextSource {source.attrib.get('name')}: tekst ontbreekt")
            continue
        for selection in source.iter(f"{NS}PlainTextSelection"):
            start, end = (int(selection.get(name)) for name in ("startPosition", "endPosition"))
            if not 0 <= start < end <= len(text):
                problems.append(f"PlainTextSelection {start}-{end} buiten de tekst ({len(text)} tekens)")
    return problems


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
