"""Is this installation in order? What is there, which versions, and a self-test on a text of our own."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import shutil
from collections.abc import Iterator

from ..errors import GdoghError
from ..language.pipeline import found_pipelines, load_pipeline, self_test
from ..version import __version__
from .one import analyse, instruments, versions

Finding = tuple[str, bool | None, str]
"""Name, whether it is fine (``None`` for absent but optional), and what was found."""

SAMPLE = (
    "Digitale dienstverlening. Wij openen in 2027 één digitaal loket waar inwoners hun vergunning aanvragen. "
    "We trainen alle medewerkers in het gebruik van data. De gemeente wil dat iedereen mee kan doen. "
) * 5


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
    tesseract = shutil.which("tesseract")
    yield (
        "OCR (tesseract)",
        None if tesseract is None else True,
        tesseract or "niet geïnstalleerd; alleen nodig voor --ocr",
    )
    for extra, module in (("dask", "distributed"), ("semantic", "model2vec"), ("notebook", "jupyter")):
        there = importlib.util.find_spec(module) is not None
        yield (
            f"extra [{extra}]",
            True if there else None,
            "geïnstalleerd" if there else "niet geïnstalleerd (optioneel)",
        )
    try:
        codebook, coder = instruments(None, None)
        yield "codeboek", True, f"versie {codebook.version}, {len(codebook.terms)} termen, {codebook.hash}"
        yield "codeur", True, versions(codebook, coder)["model_version"]
        analysis = analyse(SAMPLE + "\n")
        fine = (analysis.score.value is None and "woorden" in analysis.score.reason) or (analysis.score.value or 0) > 0
        found = int((analysis.units["digital"] == "E").sum())
        yield "zelftest", fine and found > 0, f"{len(analysis.units)} zinnen gecodeerd, {found} expliciet digitaal"
    except GdoghError as error:
        yield "zelftest", False, str(error)
