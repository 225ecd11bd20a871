"""The codebook as text."""

from __future__ import annotations

import textwrap

from ..codebook import Code, Codebook
from ..errors import UsageError


def describe_codebook(book: Codebook) -> str:
    """All codes, one a line, in groups."""
    lines = [f"{book.name.nl}, versie {book.version} ({book.hash}), {len(book.terms)} termen", ""]
    groups = (
        ("Uitspraak", book.statements),
        ("Digitaal", book.digital),
        ("Thema's", book.themes),
        ("Beleidsveld", book.domains),
    )
    for title, codes in groups:
        lines += [title, *(f"  {code.code:<15}{code.name.nl}{' †' if code.dagger else ''}" for code in codes), ""]
    cuts = book.scoring.cut_points
    lines += ["Niveau", *(f"  {name:<15}vanaf score {cut:g}" for name, cut in cuts.items()), ""]
    return "\n".join([*lines, "† alleen met een digitale component (E of I). Meer: gdogh codebook show CODE"])


def describe_level(book: Codebook, name: str) -> str:
    """A level in words, with the score from which it holds."""
    said = book.scoring.levels.get(name)
    about = [textwrap.fill(said.nl, 80)] if said else []
    return "\n".join([f"{name}  vanaf score {book.scoring.cut_points[name]:g}", "", *about])


def describe_code(book: Codebook, name: str) -> str:
    """One code with its rules and its terms.

    Raises
    ------
    UsageError
        When the codebook does not have it.
    """
    if name.lower() in book.scoring.cut_points:
        return describe_level(book, name.lower())
    try:
        code: Code = book.code(name if name in {entry.code for entry in book.domains} else name.upper())
    except KeyError:
        raise UsageError(f"code {name!r} staat niet in het codeboek.", remedy="Zie: gdogh codebook show") from None
    lines = [f"{code.code}  {code.name.nl} ({code.name.en})", ""]
    for label, items in (
        ("", (code.definition,)),
        ("Wel: ", code.include),
        ("Niet: ", code.exclude),
        ("Voorbeeld: ", code.examples),
    ):
        lines += [textwrap.fill(label + item, 80, subsequent_indent="  ") for item in items]
    terms = sorted({term.pattern for term in book.terms if code.code in term.weights})
    if terms:
        lines += [
            "",
            f"{len(terms)} termen:",
            textwrap.fill(", ".join(terms), 80, initial_indent="  ", subsequent_indent="  "),
        ]
    return "\n".join(lines)
