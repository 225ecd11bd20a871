"""Loading pipelines: the one that ships, another one under its own name, and none."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.training import Example

from analyzer.errors import PipelineError
from analyzer.language.available import describe, found_pipelines
from analyzer.language.evaluation import reference
from analyzer.language.pipeline import load_pipeline, self_test
from analyzer.language.treebank import read_conllu
from analyzer.resources import shipped

from .treebanks import NEW

LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
TEXT = "De gemeente zet in op digitale vaardigheden. Inwoners krijgen les in de bibliotheek."


def stand_in(folder: Path) -> Language:
    """A small pipeline with the components of nl_core_news_sm, trained on five sentences."""
    treebank = folder / "made.conllu"
    treebank.write_text(NEW, encoding="utf-8")
    spacy.util.fix_random_seed(0)
    nlp = spacy.blank("nl")
    nlp.meta.update(name="core_news_sm", version="3.8.0")
    nlp.add_pipe("tok2vec")
    for name in ("morphologizer", "tagger", "parser", "trainable_lemmatizer"):
        listening = {**nlp.get_factory_meta(name).default_config["model"], "tok2vec": LISTENER}
        nlp.add_pipe(name, config={"model": listening} | ({"min_action_freq": 1} if name == "parser" else {}))
    docs = [reference(nlp, [sentence]) for sentence in read_conllu(treebank)]
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(60):
        nlp.update(examples, sgd=optimizer)
    return nlp


def as_package(nlp: Language, site: Path) -> None:
    """Lay a pipeline out as pip would install ``nl_core_news_sm``."""
    package = site / "nl_core_news_sm"
    package.mkdir(parents=True)
    nlp.to_disk(package / "nl_core_news_sm-3.8.0")
    shutil.copyfile(package / "nl_core_news_sm-3.8.0" / "meta.json", package / "meta.json")
    (package / "__init__.py").write_text(
        "from spacy.util import load_model_from_init_py\n\n\n"
        "def load(**overrides):\n    return load_model_from_init_py(__file__, **overrides)\n",
        encoding="utf-8",
    )
    info = site / "nl_core_news_sm-3.8.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: nl_core_news_sm\nVersion: 3.8.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[spacy_models]\nnl_core_news_sm = nl_core_news_sm\n", encoding="utf-8")


def test_the_shipped_pipeline_sets_what_the_rules_need() -> None:
    nlp = load_pipeline()
    assert self_test(nlp) == []
    doc = nlp(TEXT)
    for attribute in ("TAG", "POS", "MORPH", "LEMMA", "DEP", "SENT_START"):
        assert doc.has_annotation(attribute)
    assert [sentence.text for sentence in doc.sents] == TEXT.replace(". ", ".|").split("|")
    assert doc[1].tag_ == "N|soort|ev|basis|zijd|stan"
    assert doc[1].morph.get("Gender") == ["Com"]


def test_line_breaks_are_no_words() -> None:
    doc = load_pipeline()("Wij bouwen een\nloket voor alle inwoners.")
    assert [token.pos_ for token in doc if token.is_space] == ["SPACE"]


def test_it_is_loaded_once() -> None:
    assert load_pipeline() is load_pipeline("nl_gdogh")


def test_it_loads_fast_and_is_small() -> None:
    code = (
        "import time, analyzer.language.pipeline as p\n"
        "begin = time.process_time(); p.load_pipeline(); print(time.process_time() - begin)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 1.5
    size = sum(path.stat().st_size for path in shipped("models", "nl_gdogh").rglob("*") if path.is_file())
    assert size <= 15_000_000


def test_only_what_is_needed_is_loaded() -> None:
    assert load_pipeline(need=("pos",)).pipe_names == ["tok2vec", "morphologizer"]
    assert load_pipeline(need=("parse",)).pipe_names == ["tok2vec", "parser"]
    doc = load_pipeline(need=("pos", "lemma"))("De gemeente koopt robots.")
    assert doc[2].lemma_ == "kopen"
    assert "tagger" not in load_pipeline(disable=("tagger",)).pipe_names
    with pytest.raises(PipelineError, match="gevoel"):
        load_pipeline(need=("gevoel",))


def test_a_missing_pipeline_comes_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="python -m spacy download nl_core_news_none`, of laat --pipeline weg"):
        load_pipeline("nl_core_news_none")
    with pytest.raises(PipelineError, match=r"map waarin meta\.json staat"):
        load_pipeline(tmp_path)
    with pytest.raises(PipelineError, match="niet te lezen"):
        (tmp_path / "meta.json").write_text("{", encoding="utf-8")
        describe(tmp_path)


def test_another_language_is_refused(tmp_path: Path) -> None:
    spacy.blank("fr").to_disk(tmp_path)
    with pytest.raises(PipelineError, match="'fr'"):
        load_pipeline(tmp_path)


def test_a_damaged_pipeline_is_named(tmp_path: Path) -> None:
    spacy.blank("nl").to_disk(tmp_path)
    (tmp_path / "config.cfg").write_text("[nlp]\nlang = ", encoding="utf-8")
    with pytest.raises(PipelineError, match="niet worden geladen") as caught:
        load_pipeline(tmp_path)
    assert caught.value.path == str(tmp_path)


def test_a_pipeline_without_components_fails_the_self_test(tmp_path: Path) -> None:
    spacy.blank("nl").to_disk(tmp_path)
    assert any("ontbreekt" in problem for problem in self_test(load_pipeline(tmp_path)))


def test_another_pipeline_plugs_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_package(stand_in(tmp_path), tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    assert [name for name, _ in found_pipelines()] == ["nl_gdogh", "nl_core_news_sm"]
    nlp = load_pipeline("nl_core_news_sm")
    doc = nlp("De gemeente zet in op arbeidsmarkten.")
    assert [token.pos_ for token in doc][:3] == ["DET", "NOUN", "VERB"]
    assert doc[1].head == doc[2]
    assert [token.text for token in doc if token.dep_ == "ROOT"] == ["zet"]
    for attribute in ("TAG", "POS", "LEMMA", "DEP"):
        assert doc.has_annotation(attribute)
    assert load_pipeline("nl_core_news_sm", need=("pos", "lemma")).pipe_names == [
        "tok2vec", "morphologizer", "trainable_lemmatizer",
    ]  # fmt: skip
    assert describe("nl_core_news_sm").startswith("nl_core_news_sm 3.8.0 ")


def gdogh(*arguments: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, with another folder of packages before the installed ones."""
    environment = os.environ | ({"PYTHONPATH": str(path)} if path else {})
    return subprocess.run(
        [sys.executable, "-m", "analyzer", *arguments], capture_output=True, text=True, env=environment, check=False
    )


