"""The reference corpus: the distribution of scores against which a document's percentile is taken. Statistics, no text."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..resources import shipped
from .indicators import INDICATORS

ALL = "alle"
"""Group that documents of a kind without a group of its own are compared with."""
_VARIABLE = "GDOGH_REFERENCE"
_QUANTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
_LEAST = 10


@lru_cache(maxsize=4)
def load_reference(path: str | None = None) -> dict[str, Any]:
    """Statistics of the reference corpus; empty when there is none.

    Parameters
    ----------
    path : str, optional
        Folder with ``reference.json``; the one that ``GDOGH_REFERENCE`` names, or else the shipped one, by default.
    """
    own = path or os.environ.get(_VARIABLE)
    file = (Path(own) if own else shipped("corpora", "reference")) / "reference.json"
    if not file.exists():
        return {}
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return data


def reference_scores(kind: str | None) -> dict[str, Any] | None:
    """Sorted scores to take a percentile in, for documents of this kind; ``None`` without a reference."""
    groups: dict[str, Any] = load_reference().get("groups", {})
    chosen = groups.get(kind or "") or groups.get(ALL)
    return chosen or None


def build_reference(documents: pd.DataFrame, *, since: int | None = None) -> dict[str, Any]:
    """Statistics of a collection of scored documents.

    Parameters
    ----------
    documents : DataFrame
        One row a document: ``kind``, ``year``, ``score``, ``share_explicit``, ``share_implicit`` and the indicators.
        Rows without a score are left out.
    since : int, optional
        Documents of earlier years stand in the table per decade, not in the groups for percentiles.

    Returns
    -------
    dict
        ``groups``: from kind (with at least ten documents) and ``alle`` to sorted scores and distributions;
        ``decades``: distributions of the score per decade. Plain data for JSON.

    Raises
    ------
    ValueError
        Fewer than ten documents have a score.
    """
    scored = documents[documents["score"].notna()]
    years = pd.to_numeric(scored["year"], errors="coerce")
    recent = scored if since is None else scored[years >= since]
    if len(recent) < _LEAST:
        raise ValueError(
            f"Een referentie vraagt ten minste {_LEAST} documenten met een score; dit zijn er {len(recent)}."
        )
    groups = {ALL: _distribution(recent)}
    for kind, part in recent.groupby("kind"):
        if len(part) >= _LEAST:
            groups[str(kind)] = _distribution(part)
    decades = {
        str(int(decade)): {"number": len(part), "score": _quantiles(part["score"])}
        for decade, part in scored.groupby(years // 10 * 10)
    }
    return {"number": len(recent), "since": since, "groups": groups, "decades": decades}


def _distribution(part: pd.DataFrame) -> dict[str, Any]:
    names = ("score", "share_explicit", "share_implicit", *INDICATORS)
    return {
        "number": len(part),
        "scores": [round(float(value), 2) for value in sorted(part["score"])],
        "quantiles": {name: _quantiles(part[name]) for name in names},
    }


def _quantiles(values: pd.Series) -> dict[str, float]:
    numbers = values.dropna().to_numpy(dtype=float)
    return {f"{chance:g}": round(float(np.quantile(numbers, chance)), 4) for chance in _QUANTILES if len(numbers)}
