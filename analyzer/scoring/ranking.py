"""Which documents can be told apart: ranks with the places that the intervals leave open."""

from __future__ import annotations

import numpy as np
import pandas as pd

RANK_COLUMNS = ("document_id", "rank", "rank_low", "rank_high")


def ranking(documents: pd.DataFrame) -> pd.DataFrame:
    """Ranks of documents by score, and the ranks that cannot be excluded.

    Parameters
    ----------
    documents : DataFrame
        Columns as in ``documents.csv``; documents without a score and doubles take no part.

    Returns
    -------
    DataFrame
        Columns ``RANK_COLUMNS``, the highest score first. `rank_low` is 1 plus the number of documents that are surely
        higher, `rank_high` the number of documents minus those that are surely lower. Surely is: the difference of the
        scores exceeds 1.645 times the root of the summed variances, each from its own 90% interval on the side of the
        other document. Pairs are judged one at a time, as in Goldstein & Healy (1995, *JRSS A* 158:175); why places in a
        league table must carry their uncertainty is in Goldstein & Spiegelhalter (1996, *JRSS A* 159:385), who draw ranks
        from a model instead.
    """
    taken = documents[(documents["status"] == "ok") & documents["duplicate_of"].isna()]
    taken = taken.sort_values(["score", "document_id"], ascending=[False, True], ignore_index=True)
    score, low, high = (taken[name].to_numpy(dtype=float) for name in ("score", "score_low", "score_high"))
    down, up = np.maximum(score - low, 1e-9), np.maximum(high - score, 1e-9)
    # In row i, column j: i is surely above j. What brings them together is i's lower and j's upper side.
    surely = score[:, None] - score[None, :] > np.hypot(down[:, None], up[None, :])
    return pd.DataFrame(
        {
            "document_id": taken["document_id"],
            "rank": np.arange(1, len(taken) + 1),
            "rank_low": 1 + surely.sum(axis=0),
            "rank_high": len(taken) - surely.sum(axis=1),
        }
    )
