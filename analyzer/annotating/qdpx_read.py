"""Codings from a REFI-QDA project that came back from another program, and a check of the rules of the standard."""

from __future__ import annotations

import re
import zipfile
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ..coding.schema import DIGITAL, DOMAINS, STATEMENTS, THEMES
from ..errors import UsageError, refusal
from .codings import Answer
from .qdpx import GROUPS, NAMESPACE, PROGRAM, TO_CODE, code_guid

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
_MOST_BYTES = 500_000_000
_QUESTIONS = {"statement": STATEMENTS, "digital": DIGITAL, "themes": THEMES, "domain": DOMAINS}
_OWN = "eigen:"
"""Before the name of a code that is not of the codebook."""
_NOT_ANSWERS = frozenset({TO_CODE, *GROUPS.values()})
_DROPPED = frozenset("\r\ufeff")
"""Characters that programs add to a text."""


def check_project(path: Path) -> list[str]:
    """What in a project is against the rules of the standard: order, attributes, GUIDs, references, positions, files.

    Returns
    -------
    list of str
        Empty when all is well.
    """
    root, texts = _open(path)
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
    for source in _all(root, "TextSource"):
        text = texts.get(source.attrib.get("plainTextPath", "").removeprefix("internal://"))
        if text is None:
            problems.append(f"TextSource {source.attrib.get('name')}: tekst ontbreekt")
            continue
        for selection in _all(source, "PlainTextSelection"):
            start, end = _span(selection)
            if not 0 <= start < end <= len(text):
                problems.append(f"PlainTextSelection {start}-{end} buiten de tekst ({len(text)} tekens)")
    return problems


def read_qdpx(path: Path, coder: str, units: pd.DataFrame, texts: Mapping[str, str]) -> Iterator[Answer]:
    """Codings of people from a project.

    Parameters
    ----------
    path : Path
        The file.
    coder : str
        Name of the person; when more than one coded in the project, their name comes after it.
    units : DataFrame
        Units of the analysis, with offsets.
    texts : mapping
        From document id to text; a source is recognised by its text, with or without other line ends.

    Yields
    ------
    Answer
        For each unit and person. A passage belongs to the units of which it covers half or more, or else to the one
        with which it shares most. Codings of the user ``gdogh`` are the program's and are left out; codes of the
        person's own are in the remark.

    Raises
    ------
    UsageError
        When the file is no project, or a source is not of this analysis.
    """
    root, sources = _open(path)
    codes = _codes(root)
    users = {user.attrib.get("guid"): user.attrib.get("name") or "" for user in _all(root, "User")}
    given: dict[tuple[str, str], set[str]] = defaultdict(set)
    known = {_plain(text): identity for identity, text in texts.items()}
    for source in _all(root, "TextSource"):
        content = source.find(f"{{{NAMESPACE}}}PlainTextContent")
        name = source.attrib.get("plainTextPath", "").removeprefix("internal://")
        text = (sources.get(name) if content is None else content.text) or ""
        identity = known.get(_plain(text))
        if identity is None:
            raise UsageError(
                f"tekst {source.attrib.get('name')!r} hoort niet bij deze uitvoermap.",
                remedy="Geef de map waaruit het project is gemaakt, en verander de teksten niet.", path=path,
            )  # fmt: skip
        places = _Places(units[units["document_id"] == identity], text)
        for selection in _all(source, "PlainTextSelection"):
            covered = places.units(*_span(selection))
            for coding, code in _codings(selection, codes):
                who = users.get(coding.attrib.get("creatingUser") or selection.attrib.get("creatingUser"), "")
                for unit in covered if who != PROGRAM else ():
                    given[unit, who].add(code)
    people = {who for _, who in given}
    for (unit, who), found in sorted(given.items()):
        yield Answer(
            unit, coder if len(people) == 1 else f"{coder}-{who}", _cells(found), None, path, f"eenheid {unit}"
        )


