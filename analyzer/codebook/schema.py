"""The codebook as validated data: codes, lexicon terms, scoring values. Strict: a slip in a file is an error."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Requires = Literal["", "near", "unit", "context", "digital", "goal", "description"]
"""What must be true beside the match: ``near`` a direct digital term within a few words, ``unit`` one in the same
unit, ``context`` one in unit, heading or previous unit; ``digital`` the unit is coded E or I; ``goal`` it is M or A,
``description`` it is O (the latter two make a theme likely or unlikely, they do not forbid it)."""

_PART = re.compile(r"(?:[^\s{}]|\{[^{}]*\})+")
_ATOM = re.compile(r"^(?:(?:[^\s<>{}|]|\{[^<>{}]+\})+|<\d,\d{1,2}>)$")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Name(_Strict):
    """A name in the two languages of the interface."""

    nl: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Code(_Strict):
    """One code of the codebook, as a coder reads it."""

    code: str = Field(min_length=1)
    name: Name
    definition: str = Field(min_length=10)
    heading: str = ""
    dagger: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


def split_pattern(pattern: str) -> list[str]:
    """Parts of a pattern; a choice in braces stays whole."""
    return _PART.findall(pattern)


def check_pattern(pattern: str) -> str:
    """Return `pattern` when its syntax is right.

    Parameters
    ----------
    pattern : str
        Words separated by spaces; ``*`` stands for any letters in a word, ``{a|b}`` for a choice, ``<0,6>`` for a
        gap of so many words. A choice may be part of a word (``data{bank|banken}``) or hold several words.

    Raises
    ------
    ValueError
        When the pattern is empty, starts or ends with a gap, or has a part that is none of these.
    """
    parts = split_pattern(pattern)
    if not parts:
        raise ValueError("een leeg patroon")
    for part in parts:
        if not _ATOM.match(part):
            raise ValueError(f"onbegrijpelijk deel {part!r} in patroon {pattern!r}")
        if part.strip("*{}|") == "":
            raise ValueError(f"patroon {pattern!r} past op elk woord")
    if "".join(parts) != pattern.replace(" ", "") and sum(map(len, parts)) + len(parts) - 1 != len(pattern):
        raise ValueError(f"accolades of spaties kloppen niet in patroon {pattern!r}")
    if parts[0].startswith("<") or parts[-1].startswith("<"):
        raise ValueError(f"patroon {pattern!r} begint of eindigt met een gat")
    if pattern != pattern.lower():
        raise ValueError(f"patroon {pattern!r} heeft hoofdletters; alles wordt in kleine letters vergeleken")
    return pattern


Pattern = Annotated[str, Field(min_length=1)]


class Term(_Strict):
    """One pattern with what it supports; families hand their values to terms that do not say otherwise.

    A term that is `written` in a certain way, such as ``AI``, counts only when the text has those capitals.
    """

    pattern: Pattern
    family: str
    lexicon: str
    weights: dict[str, float]
    requires: Requires = ""
    written: str = ""
    unless: tuple[Pattern, ...] = ()


class FamilyEntry(_Strict):
    """A term that differs from its family."""

    term: Pattern
    weight: float | None = None
    requires: Requires | None = None
    written: str = ""
    unless: tuple[Pattern, ...] = ()

    @field_validator("term")
    @classmethod
    def _pattern(cls, value: str) -> str:
        return check_pattern(value)

    @field_validator("unless")
    @classmethod
    def _patterns(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(check_pattern(pattern) for pattern in value)


class Family(_Strict):
    """Terms that belong together: the same codes, weight and conditions."""

    codes: tuple[str, ...] | dict[str, float]
    weight: float = 1.0
    requires: Requires = ""
    unless: tuple[Pattern, ...] = ()
    terms: tuple[FamilyEntry, ...]

    @field_validator("terms", mode="before")
    @classmethod
    def _entries(cls, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [entry if isinstance(entry, dict) else {"term": entry} for entry in value]
        return value

    @field_validator("unless")
    @classmethod
    def _patterns(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(check_pattern(pattern) for pattern in value)

    def weights(self, weight: float | None) -> dict[str, float]:
        """Weight for each code, with `weight` in place of the family's own."""
        if isinstance(self.codes, dict):
            factor = 1.0 if weight is None else weight
            return {code: value * factor for code, value in self.codes.items()}
        return dict.fromkeys(self.codes, self.weight if weight is None else weight)


class Lexicon(_Strict):
    """One lexicon file."""

    lexicon: str = Field(min_length=1)
    about: str = ""
    families: dict[str, Family]

    def terms(self) -> tuple[Term, ...]:
        """All terms, with what they have from their family filled in."""
        return tuple(
            Term(
                pattern=entry.term,
                family=name,
                lexicon=self.lexicon,
                weights=family.weights(entry.weight),
                requires=family.requires if entry.requires is None else entry.requires,
                written=entry.written,
                unless=(*family.unless, *entry.unless),
            )
            for name, family in self.families.items()
            for entry in family.terms
        )


