"""One document through the five rooms: read, segment, code, score."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..codebook import Codebook, load_codebook
from ..coding.coder import Coder
from ..coding.space import word_vectors
from ..errors import PipelineError, ReadError
from ..garbage import collection_paused
from ..language.available import describe
from ..language.recognise import recognise, up_to_date
from ..language.segment import segment
from ..reading import detect_language, read, read_text
from ..reading.document import Document
from ..reading.sources import EXTENSIONS
from ..scoring.analysis import Analysis
from ..scoring.reference import reference_scores
from ..scoring.score import score
from ..version import __version__
from .options import Options


@lru_cache(maxsize=4)
def instruments(codebook: str | None, pipeline: str | None) -> tuple[Codebook, Coder]:
    """Codebook and coder, loaded once a process."""
    book = load_codebook(codebook)
    return book, Coder(book, pipeline=pipeline)


@collection_paused()
def check_instruments(options: Options) -> None:
    """Load what a run needs, once and before any work: a wrong codebook or pipeline is no document's failure.

    Raises
    ------
    CodebookError, PipelineError
        When they cannot be used.
    """
    _, coder = instruments(options.codebook, options.pipeline)
    if options.pipeline is not None:
        _ = coder.pipeline


@collection_paused()
def load_models(options: Options, *, pipeline: bool) -> None:
    """Load what documents are recognised and coded with, as the first of them would do, and the pipeline if wanted.

    A pipeline that cannot be loaded is left to the documents that need it.
    """
    _, coder = instruments(options.codebook, options.pipeline)
    detect_language("Wij openen een loket.")
    word_vectors()
    if pipeline:
        with suppress(PipelineError):
            _ = coder.pipeline


def versions(codebook: Codebook, coder: Coder) -> dict[str, str]:
    """Versions that decide a result, for ``run.json`` and for what may be used again."""
    return {
        "codebook_version": codebook.version,
        "codebook_hash": codebook.hash,
        "model_version": coder.version,
        "pipeline_version": describe(coder.pipeline_name),
        "gdogh_version": __version__,
    }


@dataclass(slots=True)
class Clock:
    """Seconds spent in each room."""

    seconds: dict[str, float] = field(default_factory=dict)
    _since: float = field(default_factory=time.perf_counter)

    def lap(self, stage: str) -> None:
        """Book the time since the last lap under `stage`."""
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._since
        self._since = now


def analyse_document(
    document: Document, options: Options, *, known: Mapping[str, Any] | None = None, clock: Clock | None = None
) -> Analysis:
    """Analyse a document that has been read.

    Parameters
    ----------
    document : Document
        The document.
    options : Options
        Settings.
    known : mapping, optional
        What the user knows about it; wins over what is recognised.
    clock : Clock, optional
        Gets the seconds spent in each room.

    Returns
    -------
    Analysis
        With a score, or a reason why there is none.
    """
    clock = clock or Clock()
    codebook, coder = instruments(options.codebook, options.pipeline)
    known = dict(known or {})
    document = recognise(document, known)
    meta = document.metadata
    language, _ = detect_language(document)
    clock.lap("language")
    units = segment(document, lambda: coder.pipeline)
    clock.lap("segment")
    table = coder.code(units)
    clock.lap("code")
    outcome = score(
        table, codebook=codebook, kind=meta.kind, words=document.words, language=language, seed=options.seed,
        vary_weights=options.vary_weights,
        percentile=reference_scores(meta.kind),
    )  # fmt: skip
    clock.lap("score")
    return Analysis(
        document=document,
        units=table,
        score=outcome,
        codebook=codebook,
        language=language,
        actueel=up_to_date(meta, date.today()),
        model_version=coder.version,
    )


def analyse(
    path_or_text: str | Path,
    *,
    kind: str = "auto",
    codebook: str | Path | None = None,
    pipeline: str | None = None,
    seed: int = 0,
    vary_weights: float = 0.0,
    ocr: bool = False,
) -> Analysis:
    """Read, code and score one document.

    Parameters
    ----------
    path_or_text : str or Path
        A file (PDF, DOCX, ODT, HTML, Markdown, TXT), or the text itself.
    kind : str
        Kind of document, such as ``coalitieakkoord`` or ``werkgeversvisie``; ``auto`` recognises it.
    codebook : str or Path, optional
        A codebook file; the shipped one by default.
    pipeline : str, optional
        Name or path of a spaCy pipeline; the shipped one by default.
    seed : int
        Seed of the interval.
    vary_weights : float
        Let the interval take along that other weights could have been chosen: concentration of a Dirichlet distribution
        around the codebook's; 0 keeps them fixed.
    ocr : bool
        Recognise the text of scanned pages with tesseract.

    Returns
    -------
    Analysis
        Document, coded units, score.

    Raises
    ------
    ReadError
        When the file cannot be read.

    Examples
    --------
    >>> from analyzer.resources import shipped
    >>> analysis = analyse(shipped("corpora", "voorbeelden", "akkoorden", "dieverland-bestuursprogramma-2019-2023.pdf"))
    >>> analysis.document.metadata.organisation, analysis.score.level
    ('Waterschap Dieverland', 'afwezig')
    >>> list(analysis.explain().columns[:3])
    ['unit_id', 'page', 'section']
    """
    options = Options(
        kind=kind,
        codebook=None if codebook is None else str(codebook),
        pipeline=pipeline,
        seed=seed,
        ocr=ocr,
        vary_weights=vary_weights,
    )
    document = read(path_or_text, ocr=ocr) if is_path(path_or_text) else read_text(str(path_or_text))
    return analyse_document(document, options, known=options.known(document.source, document.document_id))


def is_path(path_or_text: str | Path) -> bool:
    """Whether the argument means a file rather than the text itself.

    Raises
    ------
    ReadError
        When it looks like a file name but there is no such file.
    """
    if isinstance(path_or_text, Path):
        return True
    if "\n" in path_or_text or len(path_or_text) > 400:
        return False
    try:
        if Path(path_or_text).exists():
            return True
    except (OSError, ValueError):
        return False
    # A single word is no text to analyse, so it must be a name with a slip in it.
    if Path(path_or_text).suffix.lower() in EXTENSIONS or len(path_or_text.split()) == 1:
        raise ReadError("bestaat niet.", remedy="Controleer de naam en de map.", path=path_or_text)
    return False
