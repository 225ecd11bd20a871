"""What surrounds a text: addresses, salutations, signatures, colophons."""

from __future__ import annotations

import pytest

from analyzer.reading.document import Piece
from analyzer.reading.formalities import mark_formalities


def kinds(*pieces: Piece) -> list[str]:
    return [piece.kind for piece in mark_formalities(pieces)]


def paragraph(text: str) -> Piece:
    return Piece("paragraph", text)


def test_a_letter() -> None:
    letter = [
        paragraph("Aan de raad van Waterdorp Dorpsstraat 1 1234 AB Waterdorp"),
        paragraph("Datum 3 maart 2025"),
        paragraph("Ons kenmerk 2025-17"),
        paragraph("Betreft Plan voor de haven"),
        paragraph("Geachte leden van de raad,"),
        paragraph("Hierbij stuur ik u het plan."),
        paragraph("Hoogachtend,"),
        paragraph("de wethouder van Waterdorp"),
        Piece("heading", "J. DE WIT", level=1),
        Piece("heading", "Bijlage", level=1),
        paragraph("Wij graven de haven uit"),
    ]
    assert kinds(*letter) == [
        *["caption"] * 3,
        "heading",
        "caption",
        "paragraph",
        *["caption"] * 3,
        "heading",
        "paragraph",
    ]


@pytest.mark.parametrize("text", ["www.waterdorp.nl", "https://waterdorp.nl/wonen", "info@waterdorp.nl", "@waterdorp"])
def test_links_by_themselves(text: str) -> None:
    assert kinds(paragraph(text)) == ["caption"]


@pytest.mark.parametrize(
    "text",
    [
        "Stuur uw reactie naar Postbus 12, 1234 AB Waterdorp.",
        "Op www.waterdorp.nl staat meer.",
        "Beste zorg voor iedereen",
        "Betreft het een monument, dan helpen wij.",
        "Datum en plaats volgen.",
    ],
)
def test_sentences_stay(text: str) -> None:
    assert kinds(paragraph("Markt 1 1234 AB Waterdorp"), paragraph(text)) == ["caption", "paragraph"]


def test_fields_count_only_in_a_letter() -> None:
    assert kinds(paragraph("Betreft Plan voor de haven"), paragraph("Datum 3 maart")) == ["paragraph"] * 2


def test_colophon_ends_with_the_next_heading() -> None:
    found = kinds(
        Piece("heading", "Colofon", level=1),
        paragraph("Dit is een uitgave van de gemeente Waterdorp."),
        Piece("heading", "Postbus 12", level=2),
        paragraph("Vormgeving: Studio Haven"),
        Piece("heading", "Wonen", level=1),
        paragraph("Wij bouwen."),
    )
    assert found == ["heading", "caption", "caption", "caption", "heading", "paragraph"]


def test_colophon_ends_with_a_long_paragraph() -> None:
    long = paragraph("Wij bouwen aan een dorp waar iedereen kan wonen. " * 6)
    found = kinds(Piece("heading", "Colofon", level=1), paragraph("Foto: de haven"), long, paragraph("Dat kan."))
    assert found == ["heading", "caption", "paragraph", "paragraph"]
