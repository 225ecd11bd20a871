"""All lexicon patterns in one pass over the words of a unit.

A pattern is cut into atoms (one word each). Which atoms a word form satisfies is worked out once per form and kept,
because words repeat; a pattern is only tried when its most specific atom occurs in the unit, and the places of its atoms
are only looked for when all of them occur.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from analyzer.codebook.schema import Term, split_pattern
from analyzer.remembered import Remembered

_BRACES = re.compile(r"\{[^{}]*\}|[^{}]+")
_KEEP = 60_000
"""Word forms remembered."""


class Match(NamedTuple):
    """A term found in a unit: words ``first`` up to and including ``last``."""

    term: Term
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Words of a pattern and what it is for: a term, or the families it takes away from.

    Atoms; those after the first with the gap allowed before each; the second most specific one; and, without gaps, all
    but the most specific one with their distance to it.
    """

    atoms: tuple[int, ...]
    rest: tuple[tuple[int, tuple[int, int]], ...]
    second: int
    beside: tuple[tuple[int, int], ...]
    term: Term | None
    vetoes: frozenset[int]


class _Form(NamedTuple):
    """What a word form can be.

    Its atoms, patterns of that one word, patterns without gaps of which it is the most specific word, and atoms that are
    the most and the second most specific of patterns with gaps.
    """

    atoms: frozenset[int]
    single: tuple[_Pattern, ...]
    fixed: tuple[_Pattern, ...]
    triggers: tuple[int, ...]
    seconds: tuple[int, ...]


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
        self._forms: Remembered[str, _Form | None] = Remembered(self._form, most=_KEEP)
        self._single: dict[int, list[_Pattern]] = defaultdict(list)
        self._fixed: dict[int, list[_Pattern]] = defaultdict(list)
        self._gapped: dict[int, list[_Pattern]] = defaultdict(list)
        self._seconds: set[int] = set()
        vetoes: dict[str, set[int]] = defaultdict(set)
        for term in self._terms:
            self._add(term.pattern, term, frozenset())
            for pattern in term.unless:
                vetoes[pattern].add(id(term))
        for pattern, families in vetoes.items():
            self._add(pattern, None, frozenset(families))
        self._starts = sorted({len(prefix) for prefix in self._prefix})
        self._ends = sorted({len(suffix) for suffix in self._suffix})
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
        order = sorted(range(len(names)), key=lambda index: -_specificity(names[index]))
        rarest, second = order[0], atoms[order[1]] if len(order) > 1 else -1
        beside = tuple((place - rarest, atom) for place, atom in enumerate(atoms) if place != rarest)
        rest = tuple(zip(atoms[1:], gaps[1:], strict=True))
        entry = _Pattern(tuple(atoms), rest, second, beside, term, vetoes)
        if len(atoms) == 1:
            self._single[atoms[0]].append(entry)
        elif any(gap != (0, 0) for gap in gaps[1:]):
            self._gapped[atoms[rarest]].append(entry)
            self._seconds.add(second)
        else:
            self._fixed[atoms[rarest]].append(entry)

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

    def _form(self, word: str) -> _Form | None:
        """What a word can be; ``None`` for a word that no pattern speaks of."""
        found = set(self._exact.get(word, ()))
        prefix, suffix, most = self._prefix, self._suffix, len(word)
        for length in self._starts:
            if length > most:
                break
            if word[:length] in prefix:
                found.update(prefix[word[:length]])
        for length in self._ends:
            if length > most:
                break
            if word[-length:] in suffix:
                found.update(suffix[word[-length:]])
        if self._any is not None and self._any.match(word):
            found.update(number for pattern, number in self._other if pattern.match(word))
        if not found:
            return None
        atoms = sorted(found)
        return _Form(
            frozenset(found),
            tuple(pattern for atom in atoms if atom in self._single for pattern in self._single[atom]),
            tuple(pattern for atom in atoms if atom in self._fixed for pattern in self._fixed[atom]),
            tuple(atom for atom in atoms if atom in self._gapped),
            tuple(atom for atom in atoms if atom in self._seconds),
        )

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
        matches: list[Match] = []
        excluded: list[tuple[_Pattern, int, int]] = []
        for pattern, first, last in self._hits(list(map(self._forms.__getitem__, words))):
            if pattern.term is not None:
                matches.append(Match(pattern.term, first, last))
            else:
                excluded.append((pattern, first, last))
        if excluded:
            matches = [match for match in matches if not _is_excluded(match, excluded)]
        if len(matches) > 1:
            matches.sort(key=_order)
        return matches

    def _hits(self, forms: Sequence[_Form | None]) -> Iterator[tuple[_Pattern, int, int]]:
        """Patterns of one word and those without gaps where they stand, then those with gaps."""
        triggers: list[int] = []
        seconds: list[int] = []
        for index, form in enumerate(forms):
            if form is None:
                continue
            _, single, fixed, tries, others = form
            for pattern in single:
                yield pattern, index, index
            for pattern in fixed:
                if _stands(pattern, forms, index):
                    first = min(index, index + pattern.beside[0][0])
                    yield pattern, first, first + len(pattern.beside)
            if tries:
                triggers += tries
            if others:
                seconds += others
        if triggers and seconds:
            there = set(seconds)
            for atom in dict.fromkeys(triggers):
                for pattern in self._gapped[atom]:
                    if pattern.second in there:
                        for first, last in _spans(pattern, forms):
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


def _stands(pattern: _Pattern, forms: Sequence[_Form | None], index: int) -> bool:
    """Whether a pattern without gaps stands around its most specific word."""
    for distance, atom in pattern.beside:
        place = index + distance
        if not 0 <= place < len(forms):
            return False
        form = forms[place]
        if form is None or atom not in form[0]:
            return False
    return True


def _spans(pattern: _Pattern, forms: Sequence[_Form | None]) -> list[tuple[int, int]]:
    """Shortest span from each place of the first atom."""
    found = []
    head = pattern.atoms[0]
    for start, form in enumerate(forms):
        if form is None or head not in form[0]:
            continue
        at = start
        for atom, (low, high) in pattern.rest:
            for place, other in enumerate(forms[at + 1 + low : at + 2 + high], at + 1 + low):
                if other is not None and atom in other[0]:
                    at = place
                    break
            else:
                break
        else:
            found.append((start, at))
    return found


def longest(matches: Sequence[Match]) -> list[Match]:
    """Matches that remain when the longest wins where they overlap, in order of place."""
    if len(matches) < 2:
        return list(matches)
    taken: set[int] = set()
    kept = []
    for match in sorted(matches, key=lambda match: (match.first - match.last, match.first)):
        span = range(match.first, match.last + 1)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(match)
    kept.sort(key=lambda match: match.first)
    return kept
