"""PDF files as they come: long, locked, broken, or scanned."""

from __future__ import annotations

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader

from analyzer.errors import ReadError
from analyzer.reading import read
from analyzer.reading.ocr import tesseract_languages

from .pages import LONG, check_offsets, lines, prose


def test_title_in_properties_counts_only_when_it_is_one(canvas):
    for given, expected in (("Samen vooruit", "Samen vooruit"), ("Microsoft Word - akkoord.docx", "Kop van het stuk")):
        c, path = canvas()
        c.setTitle(given)
        lines(c, ["Kop van het stuk"], size=20, y=790)
        lines(c, LONG)
        c.save()
        assert read(path).title == expected


def test_two_thousand_pages(canvas):
    c, path = canvas()
    for number in range(2000):
        lines(c, ["Gemeente Waterdorp"], y=815, size=8)
        lines(c, [f"Besluit {number} van de raad is op deze bladzijde opgenomen."])
        lines(c, [str(number + 1)], x=290, y=25, size=8)
        c.showPage()
    c.save()
    document = read(path)
    assert document.pages == 2000
    assert len(document.blocks) == 2000
    assert document.blocks[-1].page == 2000
    assert "Gemeente" not in document.text
    with pytest.raises(ReadError, match="2000 bladzijden"):
        read(path, max_pages=1000)


def test_encrypted(canvas):
    c, path = canvas(encrypt="geheim")
    lines(c, LONG)
    c.save()
    with pytest.raises(ReadError, match="versleuteld") as caught:
        read(path)
    assert caught.value.path == str(path)
    assert caught.value.remedy


@pytest.mark.parametrize("keep", [0.3, 0.6])
def test_truncated(canvas, keep):
    c, path = canvas()
    for _ in range(20):
        lines(c, LONG)
        c.showPage()
    c.save()
    data = path.read_bytes()
    path.write_bytes(data[: int(keep * len(data))])
    with pytest.raises(ReadError) as caught:
        read(path)
    assert caught.value.remedy


def test_damaged(tmp_path):
    path = tmp_path / "kapot.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF\n")
    with pytest.raises(ReadError, match="beschadigd"):
        read(path)


def test_scan_without_text_layer_says_so(canvas, monkeypatch):
    c, path = canvas()
    c.rect(100, 100, 300, 400, fill=1)
    c.save()
    with pytest.raises(ReadError, match="scan") as caught:
        read(path)
    assert "--ocr" in caught.value.remedy
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReadError, match="tesseract"):
        read(path, ocr=True)


def test_page_without_text_among_others_is_noted(canvas):
    c, path = canvas()
    lines(c, LONG)
    c.showPage()
    c.rect(100, 100, 300, 400, fill=1)
    c.showPage()
    lines(c, LONG)
    c.save()
    document = read(path)
    assert document.notes == ("Bladzijden zonder tekst: 2.",)
    assert document.pages == 3


@pytest.fixture
def scan(canvas):
    """A PDF that holds a picture of a page and no text, as a scanner makes it."""
    plain, plain_path = canvas("getypt.pdf")
    lines(plain, ["Coalitieakkoord Waterdorp"], size=24, y=780, font="Helvetica-Bold")
    lines(plain, [*LONG, "menselijke maat altijd in het oog."], y=700, size=12, leading=18)
    plain.save()
    document = pypdfium2.PdfDocument(plain_path)
    picture = document[0].render(scale=200 / 72, grayscale=True).to_pil()
    document.close()
    c, path = canvas("scan.pdf")
    c.drawImage(ImageReader(picture), 0, 0, *A4)
    c.save()
    return path


def test_scan_names_the_way_out(scan):
    with pytest.raises(ReadError, match="scan") as caught:
        read(scan)
    assert "--ocr" in caught.value.remedy


@pytest.mark.slow
@pytest.mark.skipif("nld" not in tesseract_languages(), reason="tesseract with Dutch data is not installed")
def test_scan_is_read_with_tesseract(scan):
    document = read(scan, ocr=True)
    assert document.blocks[0].kind == "heading"
    assert document.blocks[0].text == "Coalitieakkoord Waterdorp"
    assert "dienstverlening die voor iedereen bereikbaar is" in prose(document)
    assert "houden wij de menselijke maat altijd in het oog." in prose(document)
    assert document.notes == ()
    check_offsets(document)
