"""Two documents, two years or two runs side by side: which documents stand on which side, and what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ..codebook import Codebook, load_codebook
from ..errors import UsageError
from ..reporting.tables import records
from ..scoring.compare import Item, came_and_went
from ..scoring.compare import compare as differences
from ..scoring.landscape import counted
from ..scoring.sentences import SENTENCE_COLUMNS, changed_sentences
from .corpus import Corpus
from .one import analyse


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two documents or two groups of documents.

    Parameters
    ----------
    before, after : str
        What stands on either side.
    documents : DataFrame
        The documents: ``side`` (``before`` or ``after``), ``document_id``, ``title``, ``organisation``, ``kind``, ``year``.
    differences : DataFrame
        Columns as ``analyzer.scoring.compare.COMPARE_COLUMNS``.
    sentences : DataFrame
        Columns as ``analyzer.scoring.sentences.SENTENCE_COLUMNS``; empty when a side has more than one document.
    codebook : Codebook
        The codebook of both.
    """

    before: str
    after: str
    documents: pd.DataFrame
    differences: pd.DataFrame
    sentences: pd.DataFrame
    codebook: Codebook

    @property
    def single(self) -> bool:
        """Whether each side is one document."""
        return len(self.documents) == 2

    @property
    def organisations(self) -> int:
        """Number of organisations; documents of unknown ones count as one each."""
        return int(self.documents["organisation"].fillna(self.documents["document_id"]).nunique())

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "before": self.before,
            "after": self.after,
            "documents": records(self.documents),
            "differences": records(self.differences),
            **came_and_went(self.differences),
            "sentences": records(self.sentences),
        }


def compare_targets(
    targets: Sequence[str | Path],
    *,
    years: tuple[int, int] | None = None,
    documents: tuple[str, str] | None = None,
    kind: str | None = None,
    organisation: str | None = None,
    codebook: str | None = None,
    seed: int = 0,
) -> Comparison:
    """Compare two documents, two output folders, or two years or documents of one output folder.

    Parameters
    ----------
    targets : sequence of path
        Two, each a document or an output folder; or one output folder.
    years : (int, int), optional
        Of one folder: the documents of these years.
    documents : (str, str), optional
        Of one folder: these documents, by id, file name or a part of the title.
    kind, organisation : str, optional
        Only documents of this kind, of this organisation.
    codebook : str, optional
        A codebook file; the one of the folder, or the shipped one, by default.
    seed : int
        Seed of the intervals.

    Raises
    ------
    UsageError
        When it is not clear which documents are meant, or a side has none.

    Examples
    --------
    >>> from analyzer.resources import shipped
    >>> folder = shipped("corpora", "voorbeelden", "akkoorden")
    >>> names = ("hesselrode-coalitieakkoord-2022-2026.docx", "lindervoort-coalitieakkoord-2026-2030.md")
    >>> made = compare_targets([folder / name for name in names])
    >>> bool(made.differences.loc[0, "beyond_noise"])
    True
    """
    if not 1 <= len(targets) <= 2:
        raise UsageError("vergelijk een of twee doelen.", remedy="Geef twee documenten of mappen, of één uitvoermap.")
    loaded = [_items(Path(target), codebook) for target in targets]
    books = [book for _, book in loaded]
    if len({book.hash for book in books}) > 1:
        raise UsageError(
            "de mappen zijn met een ander codeboek gemaakt.", remedy="Analyseer ze met hetzelfde codeboek."
        )
    groups = [_chosen(items, kind, organisation) for items, _ in loaded]
    if len(groups) == 2:
        if years or documents:
            raise UsageError("--years en --documents horen bij één uitvoermap.", remedy="Laat een van beide weg.")
        names = [_label(items, str(target)) for items, target in zip(groups, targets, strict=True)]
    else:
        groups, names = _split(groups[0], years, documents, Path(targets[0]))
    for items, name in zip(groups, names, strict=True):
        if not items:
            raise UsageError(f"{name} heeft geen document met een score dat voldoet.", remedy="Controleer de keuze.")
    before, after = groups
    single = len(before) == len(after) == 1
    sentences = (
        changed_sentences(before[0].units, after[0].units) if single else pd.DataFrame(columns=list(SENTENCE_COLUMNS))
    )
    return Comparison(
        names[0], names[1], _listed(groups), differences(before, after, codebook=books[0], seed=seed), sentences, books[0]
    )  # fmt: skip


