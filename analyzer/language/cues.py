"""How often an expression with many choices occurs in a long text, without trying it at every character.

Each choice begins with plain letters, or is a word that ends in them. Python finds plain letters in a text much
faster than it tries an expression; so the expression is tried only where one of its choices may start.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PLAIN = re.compile(r"(?:[^\W_]|[ \-]|\\\.)(?![?*+{])")
_WORD, _LINE = r"\w+", r"^\s*"


class Cue:
    """Counts the matches of an expression.

    Parameters
    ----------
    pattern : re.Pattern
        Choices that each start with letters, after ``\\b`` or not; with ``\\w+`` and letters; or with ``^\\s*``.

    Raises
    ------
    ValueError
        For another expression.
    """

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        heads = list(_heads(pattern.pattern))
        self._starts = tuple({text for kind, text in heads if not kind})
        self._within = tuple({text for kind, text in heads if kind == _WORD})
        self._everywhere = tuple({text for kind, text in heads if kind == _LINE})
        if not all(text for _, text in heads):
            raise ValueError(f"no letters to look for in {pattern.pattern}")

    def count(self, text: str) -> int:
        """Number of matches that do not overlap, as ``len(pattern.findall(text))``."""
        if any(head in text for head in self._everywhere):
            return len(self._pattern.findall(text))
        places: set[int] = set()
        for head in self._starts:
            places.update(_places(head, text))
        for part in self._within:
            places.update(_starts(part, text))
        times = end = 0
        match = self._pattern.match
        for place in sorted(places):
            if place >= end and (found := match(text, place)):
                times += 1
                end = found.end()
        return times


def _places(part: str, text: str) -> Iterator[int]:
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + 1)


def _starts(part: str, text: str) -> Iterator[int]:
    """Where the words start in which a part lies; a word in which it lies often is gone back through once."""
    start = before = 0
    for place in _places(part, text):
        at = place
        while at > before and (text[at - 1].isalnum() or text[at - 1] == "_"):
            at -= 1
        if at > before or not before:
            start = at
        before = place
        yield start


def _heads(choices: str) -> Iterator[tuple[str, str]]:
    """What stands before the first letters of each choice, and those letters."""
    for choice in alternatives(choices):
        rest = choice.removeprefix(r"\b")
        before = next((mark for mark in (_WORD, _LINE) if rest.startswith(mark)), "")
        rest = rest.removeprefix(before)
        if rest.startswith("(?:"):
            close = _closing(rest)
            for part in alternatives(rest[3:close]):
                yield from _heads(before + part + rest[close + 1 :])
        else:
            letters = ""
            while found := _PLAIN.match(rest):
                letters += found.group()[-1]
                rest = rest[found.end() :]
            yield before, letters


def _closing(expression: str) -> int:
    """Where the bracket closes with which an expression starts."""
    depth = 0
    for place, character in enumerate(expression):
        depth += (character == "(") - (character == ")")
        if not depth:
            return place
    raise ValueError(f"a bracket is open in {expression}")


def alternatives(expression: str) -> list[str]:
    """Choices of an expression, not those within brackets."""
    parts, depth, start = [], 0, 0
    for place, character in enumerate(expression):
        depth += (character in "([") - (character in ")]")
        if character == "|" and not depth:
            parts.append(expression[start:place])
            start = place + 1
    return [*parts, expression[start:]]
