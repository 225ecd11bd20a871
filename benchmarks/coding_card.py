"""Tables of the data card of the coded units: ``python -m benchmarks.coding_card`` writes them into ``corpora/coding/README.md``."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analyzer.coding.agreement import agreement
from analyzer.coding.annotations import load_annotations
from analyzer.coding.schema import DIGITAL, STATEMENTS, THEMES

FOLDER = Path(__file__).resolve().parents[1] / "corpora" / "coding"
REFERENCE = FOLDER.parents[2] / "shared" / "labels" / "units-coded.jsonl"
BEGIN, END = "<!-- tabellen: geschreven door benchmarks/coding_card.py, niet wijzigen -->", "<!-- einde tabellen -->"
DRAWS = {
    "random": "willekeurig", "digital": "zoekt digitale woorden", "implicit": "zoekt impliciet digitale doelen",
    "theme": "zoekt thema's", "near": "zoekt schijn: platform als overleg, netwerk van mensen, afgewezen techniek",
    "rest": "willekeurig uit wat zoekende trekkingen lieten liggen; niet voor aandelen",
    "own": "eigen teksten over verzonnen organisaties",
}  # fmt: skip


def tables() -> str:
    codes = load_annotations(FOLDER / "codes.csv")
    codes["themes"] = [themes.split(";") if themes else [] for themes in codes["themes"]]
    lines = [f"{len(codes)} eenheden uit {codes['document'].nunique()} documenten.", "", "| trekking | eenheden | documenten |",
             "| --- | ---: | ---: |"]  # fmt: skip
    for draw, what in DRAWS.items():
        part = codes[codes["drawn"] == draw]
        lines.append(f"| {what} | {len(part)} | {part['document'].nunique()} |")
    counts = [(code, int((codes["statement"] == code).sum())) for code in STATEMENTS]
    counts += [(code, int((codes["digital"] == code).sum())) for code in DIGITAL]
    counts += [(theme, int(codes["themes"].map(lambda row, theme=theme: theme in row).sum())) for theme in THEMES]
    lines += ["", "Eenheden per code: " + ", ".join(f"{code} {n}" for code, n in counts) + ".", ""]
    second = "Tweede codering door de ontwikkelaars, zonder zicht op de eerste"
    lines += compared(_read("firsts.csv"), _read("recodes.csv"), second)
    if REFERENCE.exists():
        reference = pd.read_json(REFERENCE, lines=True, dtype=False)
        title = "Codering door de ontwikkelaars van eenheden van een andere codeur, zonder zicht op diens codes"
        lines += compared(reference, _read("recodes_reference.csv"), title)
    held = load_annotations(FOLDER / "heldout.csv")
    random = int((held["drawn"] == "random").sum())
    lines += [
        f"Apart gehouden (`heldout.csv`): {len(held)} eenheden uit {held['document'].nunique()} documenten, waarvan {random} "
        f"willekeurig getrokken; M {(held['statement'] == 'M').sum()}, A {(held['statement'] == 'A').sum()}, "
        f"E {(held['digital'] == 'E').sum()}, I {(held['digital'] == 'I').sum()}, met een thema {(held['themes'] != '').sum()}."
    ]
    return "\n".join(lines)


def _read(name: str) -> pd.DataFrame:
    table = pd.read_csv(FOLDER / name, dtype=str, keep_default_na=False)
    table["themes"] = [themes.split(";") if themes else [] for themes in table["themes"]]
    return table


def compared(first: pd.DataFrame, second: pd.DataFrame, title: str) -> list[str]:
    """Lines of a table of agreement."""
    head = f"{title}: {len(second)} eenheden, Krippendorffs alfa (nominaal) met 90%-interval."
    rows = [
        f"| {row.code} | {row.units} | {row.agreement:.2f} | {row.alpha:.2f} | {row.low:.2f} – {row.high:.2f} |"
        for row in agreement(first, second).itertuples()
    ]
    return [
        head,
        "",
        "| code | eenheden | overeenstemming | alfa | interval |",
        "| --- | ---: | ---: | ---: | ---: |",
        *rows,
        "",
    ]


def main() -> None:
    card = FOLDER / "README.md"
    before, rest = card.read_text(encoding="utf-8").split(BEGIN, 1)
    card.write_text(f"{before}{BEGIN}\n\n{tables()}\n\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")
    print(card.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
