"""Ways to find Dutch lemmas, compared on the development sets: edit trees, look-up tables, and the hybrid that ships.

Run with ``python benchmarks/pipeline_lemmas.py --data ../shared/ud`` (needs the extra "train"). All see the treebank's
tokens; where a method needs a part of speech or a tag, it has those of the shipped pipeline. The edit-tree lemmatizer is
spaCy's own, trained here on an embedding of its own at the default widths, on the newer treebank files. Right is the
treebank's lemma without its separators.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import simplemma  # noqa: E402
import spacy  # noqa: E402
from spacy.language import Language  # noqa: E402
from spacy.tokens import Doc  # noqa: E402
from spacy.training import Example  # noqa: E402
from spacy.util import fix_random_seed  # noqa: E402

from analyzer.language.evaluation import reference  # noqa: E402
from analyzer.language.lemmas import PARTICLE, DutchLemmatizer  # noqa: E402
from analyzer.language.pipeline import load_pipeline  # noqa: E402
from analyzer.language.training import NEW, OLD  # noqa: E402
from analyzer.language.treebank import Sentence, read_conllu, read_folder  # noqa: E402
from analyzer.language.wordlists import extra_lemmas  # noqa: E402

Method = Callable[[list[Doc]], list[list[str]]]


def lemmas_of(docs: list[Doc]) -> list[list[str]]:
    return [[token.lemma_ for token in doc] for doc in docs]


def spacy_lemmatizer(mode: str) -> Method:
    """spaCy's Dutch lemmatizer with the tables of spacy-lookups-data."""
    nlp = spacy.blank("nl")
    component = nlp.add_pipe("lemmatizer", config={"mode": mode, "overwrite": True})
    component.initialize(lambda: [], nlp=nlp)

    def run(docs: list[Doc]) -> list[list[str]]:
        return lemmas_of([component(doc.copy()) for doc in docs])

    return run


def lower_cased(docs: list[Doc]) -> list[list[str]]:
    """The look-up table of spacy-lookups-data, asked for the lower-cased word."""
    table = spacy.lookups.load_lookups("nl", ["lemma_lookup"]).get_table("lemma_lookup")
    return [[str(table.get(token.lower_, token.text)) for token in doc] for doc in docs]


def by_simplemma(docs: list[Doc]) -> list[list[str]]:
    return [[simplemma.lemmatize(token.text, lang="nl") for token in doc] for doc in docs]


def edit_trees(sentences: list[Sentence], *, steps: int, words: int = 1000) -> Method:
    """spaCy's trainable lemmatizer at its default widths."""
    fix_random_seed(0)
    nlp = spacy.blank("nl")
    component = nlp.add_pipe("trainable_lemmatizer")
    docs = [reference(nlp, [sentence]) for sentence in sentences]
    examples = [Example(Doc(nlp.vocab, [t.text for t in doc], [bool(t.whitespace_) for t in doc]), doc) for doc in docs]
    optimizer = nlp.initialize(lambda: examples)
    rng = random.Random(0)
    for step in range(steps):
        batch: list[Example] = []
        while sum(len(item) for item in batch) < words:
            batch.append(rng.choice(examples))
        optimizer.learn_rate = 0.001 * min(1.0, (step + 1) / 200, 1.2 - step / steps)
        nlp.update(batch, sgd=optimizer, drop=0.1)

    def run(docs: list[Doc]) -> list[list[str]]:
        with nlp.use_params(optimizer.averages):
            blank = [Doc(nlp.vocab, [t.text for t in doc], [bool(t.whitespace_) for t in doc]) for doc in docs]
            return lemmas_of(list(component.pipe(blank)))

    return run


def learned(nlp: Language, sentences: list[Sentence], *, lists: bool = True, parts: tuple[str, ...] = ()) -> Method:
    """The hybrid, learned anew; `parts` are left empty."""
    shipped = nlp.get_pipe("gdogh_lemmatizer")
    assert isinstance(shipped, DutchLemmatizer)
    known = {form for forms in shipped.words.values() for form in forms}
    lemmatizer = DutchLemmatizer(nlp.vocab).learn(sentences, extra_lemmas(known) if lists else None)
    for part in parts:
        setattr(lemmatizer, part, {})

    def run(docs: list[Doc]) -> list[list[str]]:
        return lemmas_of([lemmatizer(doc.copy()) for doc in docs])

    return run


def main() -> None:
    """Compare and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the treebanks")
    parser.add_argument("--steps", type=int, default=3000, help="training steps of the edit-tree lemmatizer")
    options = parser.parse_args()
    nlp = load_pipeline()
    train = read_folder(options.data, NEW) + read_folder(options.data, OLD)
    methods: dict[str, Callable[[], Method]] = {
        "the word itself": lambda: lambda docs: [[token.text for token in doc] for doc in docs],
        "simplemma": lambda: by_simplemma,
        "spacy-lookups-data, look-up": lambda: spacy_lemmatizer("lookup"),
        "spacy-lookups-data, look-up of the lower-cased word": lambda: lower_cased,
        "spacy-lookups-data, rules": lambda: spacy_lemmatizer("rule"),
        f"edit trees (spaCy, {options.steps} steps)": lambda: edit_trees(
            read_folder(options.data, NEW), steps=options.steps
        ),
        "hybrid without rules": lambda: learned(nlp, train, parts=("rules",)),
        "hybrid without tables": lambda: learned(nlp, train, lists=False, parts=("words", "exceptions")),
        "hybrid without lists of others": lambda: learned(nlp, train, lists=False),
        "hybrid": lambda: learned(nlp, train),
        "hybrid that ships (compounds with linking letters)": lambda: lemmas_of,
    }
    sets = {path.stem: read_conllu(path) for path in sorted(options.data.glob("*dev.conllu"))}
    docs = {
        name: list(nlp.pipe(Doc(nlp.vocab, [w.form for w in s.words], [w.space for w in s.words]) for s in sentences))
        for name, sentences in sets.items()
    }
    print("| method | " + " | ".join(sets) + " | together | separated verbs | seconds to make |")
    print("| --- |" + " ---: |" * (len(sets) + 3))
    for name, make in methods.items():
        begin = time.perf_counter()
        method = make()
        taken = time.perf_counter() - begin
        hits: dict[str, list[bool]] = {name: [] for name in (*sets, "separated")}
        for key, sentences in sets.items():
            for sentence, lemmas in zip(sentences, method(docs[key]), strict=True):
                apart = {word.head for word in sentence.words if word.dep == PARTICLE}
                for index, (word, lemma) in enumerate(zip(sentence.words, lemmas, strict=True)):
                    hits[key].append(word.lemma == lemma)
                    if index in apart and word.pos == "VERB":
                        hits["separated"].append(word.lemma == lemma)
        everything = [hit for key in sets for hit in hits[key]]
        cells = [*(hits[key] for key in sets), everything, hits["separated"]]
        print(f"| {name} | " + " | ".join(f"{mean(cell):.4f}" for cell in cells) + f" | {taken:.0f} |", flush=True)
    print(f"\n{len(everything)} words, {len(hits['separated'])} verbs that stand apart from their particle")


if __name__ == "__main__":
    main()
