from __future__ import annotations

import itertools

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader

from analyzer.errors import ReadError
from analyzer.reading import Document, read
from analyzer.reading.ocr import tesseract_languages

HEIGHT = A4[1]
LONG = [
    "De gemeente Waterdorp werkt de komende jaren aan een dienstverlening die voor",
    "iedereen bereikbaar is. Inwoners kunnen straks zelf kiezen of zij een aanvraag aan de",
    "balie doen, per telefoon, of via de website van onze gemeente. Daarbij houden wij de",
]


def lines(canvas, rows, *, x=72, y=760, size=11, leading=14, font="Helvetica"):
    canvas.setFont(font, size)
    for row in rows:
        canvas.drawString(x, y, row)
        y -= leading
    return y


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document.blocks]


def prose(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks if block.kind in ("paragraph", "list_item"))


def check_offsets(document: Document) -> None:
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text
    assert all(a.end <= b.start for a, b in itertools.pairwise(document.blocks))


def test_running_header_footer_and_page_numbers_go(canvas):
    c, path = canvas()
    for number in range(1, 7):
        lines(c, [f"Coalitieakkoord Waterdorp {number}"], y=810, size=9)
        lines(c, [f"Alinea {'abcdef'[number - 1]} staat op een eigen bladzijde en gaat over de begroting."], y=700)
        lines(c, [f"- {number} -"], x=290, y=30, size=9)
        c.showPage()
    c.save()
    document = read(path)
    assert document.pages == 6
    assert "Coalitieakkoord" not in document.text
    assert [block.page for block in document.blocks] == [1, 2, 3, 4, 5, 6]
    assert all(block.text.endswith("begroting.") for block in document.blocks)
    check_offsets(document)


def test_paragraph_over_a_page_is_one_block_with_both_pages(canvas):
    c, path = canvas()
    lines(c, LONG, y=90)
    c.showPage()
    lines(c, ["menselijke maat altijd in het oog."])
    c.save()
    document = read(path)
    (block,) = document.blocks
    assert "houden wij de menselijke maat" in block.text
    start = document.text.index("menselijke")
    assert block.page_at(start - 2) == 1
    assert block.page_at(start) == 2


def test_broken_words_are_joined_and_hyphens_of_words_kept(canvas):
    c, path = canvas()
    rows = [
        "De wethouder legt in het voorjaar aan de raad een voorstel voor over het nieuwe be-",
        "leid voor de openbare ruimte, waarmee wij samen met de provincie Noord-",
        "Holland de binnenstad ook op zon-",
        "en feestdagen voor alle bewoners en bezoekers goed bereikbaar willen houden.",
    ]
    lines(c, rows)
    c.save()
    text = read(path).text
    assert "nieuwe beleid voor" in text
    assert "Noord-Holland" in text
    assert "zon- en feestdagen" in text


def test_two_columns_are_read_one_after_the_other(canvas):
    c, path = canvas()
    lines(c, ["Een titel boven beide kolommen van deze bladzijde"], size=18, y=790, font="Helvetica-Bold")
    left = [f"Linker regel {word} gaat verder met tekst" for word in ("een", "twee", "drie", "vier", "vijf", "zes")]
    right = [f"Rechter regel {word} gaat verder hierna" for word in ("een", "twee", "drie", "vier", "vijf", "zes")]
    for place in range(6):  # drawn line by line over both columns, as some programs do
        lines(c, [left[place]], y=740 - 14 * place)
        lines(c, [right[place]], x=310, y=740 - 14 * place)
    c.save()
    document = read(path)
    text = document.text
    assert document.blocks[0].kind == "heading"
    assert text.index("Linker regel zes") < text.index("Rechter regel een")
    assert "tekst Linker" in text


def test_headings_by_size_and_weight_get_levels(canvas):
    c, path = canvas()
    lines(c, ["Coalitieakkoord"], size=24, y=780, font="Helvetica-Bold")
    lines(c, ["Wonen"], size=16, y=730, font="Helvetica-Bold")
    lines(c, LONG, y=700)
    lines(c, ["Betaalbare huur"], size=11, y=640, font="Helvetica-Bold")
    lines(c, LONG, y=620)
    lines(c, ["Zorg"], size=16, y=550, font="Helvetica-Bold")
    lines(c, LONG, y=520)
    c.save()
    document = read(path)
    headings = {block.text: block.level for block in document.blocks if block.kind == "heading"}
    assert list(headings) == ["Coalitieakkoord", "Wonen", "Betaalbare huur", "Zorg"]
    assert headings["Coalitieakkoord"] < headings["Wonen"] == headings["Zorg"] < headings["Betaalbare huur"]
    paths = [block.path for block in document.blocks if block.kind == "paragraph"]
    assert paths == [
        ("Coalitieakkoord", "Wonen"),
        ("Coalitieakkoord", "Wonen", "Betaalbare huur"),
        ("Coalitieakkoord", "Zorg"),
    ]
    assert document.title == "Coalitieakkoord"


