"""Which units people should code: a stratified part to measure with, and a part of which the coder is unsure to learn from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..coding.schema import P_DIGITAL, P_STATEMENT, P_THEMES
from ..errors import UsageError

STRATEGIES = ("stratified", "uncertain", "mixed")
"""In proportion over kinds of document, layers and documents; where the coder is unsure; half of each."""
_MOST_OF_ONE = 0.2
"""Largest share of the uncertain part that may come from one document (when there are enough documents)."""


def uncertainty(units: pd.DataFrame) -> pd.Series:
    """How unsure the coder is of each unit, from 0 (sure of everything) to 1.

    Parameters
    ----------
    units : DataFrame
        Coded units with probabilities.

    Returns
    -------
    Series
        The largest of three: entropy of the statement and of the digital code (as a share of the highest possible),
        and the binary entropy of the theme that is nearest to a coin toss. Settles & Craven (2008), *EMNLP*, 1070-1079.
    """
    parts = [_entropy(units[list(names)].to_numpy(dtype=float)) for names in (P_STATEMENT, P_DIGITAL)]
    themes = units[list(P_THEMES)].to_numpy(dtype=float)
    nearest = themes[np.arange(len(themes)), np.abs(themes - 0.5).argmin(axis=1)]
    parts.append(_entropy(np.column_stack([nearest, 1 - nearest])))
    return pd.Series(np.max(parts, axis=0), index=units.index)


def _entropy(chances: np.ndarray) -> np.ndarray:
    shares = np.clip(chances, 1e-12, None)
    shares = shares / shares.sum(axis=1, keepdims=True)
    result: np.ndarray = -(shares * np.log(shares)).sum(axis=1) / np.log(shares.shape[1])
    return result


def draw(
    units: pd.DataFrame,
    documents: pd.DataFrame,
    number: int,
    *,
    strategy: str = "stratified",
    seed: int = 0,
    done: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """Draw units to code.

    Parameters
    ----------
    units : DataFrame
        Coded units, columns as in ``units.parquet``.
    documents : DataFrame
        Columns as in ``documents.csv``. Documents of which another version counts are left out.
    number : int
        How many; all there are when there are fewer.
    strategy : str
        One of ``STRATEGIES``.
    seed : int
        The same seed draws the same units.
    done : frozenset of str
        Ids of units that need no coding any more.

    Returns
    -------
    DataFrame
        The units drawn, in random order, with columns ``drawn`` (``random`` or ``uncertain``) and ``uncertainty``. The
        stratified part has from every kind of document, layer and document its share, to within one unit (systematic
        sampling: Cochran 1977, *Sampling Techniques*, ch. 8), so that shares in it estimate shares in all units; the
        uncertain part does not.

    Raises
    ------
    UsageError
        When the strategy does not exist or there is nothing to draw.
    """
    if strategy not in STRATEGIES:
        raise UsageError(f"steekproef {strategy!r} bestaat niet.", remedy=f"Kies uit {', '.join(STRATEGIES)}.")
    counting = documents[documents["version_of"].isna() & documents["duplicate_of"].isna()]
    pool = units[units["document_id"].isin(counting["document_id"]) & ~units["unit_id"].isin(done)]
    if pool.empty or number < 1:
        raise UsageError(
            "er zijn geen eenheden om te coderen.", remedy="Analyseer meer documenten, of laat --done weg."
        )
    rng = np.random.default_rng(seed)
    at_random = {"mixed": (number + 1) // 2, "stratified": number, "uncertain": 0}[strategy]
    about = counting.drop_duplicates("document_id").set_index("document_id")
    pool = pool.assign(
        uncertainty=uncertainty(pool).round(4),
        _order=rng.random(len(pool)),
        _kind=pool["document_id"].map(about["kind"]).astype(object).fillna(""),
        _layer=pool["document_id"].map(about["layer"]).astype(object).fillna(""),
    )
    first = _systematic(pool, min(at_random, len(pool)), rng).assign(drawn="random")
    rest = pool[~pool["unit_id"].isin(first["unit_id"])]
    second = _uncertain(rest, min(number - at_random, len(rest))).assign(drawn="uncertain")
    drawn: pd.DataFrame = pd.concat([part for part in (first, second) if len(part)])
    shuffled = drawn.iloc[np.random.default_rng(seed).permutation(len(drawn))].reset_index(drop=True)
    return shuffled.drop(columns=["_order", "_kind", "_layer"])


def _systematic(pool: pd.DataFrame, number: int, rng: np.random.Generator) -> pd.DataFrame:
    """One in so many units from a random start, in order of kind, layer and document, and at random within it."""
    ordered: pd.DataFrame = pool.sort_values(["_kind", "_layer", "document_id", "_order"], kind="stable")
    if not number:
        return ordered.iloc[:0]
    step = len(ordered) / number
    places = (rng.random() * step + step * np.arange(number)).astype(int)
    return ordered.iloc[[min(place, len(ordered) - 1) for place in places]]


def _uncertain(pool: pd.DataFrame, number: int) -> pd.DataFrame:
    """The most uncertain units, not too many from one document."""
    ordered = pool.sort_values(["uncertainty", "_order"], ascending=[False, True], kind="stable")
    most = max(1, int(np.ceil(_MOST_OF_ONE * number)))
    place = ordered.groupby("document_id").cumcount()
    return pd.concat([ordered[place < most], ordered[place >= most]]).head(number)
