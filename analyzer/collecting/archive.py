"""The archive: original bytes of documents, with a record of where each came from."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import CorpusError

_SAFE = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Part:
    """The first bytes of a document that is not whole yet, and what the host called that version."""

    size: int
    validator: str


class Archive:
    """A folder with ``documenten/``, ``herkomst/`` (records), ``eerdere/`` (versions before) and ``.deel/`` (parts).

    Names of files are made of the ids in the catalogue; what a host calls a document is never used.

    Parameters
    ----------
    folder : Path
        Is made when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.documents, self.records = folder / "documenten", folder / "herkomst"
        self.earlier, self.parts = folder / "eerdere", folder / ".deel"

    def record(self, identifier: str) -> dict[str, Any] | None:
        """The record of a document that is whole, or ``None``: not fetched, or its bytes are not what was fetched."""
        found = self._read(identifier)
        if found is None or _is(self.folder / found["file"], found):
            return found
        if _is(self.part_path(identifier), found):  # the program was stopped before it moved the document
            self.part_path(identifier).replace(self.folder / found["file"])
            return found
        return None

    def all_records(self) -> dict[str, dict[str, Any]]:
        """Records of all documents that are whole, by id."""
        names = sorted(path.stem for path in self.records.glob("*.json"))
        return {name: found for name in names if (found := self.record(name)) is not None}

    def part(self, identifier: str) -> Part | None:
        """What there is of a document that is not whole, when it can be gone on with."""
        try:
            about = json.loads(self._about(identifier).read_text(encoding="utf-8"))
            size = self.part_path(identifier).stat().st_size
            return Part(size, str(about["validator"])) if size and about["validator"] else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def part_path(self, identifier: str) -> Path:
        """Where the first bytes of a document are."""
        return self.parts / f"{_checked(identifier)}.deel"

    def begin(self, identifier: str, validator: str) -> None:
        """Begin a document anew."""
        for folder in (self.documents, self.records, self.parts):
            folder.mkdir(parents=True, exist_ok=True)
        self.part_path(identifier).write_bytes(b"")
        _write(self._about(identifier), {"validator": validator})

    def forget_part(self, identifier: str) -> None:
        """Throw away what there is of a document that is not whole."""
        self.part_path(identifier).unlink(missing_ok=True)
        self._about(identifier).unlink(missing_ok=True)

    def finish(self, identifier: str, suffix: str, about: Mapping[str, Any]) -> dict[str, Any]:
        """Move a document that is whole to its place and write its record; a version before is kept aside.

        The record is written before the document is moved, so that a program that is stopped in between needs not
        fetch it again.
        """
        part = self.part_path(identifier)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        checksum, size = digest(part), part.stat().st_size
        self._keep_earlier(identifier, checksum)
        place = self.documents / f"{_checked(identifier)}{suffix}"
        record = {
            **about, "id": identifier, "file": place.relative_to(self.folder).as_posix(),
            "bytes": size, "sha256": checksum,
        }  # fmt: skip
        _write(self._record(identifier), record)
        part.replace(place)
        self._about(identifier).unlink(missing_ok=True)
        return record

    def update(self, identifier: str, changes: Mapping[str, Any]) -> None:
        """Change a record, such as the moment it was last asked about."""
        if (found := self.record(identifier)) is not None:
            _write(self._record(identifier), {**found, **changes})

    def _keep_earlier(self, identifier: str, checksum: str) -> None:
        before = self._read(identifier)
        if before is None or before["sha256"] == checksum or not _is(self.folder / before["file"], before):
            return
        self.earlier.mkdir(parents=True, exist_ok=True)
        old = self.folder / before["file"]
        name = f"{identifier}.{before['sha256'][:12]}"
        _write(self.earlier / f"{name}.json", before)
        old.replace(self.earlier / f"{name}{old.suffix}")

    def _read(self, identifier: str) -> dict[str, Any] | None:
        """A record, if it is one and its file is in its place."""
        try:
            found: dict[str, Any] = json.loads(self._record(identifier).read_text(encoding="utf-8"))
            inside = (self.folder / str(found["file"])).parent == self.documents
            return found if inside and isinstance(found["bytes"], int) and found["sha256"] and found["url"] else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _record(self, identifier: str) -> Path:
        return self.records / f"{_checked(identifier)}.json"

    def _about(self, identifier: str) -> Path:
        return self.parts / f"{_checked(identifier)}.json"


def _is(path: Path, record: Mapping[str, Any]) -> bool:
    """Whether a file has the bytes that a record tells of."""
    return path.is_file() and path.stat().st_size == record["bytes"] and digest(path) == record["sha256"]


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _checked(identifier: str) -> str:
    if not _SAFE.fullmatch(identifier):
        raise CorpusError(
            f"id {identifier!r} kan geen bestandsnaam zijn.", remedy="Gebruik kleine letters, cijfers en streepjes."
        )
    return identifier


def _write(path: Path, content: Mapping[str, Any]) -> None:
    """Write a small file, whole or not at all."""
    beside = path.with_suffix(".nieuw")
    with beside.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
