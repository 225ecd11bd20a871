"""Tables of the data card of the coded units: ``python -m benchmarks.coding_card`` writes them into ``corpora/coding/README.md``."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analyzer.coding.agreement import agreement
from analyzer.coding.annotations import load_annotations
from analyzer.coding.schema import DIGITAL, STATEMENTS, THEMES

FOLDER = Path(__file__).resolve().parents[1] / "corpora" / "coding"
BEGIN, END = "<!-- tabellen: geschreven door benchmarks/coding_card.py, niet wijzigen -->", "<!-- einde tabellen -->"
DRAWS = {
    "random": "willekeurig", "digital": "zoekt digitale woorden", "implicit": "zoekt impliciet digitale doelen",
    "theme": "zoekt thema's", "near": "zoekt schijn: platform als overleg, netwerk van mensen, afgewezen techniek",
    "own": "eigen teksten over verzonnen organisaties",
}  # fmt: skip


def tables() -> str:
    codes = load_annotations(FOLDER / "codes.csv")
    codes["themes"] = [themes.split(";") if themes else [] for themes in codes["themes"]]
    again = pd.read_csv(FOLDER / "recodes.csv", dtype=str, keep_default_na=False)
    again["themes"] = [themes.split(";") if themes else [] for themes in again["themes"]]
    lines = [f"{len(codes)} eenheden uit {codes['document'].nunique()} documenten.", "", "| trekking | eenheden | documenten |",
             "| --- | ---: | ---: |"]  # fmt: skip
    for draw, what in DRAWS.items():
        part = codes[codes["drawn"] == draw]
        lines.append(f"| {what} | {len(part)} | {part['document'].nunique()} |")
    counts = [(code, int((codes["statement"] == code).sum())) for code in STATEMENTS]
    counts += [(code, int((codes["digital"] == code).sum())) for code in DIGITAL]
    counts += [(theme, int(codes["themes"].map(lambda row, theme=theme: theme in row).sum())) for theme in THEMES]
    lines += ["", "Eenheden per code: " + ", ".join(f"{code} {n}" for code, n in counts) + ".", ""]
    both = agreement(codes, again)
    lines += [f"Overeenstemming van twee coderingen van {len(again)} eenheden (Krippendorffs alfa, nominaal, met 90%-interval):", "",
              "| code | eenheden | overeenstemming | alfa | interval |", "| --- | ---: | ---: | ---: | ---: |"]  # fmt: skip
    lines += [
        f"| {r.code} | {r.units} | {r.agreement:.2f} | {r.alpha:.2f} | {r.low:.2f} – {r.high:.2f} |"
        for r in both.itertuples()
    ]
    return "\n".join(lines)


def main() -> None:
    card = FOLDER / "README.md"
    before, rest = card.read_text(encoding="utf-8").split(BEGIN, 1)
    card.write_text(f"{before}{BEGIN}\n\n{tables()}\n\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")
    print(card.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
