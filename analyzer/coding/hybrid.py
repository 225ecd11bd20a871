"""Rules and classifiers together: the classifiers decide, from words and from what the rules saw; rules can veto.

Vetoes are for what a rule knows for certain and a classifier cannot learn from examples: a heading or a table row
promises nothing; a unit without any digital sign, in itself or around it, is not explicitly digital.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..language.tokens import Tokens, tokenize
from ..language.units import Unit
from .classifier import UnitClassifier, given
from .features import batch_of, of_word
from .result import Evidence, RuleCode
from .rules import RuleCoder
from .schema import THEMES
from .statements import NOT_PROSE

_AT_ONCE = 4_000
_MOST_REASONS = 3
_ODDS_THAT_COUNT = 0.05
"""Smallest contribution of a word, in log-odds, that is worth naming."""


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
        tokens = [tokenize(unit.text) for unit in units]
        ruled = self._rules.code(units, tokens)
        chances = self._classifier.chances(
            batch_of(units, ruled, tokens), np.array([code.p_themes for code in ruled]).reshape(-1, len(THEMES))
        )
        chances = chances.vetoed(
            prose=np.array([unit.kind not in NOT_PROSE for unit in units], dtype=bool),
            signs=np.array([code.digital_sign for code in ruled], dtype=bool),
        )
        out = given(chances, self._thresholds)
        rows = zip(
            units, tokens, ruled, out["statement"], out["p_statement"].tolist(), out["digital"],
            out["p_digital"].tolist(), out["themes"], out["p_themes"].tolist(), out["domain"],
            chances.domain.tolist(), strict=True,
        )  # fmt: skip
        return [self._one(*row) for row in rows]

    def _one(
        self, unit: Unit, tokens: Tokens, ruled: RuleCode, statement: str, p_statement: list[float], digital: str,
        p_digital: list[float], themes: np.ndarray, p_themes: list[float], domain: str, p_domain: list[float],
    ) -> RuleCode:  # fmt: skip
        named = tuple(theme for theme, there in zip(THEMES, themes, strict=True) if there)
        negated = ruled.negated and digital == "E"
        code = replace(
            ruled, statement=str(statement), p_statement=tuple(p_statement), digital=str(digital),
            p_digital=tuple(p_digital), themes=named, p_themes=tuple(p_themes), domain=str(domain),
            p_domain=tuple(p_domain), negated=negated,
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
        for name in sorted(wanted - {item.code for item in kept} - {"O", "geen", "negated"}):
            kept += self._reasons(tokens, name)
        return kept

    def _reasons(self, tokens: Tokens, code: str) -> list[Evidence]:
        """The words that weighed most for a code, in the order of the text."""
        weights = self._classifier.weights_of_words(code)
        if weights is None:
            return []
        length = 3.0 / np.sqrt(max(len(set(tokens.lower)), 1) * 4.0)
        worth = [length * sum(weights.get(name, 0.0) for name in of_word(word)) for word in tokens.lower]
        best = sorted(range(len(worth)), key=lambda place: (-worth[place], place))[:_MOST_REASONS]
        return [
            Evidence(
                tokens.starts[place], tokens.ends[place], tokens.text[tokens.starts[place] : tokens.ends[place]], code,
                "woordkeus van gecodeerde zinnen met deze code",
            )
            for place in sorted(best)
            if worth[place] >= _ODDS_THAT_COUNT
        ]  # fmt: skip
