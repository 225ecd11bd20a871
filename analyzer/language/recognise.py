"""What a document says about itself: kind, organisation, layer, period, year. What it does not say stays unknown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from ..reading.document import Document, Metadata

KINDS: dict[str, re.Pattern[str]] = {
    "werkgeversvisie": re.compile(
        r"werkgevers?visie|visie op (?:goed )?werkgeverschap|hr-?(?:visie|beleid|strategie)|"
        r"strategische? (?:hr|personeels)|personeels(?:beleid|visie|plan)|p&o-?beleid|medewerkersvisie|"
        r"organisatie- en personeelsvisie|human resources", re.I),
    "coalitieakkoord": re.compile(
        r"coalitie-?\s?(?:akkoord|programma|overeenkomst)|regeer-?\s?akkoord|bestuurs-?\s?(?:akkoord|programma)|"
        r"college-?\s?(?:akkoord|programma)|raads(?:akkoord|programma)|hoofdlijnenakkoord|uitvoeringsprogramma coalitie|"
        r"waterschapsakkoord|provinciaal akkoord", re.I),
    "verkiezingsprogramma": re.compile(
        r"(?:verkiezings|beginsel|partij)-?\s?program|kandidatenlijst|tweede[ -]kamer-?verkiezing|program van (?:actie|beginselen)", re.I),
    "digitale agenda": re.compile(
        r"i-visie|informatievisie|informatiebeleid|digitale (?:agenda|strategie|visie)|data-?(?:strategie|visie)|"
        r"digitaliserings(?:agenda|strategie)", re.I),
    "kamerbrief": re.compile(r"kamerbrief|retouradres postbus|de voorzitter van de (?:tweede|eerste) kamer", re.I),
    "wet": re.compile(r"\bburgerlijk wetboek|\bwetboek\b", re.I),
}  # fmt: skip
"""Kinds of document and the words by which they call themselves."""

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
_LONGEST_PERIOD = 12
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
        The same document with more metadata. What is neither known nor found stays ``None``.
    """
    metadata = override(document.metadata, known or {})
    name = Path(document.source).stem.replace("_", " ")
    opening = _start(document.text, OPENING)
    cover = [line for line in _start(document.text, COVER).splitlines() if 0 < len(line.split()) <= COVER_LINE]
    kind = metadata.kind or _kind((name, document.title, *cover), opening)
    organisation, layer = (
        (None, None) if kind in PARTISAN else _organisation((document.title, *cover), opening, document.text)
    )
    start, end = _period((name, document.title, *cover), opening)
    found = replace(
        metadata,
        kind=kind,
        organisation=metadata.organisation or organisation,
        layer=metadata.layer or layer,
        period_start=metadata.period_start or start,
        period_end=metadata.period_end or end,
        year=metadata.year or _year(name, (document.title, *cover), opening, start),
    )
    return replace(document, metadata=found)


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


def _kind(places: Iterable[str], opening: str) -> str | None:
    """The kind whose words come first in file name, title and cover, else the one that the prose names most, twice or more."""
    for text in places:
        hits = {kind: found.start() for kind, pattern in KINDS.items() if (found := pattern.search(text))}
        if hits:
            return min(hits, key=lambda kind: hits[kind])
    mentions = {kind: len(pattern.findall(opening)) for kind, pattern in KINDS.items()}
    most = max(mentions, key=lambda kind: mentions[kind])
    return most if mentions[most] > 1 else None


def _start(text: str, length: int) -> str:
    """The lines that lie within the first `length` characters; the first line in any case."""
    return text if len(text) <= length else text[: max(text.rfind("\n", 0, length), text.find("\n"))]


def _organisation(places: Iterable[str], opening: str, text: str) -> tuple[str | None, str | None]:
    """The organisation on the cover, else the one most named in the opening and named again; with its layer."""
    for place in places:
        for _, name, layer in sorted(_named(place)):
            return _spelled(_settled(name, text), text), layer
    named = Counter((name, layer) for line in opening.splitlines() for _, name, layer in sorted(_named(line)))
    for (found, layer), _ in named.most_common(1):
        if _occurrences(name := _settled(found, text), text) > 1:
            return _spelled(name, text), layer
    own = {layer: len(pattern.findall(opening)) for layer, pattern in OWN_WORDS.items()}
    most = max(own, key=lambda layer: own[layer])
    return None, most if own[most] else None


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


def _period(places: Iterable[str], opening: str) -> tuple[int | None, int | None]:
    """The period on the cover, or one that prose calls its period; other pairs of years are about something else."""
    for text in (*places, *(found.group() for found in _OWN_PERIOD.finditer(opening))):
        for found in _PERIOD.finditer(text):
            start = int(found.group(1))
            end_text = found.group(2)
            end = int(end_text) if len(end_text) == 4 else start // 100 * 100 + int(end_text)
            if 0 < end - start <= _LONGEST_PERIOD:
                return start, end
    return None, None


def _year(name: str, cover: Iterable[str], opening: str, start: int | None) -> int | None:
    """The year in the file name, of the period, of the date, or alone on the cover."""
    in_name = _YEAR.findall(name)
    if in_name:
        return int(in_name[-1]) if start is None or str(start) not in in_name else start
    if start is not None:
        return start
    dated = next((found for text in (*cover, opening) if (found := _DATED.search(text))), None)
    if dated:
        return int(dated.group(1))
    years = [year for text in cover for year in _YEAR.findall(text)]
    return int(years[0]) if years else None
