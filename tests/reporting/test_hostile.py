"""A document that wants to run, steer or overflow something changes nothing in any output."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from analyzer.cli import main

pytestmark = pytest.mark.slow
LONG = "digitaal" * 1250
NASTY = (
    "<script>alert(1)</script> <img src=x onerror=alert(2)> <svg onload=alert(3)> [klik](javascript:alert(4)) "
    "<a href='javascript:alert(5)'>hier</a> </script></style></title> {{7*7}} \u202egnp.exe \x1b[31mrood\x1b]0;titel\x07"
)
FORMULA = '=HYPERLINK("http://x.nl";"klik")'
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def hostile(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """Output folder and terminal of an analysis of a hostile document and a harmless one."""
    source = examples / "akkoorden" / "lindervoort-coalitieakkoord-2026-2030.md"
    lines = [f"# {FORMULA} {NASTY} {LONG}"]
    for line in source.read_text(encoding="utf-8").splitlines():
        lines.append(f"{line} {NASTY}" if line.startswith("#") else line)
    lines += [
        f"## @SUM(A1) {NASTY}", f"Wij publiceren vanaf 2027 open data op een platform: {NASTY}.", "",
        f"Wij bouwen in 2027 een app voor {LONG}.", "", f"+31 Wij maken een digitaal loket {FORMULA}.", "",
        f"{FORMULA} wij bouwen in 2028 een dataplatform voor inwoners.",
    ]  # fmt: skip
    work = tmp_path_factory.mktemp("kwaad")
    for folder in ("in", "uit"):
        (work / folder).mkdir()
    (work / "in" / "=cmd <img src=x onerror=alert(6)> \u202efdp.md").write_text("\n".join(lines), encoding="utf-8")
    (work / "in" / "goed.md").write_bytes(source.read_bytes())
    formats = "csv,parquet,xlsx,html,json,units"
    said = CliRunner().invoke(
        main, ["analyse", str(work / "in"), "-o", str(work / "uit"), "--formats", formats, "-j", "1"]
    )
    assert said.exit_code == 0, said.output
    return work / "uit", said


def test_the_page_runs_nothing(visit: Any, hostile: tuple[Path, Result]) -> None:
    page = visit(hostile[0])
    page.wait_for_selector("#figure-rangorde svg")
    for box in page.locator("#table input").all():
        box.check()
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    inert(page)
    assert len(page.locator("#table").inner_text()) < 5000
    page.locator("#table tbody a", has_text="HYPERLINK").click()
    page.wait_for_selector("#figure-beleidsvelden svg")
    for cell in page.locator(".cell").all():
        cell.click()
        inert(page)
    for unit in page.locator(".u.on").all()[-4:]:
        unit.click()
    inert(page)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def inert(page: Any) -> None:
    made = page.locator("img, iframe, object, svg[onload], a[href^='javascript' i], [onerror], [onload]")
    assert made.count() == 0 and page.title() == "Digitale ambitie in beleidsteksten"
    assert not STEERS.search(page.evaluate("document.body.innerText"))


def test_the_tables_hold_no_formula(hostile: tuple[Path, Result]) -> None:
    seen = 0
    for path in hostile[0].glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                seen += sum("HYPERLINK" in cell for cell in row)
                assert not [cell for cell in row if re.match(r"[=@\t\r\n]|[+-](?!\d+([.,]\d+)?$)", cell)]
    assert seen > 3


def test_the_workbook_runs_nothing(hostile: tuple[Path, Result]) -> None:
    book, seen = openpyxl.load_workbook(hostile[0] / "report.xlsx"), 0
    for sheet in book:
        for cells in sheet.iter_rows():
            for cell in cells:
                assert cell.data_type != "f" and cell.hyperlink is None
                if isinstance(cell.value, str):
                    seen += "HYPERLINK" in cell.value
                    assert not STEERS.search(cell.value) and "_x00" not in cell.value
    assert seen > 3


def test_the_terminal_is_not_steered(hostile: tuple[Path, Result]) -> None:
    folder, said = hostile
    for command in ([], ["explain", str(folder)], ["landscape", str(folder)], ["report", str(folder)]):
        output = CliRunner().invoke(main, command).output if command else said.output
        assert output and not STEERS.search(output)
        assert max(map(len, output.splitlines())) < 400
