"""Starting costs little: models load on first use, and the coder needs neither tagger nor parser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analyzer import load_codebook, read, segment
from analyzer.coding.coder import Coder
from analyzer.resources import shipped

DOCUMENTS = ("hesselrode-coalitieakkoord-2022-2026.docx", "dieverland-bestuursprogramma-2019-2023.pdf")


def processor_seconds(*command: str) -> float:
    """Least of three: other programs can only add to it."""

    def once() -> float:
        before = os.times()
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    return min(once() for _ in range(3))


@pytest.mark.parametrize(
    ("command", "most"), [(("-m", "analyzer", "--help"), 0.3), (("-c", "import analyzer"), 0.5)], ids=["help", "import"]
)
def test_starting_takes_little_processor_time(command: tuple[str, ...], most: float) -> None:
    assert processor_seconds(*command) < most


@pytest.mark.parametrize("name", DOCUMENTS)
def test_coding_needs_no_tagger_and_no_parser(name: str) -> None:
    """The cheap path is the whole path: with a pipeline that does not exist the codes are the same."""
    units = segment(read(shipped("corpora", "voorbeelden", "akkoorden", name)))
    book = load_codebook()
    with_pipeline, without = Coder(book), Coder(book, pipeline="nl_bestaat_niet")
    assert with_pipeline.pipeline.has_pipe("parser")
    assert with_pipeline.code(units).equals(without.code(units))


EXAMPLES = shipped("corpora", "voorbeelden", "akkoorden")


def modules_after(code: str, *arguments: str | Path) -> set[str]:
    """Modules that a new process has loaded when it has done something."""
    program = f"import sys\n{code}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)], check=True, capture_output=True, text=True
    )
    return set(done.stdout.split())


def test_analysing_loads_nothing_that_only_training_needs(tmp_path: Path) -> None:
    loaded = modules_after(
        "import analyzer, analyzer.cli\n"
        "analyzer.analyse(sys.argv[1])\n"
        "analyzer.cli.main(['analyse', sys.argv[1], '-q', '-j', '1', '-o', sys.argv[2]], standalone_mode=False)",
        EXAMPLES / DOCUMENTS[0], tmp_path / "uit",
    )  # fmt: skip
    assert {"scipy.special", "py3langid", "analyzer.reporting.xlsx"} <= loaded
    assert not {"sklearn", "joblib", "scipy.stats", "scipy.optimize", "analyzer.coding.estimators"} & loaded


RUN = (
    "from analyzer.running.folder import analyse_to_folder\n"
    "analyse_to_folder([sys.argv[1]], sys.argv[2], jobs=int(sys.argv[3]), formats=['csv'])"
)
MODELS = {"spacy", "py3langid"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a worker is no copy")
def test_models_are_loaded_once_for_all_workers_and_not_when_nothing_is_new(tmp_path: Path) -> None:
    assert modules_after(RUN, EXAMPLES, tmp_path / "twee", 2) >= MODELS
    assert not MODELS & modules_after(RUN, EXAMPLES, tmp_path / "twee", 2)
    (tmp_path / "twee" / "documents.csv").unlink()
    assert not MODELS & modules_after(RUN, EXAMPLES, tmp_path / "twee", 2)


def test_a_single_worker_loads_what_its_documents_ask_for(tmp_path: Path) -> None:
    assert not MODELS & modules_after(RUN, EXAMPLES / DOCUMENTS[0], tmp_path / "een", 1)
