"""Repair of characters and of words that a line end has broken in two."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain


def word_set(*lines: str) -> frozenset[str]:
    """Set of the words in some lines."""
    return frozenset(word for line in lines for word in line.split())


SOFT_HYPHEN = "\u00ad"
HYPHENS = "-\u2010\u2011"

_CHARACTERS = str.maketrans(
    {
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "ft",
        "ﬆ": "st",
        "\u2010": "-",
        "\u2011": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u2007": " ",
        "\u2003": " ",
        "\u2002": " ",
        "\u200b": "",
        "\u200c": "",
        "\u200d": "",
        "\ufeff": "",
        "\ufffe": "-",
        "\x02": "-",
    }
)
_WORD_RETURN = re.compile("\t\r[ \u00a0]*")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_LAST = re.compile(r"([^\W_]+(?:[-'’][^\W_]+)*)-$")
_LAST_LOOSE = re.compile(r"([^\W_]+(?:[-'’][^\W_]+)*) -$")
_FIRST = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
COORDINATORS = frozenset({"en", "of", "als", "maar", "dan", "tot", "noch", "and", "or", "et", "ou", "und", "oder"})
_KEEP_AFTER = word_set(
    "sociaal niet non ex oud vice noord zuid oost west centrum privaat publiek links rechts pro anti ",
    "minister staatssecretaris secretaris directeur korte",
)
"""First halves that Dutch spelling joins to the next word with a hyphen."""
_SHORT_WORDS = word_set("de het een en of in op te van voor met die dat is zijn er we wij ook bij als aan door om")


def repair(text: str) -> str:
    """Replace ligatures, odd spaces and hyphens; soft hyphens within the text go, one at the end becomes ``-``."""
    if text.isascii() and "\x02" not in text:
        return text
    text = text.translate(_CHARACTERS)
    if SOFT_HYPHEN in text:
        stripped = text.rstrip()
        if stripped.endswith(SOFT_HYPHEN):
            return stripped.replace(SOFT_HYPHEN, "") + "-"
        text = text.replace(SOFT_HYPHEN, "")
    return text


def unify_line_ends(text: str) -> str:
    """Make all line ends ``\\n``."""
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        # Some PDF converters put a tab and a return between words.
        text = _WORD_RETURN.sub(" ", text)
        text = text.replace("\r", "\n")
    return text.replace("\x0b", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\x85", "\n")


class Vocabulary:
    """Words of a document, to decide whether a hyphen at a line end belongs to the word.

    Parameters
    ----------
    lines : iterable of str
        All lines of the document. The first and last word of each line are left out: they may be halves.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._counts = Counter(chain.from_iterable(_WORD.findall(line)[1:-1] for line in lines))

    def __getitem__(self, word: str) -> int:
        lower = word.lower()
        return self._counts.get(lower, 0) + self._counts.get(lower.capitalize(), 0)


def join(left: str, right: str, words: Vocabulary) -> str:
    """Put two successive lines together.

    Parameters
    ----------
    left, right : str
        Lines, or what has been joined so far and a line.
    words : Vocabulary
        Words of the whole document.

    Returns
    -------
    str
        With a space between them, or one word where the line end broke a word.

    Examples
    --------
    >>> join("nieuw be-", "leid", Vocabulary([]))
    'nieuw beleid'
    >>> join("in Noord-", "Holland", Vocabulary([]))
    'in Noord-Holland'
    >>> join("zon-", "en feestdagen", Vocabulary([]))
    'zon- en feestdagen'
    """
    left, right = left.rstrip(), right.lstrip()
    if not left or not right:
        return left + right
    if left[-1] == "-" or (left[-1] == "/" and right[0].isalnum()):
        if left[-1] == "/":
            return left + right
        end = left[-80:]
        if match := _LAST.search(end):
            return _join_word(left, match[1], right, words)
        if match := _LAST_LOOSE.search(end):
            return _join_loose(left, match[1], right, words)
    return f"{left} {right}"


def _join_word(left: str, head: str, right: str, words: Vocabulary) -> str:
    first = _FIRST.match(right)
    if first is None:
        return f"{left} {right}" if right[0] in "(“‘\"'" else left + right
    tail = first[0]
    last = re.split(r"[-'’]", head)[-1]
    if tail.lower() in COORDINATORS:
        return f"{left} {right}"
    if keeps_hyphen(head, last, tail, words):
        return left + right
    return left[:-1] + right


def keeps_hyphen(head: str, last: str, tail: str, words: Vocabulary) -> bool:
    """Whether the hyphen between `head` and `tail` belongs to the word: ``EU-landen``, not ``be-leid``."""
    if tail[0].isdigit() or last[-1].isdigit():
        return True
    if tail[0].isupper():
        return not (head.isupper() and tail.isupper() and len(head) > 1)
    if (len(last) > 1 and last.isupper()) or len(last) == 1:
        return True
    joined, hyphened = words[head + tail], words[f"{head}-{tail}"]
    if joined != hyphened:
        return hyphened > joined
    return last.lower() in _KEEP_AFTER and len(tail) >= 5


def _join_loose(left: str, head: str, right: str, words: Vocabulary) -> str:
    """A hyphen that stands loose at the line end is a broken word (``vervreem -|ding``) or a dash."""
    first = _FIRST.match(right)
    if first is None or not first[0][0].islower() or first[0].lower() in _SHORT_WORDS:
        return f"{left} {right}"
    tail = first[0]
    if words[head + tail] or not (words[head] and words[tail]):
        return left[:-2] + right
    return f"{left} {right}"


def join_all(lines: Iterable[str], words: Vocabulary) -> str:
    """Put all lines of a paragraph together."""
    text = ""
    for line in lines:
        text = join(text, line, words) if text else line.strip()
    return text
