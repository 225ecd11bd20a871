"""Python's search for reference cycles, and when it had better wait."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_paused() -> Iterator[None]:
    """Make no search for reference cycles meanwhile; also as a decorator.

    Coding a document makes hundreds of thousands of small objects that live until its table is written, and no cycles.
    Python searches all of them for cycles again and again: about a quarter of the time of coding. Memory is still
    freed by reference counts, and the search goes on afterwards.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
