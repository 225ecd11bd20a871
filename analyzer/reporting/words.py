"""Words of the report in the two languages of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from ..errors import UsageError

WORDS: dict[str, dict[str, str]] = {
    "nl": {
        "title": "Digitale ambitie in beleidsteksten",
        "document": "Document", "organisation": "Organisatie", "kind": "Soort", "year": "Jaar", "score": "Score",
        "level": "Niveau", "goals": "Doelen", "explicit": "Expliciet digitaal", "implicit": "Impliciet digitaal",
        "page": "p.", "theme": "Thema", "heading": "Kopje", "evidence": "Bewijs", "strongest": "Sterkste zin",
        "measures": "Maatregelen", "units": "Zinnen", "digital_units": "Met digitale component",
        "indicators": "Indicatoren", "themes": "Thema’s", "documents": "Documenten", "failures": "Niet gelezen",
        "reason": "Reden", "remedy": "Wat te doen", "no_score": "Geen score", "failed": "Niet gelezen",
        "up_to_date": "Actueel", "interval": "90%-interval", "missing": "ontbreekt", "method": "Hoe dit is gemeten",
        "of_goals": "van de doelen", "words": "woorden", "glossary": "Begrippen", "term": "Begrip", "meaning": "Betekenis",
        "notes": "Opmerkingen", "text": "Zin", "section": "Paragraaf", "why": "Waarom", "statement": "Uitspraak",
        "digital": "Digitaal", "domain": "Beleidsveld", "files": "Bestanden", "status": "Status", "percentile": "Percentiel",
        "level0": "afwezig", "level1": "zonder digitale link", "level2": "met digitale link",
        "level3": "in een maatregel", "level4": "in meer paragrafen", "ja": "ja", "nee": "nee", "onbekend": "onbekend",
        "summary": "{title} scoort {score} van 100 ({border}); {share} van de {goals} doelen heeft een digitale component.",
        "duplicate": "Zelfde inhoud als", "version": "Andere versie van", "doubles": "{n} dubbel, met dezelfde inhoud als een ander document",
        "none_one": "{title} kreeg geen score.", "none": "Geen van de {n} documenten kreeg een score.",
        "many": "{ok} van {n} documenten kregen een score; de mediaan is {median} van 100.",
        "together": "De mediaan van {n} documenten is {median} van 100; {share} van hun {goals} doelen heeft een digitale component.",
        "steeped": "Organisaties met een actuele werkgeversvisie: {n}, waarvan {k} doordrenkt.",
        "method_text": "Elke zin is gecodeerd met het codeboek (versie {version}, {hash}). De score is een gewogen meetkundig "
        "gemiddelde van vijf indicatoren. Het interval toont hoe zeker de score is. Elk getal is na te rekenen uit de tabellen "
        "naast dit rapport; gdogh explain toont per zin waarom.",
        "varied": "Het interval neemt ook mee dat de gewichten anders gekozen hadden kunnen zijn (Dirichlet rond het codeboek, concentratie {n}).",
        "themes_shortened": "Het blad Thema’s toont de eerste {shown} van {all} rijen; alle rijen staan in themes.parquet.",
        "shortened": "Het blad Bewijs toont de eerste {shown} van {all} zinnen; alle zinnen staan in units.parquet.",
    },
    "en": {
        "title": "Digital ambition in policy texts",
        "document": "Document", "organisation": "Organisation", "kind": "Kind", "year": "Year", "score": "Score",
        "level": "Level", "goals": "Goals", "explicit": "Explicitly digital", "implicit": "Implicitly digital",
        "page": "p.", "theme": "Theme", "heading": "Heading", "evidence": "Evidence", "strongest": "Strongest sentence",
        "measures": "Measures", "units": "Sentences", "digital_units": "With digital component",
        "indicators": "Indicators", "themes": "Themes", "documents": "Documents", "failures": "Not read",
        "reason": "Reason", "remedy": "What to do", "no_score": "No score", "failed": "Not read",
        "up_to_date": "Up to date", "interval": "90% interval", "missing": "missing", "method": "How this was measured",
        "of_goals": "of the goals", "words": "words", "glossary": "Glossary", "term": "Term", "meaning": "Meaning",
        "notes": "Notes", "text": "Sentence", "section": "Section", "why": "Why", "statement": "Statement",
        "digital": "Digital", "domain": "Policy field", "files": "Files", "status": "Status", "percentile": "Percentile",
        "level0": "absent", "level1": "without digital link", "level2": "with digital link",
        "level3": "in a measure", "level4": "in several sections", "ja": "yes", "nee": "no", "onbekend": "unknown",
        "summary": "{title} scores {score} of 100 ({border}); {share} of its {goals} goals has a digital component.",
        "duplicate": "Same content as", "version": "Other version of", "doubles": "{n} double, with the same content as another document",
        "none_one": "{title} got no score.", "none": "None of the {n} documents got a score.",
        "many": "{ok} of {n} documents got a score; the median is {median} of 100.",
        "together": "The median of {n} documents is {median} of 100; {share} of their {goals} goals has a digital component.",
        "steeped": "Organisations with an up-to-date employer vision: {n}, of which {k} doordrenkt.",
        "method_text": "Each sentence was coded with the codebook (version {version}, {hash}). The score is a weighted geometric "
        "mean of five indicators. The interval shows how sure the score is. Every number can be recomputed from the tables beside "
        "this report; gdogh explain shows why, sentence by sentence.",
        "varied": "The interval also takes along that other weights could have been chosen (Dirichlet around the codebook, concentration {n}).",
        "themes_shortened": "The sheet Themes shows the first {shown} of {all} rows; all of them are in themes.parquet.",
        "shortened": "The sheet Evidence shows the first {shown} of {all} sentences; all of them are in units.parquet.",
    },
}  # fmt: skip

INDICATOR_QUESTIONS: dict[str, dict[str, str]] = {
    "nl": {
        "dekking": "Hoeveel van de thema’s komen met een digitale link voor, en hoe stevig?",
        "intensiteit": "Welk deel van de doelen heeft een digitale component?",
        "toezegging": "Hoe concreet zijn de digitale doelen?",
        "doordringing": "Staat het overal, of alleen in de digitale paragraaf?",
        "verankering": "Dragen de andere beleidsvelden het mee?",
    },
    "en": {
        "dekking": "Breadth: how many themes occur with a digital link, and how firmly?",
        "intensiteit": "Depth: what share of the goals has a digital component?",
        "toezegging": "Commitment: how concrete are the digital goals?",
        "doordringing": "Permeation: is it everywhere, or only in the digital paragraph?",
        "verankering": "Integration: do the other policy fields carry it?",
    },
}


def words(lang: str) -> dict[str, str]:
    """Words of one language.

    Raises
    ------
    UsageError
        When the report does not exist in that language.
    """
    if lang not in WORDS:
        raise UsageError(f"het rapport bestaat niet in de taal {lang!r}.", remedy="Kies nl of en (--lang).")
    return WORDS[lang]


def number(value: float, places: int = 0, lang: str = "nl") -> str:
    """A number with the decimal sign of the language; a half goes up, as on the page and in spreadsheets."""
    text = str(Decimal(float(value) or 0.0).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    return text.replace(".", ",") if lang == "nl" else text


def whole(value: int, lang: str = "nl") -> str:
    """A whole number, from 10,000 with the thousands apart."""
    text = f"{value:,}" if value >= 10_000 else str(value)
    return text.replace(",", ".") if lang == "nl" else text


def percent(value: float | None, lang: str = "nl", places: int = 1) -> str:
    """A share as a percentage; a dash when it is unknown."""
    return "–" if value is None or value != value else f"{number(100 * value, places, lang)}%"


def short(title: str, most: int = 160) -> str:
    """A title that is no longer than a title should be."""
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"


def levels(border: str, lang: str = "nl") -> str:
    """A level, or a range of levels such as "vermeld tot verankerd"; the levels themselves are terms and stay Dutch."""
    return border if lang == "nl" else border.replace(" tot ", " to ")


def varied(documents: pd.DataFrame, lang: str = "nl") -> str:
    """That the intervals take along the choice of weights; empty when they keep the weights fixed."""
    concentration = documents["vary_weights"].max() if "vary_weights" in documents and len(documents) else None
    if concentration is None or pd.isna(concentration) or not concentration:
        return ""
    return words(lang)["varied"].format(n=number(float(concentration), 0, lang))


def reason(row: Mapping[str, Any], lang: str = "nl") -> str:
    """Why a document has no score, from its row in the table of documents; why one was not read is Dutch only."""
    if lang == "nl" or row["status"] != "no_score":
        return str(row["reason"])
    if row["language"] and row["language"] != "nl":
        return f"The text is not in Dutch (recognised: {row['language']})."
    return f"There is too little running text: {row['words']} words."
