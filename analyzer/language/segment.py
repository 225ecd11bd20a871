"""From a document to the units that are coded: sentences and list items with exact offsets.

A regular expression proposes boundaries, rules on Dutch abbreviations, numbers, brackets and quotes dispose. What the
rules cannot know (is "Mw. De Vries" one sentence, does "de 10 mln. Wij" end one?) may be asked of a spaCy pipeline.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from ..reading.document import PROSE, Block, Document
from .abbreviations import FORGOTTEN_CAPITALS, LOWERCASE_STARTS, MAYBE_LAST, NEVER_LAST, STARTERS
from .leads import Leads
from .units import Unit, unit_id

if TYPE_CHECKING:
    from spacy.language import Language

MAX_UNIT = 2_000
"""Longest unit in characters; longer runs without a boundary (tables gone wrong, rubbish) are cut at a space."""

_CLOSERS = "\"'”’»)]›"
_OPENERS = "\"'“‘„«([‹"
# A terminator, closing quotes or brackets, then white space or the start of a new sentence glued on ("klaar.Wij").
_CANDIDATE = re.compile(rf"(?:[.!?]+|…)[{re.escape(_CLOSERS)}]*(?:(?=\s)|(?=[A-ZÀ-Þ][a-zà-ÿ]+\s))")
_WORD_BEFORE = re.compile(r"[^\s(\[\"'“‘„«/,]+$")
_WORD_AFTER = re.compile(rf"\s*[{re.escape(_OPENERS)}]*(?:,,)?\s*[€$£§]?\s*([\w'’‘&-]+)")
_SOLID = re.compile(r"\S")
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]$|(?:Th|Ph|Chr|IJ|Joh|Fr|Ch|Ed|Jac)$")
_NUMBER = re.compile(r"(?:\d+[a-z]?|[ivxIVX]{1,5}|[a-zA-Z]{1,3}\d{1,2}|[a-zA-Z])$")
_LIST_LABEL = re.compile(
    r"\s*(?:(?:[•▪▫◦●○■□▸►➢➤✓✔➔→·*–—-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5}|[a-z]{2}\d{1,2})[.)]|\d{1,2}[ea]\.|\(?[A-Z]\))\s+"
    # A capital with a stop, unless it is an initial.
    r"|[A-H]\.\s+(?![A-Z]\.|(?:de|van|den|der|ten|ter|te)\s|[A-ZÀ-Þ][a-zà-ÿ]+\s*$)"
    # What plain text glues to the first word ("-het", "3.Wonen"), and numbers of paragraphs ("2.3.9 Wonen").
    r"|[–—-](?=[a-zà-ÿ]{2,}\s)|\d{1,2}\.(?=[A-ZÀ-Þ][a-zà-ÿ])|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+(?=[A-ZÀ-Þ]))"
)
_AMOUNT = re.compile(r"€\s?[\d.,]+\s(?:tot\s(?:€\s?)?[\d.,]+\s)?m(?:ln|ld|rd|io)$")
_LETTER = re.compile(r"[^\W\d_]{2}")
_SEMI_LIST = re.compile(r";\s+")
# Where a new item or sentence starts without a stop before it: a bullet, or a capital that only starts sentences.
_UNSTOPPED = re.compile(
    r"(?<=\s)[•▪◦●○■□▸►➢➤✓✔➔]\s+(?=\w)"
    r"|(?<=[a-zà-ÿ)%]\s)(?:We|Wij|Ook|Daarom|Daarnaast|Daarbij|Bovendien|Hiervoor|Er (?:komt|is|zijn|wordt|worden|moet|moeten)"
    r"|Dit (?:is|betekent|kan|moet|zal))\s(?=[a-zà-ÿ])"
)

Arbiter = Callable[[str, int], bool]
"""Asked about a text and an offset that the rules cannot decide: does a sentence end there?"""


def pipeline_arbiter(nlp: Language | Callable[[], Language], *, window: int = 200) -> Arbiter:
    """Let a spaCy pipeline with sentence boundaries decide the boundaries that rules cannot.

    Parameters
    ----------
    nlp : spacy.Language or callable
        A pipeline with a parser or sentence recogniser, or what loads one when the first question comes up.
    window : int
        Number of characters on either side that it sees.

    Returns
    -------
    callable
        From text and offset to bool.
    """

    loaded: list[Language] = [nlp] if hasattr(nlp, "pipe_names") else []  # type: ignore[list-item]

    def decide(text: str, offset: int) -> bool:
        if not loaded:
            loaded.append(nlp())  # type: ignore[call-arg, arg-type]
        left = max(0, offset - window)
        doc = loaded[0](text[left : offset + window])
        return any(left + sent.start_char >= offset and text[offset : left + sent.start_char].isspace()
                   for sent in doc.sents if left + sent.start_char <= offset + 3)  # fmt: skip

    return decide


def split_sentences(text: str, arbiter: Arbiter | None = None) -> list[tuple[int, int]]:
    """Offsets of the sentences of one block of text.

    Parameters
    ----------
    text : str
        A paragraph or list item, on one line.
    arbiter : callable, optional
        Decides what the rules cannot; without it an undecided place is a boundary when the next word is one
        with which sentences start.

    Returns
    -------
    list of (int, int)
        Start and end of each sentence, without surrounding white space; together they cover all words.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _CANDIDATE.finditer(text):
        if found.start() < start:
            continue
        if _is_boundary(text, start, found.start(), found.end(), arbiter):
            spans.append((start, found.end()))
            start = found.end()
    spans.append((start, len(text)))
    cut: list[tuple[int, int]] = []
    for left, right in spans:
        for low, high in _without_stops(text, left, right):
            for a, b in _semicolon_list(text, low, high):
                cut.extend(_limit(text, *_trim(text, a, b)))
    return [(a, b) for a, b in cut if b > a]


