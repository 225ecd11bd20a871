"""The command line as a user meets it: help, messages, exit codes, files."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from analyzer import analyse
from analyzer.cli import main

from .commandline import ROOT, gdogh
from .running.documents import BROKEN, GOOD, UNSCORED

COMMANDS = ["analyse", "code", "explain", "report", "landscape", "gaps", "compare", "chances", "codebook show", "codebook validate", "doctor",
            "annotate export", "annotate import",
            "corpus list", "corpus show", "corpus add", "corpus import", "corpus search", "corpus fetch", "corpus check"]  # fmt: skip
MAKERS = ["train data", "train coder", "evaluate"]
"""Commands for who makes the models; the paths in their examples are longer than a line."""


# --- help ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [*COMMANDS, *MAKERS])
def test_help_has_an_example_and_the_python_equivalent(command: str) -> None:
    result = gdogh(*command.split(), "--help")
    assert result.exit_code == 0 and result.stderr == ""
    assert f"\n    gdogh {command}" in result.stdout
    assert re.search(r"\n  Python:\n    .*analyzer", result.stdout)
    assert command in MAKERS or max(map(len, result.stdout.splitlines())) <= 80


@pytest.mark.parametrize("command", ["", "codebook", "train", *COMMANDS, *MAKERS])
def test_help_is_dutch(command: str) -> None:
    said = gdogh(*command.split(), "-h").stdout
    assert said.startswith("Gebruik: gdogh") and "Toon deze uitleg." in said
    assert not re.search(r"\b(?:Usage|Options|Commands|Show|required|default|INTEGER|FILE|TEXT)\b", said)


def test_python_in_the_help_is_python() -> None:
    for command in COMMANDS:
        said = gdogh(*command.split(), "--help").stdout
        lines = re.search(r"\n  Python:\n((?:    .*\n)+)", said)
        assert lines
        compile("\n".join(line.strip() for line in lines[1].splitlines()), command, "exec")


def test_without_arguments_it_helps() -> None:
    assert "Begin hier" in gdogh().output
    assert gdogh("--version").stdout == f"gdogh {__import__('analyzer').__version__}\n"


# --- wrong use -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("bestaatniet", "de opdracht 'bestaatniet' bestaat niet; kies uit analyse, code"),
        ("--wat", "de optie --wat bestaat niet."),
        ("analyse", "PAD... ontbreekt."),
        ("analyse {stack}", "-o / --output ontbreekt."),
        ("analyse {stack} -o", "de optie -o vraagt een waarde."),
        ("analyse {stack} -o {new} --ocr=ja", "de optie --ocr vraagt geen waarde."),
        ("analyse {stack} -o {new} --outputs", "Bedoelt u --output"),
        ("analyse {stack} -o {new} --lang de", "--lang: 'de' is geen keus; kies uit nl, en."),
        ("analyse {stack} -o {new} --jobs 0", "0 is te klein; kies ten minste 1."),
        ("analyse {stack} -o {new} --jobs veel", "'veel' is geen heel getal."),
        ("analyse {stack} -o {new} --seed -1", "-1 is te klein"),
        ("analyse {stack} -o {new} --formats html,doc", "onbekende uitvoer: doc. Kies uit csv, parquet"),
        ("analyse {stack} -o {new} --pipeline nl_weg", "nl_weg"),
        ("analyse {stack} -o {new} --codebook weg.yaml", "weg.yaml: "),
        ("analyse {stack} -o {new} --metadata weg.csv", "weg.csv: kan niet worden geopend (bestaat niet). Controleer"),
        ("analyse {stack} -o {file}", "is een bestand, geen map. Kies een andere map met -o."),
        ("analyse {stack} -o {file}/uit", "is een bestand, geen map. Kies een andere map met -o."),
        ("analyse {folder}/weg.pdf -o {new}", "weg.pdf: bestaat niet."),
        ("analyse {folder} -o {new}", "bevat geen documenten."),
        ("code weg.jsonl -o -", "weg.jsonl: kan niet worden geopend (bestaat niet)."),
        ("code {file} -o -", "onbekend formaat"),
        ("code {lines} -o -", "regel 2 is geen geldige JSON"),
        ("code {lines}", "-o / --output ontbreekt."),
        ("explain {folder}", "is geen uitvoermap van gdogh"),
        ("explain {folder}/weg.pdf", "weg.pdf: bestaat niet."),
        ("explain {folder} --theme XYZ", "thema 'XYZ' bestaat niet. Kies uit VER1"),
        ("report {folder}", "is geen uitvoermap van gdogh"),
        ("landscape {folder}", "Draai eerst: gdogh analyse"),
        ("gaps weg", "weg: is geen uitvoermap"),
        ("codebook", "Gebruik: gdogh codebook"),
        ("codebook show ZZZ", "code 'ZZZ' staat niet in het codeboek."),
        ("codebook validate weg.yaml", "weg.yaml: "),
        ("codebook validate {yaml}", "regel 1: "),
        ("evaluate --data weg.jsonl", "'weg.jsonl' bestaat niet."),
        ("evaluate --data {folder}", "is geen bestand."),
        ("doctor erbij", "te veel argumenten: erbij."),
    ],
)
def test_wrong_use_is_told_in_one_line(arguments: str, said: str, stack: Path, tmp_path: Path) -> None:
    places = {"stack": stack, "new": tmp_path / "nieuw", "file": tmp_path / "bestand", "folder": tmp_path / "map",
              "lines": tmp_path / "a.jsonl", "yaml": tmp_path / "eigen.yaml"}  # fmt: skip
    places["file"].write_text("x", encoding="utf-8")
    places["yaml"].write_text("kleur: rood\n", encoding="utf-8")
    places["lines"].write_text('{"id": 1, "text": "Goed."}\n{"id": 2, "text": \n', encoding="utf-8")
    places["folder"].mkdir()
    result = gdogh(*(word.format(**places) for word in arguments.split()))
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr and "Error" not in result.stderr
    assert not places["new"].exists()


def test_an_unforeseen_error_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Iterator[tuple[str, bool, str]]:
        raise RuntimeError("iets onverwachts")

    monkeypatch.setattr("analyzer.running.doctor.examine", fail)
    result = gdogh("doctor")
    assert result.exit_code == 2
    assert "iets onverwachts" in result.stderr and "GDOGH_DEBUG=1" in result.stderr
    monkeypatch.setenv("GDOGH_DEBUG", "1")
    assert isinstance(CliRunner().invoke(main, ["doctor"]).exception, RuntimeError)


# --- analyse ---------------------------------------------------------------------------------------------------------


def test_analyse_writes_everything_and_says_what_failed(stack: Path, tmp_path: Path) -> None:
    out = tmp_path / "uit"
    result = gdogh("analyse", stack, "-o", out, "--jobs", 1)
    assert result.exit_code == 1
    told = [line for line in result.stderr.splitlines() if line.startswith("Niet gelezen: ")]
    assert {Path(line.split(": ")[1]).name for line in told} == BROKEN
    assert set(pd.read_csv(out / "failures.csv")["path"].map(lambda path: Path(path).name)) == BROKEN
    documents = pd.read_csv(out / "documents.csv")
    assert documents["status"].value_counts().to_dict() == {
        "failed": len(BROKEN),
        "ok": len(GOOD),
        "no_score": len(UNSCORED),
    }
    assert {path.name for path in out.iterdir()} == {
        "documents.csv", "documents.parquet", "units.parquet", "themes.csv", "themes.parquet", "failures.csv", "texts",
        "report.html", "report.xlsx", "run.json", ".gdogh", "metadata.csv",
    }  # fmt: skip
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "2 van 9 documenten kregen een score" in result.stdout
    assert str(out / "report.html") in result.stderr


def test_analyse_resumes_and_starts_afresh(stack: Path, tmp_path: Path) -> None:
    out, kept = tmp_path / "uit", len(GOOD | UNSCORED)
    first = gdogh("analyse", stack, "-o", out, "-j", 1)
    assert "overgenomen" not in first.stderr
    again = gdogh("analyse", stack, "-o", out, "-j", 1)
    assert f"{kept} van 9 overgenomen uit een eerdere run" in again.stderr
    assert again.stdout == first.stdout
    assert "overgenomen" not in gdogh("analyse", stack, "-o", out, "-j", 1, "--fresh").stderr


def test_a_document_without_a_score_is_no_failure(stack: Path, tmp_path: Path) -> None:
    result = gdogh("analyse", stack / "kort.txt", stack / "english.txt", "-o", tmp_path / "uit", "-j", 1)
    assert result.exit_code == 0
    assert "kort.txt: " in result.stdout and "english.txt: " in result.stdout


def test_quiet_is_quiet_about_all_but_failures(stack: Path, tmp_path: Path) -> None:
    result = gdogh("analyse", stack, "-o", tmp_path / "uit", "-q", "-j", 1)
    assert result.stdout == ""
    assert all(line.startswith("Niet gelezen: ") for line in result.stderr.splitlines())
    assert gdogh("analyse", stack / "akkoord.txt", "-o", tmp_path / "een", "-q").output == ""


def test_options_reach_the_result(stack: Path, tmp_path: Path) -> None:
    (tmp_path / "weet.csv").write_text(
        "path;organisation;year\nakkoord.txt;Dorp;2011\nweg.pdf;;2012\n", encoding="utf-8"
    )
    out = tmp_path / "uit"
    result = gdogh(
        "analyse", stack / "akkoord.txt", "-o", out, "--lang", "en", "--kind", "werkgeversvisie", "--seed", 3,
        "--formats", "html, units ,json", "--metadata", tmp_path / "weet.csv",
    )  # fmt: skip
    assert result.exit_code == 0
    assert "Level" in result.stdout
    assert "Let op: weg.pdf staat in " in result.stderr
    row = pd.read_parquet(out / "documents.parquet").iloc[0]
    assert (row["organisation"], row["kind"], row["year"]) == ("Dorp", "werkgeversvisie", 2011)
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["options"]["seed"] == 3
    assert (out / "units.csv").exists() and (out / "analysis.json").exists()
    assert not (out / "documents.csv").exists() and not (out / "report.xlsx").exists()
    assert "How this was measured" in (out / "report.html").read_text(encoding="utf-8")


def test_the_pipeline_can_be_any_folder(stack: Path, tmp_path: Path) -> None:
    own = tmp_path / "eigen pipeline"
    shutil.copytree(ROOT / "models" / "nl_gdogh", own)
    result = gdogh("analyse", stack / "akkoord.txt", "-o", tmp_path / "uit", "--pipeline", own)
    assert result.exit_code == 0


def test_the_output_may_stand_among_the_input(stack: Path, tmp_path: Path) -> None:
    shutil.copy(stack / "akkoord.txt", tmp_path)
    for _ in range(2):
        result = gdogh("analyse", tmp_path, "-o", tmp_path / "uit", "-j", 1)
        assert len(pd.read_csv(tmp_path / "uit" / "documents.csv")) == 1
    assert "1 van 1 overgenomen" in result.stderr


@contextmanager
def nobody(folder: Path) -> Iterator[None]:
    """Be a user without rights of its own, who may come in and write in `folder`; root may do anything."""
    if os.geteuid() != 0:
        yield
        return
    folder.chmod(0o777)
    for place in folder.parents:
        if place.is_relative_to(tempfile.gettempdir()):
            place.chmod(place.stat().st_mode | 0o011)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_what_may_not_be_read_or_written_is_named(stack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stukken"
    folder.mkdir()
    (tmp_path / "dicht.csv").write_text("id,text\n1,Goed.\n", encoding="utf-8")
    (tmp_path / "dicht.csv").chmod(0)
    for name in ("akkoord.txt", "visie.md"):
        shutil.copy(stack / name, folder)
    (folder / "visie.md").chmod(0)
    folder.chmod(0o555)
    # Whoever has no rights may not reach the interpreter either: what is imported late is imported before.
    analyse(stack / "akkoord.txt")
    gdogh("analyse", stack / "akkoord.txt", "-o", tmp_path / "eerst")
    with nobody(tmp_path):
        result = gdogh("analyse", folder, "-o", tmp_path / "uit", "-j", 1)
        nowhere = gdogh("analyse", folder / "akkoord.txt", "-o", folder / "uit")
        away = gdogh("code", tmp_path / "dicht.csv", "-o", "-")
    assert result.exit_code == 1, result.stderr
    assert re.search(r"Niet gelezen: .*visie\.md: .*rechten", result.stderr)
    assert "1 van 2 documenten kregen een score" in result.stdout
    assert nowhere.exit_code == 2 and "kan niet worden geschreven (geen rechten)" in nowhere.stderr
    assert away.exit_code == 2 and "kan niet worden geopend (geen rechten)" in away.stderr


# --- the other commands ----------------------------------------------------------------------------------------------


def test_explain(output: Path, examples: Path) -> None:
    result = gdogh("explain", output, "-n", 2)
    assert result.exit_code == 0 and result.stderr == ""
    assert result.stdout.count("waarom: ") > 30 and "zonder deze zin" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    unit = re.search(r"eenheid: (\w+)", result.stdout)
    assert unit
    alone = gdogh("explain", output, "--unit", unit[1])
    assert alone.stdout.count("waarom: ") == 1
    one = gdogh("explain", examples / "akkoorden" / "hesselrode-coalitieakkoord-2022-2026.docx", "--theme", "dem3")
    assert one.exit_code == 0 and "DEM3" in one.stdout


def test_report_is_made_again_from_the_tables(output: Path, tmp_path: Path) -> None:
    copy = tmp_path / "uit"
    shutil.copytree(output, copy)
    before = (copy / "report.html").read_bytes()
    (copy / "report.html").unlink()
    (copy / "report.xlsx").unlink()
    result = gdogh("report", copy)
    assert (result.exit_code, result.stdout.strip()) == (0, str(copy / "report.html"))
    assert (copy / "report.html").read_bytes() == before and (copy / "report.xlsx").exists()
    assert gdogh("report", copy, "--lang", "en").exit_code == 0
    assert b"How this was measured" in (copy / "report.html").read_bytes()


@pytest.mark.parametrize("command", ["landscape", "gaps"])
def test_landscape_and_gaps(command: str, output: Path, tmp_path: Path) -> None:
    shown = gdogh(command, output)
    assert shown.exit_code == 0 and "…" not in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 80
    written = gdogh(command, output, "-o", tmp_path / "tabel.csv")
    assert written.stdout.strip() == str(tmp_path / "tabel.csv")
    assert len(pd.read_csv(tmp_path / "tabel.csv")) > 10


def test_gaps_without_a_pair_is_nothing_to_do(stack: Path, tmp_path: Path) -> None:
    gdogh("analyse", stack / "akkoord.txt", "-o", tmp_path / "uit")
    result = gdogh("gaps", tmp_path / "uit")
    assert result.exit_code == 2 and "zowel een akkoord als een werkgeversvisie" in result.stderr


def test_codebook_and_doctor() -> None:
    assert "VER2" in gdogh("codebook", "show").stdout
    assert "Niet: " in gdogh("codebook", "show", "VER2").stdout
    shipped = ROOT / "analyzer" / "codebook" / "data" / "codebook.yaml"
    assert gdogh("codebook", "validate", shipped).stdout.startswith("In orde: versie")
    doctor = gdogh("doctor")
    assert doctor.exit_code == 0 and "✓ zelftest" in doctor.stdout
