"""Memory of the process that joins and writes the results of very many documents does not grow with what they hold."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from analyzer import Options, analyse_many
from analyzer.reporting.tables import documents_table, theme_tables
from analyzer.running.batch import Result
from analyzer.running.corpus import gather
from analyzer.running.kept import OnDisk

from .documents import text

FEW, MANY = 500, 2000


@dataclass(frozen=True, slots=True)
class Renamed:
    """A kept result that is given as that of another document, with a sketch of its own."""

    slot: OnDisk
    number: int

    def table(self) -> pa.Table:
        return self.slot.table()

    def rest(self) -> Mapping[str, Any]:
        rest = self.slot.rest()
        return {**rest, "sketch": "", "row": {**rest["row"], "document_id": f"{self.number:016x}"}}


@pytest.fixture(scope="module")
def slot(tmp_path_factory: pytest.TempPathFactory) -> OnDisk:
    folder = tmp_path_factory.mktemp("bewaard")
    (folder / "akkoord.txt").write_text(text(1), encoding="utf-8")
    analyse_many(folder / "akkoord.txt", jobs=1, cache=folder / "cache")
    return OnDisk(str(next((folder / "cache").glob("*.json")).with_suffix("")))


def made(slot: OnDisk, number: int) -> list[Result]:
    return [Result(f"map/akkoord{place:06}.txt", Renamed(slot, place)) for place in range(number)]


def peak(what: Any, *given: Any) -> tuple[float, Any]:
    """Largest number of bytes that were taken by doing something, and what came of it."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    tracemalloc.start()
    try:
        outcome = what(*given)
        return tracemalloc.get_traced_memory()[1], outcome
    finally:
        tracemalloc.stop()


def test_joining_keeps_little_of_a_document(slot: OnDisk) -> None:
    (few, _), (many, corpus) = (peak(gather, made(slot, number), Options()) for number in (FEW, MANY))
    assert len(corpus.documents) == MANY
    # A row of the table; the themes of a document alone take five times that.
    assert (many - few) / (MANY - FEW) < 2000


def test_themes_of_many_documents_are_not_held(slot: OnDisk) -> None:
    themes = slot.rest()["themes"]

    def rows(documents: int) -> int:
        parts = ((f"{place:016x}", [dict(row) for row in themes]) for place in range(documents))
        return sum(len(table) for table in theme_tables(parts))

    (some, _), (many, number) = peak(rows, MANY), peak(rows, 2 * MANY)
    assert number == 2 * MANY * len(themes)
    assert many < 1.1 * some


def test_a_column_that_is_empty_in_one_part_keeps_its_type(slot: OnDisk) -> None:
    themes = [dict(row) for row in slot.rest()["themes"]]
    empty = [row | {"best_unit_id": None, "best_page": None, "best_text": None} for row in themes]
    made = list(theme_tables((str(n), themes if n else empty) for n in range(MANY)))
    assert len(made) == 2 and made[0].dtypes.equals(made[1].dtypes)
    assert made[0]["best_text"].iloc[: len(empty)].isna().all()
    row = dict(slot.rest()["row"]) | {"organisation": None, "parties": None}
    rows = [row if n < MANY - 1 else row | {"organisation": "Dorp"} for n in range(MANY)]
    table = documents_table(rows)
    assert table["organisation"].dtype == pd.Series(["Dorp"]).dtype and table["organisation"].iloc[-1] == "Dorp"
    assert table["parties"].isna().all() and table["parties"].dtype == object
