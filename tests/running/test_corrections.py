"""Corrections of a reader stay: a new analysis into the same folder follows them."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
from click.testing import CliRunner

from analyzer import Corpus
from analyzer.cli import main
from analyzer.running.corrections import FIELDS


def run(*arguments: object) -> str:
    done = CliRunner().invoke(main, [str(part) for part in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def corrections(path: Path, units: pd.DataFrame, **codes: str) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        for unit in units.itertuples():
            row = {"document_id": unit.document_id, "unit_id": unit.unit_id, "action": "change", "domain": unit.domain}
            writer.writerow(row | {"statement": unit.statement, "digital": unit.digital, "themes": ""} | codes)
    return path


def test_a_new_analysis_follows_the_corrections_of_before(examples: Path, tmp_path: Path) -> None:
    source, out = examples / "akkoorden" / "duinmonde-coalitieakkoord-2022-2026.odt", tmp_path / "uit"
    run("analyse", source, "-o", out, "-q", "-j", 1)
    before = Corpus.from_folder(out)
    explicit = before.units[before.units["digital"] == "E"]
    said = run("corrections", "apply", out, corrections(tmp_path / "een.csv", explicit.iloc[:2], digital="G"))
    assert said.startswith("2 gewijzigd, 0 akkoord.") and "→" in said
    run("corrections", "apply", out, corrections(tmp_path / "twee.csv", explicit.iloc[1:3], digital="G", domain="zorg"))
    corrected = Corpus.from_folder(out)
    assert corrected.documents["goals_explicit"][0] < before.documents["goals_explicit"][0]
    assert len(pd.read_csv(out / "corrections.csv")) == 3
    for again in ("--resume", "--fresh"):
        said = run("analyse", source, "-o", out, "-j", 1, again)
        assert "3 correcties uit" in said
        after = Corpus.from_folder(out)
        pd.testing.assert_frame_equal(after.documents, corrected.documents)
        codes = ["unit_id", "statement", "digital", "themes", "domain", "p_E", "p_G"]
        pd.testing.assert_frame_equal(after.units[codes], corrected.units[codes])
    (out / "corrections.csv").unlink()
    assert "correcties uit" not in run("analyse", source, "-o", out, "-j", 1)
    pd.testing.assert_frame_equal(Corpus.from_folder(out).documents, before.documents)
