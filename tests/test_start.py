"""Starting costs little: models load on first use, and the coder needs neither tagger nor parser."""

from __future__ import annotations

import os
import subprocess
import sys

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
