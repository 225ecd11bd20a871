"""Why a score: explanations for a document or for a finished output folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from ..codebook import Codebook, load_codebook
from ..coding.schema import THEMES
from ..errors import UsageError
from ..reporting.explained import Explanation
from ..reporting.tables import records
from ..scoring.explain import EXPLAIN_COLUMNS, describe, explain
from .corpus import Corpus
from .one import analyse

_ALL = 10**9


def explanations(
    target: Path,
    *,
    theme: str | None = None,
    unit: str | None = None,
    limit: int = 15,
    codebook: str | None = None,
    pipeline: str | None = None,
) -> Iterator[Explanation]:
    """Explaining sentences of each document.

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
    codebook, pipeline : str, optional
        As in `analyse`.

    Yields
    ------
    Explanation
        One a document; documents without a score have a reason and no sentences.

    Raises
    ------
    UsageError
        When the theme or the unit does not exist.
    """
    theme = theme.upper() if theme else None
    if theme is not None and theme not in THEMES:
        raise UsageError(f"thema {theme!r} bestaat niet.", remedy=f"Kies uit {', '.join(THEMES)}.")
    found = unit is None
    for title, score, reason, kind, units, book in _documents(target, codebook, pipeline):
        if unit is not None and unit not in set(units["unit_id"]):
            continue
        found = True
        table = pd.DataFrame(columns=list(EXPLAIN_COLUMNS))
        if score is not None:
            table = explain(units, codebook=book, kind=kind, theme=theme, limit=_ALL if unit else limit)
        if unit is not None:
            table = table[table["unit_id"] == unit]
            table = _as_coded(units[units["unit_id"] == unit]) if table.empty else table
        yield Explanation(title, score, reason, table, paged=bool(len(units)) and int(units["page"].max()) > 1)
    if not found:
        raise UsageError(f"eenheid {unit!r} niet gevonden.", remedy="Zie kolom unit_id van units.parquet.", path=target)


def _as_coded(units: pd.DataFrame) -> pd.DataFrame:
    """Units that carry no score by themselves: their codes and the words that decided, without a worth."""
    shown = units.assign(why=units["evidence"].map(describe), p=units["p_E"] + units["p_I"])
    return shown.reindex(columns=list(EXPLAIN_COLUMNS))


def _documents(
    target: Path, codebook: str | None, pipeline: str | None
) -> Iterator[tuple[str, float | None, str, str | None, pd.DataFrame, Codebook]]:
    """Title, score, reason, kind and units of each document, and the codebook."""
    if not target.is_dir():
        one = analyse(target, codebook=codebook, pipeline=pipeline)
        title = one.document.title or target.name
        yield title, one.score.value, one.score.reason, one.document.metadata.kind, one.units, one.codebook
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
            yield row["title"] or Path(row["path"]).name, row["score"], reason, row["kind"], units, book
