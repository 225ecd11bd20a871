"""What each word brings to a feature matrix, looked up once: columns of its features, and its weighted vector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

import numpy as np

from .features import of_word, tells

_KINDS = ("h=", "p=", "l=", "1=", "e=")
HEADING, PREVIOUS, LEAD_IN, FIRST, LAST = range(3, 8)
"""Places of a word's columns in the table, as a word of a heading, of a previous unit and so on; its own come first."""


class WordTable:
    """Numbers for words, and arrays with a row for each.

    A word has the same columns and vector whatever came before it; only its number depends on that.

    Parameters
    ----------
    place : mapping
        From the name of a feature to its column.
    vectors : callable
        From a list of words to their vectors, shape (n, d).
    rarity : callable
        From a word to its weight.
    width : int
        Length d of the vectors; 0 for no vectors.
    most : int
        Words above which `tidy` forgets them.
    """

    def __init__(
        self, place: Mapping[str, int], vectors: Callable[[list[str]], np.ndarray], rarity: Callable[[str], float],
        width: int, *, most: int = 60_000,
    ) -> None:  # fmt: skip
        self._place, self._vectors_of, self._rarity, self._most = place, vectors, rarity, most
        self._number: dict[str, int] = {}
        self._columns = np.empty((1024, 3 + len(_KINDS)), dtype=np.int32)
        self._vectors = np.empty((1024, width))
        self._letters = np.empty(1024, dtype=bool)

    def tidy(self) -> None:
        """Forget all words when there are too many; numbers from before mean nothing afterwards."""
        if len(self._number) > self._most:
            self._number.clear()

    def numbers(self, texts: Iterable[Sequence[str]]) -> np.ndarray:
        """Numbers of the words of some texts, one after the other."""
        words = list(chain.from_iterable(texts))
        known = self._number
        try:
            return np.fromiter(map(known.__getitem__, words), np.int64, len(words))
        except KeyError:
            self._learn([word for word in dict.fromkeys(words) if word not in known])
        return np.fromiter(map(known.__getitem__, words), np.int64, len(words))

    def columns(self, numbers: np.ndarray, kinds: int | slice) -> np.ndarray:
        """Columns of features of words, -1 for features that do not count."""
        return self._columns[numbers, kinds]

    def means(self, numbers: np.ndarray, lengths: np.ndarray) -> np.ndarray:
        """Means of the weighted vectors of texts; only words of letters count.

        Parameters
        ----------
        numbers : ndarray
            Words of all texts, one after the other.
        lengths : ndarray, shape (n,)
            Words of each text.

        Returns
        -------
        ndarray, shape (n, d)
            Zero for texts without words.
        """
        from scipy import sparse

        counts = self._letters[numbers]
        rows = np.repeat(np.arange(len(lengths)), lengths)[counts]
        kept = np.bincount(rows, minlength=len(lengths))
        shares = np.repeat(1.0 / np.maximum(kept, 1), kept)
        ends = np.concatenate([[0], np.cumsum(kept)])
        table = self._vectors[: max(1, len(self._number))]
        return np.asarray(sparse.csr_matrix((shares, numbers[counts], ends), shape=(len(lengths), len(table))) @ table)

    def _learn(self, new: list[str]) -> None:
        start, stop = len(self._number), len(self._number) + len(new)
        if stop > len(self._columns):
            room = max(stop, len(self._columns) * 3 // 2)
            # The one that is asked for its length comes last: an interruption leaves no other behind.
            self._vectors, self._letters, self._columns = (
                np.concatenate([old[:start], np.empty((room - start, *old.shape[1:]), dtype=old.dtype)])
                for old in (self._vectors, self._letters, self._columns)
            )
        numbers = dict(zip(new, range(start, stop), strict=True))
        self._columns[start:stop] = [self._row(word) for word in new]
        self._letters[start:stop] = [word.isalpha() for word in new]
        lettered = sorted(word for word in new if word.isalpha()) if self._vectors.shape[1] else []
        if lettered:
            weights = np.array([self._rarity(word) for word in lettered])
            rows = [numbers[word] for word in lettered]
            self._vectors[rows] = np.asarray(self._vectors_of(lettered), dtype=float) * weights[:, None]
        # A word has a number only once all of it is there, whatever happens meanwhile.
        self._number.update(numbers)

    def _row(self, word: str) -> list[int]:
        column = self._place.get
        own = [column(name, -1) for name in of_word(word)]
        own += [-1] * (3 - len(own))
        around = [column(kind + word, -1) for kind in _KINDS[:3]] if tells(word) else [-1, -1, -1]
        return [*own, *around, *[column(kind + word, -1) for kind in _KINDS[3:]]]
