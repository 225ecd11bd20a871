"""Why a score: explanations for a document or for a finished output folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..codebook import Codebook, load_codebook
from ..coding.schema import THEMES
from ..errors import UsageError
from ..reporting.explained import Explanation
from ..reporting.tables import records
from ..scoring.breakdown import BREAKDOWN_COLUMNS, breakdown
from ..scoring.explain import DOCUMENT_NUMBERS, EXPLAIN_COLUMNS, THEME_NUMBERS, Numbers, describe, explain
from ..scoring.landscape import LANDSCAPE_NUMBERS, behind
from ..scoring.levels import level_of
from .corpus import Corpus
from .one import analyse

_ALL = 10**9


def explanations(
    target: Path,
    *,
    theme: str | None = None,
    unit: str | None = None,
    limit: int = 15,
    number: str | None = None,
    document: str | None = None,
    codebook: str | None = None,
    pipeline: str | None = None,
) -> Iterator[Explanation]:
    """Why a number of each document is what it is: its parts, and the sentences behind them.

    Parameters
    ----------
    target : Path
        A document, or an output folder.
    theme : str, optional
        Only sentences with this theme.
    unit : str, optional
        Only this unit, whatever its codes.
    limit : int
        Most sentences a document.
    number : str, optional
        Which number: one of ``explain.DOCUMENT_NUMBERS``, with a theme also of ``explain.THEME_NUMBERS``; the score by
        default.
    document : str, optional
        Only documents of a folder with this id, or with this in their title or file name.
    codebook, pipeline : str, optional
        As in `analyse`.

    Yields
    ------
    Explanation
        One a document; documents without a score have a reason and no sentences.

    Raises
    ------
    UsageError
        When the theme, the unit, the number or the document does not exist.
    """
    theme = theme.upper() if theme else None
    if theme is not None and theme not in THEMES:
        raise UsageError(f"thema {theme!r} bestaat niet.", remedy=f"Kies uit {', '.join(THEMES)}.")
    asked = number or "score"
    if asked not in (known := (*DOCUMENT_NUMBERS, *(THEME_NUMBERS if theme else ()))):
        more = "" if theme else f"; met --theme ook {', '.join(THEME_NUMBERS)}"
        raise UsageError(f"getal {asked!r} bestaat niet.", remedy=f"Kies uit {', '.join(known)}{more}.")
    found = unit is None and document is None
    for one in _documents(target, codebook, pipeline):
        if unit is not None and unit not in set(one.units["unit_id"]):
            continue
        if document is not None and document != one.identity and document.lower() not in one.names:
            continue
        found = True
        yield _explained(one, theme, unit, limit, asked, parts=number is not None)
    if not found:
        what, column = (
            (f"eenheid {unit!r}", "unit_id van units") if unit else (f"document {document!r}", "title van documents")
        )
        raise UsageError(f"{what} niet gevonden.", remedy=f"Zie kolom {column}.parquet.", path=target)


def _explained(one: _One, theme: str | None, unit: str | None, limit: int, number: str, *, parts: bool) -> Explanation:
    table, made = pd.DataFrame(columns=list(EXPLAIN_COLUMNS)), pd.DataFrame(columns=list(BREAKDOWN_COLUMNS))
    value = None
    if one.score is not None:
        of_theme = theme if number in {"units", *THEME_NUMBERS} else None
        value = Numbers(one.units, one.book, one.kind).whole(number, of_theme)
        table = explain(
            one.units, codebook=one.book, kind=one.kind, theme=theme, limit=_ALL if unit else limit, number=number
        )
        if parts:
            made = breakdown(one.units, codebook=one.book, kind=one.kind, number=number, theme=of_theme)
    if unit is not None:
        table = table[table["unit_id"] == unit]
        table = _as_coded(one.units[one.units["unit_id"] == unit]) if table.empty else table
    name = number if theme is None or number not in {"units", *THEME_NUMBERS} else f"{theme} {number}"
    level = None if one.score is None else level_of(one.score, one.book.scoring.cut_points)
    words = one.book.scoring.levels.get(level or "")
    return Explanation(
        one.title, one.score, one.reason, table, paged=bool(len(one.units)) and int(one.units["page"].max()) > 1,
        number=name, value=value, parts=made, level=level or "", meaning=words.nl if words else "",
    )  # fmt: skip


def behind_landscape(
    target: Path, *, layer: str, year: int | None = None, number: str | None = None
) -> tuple[str, float | None, pd.DataFrame]:
    """The documents behind a number of the landscape.

    Parameters
    ----------
    target : Path
        An output folder.
    layer : str
        Government layer, or ``alle``.
    year : int, optional
        One year of the layer.
    number : str, optional
        One of ``landscape.LANDSCAPE_NUMBERS``; ``share_digital_goals`` by default.

    Returns
    -------
    (str, float or None, DataFrame)
        The name of the number, its value and the documents, as ``landscape.behind`` gives them.

    Raises
    ------
    UsageError
        When the number or the layer does not exist, or `target` is no output folder.
    """
    asked = number or "share_digital_goals"
    if asked not in LANDSCAPE_NUMBERS:
        raise UsageError(f"getal {asked!r} bestaat niet.", remedy=f"Kies uit {', '.join(LANDSCAPE_NUMBERS)}.")
    documents = Corpus.from_folder(target).documents
    layers = ["alle", *sorted(documents["layer"].fillna("onbekend").unique())]
    if layer not in layers:
        raise UsageError(f"laag {layer!r} staat niet in de map.", remedy=f"Kies uit {', '.join(layers)}.", path=target)
    return asked, *behind(documents, number=asked, layer=layer, year=year)


@dataclass(frozen=True, slots=True)
class _One:
    """A document to explain."""

    identity: str
    title: str
    file: str
    score: float | None
    reason: str
    kind: str | None
    units: pd.DataFrame
    book: Codebook

    @property
    def names(self) -> str:
        return f"{self.title}\n{self.file}".lower()


def _as_coded(units: pd.DataFrame) -> pd.DataFrame:
    """Units that carry no score by themselves: their codes and the words that decided, without a worth."""
    shown = units.assign(why=units["evidence"].map(describe), p=units["p_E"] + units["p_I"])
    return shown.reindex(columns=list(EXPLAIN_COLUMNS))


def _documents(target: Path, codebook: str | None, pipeline: str | None) -> Iterator[_One]:
    """The documents of a target."""
    if not target.is_dir():
        one = analyse(target, codebook=codebook, pipeline=pipeline)
        document = one.document
        yield _One(document.document_id, document.title or target.name, target.name, one.score.value, one.score.reason,
                   document.metadata.kind, one.units, one.codebook)  # fmt: skip
        return
    corpus = Corpus.from_folder(target)
    book = load_codebook(codebook) if codebook else corpus.codebook
    groups = dict(tuple(corpus.units.groupby("document_id", sort=False)))
    for row in records(corpus.documents):
        if row["duplicate_of"] is None:
            units = groups.get(row["document_id"], corpus.units.head(0))
            reason = (
                f"Niet gelezen: {row['path']} {row['reason']}" if row["status"] == "failed" else row["reason"] or ""
            )
            file = Path(row["path"]).name
            yield _One(row["document_id"], row["title"] or file, file, row["score"], reason, row["kind"], units, book)
