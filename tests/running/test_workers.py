"""Worker processes that do their work, die of it, or are stopped."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from analyzer import Options, analyse_many
from analyzer.running.workers import TRIES, spread

from .documents import text


def double(number: int) -> int:
    return 2 * number


def die_of_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die_once(path: str) -> str:
    marker = Path(path)
    if not marker.exists():
        marker.write_text("hier was ik", encoding="utf-8")
        os._exit(1)
    return path


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


class Deadly(dict[str, dict[str, str]]):
    """Metadata of which one document cannot be looked up and lived."""

    def get(self, key: str, default: object = None) -> object:  # type: ignore[override]
        if key == "dodelijk.txt":
            os._exit(9)
        return super().get(key, default)


@pytest.mark.parametrize(("jobs", "size"), [(1, 5), (2, 1), (3, 50), (2, 0)])
def test_each_item_once(jobs: int, size: int) -> None:
    assert dict(spread(double, range(size), jobs)) == {number: 2 * number for number in range(size)}
    assert multiprocessing.active_children() == []


def test_an_item_that_kills_costs_only_itself() -> None:
    outcomes = dict(spread(die_of_three, range(8), 2))
    assert outcomes == {number: None if number == 3 else number for number in range(8)}


def test_a_worker_that_dies_by_accident_costs_nothing(tmp_path: Path) -> None:
    paths = [str(tmp_path / str(number)) for number in range(4)]
    assert TRIES == 2
    assert dict(spread(die_once, paths, 2)) == dict(enumerate(paths))


def test_closing_stops_workers_at_once() -> None:
    started = time.monotonic()
    work = spread(sleep, [0.0, 60.0, 60.0], 2)
    assert next(work) == (0, 0.0)
    work.close()
    assert time.monotonic() - started < 10
    assert multiprocessing.active_children() == []


def test_a_deadly_document_is_a_failure_among_good_ones(tmp_path: Path) -> None:
    for name in ("een.txt", "dodelijk.txt", "twee.txt", "drie.txt"):
        (tmp_path / name).write_text(text(len(name)), encoding="utf-8")
    corpus = analyse_many(tmp_path, jobs=2, options=Options(metadata=Deadly()))
    assert [Path(path).name for path in corpus.failures["path"]] == ["dodelijk.txt"]
    assert "vastlopen" in corpus.failures["error"].iloc[0]
    assert (corpus.documents["status"] == "ok").sum() == 3
