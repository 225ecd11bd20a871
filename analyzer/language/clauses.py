"""What a clause promises: who acts, with which modality, what is denied, by when, for how much, through what.

Works on quick tokens. Dutch main clauses help: next to *wij* stands the finite verb, and a separable part or an
infinitive closes the clause. Parts of speech are used where a pipeline gave them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from analyzer.codebook.schema import Verbs
from analyzer.language.tokens import Tokens
from analyzer.language.verbs import Form, VerbTable
from analyzer.language.wordmarks import AMOUNT_HINTS, DEADLINE_HINTS, Mark, WordMarks

_MONTH = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_NUMBER = r"(?:een|één|twee|drie|vier|vijf|zes|acht|tien|twaalf|\d+)"
_DEADLINE = re.compile(
    rf"\b(?:(?:uiterlijk|v[oó][oó]r|per|vanaf|eind|medio|begin|in|tot|tegen|sinds|met ingang van|rond)\s+"
    rf"(?:(?:eind|begin|medio|uiterlijk|het jaar|de zomer van|\d{{1,2}})\s+)?(?:(?:{_MONTH})\s+)?(?:19|20)\d\d\b"
    rf"|(?:binnen|over)\s+{_NUMBER}\s+(?:jaar|jaren|maand(?:en)?|we(?:ek|ken)|dagen)\b"
    r"|(?:deze|komende|volgende)\s+(?:raads|college|kabinets|bestuurs|coalitie|staten|regeer)periode"
    r"|(?:dit|volgend|komend|ieder|elk)\s+(?:jaar|voorjaar|najaar|kwartaal)"
    r"|(?:de\s+)?komende\s+(?:twee|drie|vier|vijf|tien)?\s*jaren?\b"
    r"|(?:eerste|tweede|derde|vierde)\s+kwartaal|jaarlijks|elk\s+kwartaal)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?:€|ƒ|\bEUR)\s?\d[\d.,]*(?:\s?(?:miljoen|miljard|mln\.?|mld\.?|ton))?"
    r"|\b(?:\d[\d.,]*|een|één|twee|drie|vier|vijf|tien|honderd|duizend)\s"
    r"(?:miljoen|miljard|mln|mld|euro|gulden|procent|fte|ton)\b|\b\d[\d.,]*\s?%",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(r"^(?:\w*ge\w{2,}(?:d|t|en)|(?:ver|be|ont|her)\w{2,}(?:d|t))$")
_VERBISH = re.compile(r"^\w{2,}(?:en|t|d)$")


class Signal(NamedTuple):
    """A sign of commitment or description: its name and the words that carry it."""

    name: str
    first: int
    last: int


@dataclass(slots=True)
class Clause:
    """What was found in a unit.

    Parameters
    ----------
    actor : str
        ``wij``, ``partij``, ``overheid``, ``ander`` or empty.
    modality : str
        ``handeling`` (plain present), ``willen``, ``moeten``, ``zullen``, ``mogen``, ``kunnen``, ``verleden``,
        or empty.
    signals : list of Signal
        Signs for the statement coder.
    negations : list of int
        Words that deny.
    deadline, amount, instrument : tuple of (int, int) or None
        Offsets of the first one in the text.
    finite : bool
        Whether a finite verb was recognised.
    """

    actor: str = ""
    modality: str = ""
    signals: list[Signal] = field(default_factory=list)
    negations: list[int] = field(default_factory=list)
    deadline: tuple[int, int] | None = None
    amount: tuple[int, int] | None = None
    instrument: tuple[int, int] | None = None
    finite: bool = False

    def add(self, name: str, first: int, last: int | None = None) -> None:
        """Note a signal at words `first` up to and including `last`."""
        self.signals.append(Signal(name, first, first if last is None else last))


class ClauseAnalyser:
    """Finds actor, modality and commitment in the words of a unit.

    Parameters
    ----------
    verbs : Verbs
        Verb groups and function words of the codebook.
    """

    def __init__(self, verbs: Verbs) -> None:
        self._table = VerbTable(verbs.verbs)
        self._words = {name: frozenset(words) for name, words in verbs.words.items()}
        self._marks = WordMarks(self._words)
        self._modal = self._marks.modal
        self._auxiliary = frozenset().union(
            *(self._words[name] for name in ("hulp_worden", "koppel", "blijven", "hulp_verleden"))
        )

    def analyse(self, tokens: Tokens, *, is_item: bool = False) -> Clause:
        """Analyse one unit.

        Parameters
        ----------
        tokens : Tokens
            Its words.
        is_item : bool
            Whether it is a list item, in which an infinitive without a finite verb is a promise.

        Returns
        -------
        Clause
            Signals in the order in which they were found.
        """
        clause = Clause()
        words = tokens.lower
        if not words:
            return clause
        marks = map(self._marks.__getitem__, words)
        marked = [(index, mark) for index, mark in enumerate(marks) if mark is not None]
        self._details(tokens, marked, clause)
        subject = self._subjects(words, marked, clause)
        self._named(tokens, clause)
        self._auxiliaries(words, marked, clause)
        if not clause.finite:
            self._finite_elsewhere(words, clause)
        if not clause.finite:
            self._without_finite(words, clause, is_item)
        if not clause.actor and subject:
            clause.actor = subject
        clause.negations = [index for index, mark in marked if mark.denies]
        return clause

    def negates(self, words: Sequence[str], first: int, last: int) -> int | None:
        """Index of the word that rejects the means named by words `first` to `last`, or ``None``."""
        if first and words[first - 1] in self._words["plaats"]:
            # "via internet verboden" forbids something else, on the internet.
            return None
        for find in (self._denied, self._stopped, self._opposed, self._ended):
            place = find(words, first, last)
            if place is not None:
                return place if place >= 0 else None
        return None

    def _denied(self, words: Sequence[str], first: int, last: int) -> int | None:
        """*geen X*; but "geen X zonder Y" sets a condition (-1): it does not reject X."""
        for index in range(max(0, first - 4), first):
            if words[index] in self._words["ontkenning"] and words[index] != "niet":
                if "zonder" in words[last:] and words[index] != "zonder":
                    return -1
                between = words[index + 1 : first]
                return -1 if any(word in self._words["verbinder"] or word == "," for word in between) else index
        return None

    def _stopped(self, words: Sequence[str], first: int, last: int) -> int | None:
        for index in range(max(0, first - 6), min(len(words), last + 9)):
            between = words[min(index, last) : max(index, first)]
            if words[index] in self._words["stoppen"] and not any(word in ",;:" for word in between):
                return index
        return None

    def _opposed(self, words: Sequence[str], first: int, last: int) -> int | None:
        for index in range(max(0, first - 3), first):
            before = words[max(0, index - 4) : index]
            if words[index] == "tegen" and any(word in self._words["verzetten"] for word in before):
                return index
        return None

    def _ended(self, words: Sequence[str], first: int, last: int) -> int | None:
        """*X niet meer*; "niet meer weg te denken" is praise."""
        for index in range(last + 1, min(len(words) - 1, last + 5)):
            if words[index] == "niet" and words[index + 1] in self._words["einde"]:
                return -1 if "weg" in words[index + 1 : index + 3] else index
        return None

    def _details(self, tokens: Tokens, marked: Sequence[tuple[int, Mark]], clause: Clause) -> None:
        text = tokens.text
        date = amount = False
        for index, mark in marked:
            date, amount = date or mark.date, amount or mark.amount
            if mark.instrument and clause.instrument is None:
                clause.instrument = tokens.starts[index], tokens.ends[index]
        if date and any(hint in text for hint in DEADLINE_HINTS):
            found = _DEADLINE.search(text)
            clause.deadline = found.span() if found else None
        if amount and any(hint in text for hint in AMOUNT_HINTS):
            found = _AMOUNT.search(text)
            clause.amount = found.span() if found else None

    def _subjects(self, words: list[str], marked: Sequence[tuple[int, Mark]], clause: Clause) -> str:
        """Signals of *wij*, parties and public bodies with the finite verb beside them; returns a possible actor."""
        seen = ""
        for index, mark in marked:
            if mark.subject and mark.subject != "ander":
                self._subject(words, index, mark.subject, clause)
            seen = seen or mark.subject
        return seen

    def _named(self, tokens: Tokens, clause: Clause) -> None:
        """A name followed by *wil*, *pleit*, *vindt*: a party that the codebook does not list."""
        if clause.signals:
            return
        if "wil" not in tokens.lower[1:6]:
            return
        for index in range(1, min(len(tokens), 6)):
            name = tokens.text[tokens.starts[index - 1] : tokens.ends[index - 1]]
            if tokens.lower[index] == "wil" and name[:1].isupper() and name.lower() not in self._words["verbinder"]:
                clause.add("partij_willen", index - 1, index)
                clause.actor = "partij"
                clause.finite = True

    def _subject(self, words: list[str], index: int, actor: str, clause: Clause) -> None:
        place = self._verb_beside(words, index, actor)
        if place is None:
            return
        word = words[place]
        first, last = min(index, place), max(index, place)
        clause.finite = True
        if word in self._modal:
            modality = self._modal[word]
            clause.modality = clause.modality or ("zullen" if modality == "gaan" else modality)
            clause.actor = clause.actor or actor
            self._modal_subject(words, (first, last), actor, modality, clause)
            return
        if word in self._words["hulp_worden"] or word in self._words["hulp_verleden"]:
            return
        form = self._table.finite(word, words[place + 1 :])
        group = form.group if form and form.kind != "past" else "verleden" if form else "onbekend"
        if group == "onbekend" and actor != "wij":
            return
        if group == "verleden":
            clause.add("verleden", first, last)
            clause.modality = clause.modality or "verleden"
            return
        if form and form.infinitive == "inzetten" and _is_stake(words, place):
            group = "vaag"
        clause.actor = clause.actor or actor
        if group != "toestand":
            clause.modality = clause.modality or "handeling"
        clause.add(f"{actor}_{group}", first, last)

    def _modal_subject(
        self, words: list[str], span: tuple[int, int], actor: str, modality: str, clause: Clause
    ) -> None:
        act = self._infinitive_after(words, span[1])
        group = act.group if act else ""
        if modality == "gaan":
            clause.add("wij_gaan" if actor == "wij" else f"{actor}_{group or 'vaag'}", *span)
        elif modality in ("willen", "moeten"):
            if modality == "willen":
                clause.add(f"{actor}_willen", *span)
            if group == "handeling":
                clause.add("wij_willen_handeling", *span)

    def _verb_beside(self, words: list[str], index: int, actor: str) -> int | None:
        """Place of the finite verb next to a subject: before it by inversion, otherwise after it."""
        determiner = actor != "wij" and index > 1 and words[index - 1] in ("de", "het", "onze", "een", "ons")
        for place in (index - 1, index - 2) if determiner else (index - 1,):
            if place >= 0 and self._is_finite(words[place], actor):
                return place
        if index and words[index - 1] in self._words["verbinder"] and words[index - 1] not in ("en", "maar", "want"):
            return None
        for place in range(index + 1, min(len(words), index + 3)):
            if self._is_finite(words[place], actor):
                return place
            if words[place] not in self._words["tussenwoord"]:
                break
        before = words[index - 1] if index else ""
        if actor == "wij" and len(before) > 4 and before.endswith("en") and before not in self._words["tussenwoord"]:
            return index - 1
        after = index + 1
        if actor == "wij" and after < len(words) and words[after].endswith("en") and len(words[after]) > 3:
            return after
        return None

    def _is_finite(self, word: str, actor: str) -> bool:
        if word in self._modal or word in self._auxiliary:
            return True
        kinds = self._table.kinds(word)
        return bool(kinds & ({"infinitive", "past"} if actor == "wij" else {"singular", "infinitive", "past"}))

    def _infinitive_after(self, words: list[str], start: int) -> Form | None:
        """The last infinitive of known group after `start`: in Dutch it closes the clause."""
        found = None
        for word in words[start + 1 :]:
            form = self._table.get(word)
            if form and form.kind == "infinitive" and form.group != "toestand":
                found = form if found is None or form.group == "handeling" else found
        return found

    def _auxiliaries(self, words: list[str], marked: Sequence[tuple[int, Mark]], clause: Clause) -> None:
        for index, mark in marked:
            kind = mark.auxiliary
            if not kind:
                continue
            clause.finite = True
            if kind == "hulp_worden":
                self._passive(words, index, clause)
            elif kind == "modaal":
                modality = self._modal[words[index]]
                clause.modality = clause.modality or ("zullen" if modality == "gaan" else modality)
                if modality == "willen" and not any(signal.name.endswith("_willen") for signal in clause.signals):
                    clause.add("ander_willen", index)
                if modality == "moeten":
                    act = self._infinitive_after(words, index) or self._participle(words, index)
                    if act and act.group == "handeling":
                        clause.add("moeten_handeling", index)
            elif kind == "hulp_verleden":
                clause.modality = clause.modality or "verleden"
            elif kind == "blijven":
                clause.add("blijft", index)
            elif not clause.modality:
                clause.add("beschrijvend", index)

    def _passive(self, words: list[str], index: int, clause: Clause) -> None:
        if any(word in self._modal for word in words[max(0, index - 12) : index + 1]):
            return
        form = self._participle(words, index)
        clause.modality = clause.modality or "handeling"
        if form is not None:
            clause.add(f"passief_{form.group}", index)
            return
        unknown = any(_PARTICIPLE.match(word) for word in words[index + 1 :])
        clause.add("passief_onbekend" if unknown else "beschrijvend", index)

    def _participle(self, words: list[str], index: int) -> Form | None:
        around = words[index + 1 :] + list(reversed(words[max(0, index - 4) : index]))
        for word in around:
            form = self._table.participle(word)
            if form:
                return form
        return None

    def _finite_elsewhere(self, words: list[str], clause: Clause) -> None:
        """A third-person verb of the table somewhere in the middle: a sentence, but nobody we know acts."""
        for index, word in enumerate(words[1:], 1):
            form = None if word in self._words["verbinder"] else self._table.get(word)
            if form is None or form.kind == "noun":
                continue
            noun = words[index - 1] in ("te", "het", "verder") or "van" in words[index + 1 : index + 2]
            plural = form.kind == "infinitive" and not noun and index < len(words) - 2
            if plural or (form.kind == "singular" and _VERBISH.match(word)):
                clause.finite = True
                clause.add("beschrijvend" if form.group == "toestand" else "ander_" + form.group, index)
                return
            if form.kind == "past" and word.endswith(("de", "den", "te", "ten")) and len(word) > 5:
                clause.finite = True
                clause.add("verleden", index)
                return

    def _without_finite(self, words: list[str], clause: Clause, is_item: bool) -> None:
        """Infinitives and nouns of action that stand for a promise: "afschaffen van", "versterking van"."""
        content = [index for index, word in enumerate(words) if word[0].isalpha()]
        if not content:
            clause.add("geen_zin", 0)
            return
        opening, closing = content[:5], content[-1]
        for index in (*opening, closing):
            form = self._table.get(words[index])
            if form is None or form.group == "toestand":
                continue
            after = words[index + 1] if index + 1 < len(words) else ""
            if form.kind == "infinitive" and index and words[index - 1] in ("het", "ons", "hun") and after != "van":
                continue
            if form.kind == "infinitive":
                clause.add(f"infinitief_{form.group}", index)
                clause.modality = "handeling"
                return
            if form.kind == "noun" and after in ("van", "in", "door", "voor", "tot") and (is_item or index < 4):
                clause.add(f"naamwoord_{form.group}", index)
                clause.modality = "handeling"
                return
        clause.add("lijst_overig" if is_item else "geen_zin", 0)


def _is_stake(words: Sequence[str], place: int) -> bool:
    """Whether *in* is followed by *op* or *voor*: to put one's money on something is not yet to do it."""
    return any(
        words[index] == "in" and words[index + 1] in ("op", "voor") for index in range(place + 1, len(words) - 1)
    )
