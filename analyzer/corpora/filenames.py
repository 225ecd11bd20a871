"""Runs of words in a file name or title that may be the name of a public body."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from .names import LAYER_WORDS, key, province_of

_WORDS = re.compile(r"'s|'t|[^\W\d_]+")
_HUMP = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])")
_MOST_WORDS = 7


@dataclass(frozen=True, slots=True)
class Gram:
    """A run of words, the layer that the word before it gives, the province that the word after it gives, its length."""

    text: str
    layer: str | None
    province: str | None
    words: int


def grams(name: str) -> Iterator[Gram]:
    """Runs of one to seven words, longest first; those after a word like *gemeente* before others as long.

    Parameters
    ----------
    name : str
        A file name without extension, or a title.

    Yields
    ------
    Gram
        Words joined by spaces. ``AlphenAanDenRijn`` is four words.
    """
    flat = _HUMP.sub(" ", unicodedata.normalize("NFC", name))
    words = _WORDS.findall(flat)
    found = []
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _MOST_WORDS) + 1):
            before = LAYER_WORDS.get(key(words[start - 1])) if start else None
            after = province_of(words[end]) if end < len(words) else None
            found.append(Gram(" ".join(words[start:end]), before, after, end - start))
    found.sort(key=lambda gram: (-len(key(gram.text)), gram.layer is None))
    yield from found
