"""What kind of document a text is: what it calls itself, else the voice in which it speaks."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from .cues import Cue
from .parties import parties_in

KINDS: dict[str, re.Pattern[str]] = {
    "werkgeversvisie": re.compile(
        r"werkgevers?visie|visie op (?:goed )?werkgeverschap|hr-?(?:visie|beleid|strategie|agenda)|"
        r"strategische? (?:hr|personeels)|personeels(?:beleid|visie|plan)|p&o-?beleid|medewerkersvisie|"
        r"organisatie- en personeelsvisie|human resources|goed werkgeverschap", re.I),
    "collegeprogramma": re.compile(
        r"college-?\s?(?:(?:werk|uitvoerings)-?)?programma|(?:college)?uitvoeringsprogramma|college-?werkplan|"
        r"programma van het college", re.I),
    "coalitieakkoord": re.compile(
        r"coalitie-?\s?(?:akkoord|programma|overeenkomst)|regeer-?\s?akkoord|bestuurs-?\s?(?:akkoord|programma)|"
        r"college-?\s?akkoord|raads(?:akkoord|programma)|hoofdlijnenakkoord|"
        r"waterschapsakkoord|provinciaal akkoord", re.I),
    "verkiezingsprogramma": re.compile(
        r"(?:verkiezings|beginsel|partij|urgentie|kern|aktie|strijd)-?\s?(?:program|manifest|krant|pamflet)|"
        r"beginselverklaring|kandidatenlijst|program(?:ma)? van (?:actie|aktie|beginselen|urgentie)|"
        r"(?:tweede[ -]kamer-?|kamer)verkiezing", re.I),
    "digitale agenda": re.compile(
        r"\bi-(?:visie|agenda|strategie)|informatie(?:visie|beleid(?:splan)?|strategie)|digitale (?:agenda|strategie|visie)|"
        r"data-?(?:strategie|visie|agenda)|digitaliserings(?:agenda|strategie|visie)|visie op digitalisering", re.I),
    "kamerbrief": re.compile(r"kamerbrief|retouradres postbus|de voorzitter van de (?:tweede|eerste) kamer", re.I),
    "wet": re.compile(r"\bburgerlijk wetboek|\bwetboek\b", re.I),
}  # fmt: skip
"""Kinds of document and the words by which they call themselves."""

OTHER = "overig"
"""A document that is none of the kinds, such as a report."""

_I = re.I
VOICES: dict[str, tuple[tuple[re.Pattern[str], float], ...]] = {
    "verkiezingsprogramma": (
        (re.compile(r"\b(?:onze|de|deze|eigen|der|als) partij\b|\bpartij(?:bestuur|congres|leiding|genoten|bureau)\b|\w+partij\b", _I), 1.0),
        (re.compile(r"\b(?:kiezers?|kiezeressen|stembus|verkiezingen|lijsttrekkers?|kamerfractie|partijen|kamerleden|lijst \d+)\b|\bstem(?:men)? (?:op|voor|tegen|niet)\b", _I), 1.0),
        (re.compile(r"\b(?:dient|dienen|behoort|behoren|moet|moeten|worde|mag niet|te worden)\b", _I), 0.3),
        (re.compile(r"\b(?:afschaffing|invoering|bevordering|handhaving|uitbreiding|verlaging|verbetering|bestrijding|wettelijke) (?:van|der|regeling)\b", _I), 0.7),
        (re.compile(r"\b(?:kapitalis\w+|socialis\w+|communis\w+|liberal\w+|christelijke?|protestants\w*|vrijzinnig\w*|democratisch\w*|revolutionai?re?|arbeiders(?:klasse)?|bezuinigingen|volk|vaderland|ons land)\b", _I), 0.4),
        (re.compile(r"\b(?:\w+sche|\w+eele|\w+loo[sz]e?|zoo|den|oeconomische|noodige|groote)\b"), 0.12),
        (re.compile(r"\b(?:de regering|regeering|parlement|de staat|overheid|politieke?|AOW)\b", _I), 0.2),
    ),
    "coalitieakkoord": (
        (re.compile(r"\b(?:coalitie(?:partijen)?|ons college|het college|collegeperiode|coalitiepartners|deze bestuursperiode|bestuursperiode|raadsperiode)\b", _I), 1.5),
        (re.compile(r"\b(?:het (?:nieuwe )?kabinet|we|wij)\b", _I), 0.12),
        (re.compile(r"\b(?:wethouders?|gedeputeerden?|dijkgraaf|portefeuilles?|portefeuillehouders?|onze gemeente|onze provincie|ons waterschap|onze inwoners)\b", _I), 0.8),
    ),
    "collegeprogramma": (
        (re.compile(r"\b(?:uitvoering van het coalitieakkoord|coalitieakkoord vertalen|planning en control|wat gaan we doen|wanneer klaar|portefeuillehouder|bestuurlijk trekker)\b", _I), 1.5),
    ),
    "werkgeversvisie": (
        (re.compile(r"\b(?:medewerkers?|leidinggevenden?|werkgever(?:schap)?|collega['’]s|ondernemingsraad|\bor\b|cao|verzuim|vitaliteit|werving|sollicit\w+|loopbanen?|arbeidsmarkt|vacatures?|werkplezier|onboarding|talent(?:en)?|inwerk\w+)\b", _I), 0.8),
    ),
    "digitale agenda": (
        (re.compile(r"\b(?:informatievoorziening|architectuur(?:principes)?|applicaties?|applicatielandschap|cio|ciso|informatiebeveiliging|informatiehuishouding|informatiemanagement|gegevensbeheer|zaaksysteem|cloud|ict)\b", _I), 0.8),
        (re.compile(r"\b(?:datagedreven|algoritmen?|algoritmeregister|digitalisering|digitaal|digitale|data|systemen|gegevens)\b", _I), 0.15),
    ),
    "wet": ((re.compile(r"^\s*(?:artikel|art\.) \d+|\b(?:eerste|tweede|derde) lid\b|\brechtspersoon\b|\bnotari\w+|\bartikel \d+\b", _I | re.M), 0.5),),
    "kamerbrief": ((re.compile(r"\b(?:uw kamer|de voorzitter van|geachte voorzitter|hierbij (?:bied|informeer)|bied ik u|kamerstukken?)\b", _I), 2.0),),
    OTHER: (
        (re.compile(r"\b(?:lidstaten|fiche|voorstel van de commissie|verordening|et al\.|onderzoeksvra\w+|figuur \d+|methode|respondenten|bijlage|notulen|agendapunt|voorgesteld besluit|verslag|offerte|jaarrekening)\b|\b\w+strategie\b", _I), 0.8),
        (re.compile(r"\b(?:commissie|EU|europese|internationale?|rapport|onderzoek|ministerie van|tabel|kosten|effect(?:en)?|impact)\b", _I), 0.2),
    ),
}  # fmt: skip
"""Words that give away who speaks, with their weight per occurrence in a thousand words."""
_CUES: dict[str, tuple[tuple[Cue, bool, float], ...]] = {
    kind: tuple(
        (Cue(re.compile(re.sub(r"(?<!\\)[A-Z]", lambda letter: letter.group().lower(), pattern.pattern), pattern.flags & ~_I)
             if pattern.flags & _I else pattern), bool(pattern.flags & _I), weight)
        for pattern, weight in cues
    )
    for kind, cues in VOICES.items()
}  # fmt: skip
"""The same patterns, those that ignore capitals for a text without them."""
_PARTY_WEIGHT = 0.5
_MOST = 8.0
"""Occurrences in a thousand words above which a word says no more."""
_LEAST_WORDS = 60
LEAST = 0.5
"""Confidence below which a kind stays unknown."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind, how sure it is (0 to 1), and the words that decided."""

    kind: str
    confidence: float
    evidence: str


