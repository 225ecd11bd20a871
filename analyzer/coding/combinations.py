"""Codes that the codebook does not allow together."""

from __future__ import annotations

from collections.abc import Iterable

from .schema import DAGGER


def not_allowed(statement: str, digital: str, themes: Iterable[str]) -> tuple[str, str] | None:
    """What in the codes of a unit goes against the codebook.

    Parameters
    ----------
    statement, digital : str
        Codes that exist.
    themes : iterable of str
        Codes of themes that exist.

    Returns
    -------
    tuple of (str, str) or None
        The question (``digital`` or ``themes``) and what is wrong, in Dutch; ``None`` when all is well.
    """
    if digital == "I" and statement == "O":
        return "digital", "alleen een doel (M of A) kan impliciet digitaal (I) zijn"
    if digital == "G" and (bound := DAGGER & set(themes)):
        return "themes", f"{min(bound)} kan alleen met een digitale component (E of I)"
    return None
