"""What is still to be won: goals that run on digital means without naming them, and what would raise the level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from ..codebook import Codebook
from ..coding.schema import GOALS
from .indicators import INDICATORS, total
from .sample import Ints

NEXT_COLUMNS = ("indicator", "now", "needed")
_POTENTIAL = 0.25
"""Probability of an implicit component from which a goal without digital means has potential."""
_STEPS = 40
CHANCE_COLUMNS = (
    "document_id", "unit_id", "page", "section", "text", "statement", "digital", "domain", "p_I", "potential", "likes",
    "likes_digital", "like_document_id", "like_unit_id", "like_page", "like_text", "resemblance",
)  # fmt: skip
_LIKE = 0.2
"""Cosine of runs of four characters, weighed by rarity, from which two goals in one policy field are like each other."""
_DOUBT = 4.0
"""Goals that the doubt about a share of likes is worth."""
_WORTH_A_LOOK = 0.05
"""Probability of an implicit component below which a goal is not compared with others."""
_AT_ONCE = 500
"""Goals compared at once, to bound memory."""


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
    return units.iloc[missed_places({name: units[name].tolist() for name in CHANCE_CELLS}, limit=limit)]


CHANCE_CELLS = ("unit_id", "text", "statement", "digital", "negated", "p_I")
"""Columns by which gemiste kansen are found."""


def missed_places(cells: Mapping[str, Sequence[Any]], *, limit: int = 12) -> list[int]:
    """Places of the gemiste kansen among units whose columns ``CHANCE_CELLS`` are given as sequences; see `missed_chances`."""
    found = [
        (-chance, identity, place, text)
        for place, (identity, text, statement, digital, negated, chance) in enumerate(
            zip(*(cells[name] for name in CHANCE_CELLS), strict=True)
        )
        if statement in GOALS and not negated and (digital == "I" or (digital == "G" and chance >= _POTENTIAL))
    ]
    first: dict[str, int] = {}
    for _, _, place, text in sorted(found):
        first.setdefault(text, place)
    return list(first.values())[:limit]


def chances_with_likes(units: pd.DataFrame, *, limit: int = 12) -> pd.DataFrame:
    """Gemiste kansen of many documents, each with why: goals like it in other documents that do name a digital means.

    Parameters
    ----------
    units : DataFrame
        Coded units of the documents that are compared with each other.
    limit : int
        Most goals of a document to return.

    Returns
    -------
    DataFrame
        Columns ``CHANCE_COLUMNS``, by document, the highest potential first. `likes` is how many goals in the same policy field
        of other documents say something alike, `likes_digital` how many of those name a digital means; `like_…` is the most
        similar of these, and empty when there is none. `potential` is the chance that carrying out runs on digital means:
        the coder's probability of an implicit component, or else the share of likes that name one, drawn towards nothing by four
        more likes that do not.
    """
    goals = units[units["statement"].isin(GOALS) & ~units["negated"].astype(bool)].reset_index(drop=True)
    wanted = (goals["digital"] == "I") | ((goals["digital"] == "G") & (goals["p_I"] >= _WORTH_A_LOOK))
    if not wanted.any():
        return pd.DataFrame(columns=list(CHANCE_COLUMNS))
    # Only where sentences are compared: the library takes longer to load than all of this package.
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4), sublinear_tf=True).fit_transform(goals["text"])
    parts = [
        _likes(goals, vectors, np.flatnonzero(wanted & (goals["domain"] == domain)), np.flatnonzero(goals["domain"] == domain))
        for domain in goals.loc[wanted, "domain"].unique()
    ]  # fmt: skip
    found = pd.concat(parts).sort_index()
    share = found["likes_digital"] / (found["likes"] + _DOUBT)
    found["potential"] = 1.0 - (1.0 - found["p_I"]) * (1.0 - share)
    found = found[(found["digital"] == "I") | (found["potential"] >= _POTENTIAL)]
    found = found.sort_values(["potential", "unit_id"], ascending=[False, True], kind="stable")
    found = found.drop_duplicates(["document_id", "text"]).groupby("document_id", sort=False).head(limit)
    order = {identity: place for place, identity in enumerate(units["document_id"].unique())}
    found = found.sort_values("document_id", key=lambda ids: ids.map(order), kind="stable")
    return found[list(CHANCE_COLUMNS)].reset_index(drop=True)


def _likes(goals: pd.DataFrame, vectors: sparse.csr_matrix, mine: Ints, field: Ints) -> pd.DataFrame:
    """What other documents say that is like some goals, within one policy field."""
    document = goals["document_id"].to_numpy()
    explicit = (goals["digital"] == "E").to_numpy()
    rows = []
    for first in range(0, len(mine), _AT_ONCE):
        some = mine[first : first + _AT_ONCE]
        likeness = (vectors[some] @ vectors[field].T).tocoo()
        near = (likeness.data >= _LIKE) & (document[some[likeness.row]] != document[field[likeness.col]])
        row, other, how = likeness.row[near], field[likeness.col[near]], likeness.data[near]
        for place, goal in enumerate(some):
            others, cosines = other[row == place], how[row == place]
            means = explicit[others]
            best = others[means][int(np.argmax(cosines[means]))] if means.any() else None
            like = goals.iloc[best] if best is not None else None
            rows.append((goal, len(others), int(means.sum()), *(
                ("", "", pd.NA, "", np.nan) if like is None else
                (like["document_id"], like["unit_id"], int(like["page"]), like["text"], round(float(cosines[means].max()), 2))
            )))  # fmt: skip
    names = ["likes", "likes_digital", "like_document_id", "like_unit_id", "like_page", "like_text", "resemblance"]
    table = pd.DataFrame.from_records(rows, columns=["goal", *names]).set_index("goal").astype({"like_page": "Int64"})
    return goals.loc[table.index].join(table)


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
