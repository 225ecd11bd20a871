"""The page in a real browser, from disk: nothing asked, nothing wrong, everything works, also without a mouse."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pypdfium2
import pytest

from analyzer import Corpus, load_codebook
from analyzer.reporting.html import write_html
from analyzer.reporting.page_words import PAGE_WORDS
from analyzer.reporting.words import INDICATOR_QUESTIONS, WORDS, number, percent
from analyzer.running.corrections import apply_to_folder
from analyzer.scoring.ranking import ranking

from .conftest import Registered, registered

pytestmark = pytest.mark.slow


def test_the_table_sorts_filters_and_equals_the_csv(visit: Any, output: Path) -> None:
    page, table = visit(output), pd.read_csv(output / "documents.csv")
    shown = page.evaluate(
        "[...document.querySelectorAll('#table tbody tr')].map(r => [...r.cells].map(c => c.innerText))"
    )
    assert len(shown) == len(table)
    ranks = ranking(table).set_index("document_id")
    for cells, row in zip(shown, table.sort_values("score", ascending=False, kind="stable").itertuples(), strict=True):
        low, high = ranks.loc[row.document_id, ["rank_low", "rank_high"]]
        assert cells[1:] == [
            row.title, number(row.score), f"{number(row.score_low)}–{number(row.score_high)}", row.border, percent(row.share_explicit),
            percent(row.share_implicit), str(row.goals), f"{low}–{high}" if low < high else str(low), row.organisation,
            str(row.year),
        ]  # fmt: skip
    scores = page.locator("#table tbody td:nth-child(3)")
    page.get_by_role("button", name="Score").click()
    assert scores.all_inner_texts() == sorted(scores.all_inner_texts(), key=int)
    page.get_by_role("button", name="Organisatie").click()
    names = page.locator("#table tbody td:nth-child(10)").all_inner_texts()
    assert names == sorted(names, key=str.lower)
    page.fill("#f-text", "maasveld")
    assert page.locator("#table tbody tr:visible").count() == table["organisation"].str.contains("Maasveld").sum()
    page.fill("#f-text", "")
    for name in ("layer", "level"):
        for value, count in list(table[name].value_counts().items())[:2]:
            page.select_option(f"#f-{name}", str(value))
            assert page.evaluate("document.querySelectorAll('#table tbody tr:not([hidden])').length") == count
            assert page.locator("#shown").inner_text() == f"{count} van {len(table)} documenten"
        page.select_option(f"#f-{name}", "")
    for box in page.locator("#table input").all()[:2]:
        box.check()
    page.get_by_role("button", name="Zet 2 documenten naast elkaar").click()
    assert page.locator("#compare tbody tr").count() == 34


def test_a_cell_opens_its_sentence_and_the_reader(visit: Any, output: Path, corpus: Corpus) -> None:
    row = corpus.documents.sort_values("score").iloc[-1]
    page = visit(output, hash=f"#d{row['document_id']}")
    assert page.locator("[data-field=score]").inner_text() == number(row["score"])
    shares = page.locator("[data-field=share_explicit]").inner_text()
    assert shares == f"{100 * row['share_explicit']:.1f}%".replace(".", ",")
    for entry in corpus.themes[corpus.themes["document_id"] == row["document_id"]].itertuples():
        cell = page.locator(f".cell[data-theme={entry.theme}]")
        assert cell.locator("b").inner_text() == f"{entry.level}/4"
        if entry.best_text:
            cell.click()
            assert " ".join(page.locator("#evidence .quote bdi").first.inner_text().split()) == " ".join(
                entry.best_text.split()
            )
    units = corpus.units[corpus.units["document_id"] == row["document_id"]]
    themes, digital = units["themes"], units["digital"] != "G"
    for choice, wanted in (
        ("all", len(units)), ("goals", (digital & (units["statement"] != "O")).sum()),
        ("coded", (digital | (themes.str.len() > 0)).sum()), ("DEM3", themes.map(lambda codes: "DEM3" in codes).sum()),
    ):  # fmt: skip
        page.select_option("#reader-filter", choice)
        assert page.locator(".u.on").count() == wanted
    page.locator("#evidence .btn").first.click()
    assert page.locator(".u.now").count() == 1 and page.locator(".panel dl").is_visible()


def test_corrections_are_exported_and_taken_back(visit: Any, one: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(one, tmp_path / "uit"))
    before = pd.read_parquet(folder / "documents.parquet").iloc[0]
    page = visit(folder)
    unit = page.locator(".u.E").first
    identity = unit.get_attribute("data-unit")
    unit.click()
    page.get_by_text("Corrigeer", exact=True).click()
    page.select_option("#c-digital", "G")
    page.click("#change")
    page.reload()
    page.wait_for_selector("#figure-beleidsvelden svg")
    assert "1 correctie " in page.locator("#reader [role=status]").inner_text()
    for kind in ("csv", "jsonl"):
        with page.expect_download() as waiting:
            page.click(f"#corrections-{kind}")
        waiting.value.save_as(tmp_path / f"correcties.{kind}")
    outcome = apply_to_folder(folder, tmp_path / "correcties.csv")
    assert outcome.changed == 1 and not outcome.unknown
    after = Corpus.from_folder(folder)
    assert after.units.set_index("unit_id").loc[identity, "digital"] == "G"
    assert after.documents["goals_explicit"].iloc[0] <= before["goals_explicit"]
    assert outcome.scores["score_after"].iloc[0] == after.documents["score"].iloc[0] <= before["score"]
    assert (
        apply_to_folder(folder, tmp_path / "correcties.jsonl").scores["score_after"].iloc[0]
        == after.documents["score"].iloc[0]
    )


def violations(page: Any, axe: str) -> list[str]:
    page.evaluate(axe)
    return list(page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(r => r.violations.map("
        "v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')))"
    ))  # fmt: skip


@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_no_violations_and_no_sideways_scrolling(visit: Any, everything: Registered, axe: str, width: int) -> None:
    page = visit(everything.folder, width=width)
    for box in page.locator("#table input").all()[:4]:
        box.check()
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    for name in ("rangorde", "landschap", "kloof", "kaart"):
        page.wait_for_selector(f"#figure-{name} svg")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page, axe) == []
    page.locator("#table tbody a").first.click()
    page.wait_for_selector("#figure-beleidsvelden svg")
    page.locator(".cell.l4, .cell.l3, .cell.l2").first.click()
    page.locator(".u.on").first.click()
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page, axe) == []


CONTROLS = """() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
  .filter(e => e.checkVisibility() && e.tabIndex >= 0).map((e, i) => { e.dataset.control = i; return i; })"""


def unreached(page: Any) -> list[str]:
    """The controls that Tab does not reach from the start of the page."""
    controls = page.evaluate(CONTROLS)
    assert len(controls) > 30
    page.evaluate("document.body.tabIndex = -1; document.body.focus()")
    seen: set[int] = set()
    while True:
        page.keyboard.press("Tab")
        # Controls that come with a choice, such as those of a chosen sentence, have no number.
        at = page.evaluate(
            "document.activeElement === document.body ? -2 : +(document.activeElement.dataset.control ?? -1)"
        )
        if at == -2 or at in seen:
            break
        if at >= 0:
            seen.add(at)
    missed = "i => document.querySelector(`[data-control='${i}']`).outerHTML.slice(0, 200)"
    return [page.evaluate(missed, at) for at in controls if at not in seen]


def test_the_keyboard_alone_works_in_the_overview(visit: Any, everything: Registered) -> None:
    page = visit(everything.folder)
    page.wait_for_selector("#figure-rangorde svg")
    assert unreached(page) == []
    page.get_by_role("button", name="Document").focus()
    page.keyboard.press("Enter")
    assert page.locator("#table th[aria-sort]").inner_text().startswith("Document")
    for box in page.locator("#table input").all()[:2]:
        box.focus()
        page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.locator("#compare table").is_visible()
    link = page.locator("#table tbody a").first
    title = link.inner_text()
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#figure-beleidsvelden svg")
    assert page.evaluate("document.activeElement.innerText") == title
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#table")
    assert page.locator("article").count() == 0 and page.locator("#table").is_visible()


def test_the_keyboard_alone_works_in_a_document(visit: Any, one: Path) -> None:
    page = visit(one)
    page.wait_for_selector("#figure-beleidsvelden svg")
    assert unreached(page) == []
    page.locator(".cell[data-theme=VER2]").focus()
    page.keyboard.press("Enter")
    assert page.locator("#evidence h3").is_visible()
    page.locator(".u[tabindex='0']").focus()
    first = page.locator(".u.now").get_attribute("data-unit")
    page.keyboard.press("ArrowDown")
    assert page.locator(".u.now").get_attribute("data-unit") != first
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.locator(".u.fixed").count() == 1


def test_it_prints_all_that_is_there(visit: Any, one: Path, corpus: Corpus, everything: Registered) -> None:
    page = visit(one)
    page.wait_for_selector("#figure-beleidsvelden svg")
    text = next((one / "texts").glob("*.txt")).read_text(encoding="utf-8")
    printed = on_paper(page)
    assert all(letters(line) in letters(printed) for line in text.splitlines())
    for word in ("van 100", "Gemiste kansen", "dekking", "Hoe dit is gemeten"):
        assert word in printed
    assert "Download" not in printed and "Correcties" not in printed
    page = visit(everything.folder)
    page.wait_for_selector("#figure-kaart svg")
    printed = letters(on_paper(page))
    assert all(letters(title) in printed for title in corpus.documents["title"])


def on_paper(page: Any) -> str:
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    return "\n".join(sheet.get_textpage().get_text_bounded() for sheet in document)


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def test_an_english_page_is_english(visit: Any, corpus: Corpus, tmp_path: Path) -> None:
    page = visit(registered(corpus, tmp_path, lang="en").folder)
    page.wait_for_selector("#figure-kaart svg")
    dutch = {text for text in (WORDS["nl"] | PAGE_WORDS["nl"]).values() if " " in text and "{" not in text} - set(
        (WORDS["en"] | PAGE_WORDS["en"]).values()
    )
    dutch |= {code.name.nl for code in load_codebook().themes} | set(INDICATOR_QUESTIONS["nl"].values())
    said = """() => { const copy = document.body.cloneNode(true);
        copy.querySelectorAll('script, bdi, [lang=nl], .text').forEach(e => e.remove());
        return copy.textContent + [...copy.querySelectorAll('[aria-label]')].map(e => e.getAttribute('aria-label')).join(' '); }"""
    shown = page.evaluate(said)
    assert not [text for text in dutch if text in shown] and "90% interval" in shown
    page.locator("#table tbody a").first.click()
    page.wait_for_selector("#figure-beleidsvelden svg")
    page.locator(".cell.l4, .cell.l3, .cell.l2").first.click()
    page.locator(".u.on").first.click()
    shown = page.evaluate(said)
    assert not [text for text in dutch if text in shown] and "Missed opportunities" in shown


def test_hundreds_of_documents_open_at_once(visit: Any, corpus: Corpus, tmp_path: Path) -> None:
    copies, most = range(20), 442
    many = {
        name: pd.concat(
            [table.assign(document_id=table["document_id"].str[:13] + f"{at:03x}") for at in copies], ignore_index=True
        )
        for name, table in (("documents", corpus.documents), ("themes", corpus.themes), ("units", corpus.units))
    }
    known = set(many["documents"].head(most)["document_id"])
    parts = [table[table["document_id"].isin(known)].reset_index(drop=True) for table in many.values()]
    documents, themes, units = parts
    write_html(tmp_path / "report.html", documents, themes, units, corpus.failures, load_codebook())
    assert (tmp_path / "report.html").stat().st_size < 3_000_000 * most / 100
    # Seconds of processor time, which a machine that is busy with other work does not stretch.
    page = visit(tmp_path)
    opened = processor(page)
    page.wait_for_selector("#figure-rangorde svg")
    assert page.locator("#table tbody tr").count() == most
    before = processor(page)
    page.evaluate("document.querySelector('#table th[aria-sort] button').click(); document.body.offsetHeight")
    sorting = processor(page) - before
    assert opened < 3 and sorting < 1, (opened, sorting)


def processor(page: Any) -> float:
    """Seconds of processor time that the page took so far."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    metrics = {item["name"]: item["value"] for item in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["ProcessTime"])
