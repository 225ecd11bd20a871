"""What codes and columns mean, in English; a codebook of one's own keeps its own words."""

from __future__ import annotations

from functools import lru_cache

from ..codebook import Code, load_codebook
from .columns import Column

CODES: dict[str, str] = {
    "M": "An actor commits to a concrete act of which can be checked afterwards whether it was done.",
    "A": "A desired state or direction without an act that can be ticked off.",
    "O": "Description, analysis, looking back, definition, heading, table row, signature or quotation.",
    "E": "The unit names digital technology, data as a means, or their use.",
    "I": "A goal that names no digital means, while carrying it out clearly runs on information systems, data exchange or online channels.",
    "G": "Neither explicitly nor implicitly digital; in doubt between implicit and none it is none.",
    "VER1": "Digitalisation or technology changes society, the economy, work or the way in which government reaches its goals.",
    "VER2": "New ways of working, services or insights by using data, platforms, algorithms, AI or sensors.",
    "VER3": "Dilemmas and new questions that technology raises, such as the power of tech companies, disinformation and online crime.",
    "VER4": "Government connects initiatives, partners and networks, public and private, from local to international.",
    "DEM1": "The digital transformation is recognised as something that touches government itself, or is a policy field or portfolio of its own.",
    "DEM2": "Openness, publishing actively, open data, information that can be found, and accounting to the public.",
    "DEM3": "Information security, cyber security, privacy, data protection and safety online.",
    "DEM4": "Using technology and data led by values, the human measure in systems and services, digital inclusion as a value.",
    "DEM5": "Inhabitants decide or think along, digitally or in person.",
    "REG1": "Digital infrastructure, data or systems are a condition or foundation of society or policy.",
    "REG2": "Government steers the development and makes rules to secure public values and sovereignty.",
    "REG3": "Scaling up and speeding up, from pilot to practice, together at scale, standardising in order to reuse.",
    "REG4": "Working together with other governments and carrying out together with those concerned.",
    "REG5": "Raising awareness or urgency about the consequences of digitalisation.",
    "REG6": "Learning, training and retraining as a means, for own staff, administrators, inhabitants or the labour market.",
    "ACT1": "Standing out as an employer, recruiting and keeping talent, modern terms of employment, meaningful work.",
    "ACT2": "Structurally developing the skills of own employees or administrators, with a programme, academy or budget.",
    "ACT3": "Experiments, pilots, testing grounds, labs, learning on the job and a learning organisation.",
    "ACT4": "Outflow, ageing and new generations in the organisation, dialogue about values and ways of working, hybrid work.",
    "ACT5": "Connecting knowledge institutions, research and data to societal challenges, together with partners.",
    "bestuur": "Administration, democracy, services of government.",
    "financien": "Budget, taxes, money of government and banks.",
    "economie": "Companies, markets, innovation, tourism and consumers.",
    "werk": "Labour, income, social security, poverty.",
    "zorg": "Care, youth care, health, welfare.",
    "onderwijs": "Schools, training, science.",
    "cultuur": "Culture, media, sport and recreation.",
    "wonen": "Dwellings, building, renting and buying.",
    "ruimte": "Spatial planning and public space.",
    "verkeer": "Mobility, roads, public transport, aviation and shipping.",
    "energie": "Energy, climate, heat and emissions.",
    "natuur": "Nature, environment, water, animals and circular economy.",
    "landbouw": "Agriculture, livestock, fisheries and food.",
    "veiligheid": "Public order, police, justice, defence.",
    "migratie": "Asylum, migration, civic integration.",
    "internationaal": "Foreign affairs, Europe, development cooperation.",
    "organisatie": "Own staff, operations and being an employer.",
    "geen": "No policy field to be recognised.",
}  # fmt: skip

