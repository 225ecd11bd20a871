"""Training data, training and evaluation as commands, on our own texts and codes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from analyzer.cli import main
from analyzer.codebook import load_codebook
from analyzer.coding.annotations import fingerprint, load_annotations
from analyzer.coding.assessment import BEGIN, END, accuracy_of, assess_apart, assess_shipped, read_coded, write_card
from analyzer.coding.classifier import UnitClassifier
from analyzer.coding.coder import Coder
from analyzer.coding.evaluation import by_draw, calibration_error, prf, summary
from analyzer.coding.training import prepare, train
from analyzer.errors import CodingError

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The coded units of our own texts, found back by their fingerprints."""
    path = tmp_path_factory.mktemp("coded") / "gecodeerd.jsonl"
    codes = load_annotations(ROOT / "corpora" / "coding" / "codes.csv")
    own = codes[codes["drawn"] == "own"]
    own.to_csv(path.with_name("own.csv"), index=False)
    run("train", "data", "--codes", path.with_name("own.csv"), "--documents", ROOT / "corpora" / "bron", "-o", path)
    found = read_coded(path)
    assert len(found) >= 0.98 * len(own)
    hashes = dict(zip(own["id"], own["hash"], strict=True))
    assert all(fingerprint(row.text)[1] == hashes[row.id] for row in found.itertuples())
    return path


@pytest.mark.slow
def test_evaluate_splits_by_document_and_writes_its_tables(coded: Path, tmp_path: Path) -> None:
    table = read_coded(coded)
    some = table[table["document"].isin(sorted(table["document"].unique())[:12])]
    few = tmp_path / "few.jsonl"
    some.to_json(few, orient="records", lines=True, force_ascii=False)
    apart = tmp_path / "apart.jsonl"
    others = sorted(table["document"].unique())[10:15]
    table[table["document"].isin(others)].to_json(apart, orient="records", lines=True, force_ascii=False)
    output = run("evaluate", "--data", few, "--held-out", apart, "--fast", "-o", tmp_path / "evaluatie")
    assert "gesplitst naar 12 documenten" in output
    kept = some[~some["document"].isin(others)]
    assert f"5 documenten apart gehouden, getraind op {len(kept)} eenheden uit 10 andere" in output
    assert "Apart gehouden documenten" in (tmp_path / "evaluatie" / "evaluatie.md").read_text(encoding="utf-8")
    assert {"regels", "hybride + woordvectoren"} <= set(
        output.split("maat |")[1].split("\n")[0].strip(" |").split(" | ")
    )
    codes = pd.read_csv(tmp_path / "evaluatie" / "per_code.csv")
    assert (codes["f1_low"] <= codes["f1_high"]).all()
    errors = pd.read_csv(tmp_path / "evaluatie" / "fouten.csv")
    assert 0 < len(errors) < len(some)
    assert set(errors["text"]) <= set(some["text"])
    known = json.loads((tmp_path / "evaluatie" / "accuracy.json").read_text())
    assert all(0 < known[code]["specificity"] <= 1 for code in ("goal", "E", "I"))


@pytest.mark.slow
def test_a_trained_model_reads_back_the_same(coded: Path, tmp_path: Path) -> None:
    table = read_coded(coded).head(300)
    model = train(table, tmp_path / "model")
    again = UnitClassifier.load(tmp_path / "model")
    data = prepare(table.head(50))
    first, second = (m.chances(data.batch, data.rule_themes) for m in (model, again))
    assert np.allclose(first.statement, second.statement, atol=1e-5)
    assert np.allclose(first.themes, second.themes, atol=1e-5)
    assert model.version == again.version


def test_documents_kept_apart_leave_something_to_learn_from(coded: Path) -> None:
    data = prepare(read_coded(coded).head(40))
    with pytest.raises(CodingError, match="--held-out"):
        assess_apart(data, data)


def test_the_shipped_coder_is_measured_beside_the_rules(coded: Path) -> None:
    book = load_codebook()
    table = read_coded(coded).head(200)
    found = assess_shipped(table, {"regels": Coder(book, rules_only=True), "codeur": Coder(book)})
    right = {name: (codes["digital"] == table["digital"]).mean() for name, codes in found.predicted.items()}
    assert right["codeur"] > 0.8
    assert accuracy_of(found)["E"]["positives"] == ((table["digital"] == "E") & (table["statement"] != "O")).sum()


def test_the_card_keeps_its_words(coded: Path, tmp_path: Path) -> None:
    card = tmp_path / "README.md"
    card.write_text(f"voor\n{BEGIN}\noud\n{END}\nna\n", encoding="utf-8")
    table = read_coded(coded).head(60)
    write_card(assess_shipped(table, {"codeur": Coder(load_codebook())}), card)
    text = card.read_text(encoding="utf-8")
    assert text.startswith("voor\n") and text.endswith("\nna\n") and "oud" not in text and "| DEM3 |" in text


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ({"id": "a", "text": "x", "statement": "Q", "digital": "G", "themes": [], "domain": "zorg"}, "rij 1: statement 'Q'"),
        ({"id": "a", "text": "x", "statement": "M", "digital": "G", "themes": ["VER9"], "domain": "zorg"}, "thema 'VER9'"),
        ({"id": "a", "text": "x", "statement": "M", "digital": "G", "themes": []}, "domain"),
    ],
)  # fmt: skip
def test_wrong_codes_are_named(line: dict[str, object], problem: str, tmp_path: Path) -> None:
    path = tmp_path / "codes.jsonl"
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    with pytest.raises(CodingError, match=problem):
        read_coded(path)


def test_too_few_documents_is_said(coded: Path, tmp_path: Path) -> None:
    table = read_coded(coded)
    one = tmp_path / "one.csv"
    part = table[table["document"] == table["document"].iloc[0]]
    part.assign(themes=part["themes"].map(";".join)).to_csv(one, index=False)
    result = CliRunner().invoke(main, ["evaluate", "--data", str(one)])
    assert result.exit_code == 2
    assert "1 documenten" in result.output


def test_measures_of_agreement() -> None:
    true = np.array([True, True, False, False])
    assert prf(true, np.array([True, False, True, False])) == (0.5, 0.5, 0.5)
    assert calibration_error(np.array([0.75] * 4), np.array([True, True, True, False])) == 0.0
    assert calibration_error(np.array([0.95] * 4), ~true) == pytest.approx(0.45)


def test_figures_by_way_of_drawing_and_by_coder(coded: Path) -> None:
    table = pd.concat([read_coded(coded)] * 2, ignore_index=True)
    half = len(table) // 2
    table["drawn"] = ["random"] * half + ["theme"] * (len(table) - half)
    table["coder"] = "een"
    predicted = dict(assess_shipped(table, {"codeur": Coder(load_codebook())}).best)
    predicted["statement"] = np.where(np.arange(len(table)) < half, table["statement"], predicted["statement"])
    parts = by_draw(table, predicted).set_index("part")
    assert list(parts.index) == ["trekking random", "trekking theme"]
    assert parts["units"].tolist() == [half, len(table) - half]
    assert parts.loc["trekking random", "statement_macro_f1"] == 1.0
    rest = summary(table.iloc[half:], {name: codes[half:] for name, codes in predicted.items()})
    assert parts.loc["trekking theme", "statement_macro_f1"] == rest["statement_macro_f1"] < 1.0
