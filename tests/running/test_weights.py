"""The choice of weights as a part of the interval, on request, and said wherever the interval stands."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
from click.testing import CliRunner

from analyzer import analyse
from analyzer.cli import main

NAME = "akkoorden/lindervoort-coalitieakkoord-2026-2030.md"


def test_on_request_and_said_so(examples: Path, tmp_path: Path) -> None:
    out = tmp_path / "uit"

    def run(*extra: str) -> tuple[pd.Series, str]:
        result = CliRunner(env={"COLUMNS": "80"}).invoke(
            main, ["analyse", str(examples / NAME), "-o", str(out), *extra]
        )
        assert result.exit_code == 0, result.output
        page = (out / "report.html").read_text(encoding="utf-8")
        found = [
            re.search(r"Dirichlet rond het codeboek, concentratie \d", " ".join(text.split()))
            for text in (page, result.stdout)
        ]
        assert [match is not None for match in found] == [bool(extra)] * 2
        return pd.read_csv(out / "documents.csv").iloc[0], json.loads((out / "run.json").read_text())["options"]

    fixed, _ = run()
    varied, options = run("--vary-weights")
    loose, _ = run("--vary-weights", "5")
    assert fixed["score"] == varied["score"] == loose["score"]
    widths = [row["score_high"] - row["score_low"] for row in (fixed, varied, loose)]
    assert widths == sorted(widths) and widths[2] > widths[0] + 1.0
    assert [row["vary_weights"] for row in (fixed, varied, loose)] == [0.0, 20.0, 5.0]
    assert options["vary_weights"] == 20


def test_the_same_in_python(examples: Path) -> None:
    fixed, varied = (analyse(examples / NAME, vary_weights=number).score for number in (0.0, 20.0))
    assert fixed.value == varied.value and varied.vary_weights == 20.0
    assert varied.high - varied.low > fixed.high - fixed.low  # type: ignore[operator]
