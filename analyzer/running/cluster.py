"""The same work on a cluster of machines: a Dask scheduler gives it out.

Documents and output folder are on a disk that all workers see, under the same path; ``gdogh`` is installed on each of
them in the same version.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from functools import partial
from typing import Any, TypeVar

from ..errors import UsageError
from .workers import CRASH, Limits, Lost, held

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
_ANSWER = 20
"""Seconds in which a scheduler must answer."""


def spread_on(
    scheduler: str, task: Callable[[Item], Outcome], items: Sequence[Item], limits: Limits
) -> Generator[tuple[int, Outcome | Lost], None, None]:
    """Do a task for each item on the workers of a scheduler.

    Parameters
    ----------
    scheduler : str
        Address, such as ``tcp://10.0.0.1:8786``.
    task : callable
        As in ``workers.spread``.
    items : sequence
        What to do it for.
    limits : Limits
        Of each item.

    Yields
    ------
    (int, outcome)
        As ``workers.spread`` does. A worker that dies is no loss: the scheduler gives its work to another, and an item
        that costs several workers is `Lost`.

    Raises
    ------
    UsageError
        When Dask is not installed, or no scheduler with workers of this version answers.
    """
    try:
        from distributed import Client, KilledWorker, as_completed
    except ImportError as error:
        raise UsageError("--scheduler vraagt dask.", remedy="Installeer het met: pip install 'gdogh[dask]'.") from error
    with _client(Client, scheduler) as client:
        futures = client.map(partial(held, task, limits), list(items), pure=False, key="gdogh")
        places = {future.key: place for place, future in enumerate(futures)}
        with client.as_current():
            finished = as_completed(futures)  # type: ignore[no-untyped-call]
        try:
            for future in finished:
                try:
                    outcome: Outcome | Lost = future.result()
                except KilledWorker:
                    outcome = Lost(CRASH)
                yield places[future.key], outcome
                future.release()
        finally:
            client.cancel(futures)


def _client(kind: type[Any], scheduler: str) -> Any:
    from ..version import __version__

    try:
        client = kind(scheduler, timeout=_ANSWER, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"de scheduler {scheduler} antwoordt niet.", remedy="Start hem met: dask scheduler, en geef zijn tcp-adres."
        ) from error
    found = client.run(_version)
    if not found or set(found.values()) != {__version__}:
        client.close()
        what = f"werkers met een andere versie ({', '.join(sorted(set(found.values())))})" if found else "geen werkers"
        raise UsageError(
            f"de scheduler {scheduler} heeft {what}.", remedy=f"Start werkers met gdogh {__version__}: dask worker."
        )
    return client


def _version() -> str:
    from ..version import __version__

    return __version__
