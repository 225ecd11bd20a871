"""People who code, as far as a program can be one: they fill in what they are asked, and differ where they must."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from click.testing import CliRunner, Result
from lxml import etree

from analyzer.cli import main

ASKED = ["statement", "digital", "themes", "domain"]
Codes = dict[str, dict[str, str]]
"""From the id of a unit to its codes as text."""


def gdogh(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(main, [str(part) for part in arguments], prog_name="gdogh")


def codes_of(units: pd.DataFrame) -> Codes:
    """What someone codes who agrees with the program."""
    return {
        row["unit_id"]: {name: row[name] if isinstance(row[name], str) else ";".join(row[name]) for name in ASKED}
        for row in units.to_dict("records")
    }


def read_csv(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        return list(rows.fieldnames or []), list(rows)


def write_csv(path: Path, header: list[str], rows: list[dict[str, str]], *, encoding: str = "utf-8-sig") -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, header, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def fill_in_csv(source: Path, target: Path, codes: Codes) -> None:
    header, rows = read_csv(source)
    for row in rows:
        row.update(codes.get(row["unit"].rpartition(":")[2], {}))
    write_csv(target, header, rows)


def fill_in_xlsx(source: Path, target: Path, codes: Codes) -> None:
    book = openpyxl.load_workbook(source)
    page = book["coderen"]
    header = [cell.value for cell in page[1]]
    for row in page.iter_rows(min_row=2):
        for name, value in codes.get(str(row[header.index("unit")].value).rpartition(":")[2], {}).items():
            row[header.index(name)].value = value or None
    book.save(target)


def work_in_label_studio(folder: Path, target: Path, people: dict[object, Codes]) -> None:
    """The JSON that Label Studio 1.x exports: tasks with an annotation of each person, of `label-studio.xml`'s choices."""
    tasks = json.loads((folder / "taken.json").read_text(encoding="utf-8"))
    config = etree.parse(folder / "label-studio.xml")
    choices = {tag.get("name"): [one.get("value") for one in tag.iter("Choice")] for tag in config.iter("Choices")}
    out = []
    for number, task in enumerate(tasks, start=1):
        identity = task["data"]["unit"].rpartition(":")[2]
        annotations = []
        for who, codes in people.items():
            given = codes.get(identity)
            result = [
                {
                    "id": f"r{number}-{name}", "from_name": name, "to_name": "text", "type": "choices",
                    "origin": "manual", "value": {"choices": [c for c in choices[name] if c in given[name].split(";")]},
                }
                for name in ASKED
                if given and given[name]
            ]  # fmt: skip
            annotations.append({
                "id": len(out) * 10, "completed_by": who, "result": result, "was_cancelled": not given,
                "ground_truth": False, "lead_time": 3.1, "prediction": {}, "result_count": len(result), "task": number,
            })  # fmt: skip
        out.append({
            "id": number, "annotations": annotations, "file_upload": "taken.json", "drafts": [], "predictions": [],
            "data": task["data"], "meta": {}, "inner_id": number, "total_annotations": len(annotations), "project": 1,
        })  # fmt: skip
    target.write_text(json.dumps(out, ensure_ascii=False), encoding="utf-8")


def work_in_doccano(source: Path, target: Path, codes: Codes, labels: Path) -> None:
    """The JSONL that doccano 1.8 exports: a number, the text, what was imported with it, labels in alphabetical order."""
    known = {label["text"] for label in json.loads(labels.read_text(encoding="utf-8"))}
    lines: list[dict[str, Any]] = []
    for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), start=1):
        item = json.loads(line)
        given = codes.get(item["unit"].rpartition(":")[2], dict.fromkeys(ASKED, ""))
        chosen = sorted(f"{name}:{code}" for name in ASKED for code in given[name].split(";") if code)
        assert set(chosen) <= known
        lines.append({"id": number, **item, "label": chosen, "Comments": []})
    target.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
