"""An analysis that ends in a folder: one run at a time, taken up where it stopped, left alone when nothing changed."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any

import pandas as pd

from ..errors import OutputError, ReadError, refusal
from ..reporting.files import usable_folder, write_json
from .batch import TEXTS, Progress, collect_paths, forget, identity_of
from .corpus import CACHE, DEFAULT_FORMATS, Corpus, analyse_many, check_formats
from .corrections import Outcome, follow_kept
from .one import check_instruments, instruments, versions
from .options import Options

STATE, LOCK = "stand.json", "slot"
"""Names within the folder of kept results: of what the last run wrote, and of the lock."""


def analyse_to_folder(
    paths: Iterable[str | Path],
    folder: str | Path,
    *,
    jobs: int | None = None,
    resume: bool = True,
    formats: Sequence[str] = DEFAULT_FORMATS,
    lang: str = "nl",
    options: Options | None = None,
    progress: Progress | None = None,
    scheduler: str | None = None,
) -> tuple[Corpus, Outcome | None]:
    """Analyse documents and write the output folder, as ``gdogh analyse`` does.

    Parameters
    ----------
    paths : iterable of paths
        Files, and folders that are searched.
    folder : path
        Made when it does not exist. Results by content are kept in it.
    jobs : int, optional
        Number of worker processes; as many as there are processors by default.
    resume : bool
        Take over what an earlier run did; otherwise begin again.
    formats, lang
        As in ``Corpus.to_folder``.
    options : Options, optional
        Kind, codebook, pipeline, seed, OCR, metadata, limits.
    progress, scheduler
        As in ``analyse_many``.

    Returns
    -------
    Corpus, Outcome or None
        What stands in the folder, and what became of corrections that were kept there. Nothing is written when
        documents, settings and files are those of the last run.

    Raises
    ------
    UsageError
        When there is no document in `paths`.
    OutputError
        When the folder cannot be written, or another run is writing in it.
    """
    out, chosen, options = Path(folder), check_formats(formats), options or Options()
    files = collect_paths(paths)
    check_instruments(options)
    usable_folder(out)
    cache = usable_folder(out / CACHE)
    with locked(cache / LOCK, out):
        if not resume:
            forget(cache)
        _sweep(out)
        wanted = _wanted(files, options, [*sorted(chosen), lang])
        if resume and (found := _unchanged(out, wanted)) is not None:
            return found, None
        (cache / STATE).unlink(missing_ok=True)
        corpus = analyse_many(files, jobs=jobs, cache=cache, options=options, progress=progress, scheduler=scheduler)
        corpus, followed = follow_kept(corpus, out)
        corpus.to_folder(out, formats=chosen, lang=lang)
        if not corpus.about["lost"]:
            write_json(cache / STATE, {"wanted": wanted, "files": _there(out)})
    return corpus, followed


@contextmanager
def locked(path: Path, folder: Path) -> Iterator[None]:
    """Hold a lock as long as this process lives; workers do not inherit it, so a killed run leaves none behind.

    Raises
    ------
    OutputError
        When another process holds it.
    """
    with path.open("a+b") as file:
        try:
            _lock(file)
        except OSError as error:
            if error.errno not in {errno.EACCES, errno.EAGAIN, errno.EDEADLK}:
                raise OutputError(
                    f"kan niet worden vastgehouden ({refusal(error)}).",
                    remedy="Kies een andere map met -o.",
                    path=folder,
                ) from error
            raise OutputError(
                "wordt nu door een andere run gebruikt.",
                remedy="Wacht tot die klaar is, of kies met -o een andere map.",
                path=folder,
            ) from error
        yield


def _lock(file: IO[bytes]) -> None:
    try:
        import fcntl
    except ImportError:
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _sweep(out: Path) -> None:
    """Take away what a run that was killed left half written."""
    for folder in (out, out / CACHE, out / TEXTS):
        for file in folder.glob(".*.tmp"):
            file.unlink(missing_ok=True)


def _wanted(files: Sequence[str], options: Options, asked: Sequence[str]) -> str:
    """Hash of everything that the output depends on: documents, settings, versions, and the day."""
    stamps = versions(*instruments(options.codebook, options.pipeline))
    digest = hashlib.sha256(json.dumps([date.today().isoformat(), *asked]).encode())
    for path in files:
        try:
            identity = identity_of(path)
        except ReadError as error:
            identity = error.cause
        mark = options.fingerprint(path, stamps, options.known(path, identity))
        digest.update(json.dumps([path, identity, mark]).encode("utf-8", "surrogatepass"))
    digest.update(json.dumps([options.max_seconds, options.max_megabytes]).encode())
    return digest.hexdigest()


def _there(out: Path) -> dict[str, list[int]]:
    """Size and time of each file of the output."""
    found = {}
    # Without a document that could be read there are no texts.
    for folder in filter(Path.is_dir, (out, out / TEXTS)):
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_file() and not entry.name.startswith("."):
                    about = entry.stat()
                    found[str(Path(entry.path).relative_to(out))] = [about.st_size, about.st_mtime_ns]
    return dict(sorted(found.items()))


def _unchanged(out: Path, wanted: str) -> Corpus | None:
    """What an earlier run wrote, when this one would write the same."""
    try:
        state: dict[str, Any] = json.loads((out / CACHE / STATE).read_text(encoding="utf-8"))
        if state["wanted"] != wanted or state["files"] != _there(out):
            return None
        corpus = Corpus.from_folder(out)
    except (OSError, ValueError, KeyError):
        return None
    done = pd.Series(corpus.documents["status"] != "failed").sum()
    return corpus.with_counts(from_cache=int(done))
