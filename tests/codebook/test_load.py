"""The codebook: complete, strict, and with errors that say where."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analyzer.codebook import load_codebook
from analyzer.codebook.load import SHIPPED
from analyzer.codebook.schema import check_pattern
from analyzer.coding.schema import DAGGER, DIGITAL, DOMAINS, HEADINGS, STATEMENTS, THEMES
from analyzer.errors import CodebookError


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "codebook"
    shutil.copytree(SHIPPED.parent, folder)
    return folder


def change(path: Path, old: str, new: str) -> int:
    """Replace the first occurrence; returns its line number."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_codes_are_those_of_the_columns() -> None:
    codebook = load_codebook()
    assert tuple(code.code for code in codebook.statements) == STATEMENTS
    assert tuple(code.code for code in codebook.digital) == DIGITAL
    assert tuple(code.code for code in codebook.themes) == THEMES
    assert tuple(code.code for code in codebook.domains) == DOMAINS
    assert codebook.dagger == DAGGER
    assert tuple(codebook.headings) == tuple(HEADINGS)
    assert all(theme.code in HEADINGS[theme.heading] for theme in codebook.themes)


def test_every_code_has_terms() -> None:
    codebook = load_codebook()
    supported = {code for term in codebook.terms for code in term.weights}
    without = {"G", "geen"}
    assert supported == {*STATEMENTS, *DIGITAL, *THEMES, *DOMAINS} - without


def test_code_is_looked_up_by_name() -> None:
    codebook = load_codebook()
    assert codebook.code("DEM3").name.nl == "veiligheid en privacy"
    with pytest.raises(KeyError):
        codebook.code("DEM9")


def test_hash_follows_content_and_not_place(copy: Path) -> None:
    shipped = load_codebook()
    assert load_codebook(copy).hash == load_codebook(copy / "codebook.yaml").hash == shipped.hash
    change(copy / "regie.yaml", "- schaalsprong", "- schaalsprongen")
    changed = load_codebook(copy)
    assert changed.hash != shipped.hash
    assert changed.version == shipped.version


def test_scoring_has_the_five_indicators() -> None:
    scoring = load_codebook().scoring
    assert set(scoring.indicators) == {"dekking", "intensiteit", "toezegging", "doordringing", "verankering"}
    assert list(scoring.cut_points) == ["afwezig", "vermeld", "aanwezig", "verankerd", "doordrenkt"]


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        ("digitaal.yaml", "      - datage*", "      - '*'", "past op elk woord"),
        ("digitaal.yaml", "      - datage*", "      - Data", "hoofdletters"),
        ("digitaal.yaml", "      - datage*", "      - '<0,3> data'", "begint of eindigt met een gat"),
        ("digitaal.yaml", "    codes: [E]", "    codes: [X]", "onbekende code 'X'"),
        ("digitaal.yaml", "    codes: [E]", "    kleur: rood\n    codes: [E]", "kleur"),
        ("regie.yaml", "    requires: digital", "    requires: misschien", "requires"),
        ("scoring.yaml", "  dekking:", "  dekking: -1\n  dekking2:", "niet negatief"),
        ("acties.yaml", "    - aan|leggen", "    - aan|stellen", "aan|stellen"),
        ("codebook.yaml", "  - code: A\n", "  - code: M\n", "dubbel"),
    ],
)
def test_errors_name_file_and_line(copy: Path, file: str, old: str, new: str, what: str) -> None:
    line = change(copy / file, old, new)
    with pytest.raises(CodebookError) as caught:
        load_codebook(copy)
    message = str(caught.value)
    assert file in message
    assert what in message
    named = int(message.split("regel ")[1].split(":", maxsplit=1)[0])
    assert named <= line
    if what in ("past op elk woord", "hoofdletters", "requires", "kleur", "begint of eindigt met een gat"):
        assert named == line


def test_broken_yaml_names_the_line(copy: Path) -> None:
    line = change(copy / "regie.yaml", "families:", "families: [")
    with pytest.raises(CodebookError, match=r"regie\.yaml: regel \d+") as caught:
        load_codebook(copy)
    assert int(str(caught.value).split("regel ")[1].split(":")[0]) >= line


def test_the_codebook_is_the_same_without_libyaml() -> None:
    """PyYAML may have been built without it."""
    code = "import yaml; del yaml.CSafeLoader; import analyzer; print(analyzer.load_codebook().model_dump_json())"
    without = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, encoding="utf-8")
    assert without.stdout.strip() == load_codebook().model_dump_json()


def test_a_key_may_stand_once(copy: Path) -> None:
    change(copy / "scoring.yaml", "parameters:", "cut_points:\n  afwezig: 0.0\nparameters:")
    with pytest.raises(CodebookError, match="twee keer"):
        load_codebook(copy)


def test_missing_files_are_named(copy: Path, tmp_path: Path) -> None:
    (copy / "regie.yaml").unlink()
    with pytest.raises(CodebookError, match=r"regie\.yaml"):
        load_codebook(copy)
    with pytest.raises(CodebookError, match="nergens"):
        load_codebook(tmp_path / "nergens.yaml")


@pytest.mark.parametrize("pattern", ["", "a  <0,3>", "<0,3> b", "{a|b", "*", "Aa", "a {*} b"])
def test_bad_patterns_are_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"patroon|deel|woord"):
        check_pattern(pattern)
