"""Units: where sentences and list items start and end, what introduces them, and that their offsets are exact."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.language.segment import MAX_UNIT, pipeline_arbiter, segment, split_sentences
from analyzer.language.units import Unit
from analyzer.reading import PROSE, Document, Piece, assemble, read_text


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def document(*pieces: Piece) -> Document:
    return assemble(pieces, document_id="0123456789abcdef", source="proef")


def units(*pieces: Piece) -> list[Unit]:
    return segment(document(*pieces))


@pytest.mark.parametrize(
    "text",
    [
        "Wij kiezen voor eenvoud, d.w.z. één formulier per aanvraag.",
        "We helpen o.a. De Waterkring en o.m. Stichting Buurtzaken met subsidie.",
        "De brug kost 12 mln. euro en het fietspad 3 mld. gulden van toen.",
        "Het staat in art. 3.2 en in artt. 4 en 5 van de verordening.",
        "Er staan ca. 300 bomen, nrs. 12 t/m 48, langs de vaart.",
        "Dat geeft ruimte van ca. € 13 miljoen en op termijn meer, zie blz. § 4.",
        "Dit regelt de Wet open overheid (Stb. 2021, 499) voor ons.",
        "Mw. De Vries en dhr. J.P. van Dam openen samen de hal.",
        "De zgn. ,,groene rand'' bij ,,St. Joris'' blijft, zegt hr. Bos.",
        "Drs. K. Jansen, ir. P. de Boer en mr. A. Yilmaz zitten in de raad.",
        "De commissie-Van der Meer (zie blz. 12 e.v.) adviseert positief.",
        "De zaal is open van 9.30 tot 17.00 uur en kost € 1.250,50 per dag.",
        "Op www.waterdorp.nl en via info@waterdorp.nl staat meer.",
        "Het bedrag stijgt van f. 336 miljoen naar fl. 400 miljoen.",
        "Wij werken samen met de Maatschappelijke B.V. in oprichting.",
        "Zij zei: ‘Is dat zo?’ en liep verder.",
        "De norm (dat wil zeggen: niet meer dan nodig. En nooit in de nacht) blijft.",
        "De maatregelen a. tot en met d. gelden overal.",
        "Dit staat in verordening .../... Waterdorp van dit jaar.",
    ],
)
def test_one_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wij bouwen. Dat doen wij snel.", ["Wij bouwen.", "Dat doen wij snel."]),
        ("Kan dat? Ja! Het kan…", ["Kan dat?", "Ja!", "Het kan…"]),
        ("Het kost 12 mln. Wij betalen dat.", ["Het kost 12 mln.", "Wij betalen dat."]),
        ("Wij planten bomen, struiken enz. Daarna volgt gras.", ["Wij planten bomen, struiken enz.", "Daarna volgt gras."]),
        ("Dat is klaar in 2030. Wij beginnen nu.", ["Dat is klaar in 2030.", "Wij beginnen nu."]),
        ("Er komt een Maatschappelijke B.V. Ook komt er een fonds.", ["Er komt een Maatschappelijke B.V.", "Ook komt er een fonds."]),
        ("‘Dit is ons dorp.’ Zo begint het plan.", ["‘Dit is ons dorp.’", "Zo begint het plan."]),
        ("Dit is klaar (zie bijlage 2). Dat niet.", ["Dit is klaar (zie bijlage 2).", "Dat niet."]),
        ("Dat was goed. 's Avonds is de hal open.", ["Dat was goed.", "'s Avonds is de hal open."]),
        ("Dat is veel. € 20 miljoen gaat naar zorg.", ["Dat is veel.", "€ 20 miljoen gaat naar zorg."]),
        ("Wij starten. 20 scholen doen mee.", ["Wij starten.", "20 scholen doen mee."]),
        ("Het rapport is klaar.Wij volgen het.", ["Het rapport is klaar.", "Wij volgen het."]),
        ("De weg is af. e-Health helpt ook.", ["De weg is af.", "e-Health helpt ook."]),
        # A stop that was lost.
        ("Wij sterken de raad We geven die meer tijd.", ["Wij sterken de raad", "We geven die meer tijd."]),
        ("Dat kost 5% Er komt een fonds.", ["Dat kost 5%", "Er komt een fonds."]),
        ("Daarom zeggen Wij Allen en Ook Zij ja.", ["Daarom zeggen Wij Allen en Ook Zij ja."]),
        # A capital that was lost, but not a stray point within a sentence.
        ("Zo gaat het in de landbouw. de boer krijgt hulp.", ["Zo gaat het in de landbouw.", "de boer krijgt hulp."]),
        ("Wij gaan naar de markten. van de stad.", ["Wij gaan naar de markten. van de stad."]),
    ],
)  # fmt: skip
def test_boundaries(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_semicolons_after_a_colon_make_a_list() -> None:
    text = "Wij gaan: meer huizen bouwen; de huur laag houden; en starters helpen met een lening."
    assert sentences(text) == [
        "Wij gaan:",
        "meer huizen bouwen;",
        "de huur laag houden;",
        "en starters helpen met een lening.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Wij bouwen huizen; dat is nodig; het moet snel.",
        "Drie kernen doen mee: Oostdorp; Westdorp; Zuiddorp.",
        "Eén ding telt: wij doen wat wij beloven; altijd.",
    ],
)
def test_other_semicolons_do_not(text: str) -> None:
    assert sentences(text) == [text]


def test_bullets_that_lost_their_line_ends_make_a_list() -> None:
    assert sentences("Dit vragen wij: • rust in de straat; • groen bij elke school.") == [
        "Dit vragen wij:",
        "rust in de straat;",
        "groen bij elke school.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3. Wonen is een recht. 4. Zorg ook.", ["Wonen is een recht.", "Zorg ook."]),
        ("2.3.9 Wij bouwen een school.", ["Wij bouwen een school."]),
        ("127. Wij bouwen een school. 128. Die is groot.", ["Wij bouwen een school.", "Die is groot."]),
        ("a) de brug sluiten", ["de brug sluiten"]),
        ("A. Wij bouwen een school.", ["Wij bouwen een school."]),
        ("J. H. de Wit leidt het overleg.", ["J. H. de Wit leidt het overleg."]),
        ("B. de Boer", ["B. de Boer"]),
    ],
)
def test_numbers_of_paragraphs_are_no_part_of_the_unit(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_run_without_a_stop_is_cut_at_a_space() -> None:
    text = "woord " * 1000
    found = split_sentences(text)
    assert all(end - start <= MAX_UNIT for start, end in found)
    assert " ".join(text[start:end] for start, end in found).split() == text.split()


def test_an_arbiter_decides_what_rules_cannot() -> None:
    text = "De brug kost 10 mln. Jansen betaalt dat."
    assert len(sentences(text)) == 1
    assert len(split_sentences(text, lambda text, offset: True)) == 2


def test_the_shipped_pipeline_is_loaded_only_when_it_is_asked() -> None:
    loaded: list[str] = []

    def load() -> object:
        from analyzer.language.pipeline import load_pipeline

        loaded.append("ja")
        return load_pipeline()

    arbiter = pipeline_arbiter(load)  # type: ignore[arg-type]
    assert len(split_sentences("Wij bouwen. Dat doen wij snel.", arbiter)) == 2
    assert loaded == []
    split_sentences("De brug kost 10 mln. Jansen betaalt dat.", arbiter)
    assert loaded == ["ja"]


def test_headings_tables_and_notes_are_context_and_no_units() -> None:
    found = units(
        Piece("heading", "Zorg", level=1),
        Piece("heading", "Jeugd", level=2),
        Piece("paragraph", "Wij helpen gezinnen. Dat doen wij vroeg."),
        Piece("table", "Jeugd | 1.200"),
        Piece("footnote", "Zie de nota."),
        Piece("caption", "Foto: de wethouder."),
        Piece("contents", "Jeugd 3"),
        Piece("heading", "Wonen", level=1),
        Piece("paragraph", "Wij bouwen."),
    )
    assert [unit.text for unit in found] == ["Wij helpen gezinnen.", "Dat doen wij vroeg.", "Wij bouwen."]
    assert [unit.heading for unit in found] == ["Jeugd", "Jeugd", "Wonen"]
    assert found[0].section == ("Zorg", "Jeugd")
    assert [unit.previous for unit in found] == ["", "Wij helpen gezinnen.", ""]


def item(text: str, level: int = 1, label: str = "•") -> Piece:
    return Piece("list_item", text, level=level, label=label)


def test_items_complete_their_lead_in() -> None:
    found = units(
        Piece("paragraph", "Wonen is duur. Daarom gaan wij:"),
        item("bouwen voor starters;"),
        item("de huur verlagen. Dat kost geld."),
        Piece("paragraph", "Dit was wonen."),
        item("een los punt"),
    )
    leads = {unit.text: unit.lead_in for unit in found}
    assert leads == {
        "Wonen is duur.": "",
        "Daarom gaan wij:": "",
        "bouwen voor starters;": "Daarom gaan wij:",
        "de huur verlagen.": "Daarom gaan wij:",
        "Dat kost geld.": "",
        "Dit was wonen.": "",
        "een los punt": "",
    }


def test_lists_in_lists_have_their_own_lead_in() -> None:
    found = units(
        Piece("paragraph", "Wij gaan:"),
        item("bouwen:"),
        item("in Oostdorp;", level=2),
        item("in Westdorp;", level=2),
        item("kappen."),
    )
    assert [unit.lead_in for unit in found] == ["", "Wij gaan:", "bouwen:", "bouwen:", "Wij gaan:"]


def test_without_levels_the_mark_tells_lists_apart() -> None:
    found = units(item("Wonen:", label="-"), item("in de stad;", label="*"), item("Zorg dichtbij.", label="-"))
    assert [unit.lead_in for unit in found] == ["", "Wonen:", ""]
    flat = units(item("Wonen:"), item("in de stad;"), item("op het land."))
    assert [unit.lead_in for unit in flat] == ["", "Wonen:", "Wonen:"]


def test_a_heading_ends_a_list() -> None:
    found = units(Piece("paragraph", "Wij gaan:"), Piece("heading", "Zorg", level=1), item("helpen."))
    assert [unit.lead_in for unit in found] == ["", ""]


def test_clauses_in_running_text_keep_their_lead_in() -> None:
    found = units(Piece("paragraph", "Wij gaan: meer huizen bouwen; de huur laag houden; starters goed helpen. Klaar."))
    assert [unit.lead_in for unit in found] == ["", "Wij gaan:", "Wij gaan:", "Wij gaan:", ""]


def test_pages_follow_the_unit_and_not_the_block() -> None:
    text = "Dit staat op drie. Dat op vier."
    found = units(Piece("paragraph", text, page=3, page_breaks=((text.index("Dat"), 4),)))
    assert [unit.page for unit in found] == [3, 4]


def test_the_same_document_gives_the_same_identifiers() -> None:
    text = "Wij bouwen. Dat doen wij snel.\n\nOok in Westdorp bouwen wij."
    first, again = segment(read_text(text)), segment(read_text(text))
    assert [unit.unit_id for unit in first] == [unit.unit_id for unit in again]
    assert len({unit.unit_id for unit in first}) == len(first) == 3


WORDS = st.sampled_from(
    "Wij Zij Wat bouwen huizen d.w.z. art. 3.2 mln. enz. (zie bijlage) ‘groen’ J. • - a) 2. Stb. www.dorp.nl nu in 2030 "
    "é́ € … ‘s iPad 12".split()
)
ENDS = st.sampled_from([".", "!", "?", ";", ":", ",", "", ".”", ".)", "…", "?!", ". "])
TEXTS = st.lists(st.tuples(WORDS, ENDS), max_size=40).map(lambda parts: " ".join(word + end for word, end in parts))
KINDS = st.sampled_from(["paragraph", "list_item", "heading", "table", "footnote"])


@given(st.lists(st.tuples(KINDS, TEXTS), max_size=12))
def test_units_are_in_order_and_exact_and_lose_no_word(blocks: list[tuple[str, str]]) -> None:
    made = document(*(Piece(kind, text, level=1) for kind, text in blocks))  # type: ignore[arg-type]
    found = segment(made)
    assert all(made.text[unit.start : unit.end] == unit.text for unit in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    covered = bytearray(len(made.text))
    for unit in found:
        covered[unit.start : unit.end] = b"\x01" * (unit.end - unit.start)
    for block in made.blocks:
        if block.kind not in PROSE:
            assert not any(covered[block.start : block.end])
            continue
        # Between units stand only list labels and what has no two letters in a row.
        for word in ("bouwen", "huizen", "bijlage", "groen", "dorp", "2030"):
            place = block.text.find(word)
            while place >= 0:
                start = block.start + place
                alone = not any(char.isalpha() for char in word) and not covered[start]
                assert alone or all(covered[start : start + len(word)])
                place = block.text.find(word, place + 1)


@given(st.text(max_size=300))
def test_any_text_is_cut_without_overlap(text: str) -> None:
    found = split_sentences(text)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))


@given(st.text(alphabet="aB. ?!;:•(—)\"'1\n", max_size=200))
def test_no_letter_is_lost_but_labels(text: str) -> None:
    kept = "".join(text[start:end] for start, end in split_sentences(text))
    lost = sum(map(str.isalpha, text)) - sum(map(str.isalpha, kept))
    labels = sum(text.count(mark) for mark in ("a.", "B.", "a)", "B)"))
    assert 0 <= lost <= labels