COLUMNS: dict[str, str] = {
    "title": "Title from the file, or its first heading.",
    "organisation": "Organisation that made the document, as recognised or as given.",
    "layer": "gemeente (municipality), provincie, waterschap (water authority), rijk (national), agentschap (agency) …",
    "kind": "Kind of document, such as coalitieakkoord (coalition agreement) or werkgeversvisie (employer vision); of units: sentence or list item.",
    "year": "Year of the document.",
    "actueel": "ja (yes), nee (no) or onbekend (unknown), on the day of the analysis; an employer vision older than four years is not up to date.",
    "score": "0 to 100: the weighted geometric mean of the five indicators.",
    "score_low": "Lower bound of the 90% interval.",
    "score_high": "Upper bound of the 90% interval.",
    "level": "Of documents: afwezig (absent), vermeld (mentioned), aanwezig (present), verankerd (anchored) or doordrenkt (steeped). Of themes: evidence level 0 (absent), 1 (without digital link), 2 (with), 3 (in a measure), 4 (in several sections).",
    "border": "The level; in a border case the levels with a probability of at least one in five, such as “aanwezig tot verankerd” (present to anchored).",
    "share_explicit_adjusted": "Share of goals that are explicitly digital, corrected for what the coder misses and finds wrongly (Rogan & Gladen 1978).",
    "share_explicit_adjusted_low": "Lower bound of the 90% interval.",
    "share_explicit_adjusted_high": "Upper bound of the 90% interval.",
    "share_implicit_adjusted": "Share of goals that are implicitly digital, corrected for what the coder misses and finds wrongly (Rogan & Gladen 1978).",
    "share_implicit_adjusted_low": "Lower bound of the 90% interval.",
    "share_implicit_adjusted_high": "Upper bound of the 90% interval.",
    "vary_weights": "0: the interval keeps the weights of the codebook; higher: it takes along that others could have been chosen (Dirichlet; the higher, the closer to the codebook).",
    "percentile": "Share of the reference corpus with a lower score, 0 to 100; empty without a reference.",
    "goals": "Number of sentences with a measure (M) or ambition (A).",
    "goals_explicit": "Goals that name technology or data (E).",
    "goals_implicit": "Goals that cannot do without, but do not name it (I).",
    "share_explicit": "Share of the goals that is explicitly digital.",
    "share_implicit": "Share of the goals that is implicitly digital.",
    "share_explicit_low": "Lower bound of the 90% interval.",
    "share_explicit_high": "Upper bound of the 90% interval.",
    "share_implicit_low": "Lower bound of the 90% interval.",
    "share_implicit_high": "Upper bound of the 90% interval.",
    "pages": "Number of pages; 1 for formats without pages.",
    "words": "Words of running text.",
    "units": "Number of sentences and list items; of themes: those with the theme.",
    "status": "ok, no_score (too short or not Dutch) or failed (cannot be read).",
    "reason": "Why there is no score.",
    "notes": "What stood out while reading, such as pages without text.",
    "version_of": "Version of the same document that counts, such as the final one beside the concept.",
    "resemblance": "Share of the text (runs of five words) that equals that of the nearest version.",
    "parties": "Parties that wrote the document, as far as the cover or the first pages name them.",
    "recognised": "Of each recognised field how sure it is (0 to 1) and by which words.",
    "duplicate_of": "File with exactly the same content; it counts once.",
    "path": "Place of the file.",
    "document_id": "Start of the hash of the file: the same content gives the same id.",
    "organisation_uri": "Address of the organisation in the register of Dutch public bodies (TOOI).",
    "period_start": "First year that the document is about.",
    "period_end": "Last year that the document is about.",
    "language": "Recognised language (ISO 639-1).",
    "format": "pdf, docx, odt, html, markdown or text.",
    "codebook_version": "Version of the codebook.",
    "codebook_hash": "Hash of the whole codebook: another hash is another measuring instrument.",
    "model_version": "Version of the coder.",
    "heading": "Heading under which the sentence stands; of themes the heading of the method.",
    "theme": "Code of the theme, such as VER2.",
    "name": "Name of the theme.",
    "units_digital": "Sentences with the theme and a digital component.",
    "measures": "Of those: measures.",
    "best_text": "The sentence that carries the theme most firmly.",
    "best_page": "Page of that sentence.",
    "best_unit_id": "Id of that sentence in units.parquet.",
    "text": "The sentence or list item.",
    "page": "Page on which the sentence begins.",
    "section": "Headings under which the sentence stands, from large to small.",
    "statement": "M (measure), A (ambition) or O (other).",
    "digital": "E (explicit), I (implicit) or G (none).",
    "themes": "Codes of the themes; in CSV and Excel separated by a semicolon.",
    "domain": "The policy field of the sentence.",
    "negated": "Whether the digital means is denied or rejected.",
    "evidence": "Place in the sentence, code and words that decided.",
    "unit_id": "Fixed id of the sentence: hash of document and place.",
    "previous": "The sentence before, only to understand it.",
    "start": "First character in texts/<document_id>.txt, counted in code points.",
    "end": "The character after the last.",
    "lead_in": "The sentence that leads in a list (“Wij gaan:”).",
    "concreteness": "0 to 1: does the measure name who, by when, how much or which instrument?",
    "hr": "HR processes that the sentence is about.",
    "stage": "Where it went wrong.",
    "error": "What went wrong.",
    "remedy": "What you can do about it.",
    "dekking": "Indicator, 0 to 1: how many themes, and how firmly?",
    "intensiteit": "Indicator, 0 to 1: what share of the goals has a digital component?",
    "toezegging": "Indicator, 0 to 1: how concrete are the digital goals?",
    "doordringing": "Indicator, 0 to 1: is it everywhere, or only in the digital paragraph?",
    "verankering": "Indicator, 0 to 1: do the policy fields (or HR processes) carry it?",
}  # fmt: skip


def meaning_of_code(code: Code, lang: str) -> str:
    """What a code means; of a codebook that defines it otherwise than the shipped one, its own (Dutch) definition."""
    if lang == "en" and code.code in CODES and _shipped().get(code.code) == code.definition:
        return CODES[code.code]
    return code.definition


def meaning_of_column(name: str, column: Column, lang: str) -> str:
    """What a column holds."""
    if lang == "nl":
        return column.meaning
    if name.startswith("p_"):
        return f"Calibrated probability of {name[2:]}, 0 to 1."
    return COLUMNS[name]


@lru_cache(maxsize=1)
def _shipped() -> dict[str, str]:
    book = load_codebook()
    return {
        code.code: code.definition
        for codes in (book.statements, book.digital, book.themes, book.domains)
        for code in codes
    }
