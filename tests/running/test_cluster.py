"""A Dask cluster of real processes: the same bytes, also when a worker is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzer.errors import UsageError
from analyzer.running.corpus import CACHE
from analyzer.running.folder import analyse_to_folder

from .documents import text

distributed = pytest.importorskip("distributed", reason="gdogh[dask] is not installed")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stapel")
    for number in range(8):
        (folder / f"akkoord{number}.txt").write_text(text(number, 20), encoding="utf-8")
    (folder / "onzin.pdf").write_bytes(b"dit is geen pdf")
    return folder


@pytest.fixture(scope="module")
def alone(stack: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("alleen")
    analyse_to_folder([stack], out, jobs=1)
    return contents(out)


def contents(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name != "run.json" and CACHE not in path.parts
    }


def test_a_cluster_gives_the_same_bytes(cluster: Any, stack: Path, alone: dict[str, bytes], tmp_path: Path) -> None:
    analyse_to_folder([stack], tmp_path, scheduler=cluster.scheduler_address)
    assert contents(tmp_path) == alone


def test_a_killed_worker_is_no_loss(cluster: Any, stack: Path, alone: dict[str, bytes], tmp_path: Path) -> None:
    killed: list[int] = []

    def kill(done: int, total: int, path: str) -> None:
        if done == 2 and not killed:
            with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
                killed.append(sorted(client.run(os.getpid).values())[0])
            os.kill(killed[0], signal.SIGKILL)

    corpus, _ = analyse_to_folder([stack], tmp_path, scheduler=cluster.scheduler_address, progress=kill)
    assert killed
    assert contents(tmp_path) == alone
    assert corpus.about["lost"] == 0


def test_nobody_answers(stack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzer.running.cluster._ANSWER", 1)
    with pytest.raises(UsageError, match="antwoordt niet"):
        analyse_to_folder([stack], tmp_path, scheduler="tcp://127.0.0.1:9")
