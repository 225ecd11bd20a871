"""Why a score: explanations for a document or for a finished output folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from ..codebook import load_codebook
from ..coding.schema import THEMES
from ..errors import UsageError
from ..scoring.explain import explain
from .corpus import Corpus
from .one import analyse


def explanations(
    target: Path,
    *,
    theme: str | None = None,
    unit: str | None = None,
    limit: int = 15,
    codebook: str | None = None,
    pipeline: str | None = None,
) -> Iterator[tuple[str, float | None, pd.DataFrame]]:
    """Title, score and explaining sentences of each document.

    Parameters
    ----------
    target : Path
        A document, or an output folder.
    theme : str, optional
        Only sentences with this theme.
    unit : str, optional
        Only this unit.
    limit : int
        Most sentences a document.
    codebook, pipeline : str, optional
        As in `analyse`.

    Yields
    ------
    (str, float or None, DataFrame)
        For each document, the sentences as ``analyzer.scoring.explain.explain`` gives them.

    Raises
    ------
    UsageError
        When the theme or the unit does not exist.
    """
    theme = theme.upper() if theme else None
    if theme is not None and theme not in THEMES:
        raise UsageError(f"thema {theme!r} bestaat niet.", remedy=f"Kies uit {', '.join(THEMES)}.")
    number = 10**9 if unit else limit
    found = False
    for title, value, kind, units in _documents(target, codebook, pipeline):
        if unit is not None and unit not in set(units["unit_id"]):
            continue
        table = explain(units, codebook=load_codebook(codebook), kind=kind, theme=theme, limit=number)
        if unit is not None:
            table = table[table["unit_id"] == unit]
        found = True
        yield title, value, table
    if not found:
        raise UsageError(f"eenheid {unit!r} niet gevonden.", remedy="Zie kolom unit_id van units.parquet.", path=target)


def _documents(
    target: Path, codebook: str | None, pipeline: str | None
) -> Iterator[tuple[str, float | None, str | None, pd.DataFrame]]:
    if not target.is_dir():
        analysis = analyse(target, codebook=codebook, pipeline=pipeline)
        yield (
            analysis.document.title or target.name,
            analysis.score.value,
            analysis.document.metadata.kind,
            analysis.units,
        )
        return
    corpus = Corpus.from_folder(target)
    groups = dict(tuple(corpus.units.groupby("document_id", sort=False)))
    for row in corpus.documents.to_dict(orient="records"):
        if row["status"] == "ok" and not isinstance(row["duplicate_of"], str):
            yield row["title"] or row["path"], float(row["score"]), row["kind"], groups[row["document_id"]]