def _is_boundary(text: str, start: int, at: int, end: int, arbiter: Arbiter | None) -> bool:
    """Whether the terminator at `at`, with its closers ending at `end`, ends the sentence that began at `start`."""
    following = _WORD_AFTER.match(text, end)
    if following is None:
        solid = _SOLID.search(text, end)
        return solid is None or not solid.group().isalnum()
    after = following.group(1)
    first = after[0]
    place = following.start(1)
    starts_low = first.islower() and not text.startswith(LOWERCASE_STARTS, (place, place - 1)[text[place - 1] in "'’‘"])
    in_word = (starts_low and not _forgot_capital(text, start, at, after)) or text[at - 1 : at] == "/"  # ".../..."
    if in_word or _open_bracket(text, start, end):
        return False
    mark = text[at]
    if mark != "." or text.startswith("..", at):
        return True
    if text[at - 1 : at] in {")", "]"}:
        return True
    before_match = _WORD_BEFORE.search(text, max(start, at - 40), at)
    before = before_match.group() if before_match else ""
    low = before.lower()
    if low in NEVER_LAST or (low.count(".") and low.replace(".", "") in _DOTLESS):
        return False
    if _NUMBER.match(before) and text[start:at].strip(" (") == before:
        return False  # "3. Wonen": the number labels what follows
    if low in MAYBE_LAST:
        if after in STARTERS or _AMOUNT.search(text, max(start, at - 40), at):
            return True
        return _undecided(text, end, after, arbiter)
    if _INITIALS.match(before) and not first.isdigit():
        return (
            before not in {"I", "U"}
            and after in STARTERS
            and len(before) > 1
            and before.isupper()
            and "." not in before
        )
    if "." in before and not first.isdigit() and not before[-2:].isdigit() and "www" not in low and "@" not in low:
        return _undecided(text, end, after, arbiter) if max(map(len, before.split("."))) <= 3 else True
    if first.isdigit() and before.isdigit():
        return not text[at + 1 : at + 2].isdigit() and len(before) > 2
    return True


def _forgot_capital(text: str, start: int, at: int, after: str) -> bool:
    """Whether a sentence starts without its capital: after a whole word with a full stop, a usual start."""
    before = _WORD_BEFORE.search(text, max(start, at - 40), at)
    if text[at : at + 2] != ". " or before is None or after not in FORGOTTEN_CAPITALS:
        return False
    word = before.group().lower()
    return len(word) >= 5 and word.isalpha() and word not in NEVER_LAST and word not in MAYBE_LAST


