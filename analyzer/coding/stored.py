"""How trained classifiers stand on disk: plain arrays and JSON in one zip file, of which nothing is ever run."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .schema import DOMAINS, STATEMENTS, THEMES
from .space import FeatureSpace

_CODES = {"statement": STATEMENTS, "domain": DOMAINS} | {code: (code,) for code in ("E", "I", *THEMES)}
"""The classifiers there can be, and the codes that each can give."""
_NEEDED = ("statement", "E", "I", "domain")
_MOST_BYTES = 200_000_000
"""What a file may be unpacked: twenty times what ships."""
_NUMBERS = {
    "weights": np.float16,
    "shifts": np.float64,
    "rarity": np.float32,
    "centre": np.float32,
    "spread": np.float32,
}
"""Arrays of a file and their kind of numbers."""
Unreadable = (
    OSError,
    ValueError,
    TypeError,
    KeyError,
    EOFError,
    MemoryError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)
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
    about = {"classifiers": named, "meaning": space.meaning, "names": space.names}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        # Opened by name a member gets no time of its own: the same model is the same file.
        with file.open("about.json", "w") as member:
            member.write(json.dumps(about, ensure_ascii=False).encode())
        for name, kind in _NUMBERS.items():
            with file.open(name + ".npy", "w") as member:
                np.lib.format.write_array(member, np.ascontiguousarray(arrays[name], dtype=kind), allow_pickle=False)


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
    with zipfile.ZipFile(path) as file:
        if sum(member.file_size for member in file.infolist()) > _MOST_BYTES:
            raise ValueError("unpacks to more than a model can be")
        about = json.loads(file.read("about.json"))
        arrays = {name: _array(file, name) for name in _NUMBERS}
    names, meaning = about["names"], about["meaning"]
    if not (isinstance(meaning, bool) and isinstance(names, list) and all(isinstance(name, str) for name in names)):
        raise ValueError("names are no names")
    weights, shifts = arrays.pop("weights"), arrays.pop("shifts")
    _fits("rarity", arrays["rarity"], (len(names),))
    _fits("centre", arrays["centre"], (2, arrays["centre"].shape[-1]))
    _fits("spread", arrays["spread"], arrays["centre"].shape)
    _fits("shifts", shifts, (len(shifts),))
    _fits("weights", weights, (len(shifts), weights.shape[-1]))
    classifiers: dict[str, Linear] = {}
    first = 0
    for each in about["classifiers"]:
        name, codes, threshold = str(each["name"]), tuple(each["codes"]), float(each["threshold"])
        if not codes or not set(codes) <= set(_CODES[name]) or len(set(codes)) < len(codes) or not 0 <= threshold <= 1:
            raise ValueError(f"{name} is no classifier of this codebook")
        last = first + len(codes)
        classifiers[name] = Linear(codes, weights[first:last], shifts[first:last], threshold)
        first = last
    if first != len(shifts) or not classifiers.keys() >= set(_NEEDED):
        raise ValueError("classifiers are missing")
    return FeatureSpace(names, **arrays, meaning=meaning), classifiers


def _array(file: zipfile.ZipFile, name: str) -> np.ndarray:
    with file.open(name + ".npy") as member:
        array = np.lib.format.read_array(member, allow_pickle=False)
    if array.dtype != _NUMBERS[name] or not array.ndim or not np.isfinite(array).all():
        raise ValueError(f"{name} are no numbers")
    return array


def _fits(name: str, array: np.ndarray, shape: tuple[int, ...]) -> None:
    if array.shape != shape:
        raise ValueError(f"{name} has the shape {array.shape}, not {shape}")
