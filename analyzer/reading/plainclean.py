"""Plain text before its structure is known: line ends, margins, page numbers and running headers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from analyzer.reading import joining, marks
from analyzer.reading.plainfurniture import TextLine, without_furniture
from analyzer.reading.plainmarks import restore_marks

_SPACES = re.compile(r"[^\S\n]{2,}")
_INNER_NUMBER = re.compile(r"(?<=\s)\d{1,3}(?=\s)")
_INNER_HYPHEN = re.compile(r"(?<![\w-])[^\W\d_]+-[a-zà-ÿ]+(?![\w-])")
_LAST_NUMBER = re.compile(r"\s*\d{1,3}\s*$")
_MARGIN = re.compile(r"\s(\d{1,3})$")


def text_lines(text: str) -> list[TextLine]:
    """Lines of a text without what belongs to the page and not to the text.

    Parameters
    ----------
    text : str
        The whole file, with any kind of line ends.

    Returns
    -------
    list of TextLine
    """
    raw = [part for line in joining.unify_line_ends(text).split("\n") for part in _restored(line)]
    raw = _without_margin_numbers(raw)
    lines: list[TextLine] = []
    page, blank = 1, False
    for raw_line in raw:
        for place, part in enumerate(raw_line.split("\f")):
            if place:
                page += 1
                blank = True
            if part.strip():
                lines.append(_line(part, page, blank))
                blank = False
            elif "\f" not in raw_line:
                blank = True
    lines = [line for line in lines if line.text]
    _mend_hyphens(lines)
    _forget_double_spacing(lines)
    lines = without_furniture(lines)
    restore_marks(lines)
    return lines


def _line(line: str, page: int, blank: bool) -> TextLine:
    line = marks.private_glyphs(joining.repair(line.replace("\t", "    " if line[:1] == "\t" else " ")))
    stripped = line.strip()
    indent = len(line) - len(line.lstrip())
    if "  " in stripped:
        stripped = _SPACES.sub(" ", stripped)
    return TextLine(stripped, indent, page, blank)


def _restored(line: str) -> list[str]:
    """Break an endless line again where the line numbers of a margin run through it."""
    if len(line) < 5000:
        return [line]
    breaks: list[tuple[int, int]] = []
    expected = 0
    for match in _INNER_NUMBER.finditer(line):
        number = int(match[0])
        if number == 1 or (expected and expected <= number <= expected + 2):
            breaks.append(match.span())
            expected = number + 1
    if len(breaks) < len(line) / 300:
        return [line]
    starts = [0, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), len(line)]
    return [line[start:end] for start, end in zip(starts, ends, strict=True)]


def _mend_hyphens(lines: Sequence[TextLine]) -> None:
    """Join words that were broken at line ends which have since been lost: ``verhoudin-gen`` within a line."""
    counts: Counter[str] = Counter()
    for line in lines:
        if "-" in line.text:
            counts.update(_INNER_HYPHEN.findall(line.text))
    if len(counts) < 30:
        return
    words = joining.Vocabulary(line.text for line in lines)
    broken = {word for word in counts if words[word.replace("-", "")]}
    if len(broken) < 0.3 * len(counts):
        return

    def mend(match: re.Match[str]) -> str:
        word = match[0]
        head, tail = word.split("-")
        known = word in broken or (counts[word] == 1 and not (words[head] and words[tail]))
        return head + tail if known else word

    for line in lines:
        if "-" in line.text:
            line.text = _INNER_HYPHEN.sub(mend, line.text)


def _forget_double_spacing(lines: Sequence[TextLine]) -> None:
    """When an empty line follows nearly every line, empty lines say nothing."""
    if len(lines) > 20 and sum(line.blank_before for line in lines) > 0.6 * len(lines):
        broken = sum(line.text[:1].islower() for line in lines)
        if broken > 0.3 * len(lines):
            for line in lines:
                line.blank_before = False


def _without_margin_numbers(raw: list[str]) -> list[str]:
    """Take away line numbers in the right margin: most lines end in a number one higher than the line before."""
    numbers = [int(match[1]) if (match := _MARGIN.search(" " + line[-12:].rstrip())) else None for line in raw]
    steps = sum(a is not None and b is not None and (b == a + 1 or b == 1) for a, b in pairwise(numbers))
    if steps < 20 or steps < 0.3 * sum(bool(line.strip()) for line in raw):
        return raw
    result = []
    for index, line in enumerate(raw):
        number = numbers[index]
        near = [n for n in numbers[max(0, index - 2) : index + 3] if n is not None]
        if number is not None and (number - 1 in near or number + 1 in near or number == 1):
            result.append(_LAST_NUMBER.sub("", line) if line.strip() != str(number) else "")
        else:
            result.append(line)
    return result
