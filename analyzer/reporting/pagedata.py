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
from ..coding.schema import DOMAINS, HEADINGS, P_DIGITAL, P_STATEMENT, P_THEMES, SECTION_SEPARATOR, THEMES
from ..scoring.chances import missed_places, next_level
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
_CELLS = (
    "unit_id", "page", "section", "start", "end", "text", "statement", "digital", "themes", "domain", "negated", "evidence",
    "concreteness", *P_STATEMENT, *P_DIGITAL, *P_THEMES,
)  # fmt: skip
"""Columns of coded units that a page shows or chooses by."""
_Cells = Mapping[str, list[Any]]
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
    documents: pd.DataFrame,
    themes: pd.DataFrame,
    units: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    codebook: Codebook,
    *,
    room: int = ROOM,
) -> dict[str, str]:
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
    rows = records(scored[["document_id", "score", *INDICATORS]])

    def page(row: Mapping[str, Any]) -> _Page:
        return _Page(row, theme_rows[row["document_id"]], units[row["document_id"]], codebook)

    packed = {row["document_id"]: _pack(page(row).detail(None)) for row in rows}
    left = room - sum(map(len, packed.values()))
    for row in rows:
        identity = row["document_id"]
        text = texts[identity] if left > 0 and identity in texts else None
        if text is None or len(text) // _MOST_SHRUNK > left:
            continue
        full = _pack(page(row).detail(text))
        if len(full) - len(packed[identity]) <= left:
            left -= len(full) - len(packed[identity])
            packed[identity] = full
    return packed


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
        self.row, self._themes = row, themes
        self._cells = {name: units[name].tolist() for name in _CELLS}
        codes = zip(self._cells["digital"], self._cells["statement"], strict=True)
        self._marks = [place for place, (digital, statement) in enumerate(codes) if digital != "G" and statement != "O"]
        self._best = _best(self._cells, themes)
        self._chances = missed_places(self._cells)
        self._next = next_level({name: float(row[name]) for name in INDICATORS}, float(row["score"]), codebook)

    def detail(self, text: str | None) -> dict[str, Any]:
        """The document as data: with its text and all units, or with evidence only."""
        best, named = self._best, self._cells["section"]
        kept = (
            list(range(len(named)))
            if text is not None
            else sorted({place for some in best.values() for place in some} | set(self._chances))
        )
        places = {old: new for new, old in enumerate(kept)}
        sections = sorted({named[place] for place in (*kept, *self._marks)})
        section_places = {section: place for place, section in enumerate(sections)}
        level, raises = self._next
        index = _offsets(text) if text is not None else None
        return {
            "text": visible(text),
            "sections": [_path(section) for section in sections],
            "units": [_unit(self._cells, place, section_places, index) for place in kept],
            "themes": {
                entry["theme"]: [int(entry["level"]), int(entry["units"]), int(entry["units_digital"]),
                                 int(entry["measures"]), [places[place] for place in best[entry["theme"]]]]
                for entry in self._themes
            },
            "chances": [places[place] for place in self._chances],
            "strip": self._strip(section_places),
            "domains": _domains(self._cells),
            "next": [level, [[r["indicator"], round(r["now"], 4), None if r["needed"] is None else round(r["needed"], 4)]
                             for r in records(raises)]],
        }  # fmt: skip

    def _strip(self, section_places: Mapping[str, int]) -> list[list[Any]]:
        """Digital goals along the text: where (0 to 1), code, page, place in the sections."""
        starts, codes, pages, sections = (self._cells[name] for name in ("start", "digital", "page", "section"))
        end = max(1, *self._cells["end"])
        return [
            [round(float(starts[at]) / end, 4), codes[at], int(pages[at]), section_places[sections[at]]]
            for at in self._marks
        ]


def _best(cells: _Cells, themes: list[dict[str, Any]]) -> dict[str, list[int]]:
    """Places of the strongest sentences of each theme; the one of the table of themes comes first."""
    worth = [
        4.0 * (digital != "G" and not negated) + 2.0 * (statement == "M") + (statement == "A")
        for digital, negated, statement in zip(cells["digital"], cells["negated"], cells["statement"], strict=True)
    ]
    members: dict[str, list[int]] = {}
    for place, codes in enumerate(cells["themes"]):
        for code in codes:
            members.setdefault(code, []).append(place)
    found: dict[str, list[int]] = {}
    for entry in themes:
        chance, best = cells[f"p_{entry['theme']}"], entry["best_unit_id"]
        rank = {
            place: worth[place] + 8.0 * (cells["unit_id"][place] == best) + cells["concreteness"][place] + chance[place]
            for place in members.get(entry["theme"], [])
        }
        found[entry["theme"]] = sorted(rank, key=lambda place: -rank[place])[:BEST]
    return found


def _domains(cells: _Cells) -> list[list[Any]]:
    """Per policy domain with goals: all goals, explicit, implicit, neither."""
    codes = zip(*(cells[name] for name in ("statement", "domain", "digital")), strict=True)
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


def _unit(cells: _Cells, at: int, sections: Mapping[str, int], index: np.ndarray[Any, Any] | None) -> list[Any]:
    row = {name: values[at] for name, values in cells.items()}
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
