from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import ReadError
from analyzer.reading import read, read_text

SENTENCES = (
    "De gemeente wil dat alle inwoners van Waterdorp prettig kunnen wonen. Daarvoor bouwen wij de komende jaren "
    "tweeduizend woningen, waarvan een derde in de sociale huur. Ook knappen wij de oude wijken op."
)


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def found(text):
    return [(block.kind, block.text) for block in read_text(text).blocks]


def test_hard_wrapped_paragraphs_without_blank_lines():
    paragraphs = [SENTENCES, SENTENCES.replace("Waterdorp", "Oostdorp"), SENTENCES.replace("Waterdorp", "Westdorp")]
    wrapped = "\n".join(line + " " for part in paragraphs for line in textwrap.wrap(part, 60))
    assert [text for _, text in found(wrapped)] == paragraphs


def test_headings_are_not_glued_to_the_text_below():
    body = "\n".join(textwrap.wrap(SENTENCES, 70))
    text = f"Cultuur en creatieve industrie\n{body}\n2.1 Sport voor iedereen\n{body}\nVEILIGHEID\n{body}\n"
    assert [(kind, text[:20]) for kind, text in found(text)] == [
        ("heading", "Cultuur en creatieve"),
        ("paragraph", SENTENCES[:20]),
        ("heading", "2.1 Sport voor ieder"),
        ("paragraph", SENTENCES[:20]),
        ("heading", "VEILIGHEID"),
        ("paragraph", SENTENCES[:20]),
    ]


def test_soft_hyphens_and_loose_hyphens_at_line_ends():
    text = "De over\u00ad \nheid stel-  \nlen wij graag op de proef, en de basis -\nschool ook in de toe-\nkomst.\n"
    assert found(text) == [
        ("paragraph", "De overheid stellen wij graag op de proef, en de basisschool ook in de toekomst.")
    ]


def test_bullets_numbers_and_lead_in():
    text = (
        "Wij gaan in de komende periode aan de slag met drie dingen:\n"
        "- wonen voor starters, zodat ook jonge mensen in onze mooie\n  gemeente kunnen blijven;\n"
        "- zorg dichtbij.\n\n1. Eerst maken wij een plan.\n2. Daarna voeren wij het uit.\n"
        "3.\nTen slotte kijken wij terug.\n"
    )
    document = read_text(text)
    assert [(b.kind, b.label) for b in document.blocks] == [
        ("paragraph", ""),
        ("list_item", "-"),
        ("list_item", "-"),
        ("list_item", "1."),
        ("list_item", "2."),
        ("list_item", "3."),
    ]
    assert (
        document.blocks[1].text == "wonen voor starters, zodat ook jonge mensen in onze mooie gemeente kunnen blijven;"
    )
    assert document.blocks[5].text == "Ten slotte kijken wij terug."


def test_clauses_with_semicolons_are_items():
    text = "De raad besluit:\n\nde nota vast te stellen;\n\nhet college te machtigen.\n"
    assert [kind for kind, _ in found(text)] == ["paragraph", "list_item", "list_item"]


def paged(header, pages=12):
    rows = []
    for number in range(1, pages + 1):
        letter = "abcdefghijklmnop"[number]
        words = " ".join(f"{letter}{word}" for word in SENTENCES.lower().split())
        body = textwrap.wrap(f"Alinea {letter} begint hier. " + " ".join([words.capitalize()] * 4), 70)
        rows += [*header(number, body)]
    return "\n".join(rows)


@pytest.mark.parametrize(
    "header",
    [
        lambda n, body: [f"Programma Waterdorp 2022 | {n}", *body],
        lambda n, body: ["Programma Waterdorp", str(n), *body],
        lambda n, body: [*body[:-1], body[-1] + f" | Programma van Waterdorp | {n}"],
        lambda n, body: [f"{n}" + body[0], *body[1:]],
        lambda n, body: [*body, f"- {n} -"],
        lambda n, body: [body[0], f"Programma van Waterdorp 2022{body[1]}", *body[2:]],
        lambda n, body: [*body[:-1], f"{body[-1]}Programma van Waterdorp 2022 Inhoud"],
        lambda n, body: [body[0], f"Programma van Waterdorp {n // 2 * 2}{body[1]}", *body[2:]],
    ],
    ids=[
        *["line", "two lines", "glued behind", "glued number", "number"],
        *["glued year", "glued year behind", "numbers of spreads"],
    ],
)
def test_running_headers_and_page_numbers_go(header):
    text = read_text(paged(header)).text
    assert "Programma" not in text
    assert not any(character.isdigit() for character in text)
    assert text.count("Alinea ") == 12


