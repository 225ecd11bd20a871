"""What the README shows works: its commands exist, its Python runs, its files and figures are there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from analyzer import Corpus, load_codebook
from analyzer.cli import main

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"^(?:.*&& )?(gdogh [^#\n`]+?)\s*(?:#.*)?$", README, re.M)))


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_and_options_exist(command: str) -> None:
    words = shlex.split(command)[1:]
    name = words[:2] if words[0] in {"codebook", "train"} else words[:1]
    said = CliRunner().invoke(main, [*name, "--help"])
    assert said.exit_code == 0
    for option in (word for word in words if word.startswith("-") and word != "-"):
        assert re.search(rf"(?<!\S){option}\b", said.stdout), option


def test_there_are_commands_to_check() -> None:
    assert len(COMMANDS) >= 8


def test_python_example_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "corpora").symlink_to(ROOT / "corpora")
    monkeypatch.chdir(tmp_path)
    code = re.search(r"```python\n(.*?)```", README, re.S)
    assert code
    exec(compile(code[1], "README.md", "exec"), {})
    assert "DEM3" not in capsys.readouterr().err
    assert Corpus.from_folder(tmp_path / "uit").documents["score"].notna().all()


def test_files_named_are_there(output: Path) -> None:
    for name in re.findall(r"^\| `([\w.]+/?)`", README, re.M):
        assert (output / name.rstrip("/")).exists(), name
    for path in re.findall(r"\]\(([\w./-]+)\)|<img src=\"([^\"]+)\"", README):
        assert (ROOT / next(filter(None, path))).exists()
    for path in re.findall(r"`((?:analyzer|corpora|models)/[\w./-]+)`", README):
        assert (ROOT / path).exists(), path
    assert (ROOT / "docs" / "beeld" / "rapport.png").stat().st_size < 200_000


def test_what_it_says_of_the_method_is_so(output: Path) -> None:
    scoring = load_codebook().scoring
    assert all(f"*{name}*" in README for name in scoring.indicators)
    assert ", ".join(f"`{name}`" for name in scoring.cut_points) in README
    assert f"minder dan {scoring.parameters['min_words']:.0f} woorden" in README
    documents = pd.read_csv(output / "documents.csv")
    assert documents["score"].between(0, 100).all()
