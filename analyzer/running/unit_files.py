"""Code ready-made units from a file and write them back with their codes."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import CodingError, UsageError
from ..reporting.files import write_csv, write_parquet, write_text
from .one import instruments

SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet"}


def code_file(source: str, target: str, *, codebook: str | None = None, pipeline: str | None = None) -> int:
    """Code the units in a file.

    Parameters
    ----------
    source, target : str
        JSONL, CSV or Parquet; ``-`` is stdin and stdout, as JSONL.
    codebook, pipeline : str, optional
        As in `analyse`.

    Returns
    -------
    int
        Number of units.

    Raises
    ------
    UsageError
        When the format is unknown or the input lacks the columns ``id`` and ``text``.
    """
    table = read_units(source)
    _, coder = instruments(codebook, pipeline)
    write_units(coder.code_table(table), target)
    return len(table)


def read_units(source: str) -> pd.DataFrame:
    """Units from JSONL, CSV or Parquet, all columns kept.

    Raises
    ------
    UsageError
        When the file cannot be read as a table or lacks ``id`` or ``text``.
    """
    kind = _kind(source)
    try:
        if kind == "parquet":
            table = pd.read_parquet(source)
        elif kind == "csv":
            table = pd.read_csv(source, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        else:
            raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
            table = _lines(raw, source)
    except OSError as error:
        raise UsageError(
            f"kan niet worden geopend ({error.strerror or error}).", remedy="Controleer het pad.", path=source
        ) from error
    except (ValueError, UnicodeDecodeError) as error:
        raise UsageError(
            f"kan niet als {kind.upper()} worden gelezen ({error}).", remedy="Controleer het bestand.", path=source
        ) from error
    missing = [name for name in ("id", "text") if name not in table.columns]
    if missing:
        raise UsageError(f"mist de kolom {' en '.join(missing)}.", remedy="Nodig zijn id en text.", path=source)
    return table


def write_units(table: pd.DataFrame, target: str) -> None:
    """Write coded units as JSONL, CSV or Parquet; ``-`` is stdout."""
    kind = _kind(target)
    if kind == "csv":
        write_csv(Path(target), table)
    elif kind == "parquet":
        write_parquet(Path(target), table)
    else:
        text = "".join(json.dumps(_plain(row), ensure_ascii=False) + "\n" for row in table.to_dict(orient="records"))
        if target == "-":
            sys.stdout.buffer.write(text.encode())
            sys.stdout.buffer.flush()
        else:
            write_text(Path(target), text)


def _lines(raw: bytes, source: str) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(io.BytesIO(raw), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CodingError(
                f"regel {number} is geen JSON ({error}).", remedy="Eén JSON-object per regel.", path=source
            ) from error
        if not isinstance(row, dict):
            raise CodingError(f"regel {number} is geen JSON-object.", remedy="Eén JSON-object per regel.", path=source)
        rows.append(row)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return pd.DataFrame({name: pd.Series([row.get(name) for row in rows], dtype=object) for name in columns})


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {key: _value(value) for key, value in row.items()}


def _value(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, float) and value != value:
        return None
    return value


def _kind(path: str) -> str:
    if path == "-":
        return "jsonl"
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(
            f"onbekend formaat {suffix or '(geen extensie)'}.", remedy=f"Gebruik {', '.join(SUFFIXES)} of -.", path=path
        )
    return SUFFIXES[suffix]
