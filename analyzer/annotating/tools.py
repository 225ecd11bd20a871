"""Files for annotation tools: Label Studio (tasks and exports as JSON) and doccano (JSON lines).

Their formats as their makers publish them: labelstud.io/guide/tasks and /guide/export; doccano's import and export of
text classification.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pandas as pd

from ..codebook import Codebook
from ..coding.schema import DIGITAL, DOMAINS, STATEMENTS, THEMES
from ..errors import UsageError, refusal
from .codings import ASKED, SHOWN, Answer

_CHOICES = {"statement": STATEMENTS, "digital": DIGITAL, "themes": THEMES, "domain": DOMAINS}
_TITLES = {"statement": "Uitspraak", "digital": "Digitaal", "themes": "Thema's (nul of meer)", "domain": "Beleidsveld"}


def label_studio_config(codebook: Codebook) -> str:
    """The labelling interface for Label Studio: the unit with its context, and a question per code."""
    lines = [
        "<View>",
        '  <Header value="$document, bladzijde $page" size="5"/>',
        '  <Header value="$heading" size="4"/>',
        '  <Text name="lead_in" value="$lead_in"/>',
        '  <Text name="previous" value="$previous"/>',
        '  <Header value="Codeer deze zin:" size="5"/>',
        '  <Text name="text" value="$text"/>',
    ]
    for name, codes in _CHOICES.items():
        choice, required = ("multiple", "false") if name == "themes" else ("single", "true")
        lines.append(f'  <Header value={quoteattr(_TITLES[name])} size="5"/>')
        lines.append(
            f'  <Choices name="{name}" toName="text" choice="{choice}" required="{required}" showInline="true">'
        )
        lines += [f'    <Choice value="{code}" hint={quoteattr(codebook.code(code).name.nl)}/>' for code in codes]
        lines.append("  </Choices>")
    lines.append('  <TextArea name="remark" toName="text" rows="1" placeholder="Opmerking" maxSubmissions="1"/>')
    return "\n".join([*lines, "</View>", ""])


def label_studio_tasks(table: pd.DataFrame, version: str) -> list[dict[str, Any]]:
    """Tasks to import into Label Studio; codes that are filled in become predictions."""
    tasks = []
    for row in _records(table):
        task: dict[str, Any] = {"data": {name: row[name] for name in SHOWN}}
        result = [
            {"from_name": name, "to_name": "text", "type": "choices", "value": {"choices": str(row[name]).split(";")}}
            for name in ASKED if row[name]
        ]  # fmt: skip
        if result:
            task["predictions"] = [{"model_version": version, "result": result}]
        tasks.append(task)
    return tasks


def read_label_studio(path: Path, coder: str) -> Iterator[Answer]:
    """What people chose, from a JSON export of Label Studio.

    Parameters
    ----------
    path : Path
        The export.
    coder : str
        Name of the coder; when the export has more than one, their mail address or number comes after it.

    Raises
    ------
    UsageError
        When the file is no such export.
    """
    remedy = "Kies in Label Studio bij Export het formaat JSON."
    try:
        tasks = json.loads(_text(path))
    except ValueError as error:
        raise UsageError("is geen geldige JSON.", remedy=remedy, path=path) from error
    if not isinstance(tasks, list) or not all(
        isinstance(task, dict) and isinstance(task.get("data"), dict) and isinstance(task.get("annotations"), list)
        for task in tasks
    ):
        raise UsageError("is geen export van Label Studio.", remedy=remedy, path=path)
    found = [
        (f"taak {task.get('id', number)}", task["data"], annotation)
        for number, task in enumerate(tasks, start=1)
        for annotation in task["annotations"]
        if isinstance(annotation, dict) and not annotation.get("was_cancelled")
    ]
    people = {_who(annotation) for _, _, annotation in found}
    for place, data, annotation in found:
        cells: dict[str, str] = {}
        for item in annotation.get("result") or []:
            value = item.get("value") or {}
            chosen = [str(part) for part in value.get("choices") or value.get("text") or []]
            name = str(item.get("from_name"))
            cells[name] = ";".join([*filter(None, [cells.get(name, "")]), *chosen])
        name = coder if len(people) == 1 else f"{coder}-{_who(annotation)}"
        yield Answer(str(data.get("unit", "")), name, cells, str(data.get("text", "")), path, place)


def _who(annotation: Mapping[str, Any]) -> str:
    who = annotation.get("completed_by")
    if isinstance(who, dict):
        who = who.get("email") or who.get("id")
    return str(who or "")


def doccano_lines(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Documents for a text classification project of doccano; labels are ``statement:M``, ``themes:VER2`` and so on."""
    return [
        {"text": row["text"], "label": _labels(row), **{name: row[name] for name in SHOWN if name != "text"}}
        for row in _records(table)
    ]


def doccano_labels() -> list[dict[str, str]]:
    """The labels of the project, to import into doccano, with a colour per question."""
    colours = {"statement": "#455A64", "digital": "#00695C", "themes": "#6A1B9A", "domain": "#8D6E63"}
    return [
        {"text": f"{name}:{code}", "backgroundColor": colours[name], "textColor": "#ffffff"}
        for name, codes in _CHOICES.items()
        for code in codes
    ]


def _labels(row: Mapping[str, Any]) -> list[str]:
    return [f"{name}:{code}" for name in ASKED for code in str(row[name]).split(";") if code]


def read_doccano(path: Path, coder: str) -> Iterator[Answer]:
    """What someone labelled, from a JSON-lines export of doccano.

    Raises
    ------
    UsageError
        When the file is no such export, or a label is not one of the project's.
    """
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        place = f"regel {number}"
        try:
            item = json.loads(line)
            labels = [str(label).partition(":") for label in item.get("label", item.get("labels", []))]
            unit, text = str(item["unit"]), str(item["text"])
        except (ValueError, AttributeError, KeyError, TypeError) as error:
            raise UsageError(
                f"{place} is geen document van doccano.", remedy="Exporteer het project als JSONL.", path=path
            ) from error
        if unknown := [name + colon + code for name, colon, code in labels if name not in ASKED]:
            raise UsageError(
                f"{place}: label {unknown[0]!r} bestaat niet.", remedy="Gebruik de labels uit labels.json.", path=path
            )
        cells = {name: ";".join(code for label, _, code in labels if label == name) for name in ASKED}
        remarks = item.get("Comments") or item.get("comments") or []
        cells["remark"] = "; ".join(map(str, remarks)) if isinstance(remarks, list) else str(remarks)
        yield Answer(unit, coder, cells, text, path, place)


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(name): value for name, value in row.items()}
        for row in table.astype(object).where(table.notna(), "").to_dict(orient="records")
    ]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said = refusal(error) if isinstance(error, OSError) else "geen UTF-8"
        raise UsageError(f"kan niet worden geopend ({said}).", remedy="Controleer het pad.", path=path) from error
