"""The report as one page that opens from disk and asks nothing of the network."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

from ..codebook import Codebook
from ..scoring.indicators import INDICATORS
from ..scoring.landscape import gaps, landscape
from .files import write_text
from .meanings import meaning_of_code
from .overview import MOST_GAPS, gaps_by_heading, map_rows, overall, overall_answer
from .page_words import PAGE_WORDS
from .pagedata import details, document_records, theme_groups, visible
from .reasons import BEGINNINGS, REASONS
from .tables import parted, records
from .words import INDICATOR_QUESTIONS, levels, number, percent, reason, short, varied, words

_SCRIPTS = ("base.js", "charts.js", "document.js", "reader.js", "overview.js", "start.js")
_CHARTS = ("vega.min.js", "vega-lite.min.js", "vega-interpreter.min.js")


def write_html(
    path: Path,
    documents: pd.DataFrame,
    themes: pd.DataFrame,
    units: pd.DataFrame | Mapping[str, pd.DataFrame],
    failures: pd.DataFrame,
    codebook: Codebook,
    *,
    lang: str = "nl",
    texts: Mapping[str, str] | None = None,
    places: Mapping[str, tuple[float, float]] | None = None,
    organisations: pd.DataFrame | None = None,
    shares: pd.DataFrame | None = None,
    beside: Sequence[str] = (),
) -> None:
    """Write ``report.html``.

    Parameters
    ----------
    path : Path
        The file.
    documents, themes, failures : DataFrame
        Tables as in the output folder.
    units : DataFrame or mapping
        Coded units, in one table or by document; of a mapping one document at a time is in memory.
    codebook : Codebook
        For names, definitions, weights and cut points.
    lang : str
        ``nl`` or ``en``.
    texts : mapping, optional
        From document id to its text, for the reader view; without it that view shows the evidence only.
    places : mapping, optional
        From organisation to latitude and longitude (degrees), for the map.
    organisations, shares : DataFrame, optional
        All organisations of a register and the shares of them that have something, as
        ``analyzer.scoring.organisations`` gives them; the map and the landscape then show who is missing.
    beside : sequence of str
        Names of files in the same folder, to which the page links; with ``texts`` also to the texts of documents.
    """
    vocabulary = words(lang)
    style, script, charts = _asset("report.css"), _script(), _charts()
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("analyzer.reporting"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["percent"] = lambda value: percent(None if pd.isna(value) else float(value), lang)
    environment.filters["number"] = lambda value, places=0: (
        "–" if pd.isna(value) else number(float(value), places, lang)
    )
    environment.filters["levels"] = lambda border: levels(border, lang)
    environment.filters["reason"] = lambda row: visible(reason(row, lang))
    environment.filters["file"] = lambda path: path.replace("\\", "/").rsplit("/", 1)[-1]
    rows = document_records(documents, themes)
    summary, shown = overall(documents, codebook), _landscape(documents, codebook)
    mapped = map_rows(documents, places or {}, organisations)
    data: dict[str, Any] = {
        "lang": lang,
        "words": vocabulary | PAGE_WORDS[lang],
        "documents": rows,
        "groups": theme_groups(codebook, lang),
        "names": {
            code.code: getattr(code.name, lang)
            for group in (codebook.statements, codebook.digital, codebook.themes, codebook.domains) for code in group
        },
        "domains": [code.code for code in codebook.domains],
        "cuts": list(codebook.scoring.cut_points.items()),
        "questions": INDICATOR_QUESTIONS[lang],
        "levels": {name: getattr(said, lang) for name, said in codebook.scoring.levels.items()},
        "reasons": [list(BEGINNINGS.items()), REASONS] if lang == "en" else [[], {}],
        "overall": summary,
        "landscape": shown,
        "gaps": [_visible(row) for row in gaps_by_heading(gaps(documents, themes))],
        "most_gaps": MOST_GAPS,
        "texts_beside": "texts" in beside,
        "map": [_visible(row) for row in mapped],
        "outline": json.loads(_asset("vendor", "nederland.json")) if mapped else None,
        "shares": [] if shares is None else records(shares),
        "missing": _missing(organisations),
    }  # fmt: skip
    page = environment.get_template("report.html.j2").render(
        w=vocabulary | PAGE_WORDS[lang],
        lang=lang,
        policy=_policy(style, script, charts),
        style=style,
        script=script,
        charts=base64.b64encode(gzip.compress(charts.encode(), 9, mtime=0)).decode("ascii"),
        data=_embedded(data),
        details=details(documents, themes, parted(units), texts or {}, codebook),
        answer=visible(overall_answer(summary, shown, lang) if summary else answer(documents, lang)),
        documents=_ranked(rows, documents),
        levels=list(codebook.scoring.cut_points),
        beside=[name for name in beside if name != "texts"],
        known={name: bool(documents[name].notna().any()) for name in ("organisation", "year")},
        failures=[_visible(row) for row in records(failures)],
        questions=INDICATOR_QUESTIONS[lang],
        varied=varied(documents, lang),
        weights=[(name, codebook.scoring.indicators[name]) for name in INDICATORS],
        codebook=codebook,
        glossary=[(code.code, getattr(code.name, lang), meaning_of_code(code, lang)) for code in codebook.themes],
        model=next(iter(documents["model_version"].dropna()), "–") if len(documents) else "–",
    )  # fmt: skip
    write_text(path, page)


def answer(documents: pd.DataFrame, lang: str) -> str:
    """The result in one sentence; a document that is there twice counts once."""
    vocabulary = words(lang)
    documents = documents[documents["duplicate_of"].isna()]
    scored = documents[documents["status"] == "ok"]
    if len(documents) == 1 and len(scored) == 1:
        row = scored.iloc[0]
        share = (row["share_explicit"] + row["share_implicit"]) if row["goals"] else None
        return vocabulary["summary"].format(
            title=short(row["title"] or Path(str(row["path"])).name),
            score=number(float(row["score"]), 0, lang),
            border=levels(row["border"], lang),
            share=percent(share, lang),
            goals=row["goals"],
        )
    if len(documents) == 1:
        row = documents.iloc[0]
        return vocabulary["none_one"].format(title=short(row["title"] or Path(str(row["path"])).name))
    if scored.empty:
        return vocabulary["none"].format(n=len(documents))
    median = number(float(scored["score"].median()), 0, lang)
    return vocabulary["many"].format(ok=len(scored), n=len(documents), median=median)


def _visible(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: visible(value) for name, value in row.items()}


def _ranked(rows: list[dict[str, Any]], documents: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of the table: the highest score first, those without a score last; each with its place in the data."""
    made = [
        row | {"place": place, "reason": source["reason"], "language": source["language"]}
        for place, (row, source) in enumerate(zip(rows, records(documents), strict=True))
    ]
    return sorted(made, key=lambda row: (row.get("rank") is None, row.get("rank") or 0))


