"""Training and scoring: the command runs from treebank to folder, and what ships is as good as it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from click.testing import CliRunner
from thinc.api import use_ops

from analyzer.cli import main
from analyzer.errors import PipelineError
from analyzer.language.evaluation import evaluate_pipeline, score
from analyzer.language.pipeline import load_pipeline
from analyzer.language.training import run_training, train_pipeline, treebank_corpus
from analyzer.language.treebank import read_conllu, read_folder
from analyzer.resources import shipped

from .treebanks import NEW, OLD

# Figures the pipeline must reach on the two development sets together.
LEAST = {"pos": 0.955, "morph": 0.945, "tag": 0.935, "lemma": 0.950, "uas": 0.85, "las": 0.79}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "ud"
    folder.mkdir()
    (folder / "alpino-made-train.conllu").write_text(NEW, encoding="utf-8")
    (folder / "made-dev.conllu").write_text(NEW, encoding="utf-8")
    (folder / "lassysmall-v1-train.conllu").write_text(OLD, encoding="utf-8")
    return folder


def test_corpus_reader_gives_each_view_all_words(data: Path) -> None:
    read = treebank_corpus(data, "alpino-*train.conllu", views=3, most=4, noisy=True, seed=1)
    examples = list(read(spacy.blank("nl")))
    words = sum(len(sentence.words) for sentence in read_folder(data, "alpino-*train.conllu"))
    assert sum(len(item.reference) for item in examples) >= 3 * (words - 3 * 5)
    assert [item.text for item in examples] == [item.text for item in read(spacy.blank("nl"))]
    other = treebank_corpus(data, "alpino-*train.conllu", views=3, most=4, noisy=True, seed=2)(spacy.blank("nl"))
    assert [item.text for item in examples] != [item.text for item in other]


@pytest.mark.slow
def test_one_command_makes_a_pipeline_with_its_card(data: Path, tmp_path: Path) -> None:
    config = tmp_path / "small.cfg"
    text = shipped("models", "nl_gdogh.cfg").read_text(encoding="utf-8")
    config.write_text(text.replace("min_action_freq = 20", "min_action_freq = 1"), encoding="utf-8")
    output = tmp_path / "made"
    results = train_pipeline(data, output, config=config, steps=160, witness_steps=20, seed=3)
    nlp = load_pipeline(output)
    assert nlp.pipe_names[-1] == "gdogh_lemmatizer"
    learned = score(nlp, read_conllu(data / "made-dev.conllu"), gold_tokens=True, together=1)
    assert learned["pos"] > 0.9
    card = (output / "README.md").read_text(encoding="utf-8")
    scores = results["scores"]
    assert isinstance(scores, dict)
    assert f"{scores['together']['gold']['pos']:.4f}" in card
    assert json.loads((output / "scores.json").read_text())["scores"] == scores
    assert str(tmp_path) not in "".join(path.read_text() for path in output.glob("*.cfg"))


def test_the_same_seed_gives_the_same_weights(data: Path, tmp_path: Path) -> None:
    def weights(seed: int) -> bytes:
        settings = {
            "paths.data": str(data), "paths.vectors": str(shipped("models", "nl_gdogh")), "system.seed": seed,
            "training.max_steps": 4, "training.eval_frequency": 2, "components.parser.min_action_freq": 1,
        }  # fmt: skip
        with use_ops("numpy", use_blis=False):
            nlp = run_training(shipped("models", "nl_gdogh.cfg"), tmp_path / "work", settings)
        return nlp.get_pipe("tok2vec").to_bytes()  # type: ignore[attr-defined]

    first = weights(5)
    assert weights(5) == first
    assert weights(6) != first


def test_the_command_measures_a_pipeline_and_writes_its_card(data: Path, tmp_path: Path) -> None:
    card = tmp_path / "README.md"
    card.write_text(shipped("models", "nl_gdogh", "README.md").read_text(encoding="utf-8"), encoding="utf-8")
    arguments = ["train", "pipeline", "--data", str(data), "--measure", "nl_gdogh", "--card"]
    done = CliRunner().invoke(main, [*arguments, str(card)])
    assert done.exit_code == 0
    table = done.stdout.strip()
    assert "| made-dev | together |" in table
    assert table in card.read_text(encoding="utf-8")
    (tmp_path / "brief.md").write_text("Geen kaart.", encoding="utf-8")
    assert "geen plaats voor de tabel" in CliRunner().invoke(main, [*arguments, str(tmp_path / "brief.md")]).output


def test_what_would_stop_training_is_said_before_it(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty, taken = tmp_path / "leeg", tmp_path / "bezet"
    for folder in (empty, taken):
        folder.mkdir()
    (taken / "brief.txt").write_text("Geen pipeline.", encoding="utf-8")
    with pytest.raises(PipelineError, match=r"geen boombank alpino.*--data"):
        train_pipeline(empty, tmp_path / "made")
    with pytest.raises(PipelineError, match="--texts"):
        train_pipeline(data, tmp_path / "made", texts=empty)
    with pytest.raises(PipelineError, match="niet vervangen"):
        train_pipeline(data, taken)
    assert (taken / "brief.txt").exists()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(PipelineError, match=r"simplemma.*pip install \"gdogh\[train\]\""):
        train_pipeline(data, tmp_path / "made")
    assert not (tmp_path / "made").exists()


@pytest.mark.shared
@pytest.mark.slow
def test_the_shipped_pipeline_is_as_good_as_its_card_says(shared: Path) -> None:
    found = evaluate_pipeline(load_pipeline(), shared / "ud")["scores"]
    assert isinstance(found, dict)
    written = json.loads(shipped("models", "nl_gdogh", "scores.json").read_text())["scores"]
    for measure, least in LEAST.items():
        assert found["together"]["gold"][measure] >= least, measure
        assert found["together"]["gold"][measure] == pytest.approx(written["together"]["gold"][measure], abs=0.002)
    assert found["together"]["text"]["sentences"] >= 0.86
