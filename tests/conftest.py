"""What all tests share: where the research documents stand, and a maker of coded units."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


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
