"""Score a table of coded units without its document."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ..codebook import load_codebook
from ..scoring.score import Score
from ..scoring.score import score as score_units


def score(
    units: pd.DataFrame,
    *,
    kind: str | None = None,
    codebook: str | Path | None = None,
    seed: int = 0,
    vary_weights: float = 0.0,
) -> Score:
    """Score the coded units of one document.

    Parameters
    ----------
    units : DataFrame
        Coded units, as `code` gives them or as they stand in ``units.parquet``.
    kind : str, optional
        Kind of document; employer visions are judged on HR processes.
    codebook : str or Path, optional
        A codebook file; the shipped one by default.
    seed : int
        Seed of the interval.
    vary_weights : float
        As in `analyse`.

    Returns
    -------
    Score
        With ``status="no_score"`` and a reason when there cannot be one.

    Examples
    --------
    >>> from analyzer import code, read, segment
    >>> from analyzer.resources import shipped
    >>> agreement = shipped("corpora", "voorbeelden", "akkoorden", "hesselrode-coalitieakkoord-2022-2026.docx")
    >>> score(code(segment(read(agreement))), kind="coalitieakkoord").status
    'ok'
    """
    return score_units(units, codebook=load_codebook(codebook), kind=kind, seed=seed, vary_weights=vary_weights)
