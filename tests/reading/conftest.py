from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas


@pytest.fixture
def canvas(tmp_path: Path) -> Callable[..., tuple[Canvas, Path]]:
    """Make an A4 canvas and the path it will be saved to."""

    def make(name: str = "stuk.pdf", **options: object) -> tuple[Canvas, Path]:
        path = tmp_path / name
        return Canvas(str(path), pagesize=A4, **options), path

    return make
