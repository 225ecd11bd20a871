"""The properties of SCORING.md on documents that go through the whole program: read, segment, code, score."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pandas as pd
import pytest

from analyzer import Analysis, analyse
from analyzer.codebook import load_codebook
from analyzer.coding.schema import GOALS
from analyzer.scoring.score import score

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "corpora" / "bron"
NAMES = ("veenderhout-coalitieakkoord", "hesselrode-coalitieakkoord", "molendrecht-coalitieprogramma",
         "waterlinge-coalitieakkoord", "brakerveen-werkgeversvisie")  # fmt: skip
MEASURE = "In 2027 openen wij een digitaal loket waar ondernemers hun vergunning online aanvragen."
PROSE = """Wij onderhouden de bruggen over de vaart en vervangen de palen die verrot zijn. De bomen langs de singel
krijgen in het voorjaar nieuwe aarde. Het college knapt de speeltuin achter de kerk op. Wij willen dat de kermis
behouden blijft. De brandweer krijgt een tweede wagen. Wij leggen een stoep aan bij de begraafplaats. Het zwembad
blijft in de zomer tot acht uur open. Wij verlagen de huur van het clubgebouw."""
WORDS = "digitaal data AI platform cloud blockchain algoritme innovatie smart city dashboard sensor digital twin cyber"


def body(name: str) -> str:
    """Text of one of our own documents, without the lines that say how it is laid out."""
    return (SOURCES / f"{name}.md").read_text(encoding="utf-8").split("---\n", 2)[2].strip()


def run(text: str, folder: Path, kind: str = "coalitieakkoord") -> Analysis:
    path = folder / "document.md"
    path.write_text(text, encoding="utf-8")
    return analyse(path, kind=kind)


def value(text: str, folder: Path) -> float:
    outcome = run(text, folder).score
    assert outcome.value is not None
    return outcome.value


@pytest.fixture(scope="module", params=NAMES)
def text(request: pytest.FixtureRequest) -> str:
    return body(request.param)


def test_doubling(text: str, tmp_path: Path) -> None:
    assert value(f"{text}\n\n{text}", tmp_path) == pytest.approx(value(text, tmp_path), abs=2.0)


def test_order_of_sections(text: str, tmp_path: Path) -> None:
    opening, *sections = re.split(r"\n(?=## )", text)
    random.Random(4).shuffle(sections)
    assert value("\n\n".join([opening, *sections]), tmp_path) == pytest.approx(value(text, tmp_path), abs=1e-9)


def test_an_added_measure_in_a_section_without_digital_never_lowers(text: str, tmp_path: Path) -> None:
    before = run(text, tmp_path)
    assert before.score.value is not None
    digital = set(before.units["section"][before.units["digital"] != "G"])
    empty = [block.text for block in before.document.blocks
             if block.kind == "heading" and block.level >= 2 and not any(block.text in path for path in digital)]  # fmt: skip
    assert empty
    for heading in empty[:4]:
        longer = re.sub(rf"(?m)^(#+ {re.escape(heading)})$", rf"\1\n\n{MEASURE}", text, count=1)
        assert longer != text
        assert value(longer, tmp_path) >= before.score.value - 1e-9, heading


def test_a_repeated_sentence_counts_no_more_than_twice(text: str, tmp_path: Path) -> None:
    twice, often = (value(text + "\n\n" + "\n\n".join([MEASURE] * times), tmp_path) for times in (2, 12))
    assert often <= twice + 1e-9


@pytest.mark.parametrize("heading", ["\n\n## Overig\n\n", "\n\n"], ids=["under a heading", "at the end"])
def test_appended_prose(text: str, heading: str, tmp_path: Path) -> None:
    before, after = run(text, tmp_path).score, run(text + heading + PROSE, tmp_path).score
    assert before.value is not None and after.value is not None
    assert after.indicators["intensiteit"] <= before.indicators["intensiteit"]
    assert after.value <= before.value + 1e-9


def test_rejected_means_earn_nothing(text: str, tmp_path: Path) -> None:
    before = run(text, tmp_path).score.indicators
    rejected = "Wij stoppen met de slimme camera's in het centrum. Er komt geen digitaal platform voor bewoners."
    after = run(f"{text}\n\n## Wat wij niet doen\n\n{rejected}", tmp_path)
    assert set(after.units["negated"].tail(2)) == {True}
    assert after.score.indicators["dekking"] <= before["dekking"] + 1e-9
    assert after.score.indicators["toezegging"] <= before["toezegging"] + 1e-9


def test_a_page_of_buzzwords(tmp_path: Path) -> None:
    rng = random.Random(1)
    words = WORDS.split()
    page = "\n\n".join(" ".join(rng.sample(words, len(words))).capitalize() + "." for _ in range(25))
    assert run(page, tmp_path).score.level in {None, "afwezig", "vermeld"}


def test_too_short(tmp_path: Path) -> None:
    outcome = run(f"## Plan\n\n{MEASURE}", tmp_path).score
    assert outcome.value is None and outcome.status == "no_score" and "woorden" in outcome.reason


def test_not_dutch(tmp_path: Path) -> None:
    english = "The municipality opens a digital desk for permits and trains its staff to work with data. " * 20
    outcome = run(english, tmp_path).score
    assert outcome.value is None and "en" in outcome.reason


def test_properties_hold_for_a_real_agreement(shared: Path) -> None:
    """The national agreement of 2021, at the level of its coded units."""
    units = analyse(shared / "documents" / "coalitieakkoord-2021-2025.pdf").units
    book = load_codebook()

    def of(table: pd.DataFrame) -> float:
        outcome = score(table, codebook=book, words=20_000, number=0)
        assert outcome.value is not None
        return outcome.value

    def intensiteit(table: pd.DataFrame) -> float:
        return score(table, codebook=book, words=20_000, number=0).indicators["intensiteit"]

    whole = of(units)
    assert 0 < whole < 100
    assert of(pd.concat([units, units])) == pytest.approx(whole, abs=2.0)
    reordered = units.sort_values("section", key=lambda names: names.map(hash_of), kind="stable")
    assert of(reordered) == pytest.approx(whole, abs=1e-9)
    plain = units[(units["digital"] == "G") & units["statement"].isin(GOALS)].head(40)
    longer = pd.concat(
        [units, plain.assign(text=plain["text"] + " ook", section="Nieuw", themes=[[] for _ in range(len(plain))])]
    )
    assert of(longer) <= whole + 1e-9
    assert intensiteit(longer) < intensiteit(units)
    measure = units[(units["digital"] == "E") & (units["statement"] == "M") & ~units["negated"]].head(1)
    empty = [name for name, part in units.groupby("section") if (part["digital"] == "G").all()]
    assert len(empty) >= 3
    for section in empty[:: max(1, len(empty) // 6)]:
        added = measure.assign(text="Wij openen daarvoor een nieuw digitaal loket.", section=section)
        assert of(pd.concat([units, added])) >= whole - 1e-9, section
    twice, often = (of(pd.concat([units, *[measure.assign(text="Er komt een digitaal loket.")] * n])) for n in (2, 12))
    assert often <= twice + 1e-9
    rejected = measure.assign(text="Wij stoppen met dat digitale loket.", negated=True)
    before, after = (
        score(table, codebook=book, words=20_000, number=0).indicators
        for table in (units, pd.concat([units, rejected]))
    )
    assert after["dekking"] <= before["dekking"] + 1e-9 and after["toezegging"] <= before["toezegging"] + 1e-9


def hash_of(name: str) -> int:
    return random.Random(name).randrange(10**9)
