"""Units for reading by eye, and a run of reading and segmentation over whatever documents there are.

``python -m benchmarks.units_check draw DOCUMENT… -n 200 --seed 1`` prints units drawn at random, each between the text
that stands before and after it: does it start and end where a reader says that a sentence or list item starts and ends?
``run DOCUMENT…`` reads and segments every document, checks offsets, and prints counts and seconds. ``pages PDF…`` looks for the
start of each unit on the page that it gets, in the text of ``pdftotext`` (poppler-utils). ``lost TEXT…`` prints the lines of
text files whose words are not in what was read: running headers, when all is well. All only print; no sentence is stored.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from analyzer.errors import ReadError
from analyzer.language.pipeline import load_pipeline
from analyzer.language.segment import segment
from analyzer.language.units import Unit
from analyzer.reading import Document, find_documents, read
from analyzer.reading.encoding import decode

BEFORE = 60
"""Characters shown on either side of a unit."""
PROBE = 18
"""Letters and digits at the start of a unit that must stand on its page."""
SHINGLE = 12
"""Letters of a line that are looked for together; a line is lost when half of its shingles are nowhere."""


def units_of(path: Path) -> tuple[Document, list[Unit]]:
    """A document and its units, as ``gdogh analyse`` makes them."""
    document = read(path)
    return document, segment(document, load_pipeline)


def shown(document: Document, unit: Unit) -> str:
    """A unit between what stands before and after it; blocks are kept apart by ``¶`` and the kind of the next block."""
    blocks = {block.start: block for block in document.blocks}
    label = {start: f" ¶{block.kind}{f' {block.label}' if block.label else ''} " for start, block in blocks.items()}

    def text(start: int, end: int) -> str:
        parts = [label.get(place, "") + document.text[place] for place in range(max(0, start), end)]
        return " ".join("".join(parts).split())

    end = min(len(document.text), unit.end + BEFORE)
    return f"… {text(unit.start - BEFORE, unit.start)} ⟦{text(unit.start, unit.end)}⟧ {text(unit.end, end)} …"


def draw(paths: Sequence[Path], count: int, seed: int) -> None:
    """Print units drawn at random from all units of the documents together."""
    found = [(document, unit) for path in paths for document, unit in _units(path)]
    chosen = random.Random(seed).sample(found, min(count, len(found)))
    for number, (document, unit) in enumerate(chosen, 1):
        where = f"{Path(document.source).stem} p.{unit.page} {unit.kind}"
        print(
            f"{number}. {where} | {' > '.join(unit.section)[-90:]} | {unit.lead_in[-60:]}\n   {shown(document, unit)}\n"
        )
    print(f"{len(chosen)} of {len(found)} units, seed {seed}", file=sys.stderr)


def _units(path: Path) -> list[tuple[Document, Unit]]:
    try:
        document, units = units_of(path)
    except ReadError as error:
        print(f"{path.name}: {error.cause}", file=sys.stderr)
        return []
    return [(document, unit) for unit in units]


def faults(document: Document, units: Sequence[Unit]) -> list[str]:
    """What must never happen: offsets that are wrong, units out of order, pages that do not exist."""
    found = [f"offsets {unit.start}-{unit.end}" for unit in units if document.text[unit.start : unit.end] != unit.text]
    found += [f"overlap at {after.start}" for before, after in pairwise(units) if after.start < before.end]
    found += [f"page {unit.page}" for unit in units if not 1 <= unit.page <= document.pages]
    return found


def run(paths: Sequence[Path]) -> int:
    """Read and segment all documents; the number of those with a fault."""
    wrong = 0
    total: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    load_pipeline()
    started = time.perf_counter()
    for path in paths:
        here = time.perf_counter()
        try:
            document, units = units_of(path)
        except ReadError as error:
            refused[error.cause] += 1
            print(f"{path.name}: {error.cause} {error.remedy}")
            continue
        seconds = time.perf_counter() - here
        found = faults(document, units)
        wrong += bool(found)
        if found or len(paths) <= 20:
            print(
                f"{path.name}: {document.pages} p., {document.words} words, {len(units)} units, {seconds:.2f} s {found}"
            )
        total.update(documents=1, pages=document.pages, words=document.words, units=len(units))
    seconds = time.perf_counter() - started
    print(f"{dict(total)}, refused {dict(refused)}, with a fault {wrong}, {seconds:.1f} s")
    return wrong


def pages(paths: Sequence[Path]) -> int:
    """Print the units that do not start on their page by another program's text; their number."""
    total = wrong = 0
    for path in paths:
        text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
        texts = [letters(page) for page in text.split("\f")]
        for _, unit in _units(path):
            total += 1
            start = letters(unit.text)[:PROBE]
            if start not in texts[unit.page - 1]:
                wrong += 1
                elsewhere = [number for number, page in enumerate(texts, 1) if start in page]
                print(f"{path.name} p.{unit.page}, found on {elsewhere}: {unit.text[:70]}")
    print(f"{total - wrong} of {total} units start on their page")
    return wrong


def letters(text: str) -> str:
    """Letters and digits, lower-cased, without ligatures."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).lower()))


def lost(paths: Sequence[Path]) -> None:
    """Print lines of text files that cannot be found back in what was read."""
    gone = total = 0
    for path in paths:
        try:
            kept = letters(re.sub(r"\d", "", read(path).text))
        except ReadError:
            continue
        text = decode(path.read_bytes(), path)[0]
        total += len(text)
        for line in re.split(r"[\n\r\f]+", text):
            bare = letters(re.sub(r"\d", "", line))
            parts = [bare[place : place + SHINGLE] for place in range(0, len(bare) - SHINGLE + 1, SHINGLE)]
            if bare not in kept and parts and sum(part not in kept for part in parts) >= max(2, 0.5 * len(parts)):
                gone += len(line)
                print(f"{path.stem}: {line.strip()[:120]}")
    print(f"lines of {gone} of {total} characters are not found back")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("draw", "run", "pages", "lost"))
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("-n", "--count", type=int, default=200, help="number of units to draw")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    paths = find_documents(given.paths)
    if given.task == "run":
        return min(1, run(paths))
    if given.task == "pages":
        return min(1, pages(paths))
    if given.task == "lost":
        lost(paths)
    else:
        draw(paths, given.count, given.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