_DOTLESS = frozenset(word.replace(".", "") for word in NEVER_LAST if "." in word)


def _undecided(text: str, end: int, after: str, arbiter: Arbiter | None) -> bool:
    return after in STARTERS if arbiter is None else arbiter(text, end)


def _open_bracket(text: str, start: int, end: int) -> bool:
    """Whether a bracket that opened in this sentence is still open and closes soon."""
    opened = text.rfind("(", start, end)
    if opened < 0 or text.rfind(")", opened, end) >= 0:
        return False
    closes = text.find(")", end, end + 250)
    return closes >= 0 and text.find("(", end, closes) < 0


def _without_stops(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split where the stop or the line end was lost."""
    bounds = [found.start() for found in _UNSTOPPED.finditer(text, start + 1, end)]
    yield from pairwise([start, *bounds, end])


def _semicolon_list(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split "Wij gaan: a …; b …; en c …" into its lead-in and items; leave other semicolons alone."""
    if text.count(";", start, end) < 2:
        yield start, end
        return
    colon = text.find(": ", start, text.find(";", start, end))
    if colon < 0:
        yield start, end
        return
    bounds = [m.end() for m in _SEMI_LIST.finditer(text, colon, end)]
    edges = [colon + 1, *bounds, end]
    if any(text.count(" ", a, b) < 2 for a, b in pairwise(edges)):
        yield start, end  # an enumeration of single words is one statement
        return
    yield start, colon + 1
    yield from pairwise(edges)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Take white space and a list label off the ends of a span."""
    while end > start and text[end - 1].isspace():
        end -= 1
    label = _LIST_LABEL.match(text, start, end)
    if label and label.end() < end:
        start = label.end()
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _limit(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_UNIT:
        cut = text.rfind(" ", start + MAX_UNIT // 2, start + MAX_UNIT)
        cut = cut if cut > 0 else start + MAX_UNIT
        yield start, cut
        start = cut + (text[cut : cut + 1] == " ")
    yield start, end


def segment(document: Document, nlp: Language | Callable[[], Language] | None = None) -> list[Unit]:
    """Cut a document into units.

    Parameters
    ----------
    document : Document
        A document that has been read.
    nlp : spacy.Language or callable, optional
        A pipeline, or what loads one when it is needed, that decides the sentence boundaries which rules cannot.

    Returns
    -------
    list of Unit
        In reading order, from paragraphs and list items only; headings, tables, tables of contents, captions and
        footnotes are not running text. For each: ``document.text[u.start:u.end] == u.text``.

    Examples
    --------
    >>> from analyzer import read_text
    >>> [unit.text for unit in segment(read_text("Wij openen een loket. Het is elke dag open."))]
    ['Wij openen een loket.', 'Het is elke dag open.']
    """
    arbiter = pipeline_arbiter(nlp) if nlp is not None else None
    return list(_units(document, arbiter))


def _units(document: Document, arbiter: Arbiter | None) -> Iterator[Unit]:
    previous = ""
    leads = Leads()
    path: tuple[str, ...] = ()
    for block in document.blocks:
        if block.path != path:
            path, previous = block.path, ""
            leads.clear()
        if block.kind not in PROSE:
            continue
        leads.enter(block)
        for index, (start, end) in enumerate(_of_block(block, arbiter)):
            text = block.text[start:end]
            yield Unit(
                unit_id=unit_id(document.document_id, block.start + start, block.start + end),
                document_id=document.document_id,
                text=text,
                heading=path[-1] if path else "",
                section=path,
                previous=previous,
                lead_in=leads.of(index == 0, previous),
                page=block.page_at(block.start + start),
                start=block.start + start,
                end=block.start + end,
                kind=block.kind,
            )
            previous = text
            leads.read(text, block)


def _of_block(block: Block, arbiter: Arbiter | None) -> Iterable[tuple[int, int]]:
    return [(a, b) for a, b in split_sentences(block.text, arbiter) if _LETTER.search(block.text, a, b)]
