"""Rules and classifiers together: the classifiers decide, from words and from what the rules saw; rules can veto.

Vetoes are for what a rule knows for certain and a classifier cannot learn from examples: a heading or a table row
promises nothing; a unit without any digital sign, in itself or around it, is not explicitly digital.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..language.tokens import Tokens, tokenize
from ..language.units import Unit
from .classifier import Chances, UnitClassifier, given
from .features import batch_of
from .result import Evidence, RuleCode
from .rules import RuleCoder
from .schema import DIGITAL, DOMAINS, STATEMENTS, THEMES
from .statements import NOT_PROSE

_AT_ONCE = 4_000
_MOST_REASONS = 3
_LEAST_WEIGHT = 0.2
"""Smallest weight of a word that is worth naming."""
_BY_WEIGHT = frozenset({*STATEMENTS, *DOMAINS}) - {"O", "geen"}
"""Codes whose deciding words are told by weight."""


class HybridCoder:
    """Codes units with rules and classifiers.

    Parameters
    ----------
    rules : RuleCoder
        The rules.
    classifier : UnitClassifier
        Classifiers trained with the same rules.
    """

    def __init__(self, rules: RuleCoder, classifier: UnitClassifier) -> None:
        self._rules = rules
        self._classifier = classifier
        self._thresholds = {code: classifier.threshold(code) for code in ("E", "I", *THEMES)}

    def code(self, units: Sequence[Unit]) -> list[RuleCode]:
        """Code units.

        Parameters
        ----------
        units : sequence of Unit
            What to code.

        Returns
        -------
        list of RuleCode
            In the order of `units`; each unit's codes do not depend on the others.
        """
        return [code for at in range(0, len(units), _AT_ONCE) for code in self._some(units[at : at + _AT_ONCE])]

    def _some(self, units: Sequence[Unit]) -> list[RuleCode]:
        tokens, ruled, chances, out = self._judge(units)
        rows = zip(
            units, tokens, ruled, out["statement"].tolist(), out["p_statement"].tolist(), out["digital"].tolist(),
            out["p_digital"].tolist(), out["themes"].tolist(), out["p_themes"].tolist(), out["domain"].tolist(),
            chances.domain.tolist(), strict=True,
        )  # fmt: skip
        codes = [self._one(*row) for row in rows]
        self._add_tested(units, tokens, codes)
        return codes

    def _judge(self, units: Sequence[Unit]) -> tuple[list[Tokens], list[RuleCode], Chances, dict[str, np.ndarray]]:
        """Words, what the rules say, probabilities and codes of units."""
        tokens = [tokenize(unit.text) for unit in units]
        ruled = self._rules.code(units, tokens)
        chances = self._classifier.chances(
            batch_of(units, ruled, tokens), np.array([code.p_themes for code in ruled]).reshape(-1, len(THEMES))
        )
        chances = chances.vetoed(
            prose=np.array([unit.kind not in NOT_PROSE for unit in units], dtype=bool),
            signs=np.array([code.digital_sign for code in ruled], dtype=bool),
        )
        return tokens, ruled, chances, given(chances, self._thresholds)

    def _one(
        self, unit: Unit, tokens: Tokens, ruled: RuleCode, statement: str, p_statement: list[float], digital: str,
        p_digital: list[float], themes: list[bool], p_themes: list[float], domain: str, p_domain: list[float],
    ) -> RuleCode:  # fmt: skip
        named = tuple(itertools.compress(THEMES, themes))
        negated = ruled.negated and digital == "E"
        code = RuleCode(
            statement, tuple(p_statement), digital, tuple(p_digital), named, tuple(p_themes), domain, tuple(p_domain),
            negated, [], ruled.clause, ruled.concreteness, ruled.scores,
        )  # fmt: skip
        code.evidence = self._evidence(unit, tokens, ruled, code)
        return code

    def _evidence(self, unit: Unit, tokens: Tokens, ruled: RuleCode, code: RuleCode) -> list[Evidence]:
        """What the rules named for the codes that were given; for other codes the words that weighed most."""
        wanted = {code.statement, code.domain, *code.themes}
        wanted |= {code.digital} if code.digital != "G" else set()
        wanted |= {"negated"} if code.negated else set()
        kept = [item for item in ruled.evidence if item.code in wanted]
        if unit.kind in NOT_PROSE:
            return kept
        for name in sorted((wanted & _BY_WEIGHT) - {item.code for item in kept}):
            kept += self._reasons(tokens, name)
        return kept

    def _add_tested(self, units: Sequence[Unit], tokens: Sequence[Tokens], codes: Sequence[RuleCode]) -> None:
        """For themes and digital codes that no rule accounts for: words without which the code is less likely.

        Weights alone do not tell, since a word also decides what the rules see; so the unit is judged without it.
        """
        trials: list[tuple[int, str, Evidence]] = []
        deciding: dict[tuple[int, str], list[Evidence]] = {}
        for row, code in enumerate(codes):
            named = {item.code for item in code.evidence}
            wanted = [name for name in (code.digital, *code.themes) if name != "G" and name not in named]
            deciding |= {(row, name): [] for name in wanted}
            trials += [(row, name, item) for name in wanted for item in self._reasons(tokens[row], name, least=0.0)]
        out = self._judge([_without(units[row], item) for row, _, item in trials])[3] if trials else {}
        for place, (row, name, item) in enumerate(trials):
            if _chance(out, place, name) < _chance_of(codes[row], name):
                deciding[row, name].append(item)
        for (row, name), items in deciding.items():
            text = units[row].text
            codes[row].evidence += items or [Evidence(0, len(text), text, name, "de zin als geheel")]

    def _reasons(self, tokens: Tokens, code: str, least: float = _LEAST_WEIGHT) -> list[Evidence]:
        """The words that weighed most for a code, in the order of the text."""
        weights = self._classifier.word_weights(code)
        if weights is None:
            return []
        worth = map(weights.__getitem__, tokens.lower)
        best = sorted([(-weight, place) for place, weight in enumerate(worth) if weight > least])[:_MOST_REASONS]
        return [
            Evidence(
                tokens.starts[place], tokens.ends[place], tokens.text[tokens.starts[place] : tokens.ends[place]], code,
                "woordkeus van gecodeerde zinnen met deze code",
            )
            for place in sorted([place for _, place in best])
        ]  # fmt: skip


def _without(unit: Unit, item: Evidence) -> Unit:
    """The unit without some of its words."""
    return replace(unit, text=" ".join((unit.text[: item.start] + unit.text[item.end :]).split()))


def _chance(out: dict[str, np.ndarray], row: int, code: str) -> float:
    """Probability of a theme or digital code in a row of what was judged."""
    if code in DIGITAL:
        return float(out["p_digital"][row, DIGITAL.index(code)])
    return float(out["p_themes"][row, THEMES.index(code)])


def _chance_of(code: RuleCode, name: str) -> float:
    if name in DIGITAL:
        return code.p_digital[DIGITAL.index(name)]
    return code.p_themes[THEMES.index(name)]
