"""The page with the validity study, and the block in it that another command fills."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "validiteit.md"


def table(head: list[str], rows: list[list[object]]) -> str:
    """A Markdown table: the first column is text, others are figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


@dataclass(frozen=True)
class Block:
    """A part of the page between two marks, which stays when the rest is made again."""

    name: str

    @property
    def marks(self) -> tuple[str, str]:
        return f"<!-- {self.name} -->", f"<!-- einde {self.name} -->"

    def kept(self) -> str:
        """What stands in the page now, marks included; empty marks when there is nothing yet."""
        begin, end = self.marks
        text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        if begin not in text:
            return f"{begin}\n{end}"
        return begin + text.split(begin, 1)[1].split(end, 1)[0] + end

    def fill(self, content: str) -> None:
        """Put new content between the marks.

        Raises
        ------
        ValueError
            When the page does not have the marks: make it first with ``python -m benchmarks.validity``.
        """
        text = PAGE.read_text(encoding="utf-8")
        if self.marks[0] not in text:
            raise ValueError(f"{PAGE} has no block {self.name}; run python -m benchmarks.validity first")
        begin, end = self.marks
        PAGE.write_text(text.replace(self.kept(), f"{begin}\n{content}\n{end}"), encoding="utf-8")


BLOCK = Block("intervallen")
