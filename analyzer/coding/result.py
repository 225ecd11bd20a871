"""What the rules find in a unit: codes, probabilities, and the words that decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from analyzer.codebook.schema import Term
from analyzer.coding.matcher import Match
from analyzer.coding.why import explain
from analyzer.language.clauses import Clause
from analyzer.language.tokens import Tokens
from analyzer.language.units import Unit


class Evidence(NamedTuple):
    """Words that decided a code, as offsets in the unit's text."""

    start: int
    end: int
    match: str
    code: str
    why: str


@dataclass(slots=True)
class Finding:
    """A unit while it is being coded: its words, what was found in them, and the evidence so far."""

    unit: Unit
    tokens: Tokens
    matches: Sequence[Match]
    clause: Clause
    evidence: list[Evidence] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)

    def note(self, first: int, last: int, code: str, reason: str) -> None:
        """Keep words `first` to `last` as evidence for a code."""
        start, end = self.tokens.starts[first], self.tokens.ends[last]
        self.evidence.append(Evidence(start, end, self.tokens.text[start:end], code, explain(reason)))

    def of_code(self, code: str) -> list[Match]:
        """Matches of terms that support a code."""
        return [match for match in self.matches if code in match.term.weights]

    def of_lexicon(self, lexicon: str) -> list[Match]:
        """Matches of terms of one lexicon."""
        return [match for match in self.matches if match.term.lexicon == lexicon]


@dataclass(slots=True)
class RuleCode:
    """All codes of one unit by the rules.

    Parameters
    ----------
    statement, digital, domain : str
        The codes.
    themes : tuple of str
        Themes, in the order of `THEMES`.
    p_statement, p_digital, p_themes, p_domain : tuple of float
        Confidence between 0 and 1, in the order of `STATEMENTS`, `DIGITAL`, `THEMES` and `DOMAINS`.
    negated : bool
        Whether the digital means are rejected.
    evidence : list of Evidence
        What decided.
    clause : Clause
        Actor, modality, deadline, amount, instrument.
    concreteness : float
        Between 0 and 1: how many of actor, deadline, amount and instrument are there, weighted by the codebook.
    scores : dict
        Points behind the codes, by name.
    """

    statement: str
    p_statement: tuple[float, ...]
    digital: str
    p_digital: tuple[float, ...]
    themes: tuple[str, ...]
    p_themes: tuple[float, ...]
    domain: str
    p_domain: tuple[float, ...]
    negated: bool
    evidence: list[Evidence]
    clause: Clause
    concreteness: float
    scores: dict[str, float]

    @property
    def digital_sign(self) -> bool:
        """Whether rules saw anything digital, in the unit or around it."""
        return any(value and name.startswith(("E:", "context:")) for name, value in self.scores.items())


def missed(matches: Iterable[Match], code: str, trust: float, most: float) -> float:
    """Chance that none of the matches is right: each is right with `trust` times its weight, at most `most`."""
    chance = 1.0
    for match in matches:
        chance *= 1.0 - min(most, trust * match.term.weights[code])
    return chance


def is_direct(term: Term) -> bool:
    """Whether a term alone makes a unit explicitly digital."""
    return term.weights.get("E", 0.0) >= 1.0 and not term.requires
