"""What has been worked out before, within a bound."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Remembered(dict[K, V]):
    """What a function gives for a key, worked out when first asked for; emptied when full.

    Parameters
    ----------
    function : callable
        From key to value.
    most : int
        Keys that are kept.
    """

    def __init__(self, function: Callable[[K], V], *, most: int) -> None:
        super().__init__()
        self._function, self._most = function, most

    def __missing__(self, key: K) -> V:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._function(key)
        return value
