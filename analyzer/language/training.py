"""Train the Dutch pipeline that ships: one command from treebanks to a folder that spaCy loads."""

# Annotations are not postponed: older releases of spaCy 3.8 need the types of registered functions themselves.

import importlib.util
import logging
import os
import random
import shutil
import time
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
from analyzer.language.available import SHIPPED
from analyzer.language.embedding import frequent_features
from analyzer.language.evaluation import evaluate_pipeline, example, write_card
from analyzer.language.harmonise import harmonised
from analyzer.language.lemmas import FACTORY, DutchLemmatizer
from analyzer.language.noise import Noise, passages, rejoined
from analyzer.language.subwords import read_texts, set_vectors, train_vectors, words_of
from analyzer.language.treebank import Sentence, read_folder, write_conllu
from analyzer.language.wordlists import extra_lemmas
from analyzer.resources import shipped
from analyzer.version import __version__

_LOG = logging.getLogger(__name__)

#: The newer treebank files, the older one that is brought in line with them, and what is made of it.
NEW, OLD, MADE = "alpino-*train.conllu", "lassysmall-v1-*.conllu", "lassysmall-harmonised-train.conllu"

# Scores shown while training, on a part of the development sets.
_SHOWN = {"pos_acc": "POS", "morph_acc": "morf", "tag_acc": "tag", "dep_las": "LAS", "sents_f": "zinnen"}
# Packages of the extra "train".
_EXTRA = {"floret": "floret", "simplemma": "simplemma", "spacy_lookups_data": "spacy-lookups-data"}

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


@registry.loggers("gdogh.Progress.v1")  # type: ignore[untyped-decorator]
def progress_logger() -> Callable[..., tuple[Callable[[dict[str, Any] | None], None], Callable[[], None]]]:
    """Logger for a training configuration: steps done, time left and scores, to this module's logger.

    Returns
    -------
    callable
        What spaCy's training loop calls with the pipeline, and then after each step.
    """

    def setup(nlp: Language, *_: Any) -> tuple[Callable[[dict[str, Any] | None], None], Callable[[], None]]:
        total, begin, steps = int(nlp.config["training"]["max_steps"]), time.perf_counter(), 0

        def log_step(info: dict[str, Any] | None) -> None:
            nonlocal steps
            steps += 1
            if info is not None:
                left = (time.perf_counter() - begin) / steps * max(0, total - steps) / 60
                scores = ", ".join(f"{label} {info['other_scores'].get(key, 0.0):.3f}" for key, label in _SHOWN.items())
                _LOG.info("  stap %d van %d, nog %.0f min: %s", info["step"], total, left, scores)

        return log_step, lambda: None

    return setup


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
) -> dict[str, Any]:
    """Train, assemble and score the Dutch pipeline.

    Parameters
    ----------
    data : Path
        Folder with the treebanks: ``alpino-*train.conllu``, if there ``lassysmall-v1-*.conllu``, and ``*dev.conllu``.
    output : Path
        Folder for the pipeline; a pipeline that is there is replaced when training has succeeded.
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
        If the data is not there, a package that training needs is not installed, or `output` is something else.
    """
    _check(data, output, texts)
    card = shipped("models", SHIPPED, "README.md").read_text("utf-8")
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
            _LOG.info("Getuige trainen, die de oudere boombank helpt gelijktrekken: %d stappen", witness_steps)
            witness = run_training(source, work / "witness", first)
            old, new = read_folder(data, OLD), read_folder(data, NEW)
            write_conllu(harmonised(old, new, witness), work / MADE)
            _known(work)
        _LOG.info("Pipeline trainen")
        nlp = run_training(source, work / "main", settings | (_length(steps) if steps else {}))
        assemble(nlp, _spelled(data), words)
        _LOG.info("Meten op de ontwikkelsets")
        results = evaluate_pipeline(nlp, data)
        nlp.meta["performance"] = results["scores"]
        nlp.to_disk(work / "made")
        prune_strings(nlp, work / "made")
        write_card(work / "made", card, results)
        shutil.rmtree(output, ignore_errors=True)
        shutil.copytree(work / "made", output)
    return results


def _check(data: Path, output: Path, texts: Path | None) -> None:
    """Say before hours of training what would stop it after."""
    for pattern in (NEW, "*dev.conllu"):
        if not list(data.glob(pattern)):
            raise PipelineError(
                f"hier staat geen boombank {pattern}.",
                remedy="Geef met --data de map met CoNLL-U-bestanden.",
                path=data,
            )
    if texts is not None and not list(texts.glob("*.txt")):
        raise PipelineError("hier staan geen .txt-bestanden.", remedy="Geef een andere map met --texts.", path=texts)
    needed = _EXTRA if texts is not None else {name: package for name, package in _EXTRA.items() if name != "floret"}
    missing = [package for name, package in needed.items() if importlib.util.find_spec(name) is None]
    if missing:
        raise PipelineError(
            f"Trainen vraagt {', '.join(missing)}.", remedy='Installeer ze met `pip install "gdogh[train]"`.'
        )
    if output.exists() and not (output / "meta.json").exists() and (not output.is_dir() or any(output.iterdir())):
        raise PipelineError("is geen pipeline en wordt niet vervangen.", remedy="Kies een andere map.", path=output)


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
    with Path(os.devnull).open("w") as nowhere:  # progress goes to the log
        train(nlp, output, stdout=nowhere, stderr=nowhere)
    return spacy.load(output / "model-best")


def _known(work: Path) -> Path:
    """File with the features that are frequent in the training files."""
    counts = Counter(w.form for sentence in read_folder(work, "*train.conllu") for w in sentence.words)
    path = work / "known.txt"
    path.write_text("\n".join(frequent_features(sorted(counts.items()))), encoding="utf-8")
    return path


def _vocabulary(data: Path, work: Path, texts: Path | None) -> tuple[Path, set[str]]:
    """Folder with the vectors, and the words of texts and treebanks."""
    blank = spacy.blank("nl")
    folder = work / "vectors"
    treebank = [[word.form.lower() for word in sentence.words] for sentence in read_folder(data, "*train.conllu")]
    if texts is None:
        source = shipped("models", SHIPPED)
        if not (source / "meta.json").exists():
            raise PipelineError(
                "hier staan geen vectoren om opnieuw te gebruiken.", remedy="Geef teksten met --texts.", path=source
            )
        trained = spacy.load(source)
        blank.vocab.vectors = trained.vocab.vectors
        lemmatizer = trained.get_pipe(FACTORY)
        assert isinstance(lemmatizer, DutchLemmatizer)
        words = {form for forms in lemmatizer.words.values() for form in forms}
    else:
        lines = [line for text in read_texts(texts) for line in words_of(text)]
        words = {word for line in lines for word in line}
        lines += treebank
        _LOG.info("Subwoordvectoren trainen op %d regels tekst", len(lines))
        set_vectors(blank, train_vectors(lines, work))
    blank.to_disk(folder)
    return folder, words | {word for line in treebank for word in line}


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
        # Nothing in it hangs on the patch release that trained it.
        spacy_version=">=3.8.0,<3.9.0",
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
