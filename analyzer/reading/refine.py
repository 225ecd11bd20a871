"""A second look at blocks, now that their neighbours are known."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from analyzer.reading import marks
from analyzer.reading.groups import Group, Typography, is_short
from analyzer.reading.layout import GAP


def refine(groups: list[Group], look: Typography) -> list[Group]:
    """Correct the kinds of blocks from their neighbours, and join what a page or column parts.

    Parameters
    ----------
    groups : list of Group
        Blocks in reading order; their kinds are changed in place.
    look : Typography
        How the document is set.

    Returns
    -------
    list of Group
    """
    groups = _without_answers(_real_headings(_contents(groups)), look)
    _small_type(groups, look)
    groups = _joined_over_pages(_tables(_small_headings(groups, look)))
    _without_cover(groups)
    return groups


def _contents(groups: list[Group]) -> list[Group]:
    """Mark tables of contents: lines with leaders, and lines that end in a page number under such a title."""
    inside = False
    for group in groups:
        body = group.body.replace(GAP, " ").strip()
        if marks.is_contents_title(body):
            inside, group.kind = True, "contents"
            continue
        parts = [text.replace(GAP, " ").strip() for text in group.texts]
        led = sum(marks.is_contents_line(part) for part in parts)
        paged = sum(marks.ends_in_page(part) or marks.is_page_number(part) for part in parts)
        if led >= 0.5 * len(parts) or (inside and (led or paged >= 0.5 * len(parts))):
            group.kind = "contents"
        elif inside and not (group.kind == "heading" and len(body) < 80 and paged):
            inside = group.kind in ("contents", "table") or (
                len(body) < 60 and not marks.ends_sentence(body) and group.kind != "heading"
            )
    _untitled_contents(groups)
    return groups


def _untitled_contents(groups: Sequence[Group]) -> None:
    """Five or more short lines one after the other that end in ever higher numbers are a table of contents."""
    series: list[tuple[Group, int]] = []
    for group in [*groups, None]:
        body = "" if group is None else group.body.replace(GAP, " ").strip()
        number = int(body.rsplit(" ", 1)[-1]) if marks.ends_in_page(body) and body.rsplit(" ", 1)[-1].isdigit() else -1
        if group is not None and number >= (series[-1][1] if series else 0) and not marks.ends_sentence(body):
            series.append((group, number))
            continue
        if len(series) >= 5 and series[-1][1] > series[0][1] + 2 and any(g.kind != "table" for g, _ in series):
            for entry, _ in series:
                entry.kind = "contents"
        series = []


def _without_cover(groups: list[Group]) -> None:
    """On a page with nothing but headings only the largest is a title; names and dates are no headings."""
    first = [group for group in groups if group.lines[0].page == groups[0].lines[0].page]
    if any(group.kind in ("paragraph", "list_item", "table") for group in first) or len(first) == len(groups):
        return
    largest = max(group.lines[0].size for group in first)
    for group in first:
        if group.kind == "heading" and group.lines[0].size < largest - 0.5:
            group.kind = "caption"


def _real_headings(groups: list[Group]) -> list[Group]:
    """Large or bold type that is too long or too odd for a heading is text, a caption or a table's top row."""
    for group in groups:
        if group.kind != "heading":
            continue
        body = group.body
        words = body.split()
        if len(words) > 28 or (len(words) > 12 and marks.ends_clause(body)):
            group.kind = "paragraph"
        elif (len(words) >= 5 and marks.numeric_share(body) >= 0.4) or (GAP in body and len(words) < 4):
            group.kind = "table"
        elif body[0].islower() and len(body) < 40:
            group.kind = "caption"
    return groups


def _small_type(groups: list[Group], look: Typography) -> None:
    """Text much smaller than the running text is a letterhead, a caption or a colophon; no heading is smaller."""
    for group in groups:
        if group.kind == "paragraph" and len(group.body) <= 2:
            group.kind = "caption"
        smallest = 0.93 if group.kind == "heading" else 0.82
        if group.kind in ("paragraph", "heading") and all(line.size <= smallest * look.body for line in group.lines):
            group.kind = "caption"


def _tables(groups: list[Group]) -> list[Group]:
    """Cells that run over several lines, and rows of words only, belong to the table around them."""
    spots = [index for index, group in enumerate(groups) if group.kind == "table"]
    for here, there in pairwise(spots):
        between = groups[here + 1 : there]
        same_page = groups[here].last.page == groups[there].lines[0].page
        if same_page and len(between) <= 4 and all(_is_cell(group) for group in between):
            for group in between:
                group.kind = "table"
    for here in spots:
        _last_rows(groups, here)
    for index in spots:
        before = groups[index - 1] if index else None
        rows = index + 1 < len(groups) and groups[index + 1].kind == "table"
        if before is None or not rows or before.kind != "paragraph" or before.last.page != groups[index].last.page:
            continue
        if _is_cell(before) and (before.body[0].islower() or before.body[0] == "(" or len(before.body) < 30):
            before.kind = "table"
    return groups


