"""What a terminal shows: no wider than it is, nothing of a document that steers it."""

from __future__ import annotations

import io
import re

import pandas as pd
import pytest
from rich.console import Console

from analyzer import Corpus, load_codebook
from analyzer.coding.schema import DOMAINS, THEMES
from analyzer.errors import UsageError
from analyzer.reporting.codes import describe_code, describe_codebook
from analyzer.reporting.tables import documents_table, failed_row
from analyzer.reporting.terminal import harmless_text, print_gaps, print_landscape, summary


def shown(printer: object, *args: object, width: int = 80, **options: object) -> str:
    stream = io.StringIO()
    printer(*args, out=Console(file=stream, width=width), **options)  # type: ignore[operator]
    return stream.getvalue()


@pytest.mark.parametrize("width", [60, 80, 120])
def test_summary_fits_and_has_every_document(corpus: Corpus, width: int) -> None:
    text = shown(summary, corpus.documents, lang="nl", width=width)
    assert max(map(len, text.splitlines())) <= width
    table = text.splitlines()[1 : len(corpus.documents) + 1]
    scores = [float(re.findall(r"(\d+) +\d+–\d+ ", line)[-1]) for line in table]
    assert scores == sorted(scores, reverse=True) and len(scores) == len(corpus.documents)
    assert "van de doelen" in text


def test_summary_in_english(corpus: Corpus) -> None:
    text = shown(summary, corpus.documents, lang="en")
    assert "Level" in text and "of the goals" in text and "documents got a score" in text


def test_summary_of_many_documents_is_short(corpus: Corpus) -> None:
    many = pd.concat([corpus.documents] * 4, ignore_index=True)
    assert f"… +{len(many) - 40}" in shown(summary, many, lang="nl")


def test_documents_that_are_there_twice_count_once(corpus: Corpus) -> None:
    copies = corpus.documents.head(2).assign(duplicate_of="elders/akkoord.pdf")
    twice = pd.concat([corpus.documents, copies], ignore_index=True)
    text, once = shown(summary, twice, lang="nl"), shown(summary, corpus.documents, lang="nl")
    assert "2 dubbel" in text
    assert text.splitlines()[-1] == once.splitlines()[-1]


def test_landscape_and_gaps_fit(corpus: Corpus) -> None:
    landscape = shown(print_landscape, corpus.landscape())
    gaps = shown(print_gaps, corpus.gaps())
    assert max(map(len, (landscape + gaps).splitlines())) <= 80
    assert "…" not in landscape + gaps
    assert "waterschap" in landscape and "Doordrenkt" in landscape
    assert gaps.count("Kloof") == 4 and "Waterschap De Lage Landen aan Zee" in gaps


def test_text_of_a_document_steers_nothing(corpus: Corpus) -> None:
    assert harmless_text("a\x1b[31mrood\x07\u202e[bold]b[/bold]").plain == "a[31mrood[bold]b[/bold]"
    assert len(harmless_text("x" * 500).plain) == 200
    documents = corpus.documents.head(1).assign(title="\x1b]0;titel\x07[red]Akkoord[/red]")
    text = shown(summary, documents, lang="nl", width=120)
    assert "\x1b" not in text and "[red]Akkoord[/red]" in text


def test_codebook_as_text() -> None:
    book = load_codebook()
    every = describe_codebook(book)
    assert all(f"  {code}" in every for code in (*"MAOEIG", *THEMES, *DOMAINS))
    one = describe_code(book, "ver2")
    assert one.startswith("VER2") and "Niet: " in one and "datagedreven" in one
    assert max(map(len, one.splitlines())) <= 80
    assert describe_code(book, "wonen").startswith("wonen")
    with pytest.raises(UsageError, match="'zoo' staat niet in het codeboek"):
        describe_code(book, "zoo")


@pytest.mark.parametrize("plain", [True, False])
def test_no_color_is_followed(monkeypatch: pytest.MonkeyPatch, plain: bool) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    if plain:
        monkeypatch.setenv("NO_COLOR", "1")
    table = documents_table([failed_row("a" * 16, "a.pdf", "is leeg.", {})])
    stream = io.StringIO()
    summary(table, lang="nl", out=Console(file=stream, width=80, force_terminal=True))
    assert bool(re.search(r"\x1b\[[\d;]*3\dm", stream.getvalue())) is not plain
