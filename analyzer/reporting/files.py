"""Files are written whole or not at all: under a temporary name, then renamed into place."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import OutputError, refusal
from .tables import LISTS, flat, neutral


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path in the same folder that takes the place of `path` when all went well.

    Raises
    ------
    OutputError
        When the folder cannot be written, the disk is full or the file is in use.
    """
    handle, name = -1, ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        os.close(handle)
        temporary = Path(name)
        yield temporary
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(
            f"kan niet worden geschreven ({refusal(error)}).",
            remedy="Kies met -o een plek waar u mag schrijven en die ruimte heeft.",
            path=path,
        ) from error
    finally:
        if name:
            Path(name).unlink(missing_ok=True)


def usable_folder(path: Path) -> Path:
    """Make a folder when it is not there.

    Raises
    ------
    OutputError
        When it cannot be made or written, which is better known before the work than after.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError as error:
        file = next((part for part in (path, *path.parents) if part.exists() and not part.is_dir()), None)
        cause = "is een bestand, geen map." if file else f"kan niet worden geschreven ({refusal(error)})."
        raise OutputError(cause, remedy="Kies een andere map met -o.", path=file or path) from error


def write_text(path: Path, text: str) -> None:
    """Write text as UTF-8 with its line ends as they are."""
    with replacing(path) as temporary:
        temporary.write_bytes(text.encode("utf-8", "surrogatepass"))


def write_json(path: Path, data: Any) -> None:
    """Write JSON, indented, keys in their order."""
    write_text(path, json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")


def write_json_tables(path: Path, tables: Mapping[str, Iterable[pd.DataFrame]], more: Mapping[str, Any]) -> None:
    """Write JSON as `write_json` does: tables as lists of records, each in parts of which one is in memory, then more."""
    with (
        replacing(path) as temporary,
        temporary.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file,
    ):
        file.write("{")
        for place, (name, parts) in enumerate(tables.items()):
            file.write(f"{',' * bool(place)}\n  {json.dumps(name)}: [")
            filled = False
            for part in parts:
                if len(part):
                    said = _indented(json.loads(part.to_json(orient="records", force_ascii=False)))
                    file.write("," * filled + said.removeprefix("[").removesuffix("\n  ]"))
                    filled = True
            file.write("\n  ]" if filled else "]")
        for name, value in more.items():
            file.write(f",\n  {json.dumps(name)}: {_indented(value)}")
        file.write("\n}\n")


def _indented(value: Any) -> str:
    """JSON as it stands one level deep."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str).replace("\n", "\n  ")


def write_csv(path: Path, table: pd.DataFrame) -> None:
    """Write a table as CSV: UTF-8, comma, RFC 4180, no cell that a spreadsheet runs."""
    with csv_parts(path) as write:
        write(table)


@contextmanager
def csv_parts(path: Path) -> Iterator[Callable[[pd.DataFrame], None]]:
    """A function that writes parts of a table, which have the same columns, as one CSV, as `write_csv` does."""
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:

        def write(part: pd.DataFrame) -> None:
            neutral(flat(part)).to_csv(file, index=False, header=not file.tell(), lineterminator="\r\n")

        yield write


def read_units(path: Path) -> pd.DataFrame:
    """Read coded units from Parquet as they were written: with lists where lists were."""
    return as_written(pq.read_table(path))


def as_written(table: pa.Table) -> pd.DataFrame:
    """Coded units of an Arrow table, with lists where lists were."""
    lists = {name: table[name].to_pylist() for name in table.column_names if name in LISTS}
    units: pd.DataFrame = table.drop(list(lists)).to_pandas()
    for name in table.column_names:
        if name in lists:
            units.insert(table.column_names.index(name), name, pd.Series(lists[name], index=units.index, dtype=object))
    return units


def write_parquet(path: Path, table: pd.DataFrame) -> None:
    """Write a table as Parquet."""
    with parquet_parts(path) as write:
        write(table)


@contextmanager
def parquet_parts(path: Path) -> Iterator[Callable[[pd.DataFrame], None]]:
    """A function that writes parts of a table, which have the same columns and types, as one Parquet file."""
    with replacing(path) as temporary, ExitStack() as stack:
        writers: list[pq.ParquetWriter] = []

        def write(part: pd.DataFrame) -> None:
            table = pa.Table.from_pandas(part, preserve_index=False)
            if not writers:
                writers.append(stack.enter_context(pq.ParquetWriter(temporary, table.schema)))
            writers[0].write_table(table)

        yield write
