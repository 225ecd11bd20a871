"""Features of a unit for the classifiers: its words and their surroundings, and what the rules made of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from scipy import sparse

from ..language.tokens import tokenize
from ..language.units import Unit
from .rules import RuleCode

MOST_WORDS = 60
"""Words of a unit that are looked at; longer units are rarely single sentences."""
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_CLIP = 4.0
DENSE_SCALE = 0.5
"""What rule log-odds are multiplied by, so that the penalty weighs on them about as on a word."""


@lru_cache(maxsize=200_000)
def _of_word(word: str) -> tuple[str, ...]:
    """Names of the features of one word: itself, and its beginning and end as a stand-in for lemma and compound."""
    plain = "<jaar>" if _YEAR.match(word) else _DIGITS.sub("0", word)
    names = ["w=" + plain]
    if len(plain) > 6 and plain.isalpha():
        names += ["a=" + plain[:5], "z=" + plain[-5:]]
    return tuple(names)


@lru_cache(maxsize=20_000)
def _of_context(text: str, mark: str) -> tuple[str, ...]:
    words = tokenize(text).lower[:40]
    return tuple({mark + _DIGITS.sub("0", word) for word in words if word.isalpha() and len(word) > 2})


def names_of(unit: Unit, code: RuleCode, words: Sequence[str]) -> list[str]:
    """Names of the binary features of a unit.

    Parameters
    ----------
    unit : Unit
        The unit with its surroundings.
    code : RuleCode
        What the rules made of it.
    words : sequence of str
        Its lower-cased words.

    Returns
    -------
    list of str
        Names, some more than once.
    """
    words = words[:MOST_WORDS]
    names: list[str] = []
    for word in words:
        names += _of_word(word)
    names += [f"b={left}_{right}" for left, right in pairwise(words)]
    if words:
        names += ["1=" + words[0], "2=" + "_".join(words[:2]), "e=" + words[-1]]
    names += _of_context(unit.heading, "h=") if unit.heading else ("h=<geen>",)
    names += _of_context(unit.previous, "p=") if unit.previous else ()
    if unit.lead_in:
        names += ["l=<lijst>", *_of_context(unit.lead_in, "l=")]
    elif unit.text[:1].islower():
        names.append("l=<klein>")
    names.append(f"n={min(len(words) // 6, 7)}")
    clause = code.clause
    names += [f"c={clause.actor}", f"m={clause.modality}"]
    names += [
        name
        for name, there in (
            ("c=termijn", clause.deadline),
            ("c=bedrag", clause.amount),
            ("c=instrument", clause.instrument),
        )
        if there
    ]
    names += ["r=" + name for name in code.scores if not name.startswith("T:")]
    return names


def dense_of(code: RuleCode) -> list[float]:
    """Log-odds of what the rules say, clipped: statement (3), digital (3), themes (20), domain (18), concreteness (1)."""
    chances = (*code.p_statement, *code.p_digital, *code.p_themes, *code.p_domain)
    return [*(_odds(chance) * DENSE_SCALE for chance in chances), code.concreteness]


DENSE = 3 + 3 + 20 + 18 + 1


@lru_cache(maxsize=10_000)
def _odds(chance: float) -> float:
    chance = min(max(chance, 1e-3), 1.0 - 1e-3)
    return float(np.clip(np.log(chance / (1.0 - chance)), -_CLIP, _CLIP))


class Vocabulary:
    """Which binary features are known, and their columns.

    Parameters
    ----------
    names : sequence of str
        Names of the features, in the order of their columns.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        self._place = {name: place for place, name in enumerate(self.names)}

    @classmethod
    def learn(cls, documents: Iterable[Sequence[str]], least: int = 3) -> Vocabulary:
        """Features that occur in at least `least` units, sorted by name."""
        counts: Counter[str] = Counter()
        for names in documents:
            counts.update(set(names))
        return cls(sorted(name for name, count in counts.items() if count >= least))

    def __len__(self) -> int:
        return len(self.names)

    def matrix(self, units: Sequence[Sequence[str]], dense: np.ndarray) -> sparse.csr_matrix:
        """Feature matrix, shape (n, len(vocabulary) + DENSE); rows of binary features have length one."""
        place = self._place
        columns: list[int] = []
        ends = [0]
        for names in units:
            columns += sorted({place[name] for name in names if name in place})
            ends.append(len(columns))
        lengths = np.diff(ends)
        values = np.repeat(1.0 / np.sqrt(np.maximum(lengths, 1)), lengths) * 3.0
        binary = sparse.csr_matrix((values, columns, ends), shape=(len(units), len(self.names)))
        return sparse.hstack(
            [binary, sparse.csr_matrix(np.asarray(dense, dtype=float).reshape(len(units), DENSE))], format="csr"
        )
