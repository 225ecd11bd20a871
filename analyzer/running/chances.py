"""Gemiste kansen of an output folder: goals without digital means, and what others do with goals like them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ..errors import UsageError
from ..scoring.chances import chances_with_likes
from ..scoring.landscape import counted
from .corpus import Corpus


def missed(corpus: Corpus, *, document: str | None = None, limit: int = 5) -> pd.DataFrame:
    """Goals that name no digital means while carrying them out probably runs on those, with why.

    Parameters
    ----------
    corpus : Corpus
        Analysed documents; those without a score, copies and older versions take no part.
    document : str, optional
        Only the chances of documents with this id, or with this in their title or file name.
    limit : int
        Most goals of a document.

    Returns
    -------
    DataFrame
        Columns as ``analyzer.scoring.chances.CHANCE_COLUMNS``, with ``title``, ``organisation`` and ``like_title`` before.

    Raises
    ------
    UsageError
        When no document fits.
    """
    usable = counted(corpus.documents)
    names = usable["title"].fillna("") + "\n" + usable["path"].map(lambda path: Path(str(path)).name)
    chosen = usable["document_id"]
    if document is not None:
        fits = names.str.lower().str.contains(document.lower(), regex=False) | (usable["document_id"] == document)
        chosen = usable.loc[fits, "document_id"]
    if chosen.empty:
        raise UsageError(f"document {document!r} niet gevonden.", remedy="Zie kolom title van documents.parquet.")
    units = corpus.units[corpus.units["document_id"].isin(usable["document_id"])]
    table = chances_with_likes(units, limit=limit)
    table = table[table["document_id"].isin(chosen)].reset_index(drop=True)
    titles = dict(zip(usable["document_id"], usable["title"].fillna(usable["path"]), strict=True))
    bodies = dict(zip(usable["document_id"], usable["organisation"], strict=True))
    table.insert(0, "title", table["document_id"].map(titles))
    table.insert(1, "organisation", table["document_id"].map(bodies))
    table.insert(2, "like_title", table["like_document_id"].map(titles))
    return table
