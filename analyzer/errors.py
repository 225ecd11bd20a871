"""Errors that a user may see: each names the file, the cause and what can be done about it."""

from __future__ import annotations

import errno
from pathlib import Path


class GdoghError(Exception):
    """Base of all errors raised on purpose.

    Parameters
    ----------
    cause : str
        What is wrong, in one sentence.
    remedy : str, optional
        What the user can do about it.
    path : str or Path, optional
        The file or folder it concerns.
    """

    stage = "gdogh"

    def __init__(self, cause: str, *, remedy: str = "", path: str | Path | None = None) -> None:
        self.cause = cause
        self.remedy = remedy
        self.path = None if path is None else str(path)
        super().__init__(cause, remedy, self.path)

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        return f"{where}{self.cause}" + (f" {self.remedy}" if self.remedy else "")

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.cause, self.remedy, self.path)


def _rebuild(kind: type[GdoghError], cause: str, remedy: str, path: str | None) -> GdoghError:
    return kind(cause, remedy=remedy, path=path)


class ReadError(GdoghError):
    """A document cannot be read."""

    stage = "reading"


class PipelineError(GdoghError):
    """A language pipeline is missing or does not do what is needed."""

    stage = "language"


class CodebookError(GdoghError):
    """A codebook file is not valid."""

    stage = "codebook"


class CodingError(GdoghError):
    """Units cannot be coded."""

    stage = "coding"


class CorpusError(GdoghError):
    """The register or catalogue is not valid, or a document cannot be fetched."""

    stage = "corpus"


class OutputError(GdoghError):
    """Results cannot be written, or an output folder cannot be used."""

    stage = "output"


class UsageError(GdoghError):
    """The request makes no sense: wrong options, nothing to do."""

    stage = "usage"


_REFUSALS = {
    errno.ENOENT: "bestaat niet",
    errno.EACCES: "geen rechten",
    errno.EPERM: "geen rechten",
    errno.EISDIR: "is een map",
    errno.ENOTDIR: "een deel van het pad is geen map",
    errno.EEXIST: "een deel van het pad is geen map",
    errno.ENOSPC: "de schijf is vol",
    errno.EROFS: "de schijf is alleen te lezen",
    errno.ENAMETOOLONG: "de naam is te lang",
}


def refusal(error: OSError) -> str:
    """Why the system refused a file, in Dutch where the reason is a usual one."""
    number = errno.ENOENT if isinstance(error, FileNotFoundError) else error.errno or 0
    return _REFUSALS.get(number) or error.strerror or str(error)


def error_of_stage(stage: str) -> type[GdoghError]:
    """The class of errors that belongs to a stage, as it stands in ``failures.csv``."""
    return next((kind for kind in GdoghError.__subclasses__() if kind.stage == stage), GdoghError)
