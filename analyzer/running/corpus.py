"""Many analysed documents as tables, and the folder they are kept in."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..codebook import Codebook, load_codebook
from ..corpora.register import Register, load_register
from ..errors import OutputError, UsageError, error_of_stage
from ..garbage import collection_paused
from ..reporting.files import (
    csv_parts,
    usable_folder,
    write_csv,
    write_json,
    write_json_tables,
    write_parquet,
    write_text,
)
from ..reporting.html import write_html
from ..reporting.tables import DOCUMENT_COLUMNS, documents_table, failures_table
from ..reporting.xlsx import write_xlsx
from ..scoring.display import corpus_html
from ..scoring.landscape import gaps, landscape
from ..scoring.organisations import organisations, shares
from ..version import __version__
from .about import about
from .batch import REPORT, RUN, TEXTS, UNITS, Progress, Result, collect_paths, default_jobs, run
from .kept import AGAIN, Kept, KeptFolder, Part
from .metadata import metadata_table
from .one import check_instruments
from .options import Options
from .versions import mark_versions
from .workers import together

FORMATS = ("csv", "parquet", "xlsx", "html", "json", "units")
"""What can be asked for: tables as CSV, tables as Parquet (always written), workbook, page, ``analysis.json``, ``units.csv``."""
DEFAULT_FORMATS = ("csv", "parquet", "xlsx", "html")
CACHE = ".gdogh"
"""Folder, within an output folder, of results by content."""
_MANY = 20
"""Documents from which it pays to write the report, the workbook and the tables at the same time."""
_TEXT_NAME = re.compile(r"[0-9a-f]{16}\.txt")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Analysed documents.

    Parameters
    ----------
    documents : DataFrame
        One row a document, columns as in the file ``documents.csv``.
    failures : DataFrame
        Documents that could not be read: ``path``, ``stage``, ``error``, ``remedy``.
    kept : Kept
        Coded units, themes and texts, read when they are asked for.
    about : dict
        Versions, options, counts and seconds, as in ``run.json``.
    """

    documents: pd.DataFrame
    failures: pd.DataFrame
    kept: Kept
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def units(self) -> pd.DataFrame:
        """One row a coded unit, columns as in the file ``units.parquet``."""
        return self.kept.units

    @property
    def themes(self) -> pd.DataFrame:
        """One row a document and theme, columns as in the file ``themes.csv``."""
        return self.kept.themes

    @property
    def texts(self) -> Mapping[str, str]:
        """From document id to the text into which offsets point."""
        return self.kept.texts

    @property
    def codebook(self) -> Codebook:
        """The codebook with which the documents were coded.

        Raises
        ------
        CodebookError
            When it was a file of the user's that is no longer there or no longer valid.
        """
        return load_codebook(self.about.get("options", {}).get("codebook"))

    def landscape(self, register: pd.DataFrame | None = None, *, seed: int = 0) -> pd.DataFrame:
        """Organisations with an agreement and an up-to-date employer vision, and their levels, per layer and year."""
        cut = self.codebook.scoring.cut_points["doordrenkt"]
        return landscape(self.documents, doordrenkt=cut, register=register, seed=seed)

    def gaps(self) -> pd.DataFrame:
        """The kloof: ambition in the agreement against readiness in the employer vision, per organisation and theme."""
        return gaps(self.documents, self.themes)

    def to_folder(
        self,
        folder: str | Path,
        *,
        formats: Sequence[str] = DEFAULT_FORMATS,
        lang: str = "nl",
        codebook: str | None = None,
        register: Register | None = None,
    ) -> Path:
        """Write all output files.

        Parameters
        ----------
        folder : str or Path
            Made when it does not exist.
        formats : sequence of str
            Any of ``FORMATS``. Parquet, ``failures.csv``, the texts and ``run.json`` are always written, because the
            other commands need them.
        lang : str
            Language of the report: ``nl`` or ``en``.
        codebook : str, optional
            Codebook file whose names and definitions the report shows; the one of the analysis by default.
        register : Register, optional
            The organisations there are, also those without documents, for the landscape and the map of the report; by
            default only the places of organisations of the shipped register are known.

        Returns
        -------
        Path
            The folder.

        Raises
        ------
        UsageError
            When a format or language does not exist.
        OutputError
            When the folder cannot be written.
        """
        out, chosen = Path(folder), check_formats(formats)
        if out.exists() and not out.is_dir():
            raise OutputError("is een bestand, geen map.", remedy="Kies een andere map met -o.", path=out)
        book = load_codebook(codebook) if codebook else self.codebook
        tasks = [partial(self._write_tables, out, chosen)]
        if "html" in chosen:
            known = self._known(register) | {"texts": self.texts, "beside": _beside(chosen)}
            tasks.append(partial(self._write_report, write_html, out / REPORT, book, lang=lang, **known))
        if "xlsx" in chosen:
            tasks.append(partial(self._write_report, write_xlsx, out / "report.xlsx", book, lang=lang))
        together(tasks, jobs=default_jobs() if len(self.documents) >= _MANY else 1)
        write_json(out / RUN, self.about)
        # Last: until all is written, what stood there must stay readable.
        self._forget_texts(out / TEXTS)
        return out

    def _write_tables(self, out: Path, chosen: Sequence[str]) -> None:
        for identity, text in self.texts.items():
            write_text(out / TEXTS / f"{identity}.txt", text)
        self.kept.write_units(out / UNITS)
        self.kept.write_themes(out / "themes.parquet", out / "themes.csv" if "csv" in chosen else None)
        write_parquet(out / "documents.parquet", self.documents)
        write_csv(out / "failures.csv", self.failures)
        if "csv" in chosen:
            write_csv(out / "documents.csv", self.documents)
            write_csv(out / "metadata.csv", metadata_table(self.documents))
        if "units" in chosen:
            parts = self.kept.by_document.values()
            with csv_parts(out / "units.csv") as write:
                for part in parts if len(parts) else [self.units]:
                    write(part)
        if "json" in chosen:
            tables = {"documents": [self.documents], "themes": self.kept.theme_tables(), "failures": [self.failures],
                      "units": self.kept.by_document.values()}  # fmt: skip
            write_json_tables(out / "analysis.json", tables, {"about": self.about})

    @collection_paused()
    def _write_report(self, writer: Callable[..., None], path: Path, book: Codebook, **more: Any) -> None:
        writer(path, self.documents, self.themes, self.kept.by_document, self.failures, book, **more)

    def _known(self, register: Register | None) -> dict[str, Any]:
        """What the report is told of organisations: places, and with a register who has what."""
        if register is None:
            return {"places": places(self.documents, load_register())}
        bodies = organisations(self.documents, register, year=date.today().year)
        cut = self.codebook.scoring.cut_points["doordrenkt"]
        return {"organisations": bodies, "shares": shares(bodies, doordrenkt=cut)}

    def _forget_texts(self, folder: Path) -> None:
        """Take away the texts of an earlier run with other documents."""
        for old in folder.glob("*.txt"):
            if _TEXT_NAME.fullmatch(old.name) and old.stem not in self.texts:
                old.unlink()

    def with_counts(self, **counts: int) -> Corpus:
        """The same, with other counts in ``about``."""
        return replace(self, about={**self.about, "counts": {**self.about["counts"], **counts}})

    def to_dict(self) -> dict[str, Any]:
        """Plain data: documents, themes, failures and coded units as lists of records."""
        return {
            "documents": json.loads(self.documents.to_json(orient="records", force_ascii=False)),
            "themes": json.loads(self.themes.to_json(orient="records", force_ascii=False)),
            "failures": json.loads(self.failures.to_json(orient="records", force_ascii=False)),
            "units": json.loads(self.units.to_json(orient="records", force_ascii=False)),
            "about": self.about,
        }

    @classmethod
    def from_folder(cls, folder: str | Path) -> Corpus:
        """Read back a folder that ``to_folder`` or ``gdogh analyse`` wrote.

        Raises
        ------
        UsageError
            When the folder is not an output folder.
        """
        path = Path(folder)
        if not (path / "documents.parquet").exists():
            raise UsageError(
                "is geen uitvoermap van gdogh (geen documents.parquet).",
                remedy="Draai eerst: gdogh analyse BESTANDEN -o MAP.", path=path,
            )  # fmt: skip
        missing = [name for name in (UNITS, "themes.parquet", "failures.csv", RUN) if not (path / name).exists()]
        if missing:
            raise UsageError(f"is onvolledig: {missing[0]} ontbreekt.", remedy=AGAIN, path=path)
        try:
            read = cls(
                documents=pd.read_parquet(path / "documents.parquet"),
                failures=pd.read_csv(path / "failures.csv", dtype=str, keep_default_na=False),
                kept=KeptFolder(path / UNITS, path / "themes.parquet", path / TEXTS),
                about=json.loads((path / RUN).read_text(encoding="utf-8")),
            )
        except (OSError, ValueError) as error:
            raise UsageError("is beschadigd.", remedy=AGAIN, path=path) from error
        if absent := [name for name in DOCUMENT_COLUMNS if name not in read.documents] + read.kept.absent():
            made = read.about.get("gdogh", "een oudere versie")
            cause = f"is gemaakt met gdogh {made}; voor {__version__} ontbreekt de kolom {absent[0]}."
            raise UsageError(cause, remedy=AGAIN, path=path)
        return read

    def __repr__(self) -> str:
        return f"Corpus({len(self.documents)} documents, {len(self.units)} units, {len(self.failures)} failures)"

    def _repr_html_(self) -> str:
        return corpus_html(self.documents, self.failures)


