"""Work spread over processes that may die or be stopped at any moment.

Each worker has a pipe of its own and one item at a time. Nothing is shared, so a worker that is killed can leave
no lock behind that the others wait for, and the item on which it died is known.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
TRIES = 2
"""How often an item is given out before it is blamed for the death of its workers."""
_LOOK_UP = 5.0
"""Seconds after which an idle worker looks whether its parent still lives."""


@dataclass(slots=True)
class _Worker(Generic[Item, Outcome]):
    """A process and this side of its pipe."""

    process: BaseProcess
    pipe: Connection

    @classmethod
    def start(cls, task: Callable[[Item], Outcome]) -> _Worker[Item, Outcome]:
        here, there = multiprocessing.Pipe()
        process = multiprocessing.Process(target=_serve, args=(task, there), daemon=True)
        process.start()
        there.close()
        return cls(process, here)

    def stop(self) -> None:
        self.process.terminate()
        self.process.join()
        self.pipe.close()


def spread(
    task: Callable[[Item], Outcome], items: Sequence[Item], jobs: int
) -> Generator[tuple[int, Outcome | None], None, None]:
    """Do a task for each item, in worker processes.

    Parameters
    ----------
    task : callable
        Done in a worker; must not raise.
    items : sequence
        What to do it for, given out in this order.
    jobs : int
        Number of workers.

    Yields
    ------
    (int, outcome or None)
        Position in `items` and the outcome, as they come; ``None`` when workers died of the item, twice. Closing the
        generator, or an interruption, stops the workers at once.
    """
    waiting = deque(range(len(items)))
    tried: Counter[int] = Counter()
    workers: list[_Worker[Item, Outcome]] = []
    busy: dict[Connection, tuple[_Worker[Item, Outcome], int]] = {}
    try:
        idle = workers = [_Worker[Item, Outcome].start(task) for _ in range(min(jobs, len(items)))]
        while True:
            for worker in idle:
                if waiting:
                    place = waiting.popleft()
                    tried[place] += 1
                    _give(worker, items[place])
                    busy[worker.pipe] = worker, place
            if not busy:
                return
            idle = []
            for pipe in wait(list(busy)):
                worker, place = busy.pop(pipe)  # type: ignore[call-overload]
                try:
                    outcome = worker.pipe.recv()
                except (EOFError, OSError):
                    worker.stop()
                    workers.remove(worker)
                    worker = _Worker[Item, Outcome].start(task)
                    workers.append(worker)
                    outcome = None
                idle.append(worker)
                if outcome is None and tried[place] < TRIES:
                    waiting.append(place)
                else:
                    yield place, outcome
    finally:
        for worker in workers:
            worker.stop()


def _give(worker: _Worker[Item, Outcome], item: Item) -> None:
    try:
        worker.pipe.send(item)
    except OSError:
        # It died while it was idle; reading from its pipe tells that, as it does for one that dies at work.
        return


def _serve(task: Callable[[Item], Outcome], pipe: Connection) -> None:
    """What a worker does: one item after another, until its parent stops it or is gone."""
    # Ctrl-C reaches every process of the terminal; the parent answers for all.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = os.getppid()
    try:
        while True:
            while not pipe.poll(_LOOK_UP):
                if os.getppid() != parent:
                    return
            pipe.send(task(pipe.recv()))
    except (EOFError, OSError):
        return
