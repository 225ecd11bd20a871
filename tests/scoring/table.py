"""Coded units made by hand, for tests of scores that need no coder."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from analyzer.coding.schema import DIGITAL, STATEMENTS, THEMES


def unit(text: str, section: str = "A", statement: str = "A", digital: str = "G", themes: Iterable[str] = (),
         domain: str = "bestuur", negated: bool = False, concreteness: float = 0.0, sure: float = 1.0) -> dict[str, Any]:  # fmt: skip
    """One coded unit; `sure` is the probability of each of its codes."""
    rest = (1.0 - sure) / 2.0
    themes = [theme for theme in THEMES if theme in set(themes)]
    return {
        "document_id": "d", "unit_id": f"{section}/{text}"[:40], "page": 1, "section": section, "heading": section,
        "previous": "", "start": 0, "end": len(text), "text": text, "statement": statement,
        **{f"p_{code}": sure if code == statement else rest for code in STATEMENTS}, "digital": digital,
        **{f"p_{code}": sure if code == digital else rest for code in DIGITAL}, "themes": themes,
        **{f"p_{code}": sure if code in themes else 0.0 for code in THEMES}, "domain": domain, "negated": negated,
        "evidence": [], "concreteness": concreteness, "hr": [],
    }  # fmt: skip


def document(units: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """A table of coded units."""
    return pd.DataFrame(list(units))
