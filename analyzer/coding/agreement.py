"""Do two codings of the same units agree beyond chance? Krippendorff's alpha per code, with an interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .schema import DIGITAL, DOMAINS, STATEMENTS, THEMES

_DRAWS = 2000
_LEAST = 5
"""Units a code must have in either coding to get a row of its own."""


def krippendorff_alpha(first: Sequence[object], second: Sequence[object]) -> float:
    """Krippendorff's alpha for nominal codes of two coders without missing values.

    Parameters
    ----------
    first, second : sequence
        Codes of the same units in the same order.

    Returns
    -------
    float
        1 for perfect agreement, 0 for agreement by chance; NaN when every unit has the same code.
        Krippendorff (2018), *Content Analysis*, 4th ed., ch. 12.
    """
    pairs = len(first)
    _, codes = np.unique(np.array([str(code) for code in (*first, *second)]), return_inverse=True)
    counts = np.bincount(codes)
    observed = float((codes[:pairs] != codes[pairs:]).mean())
    values = 2 * pairs
    expected = 1.0 - float((counts * (counts - 1)).sum()) / (values * (values - 1))
    return 1.0 - observed / expected if expected > 0 else float("nan")


def agreement(first: pd.DataFrame, second: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """Agreement of two codings.

    Parameters
    ----------
    first, second : DataFrame
        Columns ``id``, ``statement``, ``digital``, ``themes`` (list) and ``domain``; units in both are compared.
    seed : int
        Seed of the bootstrap over units.

    Returns
    -------
    DataFrame
        Columns ``code``, ``units`` (with the code in either coding), ``agreement`` (share), ``alpha``, ``low`` and
        ``high`` (90%). The first rows are whole questions, the others yes-or-no per code.
    """
    second = second.set_index("id")
    first = first[first["id"].isin(second.index)].set_index("id")
    second = second.loc[first.index]
    columns: dict[str, tuple[np.ndarray, np.ndarray]] = {
        name: (first[name].to_numpy(dtype=str), second[name].to_numpy(dtype=str))
        for name in ("statement", "digital", "domain")
    }
    for name, codes in (("statement", STATEMENTS), ("digital", DIGITAL), ("domain", DOMAINS)):
        columns |= {code: (columns[name][0] == code, columns[name][1] == code) for code in codes}
    for theme in THEMES:
        one, two = (np.array([theme in codes for codes in side["themes"]]) for side in (first, second))
        columns[theme] = (one, two)
    rng = np.random.default_rng(seed)
    picks = rng.integers(0, len(first), (_DRAWS, len(first)))
    rows = []
    for name, (one, two) in columns.items():
        units = len(first) if one.dtype.kind == "U" else int((one | two).sum())
        alpha = krippendorff_alpha(one, two)  # type: ignore[arg-type]
        if units < _LEAST or np.isnan(alpha):
            continue
        drawn = [krippendorff_alpha(one[pick], two[pick]) for pick in picks]  # type: ignore[arg-type]
        low, high = np.nanquantile(drawn, [0.05, 0.95])
        rows.append((name, units, float((one == two).mean()), alpha, float(low), float(high)))
    return pd.DataFrame(rows, columns=["code", "units", "agreement", "alpha", "low", "high"])
