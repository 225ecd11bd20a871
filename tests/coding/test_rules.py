"""The rule coder as a whole: columns, evidence, order, and agreement with hand-coded units."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.codebook import load_codebook
from analyzer.coding.frame import to_frame
from analyzer.coding.rules import RuleCoder
from analyzer.coding.schema import DAGGER, DIGITAL, DOMAINS, STATEMENTS, THEMES, UNITS
from analyzer.language.tokens import tokenize
from analyzer.language.units import Unit

CODER = RuleCoder(load_codebook())


def unit(text: str, **context: str) -> Unit:
    return Unit("u1", "d1", text, **context)  # type: ignore[arg-type]


def test_frame_has_the_columns_of_the_schema() -> None:
    units = [unit("We stellen een CIO aan.", heading="Organisatie"), unit("Een kop", kind="heading")]
    frame = to_frame(units, CODER.code(units))
    assert tuple(frame.columns) == UNITS
    assert frame["statement"].tolist() == ["M", "O"]
    assert frame.loc[0, "themes"] == ["DEM1"]
    assert {"start", "end", "match", "code", "why"} == set(frame.loc[0, "evidence"][0])


def test_an_empty_series_gives_an_empty_frame() -> None:
    assert tuple(to_frame([], CODER.code([])).columns) == UNITS


TEXTS = st.lists(
    st.sampled_from(
        [
            "We",
            "willen",
            "geen",
            "slimme",
            "camera's",
            "stellen",
            "regels",
            "aan",
            "platforms",
            "data",
            "en",
            "AI",
            "op",
            "orde",
            "één",
            "loket",
            "voor",
            "2027",
            "gemeenten",
            "werken",
            "samen",
            "wordt",
            "verlaagd",
            "moet",
            "digitale",
            "privacy",
            "2",
            "miljoen",
            ",",
            ".",
            "?",
            "(",
            ")",
            "€",
            "Ω",
            "’s",
        ]
    ),
    min_size=1,
    max_size=25,
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_whatever_the_text_codes_agree_with_each_other(text: str, heading: str, previous: str) -> None:
    code = CODER.code([unit(text, heading=heading, previous=previous)])[0]
    assert code.statement in STATEMENTS
    assert code.digital in DIGITAL
    assert code.domain in DOMAINS
    assert set(code.themes) <= set(THEMES)
    assert sum(code.p_statement) == pytest.approx(1.0)
    assert sum(code.p_digital) == pytest.approx(1.0)
    assert sum(code.p_domain) == pytest.approx(1.0)
    assert all(0.0 <= p <= 1.0 for p in (*code.p_statement, *code.p_digital, *code.p_themes))
    assert code.digital != "I" or code.statement in "MA"
    assert code.digital != "G" or not DAGGER & set(code.themes)
    assert max(zip(code.p_digital, DIGITAL, strict=True))[1] == code.digital
    assert not code.negated or code.digital == "E"
    for item in code.evidence:
        assert text[item.start : item.end] == item.match


def test_order_and_repetition_do_not_matter() -> None:
    texts = ["We bouwen een app.", "Dat is mooi.", "De privacy moet beter.", "We planten bomen."]
    units = [unit(text, previous=before) for text, before in zip(texts, ["", *texts[:-1]], strict=True)]
    forward = CODER.code(units)
    backward = RuleCoder(load_codebook()).code(units[::-1])[::-1]
    assert forward == backward == CODER.code(units)


def test_given_tokens_are_used() -> None:
    units = [unit("We bouwen een app.")]
    assert CODER.code(units, [tokenize("We bouwen een app.")]) == CODER.code(units)
    with pytest.raises(ValueError, match="zip"):
        CODER.code(units, [])


def test_an_ambiguous_word_counts_only_near_a_direct_one() -> None:
    assert CODER.code([unit("Het netwerk wordt uitgebreid.")])[0].digital == "G"
    found = CODER.code([unit("Het netwerk van glasvezel wordt uitgebreid.")])[0]
    assert {"netwerk", "glasvezel"} <= {item.match for item in found.evidence if item.code == "E"}


def test_context_disambiguates_but_does_not_code() -> None:
    text = "De cloud van de leverancier voldoet niet."
    assert CODER.code([unit("Zij doen dat al jaren.", previous="De ICT is verouderd.")])[0].digital == "G"
    assert CODER.code([unit("Een cloud boven de stad.")])[0].digital == "G"
    assert CODER.code([unit(text, heading="ICT en data")])[0].digital == "E"


def test_removing_the_deciding_words_lowers_the_probability() -> None:
    text = "We zetten algoritmes in bij de controle."
    whole = CODER.code([unit(text)])[0]
    words = [item for item in whole.evidence if item.code == "E"]
    assert words
    rest = text
    for item in reversed(words):
        rest = rest[: item.start] + rest[item.end :]
    assert CODER.code([unit(rest)])[0].p_digital[0] < 0.5 < whole.p_digital[0]


def test_concreteness_counts_what_is_there() -> None:
    def concrete(text: str) -> float:
        return CODER.code([unit(text)])[0].concreteness

    assert concrete("Mooi weer.") == 0.0
    assert concrete("We kopen grond.") < concrete("We kopen in 2026 grond.")
    assert concrete("We kopen in 2026 voor 2 miljoen euro grond met het bosfonds.") == pytest.approx(1.0)


def test_list_items_take_the_code_of_the_whole() -> None:
    alone = CODER.code([unit("meer bankjes in het park;", kind="list_item")])[0]
    led = CODER.code([unit("meer bankjes in het park;", kind="list_item", lead_in="Wij gaan zorgen voor:")])[0]
    assert alone.statement == "O"
    assert led.statement in "MA"


def read_coded(shared: Path) -> tuple[list[dict[str, object]], list[Unit]]:
    lines = (shared / "labels" / "units-coded.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return rows, [Unit(r["id"], r["document"], r["text"], r["heading"], (), r["previous"]) for r in rows]


def f1(wanted: list[bool], got: list[bool]) -> float:
    both = sum(a and b for a, b in zip(wanted, got, strict=True))
    return 2 * both / (sum(wanted) + sum(got))


@pytest.mark.shared
def test_agreement_with_hand_coded_units(shared: Path) -> None:
    rows, units = read_coded(shared)
    codes = CODER.code(units)
    assert f1([r["statement"] != "O" for r in rows], [c.statement != "O" for c in codes]) >= 0.80
    assert f1([r["digital"] == "E" for r in rows], [c.digital == "E" for c in codes]) >= 0.85
    wanted = [theme in r["themes"] for r in rows for theme in THEMES]  # type: ignore[operator]
    assert f1(wanted, [theme in c.themes for c in codes for theme in THEMES]) >= 0.50


@pytest.mark.shared
def test_speed(shared: Path) -> None:
    _, units = read_coded(shared)
    CODER.code(units)
    start = time.process_time()
    CODER.code(units * 5)
    assert len(units) * 5 / (time.process_time() - start) > 1500
