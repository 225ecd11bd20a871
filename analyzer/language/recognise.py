"""What a document says about itself: kind, organisation, layer, period, year. What it does not say stays unknown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from ..reading.document import Document, Finding, Metadata
from .kinds import LEAST, OTHER, Guess, named_kind, spoken_kind
from .parties import parties_in

AGREEMENTS = frozenset({"coalitieakkoord", "collegeprogramma"})
"""Kinds that parties who govern together write."""
PARTISAN = frozenset({"verkiezingsprogramma"})
"""Kinds that a party writes: the public bodies they name are not the ones that speak."""

# A name: words with a capital, held together by small words ("Alphen aan den Rijn", "Aa en Hunze").
_BODIES = r"Gemeente|Provincie|Waterschap|Hoogheemraadschap|Ministerie|Rijk|VNG|IPO"
_WORD = rf"(?!(?:{_BODIES}|[\w-]*(?:akkoord|programma|visie|beleid|agenda|plan))\b)(?:['’][st][- ])?(?![\d_a-zß-ÿ])\w[\w'’-]*"
_SMALL = r"aan|bij|de|den|der|en|het|in|op|ten|ter|van|voor|['’]t"
_NAME = rf"{_WORD}(?:,? (?:(?:{_SMALL}) )*{_WORD})*"
_ARTICLE = r"(?:(?:van|voor|de|het|der|den) )*"

LAYERS: dict[str, re.Pattern[str]] = {
    "waterschap": re.compile(rf"\b(?i:hoogheemraadschap|waterschap|wetterskip) {_ARTICLE}{_NAME}"),
    "provincie": re.compile(rf"\b(?i:provincie) {_NAME}"),
    "gemeente": re.compile(rf"\b(?i:gemeente) {_NAME}"),
    "rijk": re.compile(rf"\b(?:(?i:kabinet)-{_NAME}|(?i:ministerie) van {_NAME})"),
    "agentschap": re.compile(
        rf"\b(?i:(?:rijks)?agentschap|rijksdienst|inspectie|uitvoeringsorganisatie|omgevingsdienst|veiligheidsregio) {_ARTICLE}{_NAME}"),
}  # fmt: skip
"""Layers of government and how their organisations are called: a type, then a name with capitals."""

OWN_WORDS: dict[str, re.Pattern[str]] = {
    "waterschap": re.compile(r"\b(?:(?:ons|het) waterschap|dijkgraaf|heemraden|waterschapsbestuur)\b", re.I),
    "provincie": re.compile(r"\b(?:onze provincie|provinciale staten|gedeputeerden?)\b", re.I),
    "gemeente": re.compile(r"\b(?:onze (?:gemeente|stad|dorpen)|gemeenteraad|wethouders?|burgemeester)\b", re.I),
    "rijk": re.compile(r"\b(?:kabinet|rijksoverheid|tweede kamer|departement)\b", re.I),
    "agentschap": re.compile(r"\b(?:(?:ons|het) (?:rijks)?agentschap|onze (?:inspectie|uitvoeringsorganisatie)|zbo)\b", re.I),
}  # fmt: skip
"""Words by which a document gives its layer away when it does not name its organisation."""

_PERIOD = re.compile(r"\b((?:19|20)\d\d)\s*(?:-|–|—|/|tot(?: en met)?|t/m)\s*((?:19|20)?\d\d)\b")
_YEAR = re.compile(r"(?<![\d.,/-])((?:18[89]|19\d|20[0-4])\d)(?![.,%]\d|\d)")
_DATED = re.compile(
    r"\b(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\s+((?:19|20)\d\d)\b", re.I
)  # fmt: skip
_OWN_PERIOD = re.compile(
    r"\b(?:(?:bestuurs|college|raads|coalitie|kabinets|zittings|beleids|plan)periode|looptijd)\b[^.\n]{0,25}"
    + _PERIOD.pattern,
    re.I,
)
_ELECTION = re.compile(
    r"(?:verkiezing|stembus|program|manifest)\w*[^.\n]{0,60}?\b((?:18[89]|19\d|20[0-4])\d)\b", re.I)  # fmt: skip
_LONGEST_PERIOD = 12
FIELDS = ("kind", "organisation", "layer", "period_start", "period_end", "year", "parties")
"""Fields that are recognised, in the order in which they are told."""
VOICE = 60_000
"""Characters that are enough to hear who speaks."""
_MENTIONED = frozenset({"coalitieakkoord", "kamerbrief"})
"""Kinds that documents of parties mention on their first page."""
OPENING = 3000
"""Characters at the start of a document in which it says what it is."""
COVER = 1200
"""Characters at the start that may be a cover: titles, an organisation, a date."""
COVER_LINE = 12
"""A line of the cover with at most this number of words is a title, heading or colophon, not prose."""


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
        The same document with more metadata, and per field how sure it is and by which words. What is neither known
        nor found stays ``None``.
    """
    given = override(document.metadata, known or {})
    name = Path(document.source).stem.replace("_", " ")
    opening = _start(document.text, OPENING)
    cover = [line for line in _start(document.text, COVER).splitlines() if 0 < len(line.split()) <= COVER_LINE]
    places = (name, document.title, *cover)
    findings = {field: Finding(field, 1.0, "opgegeven") for field in FIELDS if getattr(given, field)}

    def found(field: str, value: object, confidence: float, evidence: str) -> None:
        if value and field not in findings:
            values[field] = value
            findings[field] = Finding(field, confidence, " ".join(evidence.split())[:120])

    values: dict[str, object] = {}
    if given.kind is None and (guess := _kind(name, document.title, cover, opening, document.text)):
        found("kind", guess.kind, guess.confidence, guess.evidence)
    kind = given.kind or values.get("kind")
    if kind not in PARTISAN:
        organisation, layer, sure, words = _organisation((document.title, *cover), opening, document.text)
        found("organisation", organisation, sure, words)
        found("layer", layer, sure, words)
    start, end, words = _period(places, opening)
    found("period_start", start, 0.95, words)
    found("period_end", end, 0.95, words)
    found("year", *_year(name, (document.title, *cover), document.text, given.period_start or start))
    found("parties", *_parties(places, opening, document.text, str(kind)))
    filled = replace(given, **values, findings=tuple(findings[field] for field in FIELDS if field in findings))  # type: ignore[arg-type]
    return replace(document, metadata=filled)


