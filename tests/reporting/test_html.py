"""The page: complete, by itself, and safe with hostile text; what a browser makes of it is in ``test_browser.py``."""

from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import html

from analyzer import Corpus, analyse_many, load_codebook
from analyzer.coding.why import SIGNALS
from analyzer.reporting.html import answer, write_html
from analyzer.reporting.reasons import BEGINNINGS, REASONS
from analyzer.reporting.words import number

from ..running.documents import mixed


def page(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_bytes().decode("utf-8"))


def embedded(tree: html.HtmlElement) -> dict[str, Any]:
    return json.loads(tree.get_element_by_id("data").text)


def detail(tree: html.HtmlElement, identity: str) -> dict[str, Any]:
    return json.loads(gzip.decompress(base64.b64decode(tree.get_element_by_id(f"z{identity}").text)))


def write(corpus: Corpus, path: Path, **changed: Any) -> html.HtmlElement:
    tables = {"documents": corpus.documents, "themes": corpus.themes, "units": corpus.units} | changed
    lang = tables.pop("lang", "nl")
    write_html(path, **tables, failures=corpus.failures, codebook=load_codebook(), lang=lang, texts=corpus.texts)
    return page(path)


def test_it_asks_nothing_of_the_network(output: Path) -> None:
    tree = page(output / "report.html")
    assert not tree.xpath("//script[@src] | //iframe | //object | //embed | //form | //base | //link | //img")
    beside = tree.xpath("//p[@class='beside']/a/@href")
    assert "report.xlsx" in beside and all((output / name).is_file() for name in beside)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy and "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    for element in tree.iter():
        assert not [name for name in element.attrib if name.startswith("on")]


def test_it_says_what_the_tables_say(output: Path, corpus: Corpus) -> None:
    tree = page(output / "report.html")
    shown = {row["document_id"]: row for row in embedded(tree)["documents"]}
    for row in corpus.documents.itertuples():
        assert shown[row.document_id]["score"] == row.score and shown[row.document_id]["goals"] == row.goals
        inside = detail(tree, row.document_id)
        mine = corpus.units[corpus.units["document_id"] == row.document_id]
        assert [unit[0] for unit in inside["units"]] == list(mine["unit_id"])
        text = inside["text"].encode("utf-16-le")
        assert [text[2 * unit[3] : 2 * unit[4]].decode("utf-16-le") for unit in inside["units"]] == list(mine["text"])
        assert sum(domain[1] for domain in inside["domains"]) == row.goals
        assert sum(domain[2] for domain in inside["domains"]) == row.goals_explicit
        assert len(inside["strip"]) == row.goals_explicit + row.goals_implicit
        table = corpus.themes[corpus.themes["document_id"] == row.document_id].set_index("theme")
        for theme, (level, units, digital, measures, best) in inside["themes"].items():
            assert [level, units, digital, measures] == list(
                table.loc[theme, ["level", "units", "units_digital", "measures"]]
            )
            assert (inside["units"][best[0]][0] if best else "") == table.loc[theme, "best_unit_id"]


def test_hostile_text_stays_text(corpus: Corpus, tmp_path: Path) -> None:
    documents = corpus.documents.copy()
    nasty = '</script><script>alert(1)</script><img src=x onerror="alert(2)">\u202egnp'
    documents["title"] = documents["organisation"] = nasty
    tree = write(corpus, tmp_path / "r.html", documents=documents)
    assert not tree.xpath("//img") and len(tree.xpath("//script")) == len(documents) + 3
    assert embedded(tree)["documents"][0]["title"] == nasty.replace("\u202e", "\ufffd")
    assert "\u202e" not in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_english_page_has_no_dutch_interface(corpus: Corpus, tmp_path: Path) -> None:
    tree = write(corpus, tmp_path / "r.html", lang="en")
    text = " ".join(tree.xpath("//body//text()[not(ancestor::script)]"))
    for dutch in ("Hoe dit is gemeten", "Documenten", "Thema’s", " tot verankerd", "woorden", "van de doelen"):
        assert dutch not in text
    assert "90% interval" in text and "How this was measured" in text
    assert re.search(r"\d+\.\d%", text)


def test_documents_without_a_score_are_told(tmp_path: Path) -> None:
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
    tree = write(corpus, tmp_path / "r.html", documents=pd.concat([corpus.documents, copy], ignore_index=True))
    assert len(tree.xpath("//td/a")) == len(corpus.documents)
    assert "Zelfde inhoud als elders/akkoord.pdf" in " ".join(tree.text_content().split())


def test_a_page_without_room_holds_the_evidence(corpus: Corpus, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("analyzer.reporting.pagedata.details.__kwdefaults__", {"room": 0})
    tree = write(corpus, tmp_path / "r.html")
    inside = detail(tree, corpus.documents["document_id"].iloc[5])
    texts = set(corpus.units["text"])
    assert inside["text"] is None and all(unit[5] in texts for unit in inside["units"])


def test_the_answer_in_one_sentence(corpus: Corpus) -> None:
    one = corpus.documents.sort_values("score", ignore_index=True).tail(1)
    row = one.iloc[0]
    said = answer(one, "nl")
    assert row["title"] in said and f"{number(row['score'])} van 100" in said and f"{row['goals']} doelen" in said
    assert answer(corpus.documents, "en").startswith(f"{len(corpus.documents)} of {len(corpus.documents)} documents")
    assert answer(one.assign(status="no_score"), "nl") == f"{row['title']} kreeg geen score."
    unscored = corpus.documents.head(3).assign(status="no_score")
    assert answer(unscored, "nl") == "Geen van de 3 documenten kreeg een score."


def test_reasons_of_the_coder_are_known_in_english(corpus: Corpus) -> None:
    given = {item["why"] for items in corpus.units["evidence"] for item in items}
    assert len(given) > 40
    assert not [why for why in given if why not in REASONS and not why.startswith(tuple(BEGINNINGS))]
    assert not set(SIGNALS.values()) - set(REASONS)
