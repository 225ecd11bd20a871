"""Documents coded once for all benchmarks: a store that a change of reading, language or coding passes by.

Scores change more often than codes; with the codes kept, every table in the documentation is rebuilt in minutes. Each
document has a file of its own, so that a broken-off run goes on where it was. ``GDOGH_CODED=HASH`` uses the codes of an
earlier state of the code, while working on scores beside somebody who works on codes; figures for the documentation
are made without it.
"""

from __future__ import annotations

import hashlib
import os
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
    title: str
    kind: str | None
    layer: str | None
    organisation: str | None
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
    if given := os.environ.get("GDOGH_CODED"):
        return given
    digest = hashlib.sha256()
    files = [
        file for room in _ROOMS for file in (ROOT / "analyzer" / room).rglob("*") if file.suffix in {".py", ".yaml"}
    ]
    files += [file for file in (ROOT / "models").rglob("*") if file.is_file() and file.suffix not in {".md", ".pyc"}]
    for file in sorted(files):
        if file.name not in {"scoring.yaml", "accuracy.json"}:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def code_one(path: str) -> Coded | None:
    """Code one document, or take it from the store; ``None`` when it cannot be read."""
    slot = STORE / instrument() / f"{hashlib.sha256(path.encode()).hexdigest()[:16]}.pkl"
    if slot.exists():
        found: Coded | None = pd.read_pickle(slot)  # written by this module on this machine
        return found
    done = _code(path)
    slot.parent.mkdir(parents=True, exist_ok=True)
    part = slot.with_suffix(f".{os.getpid()}")
    pd.to_pickle(done, part)
    part.replace(slot)
    return done


def _code(path: str) -> Coded | None:
    _, coder = instruments(None, None)
    try:
        document = recognise(read(path))
    except Exception:  # a damaged file is of no use here; tests of reading look at it
        return None
    units = coder.code(segment(document, lambda: coder.pipeline)).drop(columns=_HEAVY)
    meta, language = document.metadata, detect_language(document)[0]
    return Coded(path, document.title, meta.kind, meta.layer, meta.organisation, meta.year, language, document.words,
                 units)  # fmt: skip


def coded(*folders: Path) -> list[Coded]:
    """Coded documents below folders (or files), in the order of their paths; ``GDOGH_JOBS`` processes work on them."""
    paths = [str(path) for path in find_documents(list(folders))]
    instrument()  # once, before the processes part: they all work with the code as it stands now
    with ProcessPoolExecutor(int(os.environ.get("GDOGH_JOBS", "1"))) as pool:
        return [item for item in pool.map(code_one, paths, chunksize=4) if item is not None]


@cache
def programmes() -> list[Coded]:
    """The election programmes in Dutch, when they stand beside the checkout."""
    if not PROGRAMMES.is_dir():
        raise SystemExit("the election programmes are not beside this checkout")
    return [item for item in coded(PROGRAMMES) if item.language == "nl" and item.year is not None]


@cache
def policy() -> list[Coded]:
    """The other real documents in Dutch beside the checkout: an agreement, letters to parliament, a law."""
    return [item for item in coded(*sorted(SHARED.glob("*.pdf"))) if item.language == "nl"]


@cache
def examples() -> list[Coded]:
    """The shipped example documents."""
    return coded(EXAMPLES / "akkoorden", EXAMPLES / "werkgeversvisies")


def decades(items: list[Coded]) -> Iterator[tuple[int, list[Coded]]]:
    """Documents by decade of their year."""
    for decade in sorted({item.year // 10 * 10 for item in items if item.year}):
        yield decade, [item for item in items if item.year and item.year // 10 * 10 == decade]


if __name__ == "__main__":
    from benchmarks import coded as kept  # under its own name: what is stored must be found again from elsewhere

    print(len(kept.programmes()), "programmes,", len(kept.policy()), "other,", len(kept.examples()), "examples",
          kept.instrument())  # fmt: skip
