"""Lines that belong together, and how the document is set."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from analyzer.reading import marks
from analyzer.reading.document import BlockKind
from analyzer.reading.layout import GAP, Line


@dataclass(slots=True)
class Group:
    """Lines that form one block, while it is being built."""

    kind: BlockKind
    lines: list[Line] = field(default_factory=list)
    label: str = ""
    texts: list[str] = field(default_factory=list)

    def add(self, line: Line, text: str | None = None) -> None:
        """Add a line; `text` when it differs from the line's own, for instance without its bullet."""
        self.lines.append(line)
        self.texts.append(line.text if text is None else text)

    @property
    def last(self) -> Line:
        """The line added last."""
        return self.lines[-1]

    @property
    def body(self) -> str:
        """Text of all lines, for tests on its end or length."""
        return " ".join(self.texts)


@dataclass(frozen=True, slots=True)
class Typography:
    """How the document is set: the size of running text and the distance between its lines.

    Parameters
    ----------
    body : float
        Font size of running text.
    bold_body : bool
        Whether running text is bold, so that bold says nothing.
    leading : mapping of float to float
        Distance between baselines for each font size.
    """

    body: float
    bold_body: bool
    leading: Mapping[float, float]

    def line_distance(self, size: float) -> float:
        """Usual distance between lines of this size."""
        return self.leading.get(round(size * 2) / 2, 1.25 * size)


def typography(lines: Sequence[Line]) -> Typography:
    """Find body size and line distances from all lines of a document."""
    weight: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    distances: dict[float, list[float]] = defaultdict(list)
    for line in lines:
        weight[round(line.size * 2) / 2] += len(line.text)
        bold[line.bold] += len(line.text)
    for before, after in pairwise(lines):
        step = after.y - before.y
        if (
            before.place == after.place
            and abs(before.size - after.size) < 0.6
            and 0.5 * before.size < step < 2.6 * before.size
        ):
            distances[round(before.size * 2) / 2].append(round(step, 1))
    # The lower third and not the mean: paragraph distances are among the steps, and only ever larger.
    leading = {size: sorted(steps)[len(steps) // 3] for size, steps in distances.items() if len(steps) >= 3}
    body = weight.most_common(1)[0][0] if weight else 10.0
    return Typography(body, bold[True] > bold[False], leading)


def is_table_row(text: str) -> bool:
    """Whether a line consists of cells: three or more, or numbers after a wide gap."""
    if GAP not in text:
        tokens = text.split()
        return len(tokens) >= 5 and marks.numeric_share(text) >= 0.6
    cells = [cell for cell in text.split(GAP) if cell.strip()]
    return (
        len(cells) >= 3 or (len(cells) == 2 and marks.numeric_share(cells[1]) > 0.5) or marks.numeric_share(text) >= 0.5
    )


def looks_like_heading(line: Line, look: Typography, found: tuple[str, str] | None) -> bool:
    """Whether a line by itself could be a heading.

    Parameters
    ----------
    line : Line
        The line.
    look : Typography
        How the document is set.
    found : tuple of str, or None
        Its bullet or number and the rest, as `marks.bullet` gives them.
    """
    text = line.text
    if len(text) > 160 or not any(map(str.isalpha, text)) or (found and not marks.is_number(found[0])):
        return False
    if text[0].islower() and line.size < look.body * 1.4:
        return False
    strong = line.bold and not look.bold_body
    larger = line.size >= look.body * 1.08 + 0.3
    set_apart = larger and (line.size >= look.body * 1.25 or strong or not marks.ends_sentence(text))
    in_bold = strong and not text.rstrip().endswith((";", ",")) and len(text) <= 120
    return set_apart or in_bold or _is_part_title(text) or (not found and _is_capital_title(text))


def _is_part_title(text: str) -> bool:
    """``Hoofdstuk 3`` or ``Artikel 12 Begrippen``, but not ``Artikel 12 bepaalt``."""
    if not marks.is_division(text) or len(text) >= 100 or marks.ends_clause(text) or not text[0].isupper():
        return False
    rest = text.split(None, 2)[2:]
    return not rest or rest[0][0].isupper()


def _is_capital_title(text: str) -> bool:
    return marks.is_capitals(text) and 5 < len(text) < 80 and not marks.ends_sentence(text)


def is_short(line: Line) -> bool:
    """Whether a line ends well before the right edge of its column."""
    low, high = line.column
    return line.x1 < high - 0.12 * (high - low)
