"""From features to numbers: which features count, how much, and what the words mean by their vectors."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

import numpy as np
from scipy import sparse

from ..language.floret import Floret
from ..resources import shipped
from .features import DENSE, Batch, of_form, of_pairs, of_word, words_around
from .wordtable import FIRST, HEADING, LAST, LEAD_IN, PREVIOUS, WordTable

_ROW_LENGTH = 3.0
"""Length of a row of binary features, before rarity is weighed: the strength of a penalty is tuned to it."""
_MEANING = 0.2
_HEADING = 0.1
"""Scale of the standardised word vectors of the unit and of its heading beside the other features."""


@lru_cache(maxsize=1)
def word_vectors() -> Floret:
    """Subword vectors of the pipeline that ships; every word has one, also an unknown one."""
    return Floret(shipped("models", "nl_gdogh", "vocab"))


class FeatureSpace:
    """The columns of the feature matrix: known binary features by rarity, what the rules say, mean word vectors.

    Parameters
    ----------
    names : sequence of str
        Names of the binary features, in the order of their columns.
    rarity : ndarray, shape (len(names),)
        Weight of each: its inverse document frequency, one on average (Spärck Jones 1972, *J. Documentation* 28:11).
    centre, spread : ndarray, shape (2, d)
        Mean and standard deviation of the mean word vectors of units and of headings.
    meaning : bool
        Whether word vectors count.
    """

    def __init__(
        self, names: Sequence[str], rarity: np.ndarray, centre: np.ndarray, spread: np.ndarray, *, meaning: bool = True
    ) -> None:
        self.names = list(names)
        self.rarity, self.centre, self.spread, self.meaning = rarity, centre, spread, meaning
        self._place = {name: place for place, name in enumerate(self.names)}
        self._tables = threading.local()

    @classmethod
    def learn(cls, coded: Batch, *, least: int = 3, meaning: bool = True) -> FeatureSpace:
        """Columns for training units.

        Parameters
        ----------
        coded : Batch
            Coded units; features of at least `least` of them count.
        least : int
            Fewest units.
        meaning : bool
            Whether word vectors count.

        Returns
        -------
        FeatureSpace
            Features sorted by name.
        """
        counts = _documents(coded)
        names = sorted(name for name, units in counts.items() if units >= least)
        rarity = np.log(len(coded) / np.array([counts[name] for name in names], dtype=float))
        rarity = (rarity / max(float(rarity.mean()), 1e-9)).astype(np.float32)
        width = word_vectors().width
        space = cls(names, rarity, np.zeros((2, width)), np.ones((2, width)), meaning=meaning)
        if meaning:
            headings = [words_around(heading) for heading, _, _ in coded.around]
            means = [space._words.means(*space._numbered(texts)) for texts in (coded.words, headings)]
            filled = [mean[mean.any(axis=1)] for mean in means]
            space.centre = np.array([mean.mean(axis=0) if len(mean) else np.zeros(width) for mean in filled])
            space.spread = np.array([mean.std(axis=0) + 1e-6 if len(mean) else np.ones(width) for mean in filled])
        return space

    @property
    def _words(self) -> WordTable:
        """The words of this thread: numbers of words hold until their table is tidied, which another would not wait for."""
        table: WordTable | None = getattr(self._tables, "words", None)
        if table is None:
            table = self._tables.words = WordTable(
                self._place,
                lambda words: word_vectors().vectors(words),
                self._rarity_of,
                self.centre.shape[1] if self.meaning else 0,
            )
        return table

    def __len__(self) -> int:
        return len(self.names) + DENSE + (2 * self.centre.shape[1] if self.meaning else 0)

    def columns_of(self, word: str) -> tuple[int, ...]:
        """Columns of the features of a word."""
        place = self._place
        return tuple([place[name] for name in of_word(word) if name in place])

    def matrix(self, batch: Batch) -> sparse.csr_matrix:
        """Feature matrix.

        Parameters
        ----------
        batch : Batch
            n units.

        Returns
        -------
        csr_matrix, shape (n, len(self))
            Binary features by rarity, dense features of the rules, standardised word vectors.
        """
        self._words.tidy()
        units = self._numbered(batch.words)
        headings, heading = _distinct(heading for heading, _, _ in batch.around)
        titles = self._numbered([words_around(text) for text in headings])
        rows, where = self._binary(batch, units, titles, heading)
        lengths = np.bincount(rows, minlength=len(batch))
        values = np.repeat(_ROW_LENGTH / np.sqrt(np.maximum(lengths, 1)), lengths) * self.rarity[where]
        dense = [batch.dense]
        if self.meaning:
            dense.append(self._standard(units, 0) * _MEANING)
            dense.append((self._standard(titles, 1) * _HEADING)[heading])
        return _beside(rows, where, values, np.hstack(dense), len(self.names))

    def _numbered(self, texts: Sequence[Sequence[str]]) -> tuple[np.ndarray, np.ndarray]:
        """Numbers of the words of texts, and how many each has."""
        return self._words.numbers(texts), np.fromiter(map(len, texts), np.int64, len(texts))

    def _binary(
        self, batch: Batch, units: tuple[np.ndarray, np.ndarray], titles: tuple[np.ndarray, np.ndarray],
        heading: np.ndarray,
    ) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
        """Rows and columns of the binary features that occur and are known, in order, each once."""
        table, everyone = self._words, np.arange(len(batch))
        words, lengths = units
        found = [(np.repeat(everyone, lengths), table.columns(words, slice(0, 3)))]
        filled = everyone[lengths > 0]
        ends = np.cumsum(lengths)[filled]
        found += [(filled, table.columns(words[ends - 1], LAST)),
                  (filled, table.columns(words[ends - lengths[filled]], FIRST))]  # fmt: skip
        for texts, kind in ((1, PREVIOUS), (2, LEAD_IN)):
            around = [words_around(surroundings[texts]) for surroundings in batch.around]
            numbers, sizes = self._numbered(around)
            found.append((np.repeat(everyone, sizes), table.columns(numbers, kind)))
        of_titles = np.split(table.columns(titles[0], HEADING), np.cumsum(titles[1])[:-1])
        above = [of_titles[which] for which in heading.tolist()]
        found.append((np.repeat(everyone, [len(columns) for columns in above]), np.concatenate([*above, []])))
        found.append(self._named(batch))
        width = len(self.names)
        keys = [
            (rows.reshape(-1, *[1] * (columns.ndim - 1)) * width + columns)[columns >= 0] for rows, columns in found
        ]
        every = np.concatenate(keys).astype(np.int64)
        every.sort()
        once = np.ones(len(every), dtype=bool)
        np.not_equal(every[1:], every[:-1], out=once[1:])
        return np.divmod(every[once], width)

    def _named(self, batch: Batch) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of features of the order of words, of missing or listed surroundings, and of the rules."""
        place = self._place
        rows: list[int] = []
        columns: list[int] = []
        for row, (words, around, signs) in enumerate(zip(batch.words, batch.around, batch.signs, strict=True)):
            names = itertools.chain(of_pairs(words), of_form(around), signs)
            found = [place[name] for name in names if name in place]
            columns += found
            rows += [row] * len(found)
        return np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64)

    def _standard(self, texts: tuple[np.ndarray, np.ndarray], which: int) -> np.ndarray:
        """Standardised means; zero for texts without words."""
        means = self._words.means(*texts)
        filled = np.asarray(means.any(axis=1))
        return np.where(filled[:, None], (means - self.centre[which]) / self.spread[which], 0.0)

    def _rarity_of(self, word: str) -> float:
        found = self._place.get("w=" + word)
        return self._rarest if found is None else float(self.rarity[found])

    @cached_property
    def _rarest(self) -> float:
        return float(self.rarity.max()) if len(self.rarity) else 1.0


def _distinct(texts: Iterable[str]) -> tuple[list[str], np.ndarray]:
    """The different texts, and which of them each is."""
    place: dict[str, int] = {}
    which = [place.setdefault(text, len(place)) for text in texts]
    return list(place), np.array(which, dtype=np.int64)


def _beside(
    rows: np.ndarray, columns: np.ndarray, values: np.ndarray, dense: np.ndarray, width: int
) -> sparse.csr_matrix:
    """A sparse matrix of `width` columns with a dense one to the right of it."""
    n, more = dense.shape
    ends = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=n) + more)])
    where, data = np.empty(ends[-1], dtype=np.int32), np.empty(ends[-1])
    left = np.arange(len(rows)) + rows * more
    right = ends[1:, None] - more + np.arange(more)
    where[left], data[left] = columns, values
    where[right], data[right] = width + np.arange(more), dense
    return sparse.csr_matrix((data, where, ends.astype(np.int32)), shape=(n, width + more))


def _documents(batch: Batch) -> Counter[str]:
    """In how many units each feature occurs."""
    counts: Counter[str] = Counter()
    for names in batch.names():
        counts.update(names)
    return counts
