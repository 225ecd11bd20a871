"""From features to numbers: which features count, how much, and what the words mean by their vectors."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from ..remembered import Remembered
from ..resources import shipped
from .features import DENSE, Batch, of_context, of_order, of_word

if TYPE_CHECKING:
    from spacy.vectors import Vectors  # type: ignore[import-not-found]

_ROW_LENGTH = 3.0
"""Length of a row of binary features, before rarity is weighed: the strength of a penalty is tuned to it."""
_MEANING = 0.2
_HEADING = 0.1
"""Scale of the standardised word vectors of the unit and of its heading beside the other features."""
_REMEMBERED, _CONTEXTS = 60_000, 10_000
"""Words, and contexts of units, whose columns or vectors are kept."""


@lru_cache(maxsize=1)
def word_vectors() -> Vectors:
    """Subword vectors of the pipeline that ships; every word has one, also an unknown one."""
    from spacy.vectors import Vectors

    return Vectors().from_disk(shipped("models", "nl_gdogh", "vocab"))


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
        self._of_word: Remembered[str, tuple[int, ...]] = Remembered(
            lambda word: self._places(of_word(word)), most=_REMEMBERED
        )
        self._of_context: Remembered[tuple[str, str, str], tuple[int, ...]] = Remembered(
            lambda around: self._places(of_context(around)), most=_CONTEXTS
        )
        self._vectors: dict[str, int] = {}
        self._table = np.zeros((0, centre.shape[1]))

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
        width = word_vectors().shape[1]
        space = cls(names, rarity, np.zeros((2, width)), np.ones((2, width)), meaning=meaning)
        if meaning:
            means = [space._means(coded.words), space._means(coded.headings)]
            filled = [mean[mean.any(axis=1)] for mean in means]
            space.centre = np.array([mean.mean(axis=0) if len(mean) else np.zeros(width) for mean in filled])
            space.spread = np.array([mean.std(axis=0) + 1e-6 if len(mean) else np.ones(width) for mean in filled])
        return space

    def __len__(self) -> int:
        return len(self.names) + DENSE + (2 * self.centre.shape[1] if self.meaning else 0)

    def columns_of(self, word: str) -> tuple[int, ...]:
        """Columns of the features of a word."""
        return self._of_word[word]

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
        columns: list[int] = []
        ends = [0]
        for found in self._columns(batch):
            columns += sorted(found)
            ends.append(len(columns))
        lengths = np.diff(ends)
        where = np.array(columns, dtype=np.int64)
        values = np.repeat(_ROW_LENGTH / np.sqrt(np.maximum(lengths, 1)), lengths) * self.rarity[where]
        binary = sparse.csr_matrix((values, where, ends), shape=(len(batch), len(self.names)))
        blocks = [binary, sparse.csr_matrix(batch.dense)]
        if self.meaning:
            blocks.append(sparse.csr_matrix(self._standard(batch.words, 0) * _MEANING))
            blocks.append(sparse.csr_matrix(self._standard(batch.headings, 1) * _HEADING))
        return sparse.hstack(blocks, format="csr")

    def _columns(self, batch: Batch) -> Iterator[set[int]]:
        """Columns of the binary features of each unit that are known; those of words and contexts are kept."""
        words, contexts, place = self._of_word, self._of_context, self._place
        for unit, around, signs in zip(batch.words, batch.around, batch.signs, strict=True):
            found = set().union(*[words[word] for word in unit], contexts[around])
            found.update([place[name] for name in itertools.chain(of_order(unit), signs) if name in place])
            yield found

    def _places(self, names: Iterable[str]) -> tuple[int, ...]:
        return tuple(self._place[name] for name in names if name in self._place)

    def _standard(self, texts: Sequence[Sequence[str]], which: int) -> np.ndarray:
        """Standardised means; zero for texts without words."""
        means = self._means(texts)
        filled = np.asarray(means.any(axis=1))
        return np.where(filled[:, None], (means - self.centre[which]) / self.spread[which], 0.0)

    def _means(self, texts: Sequence[Sequence[str]]) -> np.ndarray:
        """Means of word vectors weighted by rarity, shape (n, d)."""
        kept = [[word for word in words if word.isalpha()] for words in texts]
        self._learn_vectors({word for words in kept for word in words})
        if not self._vectors:
            return np.zeros((len(texts), self.centre.shape[1]))
        lengths = [len(words) for words in kept]
        columns = [self._vectors[word] for words in kept for word in words]
        shares = np.repeat(1.0 / np.maximum(lengths, 1), lengths)
        weights = sparse.csr_matrix(
            (shares, columns, np.concatenate([[0], np.cumsum(lengths)])), shape=(len(kept), len(self._table))
        )
        return np.asarray(weights @ self._table)

    def _learn_vectors(self, words: set[str]) -> None:
        """Look up the vectors of new words, times their rarity."""
        if len(self._vectors) > _REMEMBERED:
            self._vectors.clear()
            self._table = self._table[:0]
        new = sorted(words - self._vectors.keys())
        if not new:
            return
        rows = np.asarray(word_vectors().get_batch(new), dtype=float)
        weights = np.array([self._rarity_of(word) for word in new])
        start = len(self._table)
        self._vectors.update((word, start + offset) for offset, word in enumerate(new))
        self._table = np.concatenate([self._table, rows * weights[:, None]])

    def _rarity_of(self, word: str) -> float:
        found = self._place.get("w=" + word)
        return self._rarest if found is None else float(self.rarity[found])

    @cached_property
    def _rarest(self) -> float:
        return float(self.rarity.max()) if len(self.rarity) else 1.0


def _documents(batch: Batch) -> Counter[str]:
    """In how many units each feature occurs."""
    counts: Counter[str] = Counter()
    for names in batch.names():
        counts.update(names)
    return counts
