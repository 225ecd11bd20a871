"""Features of a unit for the classifiers: its words and their surroundings, and what the rules made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from ..language.tokens import Tokens, tokenize
from ..language.units import Unit
from .rules import RuleCode

MOST_WORDS = 60
"""Words of a unit that are looked at; longer units are rarely single sentences."""
RULE_MARK = "r="
"""What features begin with that the rules saw."""
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_CLIP = 4.0
_SCALE = 0.5
"""What rule log-odds are multiplied by, so that the penalty weighs on them about as on a word."""
DENSE = 3 + 3 + 20 + 18 + 1
"""Numbers that the rules give for a unit."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Features of n units before they become a matrix.

    Parameters
    ----------
    names : list of list of str
        Names of the binary features of each unit, some more than once.
    dense : ndarray, shape (n, DENSE)
        What the rules say, as `dense_of` gives it.
    words, headings : list of sequence of str
        Lower-cased words of each unit and of its heading.
    """

    names: list[list[str]]
    dense: np.ndarray
    words: list[Sequence[str]]
    headings: list[Sequence[str]]

    def __len__(self) -> int:
        return len(self.names)

    def take(self, rows: Iterable[int]) -> Batch:
        """Some of the units."""
        places = list(rows)
        return Batch(
            [self.names[row] for row in places], self.dense[places],
            [self.words[row] for row in places], [self.headings[row] for row in places],
        )  # fmt: skip

    def without_rules(self) -> Batch:
        """The same units, without anything the rules saw."""
        names = [[name for name in unit if not name.startswith(RULE_MARK)] for unit in self.names]
        return Batch(names, np.zeros_like(self.dense), self.words, self.headings)


def batch_of(units: Sequence[Unit], codes: Sequence[RuleCode], tokens: Sequence[Tokens]) -> Batch:
    """Features of units.

    Parameters
    ----------
    units : sequence of Unit
        The units with their surroundings.
    codes : sequence of RuleCode
        What the rules made of them.
    tokens : sequence of Tokens
        Their words.

    Returns
    -------
    Batch
        In the same order.
    """
    words: list[Sequence[str]] = [token.lower[:MOST_WORDS] for token in tokens]
    return Batch(
        names=[list(_names(unit, code, own)) for unit, code, own in zip(units, codes, words, strict=True)],
        dense=dense_of(codes),
        words=words,
        headings=[_heading_words(unit.heading) for unit in units],
    )


@lru_cache(maxsize=200_000)
def of_word(word: str) -> tuple[str, ...]:
    """Names of the features of one word: itself, and its beginning and end as a stand-in for lemma and compound."""
    plain = "<jaar>" if _YEAR.match(word) else _DIGITS.sub("0", word)
    if len(plain) > 6 and plain.isalpha():
        return ("w=" + plain, "a=" + plain[:5], "z=" + plain[-5:])
    return ("w=" + plain,)


@lru_cache(maxsize=10_000)
def _of_context(text: str, mark: str) -> tuple[str, ...]:
    words = tokenize(text).lower[:40]
    return tuple({mark + _DIGITS.sub("0", word) for word in words if word.isalpha() and len(word) > 2})


@lru_cache(maxsize=10_000)
def _heading_words(heading: str) -> tuple[str, ...]:
    return tuple(tokenize(heading).lower[:40]) if heading else ()


def _names(unit: Unit, code: RuleCode, words: Sequence[str]) -> Iterator[str]:
    for word in words:
        yield from of_word(word)
    for left, right in pairwise(words):
        yield f"b={left}_{right}"
    if words:
        yield "1=" + words[0]
        yield "2=" + "_".join(words[:2])
        yield "e=" + words[-1]
    yield from _of_context(unit.heading, "h=") if unit.heading else ("h=<geen>",)
    if unit.previous:
        yield from _of_context(unit.previous, "p=")
    if unit.lead_in:
        yield "l=<lijst>"
        yield from _of_context(unit.lead_in, "l=")
    elif unit.text[:1].islower():
        yield "l=<klein>"
    yield f"n={min(len(words) // 6, 7)}"
    clause = code.clause
    yield f"c={clause.actor}"
    yield f"m={clause.modality}"
    for name, there in (("termijn", clause.deadline), ("bedrag", clause.amount), ("instrument", clause.instrument)):
        if there:
            yield "c=" + name
    for name in code.scores:
        if not name.startswith("T:"):
            yield RULE_MARK + name


def dense_of(codes: Sequence[RuleCode]) -> np.ndarray:
    """Log-odds of what the rules say, clipped: statement (3), digital (3), themes (20), domain (18), concreteness (1)."""
    chances = np.array([(*code.p_statement, *code.p_digital, *code.p_themes, *code.p_domain) for code in codes])
    chances = np.clip(chances.reshape(len(codes), DENSE - 1), 1e-3, 1.0 - 1e-3)
    odds = np.clip(np.log(chances / (1.0 - chances)), -_CLIP, _CLIP) * _SCALE
    return np.column_stack([odds, [code.concreteness for code in codes]])
