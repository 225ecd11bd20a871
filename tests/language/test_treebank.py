"""Reading treebanks, and making passages of them."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import PipelineError
from analyzer.language.harmonise import harmonised
from analyzer.language.noise import Noise, passages, plain, rejoined
from analyzer.language.pipeline import load_pipeline
from analyzer.language.treebank import Sentence, clean_lemma, read_conllu, read_folder, spelled_lemma, write_conllu

from .treebanks import NEW, OLD

EVERYTHING = Noise(lower=1, upper=1, unfinished=1, bullet=1, glued=1, quoted=1, misread=1, lines=0.5, wrapped=0.5)


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> list[Sentence]:
    path = tmp_path_factory.mktemp("treebank") / "alpino-made.conllu"
    path.write_text(NEW, encoding="utf-8")
    return read_conllu(path)


def test_rows_become_words(sentences: list[Sentence]) -> None:
    first = sentences[0]
    assert first.text == "De gemeente zet in op arbeidsmarkten."
    assert [word.lemma for word in first.words][2] == "inzetten"
    assert [word.head for word in first.words] == [1, 2, 2, 2, 5, 2, 2]


@pytest.mark.parametrize(
    ("lemma", "form", "pos", "clean", "spelled"),
    [
        ("arbeid_markt", "arbeidsmarkten", "NOUN", "arbeidmarkt", "arbeidsmarkt"),
        ("basis_niveau", "Basisniveau", "NOUN", "basisniveau", "basisniveau"),
        ("in_zetten", "ingezet", "VERB", "inzetten", "inzetten"),
        ("ICT_bedrijf", "ICT-bedrijven", "NOUN", "ICTbedrijf", "ICT-bedrijf"),
        ("onder_ander", "o.a.", "X", "onderander", "onder ander"),
        ("a_b", "a_b", "X", "a_b", "a_b"),
    ],
)
def test_lemmas_lose_their_separators(lemma: str, form: str, pos: str, clean: str, spelled: str) -> None:
    assert clean_lemma(lemma, form) == clean
    assert spelled_lemma(lemma, form, pos) == spelled


def test_what_is_written_is_read_again(sentences: list[Sentence], tmp_path: Path) -> None:
    unknown = [replace(sentences[0], words=tuple(replace(w, pos="", tag="", morph="") for w in sentences[0].words))]
    path = tmp_path / "alpino-made.conllu"
    write_conllu([*sentences, *unknown], path)
    assert read_conllu(path) == [*sentences, *unknown]


def test_missing_and_broken_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"none\*"):
        read_folder(tmp_path, "none*")
    (tmp_path / "broken.conllu").write_text("1\tDe\n\n", encoding="utf-8")
    with pytest.raises(PipelineError, match="tien cellen"):
        read_conllu(tmp_path / "broken.conllu")


def test_a_colon_does_not_end_a_sentence(sentences: list[Sentence]) -> None:
    joined = rejoined(sentences)
    assert [s.text for s in joined][1] == "Wij kopen drie robots: zij werken snel."
    assert joined[1].words[6].dep == "parataxis"
    assert joined[1].words[6].head == 1
    alone = rejoined([sentences[1], Sentence("other", sentences[2].words)])
    assert [s.text for s in alone] == ["Wij kopen drie robots.", "zij werken snel."]


@given(seed=st.integers(0, 10_000), most=st.integers(1, 5), noisy=st.booleans())
def test_passages_keep_words_text_and_trees_together(
    sentences: list[Sentence], seed: int, most: int, noisy: bool
) -> None:
    made = list(passages(sentences, random.Random(seed), most=most, noise=EVERYTHING if noisy else None))
    assert sum(len(passage.sentences) for passage in made) == len(sentences)
    for passage in made:
        words = [word.form for sentence in passage.sentences for word in sentence.words]
        assert "".join(words) == "".join(passage.text.split())
        for sentence in passage.sentences:
            roots = [index for index, word in enumerate(sentence.words) if word.head == index]
            assert len(roots) == 1
            assert all(0 <= word.head < len(sentence.words) for word in sentence.words)
    if not noisy:
        assert [p.text for p in made] == [plain(p.sentences).text for p in made]


def test_older_annotation_is_brought_in_line(sentences: list[Sentence], tmp_path: Path) -> None:
    path = tmp_path / "old.conllu"
    path.write_text(OLD, encoding="utf-8")
    [result] = harmonised(read_conllu(path), sentences, load_pipeline())
    words = {word.form: word for word in result.words}
    assert words["haar"].pos == "PRON"
    assert words["haar"].dep == "nmod:poss"
    assert result.words[words["en"].head].form == "gebouwen"
    assert words["De"].tag.startswith("LID")
    assert result.text == "De stad verkoopt haar grond en gebouwen."
