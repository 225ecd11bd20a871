"""Make the picture of the report that the README shows: ``python benchmarks/screenshot.py``.

Analyses one of the example documents and has Chromium draw the top of its report. Needs ``chromium`` on the path.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from analyzer import analyse_many

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = Path("corpora/voorbeelden/akkoorden/veenderhout-coalitieakkoord-2022-2026.pdf")
PICTURE = ROOT / "docs" / "beeld" / "rapport.png"
SIZE = (1100, 1200)
"""Width and height in pixels: the answer, the indicators and the themes."""
MOST_BYTES = 200_000


def draw(page: Path, picture: Path, size: tuple[int, int]) -> None:
    """Have a browser draw the top of a page.

    Parameters
    ----------
    page : Path
        The page.
    picture : Path
        The PNG to write.
    size : (int, int)
        Width and height in pixels.
    """
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        sys.exit("There is no chromium on the path.")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             f"--user-data-dir={profile}", "--hide-scrollbars", f"--window-size={size[0]},{size[1]}",
             f"--screenshot={picture}", page.resolve().as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip


def main() -> None:
    """Analyse, draw, and refuse a picture that is too large for a README."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = analyse_many(DOCUMENT, jobs=1)
        report = corpus.to_folder(folder, formats=["html"]) / "report.html"
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        draw(report, PICTURE, SIZE)
    size = PICTURE.stat().st_size
    if size > MOST_BYTES:
        sys.exit(f"{PICTURE} has {size:,} bytes; the most is {MOST_BYTES:,}.")
    print(f"{PICTURE.relative_to(ROOT)}: {size:,} bytes")


if __name__ == "__main__":
    main()
