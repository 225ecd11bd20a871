"""What a user already knows about documents: a CSV that wins over what is recognised."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import UsageError

KEYS = ("document_id", "path")
FIELDS = ("organisation", "organisation_uri", "layer", "kind", "period_start", "period_end", "year")
_NUMBERS = ("period_start", "period_end", "year")


def load_metadata(path: Path) -> dict[str, dict[str, Any]]:
    """Rows of a metadata file by document.

    Parameters
    ----------
    path : Path
        CSV with a column ``path`` (path or file name) or ``document_id``, and any of ``FIELDS``.

    Returns
    -------
    dict
        From path, file name or document id to the fields that are filled in.

    Raises
    ------
    UsageError
        When columns are missing or a year is not a number; the message names the line.
    """
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, sep=None, engine="python", encoding="utf-8-sig")
    except (OSError, ValueError, UnicodeDecodeError) as error:
        raise UsageError(
            f"kan niet als CSV worden gelezen ({error}).", remedy="Bewaar het als CSV in UTF-8.", path=path
        ) from error
    key = next((name for name in KEYS if name in table.columns), None)
    if key is None:
        raise UsageError("heeft geen kolom path of document_id.", remedy="Voeg er een toe.", path=path)
    fields = [name for name in FIELDS if name in table.columns]
    known: dict[str, dict[str, Any]] = {}
    for line, row in enumerate(table.to_dict(orient="records"), start=2):
        for name in _NUMBERS:
            if name in fields and row[name].strip() and not row[name].strip().isdigit():
                raise UsageError(
                    f"regel {line}: {name} is geen jaartal ({row[name]!r}).", remedy="Gebruik vier cijfers.", path=path
                )
        values = {name: row[name].strip() for name in fields if row[name].strip()}
        known[row[key]] = values
        if key == "path":
            known.setdefault(Path(row[key]).name, values)
    return known
