"""What the characters of a line give away: bullets, numbers, contents lines, page numbers, headings."""

from __future__ import annotations

import re

_BULLETS = "•‣◦▪▫■□●○◆◇►▶➢➤→➔✓✔✗❖∙·*¤"
SURE_BULLETS = frozenset(_BULLETS) - {"*", "·"}
"""Characters that stand at the start of a line only as a bullet."""
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_PRIVATE_BULLETS = dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf06c\uf06e\uf0fc\uf076\uf06f\uf0a8\uf071\uf0e0\uf02d\uf0be", "•")

_BULLET = re.compile(rf"([{re.escape(_BULLETS)}]|[-–—o])(?:\s+|(?<=[•▪■●►▶➢➤✓✔])(?=\w))(?=\S)")
_NUMBER = re.compile(
    r"(\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})\)|(?:\d{1,3}|[a-z]|[ivx]{1,5})\.(?=\s)|\d{1,2}(?:\.\d{1,2}){1,4}\.?(?=\s)"
    # Roman numbers; capitals before a clause; numbered codes of a questionnaire ("do3.", "i 1.").
    r"|[IVX]{1,5}\.(?=\s)|[A-H]\.(?=\s[a-z])|(?!n[ro])[a-z]{1,2} ?\d{1,2}\.(?=\s|[A-ZÀ-Ý]))\s*(?=\S)"
)
_LONE_NUMBER = re.compile(r"(?:\(?\d{1,3}[.)]|[a-z][.)])$")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:pagina|pag\.?|blz\.?|p\.|page|bladzijde)\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:van|of|/|\||sur)\s*\d{1,4})?\W*$",
    re.IGNORECASE,
)
_LEADER = re.compile(r"(?:\.\s?){4,}|…{2,}|_{5,}|\.{3,}\s*\d{1,4}\s*$")
_ENDS_IN_NUMBER = re.compile(r"(?:[\dIVX.]+\s+)?[^\d\s.,%€].{0,100}?[\s.]\d{1,3}$")
_CONTENTS_TITLE = re.compile(
    r"(?:inhoud(?:sopgave|stafel)?|table of contents|contents|table des matières|sommaire|inhaltsverzeichnis)\W*$",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:figuur|fig\.|tabel|grafiek|kader|foto|table|figure|bron|source)\s*\d*\s*[:.]?\s", re.IGNORECASE
)
_DIVISION = re.compile(
    r"(?:hoofdstuk|deel|paragraaf|artikel|afdeling|titel|boek|bijlage|§|chapter|annex)\s+(?:[0-9]+[a-z:.]*|[ivxlc]+\b\.?|[a-z]\b)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_CLAUSE_END = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_REFERENCE = re.compile(
    r"\b(?:nr|nrs|art|artt|artikel|artikelen|lid|no|bijlage|hoofdstuk|paragraaf|p|blz|pag|jo|juncto|en|of|van)\.?$",
    re.IGNORECASE,
)
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz-,")
_NUMERIC = re.compile(r"[-+−–(]?€?\s?[\d.,]+\s?[%)]?$|[-–]$")


def bullet(text: str) -> tuple[str, str] | None:
    """Bullet or list number at the start of a line, and the text after it; ``None`` when there is none.

    Examples
    --------
    >>> bullet("• Wij bouwen")
    ('•', 'Wij bouwen')
    >>> bullet("3. Wij bouwen")
    ('3.', 'Wij bouwen')
    """
    match = _BULLET.match(text) or _NUMBER.match(text)
    if match is None:
        return None
    return match[1], text[match.end() :]


def is_dash(label: str) -> bool:
    """Whether a bullet could also be a dash in running text."""
    return label in "-–—"


def is_number(label: str) -> bool:
    """Whether a label is a number or letter and not a bullet."""
    return any(character.isalnum() for character in label) and label != "o"


def lone_number(text: str) -> bool:
    """Whether a line is a list number only (``3.``), so that its text is the next line."""
    return _LONE_NUMBER.match(text) is not None


def private_glyphs(text: str) -> str:
    """Turn glyphs of symbol fonts into a bullet at the start of a line, and drop them elsewhere."""
    if not _PRIVATE.search(text):
        return text
    stripped = text.lstrip()
    start = "• " if stripped[:1] in _PRIVATE_BULLETS else ""
    return start + _PRIVATE.sub("", stripped).lstrip() if start else _PRIVATE.sub("", text)


def is_page_number(text: str) -> bool:
    """Whether a line holds nothing but a page number."""
    return len(text) <= 24 and _PAGE_NUMBER.match(text) is not None


def is_contents_line(text: str) -> bool:
    """Whether a line has dots that lead to a page number, as in a table of contents."""
    if not (".." in text or ". ." in text or "…" in text or "__" in text):
        return False
    return _LEADER.search(text) is not None


def ends_in_page(text: str) -> bool:
    """Whether a short line ends in a number that may be a page, as in a table of contents without dots."""
    return len(text) <= 110 and text[-1:].isdigit() and _ENDS_IN_NUMBER.match(text) is not None


def is_contents_title(text: str) -> bool:
    """Whether a line is the title of a table of contents."""
    return _CONTENTS_TITLE.match(text) is not None


def is_caption(text: str) -> bool:
    """Whether a line starts as the caption of a figure or table."""
    return _CAPTION.match(text) is not None


def is_division(text: str) -> bool:
    """Whether a line starts as a numbered part of a text: ``Hoofdstuk 3``, ``Artikel 12``."""
    return _DIVISION.match(text) is not None


def ends_sentence(text: str) -> bool:
    """Whether a line ends in a full stop, question or exclamation mark."""
    return text[-1:] not in _LETTERS and _SENTENCE_END.search(text[-6:]) is not None


def ends_in_reference(text: str) -> bool:
    """Whether a line ends in a word after which a number belongs to the sentence: ``nr.``, ``art.``, ``lid``."""
    return _REFERENCE.search(text) is not None


def ends_clause(text: str) -> bool:
    """As `ends_sentence`, or in a colon or semicolon."""
    return text[-1:] not in _LETTERS and _CLAUSE_END.search(text[-6:]) is not None


def is_capitals(text: str) -> bool:
    """Whether nearly all letters of a line are capitals, and there are at least four."""
    if sum(map(str.islower, text[:12])) > 2:
        return False
    letters = sum(map(str.isalpha, text))
    return letters >= 4 and sum(map(str.isupper, text)) > 0.85 * letters


def numeric_share(text: str) -> float:
    """Share of a line's words that are numbers or amounts."""
    tokens = text.split()
    return sum(_NUMERIC.match(token) is not None for token in tokens) / len(tokens) if tokens else 0.0


def number_depth(label: str) -> int:
    """Depth that a number shows: 1 for ``3.``, 2 for ``3.1``; 0 for a bullet."""
    return len(re.findall(r"\d+", label))
