"""Subword vectors without spaCy: the table that spaCy stores, and the rows of it that a word has by its parts.

A word's vector is the mean of the rows of its padded form and of its runs of a few characters, each at two places given
by a hash (floret: Boyd & Warmerdam 2022; MurmurHash3 by A. Appleby). Numbers are those of ``spacy.vectors.Vectors``, to
the last bit; many words are looked up at a time, and spaCy need not be loaded.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy import sparse

_ONE, _TWO = np.uint64(0x87C37B91114253D5), np.uint64(0x4CF5AD432745937F)
_HALF = np.uint64(32)
_BLOCK = 16
"""Bytes that the hash takes at a time."""
_FIRST_BYTES = np.array([(1 << (8 * n)) - 1 for n in range(9)], dtype=np.uint64)


class Floret:
    """Vectors of words.

    Parameters
    ----------
    folder : Path
        The ``vocab`` folder of a pipeline with floret vectors.
    """

    def __init__(self, folder: Path) -> None:
        self._table = np.load(folder / "vectors", allow_pickle=False)
        settings = json.loads((folder / "vectors.cfg").read_text(encoding="utf-8"))
        self._sizes = range(settings["minn"], settings["maxn"] + 1)
        self._hashes, self._seed = settings["hash_count"], settings["hash_seed"]
        self._begin, self._end = settings["bow"], settings["eow"]

    @property
    def width(self) -> int:
        """Length of a vector."""
        return int(self._table.shape[1])

    def vectors(self, words: Sequence[str]) -> np.ndarray:
        """Vectors of words.

        Parameters
        ----------
        words : sequence of str
            Not empty; unknown words have vectors too.

        Returns
        -------
        ndarray of float32, shape (n, width)
        """
        parts: list[bytes] = []
        lengths: list[int] = []
        for word in words:
            before = len(parts)
            parts += self._parts(word)
            lengths.append((len(parts) - before) * self._hashes)
        hashes = _hashed(parts, self._seed)[:, : self._hashes]
        rows = (hashes % np.uint64(len(self._table))).astype(np.int32).ravel()
        shares = np.repeat((1.0 / np.array(lengths)).astype(np.float32), lengths)
        ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        means = sparse.csr_matrix((shares, rows, ends), shape=(len(words), len(self._table))) @ self._table
        return np.asarray(means)

    def _parts(self, word: str) -> list[bytes]:
        """The padded word and its runs of characters, as UTF-8."""
        padded = self._begin + word + self._end
        if padded.isascii():
            whole = padded.encode()
            return [whole, *(whole[at : at + n] for n in self._sizes for at in range(len(whole) - n + 1))]
        runs = (padded[at : at + n] for n in self._sizes for at in range(len(padded) - n + 1))
        return [part.encode() for part in (padded, *runs)]


def _hashed(parts: Sequence[bytes], seed: int) -> np.ndarray:
    """MurmurHash3_x64_128 of byte strings as four numbers of 32 bits each, shape (n, 4)."""
    lengths = np.fromiter(map(len, parts), np.int64, len(parts))
    starts = np.cumsum(lengths) - lengths
    joined = b"".join(parts) + bytes(_BLOCK)
    eights = np.ndarray(len(joined) - 7, dtype="<u8", buffer=joined, strides=(1,))
    out = np.empty((len(parts), 2), dtype=np.uint64)
    blocks = lengths // _BLOCK
    for full in np.unique(blocks).tolist():
        which = np.flatnonzero(blocks == full)
        size = lengths[which]
        words = [
            eights[starts[which] + at] & _FIRST_BYTES[np.clip(size - at, 0, 8)]
            for at in range(0, (full + 1) * _BLOCK, 8)
        ]
        out[which] = _murmur(words, size.astype(np.uint64), np.uint64(seed))
    return np.stack([out & np.uint64(0xFFFFFFFF), out >> _HALF], axis=2).reshape(-1, 4)


def _murmur(words: Sequence[np.ndarray], lengths: np.ndarray, seed: np.uint64) -> np.ndarray:
    """The hash of byte strings that were filled up with zeros to whole blocks, of which the last is not full."""
    one = two = np.full(len(lengths), seed)
    for at in range(0, len(words) - 2, 2):
        one = one ^ (_turned(words[at] * _ONE, 31) * _TWO)
        one = (_turned(one, 27) + two) * np.uint64(5) + np.uint64(0x52DCE729)
        two = two ^ (_turned(words[at + 1] * _TWO, 33) * _ONE)
        two = (_turned(two, 31) + one) * np.uint64(5) + np.uint64(0x38495AB5)
    two = two ^ (_turned(words[-1] * _TWO, 33) * _ONE)
    one = one ^ (_turned(words[-2] * _ONE, 31) * _TWO)
    one, two = one ^ lengths, two ^ lengths
    one = one + two
    two = two + one
    one, two = _mixed(one), _mixed(two)
    one = one + two
    return np.stack([one, two + one], axis=1)


def _turned(values: np.ndarray, bits: int) -> np.ndarray:
    """Bits turned to the left."""
    turned: np.ndarray = (values << np.uint64(bits)) | (values >> np.uint64(64 - bits))
    return turned


def _mixed(values: np.ndarray) -> np.ndarray:
    values = (values ^ (values >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    values = (values ^ (values >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    mixed: np.ndarray = values ^ (values >> np.uint64(33))
    return mixed
