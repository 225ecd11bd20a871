"""How trained classifiers stand on disk: numbers and names in spaCy's own format, msgpack, of which nothing is ever run."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from srsly import msgpack

from .schema import DOMAINS, STATEMENTS, THEMES
from .space import FeatureSpace

_CODES = {"statement": STATEMENTS, "domain": DOMAINS} | {code: (code,) for code in ("E", "I", *THEMES)}
"""The classifiers there can be, and the codes that each can give."""
_NEEDED = ("statement", "E", "I", "domain")
_MOST_BYTES = 200_000_000
"""What a file may be unpacked: twenty times what ships."""
_NUMBERS = {"weights": "<f2", "shifts": "<f8", "rarity": "<f4", "centre": "<f4", "spread": "<f4"}
"""Arrays of a file and their kind of numbers."""
Unreadable = (OSError, ValueError, TypeError, KeyError, MemoryError, RecursionError, zlib.error)
"""What reading a file can raise that is no model, or no whole one."""


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """A fitted linear classifier.

    Parameters
    ----------
    codes : tuple of str
        The code whose score each row gives; a single one against its absence.
    weights : ndarray, shape (len(codes), d)
        Of the features.
    shifts : ndarray, shape (len(codes),)
        Intercepts.
    threshold : float
        Probability from which a single code is given.
    """

    codes: tuple[str, ...]
    weights: np.ndarray
    shifts: np.ndarray
    threshold: float = 0.5

    def as_numbers_of(self, kind: type[np.floating[Any]]) -> Linear:
        """A copy whose weights are numbers of another size."""
        shifts = np.asarray(self.shifts, dtype=np.float64)
        return Linear(self.codes, np.asarray(self.weights, dtype=kind), shifts, self.threshold)


def write(path: Path, space: FeatureSpace, classifiers: Mapping[str, Linear]) -> None:
    """Write a feature space and the classifiers over it; weights are rounded to 16 bits.

    Parameters
    ----------
    path : Path
        The file.
    space : FeatureSpace
        The features.
    classifiers : mapping
        By name, as in `UnitClassifier`.
    """
    named = [{"name": name, "codes": each.codes, "threshold": each.threshold} for name, each in classifiers.items()]
    arrays = {
        "weights": np.concatenate([each.weights for each in classifiers.values()]),
        "shifts": np.concatenate([each.shifts for each in classifiers.values()]),
        "rarity": space.rarity, "centre": space.centre, "spread": space.spread,
    }  # fmt: skip
    content = {"classifiers": named, "meaning": space.meaning, "names": space.names}
    content |= {name: np.ascontiguousarray(arrays[name], dtype=kind).tobytes() for name, kind in _NUMBERS.items()}
    path.write_bytes(zlib.compress(msgpack.packb(content, use_bin_type=True), level=9))


def read(path: Path) -> tuple[FeatureSpace, dict[str, Linear]]:
    """Read back what `write` wrote.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    FeatureSpace, dict
        The features, and the classifiers by name.

    Raises
    ------
    Unreadable
        When it is not there, not whole or something else.
    """
    unpacking = zlib.decompressobj()
    packed = unpacking.decompress(path.read_bytes(), _MOST_BYTES)
    if not unpacking.eof:
        raise ValueError("not whole, or larger than a model can be")
    # Maps are maps and nothing else; and not `msgpack_loads`, which leaves the search for cycles off after a wrong file.
    content = msgpack.unpackb(packed, raw=False, object_pairs_hook=dict)
    names, meaning = content["names"], content["meaning"]
    if not (isinstance(meaning, bool) and isinstance(names, list) and all(isinstance(name, str) for name in names)):
        raise ValueError("names are no names")
    weights, shifts, rarity, centre, spread = (_numbers(content, name) for name in _NUMBERS)
    if not len(shifts) or not len(weights) or len(rarity) != len(names) or len(spread) != len(centre):
        raise ValueError("the numbers do not go with the names")
    weights, centre, spread = weights.reshape(len(shifts), -1), centre.reshape(2, -1), spread.reshape(2, -1)
    classifiers: dict[str, Linear] = {}
    first = 0
    for each in content["classifiers"]:
        name, codes, threshold = str(each["name"]), tuple(each["codes"]), float(each["threshold"])
        if not codes or not set(codes) <= set(_CODES[name]) or len(set(codes)) < len(codes) or not 0 <= threshold <= 1:
            raise ValueError(f"{name} is no classifier of this codebook")
        last = first + len(codes)
        classifiers[name] = Linear(codes, weights[first:last], shifts[first:last], threshold)
        first = last
    if first != len(shifts) or not classifiers.keys() >= set(_NEEDED):
        raise ValueError("classifiers are missing")
    return FeatureSpace(names, rarity, centre, spread, meaning=meaning), classifiers


def _numbers(content: Mapping[str, Any], name: str) -> np.ndarray:
    numbers = np.frombuffer(content[name], dtype=_NUMBERS[name])
    if not np.isfinite(numbers).all():
        raise ValueError(f"{name} are no numbers")
    return numbers
