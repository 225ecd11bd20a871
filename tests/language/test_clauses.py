"""Actor, modality, negation, deadline, amount and instrument."""

from __future__ import annotations

import pytest

from analyzer.codebook import load_codebook
from analyzer.language.clauses import Clause, ClauseAnalyser
from analyzer.language.tokens import tokenize
from analyzer.language.verbs import VerbTable

ANALYSER = ClauseAnalyser(load_codebook().verbs)


def clause(text: str, *, is_item: bool = False) -> Clause:
    return ANALYSER.analyse(tokenize(text), is_item=is_item)


def names(text: str, *, is_item: bool = False) -> set[str]:
    return {signal.name for signal in clause(text, is_item=is_item).signals}


@pytest.mark.parametrize(
    ("text", "actor", "modality"),
    [
        ("We bouwen een brug.", "wij", "handeling"),
        ("Daarom bouwen wij een brug.", "wij", "handeling"),
        ("Wij willen een brug.", "wij", "willen"),
        ("Het college verlaagt de leges.", "overheid", "handeling"),
        ("D66 wil een brug.", "partij", "willen"),
        ("Er moet een brug komen.", "", "moeten"),
        ("We gaan een brug bouwen.", "wij", "zullen"),
        ("Inwoners mogen meepraten.", "ander", "mogen"),
        ("De brug werd vorig jaar gebouwd.", "", "verleden"),
    ],
)
def test_actor_and_modality(text: str, actor: str, modality: str) -> None:
    found = clause(text)
    assert (found.actor, found.modality) == (actor, modality)


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("We stellen een regisseur aan.", "wij_handeling"),
        ("Ook schaffen we de precario af.", "wij_handeling"),
        ("We versterken de wijk.", "wij_vaag"),
        ("Wij leven in een mooie streek.", "wij_toestand"),
        ("We zullen de toren slopen.", "wij_gaan"),
        ("De subsidie wordt verhoogd.", "passief_handeling"),
        ("De wijk wordt versterkt.", "passief_vaag"),
        ("De leges moeten worden verlaagd.", "moeten_handeling"),
        ("Het gebouw is mooi.", "beschrijvend"),
        ("De haven blijft open.", "blijft"),
    ],
)
def test_signals(text: str, signal: str) -> None:
    assert signal in names(text)


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Een regisseur aanstellen.", "infinitief_handeling"),
        ("Het tegengaan van leegstand.", "infinitief_vaag"),
        ("Verlaging van de leges.", "naamwoord_handeling"),
        ("Bevordering van de gezondheid.", "naamwoord_vaag"),
        ("Parken en pleinen.", "lijst_overig"),
    ],
)
def test_list_items(text: str, signal: str) -> None:
    assert signal in names(text, is_item=True)


def test_a_modal_is_not_an_act_in_itself() -> None:
    assert "wij_handeling" not in names("We willen een brug bouwen.")
    assert "wij_willen_handeling" in names("We willen een brug bouwen.")


def test_betting_on_something_is_vague_but_deploying_is_an_act() -> None:
    assert "wij_vaag" in names("We zetten in op rust.")
    assert "wij_handeling" in names("We zetten twee boswachters in.")


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("Uiterlijk 2027 is het klaar.", "deadline", "Uiterlijk 2027"),
        ("Voor 1 januari 2026 ligt er een plan.", "deadline", "Voor 1 januari 2026"),
        ("Binnen twee jaar is het klaar.", "deadline", "Binnen twee jaar"),
        ("Deze collegeperiode gebeurt het.", "deadline", "Deze collegeperiode"),
        ("We kopen grond.", "deadline", None),
        ("Er is € 2,5 miljoen beschikbaar.", "amount", "€ 2,5 miljoen"),
        ("Met 300 fte extra.", "amount", "300 fte"),
        ("Een daling van 10 procent.", "amount", "10 procent"),
        ("We kopen grond.", "amount", None),
        ("Er komt een actieplan.", "instrument", "actieplan"),
        ("Er komt een bosfonds.", "instrument", "bosfonds"),
        ("Dat is een enorm verschil.", "instrument", None),
    ],
)
def test_details_point_into_the_text(text: str, field: str, expected: str | None) -> None:
    span = getattr(clause(text), field)
    assert (text[span[0] : span[1]] if span else None) == expected


@pytest.mark.parametrize(
    ("text", "means", "denied_by"),
    [
        ("We willen geen camera's op straat.", "camera's", "geen"),
        ("We stoppen met de app.", "app", "stoppen"),
        ("We gebruiken de app niet meer.", "app", "niet"),
        ("De partij is tegen camera's.", "camera's", "tegen"),
        ("Geen camera's zonder besluit van de raad.", "camera's", None),
        ("Verkoop via internet wordt verboden.", "internet", None),
        ("De app is niet meer weg te denken.", "app", None),
        ("We gebruiken de app vaker.", "app", None),
    ],
)
def test_scope_of_negation(text: str, means: str, denied_by: str | None) -> None:
    words = tokenize(text).lower
    place = words.index(means)
    found = ANALYSER.negates(words, place, place)
    assert (None if found is None else words[found]) == denied_by


def test_empty_text_has_no_signals() -> None:
    assert clause("").signals == []
    assert clause("...").finite is False


@pytest.mark.parametrize(
    ("verb", "form", "kind"),
    [
        ("maken", "maakt", "singular"),
        ("stoppen", "stopt", "singular"),
        ("geven/gaf/gegeven", "geeft", "singular"),
        ("regelen", "regelt", "singular"),
        ("maken", "gemaakt", "participle"),
        ("investeren", "geïnvesteerd", "participle"),
        ("evalueren", "geëvalueerd", "participle"),
        ("verlagen", "verlaagd", "participle"),
        ("aan|stellen", "aangesteld", "participle"),
        ("aan|stellen", "aanstellen", "infinitive"),
        ("nemen/nam/genomen", "namen", "past"),
        ("bouwen", "bouwde", "past"),
        ("verlagen", "verlaging", "noun"),
        ("gaan/ging/gegaan", "gaat", "singular"),
    ],
)
def test_verb_forms(verb: str, form: str, kind: str) -> None:
    known = VerbTable({"g": [verb]}).get(form)
    assert known is not None
    assert known.kind == kind


def test_separable_verbs_are_found_through_their_part() -> None:
    table = VerbTable({"daad": ["in|voeren"], "rest": ["voeren"]})
    assert table.finite("voeren", ["een", "verbod", "in"]).group == "daad"  # type: ignore[union-attr]
    assert table.finite("voeren", ["een", "gesprek"]).group == "rest"  # type: ignore[union-attr]
