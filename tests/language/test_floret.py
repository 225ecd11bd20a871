"""Vectors of words without spaCy are those of spaCy."""

from __future__ import annotations

import time

import numpy as np
from spacy.vectors import Vectors

from analyzer.language.floret import Floret
from analyzer.resources import shipped

FOLDER = shipped("models", "nl_gdogh", "vocab")


def test_vectors_are_those_of_spacy_to_the_last_bit() -> None:
    words = ["a", "de", "loket", "coördinatie", "ïjsœ", "λόγος", "数据", "2,5", "gemeenteraadsverkiezingsprogramma"]
    words += ["ab" * n for n in range(1, 40)] + ["é" * n for n in range(1, 30)]
    ours = Floret(FOLDER).vectors(words)
    theirs = Vectors().from_disk(FOLDER).get_batch(words)
    assert ours.dtype == theirs.dtype
    assert np.array_equal(ours, theirs)


def test_a_vector_does_not_depend_on_its_company() -> None:
    floret = Floret(FOLDER)
    together = floret.vectors(["loket", "digitaliseringsvraagstukken", "open"])
    assert np.array_equal(together[1:2], floret.vectors(["digitaliseringsvraagstukken"]))


def test_a_word_without_end_costs_time_in_proportion_to_its_length() -> None:
    floret = Floret(FOLDER)
    word = "digitaal" * 2_500
    floret.vectors(["loket"])
    begun = time.process_time()
    ours = floret.vectors([word])
    # Measured at 0.1 s; half a minute when the cost rises with the square of the length.
    assert time.process_time() - begun < 5
    assert np.array_equal(ours, Vectors().from_disk(FOLDER).get_batch([word]))
