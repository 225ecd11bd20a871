from __future__ import annotations

import pytest

from analyzer.reading import detect_language, read, read_text

TEXTS = {
    "nl": "De gemeente wil dat alle inwoners prettig kunnen wonen. Daarvoor bouwen wij de komende jaren huizen.",
    "en": "The council wants all residents to live well. That is why we will build new homes in the coming years.",
    "fr": "La commune veut que tous les habitants vivent bien. Nous construirons des logements avec les familles.",
    "de": "Die Gemeinde möchte, dass alle Einwohner gut wohnen können. Dafür bauen wir in den nächsten Jahren Häuser.",
    "fy": "De gemeente wol dat elk noflik wenje kin. Dêrfoar bouwe wy de kommende jierren huzen yn ús doarpen.",
    "af": "Die munisipaliteit wil hê dat almal goed kan woon. Daarom gaan ons die volgende jare huise bou vir almal.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_languages(code):
    found, confidence = detect_language(read_text(TEXTS[code] * 5))
    assert found == code
    assert 0.3 < confidence <= 1.0


def test_old_spelling_with_reading_errors_is_dutch():
    text = (
        "Voor alles wordt door den Bond gestreefd naar eene regeling van den arbeid in de fabrieken en werkplaatsen, "
        "zoo dat de arbeidersklasse zich van hunne rechten en plichten bewust worde, en dat tusschen de standen geene "
        "onge1ijkheid blijve bestaan welke met de eischen der rechtvaardigheid in str~d is te achten ."
    )
    assert detect_language(text * 3)[0] == "nl"


def test_english_quotes_do_not_make_a_dutch_text_english():
    assert detect_language((TEXTS["nl"] + " ") * 12 + TEXTS["en"] * 3)[0] == "nl"


@pytest.mark.parametrize("text", ["", "12 34", "!"])
def test_too_little_to_say(text):
    assert detect_language(text) == ("und", 0.0)


@pytest.mark.shared
@pytest.mark.parametrize(("name", "code"), [("STEP.pdf", "en"), ("Plan_Velo_FR.pdf", "fr"), ("BNC_Fiche.pdf", "nl")])
def test_real_documents(shared, name, code):
    assert detect_language(read(shared / "documents" / name))[0] == code
