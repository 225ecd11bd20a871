"""What all tests share: where the research documents stand, and how random the property tests are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from analyzer import Corpus

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

# The same examples in every run, so that a failure is the change's; GDOGH_FUZZ=1 looks for new ones.
settings.register_profile("same", derandomize=True)
settings.load_profile("default" if os.environ.get("GDOGH_FUZZ") == "1" else "same")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with research documents, which is not there on most machines."""
    if not (SHARED / "documents").is_dir():
        pytest.skip("the research documents are not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def examples() -> Path:
    """The shipped example documents."""
    return ROOT / "corpora" / "voorbeelden"


@pytest.fixture(scope="session")
def corpus(examples: Path) -> Corpus:
    """The shipped example documents, analysed once a session."""
    from analyzer import analyse_many

    return analyse_many(examples, jobs=1)


@pytest.fixture(scope="session")
def output(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the shipped example documents, in every format. Read it, do not write in it."""
    from analyzer.running.corpus import FORMATS

    return corpus.to_folder(tmp_path_factory.mktemp("voorbeelden") / "uit", formats=FORMATS)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of small documents: good ones, one without a score, broken ones. Read it, do not write in it."""
    from .running.documents import mixed

    return mixed(tmp_path_factory.mktemp("stapel") / "stukken")
