"""Many documents: worker processes, a cache by content, failures set apart."""

from __future__ import annotations

import base64
import logging
import os
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import GdoghError, OutputError, ReadError, UsageError, refusal
from ..garbage import collection_paused
from ..language.recognise import up_to_date
from ..language.similar import shingles, sketch
from ..reading import find_documents, read
from ..reading.document import Metadata, document_id
from ..reporting.tables import DOCUMENT_COLUMNS, document_row, failed_row, records
from .cluster import spread_on
from .kept import InMemory, OnDisk, Part, to_table
from .one import Clock, analyse_document, instruments, load_models, versions
from .options import Options
from .workers import CRASH, MEMORY, TIME, Limits, Lost, spread

log = logging.getLogger(__name__)
TEXTS, REPORT, RUN, UNITS = "texts", "report.html", "run.json", "units.parquet"
"""Names in an output folder by which it is recognised."""
_WORTH = 4
"""New documents for each worker from which one of them will likely ask for the pipeline."""
Progress = Callable[[int, int, str], None]
"""Called with documents done, documents in all and the path just finished."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document; small, because there may be very many.

    Parameters
    ----------
    path : str
        The file.
    part : Part, optional
        All that was found; ``None`` for a document that could not be read.
    row : dict, optional
        Of the table of documents, of one that could not be read.
    seconds : dict, optional
        Spent in each room, of one that could not be read.
    failure : dict, optional
        Path, stage, error and remedy.
    cached : bool
        Whether an earlier run did the work.
    lost : bool
        Whether it failed by what it did to the worker, which another time may go otherwise.
    """

    path: str
    part: Part | None = None
    row: dict[str, Any] | None = None
    seconds: dict[str, float] | None = None
    failure: dict[str, str] | None = None
    cached: bool = False
    lost: bool = False

    def read(self) -> Read:
        """What the tables of documents say of it; read where it is kept."""
        if self.part is None:
            return Read(self.row or {}, self.seconds or {}, np.empty(0, np.uint64))
        rest = self.part.rest()
        drawn = np.frombuffer(base64.b64decode(rest["sketch"]), dtype=np.uint64)
        # A copy under the same name elsewhere keeps its result in the same place.
        row = {**rest["row"], "path": self.path}
        if not self.cached:
            return Read(row, rest["seconds"], drawn)
        # Whether a document is up to date depends on the day, not on the document.
        period = {name: row[name] for name in ("period_start", "period_end", "year")}
        row["actueel"] = up_to_date(Metadata(**period), date.today())
        return Read(row, {}, drawn)


@dataclass(frozen=True, slots=True)
class Read:
    """Of one document: its row of the table of documents, seconds spent on it, and the sketch that versions share."""

    row: Mapping[str, Any]
    seconds: Mapping[str, float]
    sketch: np.ndarray


@collection_paused()
def analyse_file(path: str, options: Options, cache: str | None) -> Result:
    """Analyse one file, or take its result from the cache; raises for no bad document but one too large for memory.

    Parameters
    ----------
    path : str
        The file.
    options : Options
        Settings.
    cache : str or None
        Folder of results by content.

    Returns
    -------
    Result
        With ``failure`` set when the document could not be read.
    """
    clock = Clock()
    codebook, coder = instruments(options.codebook, options.pipeline)
    stamps = versions(codebook, coder)
    identity = ""
    try:
        identity = identity_of(path)
        known = options.known(path, identity)
        slot = _slot(cache, identity, options.fingerprint(path, stamps, known)) if cache else None
        if slot and (found := _from_cache(slot, path)):
            return found
        clock.lap("other")
        document = read(path, ocr=options.ocr)
        clock.lap("read")
        analysis = analyse_document(document, options, known=known, clock=clock)
        text, units = analysis.document.text, to_table(analysis.units)
        rest: dict[str, Any] = {
            "row": document_row(analysis), "themes": records(analysis.themes), "text": text,
            "sketch": base64.b64encode(sketch(shingles(text)).tobytes()).decode("ascii"), "seconds": clock.seconds,
        }  # fmt: skip
        if slot:
            slot.write(units, rest)
        return Result(path, slot or InMemory(units, rest))
    except GdoghError as error:
        return failed(path, error, stamps, identity, clock.seconds)
    except MemoryError:
        raise
    except Exception as cause:
        if os.environ.get("GDOGH_DEBUG") == "1":
            raise
        log.debug("unexpected error in %s", path, exc_info=True)
        odd = GdoghError(
            f"onverwachte fout ({type(cause).__name__}: {cause}).",
            remedy="Draai opnieuw met GDOGH_DEBUG=1 voor de volledige melding, of sla het document op als PDF of TXT.",
            path=path,
        )
        return failed(path, odd, stamps, identity, clock.seconds)


def failed(
    path: str, error: GdoghError, stamps: Mapping[str, str], identity: str = "", seconds: dict[str, float] | None = None
) -> Result:
    """Result of a document that could not be analysed."""
    shown = {name: value for name, value in stamps.items() if name in DOCUMENT_COLUMNS}
    return Result(
        path, row=failed_row(identity, path, error.cause, shown), seconds=seconds,
        failure={"path": path, "stage": error.stage, "error": error.cause, "remedy": error.remedy},
    )  # fmt: skip


