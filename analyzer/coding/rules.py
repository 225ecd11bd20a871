"""The rule coder: lexicons, clause analysis and conditions give every unit its codes, with the words that decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from analyzer.codebook.schema import Codebook
from analyzer.coding.matcher import Match, Matcher, longest
from analyzer.coding.result import Evidence, Finding, RuleCode, is_direct, missed
from analyzer.coding.schema import DOMAINS, GOALS, THEMES
from analyzer.coding.statements import NOT_PROSE, StatementRules, add, softmax
from analyzer.language.clauses import Clause, ClauseAnalyser
from analyzer.language.tokens import Tokens, tokenize
from analyzer.language.units import Unit
from analyzer.remembered import Remembered

__all__ = ["Evidence", "RuleCode", "RuleCoder"]

_REMEMBERED = 10_000
"""Headings and previous units whose analysis is kept."""
_NEAR = 8
"""Words between an ambiguous word and the direct digital word that decides its meaning."""


class _Context(NamedTuple):
    """What a heading or previous unit contributes."""

    direct: bool
    domains: dict[str, float]


_THEME_PLACE = {theme: place for place, theme in enumerate(THEMES)}
_NO_THEMES = (0.005,) * len(THEMES)
_NOTHING = _Context(False, {})


class RuleCoder:
    """Codes units with the rules of a codebook; the same unit always gets the same codes.

    Parameters
    ----------
    codebook : Codebook
        The measurement instrument.
    """

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self._matcher = Matcher(codebook.terms)
        self._clauses = ClauseAnalyser(codebook.verbs)
        self._statements = StatementRules(codebook.signals, self._matcher, self._clauses)
        self._rules = codebook.signals.rules
        self._anaphors = frozenset(codebook.verbs.words["terugwijzer"])
        self._concreteness = codebook.scoring.concreteness
        self._dagger = codebook.dagger
        self._contexts: dict[str, _Context] = {}
        self._found: dict[tuple[str, int], list[Match]] = {}
        self._of_points = Remembered(self._most, most=_REMEMBERED)
        self._of_details = Remembered(self._share, most=_REMEMBERED)

    def code(self, units: Iterable[Unit], tokens: Iterable[Tokens] | None = None) -> list[RuleCode]:
        """Code units.

        Parameters
        ----------
        units : iterable of Unit
            What to code.
        tokens : iterable of Tokens, optional
            Their words, in the same order; quick tokens are made when left out.

        Returns
        -------
        list of RuleCode
            In the order of `units`.
        """
        if tokens is None:
            return [self.code_unit(unit, tokenize(unit.text)) for unit in units]
        return [self.code_unit(unit, words) for unit, words in zip(units, tokens, strict=True)]

    def code_unit(self, unit: Unit, tokens: Tokens) -> RuleCode:
        """Code one unit whose words are known."""
        matches = self._find(tokens)
        clause = self._clauses.analyse(tokens, is_item=unit.kind == "list_item" or bool(unit.lead_in))
        finding = Finding(unit, tokens, matches, clause)
        p_statement = self._statements.code(finding)
        statement = _statement(p_statement)
        means, p_explicit = self._explicit(finding)
        p_goal = 1.0 - p_statement[2]
        implied = self._implicit(finding, p_explicit, p_goal)
        digital = "E" if p_explicit >= 0.5 else "I" if statement in GOALS and implied >= 0.5 else "G"
        p_implicit = implied * (1.0 - p_explicit) * p_goal
        p_digital = _agreeing(digital, p_explicit, p_implicit)
        p_themes = _NO_THEMES if unit.kind in NOT_PROSE else self._themes(finding, digital, statement)
        domain, p_domain = self._domain(finding, statement)
        negated = digital == "E" and self._negated(finding, means)
        return RuleCode(
            statement=statement,
            p_statement=p_statement,
            digital=digital,
            p_digital=p_digital,
            themes=()
            if p_themes is _NO_THEMES
            else tuple(theme for theme, p in zip(THEMES, p_themes, strict=True) if p >= 0.5),
            p_themes=p_themes,
            domain=domain,
            p_domain=p_domain,
            negated=negated,
            evidence=finding.evidence,
            clause=clause,
            concreteness=self._concrete(clause),
            scores=finding.scores,
        )

    def _find(self, tokens: Tokens) -> list[Match]:
        """Matches whose capitals are right too; kept, since a unit is also the next one's previous unit."""
        key = (tokens.text, len(tokens))
        found = self._found.get(key)
        if found is None:
            found = [
                match
                for match in self._matcher.find(tokens.lower)
                if not match.term.written
                or tokens.text[tokens.starts[match.first] : tokens.ends[match.last]] == match.term.written
            ]
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[key] = found
        return found

    def _explicit(self, finding: Finding) -> tuple[list[Match], float]:
        """Digital words that count, and the chance that the unit is explicitly digital."""
        found = longest(finding.of_code("E"))
        anchors = [match for match in found if is_direct(match.term)]
        kept = [match for match in found if self._condition(finding.unit, match, anchors)]
        for match in kept:
            name = f"E:{match.term.family}"
            finding.scores[name] = max(finding.scores.get(name, 0.0), match.term.weights["E"])
            finding.note(match.first, match.last, "E", f"digitaal woord ({match.term.family})")
        if kept:
            probability = 1.0 - missed(kept, "E", self._rules["trust_explicit"], 0.95)
        else:
            probability = self._from_context(finding)
        return kept, max(0.01, min(0.99, probability))

    def _condition(self, unit: Unit, match: Match, anchors: Sequence[Match]) -> bool:
        """Whether what a term requires beside it is there."""
        others = [anchor for anchor in anchors if anchor is not match]
        requires = match.term.requires
        if requires == "near":
            return any(anchor.first - match.last <= _NEAR and match.first - anchor.last <= _NEAR for anchor in others)
        if requires == "unit":
            return bool(others)
        if requires == "context":
            return bool(others) or self._context(unit.heading).direct or self._context(unit.previous).direct
        return True

    def _from_context(self, finding: Finding) -> float:
        """Chance that a unit without digital words goes on about a digital subject."""
        heading = self._context(finding.unit.heading).direct
        previous = self._context(finding.unit.previous).direct
        back = previous and any(word in self._anaphors for word in finding.tokens.lower[:4])
        finding.scores["context:heading"] = float(heading)
        finding.scores["context:previous"] = float(previous)
        finding.scores["context:anaphor"] = float(back)
        name = ("heading_" if heading else "") + ("anaphor" if back else "previous" if previous else "")
        return self._rules.get(f"context_{name.strip('_')}", 0.02) if name else 0.02

    def _implicit(self, finding: Finding, p_explicit: float, p_goal: float) -> float:
        """Chance that a goal without digital words runs on systems or data all the same."""
        found = longest(finding.of_code("I"))
        for match in found:
            finding.scores[f"I:{match.term.family}"] = 1.0
            if p_explicit < 0.5 <= p_goal:
                why = f"loopt in de uitvoering over systemen of gegevens ({match.term.family})"
                finding.note(match.first, match.last, "I", why)
        return max(0.01, 1.0 - missed(found, "I", self._rules["trust_implicit"], 0.9))

    def _themes(self, finding: Finding, digital: str, statement: str) -> tuple[float, ...]:
        by_theme: dict[str, list[Match]] = {}
        for match in finding.matches:
            for code in match.term.weights:
                if code in _THEME_PLACE:
                    by_theme.setdefault(code, []).append(match)
        if not by_theme:
            return _NO_THEMES
        probabilities = list(_NO_THEMES)
        for theme, matches in by_theme.items():
            kept = longest(matches)
            probability = 1.0 - missed(kept, theme, self._rules["trust_theme"], 0.9)
            finding.scores[f"T:{theme}"] = probability
            if digital == "G" and (theme in self._dagger or kept[0].term.requires == "digital"):
                probability = 0.0
            wanted = "description" if statement == "O" else "goal"
            if all(match.term.requires not in ("", "digital", wanted) for match in kept):
                probability *= self._rules["theme_elsewhere"]
            probabilities[_THEME_PLACE[theme]] = max(0.005, min(0.97, probability))
            if probability >= 0.5:
                for match in kept:
                    finding.note(match.first, match.last, theme, f"past bij {match.term.family}")
        return tuple(probabilities)

    def _domain(self, finding: Finding, statement: str) -> tuple[str, tuple[float, ...]]:
        points: dict[str, float] = {}
        found = longest(finding.of_lexicon("domeinen"))
        for match in found:
            add(points, match.term.weights)
        for text, share in (
            (finding.unit.heading, self._rules["domain_heading"]),
            (" ".join(finding.unit.section[:-1]), self._rules["domain_section"]),
            (finding.unit.previous, self._rules["domain_previous"]),
        ):
            if text:
                for code, value in self._context(text).domains.items():
                    points[code] = points.get(code, 0.0) + share * min(value, 2.0)
        if statement in GOALS:
            # A goal is somebody's business; without a field of its own it is the government's.
            points["bestuur"] = points.get("bestuur", 0.0) + self._rules["domain_goal"]
        best, chances = self._of_points[tuple(points.items())]
        for match in found:
            if best in match.term.weights:
                finding.note(match.first, match.last, best, "woord van dit beleidsveld")
        return best, chances

    def _most(self, found: tuple[tuple[str, float], ...]) -> tuple[str, tuple[float, ...]]:
        """The domain with the most points, and the probability of each."""
        points = dict(found)
        values = [points.get(domain, 0.0) for domain in DOMAINS[:-1]] + [self._rules["domain_none"]]
        return DOMAINS[max(range(len(DOMAINS)), key=values.__getitem__)], softmax(values, 0.7)

    def _context(self, text: str) -> _Context:
        if not text:
            return _NOTHING
        known = self._contexts.get(text)
        if known is None:
            matches = self._find(tokenize(text))
            domains: dict[str, float] = {}
            for match in longest([match for match in matches if match.term.lexicon == "domeinen"]):
                add(domains, match.term.weights)
            if len(self._contexts) >= _REMEMBERED:
                self._contexts.clear()
            known = self._contexts[text] = _Context(any(is_direct(match.term) for match in matches), domains)
        return known

    def _negated(self, finding: Finding, means: Sequence[Match]) -> bool:
        """Whether every digital means in the unit is rejected; threats and protection are no means."""
        chosen = [match for match in means if match.term.family not in ("dreiging", "privacy")]
        places = [self._clauses.negates(finding.tokens.lower, match.first, match.last) for match in chosen]
        if not places or any(place is None for place in places):
            return False
        for place in sorted({place for place in places if place is not None}):
            finding.note(place, place, "negated", "wijst het digitale middel af")
        return True

    def _concrete(self, clause: Clause) -> float:
        actor = clause.actor in ("wij", "overheid", "partij")
        return self._of_details[
            actor, clause.deadline is not None, clause.amount is not None, clause.instrument is not None
        ]

    def _share(self, there: tuple[bool, bool, bool, bool]) -> float:
        """Share of actor, deadline, amount and instrument that is there, weighted by the codebook."""
        weights = [self._concreteness.get(name, 0.0) for name in ("actor", "deadline", "amount", "instrument")]
        total = sum(weights)
        return sum(weight for weight, one in zip(weights, there, strict=True) if one) / total if total else 0.0


def _statement(probabilities: tuple[float, ...]) -> str:
    """Goal or not is decided first: doubt between M and A must not make a goal a description."""
    measure, ambition, other = probabilities
    return "O" if other > 0.5 else "M" if measure >= ambition else "A"


def _agreeing(digital: str, p_explicit: float, p_implicit: float) -> tuple[float, ...]:
    """Probabilities of E, I and G whose highest is the code that was given."""
    p_none = max(0.0, 1.0 - p_explicit - p_implicit)
    if (digital == "I") != (p_implicit > max(p_explicit, p_none)) and digital != "E":
        p_implicit, p_none = p_none, p_implicit
    return p_explicit, p_implicit, p_none
