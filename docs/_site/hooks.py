"""What mkdocs does beside building pages: generated pages, a place for every page, formulas without JavaScript."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pages
from latex2mathml.converter import convert
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
MEASURED = "Metingen"
"""Section of the navigation for pages that mkdocs.yml does not name."""
_FORMULA = re.compile(r"^\$\$\n(.+?)\n\$\$$|(?<![\w$`])\$([^$`\n]+)\$(?![\w$])", re.M | re.S)
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((\.\./[^)\s]+)\)")
_CODE = re.compile(r"(^```.*?^```$|`[^`\n]+`)", re.M | re.S)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made from code and data, and give pages that nobody placed a place."""
    generated = {
        "codeboek.md": pages.codebook(),
        "opdrachten.md": pages.commands(),
        "uitvoer.md": pages.output(),
        "wijzigingen.md": (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
    }
    notebooks = {
        f"notebooks/{path.stem}.md": pages.notebook(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
    }
    for name, content in (generated | notebooks).items():
        files.append(File.generated(config, name, content=content))
    navigation = [{"Notebooks": list(notebooks)} if "Notebooks" in entry else entry for entry in config.nav or []]
    named = set(_leaves(navigation))
    others = [file.src_uri for file in files.documentation_pages() if file.src_uri not in named]
    config.nav = [entry for entry in navigation if any(_leaves([entry]))]
    if others:
        config.nav.insert(-1, {MEASURED: sorted(others)})
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Formulas between dollars become MathML, which browsers draw themselves; links to project files become their path."""
    folder = (ROOT / "docs" / page.file.src_uri).parent

    def link(found: re.Match[str]) -> str:
        target = (folder / found[2].split("#")[0]).resolve()
        outside = target.exists() and not target.is_relative_to(ROOT / "docs") and target.is_relative_to(ROOT)
        if not outside:
            return found[0]
        path = f"`{target.relative_to(ROOT).as_posix()}`"
        return path if found[1].strip("`") in path else f"{found[1]} ({path})"

    parts = _CODE.split(_LINK.sub(link, markdown))
    return "".join(part if place % 2 else _FORMULA.sub(_formula, part) for place, part in enumerate(parts))


def _formula(found: re.Match[str]) -> str:
    if found[1]:
        return f'<div class="formule">{convert(found[1], display="block")}</div>'
    # In a span, because a line that starts with <math> would be a block.
    return f"<span>{convert(found[2])}</span>"


def _leaves(entry: Any) -> list[str]:
    if isinstance(entry, str):
        return [entry]
    return [leaf for part in (entry.values() if isinstance(entry, dict) else entry) for leaf in _leaves(part)]