def _last_rows(groups: Sequence[Group], index: int) -> None:
    """Short lines under a table that stand where its cells stand are its last rows."""
    rows = groups[max(0, index - 2) : index + 1]
    edges = [line.x0 for row in rows if row.kind == "table" for line in row.lines]
    for before, group in pairwise(groups[index:]):
        first = group.lines[0]
        if (
            group.kind != "paragraph"
            or len(rows) < 3
            or len(group.lines) > 1
            or len(group.body) > 60
            or marks.ends_sentence(group.body)
            or first.place != before.last.place
            or not 0 < first.y - before.last.y < 2.5 * first.size
            or (min(abs(first.x0 - edge) for edge in edges) > 3 and not group.body[0].islower())
        ):
            return
        group.kind = "table"


def _is_cell(group: Group) -> bool:
    """Whether a group between table rows can be part of the table."""
    body = group.body
    return (
        group.kind in ("paragraph", "caption", "list_item", "heading")
        and len(body) < 250
        and not (marks.ends_sentence(body) and len(body) > 60)
    )


def _without_answers(groups: Sequence[Group], look: Typography) -> list[Group]:
    """A line in the type of the text right under an item without an end is what the item says, not a heading."""
    result: list[Group] = []
    for group in groups:
        first, before = group.lines[0], result[-1] if result else None
        if (
            before is not None
            and before.kind == "list_item"
            and group.kind == "heading"
            and first.place == before.last.place
            and (first.size, first.bold) == (before.last.size, before.last.bold)
            and 0 < first.y - before.last.y < 1.35 * look.line_distance(first.size)
            and not marks.ends_clause(before.body)
            and not marks.bullet(group.body)
        ):
            for line, text in zip(group.lines, group.texts, strict=True):
                before.add(line, text)
        else:
            result.append(group)
    return result


def _small_headings(groups: list[Group], look: Typography) -> list[Group]:
    """Find headings in the type of the running text: a short line by itself above text or a list."""
    for before, group, after in zip([None, *groups], groups, groups[1:], strict=False):
        numbered = group.kind == "list_item" and marks.is_number(group.label) and after.kind == "paragraph"
        if (
            len(group.lines) != 1
            or after.kind not in ("paragraph", "list_item")
            or not (group.kind == "paragraph" or numbered)
            or (before is not None and before.kind == "table" and _is_nearer(before, group, after))
        ):
            continue
        text, line = group.last.text.strip(), group.last
        width = line.column[1] - line.column[0]
        long_enough = 3 <= len(text) <= 80 and len(text.split()) <= 10
        starts = text[0].isupper() or text[0].isdigit()
        opens = after.texts[0].lstrip()[:1]
        if (
            long_enough
            and starts
            and line.size > 0.93 * look.body
            and GAP not in text
            and line.x1 - line.x0 < 0.7 * width
            and text[-1] not in ".,;:!-"
            and not opens.islower()
            and (after.kind == "list_item" or after.lines[0].x1 > line.x1 or len(after.lines) > 1)
        ):
            group.kind, group.texts, group.label = "heading", [text], ""
    return groups


def _is_nearer(before: Group, group: Group, after: Group) -> bool:
    """Whether a group stands closer under what is before it than above what follows."""
    first, last = group.lines[0], group.last
    if before.last.place != first.place:
        return False
    return after.lines[0].place != last.place or first.y - before.last.y < after.lines[0].y - last.y


def _joined_over_pages(groups: list[Group]) -> list[Group]:
    """Join a paragraph or item that goes on in the next column or on the next page."""
    result: list[Group] = []
    for group, after in zip(groups, [*groups[1:], None], strict=True):
        if after is not None and _stands_between(result, group, after):
            group.kind = "caption"
        before = _interrupted(result, group)
        if before is None:
            result.append(group)
            continue
        for line, text in zip(group.lines, group.texts, strict=True):
            before.add(line, text)
    return result


def _interrupted(result: Sequence[Group], group: Group) -> Group | None:
    """The block with which `group` goes on: the last one, or one before a figure, table or letterhead."""
    if group.kind != "paragraph":
        return None
    first = group.lines[0]
    for before in result[:-30:-1]:
        if before.last.page < first.page - 1:
            return None
        if before.kind in ("table", "caption", "contents"):
            continue
        if _goes_on(before, group):
            return before
        # Only what plainly goes on (no capital) may skip blocks, and only those of another column.
        if not group.texts[0][:1].islower() or before.last.place == first.place:
            return None
    return None


def _stands_between(result: Sequence[Group], group: Group, after: Group) -> bool:
    """Whether a line above a column is a caption: the text of the column before goes on under it, in its own type."""
    if not result or len(group.lines) > 1 or marks.ends_clause(group.body) or group.last.place != after.lines[0].place:
        return False
    before, own = result[-1].last, group.last
    nearer = abs(after.lines[0].size - before.size) < abs(own.size - before.size)
    return nearer and not group.body[:1].islower() and after.body[:1].islower() and _goes_on(result[-1], after)


def _goes_on(before: Group, group: Group) -> bool:
    first, last = group.lines[0], before.last
    if before.kind not in ("paragraph", "list_item") or group.kind != "paragraph" or first.place == last.place:
        return False
    ending, start = before.texts[-1].rstrip(), group.texts[0].lstrip()
    if first.page - last.page > 1 or marks.ends_clause(ending) or abs(first.size - last.size) > 0.12 * last.size:
        return False
    if first.bold != last.bold and not start[:1].islower():
        return False
    if ending.endswith("-") or start[:1].islower() or ending.endswith(","):
        return True
    return not is_short(last) and len(ending) > 20 and (start[:1].isalnum() or start[:1] in "(‘“'\"€")
