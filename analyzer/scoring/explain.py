"""Why a number is what it is: the sentences that carry it, and what it would be without each."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ..codebook import Codebook
from ..coding.schema import GOALS, THEMES
from .indicators import INDICATORS, count, indicators, observed_levels, total
from .sample import Bools, Floats, Sample, same_text
from .score import arrays, by_process

EXPLAIN_COLUMNS = (
    "unit_id", "page", "section", "text", "statement", "digital", "themes", "why", "p", "score_without", "worth",
    "number", "without",
)  # fmt: skip
COUNTED = ("units", "goals", "goals_explicit", "goals_implicit", "share_explicit", "share_implicit")
"""Numbers of a document that are counted over all its sentences, repeated ones too."""
DOCUMENT_NUMBERS = ("score", *INDICATORS, *COUNTED)
"""Numbers of a document that can be asked why."""
THEME_NUMBERS = ("level", "units_digital", "measures")
"""Numbers of a theme that can be asked why; `units` is one too."""


def explain(
    units: pd.DataFrame,
    *,
    codebook: Codebook,
    kind: str | None = None,
    theme: str | None = None,
    limit: int = 25,
    number: str = "score",
) -> pd.DataFrame:
    """The sentences that carry a number, the heaviest first.

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
    number : str
        One of ``DOCUMENT_NUMBERS``; with a theme also one of ``THEME_NUMBERS``, and `units` is then the theme's.

    Returns
    -------
    DataFrame
        Columns ``EXPLAIN_COLUMNS``; `without` is the number without that sentence (and without its repetitions) and
        `worth` the number minus that. `score_without` is the score without it.
    """
    numbers = Numbers(units, codebook, kind)
    taken = numbers.taken
    wanted = taken.explicit | taken.implicit
    if theme is not None:
        wanted = taken.themes[:, THEMES.index(theme)]
    elif number in {"units", "goals"}:
        wanted = np.ones(len(taken), dtype=bool) if number == "units" else taken.measure | taken.ambition
    everything = np.ones(len(taken), dtype=bool)
    whole = numbers.whole(number, theme)
    records = []
    for place in np.flatnonzero(wanted):
        keep = everything.copy()
        keep[place] = False
        without = numbers.value(number, keep, theme)
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
                "score_without": without if number == "score" else numbers.value("score", keep, None),
                "worth": whole - without,
                "number": number,
                "without": without,
            }
        )
    table = pd.DataFrame.from_records(records, columns=list(EXPLAIN_COLUMNS))
    return table.sort_values(["worth", "p", "unit_id"], ascending=[False, False, True], ignore_index=True).head(limit)


class Numbers:
    """The numbers of one document, whole or without some of its sentences.

    Parameters
    ----------
    units : DataFrame
        Coded units of one document.
    codebook : Codebook
        Its scoring values are used.
    kind : str or None
        Kind of document.
    """

    def __init__(self, units: pd.DataFrame, codebook: Codebook, kind: str | None) -> None:
        self.parameters: Mapping[str, float] = codebook.scoring.parameters
        self.weights: Mapping[str, float] = codebook.scoring.indicators
        self.processes = by_process(kind)
        self.taken: Sample = arrays(units, self.parameters)
        self._times = _tallies(units, self.taken)

    def whole(self, number: str, theme: str | None = None) -> float:
        """One number of the whole document, or of a theme in it; see `value`."""
        return self.value(number, np.ones(len(self.taken), dtype=bool), theme)

    def value(self, number: str, keep: Bools, theme: str | None = None) -> float:
        """One number of the document, or of a theme, with only some of its distinct sentences.

        Parameters
        ----------
        number : str
            As in `explain`.
        keep : ndarray of bool
            Which of the distinct sentences stay.
        theme : str, optional
            The theme, for numbers of a theme.
        """
        kept = self.taken.only(keep)
        if theme is not None and number in {"units", *THEME_NUMBERS}:
            return self._of_theme(number, kept, THEMES.index(theme))
        if number in COUNTED:
            return self._counted(number, keep)
        if not len(kept):
            return 0.0
        found = indicators(count(kept, self.parameters, by_process=self.processes), self.parameters)
        return total(found, self.weights, self.parameters["floor"]) if number == "score" else found[number]

    def _of_theme(self, number: str, kept: Sample, place: int) -> float:
        member = kept.themes[:, place]
        digital = (kept.explicit | kept.implicit) & ~kept.negated
        if number == "level":
            return float(round(observed_levels(count(kept, self.parameters, by_process=self.processes))[place]))
        chosen = {"units": member, "units_digital": member & digital, "measures": member & digital & kept.measure}
        return float(chosen[number].sum())

    def _counted(self, number: str, keep: Bools) -> float:
        units, goals, explicit, implicit = (float(self._times[row, keep].sum()) for row in range(4))
        tally = {"units": units, "goals": goals, "goals_explicit": explicit, "goals_implicit": implicit}
        if number in tally:
            return tally[number]
        return (explicit if number == "share_explicit" else implicit) / goals if goals else 0.0


def _tallies(units: pd.DataFrame, taken: Sample) -> Floats:
    """How many units, goals, explicit and implicit goals stand behind each distinct sentence: shape (4, n)."""
    key = same_text(units)
    goal = units["statement"].isin(GOALS)
    columns = (goal | True, goal, goal & (units["digital"] == "E"), goal & (units["digital"] == "I"))
    sums = pd.DataFrame({place: column.astype(float) for place, column in enumerate(columns)}).groupby(key).sum()
    return sums.loc[key.iloc[taken.rows]].to_numpy().T


def describe(evidence: list[dict[str, object]]) -> str:
    """The deciding words and reasons of a unit in one line."""
    parts = []
    for item in evidence:
        words, why = str(item.get("match", "")), str(item.get("why", ""))
        part = f"{item.get('code', '')}: " + (f"“{words}”" if words else "") + (f" ({why})" if why else "")
        if part not in parts:
            parts.append(part)
    return "; ".join(parts)
