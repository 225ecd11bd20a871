"""One document, analysed: the document, its coded units and its score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..codebook import Codebook
from ..reading.document import Document
from .breakdown import breakdown
from .display import analysis_html
from .explain import explain
from .score import Score


@dataclass(frozen=True, slots=True)
class Analysis:
    """What there is to know about one document.

    Parameters
    ----------
    document : Document
        The document with its metadata.
    units : DataFrame
        Coded units, one a row; columns as in ``analyzer.coding.schema.UNITS`` and more.
    score : Score
        Indicators, score, interval, level and themes.
    codebook : Codebook
        The codebook with which it was coded and scored.
    language : str
        Recognised language, ISO 639-1.
    actueel : str
        Whether the document is up to date: ``ja``, ``nee`` or ``onbekend``.
    model_version : str
        What coded the units.
    """

    document: Document
    units: pd.DataFrame
    score: Score
    codebook: Codebook
    language: str = "nl"
    actueel: str = "onbekend"
    model_version: str = ""

    @property
    def themes(self) -> pd.DataFrame:
        """Evidence per theme: DataFrame with one row a theme."""
        return self.score.themes

    def explain(self, theme: str | None = None, *, number: str = "score", limit: int = 25) -> pd.DataFrame:
        """The sentences that carry a number (or one theme), with page and what each is worth.

        Parameters
        ----------
        theme : str, optional
            Code of a theme.
        number : str
            The score, an indicator, or another number of ``analyzer.scoring.explain.DOCUMENT_NUMBERS``; with a theme also of
            ``THEME_NUMBERS``.
        limit : int
            Most sentences to return.

        Returns
        -------
        DataFrame
            Columns as in ``analyzer.scoring.explain.EXPLAIN_COLUMNS``.
        """
        kind = self.document.metadata.kind
        return explain(self.units, codebook=self.codebook, kind=kind, theme=theme, limit=limit, number=number)

    def breakdown(self, number: str = "score", theme: str | None = None) -> pd.DataFrame:
        """What a number is computed from.

        Parameters
        ----------
        number, theme : str
            As in `explain`.

        Returns
        -------
        DataFrame
            Columns as in ``analyzer.scoring.breakdown.BREAKDOWN_COLUMNS``.
        """
        kind = self.document.metadata.kind
        return breakdown(self.units, codebook=self.codebook, kind=kind, number=number, theme=theme)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: metadata, score, themes and units."""
        meta = self.document.metadata
        return {
            "document_id": self.document.document_id,
            "path": self.document.source,
            "title": self.document.title,
            "pages": self.document.pages,
            "words": self.document.words,
            "language": self.language,
            "actueel": self.actueel,
            "metadata": {name: getattr(meta, name) for name in meta.__slots__},
            "codebook_version": self.codebook.version,
            "codebook_hash": self.codebook.hash,
            "model_version": self.model_version,
            **self.score.to_dict(),
            "passages": self.units.to_dict(orient="records"),
        }

    def __repr__(self) -> str:
        said = self.score.reason if self.score.value is None else f"score {self.score.value:.0f}, {self.score.border}"
        return f"Analysis({self.document.title or self.document.source}: {said})"

    def _repr_html_(self) -> str:
        return analysis_html(self)
