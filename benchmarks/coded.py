"""Documents coded once for all benchmarks: a cache that is emptied by a change of reading, language or coding only.

Scores change more often than codes; with the codes kept, every table in the documentation is rebuilt in minutes.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from analyzer.language.recognise import recognise
from analyzer.language.segment import segment
from analyzer.reading import detect_language, find_documents, read
from analyzer.running.one import instruments

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "documents"
PROGRAMMES = SHARED / "verkiezingsprogrammas"
EXAMPLES = ROOT / "corpora" / "voorbeelden"
STORE = Path(tempfile.gettempdir()) / "gdogh-benchmarks"
_ROOMS = ("reading", "language", "codebook", "coding")
_HEAVY = ["evidence", "previous", "lead_in"]


@dataclass(frozen=True, slots=True)
class Coded:
    """A coded document: what the benchmarks need of it."""

    path: str
    kind: str | None
    year: int | None
    language: str
    words: int
    units: pd.DataFrame

    @property
    def name(self) -> str:
        return Path(self.path).stem


@cache
def instrument() -> str:
    """Hash of all code, lexicons and models that codes depend on (scoring values excluded)."""
    digest = hashlib.sha256()
    files = [
        file for room in _ROOMS for file in (ROOT / "analyzer" / room).rglob("*") if file.suffix in {".py", ".yaml"}
    ]
    files += [file for file in (ROOT / "models").rglob("*") if file.is_file() and file.suffix not in {".md", ".pyc"}]
    for file in sorted(files):
        if file.name != "scoring.yaml":
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def code_one(path: str) -> Coded | None:
    """Code one document; ``None`` when it cannot be read."""
    _, coder = instruments(None, None)
    try:
        document = recognise(read(path))
    except Exception:  # a damaged file is of no use here; tests of reading look at it
        return None
    units = coder.code(segment(document, lambda: coder.pipeline))
    meta = document.metadata
    return Coded(path, meta.kind, meta.year, detect_language(document)[0], document.words, units.drop(columns=_HEAVY))


def coded(*folders: Path, jobs: int = 2) -> list[Coded]:
    """Coded documents below folders (or files), from the store where possible."""
    paths = [str(path) for path in find_documents(list(folders))]
    key = hashlib.sha256("|".join([instrument(), *paths]).encode()).hexdigest()[:16]
    slot = STORE / f"{key}.pkl"
    if slot.exists():
        found: list[Coded] = pd.read_pickle(slot)  # written by this module on this machine
        return found
    with ProcessPoolExecutor(jobs) as pool:
        done = [item for item in pool.map(code_one, paths, chunksize=4) if item is not None]
    STORE.mkdir(parents=True, exist_ok=True)
    pd.to_pickle(done, slot)
    return done


def programmes() -> list[Coded]:
    """The election programmes in Dutch, when they stand beside the checkout."""
    if not PROGRAMMES.is_dir():
        raise SystemExit("the election programmes are not beside this checkout")
    return [item for item in coded(PROGRAMMES) if item.language == "nl" and item.year is not None]


def examples() -> list[Coded]:
    """The shipped example documents."""
    return coded(EXAMPLES / "akkoorden", EXAMPLES / "werkgeversvisies")


def decades(items: list[Coded]) -> Iterator[tuple[int, list[Coded]]]:
    """Documents by decade of their year."""
    for decade in sorted({item.year // 10 * 10 for item in items if item.year}):
        yield decade, [item for item in items if item.year and item.year // 10 * 10 == decade]


if __name__ == "__main__":
    print(len(programmes()), "programmes,", len(examples()), "examples", instrument())
