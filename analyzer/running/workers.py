"""Work spread over processes that may die, hang or be stopped at any moment.

Each worker has a pipe of its own and one item at a time. Nothing is shared, so a worker that is killed can leave
no lock behind that the others wait for, and the item on which it died is known. An item that took its worker along
waits until all others are done and is then tried once more, alone. The system itself holds a worker to its limits of
processor time and memory (``setrlimit``); what waits without working is stopped by the clock.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Generic, TypeVar

from threadpoolctl import threadpool_limits

from ..errors import OutputError

if sys.platform == "win32":
    resource: Any = None
else:
    import resource

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
_LOOK_UP = 5.0
"""Seconds after which an idle worker looks whether its parent still lives."""
_PATIENCE = 4.0
"""Seconds on the clock for each second of processor time that an item may take: other programs want their turn."""
_GRACE = 30.0
"""Seconds on the clock that come on top."""
_LONGEST = 3600.0
"""Seconds that the system can be asked to wait at once."""
CRASH, TIME, MEMORY = "crash", "time", "memory"
"""What a worker was lost to."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may use.

    Parameters
    ----------
    seconds : float
        Processor time. On the clock it may take four times as long and half a minute.
    megabytes : int
        Memory on top of what a worker has when it starts.
    """

    seconds: float = 600.0
    megabytes: int = 3000


@dataclass(frozen=True, slots=True)
class Lost:
    """An item that cost two workers: by a ``crash``, by ``time`` or by ``memory``."""

    cause: str


class _Worker(Generic[Item, Outcome]):
    """A process and this side of its pipe."""

    def __init__(self, task: Callable[[Item], Outcome], limits: Limits) -> None:
        here, there = multiprocessing.Pipe()
        self.pipe = here
        self.process: BaseProcess = multiprocessing.Process(target=_serve, args=(task, there, limits), daemon=True)
        self.process.start()
        there.close()
        self.place = -1
        self.until = 0.0

    def give(self, place: int, item: Item, limits: Limits) -> None:
        self.place = place
        self.until = time.monotonic() + _GRACE + _PATIENCE * limits.seconds
        try:
            self.pipe.send(item)
        except OSError:
            # It died while it was idle; reading from its pipe tells that, as it does for one that dies at work.
            return

    def outcome(self) -> Outcome | Lost:
        """What came of the item; `Lost` when the process is gone or its time is over."""
        if not self.pipe.poll():
            return Lost(TIME)
        try:
            received: Outcome | Lost = self.pipe.recv()
            return received
        except (EOFError, OSError):
            self.process.join()
            return Lost(TIME if self.process.exitcode == -_cpu_signal() else CRASH)

    def stop(self) -> None:
        # Not terminate: what hangs in native code answers to no request.
        self.process.kill()
        self.process.join()
        self.pipe.close()


def spread(
    task: Callable[[Item], Outcome],
    items: Sequence[Item],
    jobs: int,
    limits: Limits | None = None,
    *,
    prepare: Callable[[], object] | None = None,
) -> Generator[tuple[int, Outcome | Lost], None, None]:
    """Do a task for each item, in worker processes.

    Parameters
    ----------
    task : callable
        Done in a worker; must not raise, except ``MemoryError``.
    items : sequence
        What to do it for, given out in this order.
    jobs : int
        Number of workers.
    limits : Limits, optional
        Of each item.
    prepare : callable, optional
        Loads what several workers need. Done once in this process, of which they are copies that share its memory; not done
        where processes cannot be copied.

    Yields
    ------
    (int, outcome)
        Position in `items` and the outcome, as they come; `Lost` when workers were lost to the item twice, the second
        time alone. Closing the generator, or an interruption, stops the workers at once.
    """
    limits = limits or Limits()
    if prepare and jobs > 1 and _copied():
        prepare()
    _settle()
    lost = []
    for place, outcome in _round(task, items, range(len(items)), jobs, limits):
        if isinstance(outcome, Lost):
            lost.append(place)
        else:
            yield place, outcome
    for place in lost:
        yield from _round(task, items, [place], 1, limits)


def together(tasks: Sequence[Callable[[], object]], jobs: int) -> None:
    """Do tasks at the same time, each in a copy of this process; one after another where processes cannot be copied.

    Parameters
    ----------
    tasks : sequence of callable
        What to do; what they return is lost.
    jobs : int
        Number of processes; 1 works in this one.

    Raises
    ------
    Exception
        The first that a task raised.
    """
    if jobs <= 1 or len(tasks) <= 1 or not _copied():
        for task in tasks:
            task()
        return
    for _, outcome in spread(partial(_attempt, tasks), range(len(tasks)), jobs, Limits(10**6, 10**6)):
        if isinstance(outcome, Lost):
            raise OutputError("kan niet worden geschreven.", remedy="Maak geheugen vrij, of kies minder uitvoer.")
        if outcome is not None:
            raise outcome


def _attempt(tasks: Sequence[Callable[[], object]], place: int) -> Exception | None:
    try:
        tasks[place]()
    except Exception as error:
        return error
    return None


def _round(
    task: Callable[[Item], Outcome], items: Sequence[Item], places: Iterable[int], jobs: int, limits: Limits
) -> Generator[tuple[int, Outcome | Lost], None, None]:
    """Each of the items at some places once; a worker that is lost is replaced."""
    waiting = deque(places)
    workers: set[_Worker[Item, Outcome]] = set()
    try:
        while waiting or workers:
            while waiting and len(workers) < jobs:
                worker: _Worker[Item, Outcome] = _Worker(task, limits)
                workers.add(worker)
                worker.give(place := waiting.popleft(), items[place], limits)
            pipes: dict[Any, _Worker[Item, Outcome]] = {worker.pipe: worker for worker in workers}
            now, first = time.monotonic(), min(worker.until for worker in workers)
            ready = {pipes[pipe] for pipe in wait(list(pipes), timeout=min(max(0.0, first - now), _LONGEST))}
            late = {worker for worker in workers if worker.until <= time.monotonic()}
            for worker in ready | late:
                place, outcome = worker.place, worker.outcome()
                if waiting and not isinstance(outcome, Lost):
                    worker.give(following := waiting.popleft(), items[following], limits)
                else:
                    workers.remove(worker)
                    worker.stop()
                yield place, outcome
    finally:
        for worker in workers:
            worker.stop()


def _copied() -> bool:
    """Whether a new process is a copy of this one, as it is on Linux."""
    return multiprocessing.get_start_method() == "fork"


def _settle() -> None:
    """What is loaded stays, and stays shared: workers are copies of this process that own what they write to only."""
    gc.collect()
    gc.freeze()


def _serve(task: Callable[[Item], Outcome], pipe: Connection, limits: Limits) -> None:
    """What a worker does: one item after another, until its parent stops it or is gone."""
    # Ctrl-C reaches every process of the terminal; the parent answers for all.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = os.getppid()
    # There is a worker for each processor: threads of one would only wait for those of another.
    threadpool_limits(1)
    _hold_memory(limits.megabytes)
    try:
        while True:
            while not pipe.poll(_LOOK_UP):
                if os.getppid() != parent:
                    return
            pipe.send(held(task, limits, pipe.recv()))
    except (EOFError, OSError):
        return


def held(task: Callable[[Item], Outcome], limits: Limits, item: Item) -> Outcome | Lost:
    """Do a task within a limit of processor time, at which the system ends this process."""
    _hold_time(limits.seconds)
    try:
        return task(item)
    except MemoryError:
        return Lost(MEMORY)
    finally:
        _hold_time(None)


def _cpu_signal() -> int:
    return int(getattr(signal, "SIGXCPU", 0))


def _hold_time(seconds: float | None) -> None:
    if resource is not None:
        none = resource.RLIM_INFINITY
        _lower(resource.RLIMIT_CPU, none if seconds is None else int(time.process_time() + seconds) + 1)


def _hold_memory(megabytes: int) -> None:
    """Bound the address space; only Linux says how much there is of it, and keeps to the bound."""
    if resource is not None and (has := _address_space()):
        _lower(resource.RLIMIT_AS, has + megabytes * 1_000_000)


def _address_space() -> int:
    """Bytes of address space that this process has; 0 where that is not told."""
    try:
        pages = Path("/proc/self/statm").read_bytes().split()[0]
    except OSError:
        return 0
    return int(pages) * int(resource.getpagesize())


def _lower(what: int, wanted: int) -> None:
    """Set a soft limit, within what the system allows."""
    most = resource.getrlimit(what)[1]
    unbound = resource.RLIM_INFINITY
    bound = most if wanted == unbound else wanted if most == unbound else min(wanted, most)
    resource.setrlimit(what, (bound, most))
