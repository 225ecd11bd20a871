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
from .words import short

ROOM = 1_900_000
"""Bytes of text and evidence in one page; the rest of a page is some 500 kB."""
BEST = 4
"""Sentences shown for a theme."""
_MOST_SHRUNK = 6
"""Characters of text that can become one in a page at the very most; it saves the packing of what will not fit."""
_THEME = ("document_id", "theme", "level", "units", "units_digital", "measures", "best_unit_id")
_CHANCE = ("unit_id", "text", "statement", "digital", "negated", "p_I")
_HIDDEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 1564, 8206, 8207, *range(8234, 8239), *range(8294, 8298), *range(55296, 57344)), "�")  # fmt: skip
"""Characters that turn the direction of a line or mean nothing in a page; each is shown as one mark, so offsets stay."""
_SHOWN = (
    "document_id", "path", "title", "organisation", "layer", "kind", "year", "period_start", "period_end", "actueel",
    "pages", "words", "units", "goals", "goals_explicit", "goals_implicit", "share_explicit", "share_implicit",
    "share_explicit_low", "share_explicit_high", "share_implicit_low", "share_implicit_high", *INDICATORS, "score",
    "score_low", "score_high", "level", "border", "percentile", "status", "notes", "duplicate_of", "version_of",
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
        shown["title"] = short(shown["title"]) if shown["title"] else None
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
    theme_rows: dict[str, list[dict[str, Any]]] = {}
    for entry in records(themes[list(_THEME)]):
        theme_rows.setdefault(entry["document_id"], []).append(entry)
    places = units.groupby("document_id").indices if len(units) else {}
    packed, left, whole = {}, room, []
    for row in records(scored[["document_id", "score", *INDICATORS]]):
        identity = row["document_id"]
        page = _Page(row, theme_rows[identity], units.iloc[_slice(np.asarray(places[identity]))], codebook)
        packed[identity] = _pack(page.detail(None))
        left -= len(packed[identity])
        if identity in texts:
            whole.append(page)
    for page in whole:
        identity = page.row["document_id"]
        text = texts[identity]
        if len(text) // _MOST_SHRUNK > left:
            continue
        full = _pack(page.detail(text))
        if len(full) - len(packed[identity]) <= left:
            left -= len(full) - len(packed[identity])
            packed[identity] = full
    return packed


def _slice(places: np.ndarray[Any, Any]) -> slice | np.ndarray[Any, Any]:
    """Places that follow each other as a slice, which takes no copy."""
    first, last = int(places[0]), int(places[-1])
    return slice(first, last + 1) if last - first + 1 == len(places) else places


def _pack(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(gzip.compress(text.encode("utf-8", "replace"), 9, mtime=0)).decode("ascii")


class _Page:
    """What is shown of one document; everything but the units themselves is worked out once.

    Parameters
    ----------
    row : mapping
        Of the table of documents: ``document_id``, ``score`` and the indicators.
    themes : list of dict
        Its rows of the table of themes.
    units : DataFrame
        Its coded units.
    codebook : Codebook
        For cut points and weights.
    """

    def __init__(
        self, row: Mapping[str, Any], themes: list[dict[str, Any]], units: pd.DataFrame, codebook: Codebook
    ) -> None:
        self.row, self._themes, self._units = row, themes, units
        self._sections = units["section"].tolist()
        codes, statements = (units[name].to_numpy(dtype=object) for name in ("digital", "statement"))
        self._marks = [int(place) for place in np.flatnonzero((codes != "G") & (statements != "O"))]
        self._best = _best(units, themes)
        chances = missed_chances(units[list(_CHANCE)].reset_index(drop=True))
        self._chances = [int(place) for place in chances.index]
        self._next = next_level({name: float(row[name]) for name in INDICATORS}, float(row["score"]), codebook)

    def detail(self, text: str | None) -> dict[str, Any]:
        """The document as data: with its text and all units, or with evidence only."""
        units, best = self._units, self._best
        kept = (
            list(range(len(units)))
            if text is not None
            else sorted({place for some in best.values() for place in some} | set(self._chances))
        )
        places = {old: new for new, old in enumerate(kept)}
        sections = sorted({self._sections[place] for place in (*kept, *self._marks)})
        section_places = {section: place for place, section in enumerate(sections)}
        level, raises = self._next
        index = _offsets(text) if text is not None else None
        return {
            "text": visible(text),
            "sections": [_path(section) for section in sections],
            "units": [
                _unit(row, section_places, index)
                for row in (units if text is not None else units.iloc[kept]).to_dict("records")
            ],
            "themes": {
                entry["theme"]: [int(entry["level"]), int(entry["units"]), int(entry["units_digital"]),
                                 int(entry["measures"]), [places[place] for place in best[entry["theme"]]]]
                for entry in self._themes
            },
            "chances": [places[place] for place in self._chances],
            "strip": self._strip(section_places),
            "domains": _domains(units),
            "next": [level, [[r["indicator"], round(r["now"], 4), None if r["needed"] is None else round(r["needed"], 4)]
                             for r in records(raises)]],
        }  # fmt: skip

    def _strip(self, section_places: Mapping[str, int]) -> list[list[Any]]:
        """Digital goals along the text: where (0 to 1), code, page, place in the sections."""
        units = self._units
        starts, codes, pages = (units[name].to_numpy() for name in ("start", "digital", "page"))
        end = max(1, int(units["end"].max()))
        return [
            [round(float(starts[at]) / end, 4), codes[at], int(pages[at]), section_places[self._sections[at]]]
            for at in self._marks
        ]


def _best(units: pd.DataFrame, themes: list[dict[str, Any]]) -> dict[str, list[int]]:
    """Places of the strongest sentences of each theme; the one of the table of themes comes first."""
    digital, statement = (units[name].to_numpy(dtype=object) for name in ("digital", "statement"))
    worth = 4.0 * ((digital != "G") & ~units["negated"].to_numpy(dtype=bool)) + 2.0 * (statement == "M")
    worth = worth + (statement == "A")
    identity = units["unit_id"].to_numpy(dtype=object)
    concreteness = units["concreteness"].to_numpy(dtype=float)
    members: dict[str, list[int]] = {}
    for place, codes in enumerate(units["themes"]):
        for code in codes:
            members.setdefault(code, []).append(place)
    found: dict[str, list[int]] = {}
    for entry in themes:
        theme = entry["theme"]
        mine = np.array(members.get(theme, []), dtype=np.int64)
        rank = worth[mine] + 8.0 * (identity[mine] == entry["best_unit_id"]) + concreteness[mine]
        rank = rank + units[f"p_{theme}"].to_numpy(dtype=float)[mine]
        found[theme] = [int(place) for place in mine[np.argsort(-rank, kind="stable")[:BEST]]]
    return found


def _domains(units: pd.DataFrame) -> list[list[Any]]:
    """Per policy domain with goals: all goals, explicit, implicit, neither."""
    codes = zip(*(units[name].tolist() for name in ("statement", "domain", "digital")), strict=True)
    counted = Counter((domain, digital) for statement, domain, digital in codes if statement != "O")
    rows: list[list[Any]] = []
    for domain in DOMAINS:
        explicit, implicit, none = (counted[domain, code] for code in ("E", "I", "G"))
        if explicit + implicit + none:
            rows.append([domain, explicit + implicit + none, explicit, implicit, none])
    return rows


def _path(section: str) -> list[str]:
    return [visible(part) for part in section.split(SECTION_SEPARATOR)]


def _offsets(text: str) -> np.ndarray[Any, Any]:
    """From offsets in code points to those in UTF-16, in which a browser counts."""
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4") > 0xFFFF
    return np.concatenate([[0], np.cumsum(1 + wide)])


def _unit(row: Mapping[Any, Any], sections: Mapping[str, int], index: np.ndarray[Any, Any] | None) -> list[Any]:
    start, end = (
        (int(row["start"]), int(row["end"]))
        if index is None
        else (int(index[int(row["start"])]), int(index[int(row["end"])]))
    )
    return [
        row["unit_id"], int(row["page"]), sections[row["section"]], start, end,
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
