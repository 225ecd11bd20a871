"""What is still to be won: goals that run on digital means without naming them, and what would raise the level."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..codebook import Codebook
from ..coding.schema import GOALS
from .indicators import INDICATORS, total

NEXT_COLUMNS = ("indicator", "now", "needed")
_POTENTIAL = 0.25
"""Probability of an implicit component from which a goal without digital means has potential."""
_STEPS = 40


def missed_chances(units: pd.DataFrame, *, limit: int = 12) -> pd.DataFrame:
    """Gemiste kansen: goals that name no digital means while carrying them out would run on those.

    Parameters
    ----------
    units : DataFrame
        Coded units of one document.
    limit : int
        Most goals to return.

    Returns
    -------
    DataFrame
        Rows of `units`, index kept: goals coded I, and goals coded G of which the coder gives I a probability of at
        least a quarter; the most probable first. A text that stands there twice is returned once.
    """
    goals = units[units["statement"].isin(GOALS) & ~units["negated"].astype(bool)]
    open_goals = goals[(goals["digital"] == "I") | ((goals["digital"] == "G") & (goals["p_I"] >= _POTENTIAL))]
    ordered = open_goals.sort_values(["p_I", "unit_id"], ascending=[False, True]).drop_duplicates("text")
    return ordered.head(limit)


def next_level(values: Mapping[str, float], score: float, codebook: Codebook) -> tuple[str | None, pd.DataFrame]:
    """What would raise the level: to which value each indicator, by itself, must rise to reach the next cut point.

    Parameters
    ----------
    values : mapping
        The five indicators, each between 0 and 1.
    score : float
        The score that goes with them, 0 … 100.
    codebook : Codebook
        Weights, floor and cut points.

    Returns
    -------
    level : str or None
        The next level; ``None`` at the highest.
    table : DataFrame
        Columns ``NEXT_COLUMNS``, the smallest rise first; `needed` is missing where that indicator alone, even at its
        highest, is not enough. Solved by bisection on the formula of the score itself.
    """
    higher = [(cut, name) for name, cut in codebook.scoring.cut_points.items() if cut > score]
    if not higher:
        return None, pd.DataFrame(columns=list(NEXT_COLUMNS))
    cut, level = min(higher)
    weights, floor = codebook.scoring.indicators, codebook.scoring.parameters["floor"]
    rows = []
    for name in INDICATORS:
        needed: float | None = None
        if total({**values, name: 1.0}, weights, floor) >= cut:
            low, high = values[name], 1.0
            for _ in range(_STEPS):
                middle = (low + high) / 2.0
                low, high = (low, middle) if total({**values, name: middle}, weights, floor) >= cut else (middle, high)
            needed = high
        rows.append((name, values[name], needed))
    table = pd.DataFrame.from_records(rows, columns=list(NEXT_COLUMNS)).astype({"needed": "Float64"})
    rise = (table["needed"] - table["now"]).astype("Float64")
    return level, table.iloc[rise.fillna(2.0).argsort(kind="stable")].reset_index(drop=True)