def run(
    paths: Sequence[str],
    options: Options,
    *,
    jobs: int = 1,
    cache: str | None = None,
    progress: Progress | None = None,
    stop: bool = False,
    scheduler: str | None = None,
) -> list[Result]:
    """Analyse files in worker processes.

    Parameters
    ----------
    paths : sequence of str
        The files.
    options : Options
        Settings.
    jobs : int
        Number of worker processes.
    cache : str, optional
        Folder of results by content.
    progress : callable, optional
        Told before the first and after each document.
    stop : bool
        Stop at the first document that cannot be read.
    scheduler : str, optional
        Address of a Dask scheduler, whose workers do the work.

    Returns
    -------
    list of Result
        In the order of `paths`, whatever the order in which they finished; with `stop`, up to the first failure.
    """
    done: dict[int, Result] = {}
    if progress:
        progress(0, len(paths), "")
    # Large files first, so that no worker is left with the longest one at the end; unless the first failure is wanted.
    order = sorted(range(len(paths)), key=lambda index: 0 if stop else -_size(paths[index]))
    stream = _stream(paths, order, options, jobs, cache, scheduler)
    for index, result in stream:
        done[index] = result
        if progress:
            progress(len(done), len(paths), paths[index])
        if stop and result.failure:
            stream.close()
            break
    return [done[index] for index in sorted(done)]


def _stream(
    paths: Sequence[str], order: Sequence[int], options: Options, jobs: int, cache: str | None, scheduler: str | None
) -> Generator[tuple[int, Result], None, None]:
    limits = Limits(options.max_seconds, options.max_megabytes)
    task, items = partial(analyse_file, options=options, cache=cache), [paths[index] for index in order]
    if scheduler:
        work = spread_on(scheduler, task, items, limits)
    else:
        work = spread(task, items, jobs, limits, prepare=partial(_prepare, items, options, cache, _WORTH * jobs))
    with closing(work):
        for place, result in work:
            path = paths[order[place]]
            yield order[place], _fatal(path, options, result) if isinstance(result, Lost) else result


def _prepare(paths: Iterable[str], options: Options, cache: str | None, many: int) -> None:
    """Load the models that new documents need; the pipeline when there are `many`, since not every document asks for it."""
    stamps = versions(*instruments(options.codebook, options.pipeline))
    new = 0
    for path in paths:
        new += not (cache and _is_kept(cache, path, options, stamps))
        if new == many:
            break
    if new > 1:
        load_models(options, pipeline=new == many)


def _is_kept(cache: str, path: str, options: Options, stamps: Mapping[str, str]) -> bool:
    try:
        identity = identity_of(path)
        return _slot(cache, identity, options.fingerprint(path, stamps, options.known(path, identity))).there()
    except GdoghError:
        return True


def _slot(cache: str, identity: str, fingerprint: str) -> OnDisk:
    return OnDisk(str(Path(cache) / f"{identity}-{fingerprint}"))


def _fatal(path: str, options: Options, lost: Lost) -> Result:
    """Result of a document that took its worker process with it, twice."""
    again = "bewaar het opnieuw, bij voorkeur als PDF/A of TXT"
    cause, remedy = {
        CRASH: ("liet het programma vastlopen.", f"Open het bestand en {again}."),
        TIME: (
            f"kostte meer dan {options.max_seconds:g} seconden rekentijd.",
            f"Splits het document, {again}, of geef meer tijd met --max-seconds.",
        ),
        MEMORY: (
            f"past niet in {options.max_megabytes} MB geheugen.",
            f"Splits het document, {again}, of geef meer geheugen met --max-megabytes.",
        ),
    }[lost.cause]
    error = ReadError(cause, remedy=remedy, path=path)
    stamps = versions(*instruments(options.codebook, options.pipeline))
    return replace(failed(path, error, stamps, _identity_or_none(path)), lost=True)


def _identity_or_none(path: str) -> str:
    try:
        return identity_of(path)
    except ReadError:
        return ""


def default_jobs() -> int:
    """Number of worker processes when the user does not say: the processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def collect_paths(paths: Iterable[str | Path]) -> list[str]:
    """Files to analyse: files as given, folders searched except what an earlier run wrote there; each once.

    Raises
    ------
    UsageError
        When a path does not exist, or there is no document in any of them.
    """
    named = [Path(path) for path in paths]
    asked = frozenset(named)
    found = [path for path in find_documents(named) if path in asked or not _is_output(path)]
    if not found:
        raise UsageError(
            "hier staat alleen uitvoer van een eerdere run.", remedy="Geef de map met documenten.", path=named[0]
        )
    return [str(path) for path in found]


def _is_output(path: Path) -> bool:
    """Whether a file was written by an earlier run: its report, or a text into which offsets point."""
    folder = path.parent.parent if path.parent.name == TEXTS else path.parent
    return (path.parent != folder or path.name == REPORT) and all((folder / name).exists() for name in (RUN, UNITS))


def forget(cache: Path) -> None:
    """Take away the results that an earlier run kept.

    Raises
    ------
    OutputError
        When they cannot be taken away.
    """
    try:
        for file in cache.glob("*.*") if cache.is_dir() else ():
            file.unlink()
    except OSError as error:
        raise OutputError(
            f"kan niet worden leeggemaakt ({refusal(error)}).", remedy="Kies een andere map met -o.", path=cache
        ) from error


def identity_of(path: str) -> str:
    """Identity of a document: the beginning of the hash of its bytes.

    Raises
    ------
    ReadError
        When the file cannot be opened.
    """
    try:
        return document_id(Path(path).read_bytes())
    except OSError as error:
        raise ReadError(
            f"kan niet worden geopend ({refusal(error)}).", remedy="Controleer het pad en de rechten.", path=path
        ) from error


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _from_cache(slot: OnDisk, path: str) -> Result | None:
    found = Result(path, slot, cached=True)
    try:
        if not slot.whole():
            return None
        found.read()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found
