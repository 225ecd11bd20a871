"""Texts made of treebank sentences: several in a row, as policy documents set them, with their usual damage.

A parser that has only seen one tidy newspaper sentence at a time does not know where a heading ends, what a bullet is,
or that a line may break in the middle of a sentence. So sentences are joined into passages, and some of them lose
their full stop, get a bullet, become a heading, or suffer what text extraction from a PDF does.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analyzer.language.treebank import Sentence, Word

_BULLETS = ("-", "•", "–", "*", "►", "·", "▪", "1.", "2.", "3.", "a)", "b)", "o")
# What optical character recognition and damaged text layers confuse.
_CONFUSED = {
    "l": "1",
    "i": "l",
    "o": "0",
    "e": "c",
    "m": "rn",
    "n": "ri",
    "u": "ii",
    "ij": "ÿ",
    "é": "e",
    "ë": "e",
    "O": "0",
}
_LONGEST = 60
_FINAL = frozenset(".;:!?")
_QUOTES = ((",,", "''"), ('"', '"'), ("“", "”"), ("„", "”"), ("‘", "’"), ("«", "»"), ("'", "'"))


@dataclass(frozen=True, slots=True)
class Noise:
    """How often each kind of damage is done, as probabilities.

    Parameters
    ----------
    lower, upper : float
        A sentence starts with a lower-case letter; a short sentence is set in capitals.
    unfinished : float
        The full stop at the end is missing.
    bullet : float
        A bullet or number stands before the sentence.
    glued : float
        No space after the full stop.
    quoted : float
        The sentence stands between quotation marks, the closing one after the full stop.
    misread : float
        One word of the sentence has a character misread.
    lines : float
        The sentences of the passage stand on lines of their own.
    wrapped : float
        Lines of the passage are broken at a width, in the middle of sentences.
    """

    lower: float = 0.03
    upper: float = 0.01
    unfinished: float = 0.08
    bullet: float = 0.06
    glued: float = 0.02
    quoted: float = 0.04
    misread: float = 0.02
    lines: float = 0.20
    wrapped: float = 0.10


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences in a row and the text they stand in; text and words agree but for white space."""

    sentences: tuple[Sentence, ...]
    text: str


