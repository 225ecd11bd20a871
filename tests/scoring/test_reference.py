"""The reference corpus: made from a collection, and used for the percentile."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from analyzer import analyse
from analyzer.cli import main
from analyzer.scoring.indicators import INDICATORS
from analyzer.scoring.reference import build_reference, load_reference, reference_scores
from analyzer.scoring.score import percentile_of

EXAMPLES = Path(__file__).resolve().parents[2] / "corpora" / "voorbeelden" / "akkoorden"


def _documents(kinds: dict[str, int]) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    rows = [
        {"kind": kind, "year": 1990 + number, "score": float(rng.uniform(0, 100)), "share_explicit": 0.1,
         "share_implicit": 0.02, **dict.fromkeys(INDICATORS, 0.5)}
        for kind, size in kinds.items() for number in range(size)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_groups_of_ten_and_more_stand_alone() -> None:
    made = build_reference(_documents({"coalitieakkoord": 20, "werkgeversvisie": 4}))
    assert set(made["groups"]) == {"alle", "coalitieakkoord"}
    assert made["groups"]["alle"]["number"] == 24
    scores = made["groups"]["coalitieakkoord"]["scores"]
    assert scores == sorted(scores)
    assert percentile_of(scores[10], scores) == pytest.approx(52.5)


def test_earlier_years_are_in_the_decades_only() -> None:
    made = build_reference(_documents({"coalitieakkoord": 20}), since=2000)
    assert made["groups"]["alle"]["number"] == 10
    assert made["decades"]["1990"]["number"] == 10


def test_documents_without_a_score_do_not_count() -> None:
    documents = _documents({"coalitieakkoord": 12}).assign(score=np.nan)
    with pytest.raises(ValueError, match="ten minste 10"):
        build_reference(documents)


def test_the_shipped_reference_has_statistics_and_no_text() -> None:
    shipped = load_reference()
    assert shipped["groups"]["alle"]["number"] >= 50
    assert max(map(len, _strings(shipped))) < 100


def _strings(data: object) -> list[str]:
    if isinstance(data, dict):
        return [text for key, value in data.items() for text in [str(key), *_strings(value)]]
    return [text for value in data for text in _strings(value)] if isinstance(data, list) else [str(data)]


def test_one_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "referentie"
    done = CliRunner().invoke(main, ["corpus", "reference", "--build", str(EXAMPLES), "-o", str(target)])
    assert done.exit_code == 0, done.output
    made = json.loads((target / "reference.json").read_text(encoding="utf-8"))
    monkeypatch.setenv("GDOGH_REFERENCE", str(target))
    load_reference.cache_clear()
    try:
        assert reference_scores("onbekend") == made["groups"]["alle"]
        path = sorted(EXAMPLES.iterdir())[0]
        analysed = analyse(path).score
        assert analysed.percentile is not None and 0 <= analysed.percentile <= 100
    finally:
        load_reference.cache_clear()


def test_too_small_a_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "een.md").write_text("# Akkoord\n\nTe kort.", encoding="utf-8")
    done = CliRunner().invoke(main, ["corpus", "reference", "--build", str(tmp_path / "in")])
    assert done.exit_code == 2 and "ten minste 10" in done.output