def test_heading_in_body_type_is_not_glued_to_its_text(canvas):
    c, path = canvas()
    lines(c, ["Economie en werk", *LONG])
    c.save()
    assert [kind for kind, _ in kinds(read(path))] == ["heading", "paragraph"]


def test_bullets_become_items_with_wrapped_lines_and_levels(canvas):
    c, path = canvas()
    lines(c, ["Wij gaan de komende periode:"], y=760)
    lines(c, ["• investeren in een goede en veilige verbinding tussen de kernen van onze mooie"], x=80, y=744)
    lines(c, ["gemeente;"], x=90, y=730)
    lines(c, ["– eerst tussen Oostdorp en Westdorp;"], x=100, y=716)
    lines(c, ["• sporten voor kinderen goedkoper maken."], x=80, y=702)
    c.save()
    document = read(path)
    assert [(b.kind, b.label, b.level) for b in document.blocks] == [
        ("paragraph", "", 0),
        ("list_item", "•", 1),
        ("list_item", "–", 2),
        ("list_item", "•", 1),
    ]
    assert document.blocks[1].text.endswith("kernen van onze mooie gemeente;")


def test_footnotes_apart_and_their_marks_gone(canvas):
    c, path = canvas()
    c.setFont("Helvetica", 11)
    c.drawString(72, 700, "Wij volgen de landelijke afspraken over warmte.")
    width = c.stringWidth("Wij volgen de landelijke afspraken over warmte.", "Helvetica", 11)
    c.setFont("Helvetica", 7)
    c.drawString(72 + width, 704, "3")
    c.setFont("Helvetica", 11)
    c.drawString(72 + width + 8, 700, "Dat doen wij")
    lines(c, ["samen met onze inwoners, ondernemers en alle verenigingen in het buitengebied, zodat de"], y=686)
    lines(c, ["opgave gedragen wordt."], y=672)
    c.setFont("Helvetica", 5)
    c.drawString(72, 83, "3")
    lines(c, ["Kamerstuk over warmte, voorjaar."], x=76, y=80, size=8)
    c.save()
    document = read(path)
    assert "warmte. Dat doen wij samen" in prose(document)
    notes = [block for block in document.blocks if block.kind == "footnote"]
    assert [(note.label, note.text) for note in notes] == [("3", "Kamerstuk over warmte, voorjaar.")]


def test_contents_and_tables_are_not_prose(canvas):
    c, path = canvas()
    lines(c, ["Inhoud"], size=16, y=780, font="Helvetica-Bold")
    lines(c, [f"{name} {'.' * 60} {page}" for name, page in (("Wonen", 3), ("Zorg", 5), ("Veiligheid", 8))], y=750)
    c.showPage()
    lines(c, LONG)
    for place, row in enumerate((("Wonen", "1.200", "1.300"), ("Zorg", "900", "950"), ("Totaal", "2.100", "2.250"))):
        for column, cell in enumerate(row):
            lines(c, [cell], x=72 + 150 * column, y=640 - 16 * place)
    c.save()
    document = read(path)
    found = kinds(document)
    assert [kind for kind, _ in found].count("contents") == 4
    assert ("table", "Wonen | 1.200 | 1.300") in found
    assert "1.200" not in prose(document)
    assert "Veiligheid" not in prose(document)


@pytest.mark.parametrize("rotation", [0, 90])
def test_turned_pages_read_as_upright_ones(canvas, rotation):
    plain, plain_path = canvas("recht.pdf")
    lines(plain, LONG, x=72)
    plain.save()
    turned, turned_path = canvas("gedraaid.pdf", pageCompression=0)
    turned.setPageSize(landscape(A4))
    if rotation:
        turned.setPageSize(A4)  # the library swaps the sides of a page that is turned
        turned.setPageRotation(rotation)
    turned.translate(HEIGHT, 0)
    turned.rotate(90)
    lines(turned, LONG, x=72, y=760)
    turned.save()
    assert read(turned_path).text == read(plain_path).text


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


