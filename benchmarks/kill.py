"""Runs that are killed at random moments and taken up again: the bytes must be those of a run that was left alone.

    python -m benchmarks.kill --number 50 --seed 1

Each run is killed with SIGKILL at a moment drawn over the whole time that a run takes, once or twice, and then finished.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from analyzer.resources import shipped
from analyzer.running.corpus import CACHE


def contents(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name != "run.json" and CACHE not in path.parts
    }


def stage(out: Path) -> str:
    """How far a killed run had come."""
    if (out / "run.json").exists():
        return "written"
    if (out / "documents.parquet").exists() or (out / "texts").exists():
        return "writing"
    return "analysing" if list(out.glob(f"{CACHE}/*.json")) else "starting"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", type=int, default=7)
    chosen = parser.parse_args()
    dice = random.Random(chosen.seed)
    with tempfile.TemporaryDirectory() as temporary:
        here = Path(temporary)
        stack = here / "stukken"
        stack.mkdir()
        examples = sorted(
            path
            for path in shipped("corpora", "voorbeelden").rglob("*")
            if path.suffix in {".pdf", ".docx", ".odt", ".html", ".md", ".txt"}
        )
        for path in examples[:: max(1, len(examples) // chosen.documents)][: chosen.documents]:
            shutil.copy(path, stack)
        (stack / "kapot.docx").write_bytes(b"PK\x03\x04" + bytes(200))

        def command(out: Path) -> list[str]:
            return [sys.executable, "-m", "analyzer", "analyse", str(stack), "-o", str(out), "-q", "-j", "2"]

        started = time.monotonic()
        subprocess.run(command(here / "heel"), check=False, capture_output=True)
        lasts, whole = time.monotonic() - started, contents(here / "heel")
        different, failed, stages, again, taken = 0, 0, Counter[str](), 0, 0
        for number in range(chosen.number):
            out = here / "gedood"
            shutil.rmtree(out, ignore_errors=True)
            for _ in range(dice.choice([1, 1, 2])):
                run = subprocess.Popen(command(out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(lasts * dice.uniform(0.05, 1.0))
                run.send_signal(signal.SIGKILL)
                run.wait()
            stages[stage(out)] += 1
            kept = {path.name: path.stat().st_mtime_ns for path in out.glob(f"{CACHE}/*-*.json")}
            done = subprocess.run(command(out), check=False, capture_output=True, text=True)
            after = {path.name: path.stat().st_mtime_ns for path in out.glob(f"{CACHE}/*-*.json")}
            failed += done.returncode != 1
            taken += sum(after.get(name) == when for name, when in kept.items())
            again += sum(after.get(name) != when for name, when in kept.items())
            different += contents(out) != whole or bool(list(out.rglob(".*.tmp")))
            print(f"{number + 1:3} kept {len(kept)}", flush=True)
        print(json.dumps({
            "killed": chosen.number, "documents": len(list(stack.iterdir())), "different": different, "failed": failed,
            "where": stages, "results_taken_over": taken, "results_done_again": again, "seconds_of_a_run": round(lasts, 1),
        }, indent=1))  # fmt: skip


if __name__ == "__main__":
    main()
