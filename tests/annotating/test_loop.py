"""The annotation loop on the command line: out to people and their tools, back, compared, decided, learned from."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from analyzer import Corpus
from analyzer.annotating.loop import FORMATS
from analyzer.coding.annotations import load_annotations
from analyzer.coding.assessment import read_coded
from analyzer.coding.corpus import training_table
from analyzer.reporting.files import read_units

from .people import (
    ASKED,
    Codes,
    codes_of,
    fill_in_csv,
    fill_in_xlsx,
    gdogh,
    read_csv,
    work_in_doccano,
    work_in_label_studio,
    write_csv,
)
from .projects import as_user


def exported(output: Path, folder: Path, form: str, *options: object) -> Path:
    result = gdogh("annotate", "export", output, "--format", form, "-o", folder, *options)
    assert result.exit_code == 0, result.output
    assert all(Path(line).exists() for line in result.stdout.split())
    return folder


def filled_in(form: str, work: Path, codes: Codes) -> Path:
    """What comes back from anna, in her tool."""
    if form == "label-studio":
        work_in_label_studio(work, work / "anna.json", {7: codes, 8: {}})
        return work / "anna.json"
    if form == "doccano":
        work_in_doccano(work / "taken.jsonl", work / "anna.jsonl", codes, work / "labels.json")
        return work / "anna.jsonl"
    if form == "qdpx":
        as_user(work / "project.qdpx", work / "anna.qdpx", "anna", codes=codes)
        return work / "anna.qdpx"
    fill = fill_in_csv if form == "csv" else fill_in_xlsx
    fill(work / f"coderen.{form}", work / f"anna.{form}", codes)
    return work / f"anna.{form}"


@pytest.mark.parametrize("form", FORMATS)
def test_codes_come_back_as_they_went(form: str, output: Path, corpus: Corpus, tmp_path: Path) -> None:
    work = exported(output, tmp_path / "werk", form, "-n", 60, "--seed", 3)
    sample = [label.rpartition(":")[2] for label in pd.read_csv(work / "steekproef.csv")["unit"]]
    codes = codes_of(corpus.units[corpus.units["unit_id"].isin(sample[:50])])
    file = filled_in(form, work, codes)
    result = gdogh("annotate", "import", output, file, "-o", tmp_path / "ronde")
    assert result.exit_code == 0, result.output
    assert "50 zinnen gecodeerd door anna." in result.output
    assert "10 zinnen uit de steekproef heeft niemand gecodeerd." in result.output
    back = read_coded(tmp_path / "ronde" / "gecodeerd.jsonl")
    found = {row["id"].rpartition(":")[2]: row for row in back.to_dict("records")}
    assert set(found) == set(codes)
    texts = corpus.units.set_index("unit_id")["text"]
    for unit, given in codes.items():
        assert {name: found[unit][name] for name in ASKED if name != "themes"} | {
            "themes": ";".join(found[unit]["themes"])
        } == given
        assert (found[unit]["text"], found[unit]["drawn"], found[unit]["coder"]) == (texts[unit], "random", "anna")


@pytest.mark.parametrize("form", ["label-studio", "doccano", "csv", "xlsx"])
def test_suggestions_are_only_there_when_asked(form: str, output: Path, corpus: Corpus, tmp_path: Path) -> None:
    work = exported(output, tmp_path / "blind", form, "-n", 20)
    blind = next(path for path in work.iterdir() if path.stem in {"taken", "coderen"})
    result = gdogh("annotate", "import", output, filled_in(form, work, {}), "-o", tmp_path / "leeg")
    assert result.exit_code == 2 and "bevat geen codes" in result.output and not (tmp_path / "leeg").exists()
    helped = exported(output, tmp_path / "voorgezegd", form, "-n", 20, "--suggest") / blind.name
    if form == "label-studio":
        tasks = json.loads(helped.read_text(encoding="utf-8"))
        assert all(
            set(item) == {"from_name", "to_name", "type", "value"}
            for task in tasks
            for item in task["predictions"][0]["result"]
        )
        return
    result = gdogh("annotate", "import", output, f"ik={helped}", "-o", tmp_path / "vol")
    assert "20 zinnen gecodeerd door ik." in result.output
    back = read_coded(tmp_path / "vol" / "gecodeerd.jsonl")
    program = codes_of(corpus.units)
    assert [";".join(codes) for codes in back["themes"]] == [
        program[label.rpartition(":")[2]]["themes"] for label in back["id"]
    ]


def test_sheets_open_in_a_spreadsheet(output: Path, tmp_path: Path) -> None:
    """CSV as a Dutch Excel opens it; a workbook with lists to choose from; nothing in them runs."""
    raw = (exported(output, tmp_path / "c", "csv", "-n", 400) / "coderen.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfunit;document;page;")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert {len(row) for row in rows} == {12} and len(rows) == 401
    assert not [cell for row in rows for cell in row if cell[:1] in "=@+\t" and cell]
    page = openpyxl.load_workbook(exported(output, tmp_path / "x", "xlsx", "-n", 10) / "coderen.xlsx")["coderen"]
    header = [cell.value for cell in page[1]]
    assert header == rows[0] and page.freeze_panes == "B2"
    lists = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
    assert lists["H2:H11"] == '"M,A,O"' and lists["I2:I11"] == '"E,I,G"' and "bestuur,financien" in lists["K2:K11"]
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}


def test_formulas_in_texts_are_harmless_and_still_the_same_text(corpus: Corpus, tmp_path: Path) -> None:
    folder = corpus.to_folder(tmp_path / "uit", formats=["csv"])
    units = read_units(folder / "units.parquet")
    units["text"] = "=cmd|' /C calc'!A1 Wij openen een loket."
    units.to_parquet(folder / "units.parquet", index=False)
    work = exported(folder, tmp_path / "werk", "csv", "-n", 5)
    _, rows = read_csv(work / "coderen.csv")
    assert all(row["text"].startswith("'=cmd") for row in rows)
    fill_in_csv(work / "coderen.csv", work / "anna.csv", codes_of(units))
    assert gdogh("annotate", "import", folder, work / "anna.csv", "-o", tmp_path / "r").exit_code == 0


def test_a_sample_is_not_drawn_over_work_in_progress(output: Path, tmp_path: Path) -> None:
    exported(output, tmp_path / "werk", "csv", "-n", 5)
    result = gdogh("annotate", "export", output, "--format", "csv", "-o", tmp_path / "werk")
    assert result.exit_code == 2 and "heeft al een steekproef" in result.output and "nieuwe map" in result.output


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"statement": ""}, "regel 2: statement is leeg. Kies één uit M, A, O."),
        ({"digital": "X"}, "regel 2: digital 'X' bestaat niet"),
        ({"statement": "M, A"}, "statement heeft 2 codes (M, A)"),
        ({"themes": "VER9"}, "thema 'VER9' bestaat niet. Kies uit VER1"),
        ({"domain": ""}, "domain is leeg"),
        ({"statement": "O", "digital": "I"}, "alleen een doel (M of A) kan impliciet digitaal (I) zijn"),
        ({"digital": "G", "themes": "VER2"}, "VER2 kan alleen met een digitale component"),
        ({"text": "Iets anders."}, "de tekst van de eenheid is veranderd. Zet de oorspronkelijke tekst terug"),
        ({"unit": "x:0123456789abcdef"}, "hoort niet bij deze uitvoermap. Geef de map waaruit"),
    ],
)
def test_mistakes_name_file_line_and_remedy(change: dict[str, str], said: str, output: Path, tmp_path: Path) -> None:
    work = exported(output, tmp_path / "werk", "csv", "-n", 5)
    header, rows = read_csv(work / "coderen.csv")
    rows[0] |= {"statement": "M", "digital": "E", "themes": "", "domain": "bestuur"} | change
    write_csv(work / "anna.csv", header, rows)
    result = gdogh("annotate", "import", output, work / "anna.csv", "-o", tmp_path / "r")
    assert result.exit_code == 2 and said in result.output and "anna.csv: regel 2" in result.output
    assert not (tmp_path / "r").exists()


def test_all_mistakes_are_named_at_once_and_units_coded_twice(output: Path, tmp_path: Path) -> None:
    work = exported(output, tmp_path / "werk", "csv", "-n", 5)
    header, rows = read_csv(work / "coderen.csv")
    rows = [row | {"statement": "M", "digital": "E", "domain": "bestuur"} for row in rows]
    write_csv(work / "anna.csv", header, [*rows, rows[1]])
    result = gdogh("annotate", "import", output, work / "anna.csv", "-o", tmp_path / "r")
    assert result.exit_code == 2 and "regel 7: anna codeerde deze eenheid al (regel 3)" in result.output
    rows[0]["digital"], rows[2]["statement"] = "", "Q"
    write_csv(work / "anna.csv", header, rows)
    said = gdogh("annotate", "import", output, work / "anna.csv", "-o", tmp_path / "r").output
    assert "regel 2: digital is leeg" in said and "Ook niet goed: regel 4 (statement 'Q' bestaat niet)." in said


def test_a_sheet_may_be_sloppy(output: Path, tmp_path: Path) -> None:
    """Small letters, spaces, commas, and what Excel saves: another code page, another delimiter."""
    work = exported(output, tmp_path / "werk", "csv", "-n", 3)
    header, rows = read_csv(work / "coderen.csv")
    rows[0] |= {"statement": "m", "digital": " e ", "themes": "dem3, ver2", "domain": "Bestuur"}
    write_csv(work / "anna.csv", header, rows, encoding="cp1252")
    assert gdogh("annotate", "import", output, work / "anna.csv", "-o", tmp_path / "r").exit_code == 0
    (row,) = read_coded(tmp_path / "r" / "gecodeerd.jsonl").to_dict("records")
    assert [row[name] for name in ASKED] == ["M", "E", ["VER2", "DEM3"], "bestuur"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.docx", "", "vorm .docx is onbekend"),
        ("x.json", "{}", "is geen export van Label Studio. Kies in Label Studio bij Export het formaat JSON"),
        ("x.json", "nee", "is geen geldige JSON"),
        ("x.json", '[{"text": "a", "statement": "M"}]', "is geen export van Label Studio"),
        ("x.jsonl", '{"text": "a"}', "regel 1 is geen document van doccano. Exporteer het project als JSONL"),
        ("x.jsonl", '{"text": "a", "unit": "b", "label": ["positief"]}', "label 'positief' bestaat niet"),
        ("x.xlsx", "nee", "geen geldig XLSX-bestand"),
        ("x.qdpx", "nee", "is geen REFI-QDA-project"),
        ("x.csv", "a,b\n1,2\n", "mist kolom unit"),
    ],
)
def test_files_that_are_not_what_they_say(name: str, content: str, said: str, output: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    result = gdogh("annotate", "import", output, tmp_path / name, "-o", tmp_path / "r")
    assert result.exit_code == 2 and said in result.output and name in result.output
    gone = gdogh("annotate", "import", output, tmp_path / "weg.csv", "-o", tmp_path / "r")
    assert gone.exit_code == 2 and "weg.csv: bestaat niet. Controleer het pad" in gone.output


# --- several people


def test_three_people_in_label_studio(output: Path, corpus: Corpus, tmp_path: Path) -> None:
    """One export with all of them: a majority decides, and who skipped a task has no say in it."""
    work = exported(output, tmp_path / "werk", "label-studio", "-n", 30)
    sample = [label.rpartition(":")[2] for label in pd.read_csv(work / "steekproef.csv")["unit"]]
    anna = codes_of(corpus.units[corpus.units["unit_id"].isin(sample)])
    bram = {unit: codes | ({"domain": "zorg"} if unit in sample[:4] else {}) for unit, codes in anna.items()}
    cato = {unit: codes for unit, codes in anna.items() if unit in sample[:20]}
    people: dict[object, Codes] = {"anna@voorbeeld.nl": anna, "bram@voorbeeld.nl": bram, "cato@voorbeeld.nl": cato}
    work_in_label_studio(work, work / "team.json", people)
    result = gdogh("annotate", "import", output, work / "team.json", "-o", tmp_path / "r")
    assert result.exit_code == 0 and "team-anna@voorbeeld.nl, team-bram@voorbeeld.nl" in result.output
    back = read_coded(tmp_path / "r" / "gecodeerd.jsonl")
    assert len(back) == 30 and "zonder meerderheid" not in result.output
    changed = {unit for unit in sample[:4] if anna[unit]["domain"] != "zorg"}
    assert {label.rpartition(":")[2] for label in back.loc[back["coder"] == "meerderheid", "id"]} == changed
    found = back.set_index(back["id"].str.rpartition(":")[2])["domain"]
    assert all(found[unit] == anna[unit]["domain"] for unit in sample)


def two_coders(output: Path, corpus: Corpus, tmp_path: Path, number: int) -> tuple[Path, list[str], Codes]:
    """Anna and Bram code blind in a sheet each; Bram differs on two questions."""
    work = exported(output, tmp_path / "werk", "xlsx", "-n", number, "--sample", "mixed")
    sample = [label.rpartition(":")[2] for label in pd.read_csv(work / "steekproef.csv")["unit"]]
    anna = codes_of(corpus.units[corpus.units["unit_id"].isin(sample)])
    bram = {unit: dict(codes) for unit, codes in anna.items()}
    for unit in sample[:3]:
        bram[unit]["statement"] = "A" if anna[unit]["statement"] == "M" else "M"
    bram[sample[3]]["themes"] = ";".join({*filter(None, anna[sample[3]]["themes"].split(";"))} ^ {"REG4"})
    fill_in_xlsx(work / "coderen.xlsx", work / "anna.xlsx", anna)
    fill_in_xlsx(work / "coderen.xlsx", work / "bram.xlsx", bram)
    return work, sample, anna


def test_two_coders_to_one_set_of_codes(output: Path, corpus: Corpus, tmp_path: Path) -> None:
    work, sample, anna = two_coders(output, corpus, tmp_path, 60)
    out = tmp_path / "ronde"
    files = (work / "anna.xlsx", work / "bram.xlsx")
    result = gdogh("annotate", "import", output, *files, "-o", out)
    assert result.exit_code == 0, result.output
    assert "60 zinnen gecodeerd door anna, bram." in result.output
    assert "4 zinnen zonder meerderheid: vul beslissen.csv in" in result.output
    assert max(map(len, result.output.splitlines())) <= 100
    alpha = pd.read_csv(out / "overeenstemming.csv").set_index("code")
    assert alpha.loc["digital", "alpha"] == 1 and 0.8 < alpha.loc["statement", "alpha"] < 1
    assert alpha.loc["statement", "low"] < alpha.loc["statement", "alpha"] <= alpha.loc["statement", "high"]
    assert {"REG4", "M", "zorg"} <= set(alpha.index)
    assert len(pd.read_csv(out / "coderingen.csv")) == 120
    assert len(read_coded(out / "gecodeerd.jsonl")) == 56

    header, rows = read_csv(out / "beslissen.csv")
    assert {row["unit"].rpartition(":")[2] for row in rows} == set(sample[:4])
    assert {"code van anna", "code van bram"} <= set(header)
    assert all(row["statement"] == "" and row["digital"] for row in rows if row["differs"] == "statement")
    # A list that is not filled in decides nothing; one that is filled in is not written over.
    assert (
        "4 zinnen zonder meerderheid"
        in gdogh("annotate", "import", output, *files, "-o", out, "--decided", out / "beslissen.csv").output
    )
    for row in rows:
        for name in row["differs"].split(";"):
            row[name] = anna[row["unit"].rpartition(":")[2]][name] or "geen"
    write_csv(out / "beslissen.csv", header, rows)
    lost = gdogh("annotate", "import", output, *files, "-o", out)
    assert lost.exit_code == 2 and "is al ingevuld en zou worden overschreven" in lost.output
    result = gdogh("annotate", "import", output, *files, "-o", out, "--decided", out / "beslissen.csv")
    assert result.exit_code == 0 and "zonder meerderheid" not in result.output, result.output
    assert "60 zinnen met één code" in result.output
    again = gdogh("annotate", "import", output, *files, "-o", out, "--decided", out / "beslissen.csv")
    assert again.output == result.output

    coded = read_coded(out / "gecodeerd.jsonl")
    assert coded["coder"].value_counts().to_dict() == {"eensgezind": 56, "besluit": 4}
    assert set(coded["drawn"]) == {"random", "uncertain"}
    for row in coded.to_dict("records"):
        given = anna[row["id"].rpartition(":")[2]]
        assert [row["statement"], row["digital"], ";".join(row["themes"]), row["domain"]] == [
            given[name] for name in ASKED
        ]
    # Without the sentences: found back in the documents by their fingerprints.
    root = Path(__file__).resolve().parents[2]
    found = training_table([root / "corpora" / "voorbeelden"], load_annotations(out / "codes.csv"), None)
    assert len(found) == 60 and found["statement"].tolist() == coded["statement"].tolist()

    more = exported(output, tmp_path / "meer", "csv", "-n", 60, "--sample", "mixed", "--done", out / "codes.csv")
    assert not set(pd.read_csv(more / "steekproef.csv")["unit"]) & set(coded["id"])


def test_themes_that_differ_must_be_decided(output: Path, corpus: Corpus, tmp_path: Path) -> None:
    work, sample, _ = two_coders(output, corpus, tmp_path, 20)
    files = (work / "anna.xlsx", work / "bram.xlsx")
    out = tmp_path / "r"
    assert gdogh("annotate", "import", output, *files, "-o", out).exit_code == 0
    header, rows = read_csv(out / "beslissen.csv")
    row = next(row for row in rows if row["unit"].endswith(sample[3]))
    assert row["differs"] == "themes"
    write_csv(tmp_path / "b.csv", header, [row | {"differs": "themes;statement", "statement": "M"}])
    result = gdogh("annotate", "import", output, *files, "-o", out, "--decided", tmp_path / "b.csv")
    assert result.exit_code == 2 and "regel 2: themes is leeg. De codeurs verschillen" in result.output


@pytest.mark.slow
def test_a_coder_is_trained_on_what_people_agreed(output: Path, corpus: Corpus, tmp_path: Path) -> None:
    """Codes of people make a model: it codes their sentences as they did far more often than chance."""
    from analyzer.coding.classifier import UnitClassifier

    work = exported(output, tmp_path / "werk", "csv", "-n", 240, "--sample", "mixed")
    sample = [label.rpartition(":")[2] for label in pd.read_csv(work / "steekproef.csv")["unit"]]
    codes = codes_of(corpus.units[corpus.units["unit_id"].isin(sample)])
    for name in ("anna", "bram"):
        fill_in_csv(work / "coderen.csv", work / f"{name}.csv", codes)
    out = tmp_path / "ronde"
    assert gdogh("annotate", "import", output, work / "anna.csv", work / "bram.csv", "-o", out).exit_code == 0
    lines = (out / "gecodeerd.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    for name, part in (("een", lines[:100]), ("twee", lines[100:])):
        (tmp_path / f"{name}.jsonl").write_text("".join(part), encoding="utf-8")
    both = ("--data", tmp_path / "een.jsonl", "--data", tmp_path / "twee.jsonl")
    result = gdogh("train", "coder", *both, "-o", tmp_path / "model")
    assert result.exit_code == 0, result.output
    assert "Trainen op 240 gecodeerde eenheden" in result.output
    model = UnitClassifier.load(tmp_path / "model")
    assert model.about["units"] == 240 and model.about["documents"] == 23
    program = [sys.executable, "-m", "analyzer", "code", str(tmp_path / "een.jsonl"), "-o", "-"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    coded = subprocess.run(
        program, env={**environment, "GDOGH_CODER": str(tmp_path / "model")}, capture_output=True, check=True
    )
    rows = [json.loads(line) for line in coded.stdout.splitlines()]
    same = [row["statement"] == json.loads(line)["statement"] for row, line in zip(rows, lines, strict=False)]
    assert len(same) == 100 and sum(same) > 60
    wrong = subprocess.run(
        program, env={**environment, "GDOGH_CODER": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 2 and "Geef een map die gdogh train coder schreef" in wrong.stderr


def test_too_few_codes_to_train_on_are_named(output: Path, tmp_path: Path) -> None:
    work = exported(output, tmp_path / "werk", "csv", "-n", 12, "--suggest")
    assert gdogh("annotate", "import", output, f"anna={work / 'coderen.csv'}", "-o", tmp_path / "r").exit_code == 0
    result = gdogh("train", "coder", "--data", tmp_path / "r" / "gecodeerd.jsonl", "-o", tmp_path / "model")
    assert result.exit_code == 2 and not (tmp_path / "model").exists()
    assert "te weinig om van te leren" in result.output and "I (0)" in result.output and "--data" in result.output
