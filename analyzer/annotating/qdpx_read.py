"""Codings from a REFI-QDA project that came back from another program."""

from __future__ import annotations

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

_MOST_BYTES = 500_000_000
_QUESTIONS = {"statement": STATEMENTS, "digital": DIGITAL, "themes": THEMES, "domain": DOMAINS}
_OWN = "eigen:"
"""Before the name of a code that is not of the codebook."""
_NOT_ANSWERS = frozenset({TO_CODE, *GROUPS.values()})
_DROPPED = frozenset("\r\ufeff")
"""Characters that programs add to a text."""


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


def _span(selection: Any) -> tuple[int, int]:
    return int(selection.attrib.get("startPosition", 0)), int(selection.attrib.get("endPosition", 0))
