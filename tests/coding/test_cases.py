"""Readable cases: sentences of our own with the codes that they must get."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from analyzer.codebook import load_codebook
from analyzer.coding.coder import Coder
from analyzer.coding.rules import RuleCode, RuleCoder
from analyzer.coding.schema import DIGITAL, DOMAINS, STATEMENTS, THEMES
from analyzer.language.units import Unit

FOLDER = Path(__file__).resolve().parents[1] / "cases"
FIELDS = {
    "text", "heading", "previous", "lead_in", "kind",
    "statement", "digital", "themes", "not", "domain", "negated", "why", "known_failure",
}  # fmt: skip


def read_cases() -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{path.stem}-{number}", case)
        for path in sorted(FOLDER.glob("*.yaml"))
        for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1)
    ]


CASES = read_cases()
CONTEXT = ("heading", "previous", "lead_in", "kind")


@lru_cache(maxsize=1)
def coder() -> RuleCoder:
    return RuleCoder(load_codebook())


def code(case: dict[str, Any]) -> RuleCode:
    context = {name: case[name] for name in CONTEXT if name in case}
    return coder().code([Unit("u", "d", case["text"], **context)])[0]


def as_parameter(name: str, case: dict[str, Any]) -> Any:
    reason = case.get("known_failure")
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(case, id=name, marks=marks)


@pytest.mark.parametrize("case", [as_parameter(name, case) for name, case in CASES])
def test_case(case: dict[str, Any]) -> None:
    found = code(case)
    expected = {name: case[name] for name in ("statement", "digital", "domain", "negated") if name in case}
    assert {name: getattr(found, name) for name in expected} == expected, found.evidence
    if "themes" in case:
        wanted = set(case["themes"])
        assert wanted <= set(found.themes), found.evidence
        assert case["themes"] or not found.themes, found.evidence
    assert not set(case.get("not", ())) & {*found.themes, found.statement, found.digital}, found.evidence


def test_cases_are_well_formed() -> None:
    texts = [case["text"] for _, case in CASES]
    assert len(texts) >= 200
    assert len(set(texts)) == len(texts)
    for name, case in CASES:
        assert set(case) <= FIELDS, name
        assert case["why"], name


def test_cases_cover_every_code() -> None:
    for field, codes in (("statement", STATEMENTS), ("digital", DIGITAL), ("domain", DOMAINS)):
        assert set(codes) == {case[field] for _, case in CASES if field in case and "known_failure" not in case}
    assert set(THEMES) == {
        theme for _, case in CASES if "known_failure" not in case for theme in case.get("themes", ())
    }


def test_cases_cover_every_exclusion() -> None:
    denied = {theme for _, case in CASES for theme in case.get("not", ())}
    assert {theme.code for theme in load_codebook().themes if theme.exclude} <= denied
    assert load_codebook().dagger <= denied


def test_the_coder_that_ships_gets_nearly_all_cases() -> None:
    """Learned weights may outvote a rule; a case that the rules know to fail may fail here too."""
    known = [case for _, case in CASES if not case.get("known_failure")]
    units = [
        Unit(f"u{place}", "d", case["text"], **{name: case[name] for name in CONTEXT if name in case})
        for place, case in enumerate(known)
    ]
    codes = Coder(load_codebook()).code(units).to_dict(orient="records")
    wrong = [case["text"] for case, found in zip(known, codes, strict=True) if not agrees(case, found)]
    assert len(wrong) <= 0.04 * len(known), wrong


def agrees(case: dict[str, Any], found: dict[str, Any]) -> bool:
    given = {*found["themes"], found["statement"], found["digital"]}
    same = all(found[name] == case[name] for name in ("statement", "digital", "domain", "negated") if name in case)
    themes = set(case.get("themes", ())) <= given and not (case.get("themes") == [] and found["themes"])
    return same and themes and not set(case.get("not", ())) & given
