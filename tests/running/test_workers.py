"""Worker processes that do their work, die of it, or are stopped."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from analyzer import Options, analyse_many
from analyzer.running.workers import CRASH, MEMORY, TIME, Limits, Lost, spread

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


def hang(number: int) -> int:
    """Work that never ends for 3, and waits forever for 4."""
    while number == 3:
        pass
    if number == 4:
        signal.pause()
    return number


def grow(number: int) -> int:
    """Takes all the memory there is for 3."""
    return len(bytearray(10**12 if number == 3 else 10)) and number


def threads(number: int) -> int:
    """Most threads that a library for arithmetic works with here."""
    np.ones((2, 2)) @ np.ones((2, 2))
    return max(library["num_threads"] for library in threadpool_info())


LOADED: list[int] = []
"""Processes in which something was loaded."""


def load() -> None:
    LOADED.append(os.getpid())


def loaded(number: int) -> list[int]:
    return LOADED


def alone(path: str) -> int:
    """Workers besides this one, as they left their marks; dies the first time."""
    here = Path(path)
    first = not here.exists()
    here.touch()
    if first:
        os._exit(1)
    return len(list(here.parent.glob("bezig*")))


def busy(path: str) -> int:
    if Path(path).name.startswith("bezig"):
        Path(path).touch()
        time.sleep(0.2)
        Path(path).unlink()
        return 0
    return alone(path)


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


@pytest.mark.skipif(multiprocessing.get_start_method() != "fork", reason="a worker is no copy here")
@pytest.mark.parametrize("jobs", [1, 3])
def test_what_several_workers_need_is_loaded_once_before_them(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.LOADED", [])
    found = [] if jobs == 1 else [os.getpid()]
    assert dict(spread(loaded, range(9), jobs, prepare=load)) == dict.fromkeys(range(9), found)


def test_an_item_that_kills_costs_only_itself() -> None:
    outcomes = dict(spread(die_of_three, range(8), 2))
    assert outcomes == {number: Lost(CRASH) if number == 3 else number for number in range(8)}


def test_a_worker_that_dies_by_accident_costs_nothing(tmp_path: Path) -> None:
    paths = [str(tmp_path / str(number)) for number in range(4)]
    assert dict(spread(die_once, paths, 2)) == dict(enumerate(paths))


def test_what_costs_a_worker_is_tried_again_alone(tmp_path: Path) -> None:
    paths = [str(tmp_path / name) for name in ("eenmaal", *(f"bezig{number}" for number in range(5)))]
    order = [place for place, outcome in spread(busy, paths, 3) if outcome == 0]
    assert sorted(order) == list(range(6)) and order[-1] == 0


def test_what_works_forever_is_stopped_and_costs_only_itself() -> None:
    started = time.monotonic()
    outcomes = dict(spread(hang, [1, 3, 5, 6], 2, Limits(seconds=0.5)))
    assert outcomes == {0: 1, 1: Lost(TIME), 2: 5, 3: 6}
    assert time.monotonic() - started < 60


def test_what_waits_forever_is_stopped_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzer.running.workers._GRACE", 1.0)
    assert dict(spread(hang, [4, 1], 2, Limits(seconds=0.1))) == {0: Lost(TIME), 1: 1}


def test_what_takes_all_memory_costs_only_itself() -> None:
    assert dict(spread(grow, [1, 3, 5], 2, Limits(megabytes=500))) == {0: 1, 1: Lost(MEMORY), 2: 5}


def test_a_document_that_takes_too_long_or_too_much_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "lang.txt").write_text("\n\n".join(text(number, 40) for number in range(60)), encoding="utf-8")
    (tmp_path / "kort.txt").write_text(text(), encoding="utf-8")
    slow = analyse_many(tmp_path, jobs=2, options=Options(max_seconds=1.0)).failures
    assert [Path(path).name for path in slow["path"]] == ["lang.txt"]
    assert "rekentijd" in slow["error"][0] and "--max-seconds" in slow["remedy"][0]
    whole = tmp_path / "groot" / "groot.txt"
    whole.parent.mkdir()
    whole.write_text("\n\n".join(text(number, 40) for number in range(400)), encoding="utf-8")
    large = analyse_many(whole, jobs=1, options=Options(max_megabytes=20)).failures
    assert "20 MB" in large["error"][0] and "--max-megabytes" in large["remedy"][0]


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


def test_a_worker_keeps_to_one_processor() -> None:
    """Threads of one worker would wait for those of another."""
    assert {outcome for _, outcome in spread(threads, [0, 1], 2)} == {1}
