"""Agreement of the rules with hand-coded units, and the share of digital goals by decade of election programmes.

``python benchmarks/rules_accuracy.py [--labels FILE] [--programmes FOLDER]``; both stand beside the checkout when they
are there at all.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from analyzer.codebook import load_codebook
from analyzer.coding.rules import RuleCode, RuleCoder
from analyzer.coding.schema import STATEMENTS, THEMES
from analyzer.language.units import Unit

SHARED = Path(__file__).resolve().parents[2] / "shared"
SENTENCE = re.compile(r"(?<=[.;!?:])\s+(?=[A-Z0-9\"‘(•-])")


def agreement(wanted: Sequence[bool], got: Sequence[bool]) -> str:
    both = sum(a and b for a, b in zip(wanted, got, strict=True))
    precision, recall = both / max(1, sum(got)), both / max(1, sum(wanted))
    f1 = 2 * both / max(1, sum(wanted) + sum(got))
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  ({sum(wanted)} units)"


def on_labels(coder: RuleCoder, path: Path) -> None:
    rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    units = [
        Unit(r["id"], r["document"], r["text"], r["heading"], (r["heading"],), r["previous"], r.get("lead_in", ""))
        for r in rows
    ]
    start = time.process_time()
    codes = coder.code(units)
    seconds = time.process_time() - start
    print(f"{path.name}: {len(rows)} units of {len({r['document'] for r in rows})} documents")
    print("goal     ", agreement([r["statement"] != "O" for r in rows], [c.statement != "O" for c in codes]))
    for code in STATEMENTS:
        print(f"{code:9}", agreement([r["statement"] == code for r in rows], [c.statement == code for c in codes]))
    for code in ("E", "I"):
        print(f"{code:9}", agreement([r["digital"] == code for r in rows], [c.digital == code for c in codes]))
    print("E or I   ", agreement([r["digital"] != "G" for r in rows], [c.digital != "G" for c in codes]))
    print("themes   ", agreement(*_pairs(rows, codes, THEMES)))
    for theme in THEMES:
        if any(theme in r["themes"] for r in rows):
            print(f"  {theme:7}", agreement(*_pairs(rows, codes, (theme,))))
    right = sum(r["domain"] == c.domain for r, c in zip(rows, codes, strict=True))
    print(f"domain    accuracy {right / len(rows):.3f}")
    print(f"speed     {len(rows) / seconds:,.0f} units a second (cold caches)\n")


def _pairs(
    rows: Sequence[dict[str, Any]], codes: Sequence[RuleCode], themes: Sequence[str]
) -> tuple[list[bool], list[bool]]:
    return [t in r["themes"] for r in rows for t in themes], [t in c.themes for c in codes for t in themes]


def sentences(path: Path) -> Iterator[str]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    text = re.sub(r"\s+", " ", re.sub(r"(\w)-\n(\w)", r"\1\2", text))
    return (part for part in SENTENCE.split(text) if 15 < len(part) < 700)


def by_decade(coder: RuleCoder, folder: Path) -> None:
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    start, total = time.process_time(), 0
    for path in sorted(folder.glob("*.txt")):
        year = re.search(r"(\d{4})", path.stem[-8:])
        if not year:
            continue
        codes = coder.code([Unit("", path.stem, text) for text in sentences(path)])
        total += len(codes)
        count = counts[int(year[1]) // 10 * 10]
        count["programmes"] += 1
        count["units"] += len(codes)
        for code in codes:
            if code.statement != "O":
                count["goals"] += 1
                count[code.digital] += 1
    print("decade  programmes    units    goals  explicit  implicit")
    for decade, count in sorted(counts.items()):
        goals = max(1, count["goals"])
        print(
            f"{decade}s {count['programmes']:11} {count['units']:8} {count['goals']:8}"
            f" {count['E'] / goals:9.2%} {count['I'] / goals:9.2%}"
        )
    print(f"speed   {total / (time.process_time() - start):,.0f} units a second, reading included")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=Path, nargs="*", default=[SHARED / "labels" / "units-coded.jsonl"])
    parser.add_argument("--programmes", type=Path, default=SHARED / "documents" / "verkiezingsprogrammas")
    options = parser.parse_args()
    coder = RuleCoder(load_codebook())
    print(f"codebook {coder.codebook.version} ({coder.codebook.hash}), {len(coder.codebook.terms)} terms\n")
    for path in options.labels:
        if path.is_file():
            on_labels(coder, path)
        else:
            print(f"{path}: not there, skipped")
    if options.programmes.is_dir():
        by_decade(coder, options.programmes)
    else:
        print(f"{options.programmes}: not there, skipped")


if __name__ == "__main__":
    main()
