"""DOCX, ODT, HTML and Markdown, made here with the programs' own libraries."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document as Word
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from odf import opendocument, table
from odf.style import Style, TextProperties
from odf.text import H, List, ListItem, Note, NoteBody, NoteCitation, P, Span

from analyzer.errors import ReadError
from analyzer.reading import read


def found(path):
    document = read(path)
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text
    return [(block.kind, block.level, block.text) for block in document.blocks]


@pytest.fixture
def word(tmp_path):
    document = Word()
    document.core_properties.title = "Coalitieakkoord Waterdorp"
    path = tmp_path / "akkoord.docx"

    def save():
        document.save(str(path))
        return path

    return document, save


def test_docx_headings_lists_and_tables(word):
    document, save = word
    document.sections[0].header.paragraphs[0].text = "Lopende kop"
    document.sections[0].footer.paragraphs[0].text = "Bladzijde 1"
    document.add_heading("Wonen", 1)
    document.add_paragraph("Wij bouwen huizen.")
    document.add_heading("Huur", 2)
    document.add_paragraph("Wij gaan:", style="Normal")
    document.add_paragraph("de huur bevriezen;", style="List Bullet")
    document.add_paragraph("eerst de sociale huur;", style="List Bullet 2")
    document.add_paragraph("starters helpen.", style="List Number")
    document.add_paragraph("Kop in vet").runs[0].bold = True
    document.add_paragraph("Gewone tekst daaronder.")
    rows = document.add_table(2, 2)
    for cell, text in zip(rows._cells, ("Post", "Bedrag", "Wonen", "1.200"), strict=True):
        cell.text = text
    path = save()
    assert found(path) == [
        ("heading", 1, "Wonen"),
        ("paragraph", 0, "Wij bouwen huizen."),
        ("heading", 2, "Huur"),
        ("paragraph", 0, "Wij gaan:"),
        ("list_item", 1, "de huur bevriezen;"),
        ("list_item", 1, "eerst de sociale huur;"),
        ("list_item", 1, "starters helpen."),
        ("heading", 7, "Kop in vet"),
        ("paragraph", 0, "Gewone tekst daaronder."),
        ("table", 0, "Post | Bedrag"),
        ("table", 0, "Wonen | 1.200"),
    ]
    result = read(path)
    assert result.title == "Coalitieakkoord Waterdorp"
    assert result.format == "docx"
    assert result.blocks[4].path == ("Wonen", "Huur")
    assert result.blocks[6].label == "1."


def test_docx_tracked_changes_links_breaks_and_text_boxes(word):
    document, save = word
    paragraph = document.add_paragraph("Wij investeren ")
    for tag, inner, text in (("w:del", "w:delText", "niets "), ("w:ins", "w:t", "veel ")):
        change = OxmlElement(tag)
        run = OxmlElement("w:r")
        content = OxmlElement(inner)
        content.text = text
        content.set(qn("xml:space"), "preserve")
        run.append(content)
        change.append(run)
        paragraph._p.append(change)
    link = OxmlElement("w:hyperlink")
    link.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>in onze website</w:t></w:r>"))
    paragraph._p.append(link)
    run = paragraph.add_run(" en in")
    run.add_break(WD_BREAK.LINE)
    run.add_text("de balie.")
    box = document.add_paragraph("Boven het kader.")
    box._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>Tekst in een kader.</w:t></w:r></w:p>"
            "</w:txbxContent></w:pict></w:r>"
        )
    )
    assert [text for _, _, text in found(save())] == [
        "Wij investeren veel in onze website en in de balie.",
        "Boven het kader.",
        "Tekst in een kader.",
    ]


def test_docx_footnotes(word):
    document, save = word
    document.add_paragraph("Zie de noot.")
    path = save()
    note = (
        '<?xml version="1.0"?><w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Een noot.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/footnotes.xml", note)
    assert found(path) == [("paragraph", 0, "Zie de noot."), ("footnote", 0, "Een noot.")]


@pytest.fixture
def odt(tmp_path):
    document = opendocument.OpenDocumentText()
    path = tmp_path / "visie.odt"

    def save():
        document.save(str(path))
        return path

    return document, save


def test_odt(odt):
    document, save = odt
    bold = Style(name="vet", family="text")
    bold.addElement(TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    add = document.text.addElement
    add(H(outlinelevel=1, text="Werkgeversvisie"))
    paragraph = P(text="Wij werken samen")
    note = Note(noteclass="footnote")
    note.addElement(NoteCitation(text="1"))
    body = NoteBody()
    body.addElement(P(text="Zie de nota."))
    note.addElement(body)
    paragraph.addElement(note)
    paragraph.addText(" met inwoners.")
    add(paragraph)
    outer, item = List(), ListItem()
    item.addElement(P(text="opleiden;"))
    inner, deeper = List(), ListItem()
    deeper.addElement(P(text="van jongeren;"))
    inner.addElement(deeper)
    item.addElement(inner)
    outer.addElement(item)
    add(outer)
    heading = P()
    heading.addElement(Span(stylename=bold, text="Kop in vet"))
    add(heading)
    add(P(text="Daaronder tekst."))
    rows = table.Table()
    row = table.TableRow()
    for text in ("Post", "12"):
        cell = table.TableCell()
        cell.addElement(P(text=text))
        row.addElement(cell)
    rows.addElement(row)
    add(rows)
    assert found(save()) == [
        ("heading", 1, "Werkgeversvisie"),
        ("paragraph", 0, "Wij werken samen met inwoners."),
        ("list_item", 1, "opleiden;"),
        ("list_item", 2, "van jongeren;"),
        ("heading", 7, "Kop in vet"),
        ("paragraph", 0, "Daaronder tekst."),
        ("table", 0, "Post | 12"),
        ("footnote", 0, "Zie de nota."),
    ]


def bomb(path, member, others=()):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in others:
            archive.writestr(name, text)
        archive.writestr(member, b"<a>" + b" " * 200_000_000 + b"</a>")
    return path


def test_zip_bombs(tmp_path):
    docx = bomb(tmp_path / "bom.docx", "word/document.xml")
    odt = bomb(tmp_path / "bom.odt", "content.xml", [("mimetype", "application/vnd.oasis.opendocument.text")])
    for path in (docx, odt):
        with pytest.raises(ReadError, match="zipbom"):
            read(path)


def test_zip_that_lies_about_its_size(tmp_path):
    path = bomb(tmp_path / "bom.docx", "word/document.xml")
    data = path.read_bytes()
    true, lie = (200_000_007).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    assert data.count(true) == 2
    path.write_bytes(data.replace(true, lie))
    with pytest.raises(ReadError):
        read(path)


def test_xml_entities_are_refused(tmp_path):
    path = tmp_path / "lach.docx"
    laughs = '<!DOCTYPE a [<!ENTITY b "haha"><!ENTITY c "&b;&b;&b;&b;">]>'
    text = (
        f'{laughs}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">&c;</w:document>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", text)
    with pytest.raises(ReadError, match="XML-entiteiten"):
        read(path)


def test_damaged_archives(word, tmp_path):
    document, save = word
    document.add_paragraph("Tekst.")
    data = save().read_bytes()
    cut = tmp_path / "half.docx"
    cut.write_bytes(data[: len(data) // 2])
    with pytest.raises(ReadError, match="beschadigd"):
        read(cut)
    other = tmp_path / "map.docx"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("foto.txt", "geen document")
    with pytest.raises(ReadError, match="geen DOCX of ODT"):
        read(other)
    broken = tmp_path / "xml.docx"
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("word/document.xml", "<w:document>")
    with pytest.raises(ReadError, match="beschadigde XML"):
        read(broken)


def test_encrypted_archives(tmp_path):
    path = tmp_path / "dicht.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "x")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    with pytest.raises(ReadError, match="versleuteld"):
        read(path)
    office = tmp_path / "dicht.docx"
    office.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    with pytest.raises(ReadError, match="wachtwoord"):
        read(office)


HTML = """<!DOCTYPE html><html><head><title>Visie op werk | Gemeente Waterdorp</title>
<style>p {{color: red}}</style><script>var wonen = 1;</script></head><body>
<header><a href="/">Home</a></header><nav><ul><li>Menu</li></ul></nav>
<div class="cookie-melding">Wij gebruiken cookies.</div>
<main><article><header><h1>Visie op werk</h1></header>
<p>Wij zijn een <strong>goede</strong> werkgever<sup>[1]</sup>.<br>Dat blijven wij.</p>
<h2>Opleiding</h2><p>Wij gaan:</p><ul><li>leren;<ul><li>elke dag;</li></ul></li><li><p>delen.</p></li></ul>
<ol><li>Eerst dit.</li><li>Dan dat.</li></ol>
<table><tr><th>Post</th><th>Bedrag</th></tr><tr><td>Leren</td><td>100</td></tr></table>
<table><tr><td><p>Een alinea in een opmaaktabel.</p></td></tr></table>
<p style="display:none">Verborgen.</p>
</article></main><aside>Lees ook</aside><footer>Contact</footer></body></html>"""


def test_html(tmp_path):
    path = tmp_path / "visie.html"
    path.write_text(HTML, encoding="utf-8")
    assert found(path) == [
        ("heading", 1, "Visie op werk"),
        ("paragraph", 0, "Wij zijn een goede werkgever. Dat blijven wij."),
        ("heading", 2, "Opleiding"),
        ("paragraph", 0, "Wij gaan:"),
        ("list_item", 1, "leren;"),
        ("list_item", 2, "elke dag;"),
        ("list_item", 1, "delen."),
        ("list_item", 1, "Eerst dit."),
        ("list_item", 1, "Dan dat."),
        ("table", 0, "Post | Bedrag"),
        ("table", 0, "Leren | 100"),
        ("paragraph", 0, "Een alinea in een opmaaktabel."),
    ]
    document = read(path)
    assert document.title == "Visie op werk"
    assert [block.label for block in document.blocks if block.text.startswith(("Eerst", "Dan"))] == ["1.", "2."]


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-8"])
def test_html_charset(tmp_path, charset):
    path = tmp_path / "a.htm"
    text = f'<html><head><meta charset="{charset}"></head><body><p>Coöperatie én privé.</p></body></html>'
    path.write_bytes(text.encode(charset))
    assert found(path) == [("paragraph", 0, "Coöperatie én privé.")]


def test_html_nested_without_end(tmp_path):
    path = tmp_path / "diep.html"
    path.write_text("<html><body><p>Boven.</p>" + "<div>" * 5000 + "diep" + "</div>" * 5000 + "</body></html>")
    assert ("paragraph", 0, "Boven.") in found(path)


MARKDOWN = """---
title: "Akkoord op hoofdlijnen"
author: raad
---
# Wonen #