def test_line_numbers_in_the_margin_go():
    rows = textwrap.wrap(SENTENCES * 8, 80)
    text = "\n".join(f"{row} {number}" for number, row in enumerate(rows, 1))
    assert not any(character.isdigit() for character in read_text(text).text)
    endless = " ".join(f"{row} {number % 40 + 1} " for number, row in enumerate(rows * 3))
    assert not any(character.isdigit() for character in read_text(endless).text)


def test_repeated_headings_of_the_text_stay():
    text = "\n".join(f"Actiepunten\n{SENTENCES}\n" for _ in range(15))
    assert [kind for kind, _ in found(text)].count("heading") == 15


def test_a_passage_that_is_printed_three_times_stays_three_times():
    passage = "\n".join(textwrap.wrap(SENTENCES * 4, 70))
    between = [f"{word} staat hier als inleiding van wat volgt." for word in ("Een", "Twee", "Drie")]
    text = read_text("\n".join(f"{start}\n{passage}" for start in between)).text
    assert text.count("prettig kunnen wonen") == 12


def test_words_parted_by_tabs_and_returns():
    assert found("Wij bouwen huizen voor starters.".replace(" ", "\t\r \u00a0")) == [
        ("paragraph", "Wij bouwen huizen voor starters.")
    ]


def test_form_feeds_are_pages():
    document = read_text("Op de eerste bladzijde staat een zin die\fdoorloopt op de tweede.\n\fDe derde.")
    assert document.pages == 3
    block = document.blocks[0]
    assert block.page == 1
    assert block.page_at(document.text.index("doorloopt")) == 2
    assert document.blocks[1].page == 3


def test_contents_lines_are_not_prose():
    text = "Inhoudsopgave\nWonen ........ 3\nZorg ......... 5\nVeiligheid 8\nEconomie 12\n\n" + SENTENCES
    assert [kind for kind, _ in found(text)] == [*["contents"] * 5, "paragraph"]


def test_broken_words_within_lines_are_mended():
    long = sorted({word.strip(",.").lower() for word in SENTENCES.split()}, key=len)[-12:]
    halves = [(word[:cut], word[cut:]) for word in long for cut in (2, 3, 4)]
    rows = [SENTENCES] * 10 + [f"Hier staat {head}-{tail} in de regel." for head, tail in halves]
    text = read_text("\n\n".join(rows)).text
    assert "-" not in text


def test_an_index_of_subjects_is_not_prose():
    subjects = ["afval 12, 14", "bibliotheek 7", "- uitleen 8/9", "cultuur (31), 33", "dorpshuis 4a", "energie 20, 21b"]
    text = "\n".join([*textwrap.wrap(SENTENCES * 3, 70), "", *subjects * 4, "", *textwrap.wrap(SENTENCES * 3, 70)])
    kinds = [kind for kind, _ in found(text)]
    assert kinds.count("contents") == 24
    assert kinds.count("paragraph") == 2


LISTS = {
    "letter": ["nnn {}"],
    "glyph": ["/square4 {}"],
    "glued letter": ["n{}"],
    "glued dash": ["-{}"],
    "number": ["{n} {}"],
}


@pytest.mark.parametrize("form", LISTS)
def test_marks_that_text_extraction_spoils(form):
    sentences = [f"{word} komt er een plan, en dat is klaar." for word in ("Nu", "Straks", "Daarna", "Later") * 2]
    if form == "glued dash":
        sentences = [sentence.lower() for sentence in sentences]
    rows = [LISTS[form][0].replace("{n}", str(n)).format(row) for n, row in enumerate(sentences, 1)]
    text = "\n".join([SENTENCES, *rows])
    assert found(text) == [("paragraph", SENTENCES), *(("list_item", sentence) for sentence in sentences)]


def test_a_few_such_letters_are_words():
    text = "\n".join([SENTENCES, "x Dit staat er een keer.", "12 Dat ook."])
    assert "list_item" not in [kind for kind, _ in found(text)]


def test_a_page_number_in_a_broken_word_goes():
    body = "\n".join(textwrap.wrap(SENTENCES * 10, 60))
    text = f"{body}\nHet plan voor de haven komt dit jaar tot stand-\n36 koming met hulp van velen.\n{body}"
    assert "standkoming met hulp" in read_text(text).text


