"""Plain text of a paged document: page numbers, running headers and footers, also those glued to the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import stdev

from analyzer.reading import marks

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"\d{1,4}")
_LONE_DIGITS = re.compile(
    r"(?:[-–—|•\s\[(]{0,4}\d{1,4}[-–—|•\s\])]{0,4}|(?:pagina|blz\.?|pag\.?)\s*\d{1,4})$", re.IGNORECASE
)
_LEADING = re.compile(r"(\d{1,3})\s*(?=[^\W\d]|\d+\.|\d{1,2}\s+[A-ZÀ-Ý])")
_TRAILING = re.compile(r"(?<=[^\W\d.,€])\s?(\d{1,3})$")
_LEADING_NUMBER = re.compile(r"\d{1,3}\s+(?=[^\W\d])")
_BROKEN = re.compile(r"[a-zà-ÿ]-$")
_NUMBER_IN_WORD = re.compile(r"^\d{1,3}\s+(?=[a-zà-ÿ]{2})")
_CONTEXT = 20
_REACH = 160
_LEAST_PAGE = 500
"""Characters that a page holds at the least."""
_MAX_LINE = 2000
_TAIL = 25


@dataclass(slots=True)
class TextLine:
    """A line that is not empty.

    Parameters
    ----------
    text : str
        Without spaces around it.
    indent : int
        Spaces before it.
    page : int
        Page, counted by form feeds.
    blank_before : bool
        Whether an empty line stands before it.
    edge : bool
        Whether it stands at the edge of a page: next to a page number that has been cut out.
    """

    text: str
    indent: int
    page: int
    blank_before: bool
    edge: bool = False


def without_furniture(lines: list[TextLine]) -> list[TextLine]:
    """Drop page numbers and lines that come back on every page, and cut them off where they are glued to text.

    Parameters
    ----------
    lines : list of TextLine
        In order.

    Returns
    -------
    list of TextLine
    """
    if len(lines) < 30:
        return [line for line in lines if not _LONE_DIGITS.match(line.text)]
    lines = _without_heads(_without_tails(_without_numbered(lines)))
    lines = _without_tails(_without_page_numbers(lines))
    places: dict[str, list[int]] = defaultdict(list)
    keys = [_DIGITS.sub("#", line.text) if len(line.text) <= 120 else "" for line in lines]
    for index, key in enumerate(keys):
        if key:
            places[key].append(index)
    running = {key for key, where in places.items() if len(where) >= 3 and _is_running(key, where, lines)}
    tails = tuple(key for key in running if len(key) >= 12 and "#" not in key)
    kept: list[TextLine] = []
    dropped = False
    for line, key in zip(lines, keys, strict=True):
        if key in running or _LONE_DIGITS.match(line.text):
            dropped = True
            continue
        if tails and line.text.endswith(tails):
            tail = max((tail for tail in tails if line.text.endswith(tail)), key=len)
            line.text = line.text[: -len(tail)].rstrip()
        if dropped:
            # An empty line around a page number is not the end of a paragraph.
            line.blank_before = line.blank_before and not line.text[:1].islower()
            dropped = False
        if line.text:
            kept.append(line)
    return kept


def _is_running(key: str, where: Sequence[int], lines: Sequence[TextLine]) -> bool:
    """Whether a line that occurs often belongs to the page and not to the text."""
    if sum(character.isalpha() for character in key) < 4 or marks.is_contents_line(key):
        return False
    if not _surroundings_differ(where, lines):
        return False
    inside = 0
    for index in where:
        before = lines[index - 1].text if index else ""
        after = lines[index + 1].text if index + 1 < len(lines) else ""
        beside_number = bool(_LONE_DIGITS.match(before)) or bool(_LONE_DIGITS.match(after))
        # Standing in the middle of a sentence says something only when it happens often: passages are copied too.
        cut = len(where) >= 6 and bool(before) and not marks.ends_clause(before) and after[:1].islower()
        inside += beside_number or cut or lines[index].edge
    steps = [after - before for before, after in pairwise(where)]
    spread = sum(steps) / len(steps)
    if inside >= max(2, 0.3 * len(where)) and spread > (6 if inside > 0.8 * len(where) else 15):
        return True
    # Pages are of much the same length; headings of the text come back at any distance.
    return len(where) >= 8 and spread > 20 and stdev(steps) < 0.35 * spread


def _surroundings_differ(where: Sequence[int], lines: Sequence[TextLine]) -> bool:
    """Whether other lines stand around a line each time; a passage that is printed twice repeats them all."""
    if len(where) >= 12:
        # No passage is printed that often: this is a menu or a header of several lines.
        return True
    need = 0.7 * len(where)
    for offset in (-1, 1, -2, 2):
        near = {lines[index + offset].text for index in where if 0 <= index + offset < len(lines)}
        if len(near) > need:
            return True
    return False


def _without_numbered(lines: list[TextLine]) -> list[TextLine]:
    """Cut out words with a page number that come back with ever higher numbers, wherever in a line they stand."""
    patterns = [re.compile(pattern) for pattern in _numbered_patterns(lines)]
    if not patterns:
        return lines
    result: list[TextLine] = []
    after_cut = False
    for line in lines:
        parts = [line.text]
        for pattern in patterns:
            parts = [piece for part in parts for piece in pattern.split(part)]
        line.edge = after_cut
        after_cut = len(parts) > 1
        if not after_cut:
            result.append(line)
            continue
        if result and not parts[0].strip():
            result[-1].edge = True
        kept = [part.strip() for part in parts if part.strip()]
        result.extend(
            replace(line, text=part, blank_before=line.blank_before and place == 0, edge=True)
            for place, part in enumerate(kept)
        )
    return result


def _numbered_patterns(lines: Sequence[TextLine]) -> list[str]:
    """Regular expressions for running headers and footers with a page number."""
    sides: dict[tuple[str, str], list[tuple[int, int, str, str]]] = defaultdict(list)
    place = 0
    for line in lines:
        text = line.text
        place += len(text)
        if len(text) > _MAX_LINE:
            continue
        for match in _NUMBER.finditer(text):
            near = slice(max(0, match.start() - _REACH), match.start()), slice(match.end(), match.end() + _REACH)
            left, right = (_DIGITS.sub("#", text[part]) for part in near)
            found = (place - len(text) + match.start(), int(match[0]), left, right)
            if _says(left[-_CONTEXT:]) >= 7:
                sides["left", left[-_CONTEXT:]].append(found)
            if _says(right[:_CONTEXT]) >= 7:
                sides["right", right[:_CONTEXT]].append(found)
    patterns: dict[str, None] = {}
    for found_all in sides.values():
        if (len(found_all) >= 5 and _counts_pages(found_all)) or (len(found_all) >= 10 and _evenly(found_all)):
            left = _common([found[2][::-1] for found in found_all])[::-1]
            right = _common([found[3] for found in found_all])
            left = left.lstrip(" .!?,;:")
            of_text = marks.is_division(left.strip() + " 1") or marks.is_caption(left.strip() + " 1 ")
            if _says(left) + _says(right) >= 10 and not of_text:
                pattern = re.escape(left) + "#" + re.escape(right)
                patterns[re.sub(r"\\?#", r"\\d{1,4}", pattern).replace(r"\ ", r"\s*")] = None
    return sorted(patterns, key=len, reverse=True)[:12]


def _without_tails(lines: list[TextLine]) -> list[TextLine]:
    """Cut off words that stand glued to the end of the last line of many pages."""
    ends: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if _TAIL <= len(line.text) <= _MAX_LINE and line.text[-1] not in ".,;:?!-":
            ends[line.text[-_TAIL:]].append(index)
    for where in ends.values():
        if len(where) < 5:
            continue
        tail = _common([lines[index].text[::-1] for index in where])[::-1]
        glued = 0
        befores = {lines[index].text.removesuffix(tail) for index in where} - {""}
        for index in where:
            before = lines[index].text.removesuffix(tail)
            after = lines[index + 1].text[:1] if index + 1 < len(lines) else ""
            glued += (not before) or before[-1].isalnum() or before[-1] in ".?!" or after.isdigit()
        if _says(tail) >= 15 and glued >= 0.5 * len(where) and len(befores) >= 0.3 * len(where):
            for index in where:
                lines[index].text = lines[index].text.removesuffix(tail).rstrip()
    return [line for line in lines if line.text]


def _without_heads(lines: list[TextLine]) -> list[TextLine]:
    """Cut off words that stand glued to the start of the first line of many pages."""
    starts: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if _TAIL <= len(line.text) <= _MAX_LINE:
            starts[_LEADING_NUMBER.sub("", line.text)[:_TAIL]].append(index)
    for where in starts.values():
        if len(where) < 5:
            continue
        texts = [_LEADING_NUMBER.sub("", lines[index].text) for index in where]
        head = _common(texts)
        rests = [text.removeprefix(head) for text in texts]
        glued = sum(not rest or not rest[0].isspace() for rest in rests)
        if (
            _says(head) >= 15
            and head[-1] not in " .,;:"
            and glued >= 0.8 * len(where)
            and len(set(rests)) >= 0.3 * len(where)
        ):
            for index, rest in zip(where, rests, strict=True):
                lines[index].text = "" if rest.strip().isdigit() else rest.strip()
    return [line for line in lines if line.text]


def _says(text: str) -> int:
    """Number of letters in a text."""
    return sum(map(str.isalpha, text))


def _counts_pages(found: Sequence[tuple[int, int, str, str]]) -> bool:
    """Whether numbers go up from page to page, some lines apart; pages may come twice, or be glued to other digits."""
    pages = [each for each in found if each[1] < 1000]
    steps = [after[1] - before[1] for before, after in pairwise(pages)]
    if len(steps) < 0.7 * len(found) or not steps:
        return False
    rising = sum(0 <= step <= 6 for step in steps)
    apart = sorted(after[0] - before[0] for before, after in pairwise(pages))
    different = len({number for _, number, _, _ in pages})
    return rising >= 0.75 * len(steps) and 2 * different > len(pages) and apart[len(apart) // 2] > _LEAST_PAGE


def _evenly(found: Sequence[tuple[int, int, str, str]]) -> bool:
    """Whether words with one number, such as a year, come back as evenly as pages turn."""
    apart = [after[0] - before[0] for before, after in pairwise(found)]
    usual = sum(apart) / len(apart)
    return len({number for _, number, _, _ in found}) == 1 and usual > _LEAST_PAGE and stdev(apart) < 0.65 * usual


def _common(texts: Sequence[str]) -> str:
    """Longest start that four in five texts share."""
    need = 0.8 * len(texts)
    length = 0
    start = ""
    while length < 150:
        counts: dict[str, int] = defaultdict(int)
        for text in texts:
            if len(text) > length and text.startswith(start):
                counts[text[length]] += 1
        if not counts:
            break
        character, count = max(counts.items(), key=lambda item: item[1])
        if count < need:
            break
        start += character
        length += 1
    return start


def _without_page_numbers(lines: list[TextLine]) -> list[TextLine]:
    """Take away page numbers that are glued to the start or the end of a line."""
    for pattern in (_LEADING, _TRAILING):
        spots = [
            (index, int(match[1]))
            for index, line in enumerate(lines)
            if (match := pattern.match(line.text) if pattern is _LEADING else _trailing(line.text))
        ]
        chain = _chain(spots)
        if len(chain) < 8:
            continue
        for index in chain:
            line = lines[index]
            cut = pattern.sub("", line.text, count=1).strip()
            lines[index] = replace(line, text=cut)
    for before, line in pairwise(lines):
        # The second half of a broken word cannot start with a number.
        if _BROKEN.search(before.text):
            line.text = _NUMBER_IN_WORD.sub("", line.text)
    return [line for line in lines if line.text]


def _trailing(text: str) -> re.Match[str] | None:
    """Number glued to the end of a line."""
    return _TRAILING.search(text, max(0, len(text) - 8)) if text[-1].isdigit() else None


def _chain(spots: Sequence[tuple[int, int]]) -> list[int]:
    """Longest series of lines whose numbers go up by one or two, about a page apart."""
    best: list[tuple[int, int]] = []
    for place, (index, number) in enumerate(spots):
        length, back = 1, -1
        for earlier in range(place - 1, max(-1, place - 80), -1):
            other, value = spots[earlier]
            if index - other > 320:
                break
            if 1 <= number - value <= 3 and (index - other) >= 6 * (number - value) and best[earlier][0] + 1 > length:
                length, back = best[earlier][0] + 1, earlier
        best.append((length, back))
    if not best:
        return []
    place = max(range(len(best)), key=lambda i: best[i][0])
    chain: list[int] = []
    while place >= 0:
        chain.append(spots[place][0])
        place = best[place][1]
    return chain[::-1]
