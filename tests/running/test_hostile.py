"""Hostile input in numbers: damaged files of every format, and lines so long that a bad expression would never end."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from analyzer import Options, analyse_many, read_text
from analyzer.running.one import analyse_document
from benchmarks.fuzz import UNEXPECTED, corrupted

PIECES = ("a", "wij ", "1.", "a-", "((", "A.", "http://a", "a@b", "20", "d.w.z. ", "data", "…. ", "_", "|", "\u00ad")
LONG, SHORT = 100_000, 25_000


@pytest.mark.slow
def test_damaged_files_are_failures_that_say_what_to_do(tmp_path: Path) -> None:
    files = corrupted(tmp_path, 42, seed=3)
    corpus = analyse_many(files, jobs=2, options=Options(max_seconds=60, max_megabytes=1500))
    failures = corpus.failures
    assert len(corpus.documents) == 42 and len(failures) > 5
    assert list(failures["path"][failures["error"].str.contains(UNEXPECTED)]) == []
    assert corpus.about["lost"] == 0
    assert (failures["remedy"].str.len() > 10).all()
    assert not Path("/tmp/gdogh-ontsnapt.txt").exists()


def test_the_same_seed_damages_the_same(tmp_path: Path) -> None:
    one, two = (corrupted(tmp_path / name, 12, seed=5) for name in ("een", "twee") if (tmp_path / name).mkdir() is None)
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


@pytest.mark.parametrize("piece", PIECES)
def test_time_is_linear_in_the_length_of_a_line(piece: str) -> None:
    def seconds(size: int) -> float:
        text = "Coalitieakkoord 2020-2024\n\n" + piece * (size // len(piece)) + "\n"
        started = time.process_time()
        analyse_document(read_text(text), Options())
        return time.process_time() - started

    seconds(1000)
    # Four times as long: quadratic would be sixteen times, backtracking would never end.
    assert seconds(LONG) < 8 * max(seconds(SHORT), 0.1)
