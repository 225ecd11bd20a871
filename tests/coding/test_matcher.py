"""Patterns: wildcards, choices, gaps, exclusions, and the longest match."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.codebook import load_codebook
from analyzer.codebook.schema import Term
from analyzer.coding.matcher import Matcher, expand, longest
from analyzer.language.tokens import tokenize


def term(pattern: str, *unless: str) -> Term:
    return Term(pattern=pattern, family="f", lexicon="l", weights={"E": 1.0}, unless=unless)


def found(pattern: str, text: str, *unless: str) -> list[str]:
    words = tokenize(text).lower
    return [" ".join(words[m.first : m.last + 1]) for m in Matcher([term(pattern, *unless)]).find(words)]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("data", "Data en metadata", ["data"]),
        ("*data", "Data en metadata", ["data", "metadata"]),
        ("digital*", "De digitale stad en digitaal werken", ["digitale"]),
        ("*systeem*", "Informatiesystemen en het systeem", ["systeem"]),
        ("e*d", "eind en eed, en enorm", ["eind", "eed"]),
        ("open data", "open de data; open data", ["open data"]),
        ("{inwoners|burgers}", "burgers, inwoners en boeren", ["burgers", "inwoners"]),
        ("betrek* <0,3> besluit*", "betrek hen bij elk besluit", ["betrek hen bij elk besluit"]),
        ("betrek* <0,2> besluit*", "betrek hen bij elk besluit", []),
        ("betrek* <2,5> besluit*", "betrek besluiten", []),
        ("data{bank|banken}", "databank databanken databankje", ["databank", "databanken"]),
        ("{minder|vermindering van} regels", "vermindering van regels", ["vermindering van regels"]),
        ("{-|}lab", "lab -lab", ["lab", "lab"]),
        ("e-{health|loket}", "e-health via het e-loket", ["e-health", "e-loket"]),
        ("foto's", "foto’s", ["foto's"]),
    ],
)
def test_patterns(pattern: str, text: str, expected: list[str]) -> None:
    assert found(pattern, text) == expected


def test_exclusions_win_where_they_overlap() -> None:
    assert found("platform*", "het platform van ondernemers", "platform van <0,2> ondernemers") == []
    assert found("platform*", "een platform en het platform van ondernemers", "platform van ondernemers") == [
        "platform"
    ]


def test_exclusion_concerns_its_own_term_only() -> None:
    matcher = Matcher([term("data", "op vaste data"), term("vaste")])
    assert [match.term.pattern for match in matcher.find(["op", "vaste", "data"])] == ["vaste"]


def test_longest_match_wins_and_nested_ones_are_not_counted() -> None:
    matcher = Matcher([term("data"), term("open data"), term("open data platform")])
    words = ["open", "data", "platform", "en", "open", "data", "en", "data"]
    kept = [match.term.pattern for match in longest(matcher.find(words))]
    assert kept == ["open data platform", "open data", "data"]


def test_expand_writes_out_choices_of_several_words() -> None:
    assert expand("{a|b c} d") == [("a", "d"), ("b", "c", "d")]
    assert expand("x{1|2}") == [("{x1|x2}",)]
    assert expand("a <0,2> {b|c}") == [("a", "<0,2>", "{b|c}")]


ALL = Matcher(load_codebook().terms)
WORDS = st.lists(
    st.sampled_from(
        ["data", "open", "wij", "de", "digitale", "platform", "van", "ondernemers", "niet", "één", "loket"]
    ),
    max_size=12,
)


@given(WORDS)
def test_matching_is_repeatable_and_stays_inside(words: list[str]) -> None:
    first = ALL.find(words)
    assert first == ALL.find(words)
    assert all(0 <= match.first <= match.last < len(words) for match in first)
    kept = longest(first)
    taken = [index for match in kept for index in range(match.first, match.last + 1)]
    assert len(taken) == len(set(taken))


SEVERAL = [term for term in load_codebook().terms if " " in term.pattern or term.unless][::7]
SEVERAL_MATCHER = Matcher(SEVERAL)
THEIR_WORDS = sorted(
    {
        word.replace("*", "")
        for term in SEVERAL
        for pattern in (term.pattern, *term.unless)
        for parts in expand(pattern)
        for part in parts
        if not part.startswith("<")
        for word in part.strip("{}").split("|")
    }
)


def fits(part: str, word: str) -> bool:
    choices = part[1:-1].split("|") if part.startswith("{") else [part]
    return any(re.fullmatch(r"[\w'&-]*".join(map(re.escape, choice.split("*"))), word) for choice in choices)


def spans(pattern: str, words: list[str]) -> Iterator[tuple[int, int]]:
    """First and last word of a pattern, from each of its first words by the shortest steps."""
    for parts in expand(pattern):
        for start, word in enumerate(words):
            at, gap = start, (0, 0)
            good = fits(parts[0], word)
            for part in parts[1:] if good else ():
                if part.startswith("<"):
                    gap = tuple(map(int, part[1:-1].split(",")))
                    continue
                room = range(at + 1 + gap[0], min(len(words), at + 2 + gap[1]))
                at, gap = next((place for place in room if fits(part, words[place])), -1), (0, 0)
                if at < 0:
                    good = False
                    break
            if good:
                yield start, at


def by_each_pattern(terms: list[Term], words: list[str]) -> list[tuple[int, int, str]]:
    """What is found by trying each pattern at each word."""
    found = []
    for term in terms:
        barred = [span for pattern in term.unless for span in spans(pattern, words)]
        for first, last in spans(term.pattern, words):
            if not any(first <= end and start <= last for start, end in barred):
                found.append((first, -last, term.pattern))
    return sorted(found)


@given(st.lists(st.sampled_from(THEIR_WORDS), max_size=8), st.sampled_from(SEVERAL))
def test_one_pass_finds_what_each_pattern_finds(words: list[str], term: Term) -> None:
    named = [part.strip("{}").split("|")[0] for part in expand(term.pattern)[0] if not part.startswith("<")]
    words = [*words[:4], *(name.replace("*", "") for name in named), *words[4:]]
    found = [(match.first, -match.last, match.term.pattern) for match in SEVERAL_MATCHER.find(words)]
    assert found == by_each_pattern(SEVERAL, words)


@pytest.mark.parametrize(
    "pattern",
    sorted(
        {
            term.pattern
            for term in load_codebook().terms
            if "*" not in term.pattern and "<" not in term.pattern and "{" not in term.pattern
        }
    )[::7],
)
def test_plain_terms_of_the_codebook_can_be_found(pattern: str) -> None:
    """A pattern that the tokenizer cuts differently would never match."""
    matcher = Matcher([term(pattern)])
    assert matcher.find(tokenize(pattern + " x").lower), pattern
