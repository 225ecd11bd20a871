"""Build the example documents under ``corpora/voorbeelden`` from their Markdown sources.

Run ``python benchmarks/build_examples.py`` after a change in ``corpora/bron``. Needs reportlab, and pyphen
for the source that asks for hyphenation. The same sources and library versions give the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from examples.office import build_docx, build_odt
from examples.pdf import build_pdf
from examples.source import Source, sources
from examples.texts import build_html, build_md, build_txt

EXAMPLES = Path(__file__).resolve().parent.parent / "corpora" / "voorbeelden"
BUILDERS: dict[str, Callable[[Source], bytes]] = {
    ".pdf": build_pdf,
    ".docx": build_docx,
    ".odt": build_odt,
    ".html": build_html,
    ".txt": build_txt,
    ".md": build_md,
}


def main(target: Path = EXAMPLES) -> None:
    """Build every example document into `target`."""
    for source in sources():
        path = target / source.target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(BUILDERS[path.suffix](source))
        sys.stdout.write(f"{source.target}\n")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