def analyse_many(
    paths: Iterable[str | Path] | str | Path,
    *,
    jobs: int | None = None,
    cache: str | Path | None = None,
    on_error: str = "collect",
    options: Options | None = None,
    progress: Progress | None = None,
    scheduler: str | None = None,
) -> Corpus:
    """Analyse many documents.

    Parameters
    ----------
    paths : path or iterable of paths
        Files, and folders that are searched.
    jobs : int, optional
        Number of worker processes; as many as there are processors by default.
    cache : str or Path, optional
        Folder that keeps results by content, so that a document is not analysed twice.
    on_error : {"collect", "raise"}
        Collect unreadable documents in ``failures``, or raise on the first one.
    options : Options, optional
        Kind, codebook, pipeline, seed, weights, OCR, metadata.
    progress : callable, optional
        Called with documents done, documents in all and the path just finished.
    scheduler : str, optional
        Address of a Dask scheduler (``tcp://…``), whose workers then do the work.

    Returns
    -------
    Corpus
        Tables in the order of the paths; identical for any number of jobs.

    Raises
    ------
    UsageError
        When there is no document in `paths`.
    CodebookError, PipelineError, OutputError
        When the codebook or the pipeline of `options`, or the folder `cache`, cannot be used.
    ReadError
        With ``on_error="raise"``, when a document cannot be read.

    Examples
    --------
    >>> from analyzer.resources import shipped
    >>> visions = shipped("corpora", "voorbeelden", "werkgeversvisies")
    >>> corpus = analyse_many([visions / "brakerveen-werkgeversvisie-2024-2027.docx"], jobs=1)
    >>> corpus.documents[["organisation", "kind", "status"]].values.tolist()
    [['Gemeente Brakerveen', 'werkgeversvisie', 'ok']]
    """
    if on_error not in {"collect", "raise"}:
        raise UsageError(f"on_error is {on_error!r}.", remedy="Gebruik 'collect' of 'raise'.")
    files = collect_paths([paths] if isinstance(paths, str | Path) else paths)
    options = options or Options()
    started = time.perf_counter()
    check_instruments(options)
    kept = None if cache is None else str(usable_folder(Path(cache)))
    results = run(
        files, options, jobs=jobs or default_jobs(), cache=kept, progress=progress,
        stop=on_error == "raise", scheduler=scheduler,
    )  # fmt: skip
    broken = next((result.failure for result in results if result.failure), None)
    if broken and on_error == "raise":
        raise error_of_stage(broken["stage"])(broken["error"], remedy=broken["remedy"], path=broken["path"])
    return gather(results, options, seconds=time.perf_counter() - started)