Wij **bouwen** huizen voor [starters](https://voorbeeld.nl) en
doen dat _snel_.[^1]

Zorg en welzijn
===============

* dichtbij;
  en betaalbaar;
    - ook thuis.
1. Eerst dit.

| Post | Bedrag |
|------|-------:|
| Zorg | 100    |

```
code telt niet mee
```

> Een citaat.

[^1]: Volgens de planning.
"""


def test_markdown(tmp_path):
    path = tmp_path / "akkoord.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    assert found(path) == [
        ("heading", 1, "Wonen"),
        ("paragraph", 0, "Wij bouwen huizen voor starters en doen dat snel."),
        ("heading", 1, "Zorg en welzijn"),
        ("list_item", 1, "dichtbij; en betaalbaar;"),
        ("list_item", 3, "ook thuis."),
        ("list_item", 1, "Eerst dit."),
        ("table", 0, "Post | Bedrag"),
        ("table", 0, "Zorg | 100"),
        ("paragraph", 0, "Een citaat."),
        ("footnote", 0, "Volgens de planning."),
    ]
    assert read(path).title == "Akkoord op hoofdlijnen"


def test_wrong_extension(word, tmp_path):
    document, save = word
    document.add_paragraph("Tekst in Word.")
    wrong = tmp_path / "stuk.pdf"
    wrong.write_bytes(save().read_bytes())
    result = read(wrong)
    assert result.format == "docx"
    assert result.notes == ("De extensie .pdf klopt niet: dit is een DOCX-bestand.",)
    page = tmp_path / "pagina.txt"
    page.write_text(HTML, encoding="utf-8")
    assert read(page).format == "html"
    text = tmp_path / "tekst.pdf"
    text.write_text("Dit is geen PDF.")
    with pytest.raises(ReadError, match="geen PDF"):
        read(text)


def test_stream_of_zip_does_not_leak_into_messages(tmp_path):
    path = tmp_path / "a.docx"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    path.write_bytes(buffer.getvalue())
    with pytest.raises(ReadError) as caught:
        read(path)
    assert str(path) in str(caught.value)