def compare(before: str | Path, after: str | Path, *, codebook: str | None = None, seed: int = 0) -> Comparison:
    """Compare two documents, or two output folders.

    Parameters
    ----------
    before, after : str or Path
        A document, or an output folder.
    codebook : str, optional
        A codebook file.
    seed : int
        Seed of the intervals.

    Returns
    -------
    Comparison
        With ``differences``, ``sentences`` and ``to_dict()``.

    Raises
    ------
    UsageError
        When a side has no document with a score.
    ReadError
        When a document cannot be read.
    """
    return compare_targets([before, after], codebook=codebook, seed=seed)


def unlike(comparison: Comparison) -> str:
    """What makes the sides hard to compare, in a sentence; empty when nothing does."""
    kinds = [Counter(side["kind"].fillna("onbekend")) for _, side in comparison.documents.groupby("side", sort=False)]
    if set(kinds[0]) == set(kinds[1]):
        return ""
    said = [", ".join(f"{number} {kind}" for kind, number in sorted(side.items())) for side in kinds]
    return f"Links en rechts staan niet dezelfde soorten: {said[0]} tegen {said[1]}. Kies met --kind."


def _items(target: Path, codebook: str | None) -> tuple[list[Item], Codebook]:
    if not target.is_dir():
        one = analyse(target, codebook=codebook)
        meta = one.document.metadata
        if one.score.value is None:
            raise UsageError(f"krijgt geen score. {one.score.reason}", path=target)
        title = one.document.title or target.name
        item = Item(one.document.document_id, title, meta.organisation, meta.kind, meta.year, one.units, target.name)
        return [item], one.codebook
    corpus = Corpus.from_folder(target)
    groups = dict(tuple(corpus.units.groupby("document_id", sort=False)))
    items = [
        Item(row["document_id"], row["title"] or Path(row["path"]).name, row["organisation"], row["kind"], row["year"],
             groups[row["document_id"]], Path(row["path"]).name)
        for row in records(counted(corpus.documents))
    ]  # fmt: skip
    return items, load_codebook(codebook) if codebook else corpus.codebook


def _chosen(items: Sequence[Item], kind: str | None, organisation: str | None) -> list[Item]:
    return [
        item for item in items
        if (kind is None or item.kind == kind)
        and (organisation is None or organisation.lower() in (item.organisation or "").lower())
    ]  # fmt: skip


def _split(
    items: Sequence[Item], years: tuple[int, int] | None, documents: tuple[str, str] | None, target: Path
) -> tuple[list[list[Item]], list[str]]:
    if documents:
        groups = [[_named(items, name)] for name in documents]
        return groups, [_label(group, name) for group, name in zip(groups, documents, strict=True)]
    known = sorted({item.year for item in items if item.year is not None})
    if years:
        for year in years:
            if year not in known:
                raise UsageError(
                    f"er is geen document uit {year}.", remedy=f"Kies uit {', '.join(map(str, known))}.", path=target
                )
        groups = [[item for item in items if item.year == year] for year in years]
        return groups, [_label(group, str(year)) if len(group) == 1 else str(year)
                        for group, year in zip(groups, years, strict=True)]  # fmt: skip
    if len(items) == 2:
        groups = [[item] for item in sorted(items, key=lambda item: item.year or 0)]
        return groups, [_label(group, "") for group in groups]
    raise UsageError(
        f"bevat {len(items)} documenten die meedoen.",
        remedy="Kies er twee met --documents, of twee jaren met --years"
        + (f" ({', '.join(map(str, known))})." if known else "."), path=target,
    )  # fmt: skip


def _named(items: Sequence[Item], name: str) -> Item:
    exact = [item for item in items if name in {item.identity, item.file, item.title}]
    found = exact or [item for item in items if name.lower() in f"{item.title}\n{item.file}".lower()]
    if len(found) != 1:
        shown = ", ".join(sorted(item.file for item in (found or items))[:8])
        raise UsageError(f"{name!r} past bij {len(found)} documenten.", remedy=f"Kies uit {shown}.")
    return found[0]


def _label(items: Sequence[Item], otherwise: str) -> str:
    if len(items) != 1:
        return otherwise
    year = f" ({items[0].year})" if items[0].year and str(items[0].year) not in items[0].title else ""
    return items[0].title + year


def _listed(groups: Sequence[Sequence[Item]]) -> pd.DataFrame:
    names = ("identity", "title", "organisation", "kind", "year")
    rows = [(side, *(getattr(item, name) for name in names))
            for side, items in zip(("before", "after"), groups, strict=True) for item in items]  # fmt: skip
    columns = ["side", "document_id", *names[1:]]
    return pd.DataFrame.from_records(rows, columns=columns).astype({"year": "Int64"})
