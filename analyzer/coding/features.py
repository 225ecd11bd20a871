"""Features of a unit for the classifiers: its words and their surroundings, and what the rules made of it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..language.tokens import Tokens, tokenize
from ..language.units import Unit
from .rules import RuleCode

MOST_WORDS = 60
"""Words of a unit that are looked at; longer units are rarely single sentences."""
_MOST_AROUND = 40
"""Words of a heading, previous unit or lead-in that are looked at."""
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
    words : list of sequence of str
        Lower-cased words of each unit, the first `MOST_WORDS`.
    around : list of tuple of str
        Heading, previous unit and lead-in of each.
    signs : list of list of str
        Names of the features that are not words: form, clause, and what the rules saw.
    dense : ndarray, shape (n, DENSE)
        What the rules say, as `dense_of` gives it.
    """

    words: list[Sequence[str]]
    around: list[tuple[str, str, str]]
    signs: list[list[str]]
    dense: np.ndarray

    def __len__(self) -> int:
        return len(self.words)

    def names(self) -> Iterator[set[str]]:
        """Names of all binary features of each unit."""
        for words, around, signs in zip(self.words, self.around, self.signs, strict=True):
            own = itertools.chain.from_iterable(of_word(word) for word in words)
            yield set(itertools.chain(own, of_order(words), of_context(around), signs))

    def take(self, rows: Iterable[int]) -> Batch:
        """Some of the units."""
        places = list(rows)
        return Batch(
            [self.words[row] for row in places], [self.around[row] for row in places],
            [self.signs[row] for row in places], self.dense[places],
        )  # fmt: skip

    def without_rules(self) -> Batch:
        """The same units, without anything the rules saw."""
        signs = [[name for name in unit if not name.startswith(RULE_MARK)] for unit in self.signs]
        return Batch(self.words, self.around, signs, np.zeros_like(self.dense))


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
    return Batch(
        words=[token.lower[:MOST_WORDS] for token in tokens],
        around=[(unit.heading, unit.previous, unit.lead_in) for unit in units],
        signs=[_signs(unit, code, len(token)) for unit, code, token in zip(units, codes, tokens, strict=True)],
        dense=dense_of(codes),
    )


def of_word(word: str) -> tuple[str, ...]:
    """Names of the features of one word: itself, and its beginning and end as a stand-in for lemma and compound."""
    if not word.isalpha():
        return ("w=" + ("<jaar>" if _YEAR.match(word) else _DIGITS.sub("0", word)),)
    return ("w=" + word, "a=" + word[:5], "z=" + word[-5:]) if len(word) > 6 else ("w=" + word,)


def of_order(words: Sequence[str]) -> list[str]:
    """Names of the features of words in their order: pairs, the first, the first two, the last."""
    return [*of_pairs(words), "1=" + words[0], "e=" + words[-1]] if words else []


def of_pairs(words: Sequence[str]) -> list[str]:
    """Names of pairs of words, and of the first two."""
    names = [f"b={left}_{right}" for left, right in pairwise(words)]
    if words:
        names.append("2=" + "_".join(words[:2]))
    return names


def of_context(around: tuple[str, str, str]) -> set[str]:
    """Names of the features of heading, previous unit and lead-in."""
    kinds = zip(("h=", "p=", "l="), around, strict=True)
    return {*of_form(around), *(kind + word for kind, text in kinds for word in _telling(text))}


def of_form(around: tuple[str, str, str]) -> list[str]:
    """Names for a unit without a heading, and for one with a lead-in."""
    return [*(() if around[0] else ("h=<geen>",)), *(("l=<lijst>",) if around[2] else ())]


def _telling(text: str) -> Iterator[str]:
    """Words of a context that can tell something."""
    return filter(tells, words_around(text))


def tells(word: str) -> bool:
    """Whether a word of a context can tell something."""
    return len(word) > 2 and word.isalpha()


def words_around(text: str) -> list[str]:
    """Lower-cased words of a context, the first `_MOST_AROUND`."""
    return tokenize(text).lower[:_MOST_AROUND] if text else []


def _signs(unit: Unit, code: RuleCode, words: int) -> list[str]:
    clause = code.clause
    names = [f"n={min(min(words, MOST_WORDS) // 6, 7)}", "c=" + clause.actor, "m=" + clause.modality]
    if not unit.lead_in and unit.text[:1].islower():
        names.append("l=<klein>")
    if clause.deadline:
        names.append("c=termijn")
    if clause.amount:
        names.append("c=bedrag")
    if clause.instrument:
        names.append("c=instrument")
    names += [RULE_MARK + name for name in code.scores if not name.startswith("T:")]
    return names


def dense_of(codes: Sequence[RuleCode]) -> np.ndarray:
    """Log-odds of what the rules say, clipped: statement (3), digital (3), themes (20), domain (18), concreteness (1)."""
    chances = np.array([(*code.p_statement, *code.p_digital, *code.p_themes, *code.p_domain) for code in codes])
    chances = np.clip(chances.reshape(len(codes), DENSE - 1), 1e-3, 1.0 - 1e-3)
    odds = np.clip(np.log(chances / (1.0 - chances)), -_CLIP, _CLIP) * _SCALE
    return np.column_stack([odds, [code.concreteness for code in codes]])