def override(metadata: Metadata, known: Mapping[str, object]) -> Metadata:
    """Metadata in which known values replace found ones; empty values and unknown names are passed over."""
    texts = {
        key: str(known[key]).strip()
        for key in ("organisation", "organisation_uri", "layer", "kind")
        if _given(known, key)
    }
    parties = tuple(name.strip() for name in str(known["parties"]).split(";")) if _given(known, "parties") else ()
    numbers = {key: int(float(str(known[key]))) for key in ("period_start", "period_end", "year") if _given(known, key)}
    values: dict[str, object] = {**texts, **numbers} | ({"parties": parties} if parties else {})
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


def _kind(name: str, title: str, cover: Iterable[str], opening: str, text: str) -> Guess | None:
    """The kind by the name of the document, else by the voice in which it speaks."""
    named = named_kind(((name, 0.97), (title, 0.97), *((line, 0.95) for line in cover)), "")
    spoken = spoken_kind(text[:VOICE])
    if named and not (named.kind in _MENTIONED and spoken and spoken.kind in PARTISAN and spoken.confidence > 0.65):
        return named
    mentioned = named_kind((), opening)
    if spoken is None or (mentioned and spoken.confidence < 0.6 and spoken.kind != OTHER):
        return mentioned
    return spoken if spoken.confidence >= LEAST else None


def _start(text: str, length: int) -> str:
    """The lines that lie within the first `length` characters; the first line in any case."""
    return text if len(text) <= length else text[: max(text.rfind("\n", 0, length), text.find("\n"))]


def _organisation(places: Iterable[str], opening: str, text: str) -> tuple[str | None, str | None, float, str]:
    """The organisation on the cover, else the one most named in the opening and named again; with its layer."""
    for place in places:
        for _, name, layer in sorted(_named(place)):
            return _spelled(_settled(name, text), text), layer, 0.95, place
    named = Counter((name, layer) for line in opening.splitlines() for _, name, layer in sorted(_named(line)))
    for (found, layer), _ in named.most_common(1):
        if (times := _occurrences(name := _settled(found, text), text)) > 1:
            return _spelled(name, text), layer, 0.75, f"{times} keer genoemd"
    own = {layer: pattern.findall(opening) for layer, pattern in OWN_WORDS.items()}
    most = max(own, key=lambda layer: len(own[layer]))
    return None, most if own[most] else None, 0.6, ", ".join(dict.fromkeys(own[most][:3]))


