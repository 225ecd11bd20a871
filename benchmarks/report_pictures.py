"""Make the pictures of the report in the README, of a municipality and a province that do not exist.

    python benchmarks/report_pictures.py

Needs Chromium and the extra ``test`` (Playwright).
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from analyzer import analyse_many
from analyzer.running.landscapes import chosen_register

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "corpora" / "voorbeelden" / "akkoorden" / "veenderhout-coalitieakkoord-2022-2026.pdf"
PROVINCE = ROOT / "corpora" / "provincie"
PICTURES = ROOT / "docs" / "beeld"


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as work, sync_playwright() as play:
        out = analyse_many(EXAMPLE, jobs=1).to_folder(Path(work) / "uit", formats=["html"])
        page = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"]).new_page(
            viewport={"width": 1180, "height": 505}, reduced_motion="reduce"
        )
        page.goto((out / "report.html").as_uri())
        page.wait_for_selector("figure svg")
        page.screenshot(path=PICTURES / "rapport.png")
        page.set_viewport_size({"width": 1180, "height": 930})
        page.locator(".cell[data-theme=DEM3]").click()
        page.evaluate("document.getElementById('themes').scrollIntoView({behavior: 'instant'})")
        page.wait_for_timeout(300)
        page.screenshot(path=PICTURES / "themas.png")
        page.set_viewport_size({"width": 1180, "height": 760})
        page.locator(".u.on.E").nth(2).click()
        page.evaluate("document.getElementById('reader').scrollIntoView({behavior: 'instant'})")
        page.wait_for_timeout(300)
        page.screenshot(path=PICTURES / "lezen.png")
        bodies = chosen_register(PROVINCE / "organisaties.csv")
        out = analyse_many(PROVINCE, jobs=1).to_folder(Path(work) / "provincie", formats=["html"], register=bodies)
        page.set_viewport_size({"width": 760, "height": 760})
        page.goto((out / "report.html").as_uri())
        page.wait_for_selector("#map figure svg")
        page.evaluate("document.getElementById('nav').hidden = true")
        page.evaluate("document.getElementById('map').scrollIntoView({behavior: 'instant'})")
        page.wait_for_timeout(300)
        page.locator("#map").screenshot(path=PICTURES / "provincie.png")


if __name__ == "__main__":
    main()
