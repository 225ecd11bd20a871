"""Scores of a pipeline on treebanks, with spaCy's scorer, and the model card that is written from them."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from spacy.attrs import MORPH  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example
from threadpoolctl import threadpool_limits

from analyzer.errors import PipelineError
from analyzer.language.noise import Passage, plain
from analyzer.language.pipeline import load_pipeline
from analyzer.language.treebank import MISSING, Sentence, read_conllu, read_folder

_MEASURES = {
    "pos": "pos_acc",
    "morph": "morph_acc",
    "tag": "tag_acc",
    "lemma": "lemma_acc",
    "uas": "dep_uas",
    "las": "dep_las",
    "sentences": "sents_f",
    "tokens": "token_f",
}
# spaCy's own conversion of treebanks puts ten sentences in a document.
_TOGETHER = 10


def reference(nlp: Language, sentences: Sequence[Sentence]) -> Doc:
    """Document with the annotation of the treebank.

    Parameters
    ----------
    nlp : Language
        Pipeline whose vocabulary is used.
    sentences : sequence of Sentence
        The sentences, in order.

    Returns
    -------
    Doc
        One token a treebank word, whatever the tokenizer would do.
    """
    words = [word for sentence in sentences for word in sentence.words]
    heads: list[int] = []
    starts: list[bool | int | None] = []
    for sentence in sentences:
        first = len(heads)
        heads.extend(first + word.head for word in sentence.words)
        starts.extend(index == 0 for index in range(len(sentence.words)))
    doc = Doc(
        nlp.vocab,
        words=[word.form for word in words],
        spaces=[word.space for word in words],
        pos=[word.pos for word in words],
        tags=[word.tag for word in words],
        morphs=[word.morph for word in words],
        lemmas=[word.lemma for word in words],
        heads=heads,
        deps=["ROOT" if word.dep == "root" else word.dep for word in words],
        sent_starts=starts,
    )
    unknown = np.array([word.morph == MISSING for word in words])
    if unknown.any():
        # spaCy takes an empty string for "no features"; 0 is how it says that nothing is known.
        features: Any = np.where(unknown, 0, doc.to_array([MORPH]).ravel()).astype("uint64")
        doc.from_array([MORPH], features)
    return doc


def example(nlp: Language, passage: Passage, *, gold_tokens: bool = False) -> Example:
    """Example for training or scoring: what the tokenizer makes of the text beside the treebank's annotation.

    Parameters
    ----------
    nlp : Language
        Pipeline whose tokenizer and vocabulary are used.
    passage : Passage
        Sentences and their text.
    gold_tokens : bool
        Give the treebank's tokens instead of the tokenizer's.
    """
    gold = reference(nlp, passage.sentences)
    if gold_tokens:
        predicted = Doc(nlp.vocab, words=[token.text for token in gold], spaces=[bool(t.whitespace_) for t in gold])
    else:
        predicted = nlp.make_doc(passage.text)
    return Example(predicted, gold)


def score(nlp: Language, sentences: Sequence[Sentence], *, gold_tokens: bool, together: int) -> dict[str, float]:
    """Scores of a pipeline on sentences.

    Parameters
    ----------
    nlp : Language
        The pipeline.
    sentences : sequence of Sentence
        Treebank sentences.
    gold_tokens : bool
        Give the treebank's tokens instead of running text.
    together : int
        Sentences in a document.

    Returns
    -------
    dict
        ``pos``, ``morph``, ``tag``, ``lemma``, ``uas``, ``las``, ``sentences`` (F), ``tokens`` (F), from 0 to 1.
    """
    groups = [plain(sentences[start : start + together]) for start in range(0, len(sentences), together)]
    examples = [example(nlp, group, gold_tokens=gold_tokens) for group in groups]
    for item, doc in zip(examples, nlp.pipe([item.predicted for item in examples]), strict=True):
        item.predicted = doc
    found = Scorer(nlp).score(examples)
    return {name: float(found[key]) for name, key in _MEASURES.items() if found.get(key) is not None}


def evaluate_pipeline(model: str | Path | Language, data: Path, *, pattern: str = "*dev.conllu") -> dict[str, Any]:
    """Score a pipeline on the development sets, each apart and together.

    Parameters
    ----------
    model : str, Path or Language
        A pipeline, or its name or folder.
    data : Path
        Folder with CoNLL-U files.
    pattern : str
        Which of them.

    Returns
    -------
    dict
        ``scores``: set → ``gold`` (the treebank's tokens, a sentence at a time), ``documents`` (the treebank's tokens,
        ten sentences at a time) and ``text`` (running text, ten sentences at a time) → measure → value;
        ``words_per_second`` on one set of running texts, after a first pass.

    Raises
    ------
    PipelineError
        If there is no such file.
    """
    nlp = model if isinstance(model, Language) else load_pipeline(model)
    sets = {path.stem: read_conllu(path) for path in sorted(Path(data).glob(pattern))}
    everything = read_folder(Path(data), pattern)
    sets["together"] = everything
    scores = {
        name: {
            "gold": score(nlp, sentences, gold_tokens=True, together=1),
            "documents": score(nlp, sentences, gold_tokens=True, together=_TOGETHER),
            "text": score(nlp, sentences, gold_tokens=False, together=_TOGETHER),
        }
        for name, sentences in sets.items()
    }
    texts = [plain(everything[i : i + _TOGETHER]).text for i in range(0, len(everything), _TOGETHER)]
    return {"scores": scores, "words_per_second": words_per_second(nlp, texts)}


def words_per_second(nlp: Language, texts: Sequence[str], *, repeat: int = 3) -> float:
    """Speed of a pipeline on one core, the best of some passes over the same texts.

    Parameters
    ----------
    nlp : Language
        The pipeline.
    texts : sequence of str
        What it reads.
    repeat : int
        Number of passes after the first, which only warms up.
    """
    best = float("inf")
    with threadpool_limits(1):
        words = sum(len(doc) for doc in nlp.pipe(texts))
        for _ in range(repeat):
            begin = time.perf_counter()
            for _doc in nlp.pipe(texts):
                pass
            best = min(best, time.perf_counter() - begin)
    return words / best


_ROWS = (
    ("pos", "gold", "POS (`pos_`)"),
    ("morph", "gold", "morphology (`morph`)"),
    ("tag", "gold", "tag (`tag_`)"),
    ("lemma", "gold", "lemma (`lemma_`)"),
    ("uas", "gold", "UAS"),
    ("las", "gold", "LAS"),
    ("uas", "documents", "UAS, ten sentences in a document"),
    ("las", "documents", "LAS, ten sentences in a document"),
    ("tokens", "text", "tokens F, running text"),
    ("sentences", "text", "sentences F, running text"),
)
_BEGIN, _END = "<!-- scores: written by `gdogh train pipeline`, do not edit -->", "<!-- end of scores -->"


def score_table(scores: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """Markdown table of scores, one column a set."""
    names = list(scores)
    lines = ["| measure | " + " | ".join(names) + " |", "| --- |" + " ---: |" * len(names)]
    for measure, view, label in _ROWS:
        cells = [f"{scores[name][view].get(measure, float('nan')):.4f}" for name in names]
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def update_card(card: Path, results: Mapping[str, Any]) -> None:
    """Write the table of scores anew into a pipeline's model card, and the figures as JSON beside it.

    Raises
    ------
    PipelineError
        If the card has no place for the table.
    """
    text = card.read_text(encoding="utf-8")
    if _BEGIN not in text or _END not in text:
        raise PipelineError("heeft geen plaats voor de tabel.", remedy="Geef de README.md van de pipeline.", path=card)
    write_card(card.parent, text, results)


def write_card(folder: Path, card: str, results: Mapping[str, Any]) -> None:
    """Write the model card with the table of scores between its two marks, and the figures as JSON beside it.

    Parameters
    ----------
    folder : Path
        The pipeline's folder.
    card : str
        Text of the card; it has the two marks on lines of their own.
    results : mapping
        What :func:`evaluate_pipeline` returned.
    """
    scores = results["scores"]
    before, rest = card.split(_BEGIN, 1)
    after = rest.split(_END, 1)[1]
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    speed = f"{results['words_per_second']:,.0f} words a second on one core"
    note = f"Size {size:.1f} MB. Speed when the table was written: {speed}."
    body = f"{before}{_BEGIN}\n\n{score_table(scores)}\n\n{note}\n\n{_END}{after}"
    (folder / "README.md").write_text(body, encoding="utf-8")
    (folder / "scores.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
