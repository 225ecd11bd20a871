"""Many documents: who has what, how far are they, and where do agreement and employer vision part."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..coding.schema import HEADINGS, THEMES
from .score import EMPLOYER_KINDS

AGREEMENT_KINDS = frozenset({"coalitieakkoord"})
LANDSCAPE_COLUMNS = (
    "layer", "year", "organisations", "with_agreement", "with_vision", "vision_up_to_date", "doordrenkt",
    "doordrenkt_low", "doordrenkt_high", "share_digital_goals", "share_low", "share_high",
)  # fmt: skip
BEHIND_COLUMNS = ("document_id", "title", "organisation", "kind", "year", "border", "share_digital", "worth")
LANDSCAPE_NUMBERS = (
    "organisations", "with_agreement", "with_vision", "vision_up_to_date", "doordrenkt", "share_digital_goals",
)  # fmt: skip
"""Numbers of the landscape that can be asked why."""
GAP_COLUMNS = ("organisation", "theme", "name", "agreement_level", "vision_level", "gap", "agreement", "vision")
_DRAWS = 2000


def counted(documents: pd.DataFrame) -> pd.DataFrame:
    """Documents that have a score and count: not a copy, and not an older version, of another one."""
    usable = documents[(documents["status"] == "ok") & documents["duplicate_of"].isna()]
    return usable[usable["version_of"].isna()] if "version_of" in usable else usable


def landscape(
    documents: pd.DataFrame, *, doordrenkt: float, register: pd.DataFrame | None = None, seed: int = 0
) -> pd.DataFrame:
    """Per government layer and year: organisations with each kind of document and how far they are.

    Parameters
    ----------
    documents : DataFrame
        Columns as in ``documents.csv``. Documents without a known organisation are counted as an organisation each.
    doordrenkt : float
        Cut point of the highest level.
    register : DataFrame, optional
        All organisations there are: columns ``name`` and ``layer``. Organisations without documents count in
        ``organisations``; without a register only those with documents are known.
    seed : int
        Seed of the intervals.

    Returns
    -------
    DataFrame
        Columns ``LANDSCAPE_COLUMNS``; one row a layer and year, one a layer with year missing (all its years
        together), and one for everything. `doordrenkt` is the number of organisations whose newest up-to-date
        employer vision has that level, missing where there is none; its 90% interval comes from the intervals of the scores.
        `share_digital_goals` is the mean share of goals with a digital component over agreements, its interval from
        resampling organisations. Missing stays missing: no documents gives no share, not zero.
    """
    usable = _placed(documents)
    rng = np.random.default_rng(seed)
    known = None if register is None else register.groupby("layer")["name"].nunique()
    rows = []
    for layer, group in [("alle", usable), *usable.groupby("layer")]:
        total = None if known is None else int(known.sum() if layer == "alle" else known.get(layer, 0))
        rows.append(_row(str(layer), pd.NA, group, total, doordrenkt, rng))
        if layer != "alle":
            for year, part in group.dropna(subset=["year"]).groupby("year"):
                rows.append(_row(str(layer), int(year), part, None, doordrenkt, rng))
    if known is not None:
        for layer in sorted(set(known.index) - set(usable["layer"])):
            rows.append({"layer": layer, "year": pd.NA, "organisations": int(known[layer])} | dict.fromkeys(
                ("with_agreement", "with_vision", "vision_up_to_date"), 0))  # fmt: skip
    return pd.DataFrame.from_records(rows, columns=list(LANDSCAPE_COLUMNS)).astype(
        dict.fromkeys(("year", "doordrenkt", "doordrenkt_low", "doordrenkt_high"), "Int64")
    )


def behind(
    documents: pd.DataFrame, *, number: str, layer: str = "alle", year: int | None = None
) -> tuple[float | None, pd.DataFrame]:
    """The documents behind a number of the landscape, and what the number would be without each.

    Parameters
    ----------
    documents : DataFrame
        Columns as in ``documents.csv``.
    number : str
        One of ``LANDSCAPE_NUMBERS``.
    layer : str
        Government layer; ``alle`` for all together.
    year : int, optional
        One year of the layer; all its years by default.

    Returns
    -------
    value : float or None
        The number; ``None`` when it is missing.
    table : DataFrame
        Columns ``BEHIND_COLUMNS``; `share_digital` is the share of goals with a digital component, `worth` the number minus
        the number without the document. For ``doordrenkt`` documents that are not are there too, worth nothing: they
        might have been.
    """
    group = _placed(documents)
    group = group if layer == "alle" else group[group["layer"] == layer]
    group = group if year is None else group[group["year"] == year]
    agreements, visions = group["kind"].isin(AGREEMENT_KINDS), group["kind"].isin(EMPLOYER_KINDS)
    current = visions & (group["actueel"] == "ja")
    chosen = {"with_agreement": agreements, "share_digital_goals": agreements, "with_vision": visions,
              "vision_up_to_date": current, "doordrenkt": current}  # fmt: skip
    mine = group[chosen[number]] if number in chosen else group
    whole = _plain(mine, number)
    worth = [
        None if whole is None or (without := _plain(mine.drop(index=row), number)) is None else whole - without
        for row in mine.index
    ]
    table = mine.assign(share_digital=mine["share_explicit"] + mine["share_implicit"])
    table["worth"] = pd.array(worth, dtype="Float64")
    shown = table[list(BEHIND_COLUMNS)].sort_values(
        ["worth", "document_id"], ascending=[False, True], ignore_index=True
    )
    return whole, shown


def _plain(group: pd.DataFrame, number: str) -> float | None:
    """A number of the landscape over documents that were chosen for it."""
    if number == "share_digital_goals":
        shares = (group["share_explicit"] + group["share_implicit"]).dropna().to_numpy(dtype=float)
        return float(shares.mean()) if len(shares) else None
    if number == "doordrenkt":
        if group.empty:
            return None
        return float((_newest(group)["level"] == "doordrenkt").sum())
    return float(group["organisation"].nunique())


def _placed(documents: pd.DataFrame) -> pd.DataFrame:
    """Documents that count, each with an organisation and a layer."""
    usable = counted(documents).copy()
    usable["organisation"] = usable["organisation"].fillna(usable["document_id"])
    usable["layer"] = usable["layer"].fillna("onbekend")
    return usable


def _newest(current: pd.DataFrame) -> pd.DataFrame:
    return current.sort_values("year", na_position="first").drop_duplicates("organisation", keep="last")


def _row(
    layer: str, year: object, group: pd.DataFrame, total: int | None, cut: float, rng: np.random.Generator
) -> dict[str, object]:
    agreements = group[group["kind"].isin(AGREEMENT_KINDS)]
    visions = group[group["kind"].isin(EMPLOYER_KINDS)]
    current = visions[visions["actueel"] == "ja"]
    newest = _newest(current)
    # Where no organisation has an up-to-date vision, how many are steeped is missing, not nought.
    steeped = int((newest["level"] == "doordrenkt").sum()) if len(newest) else None
    low, high = _steeped_interval(newest, cut, rng)
    share, share_low, share_high = _mean_share(agreements, rng)
    return {
        "layer": layer,
        "year": year,
        "organisations": total if total is not None else group["organisation"].nunique(),
        "with_agreement": agreements["organisation"].nunique(),
        "with_vision": visions["organisation"].nunique(),
        "vision_up_to_date": current["organisation"].nunique(),
        "doordrenkt": steeped,
        "doordrenkt_low": low,
        "doordrenkt_high": high,
        "share_digital_goals": share,
        "share_low": share_low,
        "share_high": share_high,
    }


def _steeped_interval(
    newest: pd.DataFrame, cut: float, rng: np.random.Generator
) -> tuple[int, int] | tuple[None, None]:
    """90% interval of the number of steeped visions when each score is uncertain (normal, from its own interval)."""
    if newest.empty:
        return None, None
    scores = newest["score"].to_numpy(dtype=float)
    spread = (newest["score_high"].to_numpy(dtype=float) - newest["score_low"].to_numpy(dtype=float)) / (2 * 1.645)
    drawn = (rng.normal(scores, np.maximum(spread, 1e-9), (_DRAWS, len(scores))) >= cut).sum(axis=1)
    low, high = np.quantile(drawn, [0.05, 0.95])
    return int(min(low, (newest["level"] == "doordrenkt").sum())), int(
        max(high, (newest["level"] == "doordrenkt").sum())
    )


def _mean_share(agreements: pd.DataFrame, rng: np.random.Generator) -> tuple[float | None, float | None, float | None]:
    shares = (agreements["share_explicit"] + agreements["share_implicit"]).dropna().to_numpy(dtype=float)
    if not len(shares):
        return None, None, None
    means = rng.choice(shares, (_DRAWS, len(shares))).mean(axis=1)
    low, high = np.quantile(means, [0.05, 0.95])
    return float(shares.mean()), float(low), float(high)


def gaps(documents: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """The kloof per organisation and theme: digital ambition in its agreement against readiness in its employer vision.

    Parameters
    ----------
    documents, themes : DataFrame
        Tables as in the output folder.

    Returns
    -------
    DataFrame
        Columns ``GAP_COLUMNS``, one row an organisation and theme, for organisations with both kinds of document (the
        newest of each). `gap` is the evidence level in the agreement minus that in the employer vision.
    """
    usable = counted(documents)
    usable = usable[usable["organisation"].notna()].sort_values("year", na_position="first")
    rows = []
    for organisation, group in usable.groupby("organisation"):
        agreement = group[group["kind"].isin(AGREEMENT_KINDS)].tail(1)
        vision = group[group["kind"].isin(EMPLOYER_KINDS)].tail(1)
        if agreement.empty or vision.empty:
            continue
        here, there = agreement["document_id"].item(), vision["document_id"].item()
        levels = themes[themes["document_id"].isin([here, there])].pivot(
            index="theme", columns="document_id", values="level"
        )
        names = themes.drop_duplicates("theme").set_index("theme")["name"]
        for theme in THEMES:
            ambition, readiness = int(levels.loc[theme, here]), int(levels.loc[theme, there])
            rows.append((organisation, theme, names[theme], ambition, readiness, ambition - readiness, here, there))
    return pd.DataFrame.from_records(rows, columns=list(GAP_COLUMNS))


def heading_of(theme: str) -> str:
    """Heading of the method under which a theme stands."""
    return next(heading for heading, codes in HEADINGS.items() if theme in codes)
