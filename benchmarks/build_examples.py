"""Build the example documents under ``corpora/voorbeelden`` and ``corpora/provincie`` from their Markdown sources.

Run ``python benchmarks/build_examples.py`` after a change in ``corpora/bron``. Needs reportlab, and pyphen
for the source that asks for hyphenation. The same sources and library versions give the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from examples.office import build_docx, build_odt
from examples.pdf import build_pdf
from examples.source import BRON, Source, sources
from examples.texts import build_html, build_md, build_txt

CORPORA = Path(__file__).resolve().parent.parent / "corpora"
BUILDERS: dict[str, Callable[[Source], bytes]] = {
    ".pdf": build_pdf,
    ".docx": build_docx,
    ".odt": build_odt,
    ".html": build_html,
    ".txt": build_txt,
    ".md": build_md,
}


def main(target: Path = CORPORA) -> None:
    """Build every example document into folders of `target`."""
    for folder, found in (("voorbeelden", sources()), ("provincie", sources(BRON / "provincie"))):
        for source in found:
            path = target / folder / source.target
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(BUILDERS[path.suffix](source))
            sys.stdout.write(f"{folder}/{source.target}\n")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
