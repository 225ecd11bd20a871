"""The page: complete, by itself, safe with hostile text, and shown by a real browser."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from lxml import html

from analyzer import Corpus, load_codebook
from analyzer.reporting.html import answer, write_html

from ..running.documents import mixed

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_OUTSIDE = re.compile(r"(?:https?:)?//|data:(?!image/)", re.I)


def page(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_bytes().decode("utf-8"))


def test_it_asks_nothing_of_the_network(output: Path) -> None:
    tree = page(output / "report.html")
    assert not tree.xpath("//script | //iframe | //object | //embed | //form | //base | //link")
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            if name in {"src", "href", "srcset", "action", "poster", "data"}:
                assert not _OUTSIDE.match(value)
    style = " ".join(tree.xpath("//style/text()") + tree.xpath("//@style"))
    assert "@import" not in style and not re.search(r"url\((?!['\"]?(?:data:|#))", style)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy and "default-src 'none'" in policy[0]


def test_it_says_what_the_tables_say(output: Path, corpus: Corpus) -> None:
    tree = page(output / "report.html")
    assert len(tree.xpath("//article")) == len(corpus.documents)
    links = [link.removeprefix("#") for link in tree.xpath("//a/@href")]
    assert set(links) <= set(tree.xpath("//@id")) and len(links) == len(corpus.documents)
    for row in corpus.documents.itertuples():
        article = tree.get_element_by_id(f"d{row.document_id}")
        shown = " ".join(article.text_content().split())
        assert row.title in shown and row.border in shown and f"{row.words} woorden" in shown
        assert article.xpath(".//div[@class='card']/b/text()")[0] == f"{row.score:.0f}"
        assert len(article.xpath(".//details")) == 20
        best = corpus.themes[(corpus.themes["document_id"] == row.document_id) & (corpus.themes["level"] > 0)]
        quotes = [" ".join(quote.text_content().split()) for quote in article.xpath(".//blockquote")]
        assert len(quotes) == len(best)
        assert all(any(" ".join(text.split()) in quote for quote in quotes) for text in best["best_text"])


def test_pages_are_named_only_where_there_are_pages(output: Path, corpus: Corpus) -> None:
    tree = page(output / "report.html")
    for row in corpus.documents.itertuples():
        numbers = tree.get_element_by_id(f"d{row.document_id}").xpath(".//blockquote/span/text()")
        assert all(re.fullmatch(r"\(p\. \d+\)", number) for number in numbers)
        assert bool(numbers) <= (row.pages > 1)


def test_hostile_text_stays_text(corpus: Corpus, tmp_path: Path) -> None:
    documents, themes = corpus.documents.copy(), corpus.themes.copy()
    nasty = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    documents["title"] = documents["organisation"] = nasty
    themes["best_text"] = nasty
    write_html(tmp_path / "r.html", documents, themes, corpus.units, corpus.failures, load_codebook())
    tree = page(tmp_path / "r.html")
    assert not tree.xpath("//script | //img")
    assert nasty in tree.text_content()


def test_english_page_has_no_dutch_interface(corpus: Corpus, tmp_path: Path) -> None:
    write_html(
        tmp_path / "r.html", corpus.documents, corpus.themes, corpus.units, corpus.failures, load_codebook(), lang="en"
    )
    tree = page(tmp_path / "r.html")
    text = tree.text_content()
    for dutch in ("Hoe dit is gemeten", "Documenten", "Thema’s", " tot verankerd", "woorden", "van de doelen"):
        assert dutch not in text
    assert "90% interval" in text and "How this was measured" in text
    shares = [share for share in tree.xpath("//div[@class='card']/b/text()") if "%" in share]
    assert shares and all(re.fullmatch(r"\d+\.\d%", share) for share in shares)


def test_documents_without_a_score_are_told(tmp_path: Path) -> None:
    from analyzer import analyse_many

    corpus = analyse_many(mixed(tmp_path / "stukken"), jobs=1)
    for lang, reason, heading in (
        ("nl", "Te weinig lopende tekst", "Niet gelezen"),
        ("en", "There is too little", "Not read"),
    ):
        out = corpus.to_folder(tmp_path / lang, formats=["html"], lang=lang)
        text = page(out / "report.html").text_content()
        assert reason in text or "Nederlands" in text or "not in Dutch" in text
        assert heading in text
        assert all(Path(path).name in text for path in corpus.failures["path"])


def test_a_document_that_is_there_twice_is_shown_once(corpus: Corpus, tmp_path: Path) -> None:
    copy = corpus.documents.tail(1).assign(path="kopie.pdf", duplicate_of="elders/akkoord.pdf")
    documents = pd.concat([corpus.documents, copy], ignore_index=True)
    write_html(tmp_path / "r.html", documents, corpus.themes, corpus.units, corpus.failures, load_codebook())
    tree = page(tmp_path / "r.html")
    assert len(tree.xpath("//article")) == len(corpus.documents)
    assert "Zelfde inhoud als elders/akkoord.pdf" in tree.text_content()
    assert f"{len(corpus.documents)} van {len(corpus.documents)} documenten" in tree.text_content()


def test_the_answer_in_one_sentence(corpus: Corpus) -> None:
    one = corpus.documents.sort_values("score", ignore_index=True).tail(1)
    row = one.iloc[0]
    said = answer(one, "nl")
    assert row["title"] in said and f"{row['score']:.0f} van 100" in said and f"{row['goals']} doelen" in said
    assert answer(corpus.documents, "en").startswith(f"{len(corpus.documents)} of {len(corpus.documents)} documents")
    unscored = corpus.documents.head(3).assign(status="no_score")
    assert answer(unscored, "nl") == "Geen van de 3 documenten kreeg een score."


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here")
def test_a_browser_shows_it_without_a_complaint(output: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", f"--user-data-dir={tmp_path}",
         "--enable-logging=stderr", "--dump-dom", f"file://{output / 'report.html'}"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert len(html.fromstring(done.stdout).xpath("//article//details")) > 100
    assert "CONSOLE" not in done.stderr
