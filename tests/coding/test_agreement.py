"""Krippendorff's alpha on examples whose value is known."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analyzer.coding.agreement import agreement, krippendorff_alpha


def test_alpha_of_a_textbook_example() -> None:
    # Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", part A: binary data, two observers.
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert krippendorff_alpha(first, second) == pytest.approx(0.095, abs=0.001)


def test_alpha_at_its_ends() -> None:
    assert krippendorff_alpha("MAOMAO", "MAOMAO") == 1.0
    assert krippendorff_alpha("MA" * 10, "AM" * 10) < 0
    assert math.isnan(krippendorff_alpha("OOO", "OOO"))


def test_agreement_per_code_matches_units_by_id() -> None:
    def coding(statements: str) -> pd.DataFrame:
        return pd.DataFrame({
            "id": [f"u{n}" for n in range(len(statements))], "statement": list(statements), "digital": "G",
            "themes": [["DEM2"]] * len(statements), "domain": "zorg",
        })  # fmt: skip

    table = agreement(coding("MAOM" * 6), coding("MAOM" * 5 + "MAAM")[::-1]).set_index("code")
    assert table.loc["statement", "agreement"] == pytest.approx(23 / 24)
    assert table.loc["M", "alpha"] == 1.0
    assert table.loc["A", "low"] <= table.loc["A", "alpha"] <= table.loc["A", "high"] < 1.0 + 1e-9
