"""Which sentence introduces a list item: "Wij gaan:" and what follows, also in lists within lists and in running text."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..reading.document import Block


@dataclass(slots=True)
class _Lead:
    """A sentence that ends in a colon, where it stands (level and mark of its item; 0 for a paragraph), and its list."""

    text: str
    level: int
    mark: str
    nested: bool = False

    def closed_by(self, block: Block) -> bool:
        """Whether an item ends the list under this lead-in: one of a higher rank, or of the same after a deeper list.

        Where layout is lost all items have one rank; then the list under an item with a colon lasts until text follows.
        """
        if block.level > self.level or (block.level == self.level and _mark(block) != self.mark):
            self.nested = True
            return False
        return block.level < self.level or self.nested


@dataclass(slots=True)
class Leads:
    """The lead-ins that are open at a place in the text, outermost first."""

    _open: list[_Lead] = field(default_factory=list)

    def clear(self) -> None:
        """A heading closes all lists."""
        self._open.clear()

    def enter(self, block: Block) -> None:
        """Close what a new block closes: a paragraph all lists, an item the lists under items of its own rank."""
        if block.kind != "list_item":
            self._open.clear()
        while self._open and self._open[-1].level and self._open[-1].closed_by(block):
            self._open.pop()

    def of(self, first: bool, previous: str) -> str:
        """Lead-in of a unit: of the first of its block, or of one that goes on with a list in running text."""
        goes_on = first or previous.endswith((":", ";", ","))
        return self._open[-1].text if self._open and goes_on else ""

    def read(self, text: str, block: Block) -> None:
        """Take note of a unit that has been read: a colon opens a list, a full stop in a paragraph closes it."""
        if text.endswith(":"):
            level = max(1, block.level) if block.kind == "list_item" else 0
            last = self._open[-1] if self._open else None
            if last is not None and (last.level, last.mark) == (level, _mark(block)):
                self._open.pop()
            self._open.append(_Lead(text, level, _mark(block)))
        elif block.kind == "paragraph" and not text.endswith((";", ",")):
            self._open.clear()


def _mark(block: Block) -> str:
    """Kind of mark before an item: its bullet, or ``#`` for any number."""
    return "#" if any(character.isalnum() for character in block.label) else block.label
