"""Coded units as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analyzer.coding.result import RuleCode
from analyzer.coding.schema import P_DIGITAL, P_STATEMENT, P_THEMES, SECTION_SEPARATOR, UNITS
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
    rows = [_row(unit, code) for unit, code in zip(units, codes, strict=True)]
    return pd.DataFrame(rows, columns=list(UNITS))


def _row(unit: Unit, code: RuleCode) -> dict[str, object]:
    row: dict[str, object] = {
        "document_id": unit.document_id,
        "unit_id": unit.unit_id,
        "page": unit.page,
        "section": SECTION_SEPARATOR.join(unit.section),
        "heading": unit.heading,
        "previous": unit.previous,
        "start": unit.start,
        "end": unit.end,
        "text": unit.text,
        "statement": code.statement,
        "digital": code.digital,
        "themes": list(code.themes),
        "domain": code.domain,
        "negated": code.negated,
        "evidence": [item._asdict() for item in code.evidence],
    }
    for names, values in (
        (P_STATEMENT, code.p_statement),
        (P_DIGITAL, code.p_digital),
        (P_THEMES, code.p_themes),
    ):
        row.update((name, round(value, 4)) for name, value in zip(names, values, strict=True))
    return row