def _cells(codes: set[str]) -> dict[str, str]:
    cells = {name: ";".join(code for code in known if code in codes) for name, known in _QUESTIONS.items()}
    own = sorted(code.removeprefix(_OWN) for code in codes if code.startswith(_OWN))
    return cells | {"remark": f"eigen code: {', '.join(own)}" if own else ""}


class _Places:
    """Finds the unit of a passage, also when the other program wrote other line ends."""

    def __init__(self, units: pd.DataFrame, theirs: str) -> None:
        ordered = units.sort_values("start")
        self._ids = ordered["unit_id"].tolist()
        self._spans = list(zip(ordered["start"].astype(int), ordered["end"].astype(int), strict=True))
        self._starts = [start for start, _ in self._spans]
        self._removed = [place for place, char in enumerate(theirs) if char in _DROPPED]

    def units(self, start: int, end: int) -> list[str]:
        """Ids of the units that a passage is about."""
        start, end = (place - bisect_left(self._removed, place) for place in (start, end))
        shares: dict[str, tuple[int, bool]] = {}
        for number in range(max(0, bisect_right(self._starts, start) - 1), len(self._ids)):
            low, high = self._spans[number]
            if low >= end:
                break
            if (shared := min(end, high) - max(start, low)) > 0:
                shares[self._ids[number]] = (shared, 2 * shared >= high - low)
        covered = [unit for unit, (_, half) in shares.items() if half]
        return covered or sorted(shares, key=lambda unit: -shares[unit][0])[:1]


def _codes(root: Any) -> dict[str, str]:
    """From GUID of a code in the project to the code of the codebook."""
    names = {*STATEMENTS, *DIGITAL, *THEMES, *DOMAINS}
    ours = {code_guid(name): name for name in names}
    found: dict[str, str] = {}
    for element in _all(root, "Code"):
        identity = element.attrib["guid"].strip("{}").lower()
        first = element.attrib.get("name", "").split(" ")[0]
        name = element.attrib.get("name", "")
        found[element.attrib["guid"]] = ours.get(identity) or (first if first in names else _OWN + name)
    return {guid: code for guid, code in found.items() if code.removeprefix(_OWN) not in _NOT_ANSWERS}


def _codings(selection: Any, codes: Mapping[str, str]) -> Iterator[tuple[Any, str]]:
    for coding in selection.iterfind(f"{{{NAMESPACE}}}Coding"):
        for reference in _all(coding, "CodeRef"):
            if reference.attrib.get("targetGUID") in codes:
                yield coding, codes[reference.attrib["targetGUID"]]


def _open(path: Path) -> tuple[Any, dict[str, str]]:
    remedy = "Exporteer het project opnieuw als REFI-QDA-project (.qdpx)."
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(item.file_size for item in archive.infolist()) > _MOST_BYTES:
                raise UsageError("is te groot.", remedy="Exporteer minder documenten.", path=path)
            root = fromstring(archive.read("project.qde"))
            texts = {
                Path(name).name: archive.read(name).decode("utf-8")
                for name in archive.namelist()
                if name.lower().endswith(".txt")
            }
    except OSError as error:
        raise UsageError(
            f"kan niet worden geopend ({refusal(error)}).", remedy="Controleer het pad.", path=path
        ) from error
    except (zipfile.BadZipFile, KeyError, SyntaxError, UnicodeDecodeError, DefusedXmlException) as error:
        raise UsageError("is geen REFI-QDA-project.", remedy=remedy, path=path) from error
    if root.tag != f"{{{NAMESPACE}}}Project":
        raise UsageError("is geen REFI-QDA-project.", remedy=remedy, path=path)
    return root, texts


def _plain(text: str) -> str:
    return "".join(char for char in text if char not in _DROPPED)


def _all(element: Any, name: str) -> Iterator[Any]:
    found: Iterator[Any] = element.iter(f"{{{NAMESPACE}}}{name}")
    return found


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _span(selection: Any) -> tuple[int, int]:
    return int(selection.attrib.get("startPosition", 0)), int(selection.attrib.get("endPosition", 0))
