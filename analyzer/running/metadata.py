"""What a user already knows about documents: a CSV that wins over what is recognised."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import UsageError
from .csv_input import read_table

KEYS = ("document_id", "path")
FIELDS = ("organisation", "organisation_uri", "layer", "kind", "period_start", "period_end", "year", "parties")
_YEARS = ("period_start", "period_end", "year")


def load_metadata(path: Path) -> dict[str, dict[str, Any]]:
    """Rows of a metadata file by document.

    Parameters
    ----------
    path : Path
        CSV with a column ``path`` (path or file name) or ``document_id``, and any of ``FIELDS``. Other columns are
        passed over, empty cells say nothing.

    Returns
    -------
    dict
        From path, file name or document id to the fields that are filled in. A file name that stands in more than one
        path is left out: only the whole path says which document is meant.

    Raises
    ------
    UsageError
        When columns are missing, a year is not a year or a document occurs twice; the message names the line.
    """
    table = read_table(path)
    key = next((name for name in KEYS if name in table.columns), None)
    fields = [name for name in FIELDS if name in table.columns]
    if key is None:
        raise UsageError("heeft geen kolom path of document_id.", remedy="Voeg er een toe.", path=path)
    if not fields:
        raise UsageError(
            "zegt niets over de documenten.", remedy=f"Mogelijke kolommen: {', '.join(FIELDS)}.", path=path
        )
    known: dict[str, dict[str, Any]] = {}
    for line, row in zip(table.index, table.to_dict(orient="records"), strict=True):
        name, values = row[key].strip(), {field: row[field].strip() for field in fields if row[field].strip()}
        problem = _problem(values) or (f"{key} is leeg" if not name else f"{name} staat er twee keer" * (name in known))
        if problem:
            raise UsageError(f"regel {line}: {problem}.", remedy="Verbeter de regel.", path=path)
        known[name] = values
    names = Counter(Path(name).name for name in known)
    return {Path(name).name: values for name, values in known.items() if names[Path(name).name] == 1} | known


def metadata_table(documents: pd.DataFrame) -> pd.DataFrame:
    """What is known and recognised of each document, for a user to correct and give back as a metadata file.

    Parameters
    ----------
    documents : DataFrame
        Columns as in ``documents.csv``.

    Returns
    -------
    DataFrame
        Columns ``path``, ``FIELDS`` and ``recognised`` (per field how sure it is and by which words).
    """
    names = ("path", *FIELDS, "recognised")
    return documents[documents["status"] != "failed"].reindex(columns=list(names)).reset_index(drop=True)


def unused(metadata: Mapping[str, Any], documents: pd.DataFrame) -> list[str]:
    """Documents that the metadata names and that were not among the input, in alphabetical order."""
    there = {*documents["document_id"], *documents["path"], *(Path(path).name for path in documents["path"])}
    return sorted({Path(name).name for name in metadata if name not in there and Path(name).name not in there})


def _problem(values: Mapping[str, str]) -> str:
    for name in _YEARS:
        if name in values and not re.fullmatch(r"(?:1[89]|20)\d\d", values[name]):
            return f"{name} is geen jaartal ({values[name]!r})"
    if values.get("period_start", "0") > values.get("period_end", "9"):
        return f"de periode eindigt ({values['period_end']}) voordat zij begint ({values['period_start']})"
    return ""
