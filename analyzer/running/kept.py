"""Coded units and texts of many documents: in memory, or on disk until they are asked for.

A run keeps the result of each document in two files that carry its content and settings in their name: the units as an
Arrow table, and the rest as JSON, which is written last, so that its presence says that the other is whole.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ..reporting.files import as_written, read_units, replacing, write_json
from ..reporting.tables import LISTS, UNIT_COLUMNS, parted

_ROWS = 50_000
"""Coded units from which a part of ``units.parquet`` is written."""
_WHOLE = frozenset({"page", "start", "end"})
_EVIDENCE = pa.struct(
    [("start", pa.int64()), ("end", pa.int64()), ("match", pa.string()), ("code", pa.string()), ("why", pa.string())]
)


def _type(name: str) -> pa.DataType:
    if name in _WHOLE:
        return pa.int64()
    if name in LISTS:
        return pa.list_(_EVIDENCE if name == "evidence" else pa.string())
    if name == "negated":
        return pa.bool_()
    return pa.float64() if name.startswith("p_") or name == "concreteness" else pa.large_string()


SCHEMA = pa.schema([(name, _type(name)) for name in UNIT_COLUMNS])
"""Columns and types of coded units."""
NOTHING = SCHEMA.empty_table()


def to_table(units: pd.DataFrame) -> pa.Table:
    """Coded units as an Arrow table with the types of `SCHEMA`."""
    return pa.Table.from_pandas(units, schema=SCHEMA, preserve_index=False) if len(units) else NOTHING


class Part(Protocol):
    """One document's share."""

    def table(self) -> pa.Table:
        """Its coded units."""

    def themes(self) -> list[dict[str, Any]]:
        """Its rows of the table of themes."""

    def text(self) -> str:
        """The text into which offsets point."""


@dataclass(frozen=True, slots=True)
class InMemory:
    """A document's units, themes and text."""

    units: pa.Table
    rows: list[dict[str, Any]]
    words: str

    def table(self) -> pa.Table:
        """Its coded units."""
        return self.units

    def themes(self) -> list[dict[str, Any]]:
        """Its rows of the table of themes."""
        return self.rows

    def text(self) -> str:
        """The text into which offsets point."""
        return self.words


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A document's units, themes and text as an earlier or the present run kept them; `slot` is their path without suffix."""

    slot: str

    def table(self) -> pa.Table:
        """Its coded units."""
        with pa.OSFile(f"{self.slot}.arrow") as file:
            return pa.ipc.open_file(file).read_all()

    def themes(self) -> list[dict[str, Any]]:
        """Its rows of the table of themes."""
        return list(self.rest()["themes"])

    def text(self) -> str:
        """The text into which offsets point."""
        return str(self.rest()["text"])

    def rest(self) -> dict[str, Any]:
        """Everything but the units.

        Raises
        ------
        OSError, ValueError
            When it is not there, or damaged.
        """
        kept: dict[str, Any] = json.loads(Path(f"{self.slot}.json").read_bytes().decode("utf-8", "surrogatepass"))
        return kept

    def write(self, units: pa.Table, rest: Mapping[str, Any]) -> None:
        """Keep a result.

        Raises
        ------
        OutputError
            When there is no room, or no right to write.
        """
        with replacing(Path(f"{self.slot}.arrow")) as temporary:
            options = pa.ipc.IpcWriteOptions(compression="lz4")
            with pa.OSFile(str(temporary), "wb") as file, pa.ipc.new_file(file, SCHEMA, options=options) as writer:
                writer.write_table(units)
        write_json(Path(f"{self.slot}.json"), dict(rest))


