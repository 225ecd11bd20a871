"""Loading pipelines: the one that ships, another one under its own name, and none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.training import Example

from analyzer.errors import PipelineError
from analyzer.language.evaluation import reference
from analyzer.language.pipeline import found_pipelines, load_pipeline, self_test
from analyzer.language.treebank import read_conllu
from analyzer.resources import shipped

from .treebanks import NEW

TEXT = "De gemeente zet in op digitale vaardigheden. Inwoners krijgen les in de bibliotheek."


def stand_in(folder: Path) -> Language:
    """A small pipeline with the components of nl_core_news_sm, trained on five sentences."""
    treebank = folder / "made.conllu"
    treebank.write_text(NEW, encoding="utf-8")
    spacy.util.fix_random_seed(0)
    nlp = spacy.blank("nl")
    nlp.meta.update(name="core_news_sm", version="3.8.0")
    for name in ("tagger", "morphologizer", "parser", "trainable_lemmatizer"):
        nlp.add_pipe(name, config={"min_action_freq": 1} if name == "parser" else {})
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
    nlp.to_disk(package)
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
    names = load_pipeline(need=("pos",)).pipe_names
    assert "parser" not in names
    assert "gdogh_lemmatizer" not in names
    assert "morphologizer" in names
    doc = load_pipeline(need=("pos", "lemma"))("De gemeente koopt robots.")
    assert doc[2].lemma_ == "kopen"
    assert "tagger" not in load_pipeline(disable=("tagger",)).pipe_names
    with pytest.raises(PipelineError, match="gevoel"):
        load_pipeline(need=("gevoel",))


def test_a_missing_pipeline_comes_with_a_remedy() -> None:
    with pytest.raises(PipelineError, match="--pipeline") as caught:
        load_pipeline("nl_core_news_none")
    assert "nl_core_news_none" in str(caught.value)


def test_another_language_is_refused(tmp_path: Path) -> None:
    spacy.blank("fr").to_disk(tmp_path)
    with pytest.raises(PipelineError, match="'fr'"):
        load_pipeline(tmp_path)


def test_a_damaged_pipeline_is_named(tmp_path: Path) -> None:
    spacy.blank("nl").to_disk(tmp_path)
    (tmp_path / "config.cfg").write_text("[nlp]\nlang = ", encoding="utf-8")
    with pytest.raises(PipelineError, match="cannot be loaded") as caught:
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
    assert "parser" not in load_pipeline("nl_core_news_sm", need=("pos", "lemma")).pipe_names