class Verbs(_Strict):
    """Verbs by what they promise, and the words around them that make a clause a commitment.

    Verbs stand as infinitives, a separable part cut off with ``|`` (``aan|stellen``); irregular ones are followed by
    their past and participle (``nemen/nam/genomen``).
    """

    lexicon: Literal["acties"]
    about: str = ""
    verbs: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]

    @model_validator(mode="after")
    def _once(self) -> Verbs:
        seen: dict[str, str] = {}
        for group, verbs in self.verbs.items():
            for verb in verbs:
                if verb in seen:
                    raise ValueError(f"werkwoord {verb!r} staat in {seen[verb]!r} en in {group!r}")
                seen[verb] = group
        return self


class Signals(_Strict):
    """How much each sign in a clause speaks for M, A and O."""

    lexicon: Literal["signalen"]
    about: str = ""
    base: dict[str, float]
    signals: dict[str, dict[str, float]]
    rules: dict[str, float]


class Scoring(_Strict):
    """Values of the score; formulas are in the scoring room, numbers only here."""

    indicators: dict[str, float]
    parameters: dict[str, float] = {}
    cut_points: dict[str, float]
    levels: dict[str, Name] = {}
    concreteness: dict[str, float] = {}

    @field_validator("indicators")
    @classmethod
    def _positive(cls, value: dict[str, float]) -> dict[str, float]:
        if not value or any(weight < 0 for weight in value.values()) or sum(value.values()) <= 0:
            raise ValueError("gewichten van indicatoren zijn niet negatief en niet allemaal nul")
        return value

    @field_validator("cut_points")
    @classmethod
    def _rising(cls, value: dict[str, float]) -> dict[str, float]:
        points = list(value.values())
        if points != sorted(points):
            raise ValueError("grenzen van niveaus moeten oplopen")
        return value

    @model_validator(mode="after")
    def _described(self) -> Scoring:
        unknown = set(self.levels) - set(self.cut_points)
        if unknown:
            raise ValueError(f"niveau zonder grens: {', '.join(sorted(unknown))}")
        return self


class CodebookFile(_Strict):
    """The main file: codes and the names of the other files."""

    version: str
    name: Name
    headings: dict[str, Name]
    statements: tuple[Code, ...]
    digital: tuple[Code, ...]
    themes: tuple[Code, ...]
    domains: tuple[Code, ...]
    lexicons: tuple[str, ...]
    processes: str
    verbs: str
    signals: str
    scoring: str

    @model_validator(mode="after")
    def _consistent(self) -> CodebookFile:
        codes = [code.code for group in (self.statements, self.digital, self.themes, self.domains) for code in group]
        double = {code for code in codes if codes.count(code) > 1}
        if double:
            raise ValueError(f"codes komen dubbel voor: {', '.join(sorted(double))}")
        for theme in self.themes:
            if theme.heading not in self.headings:
                raise ValueError(f"thema {theme.code} valt onder onbekende kop {theme.heading!r}")
        return self


class Codebook(_Strict):
    """The whole measurement instrument.

    Parameters
    ----------
    version : str
        Version of the codebook.
    hash : str
        First 12 hexadecimal digits of the SHA-256 of its canonical content, all lexicons included.
    coding_hash : str
        The same of what the rules use: lexicons, verbs and signals. Classifiers belong to one such hash.
    name : Name
        Its title.
    headings : dict
        The four headings of the themes.
    statements, digital, themes, domains : tuple of Code
        The codes.
    terms : tuple of Term
        All lexicon terms.
    processes : tuple of Term
        Patterns of HR processes, over which the verankering of an employer vision is counted; not codes.
    verbs : Verbs
        Verbs and function words for the analysis of clauses.
    signals : Signals
        Weights of the statement coder.
    scoring : Scoring
        Weights, parameters and cut points of the score.
    """

    version: str
    hash: str
    coding_hash: str
    name: Name
    headings: dict[str, Name]
    statements: tuple[Code, ...]
    digital: tuple[Code, ...]
    themes: tuple[Code, ...]
    domains: tuple[Code, ...]
    terms: tuple[Term, ...]
    processes: tuple[Term, ...]
    verbs: Verbs
    signals: Signals
    scoring: Scoring

    def code(self, code: str) -> Code:
        """Look up one code.

        Raises
        ------
        KeyError
            When the codebook does not have it.
        """
        for group in (self.statements, self.digital, self.themes, self.domains):
            for entry in group:
                if entry.code == code:
                    return entry
        raise KeyError(code)

    @property
    def dagger(self) -> frozenset[str]:
        """Themes that presuppose a digital link."""
        return frozenset(theme.code for theme in self.themes if theme.dagger)
