"""Coded units as a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analyzer.coding.result import Evidence, RuleCode
from analyzer.coding.schema import P_DIGITAL, P_STATEMENT, P_THEMES, PLACE, SECTION_SEPARATOR, UNITS
from analyzer.language.units import Unit


def to_frame(units: Sequence[Unit], codes: Sequence[RuleCode]) -> pd.DataFrame:
    """Put units and their codes in one table.

    Parameters
    ----------
    units : sequence of Unit
        The units.
    codes : sequence of RuleCode
        Their codes, in the same order.

    Returns
    -------
    DataFrame
        One row a unit, columns as in `analyzer.coding.schema.UNITS`.
    """
    columns: dict[str, Sequence[object] | np.ndarray] = {
        **{name: [getattr(unit, name) for unit in units] for name in PLACE if name != "section"},
        "section": [SECTION_SEPARATOR.join(unit.section) for unit in units],
        **{name: [getattr(code, name) for code in codes] for name in ("statement", "digital", "domain", "negated")},
        "themes": [list(code.themes) for code in codes],
        "evidence": [[_plain(item) for item in code.evidence] for code in codes],
    }
    for names, chances in (
        (P_STATEMENT, [code.p_statement for code in codes]),
        (P_DIGITAL, [code.p_digital for code in codes]),
        (P_THEMES, [code.p_themes for code in codes]),
    ):
        rounded = np.round(np.array(chances, dtype=float).reshape(len(codes), len(names)), 4)
        columns.update(zip(names, rounded.T, strict=True))
    return pd.DataFrame(columns, columns=list(UNITS))


def _plain(item: Evidence) -> dict[str, object]:
    start, end, match, code, why = item
    return {"start": start, "end": end, "match": match, "code": code, "why": why}
