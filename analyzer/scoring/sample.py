"""From a table of coded units to the arrays that indicators are computed from.

A unit whose text occurs more than once counts once: a document gains nothing by saying the same sentence again
(properties 1 and 4 of the method). Which of the equal units is kept does not depend on the order of the sections.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..coding.schema import DOMAINS, P_DIGITAL, P_STATEMENT, P_THEMES, SECTION_SEPARATOR, THEMES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sample:
    """Coded units of one document as arrays; n units, S sections.

    Parameters
    ----------
    section : ndarray of int, shape (n,)
        Index of the section, 0 … S-1.
    names : list of str
        Names of the sections.
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

    section: Ints
    names: list[str]
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
        return len(self.section)


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
    key = units["text"].str.lower().str.replace(r"[\W_]+", "", regex=True)
    if key.is_unique:
        return units
    order = units.assign(_key=key, _place=np.arange(len(units))).sort_values(["_key", "section", "_place"])
    kept = order.drop_duplicates("_key")["_place"].sort_values()
    return units.iloc[kept.to_numpy()]


def sections(paths: list[str], *, smallest: int, passage: int) -> list[str]:
    """Names of the sections that units belong to.

    Sections with few units are joined with the section above them until each has at least `smallest` units or no
    section above it. A section of more than three passages, such as a whole document without headings, is cut into
    passages of `passage` units; each by itself, so that what is written elsewhere does not matter.

    Parameters
    ----------
    paths : list of str
        Heading path of each unit, joined by ``SECTION_SEPARATOR``.
    smallest : int
        Fewest units of a section.
    passage : int
        Units in a passage of a long section.

    Returns
    -------
    list of str
        One name a unit; independent of the order of the sections where there are headings.
    """
    names = list(paths)
    counts = Counter(names)
    while small := {name for name, count in counts.items() if count < smallest and SECTION_SEPARATOR in name}:
        deepest = max(name.count(SECTION_SEPARATOR) for name in small)
        moved = {
            name: name.rsplit(SECTION_SEPARATOR, 1)[0] for name in small if name.count(SECTION_SEPARATOR) == deepest
        }
        names = [moved.get(name, name) for name in names]
        counts = Counter(names)
    seen: Counter[str] = Counter()
    cut = []
    for name in names:
        cut.append(f"{name} [{seen[name] // passage + 1}]" if counts[name] > 3 * passage else name)
        seen[name] += 1
    return cut


def sample(units: pd.DataFrame, *, smallest: int = 8, passage: int = 25) -> Sample:
    """Arrays of the distinct units of one document.

    Parameters
    ----------
    units : DataFrame
        Coded units of one document.
    smallest, passage : int
        As in `sections`.

    Returns
    -------
    Sample
        Arrays over the distinct units.
    """
    positions = pd.Series(np.arange(len(units)), index=units.index)
    rows = distinct(units)
    names = sections(rows["section"].astype(str).tolist(), smallest=smallest, passage=passage)
    unique = sorted(set(names))
    index = {name: place for place, name in enumerate(unique)}
    theme_place = {theme: place for place, theme in enumerate(THEMES)}
    themes = np.zeros((len(rows), len(THEMES)), dtype=bool)
    for row, codes in enumerate(rows["themes"]):
        for code in codes:
            themes[row, theme_place[code]] = True
    domain_place = {domain: place for place, domain in enumerate(DOMAINS)}
    statement = rows["statement"].to_numpy(dtype=object)
    digital = rows["digital"].to_numpy(dtype=object)
    return Sample(
        section=np.array([index[name] for name in names], dtype=np.int64),
        names=unique,
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
    """The same sample with its units in the order of their sections."""
    order = np.argsort(taken.section, kind="stable")
    values = {name: getattr(taken, name) for name in taken.__slots__}
    return Sample(**{name: value if name == "names" else value[order] for name, value in values.items()})


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
