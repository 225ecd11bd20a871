"""The properties of SCORING.md that concern the score itself, on generated tables of coded units."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.codebook import load_codebook
from analyzer.coding.schema import DAGGER, DOMAINS, THEMES
from analyzer.scoring.score import score

from .table import document, unit

BOOK = load_codebook()
WORDS = (
    "beleid gemeente inwoners wonen zorg veilig water dijk school werk plan kosten jaar raad buurt straat groen".split()
)


def value(table: pd.DataFrame, **options: object) -> float:
    outcome = score(table, codebook=BOOK, words=1000, number=0, **options)  # type: ignore[arg-type]
    assert outcome.value is not None
    return outcome.value


@st.composite
def tables(draw: st.DrawFn, most: int = 120) -> list[dict[str, object]]:
    """Documents of many lengths, densities and numbers of sections."""
    seed, size = draw(st.integers(0, 10**6)), draw(st.integers(5, most))
    sections, density = draw(st.integers(1, 8)), draw(st.sampled_from([0.02, 0.1, 0.4, 0.9]))
    rng = random.Random(seed)
    out = []
    for number in range(size):
        digital = rng.choices("EIG", [density, density / 3, 1.4 - 4 / 3 * density + 0.01])[0]
        statement = rng.choice("MAO" if digital != "I" else "MA")
        themes = [t for t in rng.sample(THEMES, rng.randint(0, 2)) if digital != "G" or t not in DAGGER]
        out.append(
            unit(f"zin {number} {' '.join(rng.sample(WORDS, 5))}", f"Deel {rng.randrange(sections)}", statement, digital,
                 themes, rng.choice(DOMAINS), negated=digital == "E" and rng.random() < 0.1, concreteness=rng.random())
        )  # fmt: skip
    return out


@given(tables())
@settings(max_examples=40, deadline=None)
def test_doubling_moves_the_score_by_at_most_two_points(units: list[dict[str, object]]) -> None:
    assert abs(value(document(units)) - value(document([*units, *units]))) <= 2.0


@given(tables(), st.randoms())
@settings(max_examples=40, deadline=None)
def test_order_of_sections_does_not_matter(units: list[dict[str, object]], rng: random.Random) -> None:
    names = sorted({str(row["section"]) for row in units})
    rng.shuffle(names)
    shuffled = [row for name in names for row in units if row["section"] == name]
    grouped = [row for name in sorted(names) for row in units if row["section"] == name]
    assert value(document(grouped)) == pytest.approx(value(document(shuffled)), abs=1e-9)


@given(tables(), st.sampled_from(THEMES), st.sampled_from(DOMAINS), st.floats(0, 1))
@settings(max_examples=80, deadline=None)
def test_digital_measure_in_section_without_one_never_lowers(
    units: list[dict[str, object]], theme: str, domain: str, concreteness: float
) -> None:
    without = [row for row in units if row["section"] != "Deel 0" or row["digital"] == "G"]
    extra = unit(
        "wij bouwen een digitaal loket voor alle inwoners",
        "Deel 0",
        "M",
        "E",
        [theme],
        domain,
        concreteness=concreteness,
    )
    assert value(document([*without, extra])) >= value(document(without)) - 1e-9 if without else True


@given(tables(), st.integers(3, 30))
@settings(max_examples=40, deadline=None)
def test_repeating_a_digital_sentence_gives_no_more_than_two_occurrences(
    units: list[dict[str, object]], times: int
) -> None:
    extra = unit("wij bouwen een digitaal loket voor alle inwoners", "Deel 1", "M", "E", ["VER2"], "bestuur")
    assert value(document([*units, *[extra] * times])) <= value(document([*units, extra, extra])) + 1e-9


def test_buzzwords_without_verbs_score_low() -> None:
    rows = [unit(f"digitaal data AI platform cloud blockchain {n}", "", "O", "E", ["VER2"], "geen") for n in range(40)]
    assert score(document(rows), codebook=BOOK, words=400, number=50).level in {"afwezig", "vermeld"}


@given(tables(), st.integers(1, 60), st.sampled_from(["REG4", "VER4", "DEM2", "REG6", "ACT5", ""]))
@settings(max_examples=60, deadline=None)
def test_appended_policy_prose_never_raises_the_score(units: list[dict[str, object]], number: int, theme: str) -> None:
    rng = random.Random(number)
    prose = [
        unit(f"wij onderhouden de wegen in wijk {n}", f"Wegen {n % 3}", rng.choice("MAO"), "G", [theme] if theme else [],
             rng.choice(DOMAINS)) for n in range(number)
    ]  # fmt: skip
    before = score(document(units), codebook=BOOK, words=1000, number=0)
    after = score(document([*units, *prose]), codebook=BOOK, words=1000, number=0)
    assert after.indicators["intensiteit"] <= before.indicators["intensiteit"] + 1e-9
    assert (after.value or 0) <= (before.value or 0) + 1e-9


@given(tables())
@settings(max_examples=40, deadline=None)
def test_negated_means_earn_no_dekking_and_no_toezegging(units: list[dict[str, object]]) -> None:
    rejected = unit(
        "wij stoppen met de slimme camera's in de wijk",
        "Deel 0",
        "M",
        "E",
        ["VER2", "DEM3"],
        "veiligheid",
        negated=True,
    )
    before = score(document(units), codebook=BOOK, words=1000, number=0).indicators
    after = score(document([*units, rejected]), codebook=BOOK, words=1000, number=0).indicators
    assert after["dekking"] <= before["dekking"] + 1e-9
    assert after["toezegging"] <= before["toezegging"] + 1e-9


def test_too_little_text_and_other_languages_get_a_reason_instead_of_a_score() -> None:
    rows = document([unit("Wij bouwen een app.", "A", "M", "E")])
    short = score(rows, codebook=BOOK)
    assert short.status == "no_score" and short.value is None and "woorden" in short.reason
    english = score(rows, codebook=BOOK, words=1000, language="en")
    assert english.status == "no_score" and "en" in english.reason


@given(tables(most=60), st.integers(0, 5))
@settings(max_examples=10, deadline=None)
def test_same_seed_same_interval_and_interval_holds_the_score(units: list[dict[str, object]], seed: int) -> None:
    first = score(document(units), codebook=BOOK, words=1000, seed=seed, number=60)
    second = score(document(units), codebook=BOOK, words=1000, seed=seed, number=60)
    assert (first.low, first.value, first.high) == (second.low, second.value, second.high)
    assert first.low is not None and first.value is not None and first.high is not None
    assert 0 <= first.low <= first.value <= first.high <= 100