def named_kind(places: Iterable[tuple[str, float]], opening: str) -> Guess | None:
    """The kind whose words come first in the first place that names one, else the one that the prose names most.

    Parameters
    ----------
    places : iterable of (str, float)
        File name, title and lines of the cover, each with the confidence it gives.
    opening : str
        The first pages, of which a kind must be named twice.
    """
    for text, confidence in places:
        hits = {kind: found for kind, pattern in KINDS.items() if (found := pattern.search(text))}
        if hits:
            kind = min(hits, key=lambda kind: (hits[kind].start(), -len(hits[kind].group())))
            return Guess(kind, confidence, hits[kind].group())
    mentions = {kind: pattern.findall(opening) for kind, pattern in KINDS.items()}
    most = max(mentions, key=lambda kind: len(mentions[kind]))
    return Guess(most, 0.6, mentions[most][0]) if len(mentions[most]) > 1 else None


def voice(text: str) -> dict[str, float]:
    """How loud each kind of speaker sounds: weighted occurrences in a thousand words, each with a ceiling."""
    words, low = max(len(text.split()), 200) / 1000, text.lower()

    sound = {
        kind: sum(
            weight * min(cue.count(low if ignore else text) / words, _MOST / min(weight, 1))
            for cue, ignore, weight in cues
        )
        for kind, cues in _CUES.items()
    }
    sound["verkiezingsprogramma"] += _PARTY_WEIGHT * min(sum(parties_in(text).values()) / words, 12)
    return sound


def spoken_kind(text: str) -> Guess | None:
    """The kind whose voice is loudest, with its share of all voices as confidence; ``None`` for too little text."""
    if len(text.split()) < _LEAST_WORDS:
        return None
    sound = voice(text)
    loud = {kind: math.sqrt(value) for kind, value in sound.items()}
    most = max(loud, key=lambda kind: loud[kind])
    rest = sorted(loud.values())[-2]
    if loud[most] < 1.0:
        return None
    confidence = loud[most] / (loud[most] + rest)
    heard = [found.group().strip() for pattern, _ in VOICES[most] if (found := pattern.search(text))]
    return Guess(most, round(min(confidence, 0.95), 2), ", ".join(dict.fromkeys(heard[:3])).lower())
