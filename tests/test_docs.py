"""The docs site: it builds, asks nothing of the network, leaves out no page, and what it shows exists."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import analyzer
from analyzer.cli import main
from analyzer.coding.schema import DOMAINS, THEMES

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(path for path in (ROOT / "docs").rglob("*.md") if "_site" not in path.parts)
COMMANDS = sorted(
    {
        (path.name, command.strip())
        for path in PAGES
        for block in re.findall(r"^```bash\n(.*?)^```", path.read_text(encoding="utf-8"), re.M | re.S)
        for command in re.findall(r"(?:^|\| )(gdogh [^#\n|>]+)", block, re.M)
    }
)
LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src", "embed": "src",
         "object": "data", "link": "href"}  # fmt: skip


class Loads(HTMLParser):
    """Collects what a page fetches by itself, and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.without_text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag in LOADS and known.get("rel") not in {"canonical", "prev", "next"}:
            self.loads.append(known.get(LOADS[tag]) or "")
        if tag == "a":
            self.links.append(known.get("href") or "")
        if tag == "img" and not known.get("alt"):
            self.without_text.append(known.get("src") or "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if importlib.util.find_spec("mkdocs") is None:
        pytest.skip("the extra docs is not installed")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(folder)], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


def pages(site: Path) -> dict[str, Loads]:
    return {str(path.relative_to(site)): Loads(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}


def test_pages_load_nothing_from_elsewhere(site: Path) -> None:
    for name, page in pages(site).items():
        assert [load for load in page.loads if re.match(r"(https?:)?//", load)] == [], name
        assert page.without_text == [], name
    for path in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//|@import", path.read_text(encoding="utf-8")), path.name


def test_links_within_the_site_lead_somewhere(site: Path) -> None:
    for name, page in pages(site).items():
        for link in page.links:
            target = link.split("#")[0]
            if target and not re.match(r"[a-z]+:|//|/", target):
                assert (site / name).parent.joinpath(target).resolve().is_file(), f"{name}: {link}"


def test_every_page_is_in_the_navigation(site: Path) -> None:
    start = (site / "index.html").read_text(encoding="utf-8")
    for path in PAGES:
        assert f'href="{path.relative_to(ROOT / "docs").with_suffix(".html").as_posix()}"' in start, path.name
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert f'href="notebooks/{path.stem}.html"' in start


def test_references_have_everything_there_is(site: Path) -> None:
    def walk(path: str, command: click.Command) -> list[str]:
        parts = command.commands.items() if isinstance(command, click.Group) else ()
        return [path, *(name for key, part in parts for name in walk(f"{path} {key}", part))]

    shown = (site / "opdrachten.html").read_text(encoding="utf-8")
    assert all(f'id="{name.replace(" ", "-")}"' in shown for name in walk("gdogh", main))
    python = (site / "python.html").read_text(encoding="utf-8")
    for name in set(analyzer.__all__) - {"__version__"}:
        thing = getattr(analyzer, name)
        assert f'id="{thing.__module__}.{thing.__qualname__}"' in python, name
    codes = (site / "codeboek.html").read_text(encoding="utf-8")
    assert all(f'id="{code.lower()}"' in codes for code in (*"MAOEIG", *THEMES))
    assert all(f"<code>{domain}</code>" in codes for domain in DOMAINS)


def test_formulas_are_drawn_by_the_browser_itself(site: Path) -> None:
    page = (site / "methode.html").read_text(encoding="utf-8")
    assert page.count("<math") >= 10 and "$$" not in page and "\\frac" not in page


@pytest.mark.parametrize(("page", "command"), COMMANDS)
def test_commands_shown_exist(page: str, command: str) -> None:
    words = shlex.split(command)[1:]
    found: click.Command = main
    while isinstance(found, click.Group) and words and words[0] in found.commands:
        found = found.commands[words.pop(0)]
    assert found is not main, command
    said = CliRunner().invoke(found, ["--help"]).stdout
    for option in (word for word in words if word.startswith("-") and word != "-"):
        assert re.search(rf"(?<!\S){option}\b", said), option


def test_python_shown_compiles() -> None:
    for path in PAGES:
        for block in re.findall(r"^```python\n(.*?)^```", path.read_text(encoding="utf-8"), re.M | re.S):
            compile(block, path.name, "exec")


def asked(page: str, folder: Path) -> set[str]:
    """Addresses on the network that a page asks for in Chromium; what the browser wants for itself does not count."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("there is no chromium")
    log = folder / "net.json"
    done = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         f"--user-data-dir={folder / 'profile'}", f"--log-net-log={log}", "--virtual-time-budget=3000", "--dump-dom", page],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert "<body" in done.stdout
    events = [event.get("params", {}) for event in json.loads(log.read_text(encoding="utf-8"))["events"]]
    urls = {event["url"] for event in events if event.get("initiator", "not an origin") != "not an origin"}
    return {url for url in urls if not url.startswith(("file:", "data:", "blob:"))}


@pytest.mark.slow
@pytest.mark.parametrize("page", ["index.html", "python.html", "notebooks/2-vergelijk-twintig-documenten.html"])
def test_a_browser_asks_nothing_of_the_network(site: Path, tmp_path: Path, page: str) -> None:
    assert asked((site / page).as_uri(), tmp_path) == set()


@pytest.mark.slow
def test_a_page_that_asks_is_found_out(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<script>fetch("https://example.invalid/a")</script>', encoding="utf-8")
    assert asked(page.as_uri(), tmp_path) == {"https://example.invalid/a"}
