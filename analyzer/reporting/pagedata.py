"""What the page holds as data: documents, and of each the evidence and, where there is room, the whole text."""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ..codebook import Codebook
from ..coding.schema import DOMAINS, HEADINGS, SECTION_SEPARATOR, THEMES
from ..scoring.chances import missed_chances, next_level
from ..scoring.indicators import INDICATORS
from ..scoring.ranking import ranking
from .tables import records

ROOM = 1_900_000
"""Bytes of text and evidence in one page; the rest of a page is some 500 kB."""
BEST = 4
"""Sentences shown for a theme."""
_HIDDEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 1564, 8206, 8207, *range(8234, 8239), *range(8294, 8298), *range(55296, 57344)), "�")  # fmt: skip
"""Characters that turn the direction of a line or mean nothing in a page; each is shown as one mark, so offsets stay."""
_SHOWN = (
    "document_id", "path", "title", "organisation", "layer", "kind", "year", "period_start", "period_end", "actueel",
    "pages", "words", "units", "goals", "goals_explicit", "goals_implicit", "share_explicit", "share_implicit",
    "share_explicit_low", "share_explicit_high", "share_implicit_low", "share_implicit_high", *INDICATORS, "score",
    "score_low", "score_high", "level", "border", "percentile", "status", "notes", "duplicate_of",
)  # fmt: skip


def visible(text: Any) -> Any:
    """Text in which characters that change how other text is shown are visible themselves; other values as they are."""
    return text.translate(_HIDDEN) if isinstance(text, str) else text


