"""Statement codes by points: turns of phrase and signs in the clause speak for M, A or O."""

from __future__ import annotations

import math
from collections.abc import Sequence

from analyzer.codebook.schema import Signals
from analyzer.coding.matcher import Match, Matcher
from analyzer.coding.result import Finding
from analyzer.coding.schema import STATEMENTS
from analyzer.coding.why import SIGNALS
from analyzer.language.clauses import Clause, ClauseAnalyser
from analyzer.language.tokens import tokenize
from analyzer.remembered import Remembered

NOT_PROSE = frozenset({"heading", "table", "footnote", "caption", "contents"})
"""Kinds of unit that promise nothing, whatever they say."""
_LEXICON = "uitspraken"
_REMEMBERED = 10_000
"""Sentences that introduce a list, and sums of points, of which is kept what they give."""


class StatementRules:
    """Weighs what speaks for each statement code.

    Parameters
    ----------
    signals : Signals
        Points from the codebook.
    matcher : Matcher
        Finds turns of phrase, also in the sentence that introduces a list.
    clauses : ClauseAnalyser
        Finds signs in clauses.
    """

    def __init__(self, signals: Signals, matcher: Matcher, clauses: ClauseAnalyser) -> None:
        self._signals = signals
        self._matcher = matcher
        self._clauses = clauses
        self._chances: Remembered[tuple[float, ...], tuple[float, ...]] = Remembered(
            lambda points: softmax(points, signals.rules["temperature"]), most=_REMEMBERED
        )
        self._introductions: dict[str, dict[str, float]] = {}

    def code(self, finding: Finding) -> tuple[float, ...]:
        """Probability of each statement code.

        Parameters
        ----------
        finding : Finding
            The unit; evidence and scores are added to it.

        Returns
        -------
        tuple of float
            In the order of `STATEMENTS`; sums to one.
        """
        points = dict(self._signals.base)
        for match in by_family(finding.of_lexicon(_LEXICON)):
            add(points, match.term.weights)
            finding.scores[f"cue:{match.term.family}"] = 1.0
            finding.note(match.first, match.last, _main(match.term.weights), match.term.family)
        for name, (first, last) in _once(finding.clause).items():
            weights = self._signals.signals.get(name)
            if weights:
                add(points, weights)
                finding.note(first, last, _main(weights), SIGNALS.get(name, name))
        self._details(finding, points)
        self._form(finding, points)
        for code, value in points.items():
            finding.scores[f"points:{code}"] = value
        return self._chances[tuple([points[code] for code in STATEMENTS])]

    def _details(self, finding: Finding, points: dict[str, float]) -> None:
        """A date, an amount or an instrument makes a promise concrete; in a description it says nothing."""
        if max(points["M"], points["A"]) <= self._signals.rules["details_from"]:
            return
        clause = finding.clause
        for name, span in (("termijn", clause.deadline), ("bedrag", clause.amount), ("instrument", clause.instrument)):
            if span is not None:
                add(points, self._signals.signals[name])

    def _form(self, finding: Finding, points: dict[str, float]) -> None:
        unit = finding.unit
        if unit.kind in NOT_PROSE:
            add(points, self._signals.signals["kop"])
        elif unit.text.rstrip().endswith("?"):
            add(points, self._signals.signals["vraag"])
        if unit.lead_in:
            add(points, self._introduction(unit.lead_in))

    def _introduction(self, lead_in: str) -> dict[str, float]:
        """Points that a list item has from the sentence before it: the item takes the code of the whole."""
        known = self._introductions.get(lead_in)
        if known is not None:
            return known
        tokens = tokenize(lead_in)
        found = [match for match in self._matcher.find(tokens.lower) if match.term.lexicon == _LEXICON]
        extra = dict.fromkeys(STATEMENTS, 0.0)
        for match in by_family(found):
            add(extra, match.term.weights)
        for name in _once(self._clauses.analyse(tokens)):
            add(extra, self._signals.signals.get(name, {}))
        points: dict[str, float] = {}
        if max(extra["M"], extra["A"]) > extra["O"]:
            points = dict(self._signals.signals["lijst_doel"])
            share = self._signals.rules["lead_in"]
            add(points, {code: share * max(0.0, extra[code]) for code in ("M", "A")})
        if len(self._introductions) > _REMEMBERED:
            self._introductions.clear()
        self._introductions[lead_in] = points
        return points


def _once(clause: Clause) -> dict[str, tuple[int, int]]:
    """Each signal with its first place: saying it twice does not promise more."""
    places: dict[str, tuple[int, int]] = {}
    for signal in clause.signals:
        places.setdefault(signal.name, (signal.first, signal.last))
    return places


def _main(weights: dict[str, float]) -> str:
    return max(weights, key=weights.__getitem__)


def add(points: dict[str, float], weights: dict[str, float]) -> None:
    """Add weights to points, code by code."""
    for code, weight in weights.items():
        points[code] = points.get(code, 0.0) + weight


def by_family(matches: Sequence[Match]) -> list[Match]:
    """The longest match of each family, in order of place."""
    best: dict[str, Match] = {}
    for match in matches:
        known = best.get(match.term.family)
        if known is None or match.last - match.first > known.last - known.first:
            best[match.term.family] = match
    return sorted(best.values(), key=lambda match: match.first)


def softmax(points: Sequence[float], temperature: float = 1.0) -> tuple[float, ...]:
    """Points as probabilities."""
    top = max(points)
    raw = [math.exp((point - top) / temperature) for point in points]
    total = sum(raw)
    return tuple([value / total for value in raw])
