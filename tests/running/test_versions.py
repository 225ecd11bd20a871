"""Of several versions of one document one counts, in the tables and in the landscape."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analyzer import Options, analyse_many
from analyzer.running.versions import mark_versions

EXAMPLES = Path(__file__).resolve().parents[2] / "corpora" / "bron"


def source(name: str) -> str:
    return (EXAMPLES / f"{name}.md").read_text(encoding="utf-8").split("---\n", 2)[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    final = source("hesselrode-coalitieakkoord")
    (tmp_path / "hesselrode-concept.md").write_text(final.replace("Wij", "We", 5) + "\n\nDit is nog een concept.\n")
    (tmp_path / "hesselrode-definitief.md").write_text(final)
    (tmp_path / "kopie.md").write_text(final)
    (tmp_path / "visie.md").write_text(source("hesselrode-werkgeversvisie"))
    return tmp_path


def test_the_final_version_counts_once(folder: Path) -> None:
    corpus = analyse_many(folder, jobs=1)
    table = corpus.documents.assign(name=[Path(path).name for path in corpus.documents["path"]]).set_index("name")
    assert Path(table.loc["hesselrode-concept.md", "version_of"]).name == "hesselrode-definitief.md"
    assert table.loc["hesselrode-concept.md", "resemblance"] > 0.9
    assert table["version_of"].notna().sum() == 1
    assert Path(table.loc["kopie.md", "duplicate_of"]).name == "hesselrode-definitief.md"
    whole = corpus.landscape().iloc[0]
    assert (whole["organisations"], whole["with_agreement"], whole["with_vision"]) == (1, 1, 1)
    assert not corpus.gaps().empty


@pytest.mark.parametrize(
    ("change", "versions"),
    [
        ({}, 1),
        ({"organisation": "Gemeente Elders"}, 0),
        ({"kind": "werkgeversvisie"}, 0),
        ({"period_start": 2018}, 0),
        ({"period_start": 2023}, 1),
        ({"organisation": None, "kind": None, "period_start": None}, 1),
    ],
)
def test_what_makes_two_documents_of_one_text(change: dict[str, object], versions: int) -> None:
    text = source("hesselrode-coalitieakkoord")
    row = {
        "document_id": "a", "path": "a.md", "title": "", "organisation": "Gemeente Hesselrode", "kind": "coalitieakkoord",
        "period_start": 2022, "year": 2022, "words": 900, "status": "ok", "duplicate_of": None,
    }  # fmt: skip
    other = row | {"document_id": "b", "path": "b.md", "year": change.get("period_start", 2022)} | change
    marked = mark_versions(pd.DataFrame([row, other]), {"a": text, "b": text + " Slot."})
    assert marked["version_of"].notna().sum() == versions


def test_metadata_of_the_user_decides_which_is_which(folder: Path) -> None:
    known = {"hesselrode-concept.md": {"organisation": "Gemeente Elders"}}
    table = analyse_many(folder, jobs=1, options=Options(metadata=known)).documents
    assert table["version_of"].isna().all()