def _missing(organisations: pd.DataFrame | None) -> list[dict[str, Any]]:
    """Organisations of the register that lack something."""
    if organisations is None:
        return []
    some = organisations.loc[organisations["missing"] != "", ["organisation", "layer", "missing"]]
    return [_visible(row) for row in records(some)]


def _landscape(documents: pd.DataFrame, codebook: Codebook) -> list[dict[str, Any]]:
    if (documents["status"] == "ok").sum() < 2:
        return []
    return records(landscape(documents, doordrenkt=codebook.scoring.cut_points["doordrenkt"]))


@lru_cache(maxsize=16)
def _asset(*name: str) -> str:
    return files("analyzer.reporting").joinpath("page", *name).read_text(encoding="utf-8")


def _script() -> str:
    return '"use strict";\n' + "\n".join(_asset(name) for name in _SCRIPTS)


def _charts() -> str:
    """The chart library as one script; its comments about source maps, which a browser would look for, left out."""
    parts = (_asset("vendor", name) for name in _CHARTS)
    return "\n".join("\n".join(line for line in part.splitlines() if "sourceMappingURL" not in line) for part in parts)


def _policy(style: str, *scripts: str) -> str:
    """Content-Security-Policy: no request at all, no script but these. Charts set style attributes, nothing else does."""
    hashes = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; style-src-attr 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def _embedded(data: Any) -> str:
    """JSON that cannot end the element in which it stands."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=int)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
