"""Codes as people write them: what a cell may hold, and the checks that all files that come back must pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..coding.annotations import letters
from ..coding.combinations import not_allowed
from ..coding.schema import DIGITAL, DOMAINS, STATEMENTS, THEMES
from ..errors import UsageError

SHOWN = ("unit", "document", "page", "heading", "lead_in", "previous", "text")
"""What a coder sees of a unit; `unit` is the name of its document, a colon and the id of the unit."""
ASKED = ("statement", "digital", "themes", "domain")
"""What a coder fills in; `themes` separated by ``;``."""
CODING_COLUMNS = ("id", "coder", *ASKED, "remark")
SINGLE = {"statement": STATEMENTS, "digital": DIGITAL, "domain": DOMAINS}
NONE = frozenset({"geen", "-"})
"""How a coder says that there is no theme, which may also be left empty."""
UNDECIDED = "?"
"""Themes of a unit on which coders differ, in a row of a list of differences that is only decided for the rest."""
_SPLIT = re.compile(r"[;,\s]+")
_MENTIONED = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person wrote about one unit, as it stands in a file.

    Parameters
    ----------
    unit : str
        The unit, with or without the name of its document before it.
    coder : str
        Who.
    cells : mapping
        The columns ``ASKED`` and ``remark``, as text.
    text : str or None
        The text that the person saw, when the file has it.
    path : Path
        The file.
    place : str
        Where in the file, such as ``regel 3``, for messages.
    """

    unit: str
    coder: str
    cells: Mapping[str, str]
    text: str | None
    path: Path
    place: str

    @property
    def blank(self) -> bool:
        """Whether nothing is filled in."""
        return not any(self.cells.get(name, "").strip() for name in ASKED)


def unit_label(document: str, identity: str) -> str:
    """How a unit is named in files for coders: never a number to a spreadsheet, and recognisable for people."""
    return f"{document}:{identity}"


def checked(answers: Iterable[Answer], texts: Mapping[str, str]) -> pd.DataFrame:
    """Codings from what people wrote; everything that is not in order is named, and then nothing is taken over.

    Parameters
    ----------
    answers : iterable of Answer
        Of one or more files. Units for which nothing is filled in are passed over.
    texts : mapping
        From id of a unit to its text.

    Returns
    -------
    DataFrame
        Columns ``CODING_COLUMNS``; themes as lists in the order of the codebook.

    Raises
    ------
    UsageError
        When a code does not exist or is missing, codes go against the codebook, a unit is unknown, its text was
        changed, or a person coded it twice. The message names file, line and remedy of the first, and where the others
        stand.
    """
    rows: list[dict[str, object]] = []
    wrong: list[tuple[Answer, str, str]] = []
    seen: dict[tuple[str, str], Answer] = {}
    for answer in answers:
        if answer.blank:
            continue
        identity = answer.unit.strip().rpartition(":")[2]
        row, problem = _coding(answer)
        if identity not in texts:
            problem = (
                f"eenheid {answer.unit.strip()!r} hoort niet bij deze uitvoermap",
                "Geef de map waaruit gdogh annotate export de eenheden haalde.",
            )
        elif answer.text is not None and not _same(answer.text, texts[identity]):
            problem = (
                "de tekst van de eenheid is veranderd",
                "Zet de oorspronkelijke tekst terug; schrijf wat u erover kwijt wilt in remark.",
            )
        elif (identity, answer.coder) in seen:
            first = seen[identity, answer.coder]
            where = first.place if first.path == answer.path else f"{first.path.name}, {first.place}"
            problem = (
                f"{answer.coder} codeerde deze eenheid al ({where})",
                "Laat één van de twee leeg, of geef bestanden van verschillende mensen elk een naam: NAAM=BESTAND.",
            )
        seen.setdefault((identity, answer.coder), answer)
        if problem:
            wrong.append((answer, *problem))
        else:
            rows.append({"id": identity, "coder": answer.coder, **row})
    if wrong:
        raise _refused(wrong)
    return pd.DataFrame(rows, columns=list(CODING_COLUMNS))


def _refused(wrong: list[tuple[Answer, str, str]]) -> UsageError:
    (first, cause, remedy), *others = wrong
    named = [
        f"{'' if answer.path == first.path else answer.path.name + ' '}{answer.place} ({problem})"
        for answer, problem, _ in others[:_MENTIONED]
    ]
    more = f"; en nog {len(others) - _MENTIONED}" if len(others) > _MENTIONED else ""
    also = f" Ook niet goed: {'; '.join(named)}{more}." if others else ""
    return UsageError(f"{first.place}: {cause}.", remedy=remedy + also, path=first.path)


def _coding(answer: Answer) -> tuple[dict[str, object], tuple[str, str] | None]:
    """The codes in an answer, and what is wrong with them with a remedy."""
    row: dict[str, object] = {}
    for name, codes in SINGLE.items():
        known = {code.lower(): code for code in codes}
        said = [part for part in _SPLIT.split(answer.cells.get(name, "").strip()) if part]
        choose = f"Kies één uit {', '.join(codes)}."
        if len(said) > 1:
            return row, (f"{name} heeft {len(said)} codes ({', '.join(said)})", choose)
        if not said or said[0].lower() not in known:
            return row, (f"{name} {said[0]!r} bestaat niet" if said else f"{name} is leeg", choose)
        row[name] = known[said[0].lower()]
    if answer.cells.get("themes") == UNDECIDED:
        return row, ("themes is leeg", "De codeurs verschillen erover: vul thema's in, of geen.")
    named = {part.upper() for part in _SPLIT.split(answer.cells.get("themes", "")) if part and part.lower() not in NONE}
    if unknown := sorted(named - set(THEMES)):
        return row, (f"thema {unknown[0]!r} bestaat niet", f"Kies uit {', '.join(THEMES)}.")
    row["themes"] = [theme for theme in THEMES if theme in named]
    row["remark"] = answer.cells.get("remark", "").strip()
    if clash := not_allowed(str(row["statement"]), str(row["digital"]), named):
        return row, (clash[1], "Zie: gdogh codebook show.")
    return row, None


def _same(one: str, two: str) -> bool:
    """Whether two texts have the same letters and digits: tools and spreadsheets change spaces, quotes and dashes."""
    return letters(one)[0] == letters(two)[0]
