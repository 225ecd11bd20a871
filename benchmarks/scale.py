"""What a large batch costs: words per second against two peers, memory, slopes, one and two processes.

    python -m benchmarks.scale                                   # the shipped examples
    python -m benchmarks.scale ../shared/documents/verkiezingsprogrammas
    python -m benchmarks.scale FOLDER --simulate 2000            # a corpus of resampled sections

Peers, over the same texts on the same cores in the same run: (a) the shipped spaCy pipeline with its parser, one plain
pass; (b) a dictionary count in pandas, as quanteda does it. All times are processor time of all processes unless it says
"wall"; on a busy machine only those are to be compared.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from analyzer import load_codebook, load_pipeline, read
from analyzer.reading import find_documents
from analyzer.resources import shipped
from analyzer.running.one import analyse_document
from analyzer.running.options import Options

_SECTION = 150
"""Words of a section at least."""
SIZES = (1_000, 5_000, 20_000, 60_000, 200_000)
"""Words of the documents over which the slope is taken."""


class Watch(threading.Thread):
    """Largest resident memory of a process and of each of its children, in megabytes, and how it went in time."""

    def __init__(self, root: int, every: float = 60.0) -> None:
        super().__init__(daemon=True)
        self.root, self.parent, self.child, self.own, self.going = root, 0.0, 0.0, 0.0, True
        self.every, self.course = every, list[tuple[int, int, int]]()

    def run(self) -> None:
        started = time.monotonic()
        while self.going:
            now: dict[bool, float] = {True: 0.0, False: 0.0}
            for pid, parent in _processes():
                if self.root in (pid, parent):
                    try:
                        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
                    except OSError:
                        continue
                    parts = {line.split(":")[0]: int(line.split()[1]) / 1000 for line in rollup.splitlines()[1:]}
                    now[pid == self.root] = max(now[pid == self.root], parts["Rss"])
                    if pid == self.root:
                        self.parent = max(self.parent, parts["Rss"])
                    else:
                        self.child = max(self.child, parts["Rss"])
                        self.own = max(self.own, parts["Rss"] - parts["Shared_Clean"] - parts["Shared_Dirty"])
            if (seconds := time.monotonic() - started) >= self.every * (len(self.course) + 1):
                self.course.append((round(seconds), round(now[True]), round(now[False])))
            time.sleep(0.25)


def _processes() -> Iterator[tuple[int, int]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                yield int(entry.name), int((entry / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1])
            except (OSError, ValueError, IndexError):
                continue


def analyse(files: Sequence[Path], jobs: int, *more: str) -> dict[str, Any]:
    """One run of the command: processor and wall time, memory, and the time of the second, identical run."""
    with tempfile.TemporaryDirectory() as temporary:
        out, stack = Path(temporary) / "uit", Path(temporary) / "in"
        stack.mkdir()
        for place, path in enumerate(files):
            (stack / f"{place:06}-{path.name}").symlink_to(path.resolve())
        command = [
            sys.executable,
            "-m",
            "analyzer",
            "analyse",
            str(stack),
            "-o",
            str(out),
            "-q",
            "-j",
            str(jobs),
            *more,
        ]
        found: dict[str, Any] = {}
        for name in ("", "again_"):
            before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            watch = Watch(process.pid)
            watch.start()
            process.wait()
            watch.going = False
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            found |= {f"{name}cpu": round(cpu, 2), f"{name}wall": round(time.monotonic() - started, 2)}
            if not name:
                found |= {
                    "parent_mb": round(watch.parent),
                    "worker_mb": round(watch.child),
                    "worker_own_mb": round(watch.own),
                    "second_parent_worker_mb": watch.course,
                }
        documents = pd.read_parquet(out / "documents.parquet")
        found["words"] = int(documents["words"].fillna(0).sum())
        found["documents"] = len(documents)
        return found


def spacy_pass(texts: Sequence[str]) -> float:
    """Processor time of a plain pass of the shipped pipeline with parser over the paragraphs."""
    nlp = load_pipeline()
    paragraphs = [part for text in texts for part in text.split("\n") if part.strip()]
    started = time.process_time()
    for _ in nlp.pipe(paragraphs, batch_size=256):
        pass
    return time.process_time() - started


def dictionary_pass(texts: Sequence[str]) -> float:
    """Processor time of a dictionary count: lower case, words, matches by category (words and beginnings of words)."""
    terms = pd.DataFrame(
        [(term.pattern.rstrip("*"), term.pattern.endswith("*"), code) for term in load_codebook().terms for code in term.weights
         if " " not in term.pattern and "{" not in term.pattern],
        columns=["word", "begins", "code"],
    )  # fmt: skip
    exact = terms[~terms["begins"]].set_index("word")["code"]
    begins = terms[terms["begins"]]
    started = time.process_time()
    words = pd.Series(texts).str.lower().str.findall(r"\w+(?:-\w+)*").explode()
    counts = words.value_counts()
    found = counts[counts.index.isin(exact.index)].groupby(exact[~exact.index.duplicated()]).sum()
    for word, code in zip(begins["word"], begins["code"], strict=True):
        found.loc[code] = found.get(code, 0) + counts[counts.index.str.startswith(word)].sum()
    return time.process_time() - started


def slope(x: Sequence[float], y: Sequence[float]) -> float:
    """Slope of the logarithms by least squares."""
    return float(np.polyfit(np.log(x), np.log(y), 1)[0])


def fixed_part(x: Sequence[float], y: Sequence[float]) -> float:
    """What y has that does not grow with x: least squares of relative errors of a straight line."""
    rows = np.stack([1.0 / np.array(y), np.array(x) / np.array(y)], axis=1)
    return float(np.linalg.lstsq(rows, np.ones(len(x)), rcond=None)[0][0])


def by_length(texts: Sequence[str]) -> list[dict[str, float]]:
    """Processor time of documents of growing length, made of paragraphs that stand in no other of them.

    Each length is a stretch of text of its own, so that nothing is remembered from a shorter one; of short lengths the
    middle one of some stretches counts, because one text says more than another.
    """
    from analyzer.reading import read_text

    unread = (part for text in texts for part in text.split("\n\n") if len(part.split()) > 5)
    rows = []
    warm = _stretch(unread, SIZES[2])
    analyse_document(read_text(warm), Options())
    for size in SIZES:
        spent, words = [], []
        for _ in range(max(1, min(9, SIZES[3] // size))):
            text = _stretch(unread, size)
            started = time.process_time()
            analysed = analyse_document(read_text(text), Options())
            spent.append(time.process_time() - started)
            words.append(analysed.document.words)
        middle = int(np.argsort(spent)[len(spent) // 2])
        rows.append({"words": words[middle], "cpu": round(spent[middle], 3)})
    return rows


def _stretch(paragraphs: Iterator[str], size: int) -> str:
    """The next paragraphs, as many as make so many words."""
    parts, words = ["Verkiezingsprogramma 2021-2025"], 0
    for part in paragraphs:
        parts.append(part)
        words += len(part.split())
        if words >= size:
            return "\n\n".join(parts)
    raise SystemExit(f"the folder has too little text for a document of {size} words")


def sections(text: str) -> Iterator[str]:
    """Runs of paragraphs of some hundred words."""
    parts: list[str] = []
    for paragraph in text.split("\n\n"):
        parts.append(paragraph.strip())
        if sum(len(part.split()) for part in parts) >= _SECTION:
            yield "\n\n".join(parts)
            parts = []


def simulated(texts: Sequence[str], folder: Path, number: int, dice: random.Random) -> list[Path]:
    """Documents of one to three resampled sections, each of an organisation of its own, as short agreements are."""
    known = [part for text in texts for part in sections(text)]
    folder.mkdir(parents=True)
    files, starts, ends = (
        [],
        "Ald Bre Dor Eem Gra Hoo Ken Lin Mee Noo Oost Rij".split(),
        "berg drecht erveen hoven meer waard".split(),
    )
    for place in range(number):
        name = "".join(dice.choice(starts).lower() for _ in range(2)).capitalize() + dice.choice(ends)
        year = 1990 + 4 * dice.randrange(9)
        parts = [f"Coalitieakkoord gemeente {name} {year}-{year + 4}", *dice.choices(known, k=dice.randint(1, 3))]
        files.append(folder / f"akkoord{place:06}.txt")
        files[-1].write_text("\n\n".join(parts), encoding="utf-8")
    return files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=shipped("corpora", "voorbeelden"))
    parser.add_argument("--simulate", type=int, default=0, metavar="N", help="only a corpus of N resampled documents")
    parser.add_argument("--formats", default="csv,parquet", help="output of the simulated corpus")
    parser.add_argument("--sample", type=int, default=8, help="documents of which the peers read the text")
    parser.add_argument("--counts", default="10,40,160,442", help="numbers of documents over which the slope is taken")
    chosen = parser.parse_args()
    threadpool_limits(1)  # as in a worker; threads that wait for each other would count as work of either side
    dice = random.Random(1)
    files = [path for path in find_documents([chosen.folder]) if path.suffix != ".csv"]
    dice.shuffle(files)
    report: dict[str, Any] = {"folder": chosen.folder.name, "files": len(files), "load": os.getloadavg()[0]}

    def say(**more: Any) -> None:
        report.update(more)
        print(json.dumps(more), flush=True)

    texts = []
    for path in files[: max(chosen.sample, 200 if chosen.simulate else 80)]:
        try:
            texts.append(read(path).text)
        except Exception as error:
            print(path.name, error, file=sys.stderr)
    if chosen.simulate:
        with tempfile.TemporaryDirectory() as temporary:
            made = simulated(texts, Path(temporary) / "stukken", chosen.simulate, dice)
            say(**{f"simulated_{chosen.simulate}": analyse(made, 2, "--formats", chosen.formats)})
        return
    sample = files[: chosen.sample]
    words = sum(len(text.split()) for text in texts[: chosen.sample])
    # A short document has next to nothing but the start.
    start = analyse(sorted(files, key=lambda path: path.stat().st_size)[len(files) // 50 :][:1], 1)["cpu"]
    ours = analyse(sample, 1)
    spacy, counted = spacy_pass(texts[: chosen.sample]), dictionary_pass(texts[: chosen.sample])
    say(words=words, ours=ours, spacy_cpu=round(spacy, 2), dictionary_cpu=round(counted, 2),
        faster_than_spacy=round(spacy / ours["cpu"], 2), faster_without_start=round(spacy / max(0.01, ours["cpu"] - start), 2),
        words_per_second={"ours": round(words / ours["cpu"]), "spacy": round(words / spacy), "dictionary": round(words / counted)})  # fmt: skip
    lengths = by_length(texts)
    words_, spent = [row["words"] for row in lengths], [row["cpu"] for row in lengths]
    fixed = fixed_part(words_, spent)
    say(lengths=lengths, slope_words=round(slope(words_, spent), 3), fixed_cpu_of_a_document=round(fixed, 3),
        slope_words_without_fixed=round(slope(words_, [one - fixed for one in spent]), 3))  # fmt: skip
    counts = [min(int(part), len(files)) for part in chosen.counts.split(",")]
    runs = [analyse(files[:number], 2) for number in sorted(set(counts))]
    say(runs=runs, start=start,
        slope_documents=round(slope([run["words"] for run in runs], [run["cpu"] for run in runs]), 3),
        slope_without_start=round(slope([run["words"] for run in runs], [run["cpu"] - start for run in runs]), 3))  # fmt: skip
    one, two = analyse(files[: counts[1]], 1), analyse(files[: counts[1]], 2)
    say(one_process=one["wall"], two_processes=two["wall"], ratio=round(one["wall"] / two["wall"], 2))


if __name__ == "__main__":
    main()
