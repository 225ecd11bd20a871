"""Which language a document is in."""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from typing import Any

from analyzer.reading.document import PROSE, Document
from analyzer.reading.joining import word_set

LANGUAGES = ("nl", "en", "fr", "de", "es", "it", "pt", "da", "sv", "no", "pl", "fy", "af", "lb")
_CHUNKS = 9
_CHUNK = 700
_WORD = re.compile(r"[^\W\d_]+")
_STOP = {
    "nl": word_set(
        "de het een van en in is dat op te voor met zijn aan niet ook door bij als wordt worden er om naar die dit",
        "deze tot uit over maar meer zal heeft onze wij den der des eene zoo",
    ),
    "en": word_set("the of and to in is that for with as on are be by this it from which or an at has have will"),
    "fr": word_set("le la les des et en du un une pour dans est que qui par sur au aux avec sont plus ce ne pas"),
    "de": word_set("der die das und ist nicht von zu den mit auf für dem ein eine im sich auch werden des wird sind"),
    "fy": word_set("fan it yn en de is dat op foar mei net ek wurde troch oan as wy har syn ús hat lju mear moat dy"),
    "af": word_set("die van en is nie het vir wat met om sal word ons hulle dit aan op te vir deur moet wees hierdie"),
}


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in LANGUAGES if code in identifier.nb_classes])
    return identifier


def detect_language(document: Document | str) -> tuple[str, float]:
    """Find the language of a document.

    Several chunks are judged by character patterns, and the whole by its function words; the two must agree for a
    high confidence. This keeps spelling of a century ago and bad OCR with Dutch, and Frisian and Afrikaans apart.

    Parameters
    ----------
    document : Document or str
        What to judge.

    Returns
    -------
    code : str
        ISO 639-1 code, or ``und`` when there are fewer than three words.
    confidence : float
        From 0 to 1.
    """
    text = document if isinstance(document, str) else _running_text(document)
    words = _WORD.findall(text[:400_000].lower())
    if len(words) < 3:
        return "und", 0.0
    votes: dict[str, float] = defaultdict(float)
    chunks = _chunks(text)
    for chunk in chunks:
        code, probability = _identifier().classify(chunk)
        votes[str(code)] += float(probability) / len(chunks)
    share = _stop_shares(words)
    merit = {code: votes[code] + 3.0 * share.get(code, 0.0) for code in {*votes, *share}}
    best = max(merit, key=lambda code: (merit[code], code))
    total = sum(merit.values()) or 1.0
    return best, round(min(1.0, merit[best] / total), 3)


def _running_text(document: Document) -> str:
    prose = " ".join(block.text for block in document.blocks if block.kind in PROSE)
    return prose if len(prose) > 200 else document.text


def _chunks(text: str) -> list[str]:
    if len(text) <= 2 * _CHUNK:
        return [text]
    step = max(_CHUNK, (len(text) - _CHUNK) // (_CHUNKS - 1))
    return [text[start : start + _CHUNK] for start in range(0, len(text) - _CHUNK + 1, step)]


def _stop_shares(words: list[str]) -> dict[str, float]:
    """Share of function words that only count for languages in which they are frequent."""
    counts = Counter(words)
    return {code: sum(counts[word] for word in stop) / len(words) for code, stop in _STOP.items()}
