"""Train the Dutch pipeline that ships: one command from treebanks to a folder that spaCy loads."""

from __future__ import annotations

import importlib.util
import logging
import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import spacy
import srsly  # type: ignore[import-untyped]
from spacy.language import Language
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config, registry
from thinc.api import use_ops

from analyzer.errors import PipelineError
from analyzer.language.embedding import frequent_features
from analyzer.language.evaluation import evaluate_pipeline, example, write_card
from analyzer.language.harmonise import harmonised
from analyzer.language.lemmas import FACTORY, DutchLemmatizer
from analyzer.language.noise import Noise, passages, rejoined
from analyzer.language.pipeline import SHIPPED
from analyzer.language.subwords import read_texts, set_vectors, train_vectors, words_of
from analyzer.language.treebank import Sentence, read_folder, write_conllu
from analyzer.language.wordlists import extra_lemmas
from analyzer.resources import shipped
from analyzer.version import __version__

_LOG = logging.getLogger(__name__)

#: The newer treebank files, the older one that is brought in line with them, and what is made of it.
NEW, OLD, MADE = "alpino-*train.conllu", "lassysmall-v1-*.conllu", "lassysmall-harmonised-train.conllu"

# Abbreviations in spaCy's Dutch list that are ordinary words as well: "de krachten zijn vol." ends a sentence.
_NOT_ABBREVIATIONS = frozenset(
    f"{word}."
    for word in (
        "al", "app", "bel", "belg", "best", "bet", "com", "dat", "hand", "it", "lat", "mand", "me", "of", "om", "or",
        "pan", "pas", "pers", "pol", "res", "rom", "tom", "top", "vol", "volt",
    )
)  # fmt: skip


