"""One set of codes from the codings of several people: where they agree, what a majority says, what must be decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..coding.combinations import not_allowed
from ..coding.schema import THEMES
from .codings import ASKED, CODING_COLUMNS, NONE, SINGLE
from .sheets import COLUMNS, DIFFERS

UNANIMOUS, MAJORITY, DECIDED = "eensgezind", "meerderheid", "besluit"
"""What stands in ``coder`` for codes of more than one person."""


def merged(codings: pd.DataFrame, decided: pd.DataFrame | None = None) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """One coding of every unit, as far as people agree.

    Parameters
    ----------
    codings : DataFrame
        One row a unit and coder, columns ``CODING_COLUMNS``.
    decided : DataFrame, optional
        Decisions on units, same columns; a decision goes before all codings.

    Returns
    -------
    DataFrame, dict
        Codings with the name of the only coder, or one of ``UNANIMOUS``, ``MAJORITY`` and ``DECIDED`` in ``coder``; and
        from id of each unit that is left to the questions on which there is no majority of more than half.
    """
    rows: list[dict[str, Any]] = []
    left: dict[str, list[str]] = {}
    decisions = {} if decided is None else {row["id"]: row for row in decided.to_dict("records")}
    for identity, group in codings.groupby("id", sort=False):
        if identity in decisions:
            rows.append({str(name): value for name, value in decisions[identity].items()} | {"coder": DECIDED})
            continue
        row, differing = _voted(group)
        if differing:
            left[str(identity)] = differing
        else:
            rows.append({"id": identity, **row})
    return pd.DataFrame(rows, columns=list(CODING_COLUMNS)), left


def _voted(group: pd.DataFrame) -> tuple[dict[str, Any], list[str]]:
    """What more than half of the coders say, and on which questions there is no such code."""
    row: dict[str, Any] = {}
    differing: list[str] = []
    unanimous = True
    for name in ASKED:
        votes = (
            Counter(code for codes in group["themes"] for code in codes) if name == "themes" else Counter(group[name])
        )
        unanimous &= set(votes.values()) <= {len(group)}
        if name == "themes":
            row[name] = [theme for theme in THEMES if votes[theme] * 2 > len(group)]
            split = any(count * 2 == len(group) for count in votes.values())
        else:
            row[name], count = votes.most_common(1)[0]
            split = count * 2 <= len(group)
        if split:
            differing.append(name)
    if not differing and (clash := not_allowed(row["statement"], row["digital"], row["themes"])):
        differing.append(clash[0])
    row["coder"] = group["coder"].iloc[0] if len(group) == 1 else UNANIMOUS if unanimous else MAJORITY
    row["remark"] = _remarks(group)
    return row, differing


def _remarks(group: pd.DataFrame) -> str:
    return "; ".join(
        f"{coder}: {remark}" for coder, remark in zip(group["coder"], group["remark"], strict=True) if remark
    )


def differences(codings: pd.DataFrame, shown: pd.DataFrame, decided: pd.DataFrame | None = None) -> pd.DataFrame:
    """The list of units on which people differ, to decide.

    Parameters
    ----------
    codings, decided : DataFrame
        As in `merged`.
    shown : DataFrame
        What coders see of units, with ``id`` as the index.

    Returns
    -------
    DataFrame
        Columns ``COLUMNS``, ``differs`` (the questions without a majority) and one per coder with all that this coder
        gave. What people agree on is filled in, and what was decided; the rest is empty.
    """
    coders = sorted(codings["coder"].unique())
    decisions = {} if decided is None else {row["id"]: row for row in decided.to_dict("records")}
    rows = []
    for identity, group in codings.groupby("id", sort=False):
        row, differing = _voted(group)
        if not differing:
            continue
        if decision := decisions.get(identity):
            cells = {name: decision[name] for name in (*SINGLE, "remark")}
            cells["themes"] = ";".join(decision["themes"]) or min(NONE - {"-"})
        else:
            cells = {name: "" if name in differing else row[name] for name in SINGLE}
            cells |= {"themes": "" if "themes" in differing else ";".join(row["themes"]), "remark": row["remark"]}
        given = {f"code van {one['coder']}": _short(one) for one in group.to_dict("records")}
        place: dict[str, Any] = {str(name): value for name, value in shown.loc[identity].items()}
        rows.append(place | {**cells, DIFFERS: ";".join(differing), **given})
    columns = [*COLUMNS, DIFFERS, *(f"code van {coder}" for coder in coders)]
    return pd.DataFrame(rows, columns=columns).fillna("")


def _short(row: Mapping[Any, Any]) -> str:
    return " | ".join([row["statement"], row["digital"], ", ".join(row["themes"]) or "geen thema", row["domain"]])
