"""Names of public bodies as people write them, brought back to one key."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LAYER_WORDS: dict[str, str] = {
    "gemeente": "gemeente", "gem": "gemeente", "gemeentebestuur": "gemeente", "gemeenteraad": "gemeente",
    "provincie": "provincie", "prov": "provincie", "provinsje": "provincie",
    "waterschap": "waterschap", "hoogheemraadschap": "waterschap", "wetterskip": "waterschap",
    "ministerie": "rijk", "min": "rijk",
}  # fmt: skip
"""Words before a name that say which layer of government it is."""

_PROVINCES: dict[str, str] = {
    "gr": "Groningen", "groningen": "Groningen", "fr": "Fryslân", "frl": "Fryslân", "friesland": "Fryslân",
    "fryslan": "Fryslân", "dr": "Drenthe", "drenthe": "Drenthe", "o": "Overijssel", "ov": "Overijssel",
    "overijssel": "Overijssel", "fl": "Flevoland", "flevoland": "Flevoland", "g": "Gelderland", "gld": "Gelderland",
    "gelderland": "Gelderland", "u": "Utrecht", "ut": "Utrecht", "utrecht": "Utrecht", "nh": "Noord-Holland",
    "noordholland": "Noord-Holland", "zh": "Zuid-Holland", "zuidholland": "Zuid-Holland", "z": "Zeeland",
    "zld": "Zeeland", "zeeland": "Zeeland", "nb": "Noord-Brabant", "noordbrabant": "Noord-Brabant", "l": "Limburg",
    "lb": "Limburg", "limburg": "Limburg",
}  # fmt: skip
_SUFFIX = re.compile(r"\s*[(\[]([^)\]]{1,15})[)\]]\s*$")
_OF = re.compile(r"^(?:van|voor)\s+")
_ARTICLE = re.compile(r"^(?:de|het|der|den|'t)\s+")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘`´ʼ", "'"))


@dataclass(frozen=True, slots=True)
class Spelled:
    """A written name taken apart: the key, the layer its first word gives, the province its bracket gives."""

    key: str
    layer: str | None
    province: str | None


def province_of(text: str | None) -> str | None:
    """The province by its usual name, from a name or abbreviation; ``None`` when it is neither."""
    return _PROVINCES.get(key(text)) if text else None


def key(text: str) -> str:
    """Letters and digits only, without case, accents, spaces and hyphens: ``"'s-Gravenhage"`` → ``"sgravenhage"``.

    ``a/d`` becomes *aan den*, ``St.`` *sint*, ``&`` and ``+`` *en*.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).lower()
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub(r"\ba/?d\b\.?", " aan den ", plain)
    plain = re.sub(r"\bst\b\.?(?=[\s-])", " sint ", plain)
    plain = re.sub(r"\bc\.?\s?a\b\.?", " ", plain)
    plain = re.sub(r"[&+]", " en ", plain)
    return re.sub(r"[^a-z0-9]", "", plain)


def spelled(text: str) -> Spelled:
    """Take a written name apart.

    Parameters
    ----------
    text : str
        Such as ``"gem. Den Haag"``, ``"Provincie Fryslân"``, ``"Bergen (NH.)"``.

    Returns
    -------
    Spelled
        The key has neither the word for the layer nor the bracket that names a province.
    """
    rest = text.translate(_APOSTROPHES).replace("_", " ").strip()
    province = None
    if bracket := _SUFFIX.search(rest):
        inside = key(bracket.group(1))
        province = _PROVINCES.get(inside)
        if province or inside in LAYER_WORDS:
            rest = rest[: bracket.start()]
            if inside in LAYER_WORDS:
                rest = f"{inside} {rest}"
    layer = None
    first, _, after = rest.partition(" ")
    word = key(first)
    if after and word in LAYER_WORDS:
        layer = LAYER_WORDS[word]
        rest = _OF.sub("", after.strip(), count=1)
    elif word.startswith("min") and word[3:] and first[3:4].isupper():  # MinBZK
        layer, rest = "rijk", first[3:]
    return Spelled(key(rest), layer, province)


def without_article(text: str) -> str:
    """The key of a name without its article: ``"De Bilt"`` → ``"bilt"``."""
    return key(_ARTICLE.sub("", text.translate(_APOSTROPHES).strip().lower()))