@registry.readers("gdogh.Treebank.v1")  # type: ignore[untyped-decorator]
def treebank_corpus(
    path: Path, pattern: str, views: int = 1, most: int = 1, noisy: bool = False, limit: int = 0, seed: int = 0
) -> Callable[[Language], Iterator[Example]]:
    """Corpus reader for a training configuration.

    Parameters
    ----------
    path : Path
        Folder with CoNLL-U files.
    pattern : str
        Which files.
    views : int
        How often the treebank is gone through, each time joined and damaged in another way.
    most : int
        Largest number of sentences in a passage.
    noisy : bool
        Whether passages are damaged as policy documents are.
    limit : int
        Use about this many sentences, spread over the files; 0 for all.
    seed : int
        Seed of the chance in it.

    Returns
    -------
    callable
        From a pipeline to the examples.
    """

    def examples(nlp: Language) -> Iterator[Example]:
        sentences = read_folder(Path(path), pattern)
        if limit and limit < len(sentences):
            sentences = sentences[:: len(sentences) // limit]
        sentences = rejoined(sentences) if noisy else sentences
        rng = random.Random(seed)
        for _ in range(views):
            for passage in passages(sentences, rng, most=most, noise=Noise() if noisy else None):
                yield example(nlp, passage)

    return examples


@registry.callbacks("gdogh.tokenizer_rules.v1")  # type: ignore[untyped-decorator]
def tokenizer_rules() -> Callable[[Language], Language]:
    """Callback for a training configuration: take abbreviations that are ordinary words out of the tokenizer."""

    def change(nlp: Language) -> Language:
        tokenizer: Any = nlp.tokenizer
        tokenizer.rules = {
            text: rule for text, rule in tokenizer.rules.items() if text.lower() not in _NOT_ABBREVIATIONS
        }
        return nlp

    return change


def train_pipeline(
    data: Path,
    output: Path,
    *,
    texts: Path | None = None,
    config: Path | None = None,
    seed: int = 0,
    steps: int | None = None,
    witness_steps: int = 4000,
) -> dict[str, object]:
    """Train, assemble and score the Dutch pipeline.

    Parameters
    ----------
    data : Path
        Folder with the treebanks: ``alpino-*train.conllu``, if there ``lassysmall-v1-*.conllu``, and ``*dev.conllu``.
    output : Path
        Folder for the pipeline; what is there is replaced when training has succeeded.
    texts : Path, optional
        Folder of ``.txt`` files for subword vectors and vocabulary. Without it the vectors of the pipeline that ships
        are used again.
    config : Path, optional
        Training configuration; the one that ships by default.
    seed : int
        Seed of the training.
    steps : int, optional
        Training steps instead of those of the configuration.
    witness_steps : int
        Training steps of the first pipeline, which helps to bring the older treebank in line with the newer.

    Returns
    -------
    dict
        What :func:`~analyzer.language.evaluation.evaluate_pipeline` measured.

    Raises
    ------
    PipelineError
        If the data is not there or a package that training needs is not installed.
    """
    card = shipped("models", f"{SHIPPED}.card.md")
    with TemporaryDirectory(prefix="gdogh-") as folder, use_ops("numpy", use_blis=False):
        work = Path(folder)
        for path in sorted(data.glob("*.conllu")):
            if not path.match(OLD):
                shutil.copyfile(path, work / path.name)
        vectors, words = _vocabulary(data, work, texts)
        settings = {
            "paths.data": str(work),
            "paths.vectors": str(vectors),
            "paths.known": str(_known(work)),
            "system.seed": seed,
        }
        source = config or shipped("models", f"{SHIPPED}.cfg")
        if list(data.glob(OLD)):
            first = {**settings, "corpora.train.pattern": NEW, **_length(witness_steps)}
            witness = run_training(source, work / "witness", first)
            old, new = read_folder(data, OLD), read_folder(data, NEW)
            write_conllu(harmonised(old, new, witness), work / MADE)
            _known(work)
        nlp = run_training(source, work / "main", settings | (_length(steps) if steps else {}))
        assemble(nlp, _spelled(data), words)
        results = evaluate_pipeline(nlp, data)
        nlp.meta["performance"] = results["scores"]
        shutil.rmtree(output, ignore_errors=True)
        nlp.to_disk(output)
        prune_strings(nlp, output)
    write_card(output, card.read_text("utf-8"), results)
    return results


def _length(steps: int) -> dict[str, Any]:
    """Settings for a run of another length, which must also be looked at more than at its start."""
    return {"training.max_steps": steps, "training.eval_frequency": max(1, min(1000, steps // 4))}


def prune_strings(nlp: Language, folder: Path) -> None:
    """Leave out of a stored pipeline the words that training has seen: only names of labels are needed to load it."""
    labels = {label for name in nlp.pipe_names for label in nlp.get_pipe_meta(name).assigns}
    for _, component in nlp.pipeline:
        labels.update(str(label) for label in getattr(component, "labels", ()))
    parts = {part for label in labels for feature in label.split("|") for part in (feature, *feature.split("="))}
    path = folder / "vocab" / "strings.json"
    strings = srsly.read_json(path)
    srsly.write_json(path, [text for text in strings if text in labels or text in parts])


def run_training(config: Path, output: Path, settings: dict[str, Any]) -> Language:
    """Train by a configuration, as ``spacy train`` does, and load the best checkpoint.

    Parameters
    ----------
    config : Path
        The configuration.
    output : Path
        Folder for checkpoints.
    settings : dict
        Values that replace those of the configuration, by dotted name.
    """
    output.mkdir(parents=True, exist_ok=True)
    nlp = init_nlp(load_config(config, overrides=settings, interpolate=False))
    train(nlp, output, stdout=sys.stderr, stderr=sys.stderr)
    return spacy.load(output / "model-best")


def _known(work: Path) -> Path:
    """File with the features that are frequent in the training files."""
    counts = Counter(w.form for sentence in read_folder(work, "*train.conllu") for w in sentence.words)
    path = work / "known.txt"
    path.write_text("\n".join(frequent_features(sorted(counts.items()))), encoding="utf-8")
    return path


def _vocabulary(data: Path, work: Path, texts: Path | None) -> tuple[Path, set[str]]:
    """Folder with the vectors, and the words of the texts."""
    blank = spacy.blank("nl")
    folder, words = work / "vectors", set[str]()
    if texts is None:
        source = shipped("models", SHIPPED)
        if not (source / "meta.json").exists():
            raise PipelineError("There are no vectors to use again.", remedy="Give a folder of texts.", path=source)
        trained = spacy.load(source)
        blank.vocab.vectors = trained.vocab.vectors
        lemmatizer = trained.get_pipe(FACTORY)
        assert isinstance(lemmatizer, DutchLemmatizer)
        words = {form for forms in lemmatizer.words.values() for form in forms}
    else:
        lines = [line for text in read_texts(texts) for line in words_of(text)]
        words = {word for line in lines for word in line}
        lines += [[w.form.lower() for w in s.words] for s in read_folder(data, "*train.conllu")]
        _LOG.info("Training vectors on %s lines", len(lines))
        set_vectors(blank, train_vectors(lines, work))
    blank.to_disk(folder)
    return folder, words


def _spelled(data: Path) -> list[Sentence]:
    """All training sentences, lemmas as a Dutch reader would look them up."""
    sentences = read_folder(data, NEW, spelled=True)
    if list(data.glob(OLD)):
        sentences += read_folder(data, OLD, spelled=True)
    return sentences


def assemble(nlp: Language, sentences: Iterable[Sentence], words: set[str]) -> None:
    """Add the lemmatizer to a trained pipeline and say what the pipeline is.

    Parameters
    ----------
    nlp : Language
        Trained pipeline; changed in place.
    sentences : iterable of Sentence
        Treebank from which lemmas are learnt.
    words : set of str
        Words for which look-up tables of other projects are consulted.
    """
    if FACTORY in nlp.pipe_names:
        nlp.remove_pipe(FACTORY)
    lemmatizer = nlp.add_pipe(FACTORY)
    assert isinstance(lemmatizer, DutchLemmatizer)
    if importlib.util.find_spec("simplemma") is None or importlib.util.find_spec("spacy_lookups_data") is None:
        _LOG.warning("simplemma or spacy-lookups-data is not installed: lemmas from the treebanks only.")
        lemmatizer.learn(sentences)
    else:
        lemmatizer.learn(sentences, extra_lemmas(words))
    # The paths of the training machine mean nothing elsewhere.
    for section, key in (("paths", "data"), ("paths", "vectors"), ("paths", "known")):
        nlp.config[section][key] = None
    nlp.meta.update(
        name="gdogh",
        version=__version__,
        description="Dutch tagger, morphology, lemmatizer and parser, made for policy documents.",
        author="The gdogh developers",
        email="",
        license="CC BY-SA 4.0",
        sources=[
            {"name": "Alpino treebank", "license": "LGPL", "author": "Gertjan van Noord and others"},
            {
                "name": "UD Dutch LassySmall and UD Dutch Alpino",
                "license": "CC BY-SA 4.0",
                "author": "Gosse Bouma and others",
            },
            {"name": "spacy-lookups-data and simplemma", "license": "MIT", "author": "Explosion; Adrien Barbaresi"},
        ],
    )
