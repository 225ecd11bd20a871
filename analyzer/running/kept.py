"""Coded units, themes and texts of many documents: in memory, or on disk until they are asked for.

A run keeps the result of each document in two files that carry its content and settings in their name: the units as an
Arrow table, and the rest as JSON, which is written last and holds a checksum of the other: Arrow may crash on a damaged one.
"""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import UsageError
from ..reporting.files import as_written, csv_parts, parquet_parts, read_units, replacing, write_json
from ..reporting.tables import LISTS, UNIT_COLUMNS, parted, sliced, theme_tables

_ROWS = 50_000
"""Coded units from which a part of ``units.parquet`` is written."""
_LOOSE = 200
"""Tables of short documents that are made one: each takes as much memory as some dozens of units."""
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
AGAIN = "Draai gdogh analyse opnieuw met deze map; wat af is, wordt overgenomen."
"""What to do about a folder of which something is missing or damaged."""
_REST = frozenset({"row", "themes", "text", "sketch", "seconds", "checksum"})
"""What is kept as JSON."""


def to_table(units: pd.DataFrame) -> pa.Table:
    """Coded units as an Arrow table with the types of `SCHEMA`."""
    return pa.Table.from_pandas(units, schema=SCHEMA, preserve_index=False) if len(units) else NOTHING


class Part(Protocol):
    """One document's share."""

    def table(self) -> pa.Table:
        """Its coded units."""

    def rest(self) -> Mapping[str, Any]:
        """Its ``row`` of the table of documents, rows of ``themes``, ``text``, ``sketch`` and ``seconds``."""


@dataclass(frozen=True, slots=True)
class InMemory:
    """All of a document."""

    units: pa.Table
    others: Mapping[str, Any]

    def table(self) -> pa.Table:
        """Its coded units."""
        return self.units

    def rest(self) -> Mapping[str, Any]:
        """Everything but the units."""
        return self.others


@dataclass(frozen=True, slots=True)
class OnDisk:
    """All of a document as an earlier or the present run kept it; `slot` is its path without suffix."""

    slot: str

    def there(self) -> bool:
        """Whether it was kept."""
        return Path(f"{self.slot}.json").exists()

    def whole(self) -> bool:
        """Whether all that was kept is still there."""
        try:
            rest = self.rest()
            return rest.keys() >= _REST and rest["checksum"] == _checksum(Path(f"{self.slot}.arrow"))
        except (OSError, ValueError, AttributeError):
            return False

    def table(self) -> pa.Table:
        """Its coded units."""
        with pa.OSFile(f"{self.slot}.arrow") as file:
            return pa.ipc.open_file(file).read_all()

    def rest(self) -> Mapping[str, Any]:
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
            checksum = _checksum(temporary)
        write_json(Path(f"{self.slot}.json"), {**rest, "checksum": checksum})


class Texts(Mapping[str, str]):
    """From document id to text, read when it is asked for."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        self._parts = parts

    def __getitem__(self, identity: str) -> str:
        return str(self._parts[identity].rest()["text"])

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


class TextFiles(Mapping[str, str]):
    """From document id to the text that stands in a folder, read when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._files = {file.stem: file for file in sorted(folder.glob("*.txt"))}

    def __getitem__(self, identity: str) -> str:
        return self._files[identity].read_bytes().decode("utf-8", "surrogatepass")

    def __contains__(self, identity: object) -> bool:
        return identity in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


class Kept:
    """Units, themes and texts of many documents.

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

    @cached_property
    def themes(self) -> pd.DataFrame:
        """One row a document and theme; they stay in memory once they were asked for."""
        return pd.concat(self.theme_tables(), ignore_index=True)

    def theme_tables(self) -> Iterator[pd.DataFrame]:
        """The table of themes, some documents at a time."""
        return theme_tables((identity, part.rest()["themes"]) for identity, part in self.parts.items())

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
            waiting, loose, rows = [NOTHING], list[pa.Table](), 0
            for part in self.parts.values():
                loose.append(part.table())
                rows += len(loose[-1])
                if len(loose) >= _LOOSE:
                    waiting, loose = [*waiting, pa.concat_tables(loose).combine_chunks()], []
                if rows >= _ROWS:
                    _write(writer, [*waiting, *loose])
                    waiting, loose, rows = [], [], 0
            _write(writer, [*waiting, *loose])
        pa.default_memory_pool().release_unused()

    def write_themes(self, path: Path, csv: Path | None = None) -> None:
        """Write the themes as Parquet and, where asked, as CSV, some documents at a time.

        Raises
        ------
        OutputError
            When a file cannot be written.
        """
        with ExitStack() as files:
            written = [files.enter_context(parquet_parts(path))]
            if csv is not None:
                written.append(files.enter_context(csv_parts(csv)))
            for table in self.theme_tables():
                for write in written:
                    write(table)


class KeptTables(Kept):
    """Units and themes that are there as one table each.

    Parameters
    ----------
    units, themes : callable
        Give all coded units and all rows of themes; called once.
    texts : mapping
        From document id to text.
    """

    def __init__(
        self, units: Callable[[], pd.DataFrame], themes: Callable[[], pd.DataFrame], texts: Mapping[str, str]
    ) -> None:
        self._units, self._themes, self._texts = units, themes, texts

    @cached_property
    def units(self) -> pd.DataFrame:
        """All coded units, one row each."""
        return self._units()

    @cached_property
    def themes(self) -> pd.DataFrame:
        """One row a document and theme."""
        return self._themes()

    def theme_tables(self) -> Iterator[pd.DataFrame]:
        """The table of themes, some rows at a time."""
        return sliced(self.themes)

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


class KeptFolder(KeptTables):
    """What stands in an output folder.

    Parameters
    ----------
    units, themes : Path
        ``units.parquet`` and ``themes.parquet``.
    texts : Path
        Folder of texts.

    Raises
    ------
    OSError, ValueError
        When what the units or the themes say of themselves is damaged. Of the rest it is told when they are read.
    """

    def __init__(self, units: Path, themes: Path, texts: Path) -> None:
        self._columns = frozenset(pq.read_schema(units).names)
        pq.read_schema(themes)
        super().__init__(partial(_read, read_units, units), partial(_read, pd.read_parquet, themes), TextFiles(texts))
        self._path = units

    def absent(self) -> list[str]:
        """Columns that units should have and do not have."""
        return [name for name in UNIT_COLUMNS if name not in self._columns]

    def write_units(self, path: Path) -> None:
        """Write the units as Parquet, as they are."""
        if path != self._path:
            with replacing(path) as temporary:
                shutil.copyfile(self._path, temporary)


def _read(how: Callable[[Path], pd.DataFrame], path: Path) -> pd.DataFrame:
    """A table of an output folder; only when it is read it shows whether all of it is still there."""
    try:
        return how(path)
    except (OSError, ValueError) as error:
        raise UsageError("is beschadigd.", remedy=AGAIN, path=path) from error


def _checksum(path: Path) -> int:
    return zlib.crc32(path.read_bytes())


def _write(writer: pq.ParquetWriter, tables: Sequence[pa.Table]) -> None:
    if tables:
        writer.write_table(pa.concat_tables(tables), row_group_size=2 * _ROWS)
