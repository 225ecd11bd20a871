"""Where a block ends and the next one starts, line by line."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.reading import marks
from analyzer.reading.groups import Group, Typography, is_short, is_table_row, looks_like_heading
from analyzer.reading.layout import GAP, Line


def group_lines(lines: Iterable[Line], look: Typography) -> list[Group]:
    """Group lines into blocks.

    Parameters
    ----------
    lines : iterable of Line
        In reading order, without footnotes.
    look : Typography
        How the document is set.

    Returns
    -------
    list of Group
    """
    groups: list[Group] = []
    previous: Line | None = None
    for line in lines:
        group = groups[-1] if groups else None
        if (
            group is None
            or previous is None
            or previous.place != line.place
            or _starts_block(group, previous, line, look)
        ):
            groups.append(_new_group(line, look))
        else:
            group.add(line)
        previous = line
    return _merge_rows(groups)


def _new_group(line: Line, look: Typography) -> Group:
    text = line.text
    if is_table_row(text):
        group = Group("table")
        group.add(line)
        return group
    found = marks.bullet(text)
    if looks_like_heading(line, look, found):
        group = Group("heading")
        group.add(line)
        return group
    if found and not (found[0] == "o" and line.size > look.body + 3):
        group = Group("list_item", label=found[0])
        group.add(line, found[1].replace(GAP, " "))
        return group
    group = Group("caption" if marks.is_caption(text) and line.size < 0.95 * look.body else "paragraph")
    group.add(line)
    return group


def _starts_block(group: Group, previous: Line, line: Line, look: Typography) -> bool:
    """Whether `line` starts a new block after `previous` in the same column."""
    if line.y < previous.y - 1:
        return True
    if _runs_on(group, previous, line, look):
        return False
    if abs(line.size - previous.size) > 0.12 * previous.size:
        return True
    found = marks.bullet(line.text)
    step = (line.y - previous.y) / look.line_distance(line.size)
    if group.kind == "heading":
        return line.bold != previous.bold or step > 1.6 or found is not None or _heading_is_over(group, line, look)
    return (
        is_table_row(line.text)
        or group.kind == "table"
        or marks.is_contents_line(line.text)
        or marks.is_contents_line(previous.text)
        or step > 1.35
        or (found is not None and _is_item(group, previous, found[0], line))
        or _starts_heading(previous, line, look, found)
        or _new_paragraph(group, previous, line)
    )


def _starts_heading(previous: Line, line: Line, look: Typography, found: tuple[str, str] | None) -> bool:
    """Whether a heading follows on text without extra white between them."""
    differs = (line.bold and not previous.bold) or marks.is_division(line.text)
    return differs and _ended(previous) and looks_like_heading(line, look, found)


def _runs_on(group: Group, previous: Line, line: Line, look: Typography) -> bool:
    """Whether a line plainly goes on with the line before, whatever its type: no full stop, no capital."""
    if group.kind not in ("paragraph", "list_item", "heading") or GAP in line.text or marks.bullet(line.text):
        return False
    heading = group.kind == "heading"
    if heading and abs(line.size - previous.size) > 1:
        return False
    room = 1.7 if heading else 1.35
    near = line.y - previous.y <= room * max(look.line_distance(line.size), look.line_distance(previous.size))
    if not near or not line.text[:1].islower() or marks.ends_clause(previous.text) or len(previous.text) <= 12:
        return False
    if heading and line.bold != previous.bold:
        # A paragraph may open in bold type; a heading does not fill the line and go on in light type.
        if is_short(previous) or previous.size > look.body + 1:
            return False
        group.kind = "paragraph"
    return True


def _heading_is_over(group: Group, line: Line, look: Typography) -> bool:
    return not looks_like_heading(line, look, None) or (
        marks.is_division(line.text)
        or (marks.is_division(group.body) and len(group.body) < 20 and line.size <= look.body)
    )


def _is_item(group: Group, previous: Line, label: str, line: Line) -> bool:
    """Whether a bullet or number at the start of a line starts an item, and is not a dash or number in a sentence."""
    if label in marks.SURE_BULLETS:
        return True
    ended = marks.ends_clause(previous.text) or is_short(previous) or previous.text.rstrip().endswith((",", "en", "of"))
    if group.kind == "list_item":
        same = marks.is_number(label) == marks.is_number(group.label)
        return (same and abs(line.x0 - group.lines[0].x0) < 3) or ended
    return ended


def _ended(line: Line) -> bool:
    return marks.ends_clause(line.text) or is_short(line)


def _new_paragraph(group: Group, previous: Line, line: Line) -> bool:
    if not marks.ends_clause(previous.text):
        kind = group.kind == "paragraph" or (group.kind == "list_item" and marks.is_number(group.label))
        return len(group.lines) == 1 and kind and _stands_alone(previous, line)
    if group.kind == "list_item":
        first = group.lines[0]
        return line.x0 < first.x0 + 2 and (
            (len(group.lines) > 1 and group.lines[1].x0 > first.x0 + 2) or is_short(previous)
        )
    if previous.x1 < line.column[1] - 0.2 * (line.column[1] - line.column[0]):
        return True
    indented = line.x0 > previous.x0 + 0.6 * line.size and len(group.lines) > 1
    return indented and marks.ends_sentence(previous.text)


def _stands_alone(previous: Line, line: Line) -> bool:
    """Whether a line is a heading in the type of the text below it: the next word would have fitted on it."""
    text = previous.text.rstrip()
    first = line.text.split(" ", 1)[0]
    room = previous.column[1] - previous.x1
    needed = (len(first) + 1) * 0.6 * previous.size
    return (
        line.text[:1].isupper()
        and text[:1].isupper()
        and text[-1] not in "-,;/"
        and len(text) <= 80
        and room > max(needed, 0.2 * (previous.column[1] - previous.column[0]))
    )


def _merge_rows(groups: list[Group]) -> list[Group]:
    """Lines with one wide gap count as table rows only among other rows; lone ones are text."""
    for index, group in enumerate(groups):
        if group.kind != "table" or group.lines[0].text.count(GAP) > 1 or marks.numeric_share(group.body) >= 0.5:
            continue
        around = groups[max(0, index - 1) : index] + groups[index + 1 : index + 2]
        if not any(other.kind == "table" for other in around):
            group.kind = "paragraph"
    return groups
