"""Coded units for training and evaluation, without the sentences: codes are kept with a fingerprint of where they stand.

A sentence of a document that is not ours must not be stored. What is stored is the document's name, the number of letters
and digits of the unit, and a 64-bit polynomial hash of them. The hash finds the place again in the document's text,
whatever has changed in layout or segmentation since (a rolling hash: Karp & Rabin 1987, *IBM J. Res. Dev.* 31:249).
"""

from __future__ import annotations

import json
import logging
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..errors import CodingError, GdoghError
from ..language.segment import segment
from ..language.units import Unit
from ..reading import read
from ..reading.document import Document

log = logging.getLogger(__name__)
ANNOTATION_COLUMNS = ("id", "document", "letters", "hash", "statement", "digital", "themes", "domain", "drawn", "coder")
_BASE = np.uint64(1_099_511_628_211)


def letters(text: str) -> tuple[str, list[int]]:
    """Letters and digits of a text, lower-cased, and the offset of each."""
    kept = [(char, place) for place, char in enumerate(text.lower()) if char.isalnum()] if len(text.lower()) == len(text) else [
        (char.lower()[:1], place) for place, char in enumerate(text) if char.isalnum()
    ]  # fmt: skip
    return "".join(char for char, _ in kept), [place for _, place in kept]


def fingerprint(text: str) -> tuple[int, str]:
    """Number of letters and digits of a unit, and their hash as 16 hexadecimal digits."""
    stream, _ = letters(text)
    codes = np.frombuffer(stream.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    return len(stream), f"{int((codes * _powers(len(stream))).sum(dtype=np.uint64)):016x}"


class Finder:
    """Finds fingerprints in one text."""

    def __init__(self, text: str) -> None:
        stream, self._places = letters(text)
        codes = np.frombuffer(stream.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
        self._power = _powers(len(stream) + 1)
        self._sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(codes * self._power[:-1], dtype=np.uint64)])

    def find(self, count: int, hash_: str) -> tuple[int, int] | None:
        """Offsets of the first place with that fingerprint, or ``None``."""
        if not 0 < count <= len(self._places):
            return None
        window = self._sums[count:] - self._sums[:-count]
        hits = np.flatnonzero(window == np.uint64(int(hash_, 16)) * self._power[: len(window)])
        if not len(hits):
            return None
        first = int(hits[0])
        return self._places[first], self._places[first + count - 1] + 1


def _powers(count: int) -> np.ndarray:
    steps = np.full(max(count, 1), _BASE, dtype=np.uint64)
    steps[0] = 1
    with np.errstate(over="ignore"):
        result: np.ndarray = np.cumprod(steps, dtype=np.uint64)
    return result[:count]


def rebuild(
    annotations: pd.DataFrame, sources: Mapping[str, Path], ready: Mapping[str, Mapping[str, Any]]
) -> pd.DataFrame:
    """Training file from codes and documents.

    Parameters
    ----------
    annotations : DataFrame
        Columns ``ANNOTATION_COLUMNS``.
    sources : mapping
        From document name to file.
    ready : mapping
        Units whose text is at hand, by id: ``text``, ``heading``, ``previous``.

    Returns
    -------
    DataFrame
        The annotations with ``text``, ``heading``, ``previous`` and ``lead_in``; units that are not found are left
        out and logged.
    """
    rows: list[dict[str, Any]] = []
    lost, absent = 0, 0
    for name, group in annotations.groupby("document", sort=True):
        codes = [{str(name): value for name, value in row.items()} for row in group.to_dict(orient="records")]
        pending = [row for row in codes if row["id"] not in ready]
        rows += [row | _texts(ready[row["id"]]) for row in codes if row["id"] in ready]
        if not pending:
            continue
        try:
            document = read(sources[str(name)])
        except KeyError:
            absent += 1
            lost += len(pending)
            continue
        except GdoghError as error:
            log.warning("%s: %s", name, error)
            lost += len(pending)
            continue
        found = [row | place for row in pending if (place := _locate(document, row)) is not None]
        lost += len(pending) - len(found)
        rows += found
    if absent:
        log.warning("%d of %d documents are not in the folders", absent, annotations["document"].nunique())
    if lost:
        log.warning("%d of %d coded units were not found", lost, len(annotations))
    table = pd.DataFrame(rows)
    table["themes"] = [codes.split(";") if codes else [] for codes in table["themes"]]
    order = {identity: place for place, identity in enumerate(annotations["id"])}
    return table.sort_values("id", key=lambda ids: ids.map(order), ignore_index=True)


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    previous = str(row.get("previous") or "")
    return {
        "text": str(row["text"]), "heading": str(row.get("heading") or ""), "previous": previous,
        "lead_in": str(row.get("lead_in") or (previous if previous.endswith(":") else "")),
    }  # fmt: skip


_cache: dict[str, tuple[Finder, list[Unit]]] = {}


def _locate(document: Document, row: Mapping[str, Any]) -> dict[str, str] | None:
    if document.document_id not in _cache:
        _cache.clear()
        _cache[document.document_id] = (Finder(document.text), segment(document))
    finder, units = _cache[document.document_id]
    place = finder.find(int(row["letters"]), str(row["hash"]))
    if place is None or not units:
        return None
    index = max(0, bisect_right([unit.start for unit in units], place[0]) - 1)
    unit = units[index]
    before = document.text[unit.start : place[0]]
    start = place[0] if any(char.isalnum() for char in before) else min(unit.start, place[0])
    text = " ".join(document.text[start : _sentence_end(document.text, place[1])].split())
    return {"text": text, "heading": unit.heading, "previous": unit.previous, "lead_in": unit.lead_in}


def _sentence_end(text: str, end: int) -> int:
    """Take closing punctuation along."""
    while end < len(text) and not text[end].isspace() and not text[end].isalnum():
        end += 1
    return end


def load_annotations(path: Path) -> pd.DataFrame:
    """Codes with fingerprints, as they stand in the repository.

    Raises
    ------
    CodingError
        When the file is missing or lacks columns.
    """
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
    except OSError as error:
        raise CodingError(
            "kan niet worden gelezen.", remedy="Werk in een checkout van het project.", path=path
        ) from error
    missing = [name for name in ANNOTATION_COLUMNS if name not in table]
    if missing:
        raise CodingError(f"mist kolommen {', '.join(missing)}.", path=path)
    return table


def load_units(path: Path) -> list[dict[str, Any]]:
    """Units from JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def write_units(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Units as JSON lines."""
    path.write_text("".join(json.dumps(dict(row), ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