def document_records(documents: pd.DataFrame, themes: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of *documents* for the page, with rank and the levels of the themes in the order of ``THEMES``."""
    ranks = ranking(documents).set_index("document_id").to_dict("index")
    levels = {key: dict(zip(part["theme"], part["level"], strict=True)) for key, part in themes.groupby("document_id")}
    rows = []
    for row in records(documents[[name for name in _SHOWN if name in documents]]):
        shown = {name: visible(value) for name, value in row.items()}
        rows.append(shown)
        if row["status"] == "ok" and row["duplicate_of"] is None:
            identity = row["document_id"]
            shown |= {str(name): int(value) for name, value in ranks[identity].items()}
            shown["levels"] = [int(levels[identity][theme]) for theme in THEMES]
    return rows


def details(
    documents: pd.DataFrame, themes: pd.DataFrame, units: pd.DataFrame, texts: Mapping[str, str], codebook: Codebook,
    *, room: int = ROOM,
) -> dict[str, str]:  # fmt: skip
    """Compressed details by document: whole texts while there is room, evidence only for the others.

    Returns
    -------
    dict
        From document id to gzip in base64 of JSON.
    """
    scored = documents[(documents["status"] == "ok") & documents["duplicate_of"].isna()]
    theme_rows = dict(tuple(themes.groupby("document_id"))) if len(themes) else {}
    unit_rows = dict(tuple(units.groupby("document_id"))) if len(units) else {}
    packed, left, whole = {}, room, []
    for row in records(scored):
        identity = row["document_id"]
        made = (row, theme_rows[identity], unit_rows[identity].reset_index(drop=True))
        packed[identity] = _pack(_detail(*made, None, codebook))
        left -= len(packed[identity])
        if identity in texts:
            whole.append(made)
    for made in whole:
        identity = made[0]["document_id"]
        full = _pack(_detail(*made, texts[identity], codebook))
        if len(full) - len(packed[identity]) <= left:
            left -= len(full) - len(packed[identity])
            packed[identity] = full
    return packed


def _pack(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(gzip.compress(text.encode("utf-8", "replace"), 9, mtime=0)).decode("ascii")


def _detail(
    row: Mapping[str, Any], themes: pd.DataFrame, units: pd.DataFrame, text: str | None, codebook: Codebook
) -> dict[str, Any]:
    starts = units["start"].to_numpy(dtype=float)
    codes = list(units["digital"])
    best = {entry["theme"]: _best(units, entry["theme"], entry["best_unit_id"]) for entry in records(themes)}
    chances = [int(place) for place in missed_chances(units).index]
    digital = units["digital"].isin(["E", "I"]).to_numpy()
    goals = units["statement"].isin(["M", "A"]).to_numpy()
    kept = (
        range(len(units))
        if text is not None
        else sorted({place for some in best.values() for place in some} | set(chances))
    )
    places = {old: new for new, old in enumerate(kept)}
    sections = sorted(set(units["section"].iloc[list(kept)]))
    level, raises = next_level({name: float(row[name]) for name in INDICATORS}, float(row["score"]), codebook)
    end = max(1, int(units["end"].max()) if len(units) else 1)
    index = _offsets(text) if text is not None else None
    return {
        "text": visible(text),
        "sections": [[visible(part) for part in section.split(SECTION_SEPARATOR)] for section in sections],
        "units": [_unit(row, sections, index) for row in units.iloc[list(kept)].to_dict("records")],
        "themes": {
            entry["theme"]: [int(entry["level"]), int(entry["units"]), int(entry["units_digital"]), int(entry["measures"]),
                          [places[place] for place in best[entry["theme"]]]]
            for entry in records(themes)
        },
        "chances": [places[place] for place in chances],
        "strip": [
            [round(starts[place] / end, 4), codes[place], places.get(int(place), -1)]
            for place in np.flatnonzero(digital & goals)
        ],
        "domains": _domains(units),
        "next": [level, [[r["indicator"], round(r["now"], 4), None if r["needed"] is None else round(r["needed"], 4)]
                         for r in records(raises)]],
    }  # fmt: skip


def _best(units: pd.DataFrame, theme: str, first: str) -> list[int]:
    """Places of the strongest sentences of a theme; the one of the table of themes comes first."""
    mine = units[[theme in codes for codes in units["themes"]]]
    if mine.empty:
        return []
    rank = (
        8.0 * (mine["unit_id"] == first) + 4.0 * (mine["digital"].isin(["E", "I"]) & ~mine["negated"].astype(bool))
        + 2.0 * (mine["statement"] == "M") + (mine["statement"] == "A") + mine["concreteness"] + mine[f"p_{theme}"]
    ).astype(float)  # fmt: skip
    return [int(place) for place in rank.sort_values(ascending=False, kind="stable").index[:BEST]]


def _domains(units: pd.DataFrame) -> list[list[Any]]:
    """Per policy domain with goals: all goals, explicit, implicit."""
    goals = units[units["statement"].isin(["M", "A"])]
    counted = Counter(zip(goals["domain"], goals["digital"], strict=True))
    rows: list[list[Any]] = []
    for domain in DOMAINS:
        explicit, implicit, none = (counted[domain, code] for code in ("E", "I", "G"))
        if explicit + implicit + none:
            rows.append([domain, explicit + implicit + none, explicit, implicit])
    return rows


def _offsets(text: str) -> np.ndarray[Any, Any]:
    """From offsets in code points to those in UTF-16, in which a browser counts."""
    wide = np.fromiter((ord(character) > 0xFFFF for character in text), dtype=bool, count=len(text))
    return np.concatenate([[0], np.cumsum(1 + wide)])


def _unit(row: Mapping[Any, Any], sections: list[str], index: np.ndarray[Any, Any] | None) -> list[Any]:
    start, end = (
        (int(row["start"]), int(row["end"]))
        if index is None
        else (int(index[int(row["start"])]), int(index[int(row["end"])]))
    )
    return [
        row["unit_id"], int(row["page"]), sections.index(row["section"]), start, end,
        visible(row["text"]) if index is None else None,
        row["statement"], round(float(row[f"p_{row['statement']}"]), 2),
        row["digital"], round(float(row[f"p_{row['digital']}"]), 2),
        [[theme, round(float(row[f"p_{theme}"]), 2)] for theme in row["themes"]],
        row["domain"], int(bool(row["negated"])),
        [[item["code"], visible(item["match"]), visible(item["why"])] for item in row["evidence"]],
    ]  # fmt: skip


def theme_groups(codebook: Codebook, lang: str) -> list[dict[str, Any]]:
    """The four headings with their themes, named in a language."""
    return [
        {"code": heading, "name": getattr(codebook.headings[heading], lang),
         "themes": [{"code": code, "name": getattr(codebook.code(code).name, lang), "dagger": codebook.code(code).dagger}
                    for code in codes]}
        for heading, codes in HEADINGS.items()
    ]  # fmt: skip
