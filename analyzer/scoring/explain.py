"""Why a score is what it is: the sentences that carry it, and what the score would be without each."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..codebook import Codebook
from ..coding.schema import THEMES
from .indicators import count, indicators, total
from .sample import Sample
from .score import arrays, by_process

EXPLAIN_COLUMNS = (
    "unit_id", "page", "section", "text", "statement", "digital", "themes", "why", "p", "score_without", "worth",
)  # fmt: skip


def explain(
    units: pd.DataFrame, *, codebook: Codebook, kind: str | None = None, theme: str | None = None, limit: int = 25
) -> pd.DataFrame:
    """The sentences that carry the score, the heaviest first.

    Parameters
    ----------
    units : DataFrame
        Coded units of one document.
    codebook : Codebook
        Its scoring values are used.
    kind : str, optional
        Kind of document.
    theme : str, optional
        Only sentences with this theme.
    limit : int
        Most sentences to return.

    Returns
    -------
    DataFrame
        Columns ``EXPLAIN_COLUMNS``; `worth` is the score minus the score without that sentence (and without its
        repetitions, which count once).
    """
    parameters, weights = codebook.scoring.parameters, codebook.scoring.indicators
    taken = arrays(units, parameters)
    processes = by_process(kind)

    def value(kept: Sample) -> float:
        if not len(kept):
            return 0.0
        return total(
            indicators(count(kept, parameters, by_process=processes), parameters), weights, parameters["floor"]
        )

    whole = value(taken)
    wanted = taken.explicit | taken.implicit
    if theme is not None:
        wanted = taken.themes[:, THEMES.index(theme)]
    records = []
    for place in np.flatnonzero(wanted):
        keep = np.ones(len(taken), dtype=bool)
        keep[place] = False
        without = value(taken.only(keep))
        row = units.iloc[taken.rows[place]]
        records.append(
            {
                "unit_id": row["unit_id"],
                "page": int(row["page"]),
                "section": row["section"],
                "text": row["text"],
                "statement": row["statement"],
                "digital": row["digital"],
                "themes": row["themes"],
                "why": describe(row["evidence"]),
                "p": float(row[f"p_{theme}"] if theme else row["p_E"] + row["p_I"]),
                "score_without": without,
                "worth": whole - without,
            }
        )
    table = pd.DataFrame.from_records(records, columns=list(EXPLAIN_COLUMNS))
    return table.sort_values(["worth", "p", "unit_id"], ascending=[False, False, True], ignore_index=True).head(limit)


def describe(evidence: list[dict[str, object]]) -> str:
    """The deciding words and reasons of a unit in one line."""
    parts = []
    for item in evidence:
        words, why = str(item.get("match", "")), str(item.get("why", ""))
        part = f"{item.get('code', '')}: " + (f"“{words}”" if words else "") + (f" ({why})" if why else "")
        if part not in parts:
            parts.append(part)
    return "; ".join(parts)
