"""Do codings of the same units agree beyond chance? Krippendorff's alpha per code, with an interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from .schema import DIGITAL, DOMAINS, STATEMENTS, THEMES

_DRAWS = 2000
_LEAST = 5
"""Units a code must have in any coding to get a row of its own."""
AGREEMENT_COLUMNS = ("code", "units", "agreement", "alpha", "low", "high")


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
    _, codes = np.unique(np.array([str(code) for code in (*first, *second)]), return_inverse=True)
    counts = np.zeros((len(first), codes.max() + 1))
    np.add.at(counts, (np.tile(np.arange(len(first)), 2), codes), 1)
    return nominal_alpha(counts)


def nominal_alpha(counts: np.ndarray) -> float:
    """Krippendorff's alpha for nominal codes of any number of coders, of whom some may have skipped units.

    Parameters
    ----------
    counts : ndarray, shape (units, codes)
        How many coders gave the unit that code.

    Returns
    -------
    float
        As in `krippendorff_alpha`. Units with fewer than two codes do not count.
    """
    return float(_alphas(counts, np.ones((1, len(counts))))[0])


def _alphas(counts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Alpha for each row of weights of the units, shape (draws,)."""
    coders = counts.sum(axis=1)
    counts, weights, coders = counts[coders > 1], weights[:, coders > 1], coders[coders > 1]
    disagreeing = (coders**2 - (counts**2).sum(axis=1)) / (coders - 1)
    totals = weights @ counts
    values = totals.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = weights @ disagreeing / values
        expected = (values**2 - (totals**2).sum(axis=1)) / (values * (values - 1))
        result: np.ndarray = np.where(expected > 0, 1.0 - observed / expected, np.nan)
    return result


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
        As `agreement_of_coders`.
    """
    both = first[first["id"].isin(second["id"])]
    codings = pd.concat([both.assign(coder="1"), second[second["id"].isin(first["id"])].assign(coder="2")])
    return agreement_of_coders(codings, seed=seed)


def agreement_of_coders(codings: pd.DataFrame, *, seed: int = 0, least: int = _LEAST) -> pd.DataFrame:
    """Agreement of two or more coders, who need not have coded the same units.

    Parameters
    ----------
    codings : DataFrame
        One row a unit and coder: ``id``, ``coder``, ``statement``, ``digital``, ``themes`` (list) and ``domain``.
    seed : int
        Seed of the bootstrap over units.
    least : int
        Units a code must have in any coding to get a row.

    Returns
    -------
    DataFrame
        Columns ``AGREEMENT_COLUMNS``: ``units`` (that have the code in any coding, of those with two coders or more),
        ``agreement`` (share of pairs of coders), ``alpha`` (NaN when there is nothing to tell apart), ``low`` and
        ``high`` (90%, from drawing units again). The first rows are whole questions, the others yes-or-no per code.
    """
    codings = codings[codings.groupby("id")["coder"].transform("size") > 1]
    if codings.empty:
        return pd.DataFrame(columns=list(AGREEMENT_COLUMNS))
    units = codings["id"].drop_duplicates().tolist()
    rows = codings["id"].map({unit: row for row, unit in enumerate(units)}).to_numpy()
    rng = np.random.default_rng(seed)
    picks = rng.integers(0, len(units), (_DRAWS, len(units)))
    weights = np.array([np.bincount(pick, minlength=len(units)) for pick in picks], dtype=float)
    found = []
    for name, counts, having in _tables(codings, rows, len(units)):
        alpha = nominal_alpha(counts)
        if having < least or (np.isnan(alpha) and least > 1):
            continue
        coders = counts.sum(axis=1)
        pairs = (counts * (counts - 1)).sum(axis=1).sum() / (coders * (coders - 1)).sum()
        drawn = _alphas(counts, weights)
        low, high = (np.nan, np.nan) if np.isnan(drawn).all() else np.nanquantile(drawn, [0.05, 0.95])
        found.append((name, having, float(pairs), alpha, float(low), float(high)))
    return pd.DataFrame(found, columns=list(AGREEMENT_COLUMNS))


def _tables(codings: pd.DataFrame, rows: np.ndarray, units: int) -> Iterator[tuple[str, np.ndarray, int]]:
    """Name, how many coders gave each unit each code, and how many units have it, of each question and code."""

    def counted(values: np.ndarray, codes: int) -> np.ndarray:
        counts = np.zeros((units, codes))
        np.add.at(counts, (rows, values), 1)
        return counts

    questions = (("statement", STATEMENTS), ("digital", DIGITAL), ("domain", DOMAINS))
    given: dict[str, np.ndarray] = {}
    for name, codes in questions:
        values = codings[name].map({code: place for place, code in enumerate(codes)}).to_numpy(dtype=int)
        yield name, counted(values, len(codes)), units
        given |= {code: values == place for place, code in enumerate(codes)}
    given |= {theme: np.array([theme in codes for codes in codings["themes"]]) for theme in THEMES}
    for name, yes in given.items():
        counts = counted(yes.astype(int), 2)
        yield name, counts, int((counts[:, 1] > 0).sum())
