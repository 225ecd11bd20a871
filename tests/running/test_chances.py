"""``gdogh chances``: the same goals on the terminal and in the file, each with the document that does it digitally."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from click.testing import CliRunner, Result

from analyzer import Corpus
from analyzer.cli import main
from analyzer.running.chances import missed


def gdogh(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(main, ["chances", *map(str, arguments)], prog_name="gdogh")


def test_terminal_and_file_agree(output: Path, corpus: Corpus, tmp_path: Path) -> None:
    table = missed(corpus)
    assert len(table) and table["like_text"].ne("").any()
    known = set(corpus.units["text"])
    assert set(table["text"]) <= known and set(table["like_text"]) <= known | {""}
    said = gdogh(output)
    assert said.exit_code == 0 and max(map(len, said.stdout.splitlines())) <= 80
    plain = " ".join(said.stdout.split())
    assert all(" ".join(text.split())[:60] in plain for text in table["text"])
    assert plain.count("wel digitaal, ") == table["like_text"].ne("").sum()
    assert gdogh(output, "-o", tmp_path / "kansen.csv").exit_code == 0
    assert pd.read_csv(tmp_path / "kansen.csv")["unit_id"].tolist() == table["unit_id"].tolist()


def test_one_document(output: Path) -> None:
    said = gdogh(output, "--document", "veenderhout-coalitie", "-n", "2")
    assert said.stdout.count("  kans ") <= 2 and "Veenderhout" in said.stdout
    assert "niet gevonden" in gdogh(output, "--document", "nergens").stderr