def _named(line: str) -> Iterator[tuple[int, str, str]]:
    for layer, pattern in LAYERS.items():
        for found in pattern.finditer(line):
            yield found.start(), " ".join(found.group().split()).rstrip("'’-"), layer


def _settled(name: str, text: str) -> str:
    """A name without the capitals that follow it by chance: as many of its words as the text repeats together."""
    words = name.split()
    first = 1 + next((n for n, word in enumerate(words[1:], 1) if word[0] != word[0].lower() or word[0] in "'’"), 0)
    parts = [" ".join(words[:end]) for end in range(first, len(words) + 1) if words[end - 1] not in _SMALL.split("|")]
    counts = [_occurrences(part, text) for part in parts]
    return next(part for part, count in zip(reversed(parts), reversed(counts), strict=True) if 2 * count >= counts[0])


def _occurrences(name: str, text: str) -> int:
    return len(re.findall(rf"\b{re.escape(name)}\b", text, re.I))


def _spelled(name: str, text: str) -> str:
    """A name as the text spells it, when the cover has it all in capitals."""
    if name.isupper():
        spelled = Counter(found for found in re.findall(rf"\b{re.escape(name)}\b", text, re.I) if not found.isupper())
        small = _SMALL.upper().split("|")
        name = spelled.most_common(1)[0][0] if spelled else " ".join(
            word.lower() if word in small else word.title() for word in name.split())  # fmt: skip
    return name[0].upper() + name[1:]


def _period(places: Iterable[str], opening: str) -> tuple[int | None, int | None, str]:
    """The period on the cover, or one that prose calls its period; other pairs of years are about something else."""
    for text in (*places, *(found.group() for found in _OWN_PERIOD.finditer(opening))):
        for found in _PERIOD.finditer(text):
            start = int(found.group(1))
            end_text = found.group(2)
            end = int(end_text) if len(end_text) == 4 else start // 100 * 100 + int(end_text)
            if 0 < end - start <= _LONGEST_PERIOD:
                return start, end, text
    return None, None, ""


def _year(name: str, cover: Iterable[str], text: str, start: int | None) -> tuple[int | None, float, str]:
    """The year in the file name, of the period, of the date, of the election, or alone on the cover; how sure; by what."""
    in_name = _YEAR.findall(name)
    if in_name:
        return int(in_name[-1]) if start is None or str(start) not in in_name else start, 0.97, f"bestandsnaam {name}"
    if start is not None:
        return start, 0.95, f"periode vanaf {start}"
    opening = _start(text, OPENING)
    if dated := next((found for line in (*cover, opening) if (found := _DATED.search(line))), None):
        return int(dated.group(1)), 0.75, dated.group()
    for year, times in Counter(_ELECTION.findall(text)).most_common(1):
        return int(year), 0.75, f"verkiezing of programma van {year}, {times} keer"
    years = [(year, line) for line in cover for year in _YEAR.findall(line)]
    return (int(years[0][0]), 0.7, years[0][1]) if years else (None, 0.0, "")


def _parties(places: Iterable[str], opening: str, text: str, kind: str) -> tuple[tuple[str, ...], float, str]:
    """The party whose programme it is, or the parties that an agreement names at its start; how sure; by what."""
    if kind in PARTISAN:
        on_cover = parties_in("\n".join(places))
        if on_cover:
            return (on_cover.most_common(1)[0][0],), 0.9, "titel of omslag"
        often = parties_in(text).most_common(1)
        return ((often[0][0],), 0.7, f"{often[0][1]} keer genoemd") if often and often[0][1] > 2 else ((), 0.0, "")
    if kind not in AGREEMENTS:
        return (), 0.0, ""
    named = parties_in("\n".join((*places, opening)))
    return tuple(sorted(named)), 0.8, "eerste bladzijden"
