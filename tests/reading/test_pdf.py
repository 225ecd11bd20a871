"""Lines on pages become running text: what stands around it goes, columns and turned pages are read in order."""

from __future__ import annotations

import pytest
from reportlab.lib.pagesizes import A4, landscape

from analyzer.reading import read

from .pages import LONG, check_offsets, kinds, lines, prose

HEIGHT = A4[1]


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
