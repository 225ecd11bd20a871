"""Counting by the letters with which choices begin gives what the expressions themselves count."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.language.cues import Cue
from analyzer.language.kinds import VOICES

PATTERNS = [pattern for cues in VOICES.values() for pattern, _ in cues]
PIECES = [
    "onze partij", "arbeiderspartij", "partijbestuur", "lijst 3", "stemmen op", "te worden", "worden", "mag niet", "zoo",
    "menschen", "loos", "ideeloos", "het nieuwe kabinet", "we", "wij", "collega’s", "or", "Artikel 3", "art. 12", "lid",
    "eerste lid", "notaris", "strategie", "datastrategie", "eu", "EU", "et al.", "tabel", "\n", " ", "_", "é", "x", ".", "3",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_as_many_as_the_expression_finds(pieces: list[str]) -> None:
    for text in (" ".join(pieces), "".join(pieces)):
        for pattern in PATTERNS:
            plain = re.compile(pattern.pattern, pattern.flags & ~re.IGNORECASE)
            assert Cue(plain).count(text) == len(plain.findall(text)), pattern.pattern


def test_a_word_without_end_costs_time_in_proportion_to_its_length() -> None:
    cue = Cue(re.compile(r"\b\w+strategie\b|\w+partij\b"))
    begun = time.process_time()
    assert cue.count("strategie" * 10_000 + " partij" * 10_000 + " " + "partij" * 10_000) == 2
    # Measured at 0.01 s; a minute when the cost rises with the square of the length.
    assert time.process_time() - begun < 2


def test_an_expression_without_letters_to_look_for_is_refused() -> None:
    with pytest.raises(ValueError, match="no letters"):
        Cue(re.compile(r"\d+|loket"))
