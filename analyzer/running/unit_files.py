"""Code ready-made units from a file and write them back with their codes."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import CodingError, UsageError, refusal
from ..reporting.files import write_csv, write_parquet, write_text
from .csv_input import read_table
from .one import instruments

SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet"}
NEEDED = ("id", "text")
_AT_ONCE = 500
"""Units coded between two reports of progress."""


def code_file(
    source: str,
    target: str,
    *,
    codebook: str | None = None,
    pipeline: str | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> int:
    """Code the units in a file.

    Parameters
    ----------
    source, target : str
        JSONL, CSV or Parquet; ``-`` is stdin and stdout, as JSONL.
    codebook, pipeline : str, optional
        As in `analyse`.
    progress : callable, optional
        Called with units done, units in all and the name of the file.

    Returns
    -------
    int
        Number of units.

    Raises
    ------
    UsageError
        When the format is unknown, or the input has no units or lacks the columns ``id`` and ``text``.
    CodingError
        When a row is not a unit; the message names the line.
    """
    kind_of(target)
    table = read_units(source)
    _, coder = instruments(codebook, pipeline)
    parts = []
    for first in range(0, len(table), _AT_ONCE):
        if progress:
            progress(first, len(table), source)
        parts.append(coder.code_table(table.iloc[first : first + _AT_ONCE]))
    write_units(pd.concat(parts, ignore_index=True), target)
    return len(table)


def read_units(source: str) -> pd.DataFrame:
    """Units from JSONL, CSV or Parquet, all columns kept.

    Parameters
    ----------
    source : str
        The file; ``-`` is stdin, as JSONL.

    Returns
    -------
    DataFrame
        With at least ``id`` and ``text``; the index counts the lines (or rows, for Parquet) for messages.

    Raises
    ------
    UsageError
        When the file cannot be read as a table, has no units, or lacks ``id`` or ``text``.
    CodingError
        When a line is not a JSON object, or a text is not text; the message names the line.
    """
    readers = {"jsonl": _json_lines, "csv": read_table, "parquet": _parquet}
    table = readers[kind_of(source)](source)
    missing = [name for name in NEEDED if name not in table.columns]
    if table.empty:
        raise UsageError("heeft geen eenheden.", remedy="Nodig is ten minste één rij met id en text.", path=source)
    if missing:
        raise UsageError(
            f"mist de kolom {' en '.join(missing)}.",
            remedy=f"Nodig zijn id en text; gevonden: {', '.join(map(str, table.columns))}.", path=source)  # fmt: skip
    for line, identity, text in zip(table.index, table["id"], table["text"], strict=True):
        if not isinstance(text, str) or identity is None or identity != identity:
            problem = "id ontbreekt" if isinstance(text, str) else "text is geen tekst"
            raise CodingError(f"regel {line}: {problem}.", remedy="Elke eenheid heeft een id en een text.", path=source)
    return table


def write_units(table: pd.DataFrame, target: str) -> None:
    """Write coded units as JSONL, CSV or Parquet; ``-`` is stdout."""
    kind = kind_of(target)
    if kind == "csv":
        write_csv(Path(target), table)
    elif kind == "parquet":
        try:
            write_parquet(Path(target), table)
        except (TypeError, ValueError) as error:
            raise UsageError(
                "een kolom heeft verschillende soorten waarden, en dat kan niet in Parquet.",
                remedy="Schrijf naar .jsonl of .csv.", path=target,
            ) from error  # fmt: skip
    else:
        rows = table.to_dict(orient="records")
        text = "".join(json.dumps(_plain(row), ensure_ascii=False, default=_other) + "\n" for row in rows)
        if target == "-":
            sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
            sys.stdout.buffer.flush()
        else:
            write_text(Path(target), text)


def kind_of(path: str) -> str:
    """Format of a file of units by its name: ``jsonl``, ``csv`` or ``parquet``.

    Raises
    ------
    UsageError
        When the name has another extension.
    """
    if path == "-":
        return "jsonl"
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(
            f"onbekend formaat {suffix or '(geen extensie)'}.", remedy=f"Gebruik {', '.join(SUFFIXES)} of -.", path=path
        )
    return SUFFIXES[suffix]


def _json_lines(source: str) -> pd.DataFrame:
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise UsageError(
            f"kan niet worden geopend ({refusal(error)}).", remedy="Controleer het pad en de rechten.", path=source
        ) from error
    rows = dict(_objects(raw, source))
    columns = list(dict.fromkeys(name for row in rows.values() for name in row))
    cells = {name: [row.get(name) for row in rows.values()] for name in columns}
    return pd.DataFrame(cells, index=pd.Index(rows, dtype="int64"), columns=columns, dtype=object)


def _objects(raw: bytes, source: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(io.BytesIO(raw.removeprefix(b"\xef\xbb\xbf")), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            problem = f"geen geldige JSON (bij teken {error.pos + 1})"
        except (UnicodeDecodeError, RecursionError):
            problem = "geen geldige JSON in UTF-8"
        else:
            if isinstance(row, dict):
                yield number, row
                continue
            problem = "geen JSON-object"
        raise CodingError(f"regel {number} is {problem}.", remedy="Eén JSON-object per regel, in UTF-8.", path=source)


def _parquet(source: str) -> pd.DataFrame:
    try:
        table = pd.read_parquet(source)
    except OSError as error:
        raise UsageError(
            f"kan niet worden geopend ({refusal(error)}).", remedy="Controleer het pad en de rechten.", path=source
        ) from error
    except ValueError as error:
        raise UsageError("is geen Parquet.", remedy="Bewaar het opnieuw, of gebruik CSV.", path=source) from error
    return table.set_index(pd.RangeIndex(1, len(table) + 1))


def _plain(row: Mapping[Any, Any]) -> dict[Any, Any]:
    """A row as JSON has it: what is missing is null."""
    return {key: None if isinstance(value, float) and value != value else value for key, value in row.items()}


def _other(value: Any) -> Any:
    """What JSON has no form for: arrays as lists, dates as text."""
    return value.tolist() if hasattr(value, "tolist") else str(value)
