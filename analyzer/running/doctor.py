"""Is this installation in order? What is there, which versions, and a self-test on a text of our own."""

from __future__ import annotations

import importlib.metadata
import platform
import re
from collections.abc import Iterator

from ..errors import GdoghError
from ..language.pipeline import found_pipelines, load_pipeline, self_test
from ..reading.ocr import tesseract_languages
from ..version import __version__
from .one import analyse, instruments, versions

Finding = tuple[str, bool | None, str]
"""Name, whether it is fine (``None`` for absent but optional), and what was found."""

SAMPLE = (
    "Digitale dienstverlening. Wij openen in 2027 één digitaal loket waar inwoners hun vergunning aanvragen. "
    "We trainen alle medewerkers in het gebruik van data. De gemeente plant duizend bomen langs de wegen. "
) * 5
_NAMED = 2
"""Missing distributions of an extra that are named."""


def examine() -> Iterator[Finding]:
    """Look at versions, pipelines, OCR and extras, and run a self-test.

    Yields
    ------
    Finding
        One line a thing looked at.
    """
    yield "gdogh", True, f"{__version__} (Python {platform.python_version()})"
    for name in ("spacy", "pandas", "scikit-learn", "pypdfium2", "pyarrow"):
        yield name, True, importlib.metadata.version(name)
    for name, where in found_pipelines():
        try:
            problems = self_test(load_pipeline(name))
            yield f"pipeline {name}", not problems, where if not problems else "; ".join(problems)
        except GdoghError as error:
            yield f"pipeline {name}", False, str(error)
    languages = tesseract_languages()
    missing = "tesseract is niet geïnstalleerd" if not languages else "tesseract kent geen Nederlands (nld)"
    found = "tesseract met Nederlands" if "nld" in languages else f"{missing}; alleen nodig voor --ocr"
    yield "OCR", True if "nld" in languages else None, found
    for extra, absent in _extras():
        yield f"extra [{extra}]", None if absent else True, _missing(absent) if absent else "compleet"
    try:
        codebook, coder = instruments(None, None)
        yield "codeboek", True, f"versie {codebook.version}, {len(codebook.terms)} termen, {codebook.hash}"
        yield "codeur", True, versions(codebook, coder)["model_version"]
        analysis = analyse(SAMPLE + "\n")
        digital, units = int((analysis.units["digital"] == "E").sum()), len(analysis.units)
        yield "zelftest", 0 < digital < units, f"{units} zinnen gecodeerd, {digital} expliciet digitaal"
    except GdoghError as error:
        yield "zelftest", False, str(error)


def _extras() -> Iterator[tuple[str, list[str]]]:
    """The optional parts of the package, and which of their distributions are not installed."""
    try:
        about = importlib.metadata.metadata("gdogh")
    except importlib.metadata.PackageNotFoundError:
        return
    needs = [tuple(text.split(";", 1)) for text in about.get_all("Requires-Dist") or () if "extra ==" in text]
    for extra in about.get_all("Provides-Extra") or ():
        names = [
            re.split(r"[^\w.-]", need)[0] for need, when in needs if re.search(rf"extra == ['\"]{extra}['\"]", when)
        ]
        yield extra, [name for name in names if not _there(name)]


def _missing(names: list[str]) -> str:
    """Names of what is not installed, at most a line."""
    more = f" en nog {len(names) - _NAMED}" if len(names) > _NAMED else ""
    return f"ontbreekt: {', '.join(names[:_NAMED])}{more}"


def _there(distribution: str) -> bool:
    try:
        return bool(importlib.metadata.version(distribution))
    except importlib.metadata.PackageNotFoundError:
        return False
