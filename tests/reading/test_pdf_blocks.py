"""What is a heading, an item, a footnote, contents or a table in a PDF, which does not say so itself."""

from __future__ import annotations

from analyzer.reading import read

from .pages import LONG, kinds, lines, prose


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