@pytest.mark.slow
def test_a_document_is_analysed_with_another_pipeline(tmp_path: Path) -> None:
    stand_in(tmp_path).to_disk(tmp_path / "sm")
    document, output = tmp_path / "akkoord.txt", tmp_path / "uit"
    # Whether a sentence ends at "e.d." is what only a pipeline can say.
    document.write_text(f"{TEXT} Wij kopen laptops e.d. Digitale lessen volgen.\n" * 30, encoding="utf-8")
    done = gdogh("analyse", str(document), "-o", str(output), "--jobs", "1", "--pipeline", str(tmp_path / "sm"))
    assert done.returncode == 0, done.stderr
    about = json.loads((output / "run.json").read_text(encoding="utf-8"))
    assert about["pipeline_version"].startswith("nl_core_news_sm 3.8.0 ")
    assert about["counts"]["units"] > 0


@pytest.mark.slow
def test_a_pipeline_that_is_not_there_stops_the_command(tmp_path: Path) -> None:
    (tmp_path / "akkoord.txt").write_text(TEXT, encoding="utf-8")
    done = gdogh("analyse", str(tmp_path), "-o", str(tmp_path / "uit"), "--pipeline", "nl_core_news_none")
    assert done.returncode == 2
    assert "python -m spacy download nl_core_news_none" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_doctor_finds_and_tests_pipelines(tmp_path: Path) -> None:
    as_package(stand_in(tmp_path), tmp_path / "site")
    lines = gdogh("doctor", path=tmp_path / "site").stdout.splitlines()
    [ours, other] = [line for line in lines if " pipeline " in line]
    assert ours.startswith("✓ pipeline nl_gdogh")
    # Trained on five sentences, it does not know what the self-test asks.
    assert other.startswith("✗ pipeline nl_core_news_sm")
    assert "in plaats van" in other
