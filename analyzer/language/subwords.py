"""Subword vectors (floret) from plain text: words that look alike or stand alike get vectors alike."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.vectors import Vectors  # type: ignore[import-not-found]

from analyzer.errors import PipelineError

_WORD = re.compile(r"\w+(?:[-'.]\w+)*|[^\w\s]")
_BROKEN = re.compile(r"(\w)[-‐]\s*\n\s*(\w)")
_LINE = 400
_LEAST, _MOST, _HASHES = 4, 5, 2


def read_texts(folder: Path) -> Iterator[str]:
    """Texts of a folder of ``.txt`` files, with words that a line break cut joined again.

    Parameters
    ----------
    folder : Path
        UTF-8, or Windows-1252 where that fails.
    """
    for path in sorted(folder.glob("*.txt")):
        content = path.read_bytes()
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
        yield _BROKEN.sub(r"\1\2", text.replace("\xad", "")).replace("’", "'")


def words_of(text: str) -> Iterator[list[str]]:
    """Lower-cased words of a text, in lines that end where a paragraph does."""
    for paragraph in re.split(r"\n\s*\n", text.lower()):
        words = _WORD.findall(paragraph)
        for start in range(0, len(words), _LINE):
            yield words[start : start + _LINE]


def train_vectors(
    lines: Iterable[list[str]], work: Path, *, rows: int = 20_000, width: int = 64, epochs: int = 8
) -> Path:
    """Train floret vectors.

    Parameters
    ----------
    lines : iterable of list of str
        Lower-cased words.
    work : Path
        Folder for the intermediate files.
    rows, width : int
        Shape of the table.
    epochs : int
        Passes over the text.

    Returns
    -------
    Path
        The table in floret's text format.

    Raises
    ------
    PipelineError
        If floret is not installed.
    """
    if importlib.util.find_spec("floret") is None:
        raise PipelineError(
            "Vectoren trainen vraagt floret.", remedy='Installeer het met `pip install "gdogh[train]"`.'
        )
    import floret

    corpus, table = work / "corpus.txt", work / "vectors.floret"
    with corpus.open("w", encoding="utf-8") as file:
        for words in lines:
            file.write(" ".join(words) + "\n")
    model = floret.train_unsupervised(
        str(corpus), model="cbow", mode="floret", dim=width, bucket=rows, minn=_LEAST, maxn=_MOST, hashCount=_HASHES,
        minCount=5, epoch=epochs, thread=1, ws=5, neg=10, lr=0.05,
    )  # fmt: skip
    model.save_floret_vectors(str(table))
    return table


def set_vectors(nlp: Language, table: Path) -> None:
    """Give a pipeline the vectors of a floret table, keyed by the lower-cased word."""
    with table.open(encoding="utf-8") as file:
        header = file.readline().split()
        rows = [line.rstrip("\n").split(" ") for line in file]
    bucket, width = int(header[0]), int(header[1])
    least, most, hashes, seed = (int(cell) for cell in header[2:6])
    data = np.zeros((bucket, width), dtype="f")
    for row in rows:
        data[int(row[0])] = np.array([float(cell) for cell in row[1:] if cell], dtype="f")
    nlp.vocab.vectors = Vectors(
        strings=nlp.vocab.strings, data=data, name="nl_gdogh.vectors", mode="floret", minn=least, maxn=most,
        hash_count=hashes, hash_seed=seed, bow=header[6], eow=header[7], attr="LOWER",
    )  # fmt: skip