class Texts(Mapping[str, str]):
    """From document id to text, read when it is asked for."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        self._parts = parts

    def __getitem__(self, identity: str) -> str:
        return self._parts[identity].text()

    def __contains__(self, identity: object) -> bool:
        return identity in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


class Units(Mapping[str, pd.DataFrame]):
    """From document id to coded units, read when they are asked for and not held."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        self._parts = parts

    def __getitem__(self, identity: str) -> pd.DataFrame:
        return as_written(pa.concat_tables([NOTHING, self._parts[identity].table()]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


class Kept:
    """Units and texts of many documents.

    Parameters
    ----------
    parts : mapping of str to Part
        By document id, in the order of the documents.
    """

    def __init__(self, parts: Mapping[str, Part]) -> None:
        self.parts = parts

    @cached_property
    def units(self) -> pd.DataFrame:
        """All coded units, one row each; they stay in memory once they were asked for."""
        return as_written(pa.concat_tables([NOTHING, *(part.table() for part in self.parts.values())]))

    @property
    def by_document(self) -> Mapping[str, pd.DataFrame]:
        """From document id to its coded units, one document at a time."""
        return Units(self.parts)

    @property
    def texts(self) -> Mapping[str, str]:
        """From document id to text."""
        return Texts(self.parts)

    def absent(self) -> list[str]:
        """Columns that units should have and do not have."""
        return []

    def write_units(self, path: Path) -> None:
        """Write the units as Parquet, some documents at a time.

        Raises
        ------
        OutputError
            When the file cannot be written.
        """
        with replacing(path) as temporary, pq.ParquetWriter(temporary, SCHEMA) as writer:
            waiting: list[pa.Table] = [NOTHING]
            for part in self.parts.values():
                waiting.append(part.table())
                if sum(len(table) for table in waiting) >= _ROWS:
                    _write(writer, waiting)
                    waiting = []
            _write(writer, waiting)


class KeptFrame(Kept):
    """Units that are there as one table.

    Parameters
    ----------
    units : DataFrame
        All coded units.
    texts : mapping
        From document id to text.
    """

    def __init__(self, units: pd.DataFrame, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self.__dict__["units"] = units

    @property
    def by_document(self) -> Mapping[str, pd.DataFrame]:
        """From document id to its coded units."""
        return parted(self.units)

    @property
    def texts(self) -> Mapping[str, str]:
        """From document id to text."""
        return self._texts

    def write_units(self, path: Path) -> None:
        """Write the units as Parquet."""
        with replacing(path) as temporary, pq.ParquetWriter(temporary, SCHEMA) as writer:
            _write(writer, [to_table(self.units)])


class KeptFolder(Kept):
    """What stands in an output folder.

    Parameters
    ----------
    units : Path
        ``units.parquet``.
    texts : Path
        Folder of texts.

    Raises
    ------
    OSError, ValueError
        When the units are damaged.
    """

    def __init__(self, units: Path, texts: Path) -> None:
        self._columns = frozenset(pq.read_schema(units).names)
        super().__init__({file.stem: TextFile(str(file)) for file in sorted(texts.glob("*.txt"))})
        self._path = units

    @cached_property
    def units(self) -> pd.DataFrame:
        """All coded units, one row each; they stay in memory once they were asked for."""
        return read_units(self._path)

    @property
    def by_document(self) -> Mapping[str, pd.DataFrame]:
        """From document id to its coded units."""
        return parted(self.units)

    def absent(self) -> list[str]:
        """Columns that units should have and do not have."""
        return [name for name in UNIT_COLUMNS if name not in self._columns]

    def write_units(self, path: Path) -> None:
        """Write the units as Parquet, as they are."""
        if path != self._path:
            with replacing(path) as temporary:
                shutil.copyfile(self._path, temporary)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A document's text in an output folder."""

    path: str

    def table(self) -> pa.Table:
        """Its coded units stand with those of the others."""
        return NOTHING

    def themes(self) -> list[dict[str, Any]]:
        """Its rows of the table of themes stand with those of the others."""
        return []

    def text(self) -> str:
        """The text into which offsets point."""
        return Path(self.path).read_bytes().decode("utf-8", "surrogatepass")


def _write(writer: pq.ParquetWriter, tables: Sequence[pa.Table]) -> None:
    if tables:
        writer.write_table(pa.concat_tables(tables), row_group_size=2 * _ROWS)
