"""What a notebook shows: the numbers of the tables, and nothing of a document that runs or steers."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd

from analyzer import Analysis, Corpus, Score, analyse
from analyzer.reading.document import Metadata

from ..running.documents import text

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)"> \u202egnirts\x00 javascript:alert(3)'
ALLOWED = {"p", "h3", "strong", "table", "thead", "tbody", "tr", "th", "td", "div"}


class Tags(HTMLParser):
    """Collects tags and attributes, and checks that tags are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def harmless(page: str) -> None:
    tags = Tags()
    tags.feed(page)
    assert not tags.open
    assert tags.tags <= ALLOWED and tags.attributes <= {"style", "scope", "aria-hidden"}
    assert not set(page) & {"\u202e", "\x00"}


def test_corpus_shows_the_numbers_of_its_table(corpus: Corpus) -> None:
    page = corpus._repr_html_()
    harmless(page)
    best = corpus.documents.sort_values("score", ascending=False).iloc[0]
    first = page.index(f'<td style="text-align:left;vertical-align:top">{best["title"][:20]}')
    assert page.index(f"{best['score']:.0f}</td>") > first
    assert f"{len(corpus.documents)} documenten" in page


def test_long_corpora_are_cut_and_say_so(corpus: Corpus) -> None:
    many = replace(corpus, documents=pd.concat([corpus.documents] * 3, ignore_index=True))
    assert f"nog {3 * len(corpus.documents) - 50}" in many._repr_html_()


def test_hostile_text_is_only_text(corpus: Corpus) -> None:
    analysis = analyse(text(18))
    document = replace(analysis.document, title=HOSTILE, metadata=Metadata(organisation=HOSTILE, kind=HOSTILE))
    themes = analysis.themes.assign(best_text=HOSTILE, name=HOSTILE, level=3)
    page = replace(analysis, document=document, score=replace(analysis.score, themes=themes))._repr_html_()
    harmless(page)
    assert "&lt;script&gt;" in page
    harmless(replace(corpus, documents=corpus.documents.assign(title=HOSTILE, organisation=HOSTILE))._repr_html_())
    harmless(Score("no_score", HOSTILE)._repr_html_())


def test_without_score_it_says_why() -> None:
    short: Analysis = analyse("Wij openen een digitaal loket voor iedereen.")
    assert "Geen score" in short._repr_html_() and "Te weinig lopende tekst" in short._repr_html_()


def test_plain_text_is_one_line(corpus: Corpus) -> None:
    assert repr(corpus).startswith(f"Corpus({len(corpus.documents)} documents")
    assert repr(analyse(text(18))).startswith("Analysis(") and "\n" not in repr(analyse(text(18)))
