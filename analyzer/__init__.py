"""gdogh: measures how strongly Dutch policy texts embed a digital component and the Go-Digital-or-Go-Home themes.

The public API. Everything is loaded on first use, so importing costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .version import __version__

_WHERE = {
    "analyse": "running.one",
    "analyse_many": "running.corpus",
    "Corpus": "running.corpus",
    "Options": "running.options",
    "Analysis": "scoring.analysis",
    "Score": "scoring.score",
    "read": "reading",
    "read_text": "reading",
    "Document": "reading.document",
    "Unit": "language.units",
    "segment": "language.segment",
    "load_pipeline": "language.pipeline",
    "Codebook": "codebook",
    "load_codebook": "codebook",
    "code": "coding.coder",
    "score": "running.scores",
    "compare": "running.comparing",
    "GdoghError": "errors",
}
__all__ = [
    "Analysis",
    "Codebook",
    "Corpus",
    "Document",
    "GdoghError",
    "Options",
    "Score",
    "Unit",
    "__version__",
    "analyse",
    "analyse_many",
    "code",
    "compare",
    "load_codebook",
    "load_pipeline",
    "read",
    "read_text",
    "score",
    "segment",
]

if TYPE_CHECKING:
    from .codebook import Codebook, load_codebook
    from .coding.coder import code
    from .errors import GdoghError
    from .language.pipeline import load_pipeline
    from .language.segment import segment
    from .language.units import Unit
    from .reading import read, read_text
    from .reading.document import Document
    from .running.comparing import compare
    from .running.corpus import Corpus, analyse_many
    from .running.one import analyse
    from .running.options import Options
    from .running.scores import score
    from .scoring.analysis import Analysis
    from .scoring.score import Score


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'analyzer' has no attribute {name!r}")
    value = getattr(import_module(f".{_WHERE[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
