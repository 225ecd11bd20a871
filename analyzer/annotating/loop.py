"""The annotation loop: a sample out of an output folder to people, and their codes back to train and measure with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..codebook import Codebook
from ..coding.agreement import agreement_of_coders
from ..coding.annotations import ANNOTATION_COLUMNS, fingerprint
from ..errors import UsageError
from ..reporting.files import write_csv, write_json, write_text
from ..running.corpus import Corpus
from ..running.csv_input import read_table
from .codings import ASKED, SHOWN, Answer, checked, unit_label
from .merging import differences, merged
from .qdpx import write_qdpx
from .qdpx_read import read_qdpx
from .sampling import draw
from .sheets import COLUMNS, INTRODUCTION, code_lines, read_sheet, write_sheet
from .tools import (
    doccano_labels,
    doccano_lines,
    label_studio_config,
    label_studio_tasks,
    read_doccano,
    read_label_studio,
)

FORMATS = ("label-studio", "doccano", "csv", "xlsx", "qdpx")
SAMPLE, GUIDE = "steekproef.csv", "uitleg.md"
CODES, CODED, CODINGS, AGREEMENT, DIFFERENCES = (
    "codes.csv", "gecodeerd.jsonl", "coderingen.csv", "overeenstemming.csv", "beslissen.csv",
)  # fmt: skip
SAMPLE_COLUMNS = ("unit", "document_id", "drawn", "uncertainty")
_CODED_COLUMNS = ("id", "document", "heading", "previous", "lead_in", "text", *ASKED, "drawn", "coder", "remark")


def shown_units(corpus: Corpus) -> pd.DataFrame:
    """What coders see of every unit, columns ``SHOWN``, with the id of the unit as index."""
    units = corpus.units.drop_duplicates("unit_id")
    stems = {row.document_id: Path(str(row.path)).stem for row in corpus.documents.itertuples()}
    names = units["document_id"].map(stems)
    labels = [unit_label(*pair) for pair in zip(names, units["unit_id"], strict=True)]
    table = units.assign(unit=labels, document=names).set_index("unit_id")
    return table[list(SHOWN)]


def export_sample(
    corpus: Corpus,
    folder: Path,
    form: str,
    number: int | None,
    *,
    strategy: str = "stratified",
    seed: int = 0,
    suggest: bool = False,
    done: Path | None = None,
) -> list[Path]:
    """Draw units and write them for people to code.

    Parameters
    ----------
    corpus : Corpus
        An output folder that was read back.
    folder : Path
        Where the files come.
    form : str
        One of ``FORMATS``.
    number : int or None
        How many units; ``None``, for ``qdpx`` only, is a project with all codes of the program and no sample.
    strategy, seed
        As in `draw`.
    suggest : bool
        Fill in the codes of the program. Without it people code blind, which a measurement of agreement needs.
    done : Path, optional
        ``codes.csv`` of an earlier round, whose units are not drawn again.

    Returns
    -------
    list of Path
        The files: first what people work on, last the guide.

    Raises
    ------
    UsageError
        When the format or strategy does not exist, or there is nothing to code.
    """
    if form not in FORMATS:
        raise UsageError(f"vorm {form!r} bestaat niet.", remedy=f"Kies uit {', '.join(FORMATS)}.")
    if number is None:
        return [_project(corpus, folder, frozenset(), coded=True)]
    if (folder / SAMPLE).exists():
        raise UsageError(
            f"heeft al een steekproef ({SAMPLE}); die hoort bij codeerwerk dat al kan zijn begonnen.",
            remedy="Kies met -o een nieuwe map.", path=folder,
        )  # fmt: skip
    sample = draw(
        corpus.units, corpus.documents, number, strategy=strategy, seed=seed, done=_done(done) if done else frozenset()
    )
    ids = sample["unit_id"].tolist()
    shown = shown_units(corpus).loc[ids].reset_index(drop=True)
    given = sample if suggest else sample.assign(**dict.fromkeys(ASKED, ""))
    cells = {name: [value if isinstance(value, str) else ";".join(value) for value in given[name]] for name in ASKED}
    table = shown.assign(**cells, remark="")[list(COLUMNS)]
    files = _write(form, table, corpus, folder, frozenset(ids), suggest=suggest)
    drawn = sample.assign(unit=shown["unit"])[list(SAMPLE_COLUMNS)]
    write_csv(folder / SAMPLE, drawn)
    write_text(folder / GUIDE, guide(corpus.codebook))
    return [*files, folder / SAMPLE, folder / GUIDE]


def _write(
    form: str, table: pd.DataFrame, corpus: Corpus, folder: Path, ids: frozenset[str], *, suggest: bool
) -> list[Path]:
    book = corpus.codebook
    if form == "label-studio":
        version = str(corpus.about.get("model_version", "gdogh"))
        tasks, config = folder / "taken.json", folder / "label-studio.xml"
        write_json(tasks, label_studio_tasks(table, version))
        write_text(config, label_studio_config(book))
        return [tasks, config]
    if form == "doccano":
        lines, labels = folder / "taken.jsonl", folder / "labels.json"
        write_text(lines, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in doccano_lines(table)))
        write_json(labels, doccano_labels())
        return [lines, labels]
    if form == "qdpx":
        return [_project(corpus, folder, ids, coded=suggest)]
    path = folder / f"coderen.{form}"
    write_sheet(table, path, book)
    return [path]


def _project(corpus: Corpus, folder: Path, sample: frozenset[str], *, coded: bool) -> Path:
    path = folder / "project.qdpx"
    write_qdpx(
        path, corpus.units, corpus.documents, corpus.texts, corpus.codebook,
        when=str(corpus.about["finished"]), sample=sample, coded=coded,
    )  # fmt: skip
    return path


def guide(codebook: Codebook) -> str:
    """What coders must know, with every code, in Markdown."""
    lines = ["# Coderen", "", *(f"- {line}" for line in INTRODUCTION), "", "| code | betekenis |", "| --- | --- |"]
    lines += [f"| `{code}` | {' '.join(meaning.split()).replace('|', '/')} |" for code, meaning in code_lines(codebook)]
    return "\n".join([*lines, ""])


def _done(path: Path) -> frozenset[str]:
    table = read_table(path)
    if "id" not in table:
        raise UsageError("mist kolom id.", remedy=f"Geef {CODES} van gdogh annotate import.", path=path)
    return frozenset(identity.rpartition(":")[2] for identity in table["id"])


@dataclass(frozen=True, slots=True)
class Round:
    """What came back from people.

    Parameters
    ----------
    codings : DataFrame
        All that everyone coded.
    codes : DataFrame
        One coding a unit, with its text, as ``gdogh train coder`` and ``gdogh evaluate`` read it.
    agreement : DataFrame
        Krippendorff's alpha per code with an interval; empty with one coder.
    differences : DataFrame
        The units on which there is no majority, with the decisions that were made.
    undecided : int
        How many of them still must be decided.
    uncoded : int
        Units of the sample that nobody coded.
    """

    codings: pd.DataFrame
    codes: pd.DataFrame
    agreement: pd.DataFrame
    differences: pd.DataFrame
    undecided: int
    uncoded: int


def read_answers(path: Path, coder: str, corpus: Corpus) -> Iterator[Answer]:
    """What people coded, from a file of any of the formats.

    Raises
    ------
    UsageError
        When the format is unknown or the file is not what its name says.
    """
    readers: dict[str, Callable[[Path, str], Iterator[Answer]]] = {
        ".csv": read_sheet, ".xlsx": read_sheet, ".json": read_label_studio, ".jsonl": read_doccano,
        ".qdpx": lambda file, who: read_qdpx(file, who, corpus.units, corpus.texts),
    }  # fmt: skip
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UsageError(
            f"vorm {path.suffix or '(geen extensie)'} is onbekend.",
            remedy=f"Geef {', '.join(readers)}: zoals Label Studio, doccano of het blad het bewaart.", path=path,
        )  # fmt: skip
    return reader(path, coder)


def import_codings(
    corpus: Corpus,
    files: Iterable[tuple[str, Path]],
    *,
    decided: Path | None = None,
    sample: Path | None = None,
    seed: int = 0,
) -> Round:
    """Codes of people: checked, compared and made into one set.

    Parameters
    ----------
    corpus : Corpus
        The output folder from which the sample was drawn.
    files : iterable of (str, Path)
        Name of the coder and file.
    decided : Path, optional
        The list of differences, filled in.
    sample : Path, optional
        ``steekproef.csv`` of the export, which says how each unit was drawn.
    seed : int
        Seed of the intervals.

    Returns
    -------
    Round
        Nothing of it is written yet.

    Raises
    ------
    UsageError
        When anything in a file is not in order, or nothing is coded.
    """
    texts = dict(zip(corpus.units["unit_id"], corpus.units["text"], strict=True))
    files = list(files)
    codings = checked((answer for coder, path in files for answer in read_answers(path, coder, corpus)), texts)
    if codings.empty:
        raise UsageError("bevat geen codes.", remedy="Vul statement, digital en domain in.", path=files[0][1])
    decisions = checked(read_answers(decided, "besluit", corpus), texts) if decided else None
    if decisions is not None and (strange := sorted(set(decisions["id"]) - set(codings["id"]))):
        raise UsageError(
            f"eenheid {strange[0]} is door niemand gecodeerd.",
            remedy="Geef ook de bestanden van de codeurs.",
            path=decided,
        )
    one, left = merged(codings, decisions)
    shown = shown_units(corpus)
    drawn = _drawn(sample) if sample else {}
    return Round(
        codings=codings.assign(unit=codings["id"].map(shown["unit"]), text=codings["id"].map(texts)),
        codes=_coded(one, shown, drawn),
        agreement=agreement_of_coders(codings, seed=seed, least=1),
        differences=differences(codings, shown, decisions),
        undecided=len(left),
        uncoded=len(set(drawn) - set(codings["id"])),
    )


def _drawn(path: Path) -> dict[str, str]:
    table = read_table(path)
    if not {"unit", "drawn"} <= set(table.columns):
        raise UsageError("mist kolom unit of drawn.", remedy=f"Geef {SAMPLE} van gdogh annotate export.", path=path)
    return {unit.rpartition(":")[2]: how for unit, how in zip(table["unit"], table["drawn"], strict=True)}


def _coded(one: pd.DataFrame, shown: pd.DataFrame, drawn: dict[str, str]) -> pd.DataFrame:
    about = shown.loc[one["id"]].reset_index(drop=True)
    table = pd.concat([about, one.drop(columns="id").reset_index(drop=True)], axis=1)
    table["drawn"] = [drawn.get(identity, "") for identity in one["id"]]
    return table.assign(id=table["unit"])[list(_CODED_COLUMNS)]


def write_round(outcome: Round, folder: Path, codebook: Codebook) -> list[Path]:
    """Write what came back.

    Parameters
    ----------
    outcome : Round
        From `import_codings`.
    folder : Path
        Made when it is not there.
    codebook : Codebook
        For the list of differences.

    Returns
    -------
    list of Path
        ``gecodeerd.jsonl`` (codes with text), ``codes.csv`` (codes with fingerprints, without text), ``coderingen.csv``
        (all that everyone coded), ``overeenstemming.csv`` and ``beslissen.csv``, the last two when there is something
        in them.
    """
    lines = outcome.codes.drop(columns="remark").to_dict("records")
    write_text(folder / CODED, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    prints = [fingerprint(text) for text in outcome.codes["text"]]
    codes = outcome.codes.assign(letters=[count for count, _ in prints], hash=[hash_ for _, hash_ in prints])
    write_csv(folder / CODES, codes[list(ANNOTATION_COLUMNS)])
    write_csv(folder / CODINGS, outcome.codings[["unit", "coder", *ASKED, "remark", "text"]])
    files = [folder / CODED, folder / CODES, folder / CODINGS]
    if len(outcome.agreement):
        write_csv(folder / AGREEMENT, outcome.agreement.round(4))
        files.append(folder / AGREEMENT)
    if len(outcome.differences):
        write_sheet(outcome.differences, folder / DIFFERENCES, codebook)
        files.append(folder / DIFFERENCES)
    return files


def not_overwritten(folder: Path, decided: Path | None) -> None:
    """See to it that decisions that someone wrote down are not written over.

    Raises
    ------
    UsageError
        When the list of differences in `folder` is filled in and is not the one that is given.
    """
    there = folder / DIFFERENCES
    if not there.exists() or (decided is not None and decided.exists() and there.samefile(decided)):
        return
    if any(not answer.blank for answer in read_sheet(there, "besluit")):
        raise UsageError(
            "is al ingevuld en zou worden overschreven.",
            remedy=f"Geef het mee met --decided {there}, of kies met -o een andere map.", path=there,
        )  # fmt: skip