def test_page_box_that_does_not_start_at_zero(canvas):
    c, path = canvas()
    c.setCropBox((50, 200, 545, 800))
    for number in range(4):
        lines(c, ["Gemeente Waterdorp"], y=790, size=8)
        lines(c, LONG, y=700)
        lines(c, [str(number + 1)], x=290, y=205, size=8)
        c.showPage()
        c.setCropBox((50, 200, 545, 800))
    c.save()
    document = read(path)
    assert "Gemeente Waterdorp" not in document.text
    assert all(block.text.startswith("De gemeente") for block in document.blocks)


def test_title_in_properties_counts_only_when_it_is_one(canvas):
    for given, expected in (("Samen vooruit", "Samen vooruit"), ("Microsoft Word - akkoord.docx", "Kop van het stuk")):
        c, path = canvas()
        c.setTitle(given)
        lines(c, ["Kop van het stuk"], size=20, y=790)
        lines(c, LONG)
        c.save()
        assert read(path).title == expected


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


def columns(canvas, y=600):
    """Two columns of six lines; the paragraph of the first goes on in the second."""
    words = ("een", "twee", "drie", "vier", "vijf", "zes")
    lines(canvas, [f"Linker regel {word} gaat verder met tekst" for word in words], y=y, size=10)
    lines(canvas, [f"rechter regel {word} gaat verder hierna" for word in words[:-1]], x=310, y=y, size=10)
    lines(canvas, ["en eindigt hier met een punt."], x=310, y=y - 70, size=10)


def test_short_last_line_of_text_over_both_columns_stays_with_it(canvas):
    c, path = canvas()
    lead = ["Wij werken aan een dorp waar iedereen mee kan doen, waar het groen is en", "waar wij elkaar helpen."]
    lines(c, lead, y=740, size=14, leading=17)
    columns(c)
    c.save()
    assert kinds(read(path))[0][1] == " ".join(lead)


def test_caption_above_a_column_does_not_cut_the_text(canvas):
    c, path = canvas()
    lines(c, ["Foto van de haven"], x=310, y=690, size=9)
    columns(c)
    c.save()
    found = kinds(read(path))
    assert ("caption", "Foto van de haven") in found
    assert "gaat verder met tekst rechter regel een" in prose(read(path))


def test_last_rows_of_a_table_are_rows(canvas):
    c, path = canvas()
    lines(c, LONG)
    rows = (("Wonen", "Dorpshuis", "Oost"), ("Zorg", "Wijkteam", "West"), ("Werk", "Loket", "Zuid"))
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            lines(c, [cell], x=72 + 150 * column, y=640 - 16 * place)
    lines(c, ["Sport en spel"], y=592)
    lines(c, LONG, y=540)
    c.save()
    assert ("table", "Sport en spel") in kinds(read(path))
    assert prose(read(path)).count("De gemeente Waterdorp") == 2


def test_answer_under_an_item_is_no_heading(canvas):
    c, path = canvas()
    lines(c, LONG, y=780)
    lines(c, ["a) Naam van het plan", "b) Grondslag", "Artikel 12 Verordening havens", "c) Stand van zaken"], y=700)
    lines(c, LONG, y=600)
    c.save()
    found = kinds(read(path))
    assert ("list_item", "Grondslag Artikel 12 Verordening havens") in found
    assert "heading" not in [kind for kind, _ in found]


def test_codes_of_a_questionnaire_are_labels(canvas):
    c, path = canvas()
    lines(c, LONG, y=780)
    lines(
        c, ["v1. Wie beheert de gegevens?", "v2.Hoe lang worden die bewaard?", "v 3. Wie ziet toe?"], y=700, leading=24
    )
    c.save()
    items = [block for block in read(path).blocks if block.kind == "list_item"]
    assert [(item.label, item.text) for item in items] == [
        ("v1.", "Wie beheert de gegevens?"),
        ("v2.", "Hoe lang worden die bewaard?"),
        ("v 3.", "Wie ziet toe?"),
    ]


def test_contents_entry_over_two_lines_is_no_item(canvas):
    c, path = canvas()
    lines(c, ["Inhoud"], size=16, y=780, font="Helvetica-Bold")
    lines(c, ["1. Wonen " + "." * 70 + " 3", "2. Een heel lange titel die op de volgende regel"], y=750)
    lines(c, ["verder gaat " + "." * 66 + " 5", "3. Werk " + "." * 71 + " 8"], y=722)
    c.showPage()
    lines(c, LONG)
    c.save()
    assert {kind for kind, text in kinds(read(path)) if "lange titel" in text} == {"contents"}


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
