"""Footnotes: small type at the foot of a column that starts with a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from analyzer.reading import marks
from analyzer.reading.groups import Group, Typography
from analyzer.reading.layout import Line


def part_footnotes(
    lines: Sequence[Line], look: Typography, heights: Mapping[int, float]
) -> tuple[list[Group], list[Line]]:
    """Take footnotes from the bottom of each column.

    Parameters
    ----------
    lines : sequence of Line
        All lines in reading order.
    look : Typography
        How the document is set.
    heights : mapping of int to float
        Height of each page.

    Returns
    -------
    notes : list of Group
    running : list of Line
        What is left.
    """
    notes: list[Group] = []
    running: list[Line] = []
    for _, column in groupby(lines, key=lambda line: line.place):
        rows = list(column)
        start = len(rows)
        while start and rows[start - 1].size <= 0.92 * look.body:
            start -= 1
        small = rows[start:]
        first = next((i for i, line in enumerate(small) if _starts_note(line)), None)
        is_low = bool(small) and small[-1].y > 0.6 * heights.get(small[-1].page, 842.0)
        if first is None or not is_low or (first > 0 and not _continues_note(notes, small[0])):
            running.extend(rows)
            continue
        running.extend(rows[:start])
        for line in small:
            if _starts_note(line) or not notes:
                notes.append(_new_note(line))
            else:
                notes[-1].add(line)
    return notes, running


def _starts_note(line: Line) -> bool:
    if line.note:
        return True
    head = line.text.split(" ", 1)
    return len(head) == 2 and head[0].isdigit() and len(head[0]) <= 3 and not marks.bullet(line.text)


def _continues_note(notes: Sequence[Group], line: Line) -> bool:
    """Whether small lines above the first numbered note go on with the last note of the page before."""
    return bool(notes) and 0 <= line.page - notes[-1].last.page <= 1


def _new_note(line: Line) -> Group:
    group = Group("footnote")
    if line.note:
        group.label = line.note
        group.add(line)
    else:
        label, _, rest = line.text.partition(" ")
        group.label = label
        group.add(line, rest)
    return group
