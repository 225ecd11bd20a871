"""How well kind, year and party of documents are recognised, with and without their file names.

Run ``python benchmarks/recognition.py ../shared/documents`` to rewrite the tables in ``docs/herkennen.md``. Every other
programme (in order of name) was not looked at while the recogniser was written; both halves are reported.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from analyzer.errors import ReadError
from analyzer.language.parties import parties_in
from analyzer.language.recognise import recognise
from analyzer.reading import read
from analyzer.reading.document import Document

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "herkennen.md"
EXAMPLES = ROOT / "corpora" / "voorbeelden"
START, END = "<!-- gemeten -->", "<!-- /gemeten -->"
NATIONAL: dict[str, tuple[str, int | None]] = {
    "AI_Impact.pdf": ("overig", 2022),
    "BNC_Fiche.pdf": ("overig", 2022),
    "Burgerlijk_wetboek_deel_1.pdf": ("wet", None),
    "Internationale_Klimaatstrategie.pdf": ("overig", 2022),
    "Kamerbrief_circulaire_economie.pdf": ("kamerbrief", 2023),
    "Kamerbrief_innovatie_missie.pdf": ("kamerbrief", 2023),
    "Plan_Velo_FR.pdf": ("overig", 2023),
    "STEP.pdf": ("overig", 2023),
    "coalitieakkoord-2021-2025.pdf": ("coalitieakkoord", 2021),
}
"""What the PDFs are, as a reader sees on their first page."""


@dataclass(frozen=True)
class Case:
    """A document, what it is, and whether it was seen while the recogniser was written."""

    document: Document
    kind: str
    year: int | None
    party: str | None
    seen: bool


def cases(folder: Path) -> Iterable[Case]:
    """Every document that can be read."""
    truth: list[tuple[Path, str, int | None, str | None]] = []
    for path in sorted((folder / "verkiezingsprogrammas").glob("*.txt")):
        name, _, year = path.stem.rpartition("_")
        party = next(iter(parties_in(name)), None)
        truth.append((path, "verkiezingsprogramma", int(year), party))
    truth += [(folder / name, kind, year, None) for name, (kind, year) in NATIONAL.items()]
    with (EXAMPLES / "voorbeelden.csv").open(encoding="utf-8", newline="") as rows:
        truth += [(EXAMPLES / row["path"], row["kind"], int(row["period_start"]), None) for row in csv.DictReader(rows)]
    number = -1
    for path, kind, year, party in truth:
        try:
            document = read(path)
            number += 1
            yield Case(document, kind, year, party, kind != "verkiezingsprogramma" or number % 2 == 0)
        except ReadError as error:
            sys.stderr.write(f"{path.name}: {error}\n")


def nameless(document: Document) -> Document:
    """The same document under a file name that says nothing."""
    stem = Path(document.source).stem
    title = "" if document.title.replace("_", " ") == stem.replace("_", " ") else document.title
    return replace(document, source="document.txt", title=title)


def measure(found: list[Case]) -> str:
    """The tables, in Markdown."""
    lines: list[str] = []
    with_name = [recognise(case.document).metadata for case in found]
    without = [recognise(nameless(case.document)).metadata for case in found]
    head = "| | documenten | soort goed | jaar goed | jaar fout | jaar onbekend | partij goed | partij fout |"
    lines += [head, "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for label, metas in (("bestandsnaam bekend", with_name), ("bestandsnaam verborgen", without)):
        for part, seen in (("alle", None), ("bij het maken gezien", True), ("niet gezien", False)):
            pairs = [(c, m) for c, m in zip(found, metas, strict=True) if seen is None or c.seen is seen]
            dated = [(c, m) for c, m in pairs if c.year is not None]
            known = [(c, m) for c, m in pairs if c.party]
            kind = sum(m.kind == c.kind for c, m in pairs) / len(pairs)
            right = sum(m.year == c.year for c, m in dated) / len(dated)
            none = sum(m.year is None for _, m in dated) / len(dated)
            party = sum(c.party in m.parties for c, m in known) / len(known)
            wrong = sum(bool(m.parties) and c.party not in m.parties for c, m in known) / len(known)
            lines.append(
                f"| {label}, {part} | {len(pairs)} | {kind:.1%} | {right:.1%} | {1 - right - none:.1%} | {none:.1%} | "
                f"{party:.1%} | {wrong:.1%} |"
            )
    lines += ["", "Soort, bestandsnaam verborgen (rij: wat het is; kolom: wat herkend is):", ""]
    lines += _confusion([c.kind for c in found], [m.kind or "onbekend" for m in without])
    lines += ["", "Hoe vaak een zekerheid uitkomt (bestandsnaam verborgen):", ""]
    lines += _calibration(found, without)
    return "\n".join(re.sub(r"(\d)\.(\d)%", r"\1,\2%", line) for line in lines)


def _confusion(truth: list[str], said: list[str]) -> list[str]:
    columns = sorted(set(said))
    counts = Counter(zip(truth, said, strict=True))
    lines = [f"| | {' | '.join(columns)} |", f"| --- |{' ---: |' * len(columns)}"]
    return lines + [f"| {row} | {' | '.join(str(counts[row, c]) for c in columns)} |" for row in sorted(set(truth))]


def _calibration(found: list[Case], metas: list) -> list[str]:  # type: ignore[type-arg]
    lines = ["| veld | zekerheid | documenten | goed |", "| --- | --- | ---: | ---: |"]
    for field in ("kind", "year"):
        pairs = [
            (m.confidence(field), getattr(m, field) == getattr(c, field)) for c, m in zip(found, metas, strict=True)
        ]
        for low, high in ((0.5, 0.6), (0.6, 0.8), (0.8, 0.9), (0.9, 1.01)):
            inside = [right for sure, right in pairs if sure is not None and low <= sure < high]
            if inside:
                name = {"kind": "soort", "year": "jaar"}[field]
                lines.append(
                    f"| {name} | {low:.1f} tot {min(high, 1):.1f} | {len(inside)} | {sum(inside) / len(inside):.1%} |"
                )
    return lines


def main(folder: Path) -> None:
    """Measure and write the page."""
    tables = measure(list(cases(folder)))
    sys.stdout.write(tables + "\n")
    if PAGE.exists():
        before, rest = PAGE.read_text(encoding="utf-8").split(START)
        PAGE.write_text(f"{before}{START}\n{tables}\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
