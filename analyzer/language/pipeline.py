"""The language pipeline: the Dutch one that ships, or any spaCy pipeline with the same attributes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.util import get_model_meta, load_config, load_model_from_config, registry
from thinc.api import Config, NumpyOps

from analyzer.errors import PipelineError
from analyzer.language import embedding, lemmas  # what the shipped pipeline is made of: registered by the import
from analyzer.language.available import found_pipelines, locate

#: What may be asked of a pipeline, and the attribute that a component sets for it.
NEEDS = {"pos": "token.pos", "tag": "token.tag", "lemma": "token.lemma", "parse": "token.dep", "entities": "doc.ents"}
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

    Examples
    --------
    >>> nlp = load_pipeline()
    >>> [(word.text, word.pos_) for word in nlp("Wij delen gegevens.")]
    [('Wij', 'PRON'), ('delen', 'VERB'), ('gegevens', 'NOUN'), ('.', 'PUNCT')]
    """
    wanted = frozenset(("pos", "tag", "lemma", "parse") if need is None else need)
    unknown = wanted - NEEDS.keys()
    if unknown:
        raise PipelineError(
            f"Een pipeline kan niet worden gevraagd om {', '.join(sorted(unknown))}.",
            remedy=f"Kies uit {', '.join(NEEDS)}.",
        )
    return _load(locate(name), wanted, frozenset(disable))


@lru_cache(maxsize=4)
def _load(folder: Path, wanted: frozenset[str], disable: frozenset[str]) -> Language:
    try:
        nlp = load_model_from_config(_start(folder), meta=get_model_meta(folder), exclude=sorted(disable))
        # What is not needed is taken out before it is read.
        for name in _idle(nlp, wanted):
            nlp.remove_pipe(name)
        nlp.from_disk(folder)
    except (OSError, ValueError, ImportError, KeyError) as error:
        raise PipelineError(
            "de pipeline kan niet worden geladen.",
            remedy=f"Misschien is zij beschadigd, of gemaakt voor een andere versie dan spaCy {version('spacy')}: {error}",
            path=folder,
        ) from error
    if nlp.lang != "nl":
        raise PipelineError(
            f"deze pipeline is voor de taal {nlp.lang!r}.", remedy="Geef een Nederlandse pipeline.", path=folder
        )
    multiply_with_numpy(nlp)
    return nlp


def _start(folder: Path) -> Config:
    """Configuration by which a pipeline is made before it is read; one that brings its own tokenizer starts with none."""
    config = load_config(folder / "config.cfg")
    if (folder / "tokenizer").exists() and config["nlp"]["tokenizer"] == {"@tokenizers": "spacy.Tokenizer.v1"}:
        config["nlp"]["tokenizer"] = {"@tokenizers": "gdogh.EmptyTokenizer.v1"}
    return config


@registry.tokenizers("gdogh.EmptyTokenizer.v1")  # type: ignore[untyped-decorator]
def _empty_tokenizer() -> Callable[[Language], Tokenizer]:
    """A tokenizer without the language's thousands of exceptions: reading another one into it replaces them all."""
    return lambda nlp: Tokenizer(nlp.vocab)


def _idle(nlp: Language, wanted: frozenset[str]) -> set[str]:
    """Components that serve nothing of what is wanted, by what their factories say that they set and require."""
    needed = {NEEDS[task] for task in wanted} | ({NEEDS["pos"]} if "lemma" in wanted else set())
    idle = set()
    for name in reversed(nlp.pipe_names):
        about = nlp.get_pipe_meta(name)
        sets = set(about.assigns)
        # What sets nothing or a tensor (attribute ruler, tok2vec) works for the others.
        if not sets or "doc.tensor" in sets or sets & needed:
            needed |= set(about.requires)
        else:
            idle.add(name)
    return idle


def multiply_with_numpy(nlp: Language) -> None:
    """Let the models of a pipeline use the BLAS of numpy, which knows more processors than the one of spaCy."""
    fast = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if model not in (None, True, False):
            for node in model.walk():
                if isinstance(node.ops, NumpyOps):
                    node.ops = fast


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


__all__ = ["NEEDS", "embedding", "found_pipelines", "load_pipeline", "multiply_with_numpy", "self_test"]