def test_headings_do_not_end_in_an_article():
    text = f"{SENTENCES}\nSinds de bouw van de\nHavenbrug is het hier druk.\n{SENTENCES}"
    assert "heading" not in [kind for kind, _ in found(text)]


def test_a_bracket_that_is_open_goes_on():
    text = f"{SENTENCES}\n- geen borden in een taal anders dan Nederlands (of\nFries)\n- geen haast\n"
    assert found(text)[1] == ("list_item", "geen borden in een taal anders dan Nederlands (of Fries)")


def test_a_numbered_heading_above_a_lettered_list():
    text = f"{SENTENCES}\n5. Bereikbaarheid\na. Wij leggen een fietspad aan.\nb. De bus rijdt vaker.\n"
    assert [kind for kind, _ in found(text)] == ["paragraph", "heading", "list_item", "list_item"]


@pytest.mark.parametrize("spoil", [lambda text: text.replace(" ", ""), lambda text: "♦♣ " * len(text)])
def test_text_that_is_not_words_is_refused(tmp_path, spoil):
    with pytest.raises(ReadError, match="geen leesbare tekst") as caught:
        read(write(tmp_path / "stuk.txt", spoil(SENTENCES * 3)))
    assert caught.value.remedy


def test_a_passage_without_spaces_is_not_prose():
    good = textwrap.wrap(SENTENCES * 5, 70)
    document = read_text("\n".join([*good, "", SENTENCES.replace(" ", ""), "", *good]))
    assert [block.kind for block in document.blocks] == ["paragraph", "caption", "paragraph"]


def test_note_numbers_behind_sentences_go():
    assert found("Dat is een goede voorverwarming.9 Door dit plan gaat het beter.") == [
        ("paragraph", "Dat is een goede voorverwarming. Door dit plan gaat het beter.")
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends(ending):
    assert found(ending.join(["Eerste alinea staat hier.", "", "Tweede alinea."])) == [
        ("paragraph", "Eerste alinea staat hier."),
        ("paragraph", "Tweede alinea."),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "mac_roman", "utf-16", "utf-16-le"])
def test_encodings(tmp_path, encoding):
    text = "Eén coöperatie met geïnteresseerde inwoners: reëel, naïef en privé. " * 5
    document = read(write(tmp_path / "stuk.txt", text, encoding))
    assert document.text.startswith("Eén coöperatie met geïnteresseerde inwoners: reëel")


def test_a_few_bad_bytes_in_utf8_are_damage(tmp_path):
    path = tmp_path / "stuk.txt"
    path.write_bytes("Een coöperatie is één geheel. ".encode() * 20 + b"\xff kapot")
    document = read(path)
    assert "coöperatie" in document.text
    assert document.notes == ("Sommige bytes van het bestand zijn beschadigd.",)


@pytest.mark.parametrize("extension", [".txt", ".pdf", ".docx", ".odt", ".html", ".md"])
@pytest.mark.parametrize("data", [b"", b" \n\n \t", b"\xef\xbb\xbf"])
def test_empty(tmp_path, data, extension):
    path = tmp_path / f"leeg{extension}"
    path.write_bytes(data)
    with pytest.raises(ReadError, match="is leeg"):
        read(path)


def test_binary_rubbish(tmp_path):
    path = tmp_path / "rommel.txt"
    path.write_bytes(bytes(range(256)) * 50)
    with pytest.raises(ReadError, match="binaire"):
        read(path)


def test_an_endless_line(tmp_path):
    path = write(tmp_path / "lang.txt", SENTENCES * 400)
    document = read(path)
    assert document.words == len((SENTENCES * 400).split())


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_any_text_keeps_offsets(text):
    document = read_text(text)
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text
        assert all(0 <= at <= len(block.text) for at, _ in block.page_breaks)


@given(
    st.lists(
        st.sampled_from(["wonen", "Zorg.", "be-", "leid", "12", "- ", "\n", "\f", "\n\n", "EU-", "•"]), max_size=80
    )
)
def test_words_are_never_lost(parts):
    document = read_text(" ".join(parts))
    for word in ("wonen", "Zorg"):
        assert document.text.count(word) == parts.count(word) + (parts.count("Zorg.") if word == "Zorg" else 0)
