"""The command line as a process among others: pipes, terminals, readers that stop early, interruption."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import time
from pathlib import Path

import pandas as pd
import pytest

from analyzer.coding.schema import CODES

from .commandline import ENVIRONMENT, PROGRAM, real
from .running.documents import text


def test_code_in_a_pipe() -> None:
    rows = [{"id": "één", "text": "Wij openen een digitaal loket.", "x": 1}, {"id": 2, "text": "Mooi weer."}]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    once = real("code", "-", "-o", "-", input=lines)
    assert (once.returncode, once.stderr) == (0, "")
    coded = [json.loads(line) for line in once.stdout.splitlines()]
    assert [row["id"] for row in coded] == ["één", 2] and set(CODES) <= set(coded[0])
    twice = real("code", "-", "-o", "-", input=once.stdout)
    assert twice.stdout == once.stdout
    empty = real("code", "-", "-o", "-", input="")
    assert (empty.returncode, empty.stdout) == (2, "") and "heeft geen eenheden" in empty.stderr


def test_a_reader_that_stops_early_is_no_error(output: Path) -> None:
    for command in (["explain", str(output)], ["codebook", "show", "E"], ["--help"]):
        with subprocess.Popen(
            [*PROGRAM, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT
        ) as running:
            assert running.stdout is not None and running.stderr is not None
            running.stdout.readline()
            running.stdout.close()
            assert running.stderr.read() == b""


def test_a_terminal_without_the_characters_gets_question_marks() -> None:
    environment = {**ENVIRONMENT, "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run([*PROGRAM, "doctor"], capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"? zelftest" in done.stdout


def test_bytes_without_a_terminal_have_no_colours(stack: Path, tmp_path: Path) -> None:
    result = real("analyse", stack, "-o", tmp_path / "uit", "-j", 2)
    assert result.returncode == 1
    assert "\x1b" not in result.stdout + result.stderr


def test_a_terminal_sees_progress(stack: Path, tmp_path: Path) -> None:
    parent, child = pty.openpty()
    environment = {**ENVIRONMENT, "TERM": "xterm"}
    command = [*PROGRAM, "analyse", str(stack), "-o", str(tmp_path / "uit"), "-j", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=child, env=environment) as running:
        os.close(child)
        seen = b""
        while select.select([parent], [], [], 60)[0]:
            try:
                seen += os.read(parent, 4096)
            except OSError:
                break
        assert running.stdout is not None
        printed = running.stdout.read()
    os.close(parent)
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode("utf-8", "replace"))
    assert re.search(r"\d/9 .* nog ", shown)
    assert any(f"{path.name} ━" in shown for path in stack.iterdir())
    assert b"\x1b" not in printed and "documenten kregen een score" in printed.decode()


@pytest.mark.parametrize("jobs", [1, 2])
def test_interrupted_work_is_taken_up_again(tmp_path: Path, jobs: int) -> None:
    folder, out = tmp_path / "stukken", tmp_path / "uit"
    folder.mkdir()
    for number in range(55):
        (folder / f"{number:02}.txt").write_text(text(number, times=15), encoding="utf-8")
    command = [*PROGRAM, "analyse", str(folder), "-o", str(out), "-j", str(jobs)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, start_new_session=True,
        # Tests that run in the background of a shell inherit that interrupts are ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as running:  # fmt: skip
        end = time.monotonic() + 60
        while len(list(out.glob(".gdogh/*.json"))) < 3 and time.monotonic() < end:
            time.sleep(0.01)
        os.killpg(running.pid, signal.SIGINT)
        printed, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert printed == "" and "Afgebroken." in told and "Traceback" not in told
    assert not (out / "report.html").exists()
    result = real(*command[len(PROGRAM) :])
    assert result.returncode == 0
    reused = re.search(r"(\d+) van 55 overgenomen", result.stderr)
    assert reused and 3 <= int(reused[1]) < 55
    assert len(pd.read_csv(out / "documents.csv")) == 55
