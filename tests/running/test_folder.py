"""An output folder: one run at a time, taken up after a kill, left alone when nothing changed, whole when it fails."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from analyzer import Corpus, Options
from analyzer.errors import OutputError, UsageError
from analyzer.running.corpus import CACHE
from analyzer.running.folder import LOCK, analyse_to_folder, locked

from .documents import text

KILLS = 4


@pytest.fixture
def stack(tmp_path: Path) -> Path:
    folder = tmp_path / "stukken"
    folder.mkdir()
    for number in range(5):
        (folder / f"akkoord{number}.txt").write_text(text(number), encoding="utf-8")
    (folder / "onzin.pdf").write_bytes(b"dit is geen pdf")
    return folder


def contents(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name != "run.json" and CACHE not in path.parts
    }


def command(stack: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "analyzer", "analyse", str(stack), "-o", str(out), "-q", *more]


def test_nothing_is_written_when_nothing_changed(stack: Path, tmp_path: Path) -> None:
    out = tmp_path / "uit"

    def times() -> dict[str, int]:
        return {name: (out / name).stat().st_mtime_ns for name in contents(out)}

    first, _ = analyse_to_folder([stack], out)
    written = times()
    again, _ = analyse_to_folder([stack], out)
    assert times() == written
    assert again.about["counts"] == {**first.about["counts"], "from_cache": 5}
    assert again.documents["score"].equals(first.documents["score"])
    assert again.units.equals(first.units) and dict(again.texts) == dict(first.texts)


def test_a_stack_without_a_readable_document_is_told(stack: Path, tmp_path: Path) -> None:
    for path in stack.glob("*.txt"):
        path.unlink()
    for _ in range(2):
        done = subprocess.run(command(stack, tmp_path / "uit"), check=False, capture_output=True, text=True)
        assert done.returncode == 1 and done.stderr.startswith("Niet gelezen: ") and done.stderr.count("\n") == 1
    assert len(Corpus.from_folder(tmp_path / "uit").failures) == 1


@pytest.mark.parametrize("change", ["document", "name", "seed", "output", "language"])
def test_what_changed_is_done_and_the_rest_is_taken_over(stack: Path, tmp_path: Path, change: str) -> None:
    out = tmp_path / "uit"
    analyse_to_folder([stack], out)
    options, lang, expected = Options(), "nl", 4
    if change == "document":
        (stack / "akkoord1.txt").write_text(text(9), encoding="utf-8")
    elif change == "name":
        (stack / "akkoord1.txt").rename(stack / "akkoord 2031.txt")
    elif change == "seed":
        options, expected = Options(seed=1), 0
    elif change == "output":
        (out / "documents.csv").write_text("stuk", encoding="utf-8")
        expected = 5
    else:
        lang, expected = "en", 5
    corpus, _ = analyse_to_folder([stack], out, options=options, lang=lang)
    assert corpus.about["counts"]["from_cache"] == expected
    fresh = tmp_path / "vers"
    analyse_to_folder([stack], fresh, options=options, lang=lang)
    assert contents(out) == contents(fresh)


def test_two_runs_in_one_folder(stack: Path, tmp_path: Path) -> None:
    out = tmp_path / "uit"
    (out / CACHE).mkdir(parents=True)
    with locked(out / CACHE / LOCK, out):
        second = subprocess.run(command(stack, out), capture_output=True, text=True, check=False)
    assert second.returncode == 2
    assert "andere run" in second.stderr and "-o" in second.stderr
    assert analyse_to_folder([stack], out)[0].about["counts"]["documents"] == 6


def test_a_folder_of_another_version_is_told_and_made_again(stack: Path, tmp_path: Path) -> None:
    out = tmp_path / "uit"
    analyse_to_folder([stack], out)
    before = contents(out)
    table = pd.read_parquet(out / "documents.parquet").drop(columns="resemblance")
    table.to_parquet(out / "documents.parquet")
    about = json.loads((out / "run.json").read_text(encoding="utf-8")) | {"gdogh": "0.0.9"}
    (out / "run.json").write_text(json.dumps(about), encoding="utf-8")
    with pytest.raises(UsageError, match=r"gdogh 0\.0\.9.*resemblance.*gdogh analyse opnieuw"):
        Corpus.from_folder(out)
    analyse_to_folder([stack], out)
    assert contents(out) == before


@pytest.mark.slow
def test_killed_at_any_moment_and_taken_up_again_the_bytes_are_the_same(stack: Path, tmp_path: Path) -> None:
    whole = tmp_path / "heel"
    started = time.monotonic()
    subprocess.run(command(stack, whole, "-j", "2"), capture_output=True, check=False)
    lasts = time.monotonic() - started
    moments = random.Random(7)
    for number in range(KILLS):
        out = tmp_path / f"gedood{number}"
        run = subprocess.Popen(command(stack, out, "-j", "2"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(lasts * moments.uniform(0.2, 0.95))
        run.send_signal(signal.SIGKILL)
        run.wait()
        again = subprocess.run(command(stack, out, "-j", "2"), capture_output=True, text=True, check=False)
        assert again.returncode == 1, again.stderr
        assert contents(out) == contents(whole)
        assert not list(out.rglob(".*.tmp"))


def test_a_full_disk_is_told_and_damages_nothing(stack: Path, tmp_path: Path) -> None:
    """The largest file that a process may write stands in for the disk: the system refuses in the same place."""
    out = tmp_path / "uit"
    analyse_to_folder([stack], out)
    before = contents(out)
    (stack / "akkoord1.txt").write_text(text(9), encoding="utf-8")
    small = subprocess.run(
        command(stack, out, "-j", "1"), capture_output=True, text=True, check=False,
        preexec_fn=lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))),
    )  # fmt: skip
    assert small.returncode == 2, small.stderr
    assert "kan niet worden geschreven" in small.stderr and "Traceback" not in small.stderr
    assert contents(out).keys() >= before.keys()
    assert not list(out.rglob(".*.tmp"))
    analyse_to_folder([stack], out)
    analyse_to_folder([stack], tmp_path / "vers")
    assert contents(out) == contents(tmp_path / "vers")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be told apart from what may not be written")
def test_an_unwritable_folder_is_told_before_the_work(stack: Path, tmp_path: Path) -> None:
    out = tmp_path / "uit"
    out.mkdir()
    with pytest.raises(OutputError, match=r"-o"):
        analyse_to_folder([stack], Path("/proc/uit"))
