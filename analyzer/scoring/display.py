"""How results look in a notebook: small pieces of HTML in which every text is escaped and nothing runs."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from .analysis import Analysis
    from .score import Score

MOST_ROWS = 50
LEVELS = ("afwezig", "zonder digitale link", "met digitale link", "in een maatregel", "in meer paragrafen")
"""Names of the evidence levels 0 to 4 of a theme."""
_LEFT = "text-align:left;vertical-align:top"
_RIGHT = "text-align:right;vertical-align:top;white-space:nowrap"
_INVISIBLE = dict.fromkeys((*range(32), *range(127, 160), *range(8203, 8208), *range(8234, 8239), *range(8294, 8298)))


def shown(value: object, limit: int = 300) -> str:
    """Text of a document as HTML may show it: escaped, without control and direction characters, not too long."""
    text = str(value).translate(_INVISIBLE)
    return html.escape(text if len(text) <= limit else text[: limit - 1] + "…")


def score_html(score: Score) -> str:
    """Score, interval, level, the two shares and the indicators as bars.

    Parameters
    ----------
    score : Score
        The score of a document, or the reason why there is none.

    Returns
    -------
    str
        HTML that stands on its own.
    """
    if score.value is None or score.low is None or score.high is None:
        return f"<p><strong>Geen score.</strong> {shown(score.reason)}</p>"
    rows = []
    for name, value in score.indicators.items():
        low, high = score.bounds.get(name, (value, value))
        rows.append((shown(name), _bar(value), f"{_number(value, 2)} ({_number(low, 2)}–{_number(high, 2)})"))
    answer = (
        f"<p><strong>{score.value:.0f} van 100</strong> (90%-interval {score.low:.0f}–{score.high:.0f}): "
        f"<strong>{shown(score.border)}</strong>. Van de {score.goals} doelen is {_percent(score.share_explicit)} expliciet "
        f"en {_percent(score.share_implicit)} impliciet digitaal.</p>"
    )
    return answer + _table(("Indicator", "", "Waarde (90%)"), rows, right=(2,))


def analysis_html(analysis: Analysis) -> str:
    """One document: who and what, its score, and per theme the strongest sentence.

    Parameters
    ----------
    analysis : Analysis
        The analysis of a document.

    Returns
    -------
    str
        HTML that stands on its own.
    """
    document, meta = analysis.document, analysis.document.metadata
    about = (meta.organisation, meta.kind, meta.year, f"{document.pages} p.", f"{document.words} woorden")
    head = (
        f"<h3>{shown(document.title or document.source)}</h3><p>{' · '.join(shown(part) for part in about if part)}</p>"
    )
    found = analysis.themes[analysis.themes["level"] > 0].sort_values("level", ascending=False, kind="stable")
    rows = [
        (shown(row["theme"]), shown(row["name"]), LEVELS[int(row["level"])], _page(row["best_page"]), shown(row["best_text"]))
        for row in found.to_dict(orient="records")
    ]  # fmt: skip
    table = _table(("Thema", "Naam", "Niveau", "Blz.", "Sterkste zin"), rows) if rows else ""
    return head + score_html(analysis.score) + table


def corpus_html(documents: pd.DataFrame, failures: pd.DataFrame) -> str:
    """Many documents: a line each, the highest score first, and how many could not be read.

    Parameters
    ----------
    documents, failures : DataFrame
        Tables as in the output folder.

    Returns
    -------
    str
        HTML that stands on its own.
    """
    ranked = documents.sort_values(["score", "path"], ascending=[False, True], na_position="last")
    rows = []
    for row in ranked.head(MOST_ROWS).to_dict(orient="records"):
        known = row["status"] == "ok"
        rows.append(
            (
                shown(_first(row["title"], row["path"])),
                shown(_first(row["organisation"])),
                shown(_first(row["year"])),
                f"{row['score']:.0f}" if known else "–",
                f"{row['score_low']:.0f}–{row['score_high']:.0f}" if known else "",
                shown(row["border"] if known else _first(row["reason"])),
                _percent(row["share_explicit"]),
                _percent(row["share_implicit"]),
            )
        )
    more = len(documents) - len(rows)
    titles = ("Document", "Organisatie", "Jaar", "Score", "90%", "Niveau", "Expliciet", "Impliciet")
    counted = f"<p>{len(documents)} documenten, {int((documents['status'] == 'ok').sum())} met een score"
    counted += f", {len(failures)} niet gelezen" if len(failures) else ""
    tail = f"<p>… en nog {more}.</p>" if more > 0 else ""
    return f"{counted}.</p>{_table(titles, rows, right=(2, 3, 4, 6, 7))}{tail}"


def _table(titles: Iterable[str], rows: Iterable[Iterable[str]], right: tuple[int, ...] = ()) -> str:
    """A table of cells that are HTML already."""
    head = "".join(
        f'<th scope="col" style="{_RIGHT if place in right else _LEFT}">{title}</th>'
        for place, title in enumerate(titles)
    )
    body = "".join(
        "<tr>"
        + "".join(f'<td style="{_RIGHT if place in right else _LEFT}">{cell}</td>' for place, cell in enumerate(row))
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _bar(value: float) -> str:
    width = round(120 * min(1.0, max(0.0, value)))
    return (
        '<div style="width:120px;background:#e3eef1" aria-hidden="true">'
        f'<div style="width:{width}px;height:.8em;background:#2b6777"></div></div>'
    )


def _first(*values: Any) -> Any:
    return next((value for value in values if not _missing(value) and value != ""), "")


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or bool(value != value)


def _number(value: float, places: int) -> str:
    return f"{value:.{places}f}".replace(".", ",")


def _percent(value: Any) -> str:
    return "–" if _missing(value) else f"{_number(100 * float(value), 1)}%"


def _page(value: Any) -> str:
    return "" if _missing(value) else str(int(value))
