"""The landscape by organisation: which public body has which document, how far it is, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ..corpora.register import Organisation, Register
from .landscape import AGREEMENT_KINDS, counted
from .score import EMPLOYER_KINDS

ORGANISATION_COLUMNS = (
    "organisation_id", "organisation", "layer", "province", "latitude", "longitude", "documents",
    "agreement", "agreement_year", "agreement_up_to_date", "agreement_score", "agreement_level",
    "vision", "vision_year", "vision_up_to_date", "vision_score", "vision_low", "vision_high", "vision_level", "missing",
)  # fmt: skip
SHARE_COLUMNS = ("layer", "what", "organisations", "number", "share", "low", "high")
QUESTIONS = ("document", "agreement", "agreement_up_to_date", "vision", "vision_up_to_date", "doordrenkt")
"""What is asked of each organisation; the last one of its newest up-to-date employer vision."""
_DRAWS = 2000
_Z90 = 1.6448536269514722


def place(documents: pd.DataFrame, register: Register) -> pd.Series:
    """The id of the body of the register that each document is of; missing when no body, or more than one, fits.

    A document of a body that was merged since counts for the body that took over.

    Parameters
    ----------
    documents : DataFrame
        Columns as in ``documents.csv``; ``organisation``, ``layer`` and ``year`` are used.
    register : Register
        The bodies there are.
    """
    known = {body.id for body in register}
    found: list[str | None] = []
    for name, uri, layer, year in zip(
        documents["organisation"], documents["organisation_uri"], documents["layer"], documents["year"], strict=True
    ):
        if pd.notna(uri) and (identity := str(uri).rstrip("/").rsplit("/", 1)[-1]) in known:
            found.append(identity)
            continue
        if pd.isna(name):
            found.append(None)
            continue
        match = register.resolve(
            str(name), None if pd.isna(year) else int(year), layer=None if pd.isna(layer) else str(layer)
        )
        found.append(match.organisation.id if match else None)
    return pd.Series(found, index=documents.index, dtype=object)


def organisations(documents: pd.DataFrame, register: Register, *, year: int) -> pd.DataFrame:
    """One row an organisation of the register: its newest agreement and employer vision, and what is missing.

    Parameters
    ----------
    documents : DataFrame
        Columns as in ``documents.csv``.
    register : Register
        The bodies there are.
    year : int
        The year in which bodies must exist to be listed.

    Returns
    -------
    DataFrame
        Columns ``ORGANISATION_COLUMNS``. `agreement` and `vision` are document ids. `missing` names what there is not,
        separated by ``;``: ``coalitieakkoord`` or ``actueel coalitieakkoord``, ``werkgeversvisie`` or ``actuele
        werkgeversvisie``. Ministries and agencies are not asked for an agreement.
    """
    usable = counted(documents)
    bodies = register.valid_in(year)
    placed = place(usable, register).map(lambda identity: now(identity, register, year))
    groups = dict(list(usable.groupby(placed)))
    empty = usable.iloc[:0]
    rows = [_row(body, groups.get(body.id, empty)) for body in bodies]
    return pd.DataFrame.from_records(rows, columns=list(ORGANISATION_COLUMNS)).astype(
        {"agreement_year": "Int64", "vision_year": "Int64"}
    )


def now(identity: str | None, register: Register, year: int) -> str | None:
    """The id of the body itself or, when it was merged, of the one that took over by `year`; ``None`` when unknown."""
    body = register.successor(register[identity], year) if identity else None
    return body.id if body else None


def _row(body: Organisation, documents: pd.DataFrame) -> dict[str, object]:
    agreement, vision = _newest(documents, AGREEMENT_KINDS), _newest(documents, EMPLOYER_KINDS)
    missing = []
    if body.layer not in {"rijk", "agentschap"} and agreement.get("actueel") != "ja":
        missing.append("coalitieakkoord" if not agreement else "actueel coalitieakkoord")
    if vision.get("actueel") != "ja":
        missing.append("werkgeversvisie" if not vision else "actuele werkgeversvisie")
    return {
        "organisation_id": body.id, "organisation": body.name, "layer": body.layer, "province": body.province,
        "latitude": body.latitude, "longitude": body.longitude, "documents": len(documents),
        "agreement": agreement.get("document_id"), "agreement_year": agreement.get("year"),
        "agreement_up_to_date": agreement.get("actueel"), "agreement_score": agreement.get("score"),
        "agreement_level": agreement.get("level"),
        "vision": vision.get("document_id"), "vision_year": vision.get("year"), "vision_up_to_date": vision.get("actueel"),
        "vision_score": vision.get("score"), "vision_low": vision.get("score_low"), "vision_high": vision.get("score_high"),
        "vision_level": vision.get("level"), "missing": ";".join(missing),
    }  # fmt: skip


def _newest(documents: pd.DataFrame, kinds: Iterable[str]) -> dict[str, object]:
    """The newest document of these kinds, an up-to-date one first; empty when there is none."""
    some = documents[documents["kind"].isin(list(kinds))]
    if some.empty:
        return {}
    order = some.assign(now=some["actueel"] == "ja").sort_values(["now", "year"], na_position="first", kind="stable")
    last = order.iloc[-1]
    return {str(name): None if pd.isna(value) else value for name, value in last.items()}


def shares(table: pd.DataFrame, *, doordrenkt: float, seed: int = 0) -> pd.DataFrame:
    """What share of the organisations has each document, is up to date and is steeped, per layer and for all.

    Parameters
    ----------
    table : DataFrame
        As ``organisations`` gives it.
    doordrenkt : float
        Cut point of the highest level.
    seed : int
        Seed of the draws for the last question.

    Returns
    -------
    DataFrame
        Columns ``SHARE_COLUMNS``: a row a layer and one of ``QUESTIONS``. `low` and `high` are a 90% interval for the
        share among all bodies of which these are a sample (Wilson 1927); for ``doordrenkt`` the uncertainty of the
        scores is in it too (scores drawn from their intervals, shares from the Beta posterior under Jeffreys' prior).
    """
    rng = np.random.default_rng(seed)
    rows = []
    for layer, group in [("alle", table), *table.groupby("layer", sort=True)]:
        asked = group[~group["layer"].isin(["rijk", "agentschap"])]
        counts = {
            "document": (int((group["documents"] > 0).sum()), len(group)),
            "agreement": (int(asked["agreement"].notna().sum()), len(asked)),
            "agreement_up_to_date": (int((asked["agreement_up_to_date"] == "ja").sum()), len(asked)),
            "vision": (int(group["vision"].notna().sum()), len(group)),
            "vision_up_to_date": (int((group["vision_up_to_date"] == "ja").sum()), len(group)),
        }
        rows += [(layer, what, total, number, *_wilson(number, total)) for what, (number, total) in counts.items()]
        rows.append((layer, "doordrenkt", len(group), *_steeped(group, doordrenkt, rng)))
    table = pd.DataFrame.from_records(rows, columns=list(SHARE_COLUMNS))
    return table[table["organisations"] > 0].reset_index(drop=True)


def _wilson(number: int, total: int) -> tuple[float, float, float]:
    if not total:
        return float("nan"), float("nan"), float("nan")
    share, z2 = number / total, _Z90**2 / total
    centre = (share + z2 / 2) / (1 + z2)
    half = _Z90 * float(np.sqrt(share * (1 - share) / total + z2 / (4 * total))) / (1 + z2)
    return share, max(0.0, centre - half), min(1.0, centre + half)


def _steeped(group: pd.DataFrame, cut: float, rng: np.random.Generator) -> tuple[int, float, float, float]:
    now = group[(group["vision_up_to_date"] == "ja") & group["vision_score"].notna()]
    number, total = int((now["vision_level"] == "doordrenkt").sum()), len(group)
    scores = now["vision_score"].to_numpy(dtype=float)
    spread = (now["vision_high"].to_numpy(dtype=float) - now["vision_low"].to_numpy(dtype=float)) / (2 * _Z90)
    drawn = (rng.normal(scores, np.maximum(spread, 1e-9), (_DRAWS, len(scores))) >= cut).sum(axis=1)
    low, high = np.quantile(rng.beta(drawn + 0.5, total - drawn + 0.5), [0.05, 0.95])
    return number, number / total, min(float(low), number / total), max(float(high), number / total)
