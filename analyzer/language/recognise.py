"""What a document says about itself: kind, organisation, layer, period, year. What it does not say stays unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from ..reading.document import Document, Metadata

KINDS: dict[str, re.Pattern[str]] = {
    "werkgeversvisie": re.compile(
        r"werkgevers?visie|werkgeversvisie|visie op (?:goed )?werkgeverschap|hr-?visie|hr-?beleid|hr-?strategie|"
        r"strategische? (?:hr|personeels)|personeelsbeleid|personeelsvisie|p&o-?beleid|medewerkersvisie|"
        r"organisatie- en personeelsvisie|human resources|personeelsplan", re.I),
    "coalitieakkoord": re.compile(
        r"coalitie-?\s?(?:akkoord|programma|overeenkomst)|regeer-?\s?akkoord|bestuurs-?\s?(?:akkoord|programma)|"
        r"college-?\s?(?:akkoord|programma)|raadsakkoord|raadsprogramma|hoofdlijnenakkoord|uitvoeringsprogramma coalitie|"
        r"waterschapsakkoord|provinciaal akkoord", re.I),
    "verkiezingsprogramma": re.compile(
        r"verkiezings-?\s?programm?a|beginsel-?\s?programm?a|kandidatenlijst|tweede[ -]kamer-?verkiezing|program van (?:actie|beginselen)", re.I),
    "digitale agenda": re.compile(
        r"i-visie|informatievisie|informatiebeleid|digitale (?:agenda|strategie|visie)|data-?strategie|"
        r"digitaliserings(?:agenda|strategie)|datavisie", re.I),
    "kamerbrief": re.compile(r"kamerbrief|retouradres postbus|de voorzitter van de (?:tweede|eerste) kamer", re.I),
    "wet": re.compile(r"burgerlijk wetboek|\bwetboek\b", re.I),
}  # fmt: skip
"""Kinds of document and the words by which they call themselves."""

LAYERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("waterschap", re.compile(r"\b(?:hoogheemraadschap|waterschap)(?:\s+(?:van\s+|de\s+|het\s+|der\s+)*[A-Z][\w'’-]+(?:(?:\s+(?:en|van|de|der|aan|Zee|Land))*\s+[A-Z][\w'’-]+)*)?", re.I)),
    ("provincie", re.compile(r"\bprovincie\s+[A-Z][\w'’-]+(?:[ -][A-Z][\w'’-]+)?")),
    ("gemeente", re.compile(r"\b[Gg]emeente\s+(?:'s-|’s-)?[A-Z][\w'’-]+(?:(?:[ -](?:aan|den|de|op|bij|en|van|over))*[ -][A-Z][\w'’-]+)?")),
    ("rijk", re.compile(r"\b(?:[Kk]abinet-[A-Z][\w'’-]+|[Mm]inisterie\s+van\s+[A-Z][\w]+(?:(?:,| en)?\s+[A-Z][\w]+)*|kabinet|rijksoverheid|Tweede Kamer)")),
    ("agentschap", re.compile(r"\b(?:(?:rijks)?agentschap|rijksdienst|inspectie|uitvoeringsorganisatie|omgevingsdienst|veiligheidsregio|zbo)\b(?:\s+(?:voor\s+)?[A-Z][\w'’-]+(?:\s+(?:en\s+)?[A-Z][\w'’-]+)*)?", re.I)),
)  # fmt: skip

_PERIOD = re.compile(r"\b((?:19|20)\d\d)\s*(?:-|–|—|/|tot(?: en met)?|t/m)\s*((?:19|20)?\d\d)\b")
_YEAR = re.compile(r"(?<![\d.,/-])((?:18[89]|19\d|20[0-4])\d)(?![\d.,%]\d|\d)")
_MONTH_YEAR = re.compile(
    r"\b(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\s+((?:19|20)\d\d)\b", re.I
)  # fmt: skip
OPENING = 3000
"""Characters at the start of a document in which it says what it is."""


def recognise(document: Document, known: Mapping[str, object] | None = None) -> Document:
    """Fill in what a document says about itself.

    Parameters
    ----------
    document : Document
        A document that has been read.
    known : mapping, optional
        What a user knows (a row of a metadata file); wins over what is found.

    Returns
    -------
    Document
        The same document with more metadata. What is neither known nor found stays ``None``.
    """
    name = Path(document.source).stem.replace("_", " ")
    opening = document.text[:OPENING]
    first = "\n".join((name, document.title, opening))
    start, end = _period(first)
    organisation, layer = _organisation(document.title + "\n" + opening)
    found = replace(
        document.metadata,
        kind=document.metadata.kind or _kind(name, document.title, opening),
        organisation=document.metadata.organisation or organisation,
        layer=document.metadata.layer or layer,
        period_start=document.metadata.period_start or start,
        period_end=document.metadata.period_end or end,
        year=document.metadata.year or _year(name, first, start),
    )
    return replace(document, metadata=override(found, known or {}))


def override(metadata: Metadata, known: Mapping[str, object]) -> Metadata:
    """Metadata in which known values replace found ones; empty values and unknown names are passed over."""
    texts = {
        key: str(known[key]).strip()
        for key in ("organisation", "organisation_uri", "layer", "kind")
        if _given(known, key)
    }
    numbers = {key: int(float(str(known[key]))) for key in ("period_start", "period_end", "year") if _given(known, key)}
    values: dict[str, object] = {**texts, **numbers}
    if "year" not in values and "period_start" in values:
        values["year"] = values["period_start"]
    return replace(metadata, **values)  # type: ignore[arg-type]


def up_to_date(metadata: Metadata, today: date) -> str:
    """Whether a document is still up to date: ``ja``, ``nee`` or ``onbekend``.

    A stated period decides; without one an employer vision or agreement counts for four years from its year.
    """
    if metadata.period_end is not None:
        return "ja" if today.year <= metadata.period_end else "nee"
    start = metadata.period_start or metadata.year
    if start is None:
        return "onbekend"
    return "ja" if today.year - start <= 4 else "nee"


def _given(known: Mapping[str, object], key: str) -> bool:
    value = known.get(key)
    return value is not None and str(value).strip() not in {"", "nan", "None", "<NA>"}


def _kind(name: str, title: str, opening: str) -> str | None:
    for text in (name, title, opening):
        hits = {kind: found.start() for kind, pattern in KINDS.items() if (found := pattern.search(text))}
        if hits:
            return min(hits, key=lambda kind: hits[kind])
    return None


def _organisation(text: str) -> tuple[str | None, str | None]:
    """The organisation named first, and its layer. Line by line: a name does not run on into the next block."""
    for line in text.splitlines():
        hits = [(found.start(), found.group(), layer) for layer, pattern in LAYERS if (found := pattern.search(line))]
        if hits:
            _, name, layer = min(hits, key=lambda hit: hit[0])
            name = " ".join(name.split())
            return (name[0].upper() + name[1:] if " " in name or "-" in name else None), layer
    return None, None


def _period(text: str) -> tuple[int | None, int | None]:
    for found in _PERIOD.finditer(text):
        start = int(found.group(1))
        end_text = found.group(2)
        end = int(end_text) if len(end_text) == 4 else start // 100 * 100 + int(end_text)
        if 0 < end - start <= 12:
            return start, end
    return None, None


def _year(name: str, text: str, start: int | None) -> int | None:
    in_name = _YEAR.findall(name)
    if in_name:
        return int(in_name[-1]) if start is None or str(start) not in in_name else start
    if start is not None:
        return start
    dated = _MONTH_YEAR.search(text)
    if dated:
        return int(dated.group(1))
    years = _YEAR.findall(text)
    return int(years[0]) if years else None
