"""Numbers of many documents together, as the page shows them; the browser adds nothing up itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..codebook import Codebook
from ..coding.schema import HEADINGS
from ..scoring.landscape import AGREEMENT_KINDS, counted, heading_of
from ..scoring.score import EMPLOYER_KINDS
from .tables import records
from .words import number, percent, whole, words

MOST_GAPS = 12
"""Organisations in the chart of the gap; all of them are in its table."""


def overall(documents: pd.DataFrame, codebook: Codebook) -> dict[str, Any] | None:
    """Scores and shares of all documents that count together; ``None`` below two of them.

    Returns
    -------
    dict
        ``n`` documents; ``median``, ``low`` and ``high`` (quartiles) of the score; ``levels``, pairs of level and number
        of documents; ``goals``, ``explicit`` and ``implicit``, sums over documents, and the shares of the last two.
    """
    usable = counted(documents)
    if len(usable) < 2:
        return None
    low, median, high = (float(usable["score"].quantile(part)) for part in (0.25, 0.5, 0.75))
    goals, explicit, implicit = (int(usable[name].sum()) for name in ("goals", "goals_explicit", "goals_implicit"))
    return {
        "n": len(usable), "median": median, "low": low, "high": high,
        "levels": [[name, int((usable["level"] == name).sum())] for name in codebook.scoring.cut_points],
        "goals": goals, "explicit": explicit, "implicit": implicit,
        "share_explicit": explicit / goals if goals else None, "share_implicit": implicit / goals if goals else None,
    }  # fmt: skip


def overall_answer(summary: dict[str, Any], landscape: list[dict[str, Any]], lang: str) -> str:
    """All documents in one sentence; with employer visions also how many of those are steeped."""
    vocabulary = words(lang)
    share = (summary["explicit"] + summary["implicit"]) / summary["goals"] if summary["goals"] else None
    said = vocabulary["together"].format(
        n=summary["n"],
        median=number(summary["median"], 0, lang),
        share=percent(share, lang),
        goals=whole(summary["goals"], lang),
    )
    everything = next((row for row in landscape if row["layer"] == "alle"), None)
    if everything and everything["vision_up_to_date"]:
        said += " " + vocabulary["steeped"].format(n=everything["vision_up_to_date"], k=everything["doordrenkt"])
    return said


def gaps_by_heading(gaps: pd.DataFrame) -> list[dict[str, Any]]:
    """The gap by organisation and heading: mean evidence levels in both documents, the widest gap first.

    Returns
    -------
    list of dict
        ``organisation``, ``heading``, ``agreement`` and ``vision`` (0 to 4) and ``gap``, their difference.
    """
    if gaps.empty:
        return []
    grouped = (
        gaps.assign(heading=gaps["theme"].map(heading_of))
        .groupby(["organisation", "heading"])[["agreement_level", "vision_level", "gap"]]
        .mean()
        .reset_index()
        .set_axis(["organisation", "heading", "agreement", "vision", "gap"], axis=1)
    )
    width = grouped.groupby("organisation")["gap"].transform("mean")
    order = {heading: place for place, heading in enumerate(HEADINGS)}
    table = grouped.assign(width=-width, order=grouped["heading"].map(order)).sort_values(
        ["width", "organisation", "order"], kind="stable"
    )
    return records(table.drop(columns=["width", "order"]))


def map_rows(
    documents: pd.DataFrame, places: Mapping[str, tuple[float, float]], organisations: pd.DataFrame | None
) -> list[dict[str, Any]]:
    """Organisations with a place, and the score and level of their newest documents.

    Parameters
    ----------
    documents : DataFrame
        Columns as in ``documents.csv``.
    places : mapping
        From organisation to latitude and longitude (degrees).
    organisations : DataFrame, optional
        All organisations of a register, of which those without a document are on the map too.

    Returns
    -------
    list of dict
        ``organisation``, ``latitude``, ``longitude``, and ``agreement``, ``vision`` and ``other``: ``score`` and
        ``level`` of the newest document of that kind, or ``None``.
    """
    if organisations is not None:
        located = organisations.dropna(subset=["latitude", "longitude"])
        return [
            {
                **{name: row[name] for name in ("organisation", "latitude", "longitude")},
                **{kind: _point(row[f"{kind}_score"], row[f"{kind}_level"]) for kind in ("agreement", "vision")},
                "other": None,
            }
            for row in records(located)
        ]
    usable = counted(documents)
    usable = usable[usable["organisation"].isin(list(places))].sort_values("year", na_position="first", kind="stable")
    rows = []
    for name, group in usable.groupby("organisation"):
        agreement, vision = group["kind"].isin(AGREEMENT_KINDS), group["kind"].isin(EMPLOYER_KINDS)
        latitude, longitude = places[str(name)]
        kinds = {"agreement": agreement, "vision": vision, "other": ~agreement & ~vision}
        newest = {kind: group[mine].tail(1).to_dict("records") for kind, mine in kinds.items()}
        points = {kind: _point(some[0]["score"], some[0]["level"]) if some else None for kind, some in newest.items()}
        rows.append({"organisation": name, "latitude": latitude, "longitude": longitude, **points})
    return rows


def _point(score: float | None, level: str | None) -> dict[str, Any] | None:
    return None if score is None else {"score": float(score), "level": level}
