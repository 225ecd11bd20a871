"""Political parties: which ones a text names, old and new, by name or abbreviation."""

from __future__ import annotations

import re
from collections import Counter

from .cues import alternatives

_PARTIES: dict[str, str] = {
    "50PLUS": r"50[ -]?plus|vijftigplus",
    "ARP": r"A\.?R\.?P\.?|anti-? ?revolutionai?re (?:partij|program)\w*",
    "BBB": r"BBB|BoerBurgerBeweging",
    "BIJ1": r"BIJ1",
    "Boerenpartij": r"boerenpartij",
    "BVNL": r"BVNL|belang van nederland",
    "CDA": r"CDA|christen[- ]democratisch appèl",
    "CHU": r"C\.?H\.?U\.?|christelijk-? ?historische unie",
    "ChristenUnie": r"christen-?unie|CU(?=[,. )/-])",
    "CPN": r"CPN|CPH|communistische partij",
    "D66": r"D['’ ]?66|democraten ?['’]?66",
    "DENK": r"DENK(?![A-Z])",
    "DS'70": r"DS['’ ]?70|democratisch[- ]socialisten '70",
    "EVP": r"EVP|evangelische volkspartij",
    "FVD": r"FVD|FvD|forum voor democratie",
    "GPV": r"G\.?P\.?V\.?|gereformeerd politiek verbond",
    "GroenLinks": r"groen-?links",
    "JA21": r"JA21",
    "KVP": r"K\.?V\.?P\.?|katholieke volkspartij",
    "LPF": r"LPF|lijst pim fortuyn",
    "Leefbaar": r"leefbaar nederland",
    "Lokaal": r"lokaal belang|gemeentebelangen|algemeen belang|dorpsbelangen|inwonersbelangen|stadspartij|burgerbelangen",
    "NSC": r"NSC|nieuw sociaal contract",
    "Piratenpartij": r"piratenpartij",
    "PPR": r"PPR|politieke partij radikalen",
    "PSP": r"P\.?S\.?P\.?|pacifistisch[- ]socialistische partij",
    "PVV": r"PVV|partij voor de vrijheid",
    "PvdA": r"P\.?v\.?d\.? ?A\.?|partij van de arbeid",
    "PvdD": r"PvdD|partij voor de dieren",
    "RKSP": r"R\.?-? ?K\.? ?S\.?P\.?|r(?:oomsch|ooms)-? ?katholieke staatspartij",
    "RPF": r"RPF|reformatorische politieke federatie",
    "SDAP": r"S\. ?D\. ?A\. ?P\.?|SDAP|sociaal-? ?democratische arbeiderspartij",
    "SGP": r"S\.?G\.?P\.?|staatkundig gereformeerde partij",
    "SP": r"S\.?P\.?(?=[\s,.;:)/-])|socialistische partij",
    "VDB": r"VDB|V\. ?D\. ?B\.|vrijzinnig-? ?democratische? bond",
    "VVD": r"V\.?V\.?D\.?|volkspartij voor vrijheid en democratie",
    "Volt": r"Volt(?=[\s,.;:)/-])",
}  # fmt: skip


def _pattern(name: str, words: str) -> re.Pattern[str]:
    """Abbreviations count only as they are written, names in any capitals."""
    parts = [part if _as_written(part) else f"(?i:{part})" for part in alternatives(words)]
    return re.compile(rf"(?<![\w.])(?:{'|'.join(parts)})(?!\w)")


def _as_written(part: str) -> bool:
    return part[:1].isupper() or "\\." in part or "['" in part


PARTIES: dict[str, re.Pattern[str]] = {name: _pattern(name, words) for name, words in _PARTIES.items()}
"""Names of parties by the abbreviation under which they are known."""

_BETWEEN = " .-'’"
"""What may stand within a name or may be left out of it."""
_FOLDED = str.maketrans({"İ": "i", "ı": "i", "ſ": "s"})
"""Letters that a pattern which ignores capitals takes for others."""
_AHEAD = re.compile(r"\(\?[=!]\[[^\]]*\]\)")
_BETWEEN_PATTERN = re.compile(r"\[[ '’-]+\]\??|\\\.\??|[ '’-]\??")
_NOT_PLAIN = re.compile(r"\(.*?\)|\\.[*+?]?|\w\?|[^\w]")


def _cores(words: str) -> tuple[str, ...]:
    """What a text must hold, without anything between, to name the party: the longest plain part of each alternative."""
    parts = []
    for part in alternatives(_AHEAD.sub("", words)):
        core = max(_NOT_PLAIN.split(_BETWEEN_PATTERN.sub("", part)), key=len)
        parts.append(core if _as_written(part) else core.lower())
    return tuple(parts)


CORES: dict[str, tuple[str, ...]] = {name: _cores(words) for name, words in _PARTIES.items()}
"""Cores of the names of parties: looking for these first takes a tenth of the time of looking for the names."""


def parties_in(text: str) -> Counter[str]:
    """How often a text names each party."""
    dense = text
    for character in _BETWEEN:
        dense = dense.replace(character, "")
    low = dense.translate(_FOLDED).lower() if not dense.isascii() else dense.lower()
    likely = (name for name, cores in CORES.items() if any(core in dense or core in low for core in cores))
    return Counter({name: found for name in likely if (found := len(PARTIES[name].findall(text)))})