def places(documents: pd.DataFrame, register: Register) -> dict[str, tuple[float, float]]:
    """Latitude and longitude of the organisations that a register of public bodies knows a place of."""
    found = {}
    for name, layer in documents[["organisation", "layer"]].dropna().drop_duplicates().itertuples(index=False):
        match = register.resolve(str(name), layer=str(layer))
        if match is not None and match.organisation.latitude is not None and match.organisation.longitude is not None:
            found[str(name)] = (match.organisation.latitude, match.organisation.longitude)
    return found


def _beside(chosen: Sequence[str]) -> list[str]:
    """Names of what stands beside the report, to which it links."""
    files = {"xlsx": ["report.xlsx"], "csv": ["documents.csv", "themes.csv"]}
    return [*(name for form, names in files.items() if form in chosen for name in names), UNITS, TEXTS]


def check_formats(formats: Iterable[str]) -> tuple[str, ...]:
    """The formats, when they all exist.

    Raises
    ------
    UsageError
        When one does not.
    """
    chosen = tuple(name.strip() for name in formats if name.strip())
    unknown = sorted(set(chosen) - set(FORMATS))
    if unknown:
        raise UsageError(f"onbekende uitvoer: {', '.join(unknown)}.", remedy=f"Kies uit {', '.join(FORMATS)}.")
    return chosen


def gather(results: Sequence[Result], options: Options, *, seconds: float = 0.0) -> Corpus:
    """Join the results of documents into tables; a document that occurs twice brings its units once."""
    seen: dict[str, str] = {}
    parts: dict[str, Part] = {}
    sketches: dict[str, np.ndarray] = {}
    stages: dict[str, float] = {}

    def rows() -> Iterator[Mapping[str, Any]]:
        for result in results:
            found = result.read()
            for stage, spent in found.seconds.items():
                stages[stage] = stages.get(stage, 0.0) + spent
            identity = str(found.row["document_id"])
            if result.part is None:
                yield found.row
            elif identity in seen:
                yield {**found.row, "duplicate_of": seen[identity]}
            else:
                seen[identity], parts[identity], sketches[identity] = result.path, result.part, found.sketch
                yield found.row

    documents, kept = documents_table(rows()), Kept(parts)
    return Corpus(
        documents=mark_versions(documents, kept.texts, sketches),
        failures=failures_table(result.failure for result in results if result.failure),
        kept=kept,
        about=about(results, documents, stages, options, seconds),
    )
