"""Words of a text: the quick way finds the words that the plain expression describes."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from analyzer.language.tokens import tokenize

PLAIN = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|(?:[A-Za-z]\.){2,}"
    r"|\d+(?:[.,:]\d+)*"
    r"|\w+(?:[-‐‑'’&/](?=\w)\w+)*[-‐‑](?=\s)"
    r"|\w+(?:[-‐‑'’&](?=\w)\w+)*"
    r"|[^\w\s]"
)


@given(st.lists(st.sampled_from([*"abLë19_-‐’'&/.,: @€", "www.", "http://", "nl", "-en", "d.w.z."]), max_size=25))
def test_words_are_those_of_the_plain_expression(parts: list[str]) -> None:
    text = "".join(parts)
    words = tokenize(text)
    assert list(zip(words.starts, words.ends, strict=True)) == [found.span() for found in PLAIN.finditer(text)]


def test_words_keep_what_belongs_to_them() -> None:
    text = (
        "D.w.z. foto’s van e-health- en zorg/welzijn-projecten: 2,5 mln. via www.dieverland.nl of info@dieverland.nl."
    )
    assert tokenize(text).lower == [
        "d.w.z.", "foto's", "van", "e-health-", "en", "zorg", "/", "welzijn-projecten", ":", "2,5", "mln", ".", "via",
        "www.dieverland.nl", "of", "info@dieverland.nl.",
    ]  # fmt: skip
