"""Sentences of two documents side by side: which digital ones stayed, which came and which went."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .sample import distinct

SENTENCE_COLUMNS = (
    "change", "unit_id", "page", "section", "text", "statement", "digital", "themes", "resemblance", "other_text",
    "other_digital",
)  # fmt: skip
SAME = 0.5
"""Cosine of runs of four characters, weighed by rarity, from which two sentences say the same."""


def changed_sentences(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The digital sentences of two documents, and whether the other document says them too.

    Parameters
    ----------
    before, after : DataFrame
        Coded units of either document.

    Returns
    -------
    DataFrame
        Columns ``SENTENCE_COLUMNS``. `change` is ``erbij`` (a digital sentence of the later document without a like in the
        earlier one), ``weg`` (the reverse), ``nu digitaal`` and ``niet meer digitaal`` (the like is there, without digital
        component) or ``gebleven``. `other_text` is the most similar sentence of the other document, whatever its codes.
    """
    sides = [distinct(table).reset_index(drop=True) for table in (before, after)]
    records = []
    nearest = _nearest(*(list(side["text"]) for side in sides))
    for place, (mine, other, words) in enumerate(
        ((sides[1], sides[0], ("erbij", "nu digitaal")), (sides[0], sides[1], ("weg", "niet meer digitaal")))
    ):
        like, how = nearest[1 - place]
        for row, unit in enumerate(mine.to_dict("records")):
            if unit["digital"] == "G":
                continue
            match = other.iloc[like[row]] if len(other) and how[row] >= SAME else None
            kept = match is not None and match["digital"] != "G"
            if kept and place:
                continue
            change = "gebleven" if kept else words[match is not None]
            records.append({
                **{name: unit[name] for name in ("unit_id", "page", "section", "text", "statement", "digital", "themes")},
                "change": change, "resemblance": round(float(how[row]), 2),
                "other_text": "" if match is None else match["text"], "other_digital": "" if match is None else match["digital"],
            })  # fmt: skip
    return pd.DataFrame.from_records(records, columns=list(SENTENCE_COLUMNS))


def _nearest(before: list[str], after: list[str]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Of each sentence the place of the most similar one on the other side, and how similar; for both sides."""
    if not before or not after:
        return [(np.zeros(len(side), dtype=int), np.zeros(len(side))) for side in (before, after)]
    # Only where sentences are compared: the library takes longer to load than all of this package.
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4), sublinear_tf=True).fit([*before, *after])
    likeness = (vectors.transform(before) @ vectors.transform(after).T).tocsr()
    return [(np.asarray(table.argmax(axis=1)).ravel(), np.asarray(table.max(axis=1).todense()).ravel())
            for table in (likeness, likeness.T.tocsr())]  # fmt: skip
