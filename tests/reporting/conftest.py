"""A real browser for the tests of the page: everything it asks or complains of is a failure."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analyzer import Corpus, analyse_many, load_codebook
from analyzer.corpora.register import Organisation, Register
from analyzer.reporting.html import write_html
from analyzer.scoring.organisations import organisations, shares

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no chromium here")
    with playwright.sync_playwright() as play:
        launched = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("axe")
    if shutil.which("npm") is None:
        pytest.skip("npm is not here, and axe-core comes through it")
    done = subprocess.run(
        ["npm", "pack", "--silent", "axe-core@4"], cwd=folder, capture_output=True, timeout=120, check=False
    )
    packed = next(folder.glob("axe-core-*.tgz"), None)
    if done.returncode or packed is None:
        pytest.skip("npm cannot get axe-core")
    with tarfile.open(packed) as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode("utf-8")


@contextmanager
def _visiting(browser: Any) -> Iterator[Any]:
    """Opens pages and, at the end, wants no request and no complaint."""
    wrong: list[str] = []
    context = browser.new_context(accept_downloads=True, bypass_csp=False, reduced_motion="reduce")

    def visit(folder: Path, *, width: int = 1280, hash: str = "") -> Any:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append("dialog"), dialog.dismiss()))
        page.on("request", lambda asked: None if asked.url.startswith(("file:", "blob:")) else wrong.append(asked.url))
        page.goto((folder / "report.html").as_uri() + hash)
        page.wait_for_selector("html[data-ready=yes]")
        return page

    yield visit
    context.close()
    assert not wrong


@pytest.fixture
def visit(browser: Any) -> Iterator[Any]:
    """Opens pages for one test."""
    with _visiting(browser) as visit:
        yield visit


@pytest.fixture(scope="module")
def visit_module(browser: Any) -> Iterator[Any]:
    """Opens pages that tests of a module share."""
    with _visiting(browser) as visit:
        yield visit


@pytest.fixture(scope="session")
def one(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of one document, which tests that write copy."""
    corpus = analyse_many(examples / "akkoorden" / "veenderhout-coalitieakkoord-2022-2026.pdf", jobs=1)
    return corpus.to_folder(tmp_path_factory.mktemp("een") / "uit")


@dataclass(frozen=True)
class Registered:
    """A page over a register: its folder, the organisations and the shares of them that have something."""

    folder: Path
    organisations: pd.DataFrame
    shares: pd.DataFrame


def registered(corpus: Corpus, folder: Path, lang: str = "nl") -> Registered:
    """The page of the example documents over a register of their organisations and one that has nothing."""
    known = corpus.documents.dropna(subset=["organisation"]).drop_duplicates("organisation").sort_values("organisation")
    bodies = [
        Organisation(f"x{at}", row.organisation, layer=row.layer, latitude=51.5 + at / 12, longitude=4.5 + at / 10)
        for at, row in enumerate(known.itertuples())
    ]
    bodies.append(Organisation("leeg", "Niemandsdam", layer="gemeente", latitude=52.9, longitude=5.9))
    table = organisations(corpus.documents, Register(bodies), year=2026)
    parts = shares(table, doordrenkt=load_codebook().scoring.cut_points["doordrenkt"])
    write_html(
        folder / "report.html", corpus.documents, corpus.themes, corpus.units, corpus.failures, load_codebook(),
        lang=lang, texts=corpus.texts, organisations=table, shares=parts,
    )  # fmt: skip
    return Registered(folder, table, parts)


@pytest.fixture(scope="session")
def everything(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Registered:
    """A page with all that a page can have."""
    return registered(corpus, tmp_path_factory.mktemp("alles"))
