"""What a word alone gives away about a clause, worked out once a word: most words give away nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from analyzer.remembered import Remembered

DEADLINE_HINTS = ("jaar", "jaren", "periode", "kwartaal", "maand", "week", "weken", "dagen", "19", "20")
AMOUNT_HINTS = ("miljoen", "miljard", "mln", "mld", "procent", "euro", "gulden", "fte", " ton", "%", "€", "ƒ", "EUR")
"""Cheap signs without which the long expressions for deadlines and amounts cannot match."""
_SUBJECTS = ("wij", "partij", "overheid", "ander")
_AUXILIARIES = ("hulp_worden", "modaal", "hulp_verleden", "blijven", "koppel")
"""What a word counts as when it could be more than one comes first."""
_KEPT = 60_000


class Mark(NamedTuple):
    """What a word may be in a clause.

    Parameters
    ----------
    subject : str
        ``wij``, ``partij``, ``overheid``, ``ander`` or empty.
    auxiliary : str
        ``hulp_worden``, ``modaal``, ``hulp_verleden``, ``blijven``, ``koppel`` or empty.
    denies : bool
        Whether it is a negation.
    instrument : bool
        Whether it names an instrument.
    date, amount : bool
        Whether it holds a sign of a deadline or of an amount.
    """

    subject: str
    auxiliary: str
    denies: bool
    instrument: bool
    date: bool
    amount: bool


class WordMarks(Remembered[str, Mark | None]):
    """From lower-cased word to its mark, or ``None``.

    Parameters
    ----------
    words : mapping of str to frozenset of str
        Function words of the codebook by name.
    """

    def __init__(self, words: Mapping[str, frozenset[str]]) -> None:
        super().__init__(self._of, most=_KEPT)
        self.modal = {
            word: name.removeprefix("modaal_")
            for name, group in words.items()
            if name.startswith("modaal_")
            for word in group
        }
        groups = {**words, "modaal": frozenset(self.modal)}
        self._subject = {word: name for name in reversed(_SUBJECTS) for word in groups[name]}
        self._auxiliary = {word: name for name in reversed(_AUXILIARIES) for word in groups[name]}
        self._denying, self._no_instrument = words["ontkenning"], words["geen_instrument"]
        self._instruments = tuple(sorted(words["instrument"]))
        self._date, self._amount = _any_of(DEADLINE_HINTS), _any_of(AMOUNT_HINTS)

    def _of(self, word: str) -> Mark | None:
        mark = Mark(
            self._subject.get(word, ""),
            self._auxiliary.get(word, ""),
            word in self._denying,
            word.endswith(self._instruments) and word not in self._no_instrument,
            self._date.search(word) is not None,
            self._amount.search(word) is not None,
        )
        return mark if any(mark) else None


def _any_of(hints: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(hint.strip().lower()) for hint in hints))
