"""Dutch verb forms from infinitives: enough to recognise them, not to write them.

Where spelling leaves two possibilities (``handel``/``handeel``) both are made: a form that does not exist is never met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

FormKind = Literal["infinitive", "singular", "past", "participle", "noun"]

_VOWELS = "aeiouyëïé"
_PREFIXES = ("be", "ge", "her", "ont", "ver", "er", "onder")


@dataclass(frozen=True, slots=True)
class Form:
    """What a word form is: which kind of form, of a verb of which group."""

    group: str
    kind: FormKind
    infinitive: str


class VerbTable:
    """Look-up of verb forms.

    Parameters
    ----------
    groups : mapping of str to iterable of str
        Infinitives by group; ``aan|stellen`` marks a separable part, ``nemen/nam/genomen`` gives past and participle.
    """

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._forms: dict[str, Form] = {}
        self._participles: dict[str, Form] = {}
        self._separable: dict[str, dict[str, Form]] = {}
        entries = [(group, verb) for group, verbs in groups.items() for verb in verbs]
        for group, entry in sorted(entries, key=lambda pair: "|" in pair[1]):
            self._add(group, entry)

    def _add(self, group: str, entry: str) -> None:
        verb, *parts = entry.split("/")
        particle, _, base = verb.rpartition("|")
        infinitive = particle + base
        past, participle = (parts[0], parts[1]) if len(parts) == 2 else ("", "")
        finite = _present(base)
        pasts = {past, past + "en", past + "n", _double(past) + "en"} if past else _weak_past(base)
        participles = {participle} if participle else _weak_participles(base)
        for kind, forms in (
            ("infinitive", {base}),
            ("singular", finite),
            ("past", pasts),
            ("participle", participles),
        ):
            for form in forms:
                self._put(group, infinitive, particle, form, kind)
        self._forms.setdefault(infinitive[:-2] + "ing", Form(group, "noun", infinitive))
        if particle:
            self._forms.setdefault(f"{particle}te{base}", Form(group, "infinitive", infinitive))

    def _put(self, group: str, infinitive: str, particle: str, form: str, kind: str) -> None:
        known = Form(group, kind, infinitive)  # type: ignore[arg-type]
        if kind == "participle":
            self._participles.setdefault(particle + form, known)
        self._forms.setdefault(particle + form, known)
        if particle and kind in ("infinitive", "singular", "past"):
            self._separable.setdefault(form, {}).setdefault(particle, known)

    def get(self, word: str) -> Form | None:
        """The form of a word standing alone, or ``None`` when no verb of the table has it."""
        return self._forms.get(word)

    def participle(self, word: str) -> Form | None:
        """The word as a participle: ``versterkt`` is one, although it is a present tense too."""
        return self._participles.get(word)

    def kinds(self, word: str) -> set[str]:
        """Kinds of form that a word can be, also as the first part of a separable verb."""
        known = self._forms.get(word)
        found: set[str] = {form.kind for form in self._separable.get(word, {}).values()}
        if known:
            found.add(known.kind)
        return found

    def finite(self, word: str, following: Iterable[str]) -> Form | None:
        """The form of a finite verb, whose separable part may stand among the `following` words."""
        parts = self._separable.get(word)
        if parts:
            for other in following:
                if other in parts:
                    return parts[other]
        return self._forms.get(word)


def _stems(infinitive: str) -> set[str]:
    """Possible stems: ``maken`` gives ``maak``, ``stoppen`` gives ``stop``, ``handelen`` gives both tries."""
    if not infinitive.endswith("en"):
        return {infinitive[:-1]}
    base = infinitive[:-2]
    if base.endswith(("a", "o", "i", "e")):
        return {base + "e" if base.endswith(("i", "o")) else base}
    if len(base) > 1 and base[-1] == base[-2] and base[-1] not in _VOWELS:
        return {base[:-1]}
    base = {"v": base[:-1] + "f", "z": base[:-1] + "s"}.get(base[-1], base)
    # An unstressed last syllable keeps its single vowel (regel, verbeter); which one is stressed spelling does not say.
    doubled = _double(base)
    return {base, doubled} if infinitive.endswith(("elen", "enen", "eren", "oren")) else {doubled}


def _double(stem: str) -> str:
    closed = len(stem) < 3 or stem[-3] not in _VOWELS or stem[-3:-1] == "ue"
    if len(stem) >= 2 and stem[-1] not in _VOWELS and stem[-2] in "aeou" and closed:
        return stem[:-1] + stem[-2] + stem[-1]
    return stem


def _present(infinitive: str) -> set[str]:
    if infinitive.endswith(("aan", "ien", "oen")):
        stem = infinitive[:-1]
        return {stem, stem + "t", stem[:-1], stem[:-1] + "t"} - {""}
    stems = _stems(infinitive)
    return stems | {stem if stem.endswith("t") else stem + "t" for stem in stems}


def _weak_past(infinitive: str) -> set[str]:
    return {stem + end for stem in _stems(infinitive) for end in ("te", "ten", "de", "den")}


def _weak_participles(infinitive: str) -> set[str]:
    prefix = "" if infinitive.startswith(_PREFIXES) else "ge"
    prefixes = {prefix} | ({"ge"} if infinitive.startswith(("er", "ge", "onder", "her")) else set())
    found = set()
    for lead in prefixes:
        for stem in _stems(infinitive):
            start = lead + ("ï" + stem[1:] if lead and stem.startswith("i") else stem)
            found.add(start if start.endswith(("t", "d")) else start + "t")
            found.add(start if start.endswith(("t", "d")) else start + "d")
            if stem[0] == "e" and lead:
                found.add(lead + "ë" + stem[1:] + "d")
    return found
