"""Turns at a host: so many at the same time, so many a second, and none while it asks to wait."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Turns at hosts, for all threads together.

    Parameters
    ----------
    rate : float
        Turns a second that may begin at one host.
    per_host : int
        Turns at one host at the same time.
    """

    def __init__(self, rate: float, per_host: int) -> None:
        self._gap: dict[str, float] = defaultdict(lambda: 1.0 / rate)
        self._slots: dict[str, threading.Semaphore] = defaultdict(lambda: threading.Semaphore(per_host))
        self._next: dict[str, float] = defaultdict(float)
        self._lock = threading.Lock()

    def slow_down(self, host: str, gap: float) -> None:
        """Keep at least so many seconds between turns at a host from now on."""
        with self._lock:
            self._gap[host] = max(self._gap[host], gap)

    def pause(self, host: str, seconds: float) -> None:
        """No turns at a host for so many seconds."""
        with self._lock:
            self._next[host] = max(self._next[host], time.monotonic() + seconds)

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for a turn and hold it."""
        with self._lock:
            slot = self._slots[host]
        with slot:
            while (wait := self._claim(host)) > 0:
                time.sleep(wait)
            yield

    def _claim(self, host: str) -> float:
        """Take the next moment at a host when it has come, else say how long that takes."""
        with self._lock:
            now = time.monotonic()
            if self._next[host] <= now:
                self._next[host] = now + self._gap[host]
                return 0.0
            return self._next[host] - now
