"""The research documents: they are read as a reader would see them, and none fails without a reason."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest

from analyzer.errors import ReadError
from analyzer.language.segment import segment
from analyzer.reading import find_documents, read

pytestmark = pytest.mark.shared

PROSE = ("paragraph", "list_item")
SPACELESS = "Middenstandspartij voor handel, industrie, ambacht, land- en tuinbouw_1952"
DAMAGED = {
    "CDA_1986": "is leeg",
    "DENK_2021": "is leeg",
    "PVN_2006": "binaire gegevens",
    **dict.fromkeys(("LPF_2006", "DAC_1977", "NCPN_1994", "Liberale Partij_1922", SPACELESS), "geen leesbare tekst"),
}
"""Programmes that cannot be read, and why."""


def prose(document):
    return [block for block in document.blocks if block.kind in PROSE]


@pytest.fixture(scope="module")
def agreement(shared):
    started = time.perf_counter()
    document = read(shared / "documents" / "coalitieakkoord-2021-2025.pdf")
    return document, time.perf_counter() - started


def test_agreement_is_read_fast(agreement):
    document, seconds = agreement
    assert document.pages == 50
    assert seconds < 4


def test_agreement_blocks_are_whole(agreement):
    document, _ = agreement
    blocks = prose(document)
    whole = [
        block
        for block in blocks
        if re.search(r"[.!?:;…][)\"”’']*$", block.text) and (block.text[0].isupper() or not block.text[0].isalpha())
    ]
    assert len(blocks) > 350
    assert len(whole) >= 0.98 * len(blocks)


def test_agreement_has_no_page_numbers_and_right_pages(agreement):
    document, _ = agreement
    assert not [block.text for block in prose(document) if block.text.isdigit()]
    # The seven chapters start on the pages that its own table of contents gives, which counts from the fourth.
    chapters = {
        block.text: block.page
        for block in document.blocks
        if block.kind == "heading" and re.match(r"[1-7]\. ", block.text)
    }
    promised = {}
    for block in document.blocks:
        match = re.match(r"([1-7]\. .+?)\s*\|?\s*(\d+)$", block.text) if block.kind == "contents" else None
        if match:
            promised[match[1].strip()] = int(match[2]) + 3
    assert len(promised) == 7
    assert {name: chapters[name] for name in promised} == promised


@pytest.mark.parametrize(
    "name",
    [
        "AI_Impact.pdf",
        "BNC_Fiche.pdf",
        "Burgerlijk_wetboek_deel_1.pdf",
        "Internationale_Klimaatstrategie.pdf",
        "Kamerbrief_circulaire_economie.pdf",
        "Kamerbrief_innovatie_missie.pdf",
        "Plan_Velo_FR.pdf",
        "STEP.pdf",
    ],
)
def test_other_pdfs(shared, name):
    document = read(shared / "documents" / name)
    last = 1
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text
        assert 1 <= block.page <= document.pages
        if block.kind in PROSE:
            assert block.page >= last - 1
            last = max(last, block.page)
    blocks = prose(document)
    assert len(blocks) > 30
    assert not [
        block.text for block in blocks if re.fullmatch(r"(?:pagina )?\d{1,3}(?: (?:van|\||/) \d+)?", block.text, re.I)
    ]
    cut = [block for block in blocks if block.kind == "paragraph" and block.text[0].islower()]
    # The impact assessment numbers its questions with lower-case codes; elsewhere a small letter is a torn sentence.
    if name != "AI_Impact.pdf":
        assert len(cut) <= (0.1 if name == "Plan_Velo_FR.pdf" else 0.05) * len(blocks)


def test_side_columns_and_footnotes_do_not_interrupt(shared):
    document = read(shared / "documents" / "Kamerbrief_innovatie_missie.pdf")
    torn = [block for block in prose(document) if re.search(r"[a-z,]$", block.text) and len(block.text) > 100]
    assert not torn
    assert sum(block.kind == "footnote" for block in document.blocks) > 10


@pytest.mark.slow
def test_sample_of_election_programmes(shared):
    """One in eight; ``python -m benchmarks.units_check run`` takes all of them."""
    files = find_documents([shared / "documents" / "verkiezingsprogrammas"])
    assert len(files) == 442
    words = torn = total = 0
    for path in [path for path in files if path.stem not in DAMAGED][::8]:
        document = read(path)
        units = segment(document)
        assert all(document.text[unit.start : unit.end] == unit.text for unit in units)
        assert all(before.end <= after.start for before, after in pairwise(units))
        paragraphs = [block for block in document.blocks if block.kind == "paragraph"]
        torn += sum(block.text[0].islower() for block in paragraphs)
        total += len(paragraphs)
        words += document.words
    assert words > 500_000
    assert torn < 0.06 * total


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_programmes_get_a_reason(shared, name):
    with pytest.raises(ReadError, match=DAMAGED[name]) as caught:
        read(shared / "documents" / "verkiezingsprogrammas" / f"{name}.txt")
    assert caught.value.remedy
