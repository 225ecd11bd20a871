"""Names of features and their columns: the quick way to the columns finds what the names say."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from analyzer.codebook import load_codebook
from analyzer.coding.classifier import UnitClassifier
from analyzer.coding.features import DENSE, Batch, batch_of
from analyzer.coding.rules import RuleCoder
from analyzer.coding.space import FeatureSpace
from analyzer.coding.wordtable import WordTable
from analyzer.language.tokens import tokenize
from analyzer.language.units import Unit
from analyzer.remembered import Remembered

SENTENCES = (
    Unit("a", "d", "In 2026 stellen wij voor € 2 miljoen een digitaal loket open.", heading="Dienstverlening"),
    Unit("b", "d", "meer glasvezel in het buitengebied", lead_in="Wij gaan zorgen voor:", previous="Wij gaan zorgen voor:"),
    Unit("c", "d", "", heading="", previous="Er is veel veranderd."),
    Unit("d", "d", "Het loket is een loket, en digitaal is digitaal.", heading="Dienstverlening"),
)  # fmt: skip


def _batch() -> Batch:
    tokens = [tokenize(unit.text) for unit in SENTENCES]
    return batch_of(SENTENCES, RuleCoder(load_codebook()).code(SENTENCES, tokens), tokens)


def test_columns_are_those_of_the_names() -> None:
    batch = _batch()
    for space in (UnitClassifier.load().space, FeatureSpace.learn(batch, least=1)):
        binary = space.matrix(batch)[:, : len(space.names)]
        known = set(space.names)
        for row, names in enumerate(batch.names()):
            assert {space.names[column] for column in binary[row].indices} == names & known


def test_context_and_form_are_features() -> None:
    named = list(_batch().names())
    assert {"h=dienstverlening", "1=in", "2=in_2026", "b=digitaal_loket", "c=bedrag"} <= named[0]
    assert {"l=<lijst>", "l=zorgen", "p=zorgen", "h=<geen>"} <= named[1]
    assert not any(name.startswith(("w=", "b=", "1=", "e=")) for name in named[2])


def test_a_part_of_a_batch_has_the_rows_of_the_whole() -> None:
    batch = _batch()
    space = FeatureSpace.learn(batch, least=1)
    whole, part = space.matrix(batch).toarray(), space.matrix(batch.take([3, 0])).toarray()
    np.testing.assert_allclose(part, whole[[3, 0]])


def test_a_word_brings_the_same_whatever_came_before_it() -> None:
    place = {name: column for column, name in enumerate(("w=loket", "z=loket", "p=loket", "1=het", "e=2,0"))}
    texts = [["het", "gemeenteloket"], [], ["2,0", "loket"]]

    def table() -> WordTable:
        return WordTable(place, lambda words: np.array([[len(word), 1.0] for word in words]), len, 2, most=2)

    def brought(words: WordTable) -> tuple[list[list[int]], list[list[float]]]:
        numbers = words.numbers(texts)
        return words.columns(numbers, slice(0, 8)).tolist(), words.means(numbers, np.array([2, 0, 2])).tolist()

    fresh, used = table(), table()
    used.numbers([["loket", "een", "het"]])
    kept = brought(used)
    used.tidy()
    assert brought(fresh) == kept == brought(used)
    assert brought(fresh)[0][1] == [-1, -1, 1, -1, -1, -1, -1, -1]
    assert brought(fresh)[1] == [[(3 * 3 + 13 * 13) / 2, (3 + 13) / 2], [0.0, 0.0], [5 * 5.0, 5.0]]


def test_a_word_of_which_not_all_could_be_looked_up_is_looked_up_again() -> None:
    asked: list[list[str]] = []

    def vectors(words: list[str]) -> np.ndarray:
        asked.append(words)
        if len(asked) == 1:
            raise KeyboardInterrupt
        return np.ones((len(words), 1))

    words = WordTable({"w=loket": 0}, vectors, len, 1)
    with pytest.raises(KeyboardInterrupt):
        words.numbers([["loket"]])
    assert words.columns(words.numbers([["loket"]]), 0).tolist() == [0]
    assert asked == [["loket"], ["loket"]]


def test_threads_that_share_a_classifier_do_not_disturb_each_other() -> None:
    space = UnitClassifier.load().space
    known = [name[2:] for name in space.names if name.startswith("w=")]
    batches = [
        Batch([known[at : at + 20] for at in range(first, first + 2_000, 20)], [("", "", "")] * 100,
              [[]] * 100, np.zeros((100, DENSE)))
        for first in range(0, len(known) - 2_000, 500)
    ]  # fmt: skip
    alone = [space.matrix(batch) for batch in batches]
    pause = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(UnitClassifier.load().space.matrix, batches))
    finally:
        sys.setswitchinterval(pause)
    assert [(one != two).nnz for one, two in zip(alone, together, strict=True)] == [0] * len(batches)


def test_remembered_values_are_forgotten_when_there_are_too_many() -> None:
    asked: list[int] = []
    square = Remembered[int, int](lambda n: asked.append(n) or n * n, most=2)
    assert [square[n] for n in (1, 2, 1, 3, 1)] == [1, 4, 1, 9, 1]
    assert asked == [1, 2, 3, 1]
