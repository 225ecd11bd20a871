"""Levels: one source of words, and when a document is a border case."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from scipy.stats import norm

from analyzer import Corpus, analyse_many, load_codebook
from analyzer.errors import CodebookError
from analyzer.reporting.codes import describe_code, describe_codebook
from analyzer.reporting.terminal import summary
from analyzer.scoring.levels import border_of, level_chances, level_of

BOOK = load_codebook()
CUTS, LEAST = BOOK.scoring.cut_points, BOOK.scoring.parameters["border_chance"]
NAMES = list(CUTS)


def test_a_level_begins_at_its_cut_point() -> None:
    for name, cut in CUTS.items():
        assert level_of(cut, CUTS) == name
        assert cut == 0 or level_of(cut - 1e-9, CUTS) == NAMES[NAMES.index(name) - 1]
    assert level_of(100.0, CUTS) == "doordrenkt"


@given(st.floats(0, 100), st.floats(0, 60), st.floats(0, 60))
def test_chances_of_levels(value: float, down: float, up: float) -> None:
    low, high = max(0.0, value - down), min(100.0, value + up)
    chances = level_chances(value, low, high, CUTS)
    assert list(chances) == NAMES and sum(chances.values()) == pytest.approx(1.0)
    assert min(chances.values()) >= -1e-12
    border = border_of(value, low, high, CUTS, LEAST).split(" tot ")
    first, own, last = NAMES.index(border[0]), NAMES.index(level_of(value, CUTS)), NAMES.index(border[-1])
    assert first <= own <= last
    # What is not named has, on that side, less than the least chance.
    assert first == 0 or sum(list(chances.values())[:first]) < LEAST
    assert last == len(NAMES) - 1 or sum(list(chances.values())[last + 1 :]) < LEAST


def test_a_border_case_has_a_real_chance_on_the_other_side() -> None:
    cut = CUTS["verankerd"]
    spread = 10.0
    for chance, said in ((0.19, "aanwezig"), (0.21, "aanwezig tot verankerd")):
        value = cut - spread * norm.ppf(1 - chance)
        assert border_of(value, value - 1.645 * spread, value + 1.645 * spread, CUTS, 0.2) == said
    assert border_of(cut + 0.1, cut - 4, cut + 4, CUTS, 0.2) == "aanwezig tot verankerd"
    assert border_of(cut + 3, cut - 1, cut + 7, CUTS, 0.2) == "verankerd", "touching is not crossing"
    assert border_of(40, 40, 40, CUTS, 0.2) == "aanwezig"


def test_every_level_has_words_in_both_languages_and_one_source(corpus: Corpus, output: Path) -> None:
    page = (output / "report.html").read_text(encoding="utf-8")
    for name in CUTS:
        words = BOOK.scoring.levels[name]
        assert words.nl in page and words.nl != words.en
        assert " ".join(describe_code(BOOK, name).split()).endswith(words.nl)
        assert name in describe_codebook(BOOK)


def test_one_document_says_what_its_level_means(examples: Path) -> None:
    one = analyse_many(examples / "akkoorden" / "hesselrode-coalitieakkoord-2022-2026.docx", jobs=1)
    stream = io.StringIO()
    summary(one.documents, lang="nl", out=Console(file=stream, width=80), codebook=one.codebook)
    level = one.documents["level"].iloc[0]
    assert BOOK.scoring.levels[level].nl in " ".join(stream.getvalue().split())


def test_a_level_without_a_cut_point_is_refused(tmp_path: Path) -> None:
    source = Path(load_codebook.__code__.co_filename).parent / "data"
    for file in source.iterdir():
        text = file.read_text(encoding="utf-8")
        if file.name == "scoring.yaml":
            text = text.replace("levels:", "levels:\n  overal: {nl: 'Overal.', en: 'Everywhere.'}")
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError, match="niveau zonder grens: overal"):
        load_codebook(tmp_path / "codebook.yaml")
