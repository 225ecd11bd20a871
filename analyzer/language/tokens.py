"""Words of a unit, from a quick pass without a model or from a spaCy pipeline: rules see the same thing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ADDRESS = r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|"
# A word keeps inner hyphens, apostrophes, points and digits: "e-health", "foto's", "d.w.z.", "2,5", "CO2". The first
# choice is for what most words are: letters, and nothing behind them that could belong to the word.
_WORD = (
    r"[^\W\d]\w++(?![-‐‑'’&/.])"
    r"|(?:[A-Za-z]\.){2,}"
    r"|\d+(?:[.,:]\d+)*"
    r"|\w++(?:[-‐‑'’&/](?=\w)\w++)*+[-‐‑](?=\s)"
    r"|\w++(?:[-‐‑'’&](?=\w)\w++)*"
    r"|[^\w\s]"
)
_TOKEN = re.compile(_WORD)
_TOKEN_OR_ADDRESS = re.compile(_ADDRESS + _WORD)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of one text; all lists have one entry a word.

    Parameters
    ----------
    text : str
        The text itself.
    lower : list of str
        Words as they stand, lower-cased, with straight hyphens and apostrophes.
    lemmas : list of str
        Lower-cased base forms; the lower-cased word where it is not known.
    pos : list of str
        Universal part of speech, or ``""`` where it is not known.
    starts, ends : list of int
        Offsets into `text`.
    deps : list of str
        Universal dependency relations; empty list when there was no parser.
    heads : list of int
        Index of each word's head; empty list when there was no parser.
    """

    text: str
    lower: list[str]
    lemmas: list[str]
    pos: list[str]
    starts: list[int]
    ends: list[int]
    deps: list[str]
    heads: list[int]

    def __len__(self) -> int:
        return len(self.lower)


_STRAIGHT = str.maketrans({"‐": "-", "‑": "-", "’": "'", "‘": "'"})


def tokenize(text: str, lemmas: Mapping[str, str] | None = None, pos: Mapping[str, str] | None = None) -> Tokens:
    """Words of a text without a model: a regular expression and two look-up tables.

    Parameters
    ----------
    text : str
        The text.
    lemmas, pos : mapping, optional
        From lower-cased word to lemma and to its most frequent part of speech.

    Returns
    -------
    Tokens
        Without dependencies.
    """
    words = _quick(text)
    if lemmas is None and pos is None:
        return words
    return replace(
        words,
        lemmas=[lemmas.get(word, word) for word in words.lower] if lemmas else words.lower,
        pos=[pos.get(word, "") for word in words.lower] if pos else words.pos,
    )


@lru_cache(maxsize=10_000)
def _quick(text: str) -> Tokens:
    """Words by the regular expression; kept, since a unit is also the next one's previous unit."""
    pattern = _TOKEN_OR_ADDRESS if "@" in text or "://" in text or "www." in text else _TOKEN
    spans = [found.span() for found in pattern.finditer(text)]
    lowered = text.lower().translate(_STRAIGHT)
    if len(lowered) == len(text):
        lower = [lowered[start:end] for start, end in spans]
    else:
        lower = [text[start:end].lower().translate(_STRAIGHT) for start, end in spans]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    return Tokens(text, lower, lower, [""] * len(lower), starts, ends, [], [])


def from_doc(doc: Doc) -> Tokens:
    """Words of a text as a spaCy pipeline sees them."""
    words = [token for token in doc if not token.is_space]
    place = {token.i: index for index, token in enumerate(words)}
    parsed = doc.has_annotation("DEP")
    return Tokens(
        doc.text,
        [token.lower_.translate(_STRAIGHT) for token in words],
        [(token.lemma_ or token.lower_).lower() for token in words],
        [token.pos_ for token in words],
        [token.idx for token in words],
        [token.idx + len(token) for token in words],
        [token.dep_ for token in words] if parsed else [],
        [place.get(token.head.i, index) for index, token in enumerate(words)] if parsed else [],
    )
