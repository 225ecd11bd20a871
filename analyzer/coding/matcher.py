"""All lexicon patterns in one pass over the words of a unit.

A pattern is cut into atoms (one word each). Which atoms a word form satisfies is worked out once per form and kept,
because words repeat; a pattern is only tried when its most specific atom occurs in the unit.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from analyzer.codebook.schema import Term, split_pattern

_BRACES = re.compile(r"\{[^{}]*\}|[^{}]+")
_KEEP = 200_000
"""Word forms remembered; more than a large corpus has in common use, small enough for any machine."""


@dataclass(frozen=True, slots=True)
class Match:
    """A term found in a unit: words ``first`` up to and including ``last``."""

    term: Term
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Atoms, those after the first with the gap allowed before each, all as a set, and what the pattern is for.

    That is a term, or the families it takes away from.
    """

    atoms: tuple[int, ...]
    rest: tuple[tuple[int, tuple[int, int]], ...]
    needs: frozenset[int]
    term: Term | None
    vetoes: frozenset[int]


class Matcher:
    """Finds terms in sequences of lower-cased words.

    Parameters
    ----------
    terms : iterable of Term
        The lexicon. A term's ``unless`` patterns win: a match that overlaps one of them is dropped.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = tuple(terms)
        self._atoms: dict[str, int] = {}
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._prefix: dict[str, list[int]] = defaultdict(list)
        self._suffix: dict[str, list[int]] = defaultdict(list)
        self._other: list[tuple[re.Pattern[str], int]] = []
        self._forms: dict[str, tuple[int, ...]] = {}
        self._single: dict[int, list[_Pattern]] = defaultdict(list)
        self._multiple: dict[int, list[_Pattern]] = defaultdict(list)
        vetoes: dict[str, set[int]] = defaultdict(set)
        for term in self._terms:
            self._add(term.pattern, term, frozenset())
            for pattern in term.unless:
                vetoes[pattern].add(id(term))
        for pattern, families in vetoes.items():
            self._add(pattern, None, frozenset(families))
        self._lengths = sorted({len(prefix) for prefix in self._prefix} | {len(suffix) for suffix in self._suffix})
        self._any = (
            re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in self._other)) if self._other else None
        )

    def _add(self, pattern: str, term: Term | None, vetoes: frozenset[int]) -> None:
        for parts in expand(pattern):
            self._add_parts(parts, term, vetoes)

    def _add_parts(self, parts: Sequence[str], term: Term | None, vetoes: frozenset[int]) -> None:
        atoms: list[int] = []
        gaps: list[tuple[int, int]] = []
        names: list[str] = []
        gap = (0, 0)
        for part in parts:
            if part.startswith("<"):
                low, high = part[1:-1].split(",")
                gap = (int(low), int(high))
                continue
            atoms.append(self._atom(part))
            names.append(part)
            gaps.append(gap)
            gap = (0, 0)
        entry = _Pattern(tuple(atoms), tuple(zip(atoms[1:], gaps[1:], strict=True)), frozenset(atoms), term, vetoes)
        if len(atoms) == 1:
            self._single[atoms[0]].append(entry)
        else:
            rarest = max(range(len(names)), key=lambda index: _specificity(names[index]))
            self._multiple[atoms[rarest]].append(entry)

    def _atom(self, name: str) -> int:
        if name in self._atoms:
            return self._atoms[name]
        number = self._atoms[name] = len(self._atoms)
        for choice in name[1:-1].split("|") if name.startswith("{") else [name]:
            stars = choice.count("*")
            if not stars:
                self._exact[choice].append(number)
            elif stars == 1 and choice.endswith("*"):
                self._prefix[choice[:-1]].append(number)
            elif stars == 1 and choice.startswith("*"):
                self._suffix[choice[1:]].append(number)
            else:
                parts = [re.escape(part) for part in choice.split("*")]
                self._other.append((re.compile("^" + r"[\w'&-]*".join(parts) + "$"), number))
        return number

    def _atoms_of(self, word: str) -> tuple[int, ...]:
        found = set(self._exact.get(word, ()))
        for length in self._lengths:
            if length > len(word):
                break
            found.update(self._prefix.get(word[:length], ()))
            found.update(self._suffix.get(word[-length:], ()))
        if self._any is not None and self._any.match(word):
            found.update(number for pattern, number in self._other if pattern.match(word))
        if len(self._forms) >= _KEEP:
            self._forms.clear()
        atoms = tuple(sorted(found))
        self._forms[word] = atoms
        return atoms

    def find(self, words: Sequence[str]) -> list[Match]:
        """All matches whose exclusions do not apply, nested ones included, in order of place.

        Parameters
        ----------
        words : sequence of str
            Lower-cased words.

        Returns
        -------
        list of Match
            Sorted by first word, the longest first.
        """
        places = self._places(words)
        matches: list[Match] = []
        excluded: list[tuple[_Pattern, int, int]] = []
        for pattern, first, last in self._hits(places):
            if pattern.term is not None:
                matches.append(Match(pattern.term, first, last))
            else:
                excluded.append((pattern, first, last))
        if excluded:
            matches = [match for match in matches if not _is_excluded(match, excluded)]
        matches.sort(key=_order)
        return matches

    def _places(self, words: Sequence[str]) -> dict[int, list[int]]:
        """Where each atom occurs."""
        forms = self._forms
        places: dict[int, list[int]] = {}
        for index, word in enumerate(words):
            atoms = forms.get(word)
            if atoms is None:
                atoms = self._atoms_of(word)
            for atom in atoms:
                if atom in places:
                    places[atom].append(index)
                else:
                    places[atom] = [index]
        return places

    def _hits(self, places: dict[int, list[int]]) -> Iterator[tuple[_Pattern, int, int]]:
        single, multiple = self._single, self._multiple
        there = places.keys()
        for atom, indices in places.items():
            if atom in single:
                for pattern in single[atom]:
                    for index in indices:
                        yield pattern, index, index
            if atom in multiple:
                for pattern in multiple[atom]:
                    if pattern.needs <= there:
                        for first, last in _spans(pattern, places):
                            yield pattern, first, last


def _is_excluded(match: Match, excluded: Sequence[tuple[_Pattern, int, int]]) -> bool:
    return any(
        id(match.term) in pattern.vetoes and match.first <= last and first <= match.last
        for pattern, first, last in excluded
    )


def expand(pattern: str) -> list[tuple[str, ...]]:
    """Write a pattern out into sequences of parts in which every choice is between single words.

    Parameters
    ----------
    pattern : str
        As in the lexicon.

    Returns
    -------
    list of tuple of str
        Words, choices of words in braces, and gaps.
    """
    options: list[list[tuple[str, ...]]] = []
    for part in split_pattern(pattern):
        if "{" not in part:
            options.append([(part,)])
            continue
        pieces = [piece[1:-1].split("|") if piece[:1] == "{" else [piece] for piece in _BRACES.findall(part)]
        choices = list(dict.fromkeys("".join(choice) for choice in itertools.product(*pieces)))
        single = [choice for choice in choices if " " not in choice]
        several = [tuple(choice.split()) for choice in choices if " " in choice]
        together = [("{" + "|".join(single) + "}",)] if len(single) > 1 else [tuple(single)] if single else []
        options.append([*together, *several])
    return [tuple(itertools.chain.from_iterable(choice)) for choice in itertools.product(*options)]


def _order(match: Match) -> tuple[int, int, str]:
    return match.first, -match.last, match.term.pattern


def _specificity(name: str) -> int:
    """Letters of the shortest choice: the more, the rarer the word."""
    choices = name.strip("{}").split("|")
    return min(len(choice.replace("*", "")) for choice in choices) * 4 // len(choices)


def _spans(pattern: _Pattern, places: dict[int, list[int]]) -> list[tuple[int, int]]:
    """Shortest span from each place of the first atom; all atoms occur."""
    found = []
    for start in places[pattern.atoms[0]]:
        at = start
        for atom, (low, high) in pattern.rest:
            following = next((place for place in places[atom] if at + 1 + low <= place <= at + 1 + high), None)
            if following is None:
                break
            at = following
        else:
            found.append((start, at))
    return found


def longest(matches: Sequence[Match]) -> list[Match]:
    """Matches that remain when the longest wins where they overlap, in order of place."""
    taken: set[int] = set()
    kept = []
    for match in sorted(matches, key=lambda match: (match.first - match.last, match.first)):
        span = range(match.first, match.last + 1)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(match)
    kept.sort(key=lambda match: match.first)
    return kept
