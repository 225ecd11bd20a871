"""Versions of one document among many: grouped, and one of each group counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..language.recognise import PARTISAN
from ..language.similar import Pair, similar
from ..reporting.tables import records

_DRAFT = re.compile(r"concept|ontwerp|voorlopig|draft|raadsvoorstel|bijlage|\bv0", re.I)
_YEARS_APART = 2


def mark_versions(
    documents: pd.DataFrame, texts: Mapping[str, str], sketches: Mapping[str, np.ndarray] | None = None
) -> pd.DataFrame:
    """Fill in ``version_of`` and ``resemblance``.

    Two documents are versions of one when most of their text is the same and nothing says that they are two: another
    organisation, another kind, or a period that starts two years or more apart (for election programmes: another year).

    Parameters
    ----------
    documents : DataFrame
        Columns as in ``documents.csv``.
    texts : mapping
        From document id to text.
    sketches : mapping, optional
        As in `similar`.

    Returns
    -------
    DataFrame
        The same rows. ``version_of`` is the path of the version that counts, missing for that version itself and for a
        document without versions; ``resemblance`` is the share of its runs of five words that it has in common with
        its nearest version.
    """
    alike = similar(texts, sketches)
    concerned = {name for pair in alike for name in (pair.first, pair.second)}
    some = documents[documents["document_id"].isin(concerned) & documents["duplicate_of"].isna()]
    rows = {str(row["document_id"]): row for row in records(some)}
    pairs = [pair for pair in alike if _one_document(rows[pair.first], rows[pair.second])]
    counts = _counting(rows, pairs)
    nearest: dict[str, float] = {}
    for pair in pairs:
        for name in (pair.first, pair.second):
            nearest[name] = max(nearest.get(name, 0.0), pair.resemblance, pair.containment)
    names, unique = documents["document_id"], documents["duplicate_of"].isna()
    return documents.assign(
        version_of=names.map(counts).where(unique, None).astype(object),
        resemblance=names.map(nearest).where(unique).round(3).astype("Float64"),
    )


def _one_document(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    for name in ("organisation", "kind"):
        if one[name] and two[name] and str(one[name]).lower() != str(two[name]).lower():
            return False
    starts = [row["period_start"] or row["year"] for row in (one, two)]
    apart = 1 if PARTISAN & {one["kind"], two["kind"]} else _YEARS_APART
    return None in starts or abs(int(starts[0]) - int(starts[1])) < apart


def _counting(rows: Mapping[str, Mapping[str, Any]], pairs: list[Pair]) -> dict[str, str]:
    """From each version that does not count to the path of the one that does."""
    group = {name: name for pair in pairs for name in (pair.first, pair.second)}

    def root(name: str) -> str:
        while group[name] != name:
            name = group[name]
        return name

    for pair in pairs:
        group[root(pair.second)] = root(pair.first)
    members: dict[str, list[str]] = {}
    for name in group:
        members.setdefault(root(name), []).append(name)
    versions: dict[str, str] = {}
    for names in members.values():
        best, *others = sorted(names, key=lambda name: _rank(rows[name]))
        versions |= dict.fromkeys(others, str(rows[best]["path"]))
    return versions


def _rank(row: Mapping[str, Any]) -> tuple[bool, bool, int, int, str]:
    """Scored before unscored, final before draft, later before earlier, longer before shorter."""
    draft = bool(_DRAFT.search(f"{Path(str(row['path'])).stem} {row['title'] or ''}"))
    return row["status"] != "ok", draft, -int(row["year"] or 0), -int(row["words"] or 0), str(row["path"])
