"""From a table of coded units to the arrays that indicators are computed from.

A unit whose text occurs more than once counts once: a document gains nothing by saying the same sentence again
(properties 1 and 4 of the method). Which of the equal units is kept does not depend on the order of the sections.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..coding.schema import DOMAINS, P_DIGITAL, P_STATEMENT, P_THEMES, THEMES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sample:
    """Coded units of one document as arrays; n units, S passages.

    Parameters
    ----------
    passage : ndarray of int, shape (n,)
        Index of the passage that a unit stands in, 0 … S-1.
    section_of : ndarray of int, shape (S,)
        Index of the section that a passage is part of.
    measure, ambition : ndarray of bool, shape (n,)
        Statement M, statement A.
    explicit, implicit : ndarray of bool, shape (n,)
        Digital E, digital I.
    negated : ndarray of bool, shape (n,)
        The digital means is negated or rejected.
    themes : ndarray of bool, shape (n, 20)
        In the order of ``THEMES``.
    domain : ndarray of int, shape (n,)
        Index into ``DOMAINS``.
    concreteness : ndarray of float, shape (n,)
        0 … 1: actor, deadline, amount and named instrument of a measure.
    processes : ndarray of bool, shape (n, h)
        HR processes named by the unit.
    rows : ndarray of int, shape (n,)
        Positions in the table of coded units.
    """

    passage: Ints
    section_of: Ints
    measure: Bools
    ambition: Bools
    explicit: Bools
    implicit: Bools
    negated: Bools
    themes: Bools
    domain: Ints
    concreteness: Floats
    processes: Bools
    rows: Ints

    def __len__(self) -> int:
        return len(self.passage)

    @property
    def passages(self) -> int:
        """Number of passages."""
        return len(self.section_of)

    def only(self, keep: Bools | Ints) -> Sample:
        """The same sample with a choice of its units, in the order of the choice; its passages stay."""
        return replace(self, **{name: getattr(self, name)[keep] for name in self.__slots__ if name != "section_of"})


def same_text(units: pd.DataFrame) -> pd.Series:
    """What two units must have alike to be the same sentence: letters and digits, capitals or not."""
    return units["text"].str.lower().str.replace(r"[\W_]+", "", regex=True)


def distinct(units: pd.DataFrame) -> pd.DataFrame:
    """One row for each distinct text; of equal texts the one in the alphabetically first section stays.

    Parameters
    ----------
    units : DataFrame
        Coded units with ``text`` and ``section``.

    Returns
    -------
    DataFrame
        A selection of the rows, in their order.
    """
    key = same_text(units)
    if key.is_unique:
        return units
    order = units.assign(_key=key, _place=np.arange(len(units))).sort_values(["_key", "section", "_place"])
    kept = order.drop_duplicates("_key")["_place"].sort_values()
    return units.iloc[kept.to_numpy()]


def passages(sections: Iterable[str], size: int) -> list[tuple[str, int]]:
    """The passage that each unit stands in: sections are cut into passages of `size` units, each by itself.

    The cuts are counted from the start of the section, so that nothing written elsewhere or after it moves them.

    Parameters
    ----------
    sections : iterable of str
        Heading path of each unit.
    size : int
        Units in a passage.

    Returns
    -------
    list of (str, int)
        Heading path and number of the passage, one a unit.
    """
    seen: Counter[str] = Counter()
    found = []
    for section in sections:
        found.append((section, seen[section] // size))
        seen[section] += 1
    return found


def sample(units: pd.DataFrame, *, size: int = 25) -> Sample:
    """Arrays of the distinct units of one document.

    Parameters
    ----------
    units : DataFrame
        Coded units of one document.
    size : int
        Units in a passage.

    Returns
    -------
    Sample
        Arrays over the distinct units.
    """
    positions = pd.Series(np.arange(len(units)), index=units.index)
    rows = distinct(units)
    found = passages(rows["section"].astype(str), size)
    unique = sorted(set(found))
    index = {passage: place for place, passage in enumerate(unique)}
    sections = {section: place for place, section in enumerate(dict.fromkeys(section for section, _ in unique))}
    theme_place = {theme: place for place, theme in enumerate(THEMES)}
    themes = np.zeros((len(rows), len(THEMES)), dtype=bool)
    for row, codes in enumerate(rows["themes"]):
        for code in codes:
            themes[row, theme_place[code]] = True
    domain_place = {domain: place for place, domain in enumerate(DOMAINS)}
    statement = rows["statement"].to_numpy(dtype=object)
    digital = rows["digital"].to_numpy(dtype=object)
    return Sample(
        passage=np.array([index[passage] for passage in found], dtype=np.int64),
        section_of=np.array([sections[section] for section, _ in unique], dtype=np.int64),
        measure=statement == "M",
        ambition=statement == "A",
        explicit=digital == "E",
        implicit=digital == "I",
        negated=rows["negated"].to_numpy(dtype=bool),
        themes=themes,
        domain=np.array([domain_place[domain] for domain in rows["domain"]], dtype=np.int64),
        concreteness=_column(rows, "concreteness"),
        processes=_processes(rows),
        rows=positions.loc[rows.index].to_numpy(),
    )


def in_order(taken: Sample) -> Sample:
    """The same sample with its units in the order of their passages."""
    return taken.only(np.argsort(taken.passage, kind="stable"))


def probabilities(units: pd.DataFrame, rows: Ints) -> tuple[Floats, Floats, Floats]:
    """Probabilities of statement (n, 3), digital (n, 3) and themes (n, 20) for the given rows."""
    table = units.iloc[rows]
    return (
        table[list(P_STATEMENT)].to_numpy(dtype=float),
        table[list(P_DIGITAL)].to_numpy(dtype=float),
        table[list(P_THEMES)].to_numpy(dtype=float),
    )


def _column(rows: pd.DataFrame, name: str) -> Floats:
    if name not in rows:
        return np.zeros(len(rows))
    return rows[name].fillna(0.0).to_numpy(dtype=float)


def _processes(rows: pd.DataFrame) -> Bools:
    if "hr" not in rows:
        return np.zeros((len(rows), 0), dtype=bool)
    lists: list[Any] = rows["hr"].tolist()
    names = sorted({name for entry in lists for name in entry})
    return np.array([[name in entry for name in names] for entry in lists], dtype=bool).reshape(len(rows), len(names))