def rejoined(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Undo the habit of the Alpino newspaper treebank to end a sentence at a colon or semicolon.

    Parameters
    ----------
    sentences : sequence of Sentence
        In the order of the treebank; those of other files stay as they are.

    Returns
    -------
    list of Sentence
        What follows a colon or semicolon hangs on the sentence before it, as ``parataxis``; where nothing from the
        same file follows, or the sentence would become very long, a full stop takes its place.
    """
    out: list[Sentence] = []
    for sentence in sentences:
        before = out[-1] if out else None
        if before and before.source.startswith("alpino") and before.words[-1].form in (":", ";"):
            if before.source == sentence.source and len(before.words) + len(sentence.words) <= _LONGEST:
                out[-1] = _hung_on(before, sentence)
                continue
            out[-1] = Sentence(before.source, (*before.words[:-1], replace(before.words[-1], form=".", lemma=".")))
        out.append(sentence)
    return out


def _hung_on(before: Sentence, after: Sentence) -> Sentence:
    root, shift = _root(before.words), len(before.words)
    moved = [
        replace(word, head=root, dep="parataxis") if word.head == index else replace(word, head=word.head + shift)
        for index, word in enumerate(after.words)
    ]
    return Sentence(before.source, (*before.words, *moved))


def passages(
    sentences: Sequence[Sentence], rng: random.Random, *, most: int = 6, noise: Noise | None = None
) -> Iterator[Passage]:
    """Join sentences of the same file into passages of random length.

    Parameters
    ----------
    sentences : sequence of Sentence
        In the order of the treebank.
    rng : random.Random
        Source of chance.
    most : int
        Largest number of sentences in a passage.
    noise : Noise, optional
        Damage to do; none when it is not given.

    Yields
    ------
    Passage
        Together they hold each sentence once.
    """
    start = 0
    while start < len(sentences):
        end = start + rng.randint(1, most)
        group = [s for s in sentences[start:end] if s.source == sentences[start].source]
        start += len(group)
        yield damaged(group, rng, noise) if noise else plain(group)


def plain(group: Sequence[Sentence]) -> Passage:
    """Passage of sentences as they stand, with a space between them."""
    return Passage(tuple(group), " ".join(sentence.text for sentence in group))


def damaged(group: Sequence[Sentence], rng: random.Random, noise: Noise) -> Passage:
    """Passage of sentences with the damage that `noise` asks for."""
    on_lines = rng.random() < noise.lines
    changed: list[Sentence] = []
    parts: list[str] = []
    for sentence in group:
        words, unfinished = _damage_words(sentence.words, rng, noise)
        result = Sentence(sentence.source, words)
        changed.append(result)
        parts.append(result.text)
        if on_lines or (unfinished and rng.random() < 0.5):
            parts.append(rng.choice(("\n", "\n", "\n\n", " \n")))
        elif words[-1].form != "." or rng.random() >= noise.glued:
            parts.append(" ")
    text = "".join(parts).strip()
    if not on_lines and rng.random() < noise.wrapped:
        text = _wrap(text, rng)
    return Passage(tuple(changed), text)


def _damage_words(words: tuple[Word, ...], rng: random.Random, noise: Noise) -> tuple[tuple[Word, ...], bool]:
    """Words after damage, and whether the sentence now ends without a full stop."""
    if rng.random() < noise.misread:
        words = _misread(words, rng)
    if len(words) <= 8 and rng.random() < noise.upper:
        words = tuple(replace(word, form=word.form.upper()) for word in words)
    elif rng.random() < noise.lower:
        words = (replace(words[0], form=words[0].form[:1].lower() + words[0].form[1:]), *words[1:])
    unfinished = rng.random() < noise.unfinished
    if unfinished:
        words = _without_stop(words)
    if rng.random() < noise.bullet:
        words = _with_bullet(words, rng.choice(_BULLETS))
    if not unfinished and rng.random() < noise.quoted:
        opening, closing = rng.choice(_QUOTES)
        words = _with_bullet(words, opening, space=False)
        words = (*words[:-1], replace(words[-1], space=False), _mark(closing, _root(words)))
    return words, unfinished or words[-1].form not in _FINAL


def _without_stop(words: tuple[Word, ...]) -> tuple[Word, ...]:
    last = len(words) - 1
    needed = any(word.head == last for word in words)
    return words if needed or words[last].form not in _FINAL else words[:-1]


def _root(words: tuple[Word, ...]) -> int:
    return next(index for index, word in enumerate(words) if word.head == index)


def _mark(sign: str, head: int, *, space: bool = True) -> Word:
    return Word(sign, sign, "PUNCT", "LET", "_", "punct", head, space)


def _with_bullet(words: tuple[Word, ...], sign: str, *, space: bool = True) -> tuple[Word, ...]:
    mark = _mark(sign, _root(words) + 1, space=space)
    return (mark, *(replace(word, head=word.head + 1) for word in words))


def _misread(words: tuple[Word, ...], rng: random.Random) -> tuple[Word, ...]:
    at = rng.randrange(len(words))
    form = words[at].form
    present = [seen for seen in _CONFUSED if seen in form]
    if len(form) < 5 or not present:
        return words
    seen = rng.choice(present)
    return (*words[:at], replace(words[at], form=form.replace(seen, _CONFUSED[seen], 1)), *words[at + 1 :])


def _wrap(text: str, rng: random.Random) -> str:
    width = rng.randint(30, 90)
    line, out = 0, []
    for word in text.split(" "):
        out.append(word)
        line += len(word) + 1
        out.append("\n" if line > width else " ")
        line = 0 if line > width else line
    return "".join(out).rstrip()
