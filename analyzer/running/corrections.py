"""Corrections by a reader: codes of units replaced, and everything that follows from them computed again."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from ..coding.combinations import not_allowed
from ..coding.schema import DIGITAL, DOMAINS, STATEMENTS, THEMES
from ..errors import UsageError
from ..reporting.files import write_csv
from ..reporting.tables import records, score_cells, themes_table
from ..scoring.reference import reference_scores
from ..scoring.score import score
from .corpus import Corpus
from .kept import KeptTables

ACTIONS = ("accept", "change")
FIELDS = ("document_id", "unit_id", "action", "statement", "digital", "themes", "domain")
"""Columns of a file of corrections, as the reader view of the report exports them."""
KEPT = "corrections.csv"
"""File in an output folder with all corrections made in it; every analysis into that folder follows them."""
WHY = "gecorrigeerd door een lezer"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reader says the codes of a unit are; ``accept`` says that they were right."""

    document_id: str
    unit_id: str
    action: str
    statement: str
    digital: str
    themes: tuple[str, ...]
    domain: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What applying corrections did: units accepted and changed, unknown units, and scores before and after."""

    accepted: int
    changed: int
    unknown: tuple[str, ...]
    scores: pd.DataFrame


def read_corrections(path: Path) -> list[Correction]:
    """Read corrections from CSV or JSONL; of a unit that occurs twice the last one counts.

    Raises
    ------
    UsageError
        When the file cannot be read, misses a column, or has a code or a combination that the codebook does not allow;
        the message names the line.
    """
    found: dict[tuple[str, str], Correction] = {}
    try:
        for line, row in _rows(path):
            made = _correction(row, path, line)
            found[made.document_id, made.unit_id] = made
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(
            "kan niet worden gelezen.", remedy="Geef de CSV of JSONL uit het rapport.", path=path
        ) from error
    if not found:
        raise UsageError("bevat geen correcties.", remedy="Maak ze in de leesweergave van report.html.", path=path)
    return list(found.values())


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if path.suffix.lower() in {".jsonl", ".ndjson"}:
        for line, text in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
            if not text.strip():
                continue
            try:
                row = json.loads(text)
            except ValueError as error:
                raise UsageError(f"regel {line}: geen JSON.", remedy="Eén correctie per regel.", path=path) from error
            yield line, row if isinstance(row, dict) else {}
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, row


def _correction(row: Mapping[str, Any], path: Path, line: int) -> Correction:
    def wrong(what: str) -> UsageError:
        return UsageError(f"regel {line}: {what}.", remedy="Zie: gdogh codebook show", path=path)

    missing = [name for name in FIELDS if not isinstance(row.get(name), str | list)]
    if missing:
        raise wrong(f"kolom {missing[0]} ontbreekt")
    themes = row["themes"] if isinstance(row["themes"], list) else [part for part in row["themes"].split(";") if part]
    values = {name: str(row[name]).strip() for name in FIELDS if name != "themes"}
    for name, allowed in (
        ("action", ACTIONS), ("statement", STATEMENTS), ("digital", DIGITAL), ("domain", DOMAINS),
    ):  # fmt: skip
        if values[name] not in allowed:
            raise wrong(f"{name} is {values[name]!r}, kies uit {', '.join(allowed)}")
    unknown = [str(theme) for theme in themes if theme not in THEMES]
    if unknown:
        raise wrong(f"thema {unknown[0]!r} bestaat niet")
    if clash := not_allowed(values["statement"], values["digital"], themes):
        raise wrong(clash[1])
    return Correction(**values, themes=tuple(theme for theme in THEMES if theme in themes))


def apply_corrections(
    corpus: Corpus, corrections: list[Correction], *, seed: int | None = None
) -> tuple[Corpus, Outcome]:
    """Put corrections in the tables and score the documents again that they touch.

    Parameters
    ----------
    corpus : Corpus
        An output folder that was read back; it is not changed.
    corrections : list of Correction
        From `read_corrections`. A corrected or accepted code gets probability 1, so the interval no longer counts doubt
        about it.
    seed : int, optional
        Seed of the interval; the one of the analysis by default.

    Returns
    -------
    Corpus, Outcome
        The new tables, and what changed.
    """
    seed = int(corpus.about.get("options", {}).get("seed", 0)) if seed is None else seed
    units = corpus.units.copy()
    places = {key: place for place, key in enumerate(zip(units["document_id"], units["unit_id"], strict=True))}
    known = [(places[c.document_id, c.unit_id], c) for c in corrections if (c.document_id, c.unit_id) in places]
    columns = {name: units[name].tolist() for name in _touched(units)}
    for place, correction in known:
        for name, value in _cells(correction).items():
            columns[name][place] = value
        before = [item for item in columns["evidence"][place] if item["why"] != WHY]
        columns["evidence"][place] = [*before, _remark(correction)]
    for name, values in columns.items():
        units[name] = pd.Series(values, index=units.index, dtype=units[name].dtype)
    vary = float(corpus.about.get("options", {}).get("vary_weights", 0.0))
    documents, themes, scores = _rescored(corpus, units, sorted({c.document_id for _, c in known}), seed, vary)
    about = {**corpus.about, "corrections": int(corpus.about.get("corrections", 0)) + len(known)}
    outcome = Outcome(
        accepted=sum(c.action == "accept" for _, c in known),
        changed=sum(c.action == "change" for _, c in known),
        unknown=tuple(c.unit_id for c in corrections if (c.document_id, c.unit_id) not in places),
        scores=scores,
    )
    kept = KeptTables(lambda: units, lambda: themes, corpus.texts)
    return replace(corpus, kept=kept, documents=documents, about=about), outcome


def _touched(units: pd.DataFrame) -> list[str]:
    names = ["statement", "digital", "themes", "domain", "evidence"]
    return [*names, *(f"p_{code}" for code in (*STATEMENTS, *DIGITAL, *THEMES) if f"p_{code}" in units)]


def _cells(correction: Correction) -> dict[str, Any]:
    sure = {correction.statement, correction.digital, *correction.themes}
    return {
        "statement": correction.statement, "digital": correction.digital, "themes": list(correction.themes),
        "domain": correction.domain,
        **{f"p_{code}": float(code in sure) for code in (*STATEMENTS, *DIGITAL, *THEMES)},
    }  # fmt: skip


def _remark(correction: Correction) -> dict[str, Any]:
    return {"start": 0, "end": 0, "match": "", "code": correction.digital, "why": WHY}


def _rescored(
    corpus: Corpus, units: pd.DataFrame, touched: list[str], seed: int, vary_weights: float
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    documents, changes = corpus.documents.copy(), []
    parts = {str(key): part for key, part in corpus.themes.groupby("document_id", sort=False)}
    for identity in touched:
        mine = documents.index[(documents["document_id"] == identity) & (documents["status"] == "ok")]
        if mine.empty:
            continue
        row = documents.loc[mine[0]]
        made = score(
            units[units["document_id"] == identity].reset_index(drop=True), codebook=corpus.codebook, kind=row["kind"],
            words=int(row["words"]), language=str(row["language"]), seed=seed, percentile=reference_scores(row["kind"]),
            vary_weights=vary_weights,
        )  # fmt: skip
        cells = score_cells(made)
        for name, value in cells.items():
            documents.loc[mine, name] = pd.NA if value is None and name not in {"level", "border"} else value
        parts[identity] = made.themes
        changes.append((identity, row["title"], row["score"], row["level"], cells["score"], cells["level"]))
    heads = ["document_id", "title", "score_before", "level_before", "score_after", "level_after"]
    scores = pd.DataFrame.from_records(changes, columns=heads)
    return (
        documents,
        themes_table([(key, records(part)) for key, part in parts.items()]),
        scores,
    )


def apply_to_folder(folder: Path, file: Path, *, lang: str = "nl") -> Outcome:
    """Apply a file of corrections to an output folder: tables, report and workbook are written again at once.

    Parameters
    ----------
    folder, file : Path
        Output folder of ``gdogh analyse``; CSV or JSONL from its report.
    lang : str
        Language of the report.

    Returns
    -------
    Outcome
        What changed.
    """
    new = read_corrections(file)
    corpus, outcome = apply_corrections(Corpus.from_folder(folder), new)
    there = {"csv": "documents.csv", "units": "units.csv", "json": "analysis.json", "xlsx": "report.xlsx"}
    corpus.to_folder(
        folder, formats=["html", *(form for form, name in there.items() if (folder / name).exists())], lang=lang
    )
    known = [correction for correction in new if correction.unit_id not in outcome.unknown]
    if known:
        _keep(folder / KEPT, known)
    return outcome


def follow_kept(corpus: Corpus, folder: Path) -> tuple[Corpus, Outcome | None]:
    """Apply the corrections that were made in an output folder before to a new analysis of the same documents.

    Parameters
    ----------
    corpus : Corpus
        The new analysis, not written yet.
    folder : Path
        The output folder.

    Returns
    -------
    Corpus, Outcome or None
        The corrected tables, and what changed; the corpus itself and ``None`` when no corrections were kept.
    """
    if not (folder / KEPT).exists():
        return corpus, None
    here = set(corpus.documents["document_id"])
    kept = [correction for correction in read_corrections(folder / KEPT) if correction.document_id in here]
    return apply_corrections(corpus, kept) if kept else (corpus, None)


def _keep(path: Path, corrections: list[Correction]) -> None:
    """Add corrections to those kept; of a unit the last one counts."""
    old = read_corrections(path) if path.exists() else []
    kept = {(c.document_id, c.unit_id): c for c in (*old, *corrections)}
    write_csv(
        path, pd.DataFrame([{name: getattr(c, name) for name in FIELDS} for c in kept.values()], columns=list(FIELDS))
    )
