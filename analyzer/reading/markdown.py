"""Markdown, read line by line: enough of it for policy texts."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from analyzer.reading import joining
from analyzer.reading.document import BlockKind, Piece

_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$")
_SETEXT = re.compile(r" {0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r" {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_ITEM = re.compile(r"(\s*)([-*+•]|\d{1,4}[.)])\s+(?=\S)")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_FOOTNOTE = re.compile(r" {0,3}\[\^([^\]]+)\]:\s*")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<!--.*?-->")
_INLINE = (
    (re.compile(r"!\[([^\[\]]*)\]\([^()]*\)"), ""),
    (re.compile(r"\[\^[^\]]+\]"), ""),
    (re.compile(r"\[([^\[\]]+)\]\([^()]*\)"), r"\1"),
    (re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]+)>"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_]+?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"~~(.+?)~~"), r"\1"),
    (re.compile(r"`+([^`]+)`+"), r"\1"),
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_FRONT_TITLE = re.compile(r"title\s*:\s*[\"']?(.+?)[\"']?\s*$", re.IGNORECASE)


@dataclass(slots=True)
class _State:
    """Pieces so far and the block that is being built."""

    found: list[Piece] = field(default_factory=list)
    kind: BlockKind = "paragraph"
    lines: list[str] = field(default_factory=list)
    level: int = 0
    label: str = ""
    words: joining.Vocabulary = field(default_factory=lambda: joining.Vocabulary(()))

    def flush(self) -> None:
        """End the block that is being built."""
        if self.lines:
            text = _inline(joining.join_all(self.lines, self.words))
            if text:
                self.found.append(Piece(self.kind, text, level=self.level, label=self.label))
        self.lines, self.kind, self.level, self.label = [], "paragraph", 0, ""

    def start(self, kind: BlockKind, line: str, level: int = 0, label: str = "") -> None:
        """End what was and begin a block."""
        self.flush()
        self.kind, self.lines, self.level, self.label = kind, [line], level, label


def read_markdown(text: str) -> tuple[list[Piece], str]:
    """Read Markdown.

    Parameters
    ----------
    text : str
        The file.

    Returns
    -------
    pieces : list of Piece
        Code blocks are left out; table rows are ``table`` pieces.
    title : str
        From the front matter; may be empty.
    """
    lines = joining.repair(joining.unify_line_ends(text)).split("\n")
    lines, title = _without_front_matter(lines)
    state = _State(words=joining.Vocabulary(lines))
    fence = ""
    for index, line in enumerate(lines):
        if fence:
            fence = "" if line.strip().startswith(fence) else fence
            continue
        if match := _FENCE.match(line):
            state.flush()
            fence = match[1][:3]
            continue
        _line(line, lines[index + 1] if index + 1 < len(lines) else "", state)
    state.flush()
    return state.found, title


def _without_front_matter(lines: list[str]) -> tuple[list[str], str]:
    if not lines or lines[0].strip() != "---":
        return lines, ""
    for index in range(1, min(len(lines), 200)):
        if lines[index].strip() in ("---", "..."):
            titles = [match[1] for line in lines[1:index] if (match := _FRONT_TITLE.match(line))]
            return lines[index + 1 :], titles[0] if titles else ""
    return lines, ""


def _line(line: str, after: str, state: _State) -> None:
    if not line.strip():
        state.flush()
    elif match := _HEADING.match(line):
        state.start("heading", match[2] or "", len(match[1]))
        state.flush()
    elif state.lines and state.kind == "paragraph" and (match := _SETEXT.match(line)):
        state.kind, state.level = "heading", 1 if match[1][0] == "=" else 2
        state.flush()
    elif _RULE.match(line):
        state.flush()
    elif _TABLE_RULE.match(line) and "-" in line:
        return
    elif line.count("|") >= 2 or ("|" in line and _TABLE_RULE.match(after)):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        state.start("table", " | ".join(cell for cell in cells if cell))
        state.flush()
    elif match := _FOOTNOTE.match(line):
        state.start("footnote", line[match.end() :], label=match[1])
    elif match := _ITEM.match(line):
        depth = len(match[1].expandtabs(4)) // 2 + 1
        label = match[2] if match[2][0].isdigit() else "•"
        state.start("list_item", line[match.end() :], depth, label)
    else:
        _text_line(line, state)


def _text_line(line: str, state: _State) -> None:
    stripped = line.strip()
    if stripped.startswith(">"):
        stripped = stripped.lstrip("> ")
    if not stripped:
        state.flush()
        return
    state.lines.append(stripped)
    if line.endswith("  ") and stripped.endswith((".", "!", "?", ":")):
        state.flush()


def _inline(text: str) -> str:
    """Take away emphasis marks, links, tags and escapes."""
    text = _TAG.sub("", text)
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return html.unescape(_ESCAPE.sub(r"\1", text)).strip()
