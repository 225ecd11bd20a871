"""The page in a real browser, from disk: nothing asked, nothing wrong, everything works, also without a mouse."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analyzer import Corpus, analyse_many
from analyzer.running.corrections import apply_to_folder
from analyzer.scoring.ranking import ranking

pytestmark = pytest.mark.slow


def share(value: float) -> str:
    return f"{100 * value:.1f}%".replace(".", ",")


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
            row.title, f"{row.score:.0f}", f"{row.score_low:.0f}–{row.score_high:.0f}", row.border, share(row.share_explicit),
            share(row.share_implicit), str(row.goals), f"{low}–{high}" if low < high else str(low), row.organisation,
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
    for box in page.locator("#table input").all()[:2]:
        box.check()
    page.get_by_role("button", name="Zet 2 documenten naast elkaar").click()
    assert page.locator("#compare tbody tr").count() == 34


def test_a_cell_opens_its_sentence_and_the_reader(visit: Any, output: Path, corpus: Corpus) -> None:
    row = corpus.documents.sort_values("score").iloc[-1]
    page = visit(output, hash=f"#d{row['document_id']}")
    assert page.locator("[data-field=score]").inner_text() == f"{row['score']:.0f}"
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
    assert "1 correcties" in page.locator("#reader [role=status]").inner_text()
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


@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_no_violations_and_no_sideways_scrolling(visit: Any, output: Path, one: Path, axe: str, width: int) -> None:
    for folder in (output, one):
        page = visit(folder, width=width)
        page.wait_for_selector("figure svg")
        if folder == one:
            page.locator(".cell.l4, .cell.l3, .cell.l2").first.click()
            page.locator(".u.on").first.click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.evaluate(axe)
        found = page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(r => r.violations.map("
            "v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')))"
        )
        assert found == []


def test_everything_is_reached_with_the_keyboard(visit: Any, one: Path) -> None:
    page = visit(one)
    page.wait_for_selector("figure svg")
    seen: set[str] = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate(
                "(e => e.dataset.theme || (e.classList.contains('u') ? 'unit' : e.id))(document.activeElement)"
            )
        )
    assert {"VER1", "ACT5", "reader-filter", "unit", "corrections-csv", "corrections-jsonl"} <= seen
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


def test_it_prints(visit: Any, one: Path) -> None:
    printed = visit(one).pdf()
    assert printed.startswith(b"%PDF") and len(printed) > 20_000


def test_a_hostile_document_changes_nothing(visit: Any, examples: Path, tmp_path: Path) -> None:
    nasty = '<script>alert(1)</script> <img src=x onerror=alert(2)> <a href="javascript:alert(3)">=HYPERLINK("http://x.nl")</a> \u202egnp.exe'
    source = examples / "akkoorden" / "lindervoort-coalitieakkoord-2026-2030.md"
    lines = [f"# {nasty}"]
    for line in source.read_text(encoding="utf-8").splitlines():
        lines.append(f"{line} {nasty}" if line.startswith("#") else line)
    lines += [f"Wij publiceren open data op een platform: {nasty}.", f"Wij bouwen een app voor {'digitaal' * 1250}."]
    file = tmp_path / "=HYPERLINK(x) <img src=x onerror=alert(4)>.md"
    file.write_text("\n".join(lines), encoding="utf-8")
    corpus = analyse_many(file, jobs=1)
    assert corpus.documents["status"].iloc[0] == "ok", corpus.failures.to_dict("records")
    page = visit(corpus.to_folder(tmp_path / "uit"))
    for cell in page.locator(".cell").all()[:6]:
        cell.click()
    page.locator(".u.on").first.click()
    assert page.locator("img, a[href^='javascript'], iframe").count() == 0
    assert not re.search("\u202e", page.content())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
