"""The language pipeline: the Dutch one that ships, or any spaCy pipeline with the same attributes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from importlib.metadata import entry_points, version
from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import NumpyOps

from analyzer.errors import PipelineError
from analyzer.language import embedding, lemmas  # what the shipped pipeline is made of: registered by the import
from analyzer.resources import shipped

SHIPPED = "nl_gdogh"

#: What a task may need, and the components that a pipeline of the usual make does without it.
NEEDS = {
    "pos": frozenset[str](),
    "tag": frozenset[str](),
    "lemma": frozenset({"trainable_lemmatizer", "lemmatizer", lemmas.FACTORY}),
    "parse": frozenset({"parser"}),
    "entities": frozenset({"ner", "entity_ruler"}),
}
_SELF_TEST = "Wij zetten de komende jaren vol in op digitale vaardigheden. De gemeente koopt geen robots."
_EXPECTED_LEMMAS = {"zetten": "inzetten", "jaren": "jaar", "vaardigheden": "vaardigheid", "koopt": "kopen"}
_EXPECTED_POS = {"zetten": "VERB", "gemeente": "NOUN", "digitale": "ADJ", "De": "DET"}


def load_pipeline(
    name: str | Path | None = None, *, need: Collection[str] | None = None, disable: Collection[str] = ()
) -> Language:
    """Load a Dutch spaCy pipeline; the same one is loaded once.

    Parameters
    ----------
    name : str or Path, optional
        An installed package such as ``"nl_core_news_lg"``, or a folder; without it the pipeline that ships.
    need : collection of str, optional
        What is wanted of ``"pos"``, ``"tag"``, ``"lemma"``, ``"parse"`` and ``"entities"``. Components that serve
        none of it are left out, which saves time. All but entities by default.
    disable : collection of str
        Components to leave out by name.

    Returns
    -------
    Language
        A pipeline that sets ``tag_``, ``pos_``, ``morph``, ``lemma_``, ``dep_`` and ``sents``, as far as needed.

    Raises
    ------
    PipelineError
        If there is no such pipeline, it is not Dutch, or it was made for another version of spaCy.
    """
    wanted = frozenset(("pos", "tag", "lemma", "parse") if need is None else need)
    unknown = wanted - NEEDS.keys()
    if unknown:
        raise PipelineError(
            f"A pipeline cannot be asked for {', '.join(sorted(unknown))}.", remedy=f"Ask for {', '.join(NEEDS)}."
        )
    idle = {component for task, components in NEEDS.items() if task not in wanted for component in components}
    return _load(str(_place(name)), frozenset(idle) | frozenset(disable))


def _place(name: str | Path | None) -> str | Path:
    if name is None or name == SHIPPED:
        folder = shipped("models", SHIPPED)
        if not (folder / "meta.json").exists():
            raise PipelineError(
                "The Dutch pipeline that ships is missing.",
                remedy="Install gdogh again, or give another pipeline with --pipeline.",
                path=folder,
            )
        return folder
    if (Path(name) / "meta.json").exists():
        return Path(name)
    if spacy.util.is_package(str(name)):
        return str(name)
    raise PipelineError(
        f"There is no pipeline {name!r}: it is neither an installed package nor a folder with a meta.json.",
        remedy=f"Try `python -m spacy download {name}` where there is a network, or leave --pipeline out.",
    )


@lru_cache(maxsize=4)
def _load(place: str, excluded: frozenset[str]) -> Language:
    try:
        nlp = spacy.load(place, exclude=sorted(excluded))
    except (OSError, ValueError, ImportError, KeyError) as error:
        raise PipelineError(
            "The pipeline cannot be loaded.",
            remedy=f"It may be damaged, or made for another version of spaCy than {version('spacy')}: {error}",
            path=place,
        ) from error
    if nlp.lang != "nl":
        raise PipelineError(f"This pipeline is for language {nlp.lang!r}.", remedy="Give a Dutch one.", path=place)
    multiply_with_numpy(nlp)
    return nlp


def multiply_with_numpy(nlp: Language) -> None:
    """Let the models of a pipeline use the BLAS of numpy, which knows more processors than the one of spaCy."""
    fast = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if model not in (None, True, False):
            for node in model.walk():
                if isinstance(node.ops, NumpyOps):
                    node.ops = fast


def found_pipelines() -> Iterator[tuple[str, str]]:
    """Dutch pipelines on this computer.

    Yields
    ------
    tuple of (str, str)
        Name for :func:`load_pipeline`, and version with place. The one that ships comes first.
    """
    folder = shipped("models", SHIPPED)
    if (folder / "meta.json").exists():
        yield SHIPPED, f"{_version(folder)} ({folder})"
    for package in sorted({entry.name for entry in entry_points(group="spacy_models")}):
        if package.startswith("nl_"):
            yield package, f"{spacy.util.get_package_version(package)} ({spacy.util.get_package_path(package)})"


def _version(folder: Path) -> str:
    return str(spacy.util.load_meta(folder / "meta.json").get("version", "?"))


def self_test(nlp: Language) -> list[str]:
    """Let a pipeline analyse two sentences and look whether it does what the rules need.

    Parameters
    ----------
    nlp : Language
        A Dutch pipeline.

    Returns
    -------
    list of str
        What is wrong, in Dutch; empty when all is well.
    """
    doc = nlp(_SELF_TEST)
    problems = [f"{what} ontbreekt" for what in ("TAG", "POS", "LEMMA", "DEP") if not doc.has_annotation(what)]
    if problems:
        return problems
    sentences = [sentence.text for sentence in doc.sents]
    if len(sentences) != 2:
        problems.append(f"{len(sentences)} zinnen gevonden in plaats van 2")
    for token in doc:
        pos, lemma = _EXPECTED_POS.get(token.text, token.pos_), _EXPECTED_LEMMAS.get(token.text)
        if token.pos_ != pos:
            problems.append(f"{token.text}: {token.pos_} in plaats van {pos}")
        if lemma and lemmas.verb_lemma(token) != lemma:
            problems.append(f"{token.text}: {lemmas.verb_lemma(token)} in plaats van {lemma}")
    return problems


__all__ = ["NEEDS", "SHIPPED", "embedding", "found_pipelines", "load_pipeline", "multiply_with_numpy", "self_test"]
