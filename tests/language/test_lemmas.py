"""Base forms of words, in and out of context."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from analyzer.language.lemmas import DutchLemmatizer, apply_rule, find_rule, verb_lemma
from analyzer.language.lexicon import load_lexicon
from analyzer.language.pipeline import load_pipeline

WORD = st.text("abcdegënort", min_size=2, max_size=12)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


@given(form=WORD, lemma=WORD)
def test_a_rule_makes_the_lemma_it_was_found_for(form: str, lemma: str) -> None:
    assert apply_rule(form, find_rule(form, lemma)) == lemma


@pytest.mark.parametrize(
    ("form", "pos", "tag", "lemma"),
    [
        ("digitaliseringsopgaven", "NOUN", "N|soort|mv|basis", "digitaliseringsopgave"),
        ("arbeidsmarkt", "NOUN", "N|soort|ev|basis|zijd|stan", "arbeidsmarkt"),
        ("zorgrobots", "NOUN", "N|soort|mv|basis", "zorgrobot"),
        ("geautomatiseerd", "VERB", "WW|vd|vrij|zonder", "automatiseren"),
        ("ingevoerd", "VERB", "WW|vd|vrij|zonder", "invoeren"),
        ("snellere", "ADJ", "ADJ|prenom|comp|met-e|stan", "snel"),
        ("AI", "NOUN", "N|soort|ev|basis|zijd|stan", "AI"),
        ("Amsterdam", "PROPN", "N|eigen|ev|basis|onz|stan", "Amsterdam"),
        ("2027", "NUM", "TW|hoofd|vrij", "2027"),
    ],
)
def test_lemma_of_a_word(nlp: Language, form: str, pos: str, tag: str, lemma: str) -> None:
    lemmatizer = nlp.get_pipe("gdogh_lemmatizer")
    assert isinstance(lemmatizer, DutchLemmatizer)
    assert lemmatizer.lemma(form, pos, tag) == lemma


@pytest.mark.parametrize(
    ("text", "verb", "lemma"),
    [
        ("Wij zetten in op snel internet.", "zetten", "inzetten"),
        ("De gemeente stelt een zorgcoach aan.", "stelt", "aanstellen"),
        ("Het college voert in 2027 een nieuw systeem in.", "voert", "invoeren"),
        ("De provincie koopt drie robots.", "koopt", "kopen"),
    ],
)
def test_a_verb_gets_its_particle(nlp: Language, text: str, verb: str, lemma: str) -> None:
    [token] = [token for token in nlp(text) if token.text == verb]
    assert verb_lemma(token) == lemma
    assert token.lemma_ == lemma


def test_tables_survive_storage(nlp: Language) -> None:
    lemmatizer = nlp.get_pipe("gdogh_lemmatizer")
    assert isinstance(lemmatizer, DutchLemmatizer)
    again = DutchLemmatizer(nlp.vocab).from_bytes(lemmatizer.to_bytes())
    assert again.words == lemmatizer.words
    assert again.rules == lemmatizer.rules
    assert again.separable == lemmatizer.separable


def test_word_list_agrees_with_the_dictionary() -> None:
    words = load_lexicon()
    assert load_lexicon() is words
    assert len(words.lemmas) > 30_000
    for word, lemma, pos in (
        ("gemeenten", "gemeente", "NOUN"),
        ("investeert", "investeren", "VERB"),
        ("digitale", "digitaal", "ADJ"),
        ("wij", "wij", "PRON"),
        ("wordt", "worden", "VERB"),
    ):
        assert (words.lemmas[word], words.pos[word].replace("AUX", "VERB")) == (lemma, pos)
