"""Texts of which the level is plain, and one text in five formats, converted by LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from analyzer import analyse

HERE = Path(__file__).parent
SOURCES = HERE.parents[1] / "corpora" / "bron"
PROPOSAL = (HERE / "voorstel.md").read_text(encoding="utf-8")
HR = """## Werving\n\nWij werven vakmensen uit de streek en begeleiden hen in hun eerste jaar. Vacatures staan zes weken open.
\n## Verlof\n\nMedewerkers nemen hun verlof op in overleg met hun leidinggevende. Wij betalen het aanvullend geboorteverlof
voor vijf weken door. Wie mantelzorg geeft, krijgt tien dagen extra.\n\n## Gezond werken\n\nWij bieden elk jaar een
medisch onderzoek aan. De bedrijfsarts houdt wekelijks spreekuur op het stadhuis. Wij willen het verzuim onder de vijf
procent brengen. Wij maken het werk in de buitendienst lichter met betere kleding en schoenen.\n\n## Beloning\n\nWij volgen
de cao. Leidinggevenden voeren twee gesprekken per jaar over ontwikkeling en werkdruk. Een dienstjubileum vieren wij met
het team. Wij keren een toelage uit aan wie in de winter gladheid bestrijdt.\n\n## Loopbaan\n\nElke medewerker mag één
opleiding per twee jaar volgen. Wij helpen wie van functie wil wisselen. Wij nemen afscheid van collega's met aandacht.
Wij zoeken voor ieder die ziek is passend werk, ook in een andere afdeling. Wij overleggen elke maand met de ondernemingsraad.
"""
PARAGRAPHS = [(HERE / f"alinea-{number}.md").read_text(encoding="utf-8") for number in (1, 2)]
PLAIN = ("dieverland-bestuursprogramma", "molendrecht-coalitieprogramma")


def _level(text: str, folder: Path, kind: str) -> str | None:
    path = folder / "stuk.md"
    path.write_text(text, encoding="utf-8")
    return analyse(path, kind=kind).score.level


def test_the_proposal_is_doordrenkt(tmp_path: Path) -> None:
    assert _level(PROPOSAL, tmp_path, "werkgeversvisie") == "doordrenkt"


def test_an_hr_policy_without_digital_content(tmp_path: Path) -> None:
    assert _level(HR, tmp_path, "hr-visie") in {"afwezig", "vermeld"}


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("paragraph", PARAGRAPHS, ids=["one", "two"])
def test_one_good_digital_paragraph_is_at_most_aanwezig(name: str, paragraph: str, tmp_path: Path) -> None:
    plain = (SOURCES / f"{name}.md").read_text(encoding="utf-8").split("---\n", 2)[2].strip()
    opening, *sections = re.split(r"\n(?=## )", plain)
    text = "\n".join([opening, paragraph, *sections])
    assert _level(text, tmp_path, "coalitieakkoord") in {"afwezig", "vermeld", "aanwezig"}


def test_the_same_text_in_five_formats_scores_within_three_points(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    page = _html(PROPOSAL)
    (tmp_path / "stuk.html").write_text(page, encoding="utf-8")
    (tmp_path / "stuk.txt").write_text(re.sub(r"(?m)^#+ ", "", PROPOSAL), encoding="utf-8")
    _convert(office, tmp_path, "stuk.html", "odt:writer8")
    for form in ("docx", "pdf"):
        _convert(office, tmp_path, "stuk.odt", form)
    scores = {form: analyse(tmp_path / f"stuk.{form}", kind="werkgeversvisie").score.value
              for form in ("pdf", "docx", "odt", "html", "txt")}  # fmt: skip
    values = [value for value in scores.values() if value is not None]
    assert len(values) == 5 and max(values) - min(values) <= 3.0, scores


def _convert(office: str, folder: Path, name: str, form: str) -> None:
    web = ["--infilter=HTML (StarWriter)"] if name.endswith(".html") else []
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run([office, profile, "--headless", *web, "--convert-to", form, "--outdir", str(folder), str(folder / name)],
                   check=True, capture_output=True, timeout=180)  # fmt: skip
    assert (folder / f"stuk.{form.partition(':')[0]}").exists()


def _html(text: str) -> str:
    blocks = []
    for block in text.strip().split("\n\n"):
        marks = len(block) - len(block.lstrip("#"))
        tag = f"h{marks}" if marks else "p"
        blocks.append(f"<{tag}>{block.lstrip('# ')}</{tag}>")
    return f"<html lang='nl'><head><meta charset='utf-8'></head><body>{''.join(blocks)}</body></html>"
