"""Versions of one document: a concept and the final text, a DOCX and its PDF, an agreement inside a council proposal.

Texts are compared by the sets of their runs of five words (shingles: Broder 1997, *On the resemblance and containment of
documents*). Candidates come from a MinHash sketch of all hashes below a threshold, which estimates containment as well
as resemblance (Hera, Pierce-Ward & Koslicki 2023, *Genome Research* 33:1061); their real sets decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

WORDS = 5
"""Words in a shingle."""
SAME = 0.5
"""Share of shared shingles (of all that either has) from which two texts are versions of one document."""
INSIDE = 0.8
"""Share of the shorter text's shingles that the longer one has, from which the shorter stands inside the longer."""
LEAST = 100
"""Words below which a text is too short to compare."""
_SAMPLE = 16
_FEWEST = 64
_CANDIDATE = 0.25
_COMMON = 200
_AT_ONCE = 1_000_000
"""Hashes that are compared at once."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that share much.

    Attributes
    ----------
    first, second : str
        Names of the texts, the longer first.
    resemblance : float
        Shared shingles as a share of all shingles of both (Jaccard).
    containment : float
        Shared shingles as a share of those of the shorter text.
    """

    first: str
    second: str
    resemblance: float
    containment: float

    @property
    def version(self) -> bool:
        """Whether they are versions of one document, or one stands inside the other."""
        return self.resemblance >= SAME or self.containment >= INSIDE


def shingles(text: str) -> np.ndarray:
    """Hashes of all runs of five words, sorted, each once: capitals, punctuation and layout do not matter."""
    words = [word.lower() for word in _WORD.findall(text.replace("\u00ad", ""))]
    if len(words) < LEAST:
        return np.empty(0, np.uint64)
    hashed = {word: int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little") for word in set(words)}
    codes = np.fromiter(map(hashed.__getitem__, words), np.uint64, len(words))
    mixed = np.zeros(len(codes) - WORDS + 1, np.uint64)
    for place in range(WORDS):
        mixed = _mix(mixed * np.uint64(0x9E3779B97F4A7C15) + codes[place : place + len(mixed)])
    return np.unique(mixed)


def _mix(values: np.ndarray) -> np.ndarray:
    """Spread bits (finaliser of SplitMix64: Steele, Lea & Flood 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    result: np.ndarray = values ^ (values >> np.uint64(31))
    return result


def sketch(hashes: np.ndarray) -> np.ndarray:
    """The lowest hashes: one in sixteen, and no fewer than 64."""
    below = int(np.searchsorted(hashes, np.uint64(2**64 // _SAMPLE)))
    return hashes[: max(below, min(_FEWEST, len(hashes)))]


def similar(texts: Mapping[str, str], sketches: Mapping[str, np.ndarray] | None = None) -> list[Pair]:
    """Pairs of texts that are versions of each other.

    Parameters
    ----------
    texts : mapping
        From name to text; with `sketches`, only candidates are read.
    sketches : mapping, optional
        From name to the `sketch` of its `shingles`; worked out from the texts by default.

    Returns
    -------
    list of Pair
        In the order of the texts; empty when there are none.
    """
    if sketches is None:
        sketches = {name: sketch(shingles(text)) for name, text in texts.items()}
    names = [name for name in texts if len(sketches[name])]
    if len(names) < 2:
        return []
    drawn = [sketches[name] for name in names]
    sizes = np.array([len(values) for values in drawn])
    # Equal hashes have the same remainder: a share of all hashes at a time gives the same pairs.
    shares = 1 + int(sizes.sum()) // _AT_ONCE
    found = [_shared(drawn, shares, share) for share in range(shares)]
    keys, places = np.unique(np.concatenate([keys for keys, _ in found]), return_inverse=True)
    counts = np.bincount(places, weights=np.concatenate([counts for _, counts in found]), minlength=len(keys))
    one, two = np.divmod(keys, len(names))
    # The shorter of two has the smaller sketch.
    enough = counts >= _CANDIDATE * np.minimum(sizes[one], sizes[two])
    likely = [(names[first], names[second]) for first, second in zip(one[enough], two[enough], strict=True)]
    return [pair for pair in _verified(likely, texts) if pair.version]


def _shared(drawn: Sequence[np.ndarray], shares: int, share: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of sketches (first times their number plus second) and the number of hashes that they share."""
    some = [values[values % np.uint64(shares) == share] for values in drawn] if shares > 1 else drawn
    values = np.concatenate(some)
    order = np.argsort(values, kind="stable")
    values, holder = values[order], np.repeat(np.arange(len(drawn)), [len(part) for part in some])[order]
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
    lengths = np.diff(np.append(starts, len(values)))
    held = np.repeat(lengths, lengths)
    rare = (held > 1) & (held <= _COMMON)
    values, holder, held = values[rare], holder[rare], held[rare]
    together = [np.empty(0, np.int64)]
    for apart in range(1, int(held.max(initial=1))):
        same = values[:-apart] == values[apart:]
        together.append(holder[:-apart][same] * len(drawn) + holder[apart:][same])
    return np.unique(np.concatenate(together), return_counts=True)


def _verified(likely: Sequence[tuple[str, str]], texts: Mapping[str, str]) -> Iterator[Pair]:
    sets: dict[str, np.ndarray] = {}
    held = 0
    for names in likely:
        if held > _AT_ONCE:
            sets, held = {}, 0
        for name in names:
            if name not in sets:
                sets[name] = shingles(texts[name])
                held += len(sets[name])
        longer, shorter = sorted(names, key=lambda name: -len(sets[name]))
        common = len(np.intersect1d(sets[longer], sets[shorter], assume_unique=True))
        union = len(sets[longer]) + len(sets[shorter]) - common
        yield Pair(longer, shorter, common / union, common / len(sets[shorter]))
