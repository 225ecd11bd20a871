"""What every column of the tables is called for people, how it is shown, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..coding.schema import P_THEMES

Style = Literal["text", "long", "whole", "share", "score", "chance", "id"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    nl, en : str
        What it is called in a workbook.
    meaning : str
        What it holds, in Dutch.
    style : str
        How a workbook shows it.
    """

    nl: str
    en: str
    meaning: str
    style: Style = "text"

    def title(self, lang: str) -> str:
        """Its name in one language."""
        return self.en if lang == "en" else self.nl


def _indicator(name: str, en: str, question: str) -> Column:
    return Column(name.capitalize(), f"{name.capitalize()} ({en})", f"Indicator, 0 tot 1: {question}", "chance")


COLUMNS: dict[str, Column] = {
    "title": Column("Titel", "Title", "Titel uit het bestand, of het eerste kopje.", "long"),
    "organisation": Column("Organisatie", "Organisation", "Organisatie die het document maakte, zoals herkend of opgegeven.", "long"),
    "layer": Column("Bestuurslaag", "Layer", "gemeente, provincie, waterschap, rijk, agentschap …"),
    "kind": Column("Soort", "Kind", "Soort document, zoals coalitieakkoord of werkgeversvisie; bij eenheden: zin of lijstpunt."),
    "year": Column("Jaar", "Year", "Jaar van het document.", "id"),
    "actueel": Column("Actueel", "Up to date", "ja, nee of onbekend, op de dag van de analyse; een werkgeversvisie ouder dan vier jaar is niet actueel."),
    "score": Column("Score", "Score", "0 tot 100: het gewogen meetkundig gemiddelde van de vijf indicatoren.", "score"),
    "score_low": Column("Score, ondergrens", "Score, low", "Ondergrens van het 90%-interval.", "score"),
    "score_high": Column("Score, bovengrens", "Score, high", "Bovengrens van het 90%-interval.", "score"),
    "level": Column("Niveau", "Level", "In documenten: afwezig, vermeld, aanwezig, verankerd of doordrenkt. In thema’s: bewijsniveau 0 (afwezig), 1 (zonder digitale link), 2 (met), 3 (in een maatregel), 4 (in meer paragrafen)."),
    "border": Column("Niveau met marge", "Level range", "Het niveau; bij een grensgeval de niveaus waarvoor de kans ten minste één op vijf is, zoals “aanwezig tot verankerd”."),
    "percentile": Column("Percentiel", "Percentile", "Aandeel van het referentiecorpus met een lagere score, 0 tot 100; leeg zonder referentie.", "score"),
    "vary_weights": Column("Gewichten vrij", "Weights varied", "0: het interval houdt de gewichten van het codeboek vast; hoger: het neemt mee dat ze anders gekozen hadden kunnen zijn (Dirichlet, hoe hoger hoe dichter bij het codeboek).", "score"),
    "goals": Column("Doelen", "Goals", "Aantal zinnen met een maatregel (M) of ambitie (A).", "whole"),
    "goals_explicit": Column("Doelen expliciet", "Goals explicit", "Doelen die technologie of data noemen (E).", "whole"),
    "goals_implicit": Column("Doelen impliciet", "Goals implicit", "Doelen die er niet zonder kunnen, maar het niet noemen (I).", "whole"),
    "share_explicit": Column("Aandeel expliciet", "Share explicit", "Deel van de doelen dat expliciet digitaal is.", "share"),
    "share_implicit": Column("Aandeel impliciet", "Share implicit", "Deel van de doelen dat impliciet digitaal is.", "share"),
    "share_explicit_low": Column("Expliciet, ondergrens", "Explicit, low", "Ondergrens van het 90%-interval.", "share"),
    "share_explicit_high": Column("Expliciet, bovengrens", "Explicit, high", "Bovengrens van het 90%-interval.", "share"),
    "share_implicit_low": Column("Impliciet, ondergrens", "Implicit, low", "Ondergrens van het 90%-interval.", "share"),
    "share_implicit_high": Column("Impliciet, bovengrens", "Implicit, high", "Bovengrens van het 90%-interval.", "share"),
    "share_explicit_adjusted": Column("Expliciet, gecorrigeerd", "Explicit, corrected", "Aandeel expliciet digitale doelen, gecorrigeerd voor wat de codeur mist en ten onrechte vindt (Rogan en Gladen 1978).", "share"),
    "share_explicit_adjusted_low": Column("Expliciet, gecorrigeerd, ondergrens", "Explicit, corrected, low", "Ondergrens van het 90%-interval.", "share"),
    "share_explicit_adjusted_high": Column("Expliciet, gecorrigeerd, bovengrens", "Explicit, corrected, high", "Bovengrens van het 90%-interval.", "share"),
    "share_implicit_adjusted": Column("Impliciet, gecorrigeerd", "Implicit, corrected", "Aandeel impliciet digitale doelen, gecorrigeerd voor wat de codeur mist en ten onrechte vindt (Rogan en Gladen 1978).", "share"),
    "share_implicit_adjusted_low": Column("Impliciet, gecorrigeerd, ondergrens", "Implicit, corrected, low", "Ondergrens van het 90%-interval.", "share"),
    "share_implicit_adjusted_high": Column("Impliciet, gecorrigeerd, bovengrens", "Implicit, corrected, high", "Bovengrens van het 90%-interval.", "share"),
    "dekking": _indicator("dekking", "breadth", "hoeveel thema’s, en hoe stevig?"),
    "intensiteit": _indicator("intensiteit", "depth", "welk deel van de doelen heeft een digitale component?"),
    "toezegging": _indicator("toezegging", "commitment", "hoe concreet zijn de digitale doelen?"),
    "doordringing": _indicator("doordringing", "permeation", "staat het overal, of alleen in de digitale paragraaf?"),
    "verankering": _indicator("verankering", "integration", "dragen de beleidsvelden (of HR-processen) het mee?"),
    "pages": Column("Bladzijden", "Pages", "Aantal bladzijden; 1 bij vormen zonder bladzijden.", "whole"),
    "words": Column("Woorden", "Words", "Woorden lopende tekst.", "whole"),
    "units": Column("Zinnen", "Units", "Aantal zinnen en lijstpunten; bij thema’s: die met het thema.", "whole"),
    "status": Column("Status", "Status", "ok, no_score (te kort of geen Nederlands) of failed (niet te lezen)."),
    "reason": Column("Reden", "Reason", "Waarom er geen score is.", "long"),
    "notes": Column("Opmerkingen", "Notes", "Wat bij het lezen opviel, zoals bladzijden zonder tekst.", "long"),
    "version_of": Column("Versie van", "Version of", "Versie van hetzelfde stuk die telt, zoals het definitieve naast het concept.", "long"),
    "resemblance": Column("Overlap", "Overlap", "Aandeel van de tekst (reeksen van vijf woorden) dat gelijk is aan dat van de naaste versie.", "share"),
    "parties": Column("Partijen", "Parties", "Partijen die het document schreven, voor zover de omslag of de eerste bladzijden ze noemen."),
    "recognised": Column("Herkend", "Recognised", "Per herkend veld hoe zeker het is (0 tot 1) en aan welke woorden.", "long"),
    "duplicate_of": Column("Zelfde inhoud als", "Duplicate of", "Bestand met precies dezelfde inhoud; het telt één keer.", "long"),
    "path": Column("Bestand", "File", "Plaats van het bestand.", "long"),
    "document_id": Column("Document-id", "Document id", "Begin van de hash van het bestand: dezelfde inhoud geeft hetzelfde id.", "id"),
    "organisation_uri": Column("Organisatie-uri", "Organisation URI", "Adres van de organisatie in het register van overheidsorganisaties (TOOI)."),
    "period_start": Column("Periode van", "Period start", "Eerste jaar waarover het document gaat.", "id"),
    "period_end": Column("Periode tot", "Period end", "Laatste jaar waarover het document gaat.", "id"),
    "language": Column("Taal", "Language", "Herkende taal (ISO 639-1)."),
    "format": Column("Vorm", "Format", "pdf, docx, odt, html, markdown of text."),
    "codebook_version": Column("Codeboekversie", "Codebook version", "Versie van het codeboek."),
    "codebook_hash": Column("Codeboekhash", "Codebook hash", "Hash van het hele codeboek: een andere hash is een ander meetinstrument."),
    "model_version": Column("Modelversie", "Model version", "Versie van de codeur."),
    "heading": Column("Kopje", "Heading", "Kopje waaronder de zin staat; bij thema’s het kopje van de methode."),
    "theme": Column("Thema", "Theme", "Code van het thema, zoals VER2."),
    "name": Column("Naam", "Name", "Naam van het thema.", "long"),
    "units_digital": Column("Zinnen digitaal", "Units digital", "Zinnen met het thema én een digitale component.", "whole"),
    "measures": Column("Maatregelen", "Measures", "Daarvan: maatregelen.", "whole"),
    "best_text": Column("Sterkste zin", "Strongest sentence", "De zin die het thema het stevigst draagt.", "long"),
    "best_page": Column("Bladzijde", "Page", "Bladzijde van die zin.", "whole"),
    "best_unit_id": Column("Zin-id", "Unit id", "Id van die zin in units.parquet.", "id"),
    "text": Column("Zin", "Sentence", "De zin of het lijstpunt.", "long"),
    "page": Column("Bladzijde", "Page", "Bladzijde waarop de zin begint.", "whole"),
    "section": Column("Paragraaf", "Section", "Kopjes waaronder de zin staat, van groot naar klein.", "long"),
    "statement": Column("Uitspraak", "Statement", "M (maatregel), A (ambitie) of O (overig)."),
    "digital": Column("Digitaal", "Digital", "E (expliciet), I (impliciet) of G (geen)."),
    "themes": Column("Thema’s", "Themes", "Codes van de thema’s; in CSV en Excel gescheiden door een puntkomma."),
    "domain": Column("Beleidsveld", "Policy field", "Het beleidsveld van de zin."),
    "negated": Column("Ontkend", "Negated", "Of het digitale middel wordt ontkend of afgewezen."),
    "evidence": Column("Waarom", "Why", "Plaats in de zin, code en woorden die beslisten.", "long"),
    "unit_id": Column("Zin-id", "Unit id", "Vast id van de zin: hash van document en plaats.", "id"),
    "previous": Column("Vorige zin", "Previous", "De zin ervoor, alleen om te begrijpen.", "long"),
    "start": Column("Begin", "Start", "Eerste teken in texts/<document_id>.txt, geteld in codepunten.", "whole"),
    "end": Column("Eind", "End", "Teken na het laatste.", "whole"),
    "lead_in": Column("Aanloop", "Lead-in", "De inleidende zin van een lijst (“Wij gaan:”).", "long"),
    "concreteness": Column("Concreetheid", "Concreteness", "0 tot 1: noemt de maatregel een uitvoerder, termijn, bedrag of instrument?", "chance"),
    "hr": Column("HR-processen", "HR processes", "HR-processen waarover de zin gaat."),
    "stage": Column("Stap", "Stage", "Waar het misging."),
    "error": Column("Fout", "Error", "Wat er misging.", "long"),
    "remedy": Column("Wat te doen", "Remedy", "Wat u eraan kunt doen.", "long"),
    **{f"p_{code}": Column(f"Kans {code}", f"P {code}", f"Geijkte kans op de code {code}, 0 tot 1.", "chance") for code in "MAOEIG"},
    **{name: Column(f"Kans {name[2:]}", f"P {name[2:]}", f"Geijkte kans op het thema {name[2:]}; zo ook voor de andere thema’s.", "chance") for name in P_THEMES},
}  # fmt: skip
"""From the name in the tables to what people see. The order is that of a workbook: what matters first."""


def ordered(names: list[str]) -> list[str]:
    """Column names in the order of a workbook; names that are not known here keep their place at the end."""
    places = {name: place for place, name in enumerate(COLUMNS)}
    return sorted(names, key=lambda name: places.get(name, len(places)))
