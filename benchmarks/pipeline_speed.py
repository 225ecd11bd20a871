"""Speed of the shipped pipeline beside one of the shape of ``nl_core_news_sm``, in one run on one core.

Run with ``taskset -c 0 python benchmarks/pipeline_speed.py``; the script keeps the linear algebra to one thread. The peer
has the components that ``nl_core_news_sm`` 3.8.0 has switched on (tagger, morphologizer, parser, trainable lemmatizer on
one shared embedding, attribute ruler, named entities on an embedding of their own) at the widths of spaCy's default
configuration. It is trained briefly on the shipped pipeline's own output, so that it says something: how long it takes
hangs on its shape. With ``--trained NAME`` an installed pipeline is the peer.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import spacy  # noqa: E402
from spacy.language import Language  # noqa: E402
from spacy.tokens import Doc, Span  # noqa: E402
from spacy.training import Example  # noqa: E402
from spacy.util import fix_random_seed, minibatch  # noqa: E402

from analyzer.language.pipeline import load_pipeline, multiply_with_numpy  # noqa: E402
from analyzer.resources import shipped  # noqa: E402

WIDTH = 96
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "tok2vec"}
TOK2VEC = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2", "width": WIDTH, "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
        "rows": [5000, 1000, 2500, 2500], "include_static_vectors": False,
    },
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2", "width": WIDTH, "depth": 4, "window_size": 1,
        "maxout_pieces": 3,
    },
}  # fmt: skip
TAGGING = {"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": LISTENER}}


def transitions(kind: str, tok2vec: dict[str, object]) -> dict[str, object]:
    """Model of a parser or of an entity recogniser."""
    return {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": kind, "extra_state_tokens": False,
        "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "tok2vec": tok2vec,
    }  # fmt: skip


def peer(texts: list[str], teacher: Language, *, updates: int) -> Language:
    """Pipeline of the shape of ``nl_core_news_sm``, with the labels that the teacher gives the texts."""
    fix_random_seed(0)
    nlp = spacy.blank("nl")
    nlp.add_pipe("tok2vec", config={"model": TOK2VEC})
    nlp.add_pipe("morphologizer", config=TAGGING)
    nlp.add_pipe("tagger", config=TAGGING)
    nlp.add_pipe("parser", config={"model": transitions("parser", LISTENER)})
    nlp.add_pipe("trainable_lemmatizer", name="lemmatizer", config=TAGGING)
    nlp.add_pipe("attribute_ruler")
    nlp.add_pipe("ner", config={"model": transitions("ner", TOK2VEC)})
    examples = [Example(nlp.make_doc(doc.text), copied(nlp, doc)) for doc in teacher.pipe(texts)]
    optimizer = nlp.initialize(lambda: examples)
    for number, batch in enumerate(minibatch(examples * updates, 16)):
        if number == updates:
            break
        nlp.update(batch, sgd=optimizer, drop=0.1)
    return nlp


def copied(nlp: Language, doc: Doc) -> Doc:
    """The same analysis in another pipeline's vocabulary, with its names as entities."""
    out = Doc(
        nlp.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        tags=[t.tag_ for t in doc],
        pos=[t.pos_ for t in doc],
        morphs=[str(t.morph) for t in doc],
        lemmas=[t.lemma_ for t in doc],
        heads=[t.head.i for t in doc],
        deps=[t.dep_ for t in doc],
    )
    out.set_ents([Span(out, t.i, t.i + 1, label="ORG") for t in doc if t.pos_ == "PROPN"], default="outside")
    return out


def seconds(nlp: Language, texts: list[str]) -> float:
    """Time for one pass."""
    begin = time.perf_counter()
    for _ in nlp.pipe(texts):
        pass
    return time.perf_counter() - begin


def main() -> None:
    """Measure and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trained", help="an installed pipeline as the peer")
    parser.add_argument("--texts", type=Path, help="folder of .txt files instead of the example documents")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--updates", type=int, default=60, help="training steps of the peer")
    options = parser.parse_args()
    ours = load_pipeline()
    sources = options.texts.glob("*.txt") if options.texts else shipped("corpora").rglob("*.md")
    whole = [path.read_text("utf-8", errors="replace") for path in sorted(sources)]
    texts = [part.strip() for text in whole for part in text.split("\n\n") if part.strip()]
    texts = [text for text in texts if len(text) < 5000][:: max(len(texts) // 2000, 1)]
    with TemporaryDirectory() as folder:
        stored = options.trained or folder
        if not options.trained:
            peer(texts[:500], ours, updates=options.updates).to_disk(folder)
        other, no_names, fast = (spacy.load(stored, exclude=names) for names in ([], ["ner"], ["ner"]))
    multiply_with_numpy(fast)
    contenders = {
        "nl_gdogh": ours,
        "peer, all that is switched on": other,
        "peer without entities": no_names,
        "peer without entities, with gdogh's choice of BLAS": fast,
    }
    words = sum(len(ours.make_doc(text)) for text in texts)
    times: dict[str, list[float]] = {name: [] for name in contenders}
    # Passes alternate, so that whatever else the computer does weighs on all.
    for _ in range(options.rounds):
        for name, nlp in contenders.items():
            times[name].append(seconds(nlp, texts))
    print(f"spaCy {spacy.__version__}, {words} words in {len(texts)} texts, best of {options.rounds} rounds\n")
    print("| pipeline | words a second | ratio nl_gdogh / peer |\n| --- | ---: | ---: |")
    best = min(times["nl_gdogh"])
    for name, taken in times.items():
        print(f"| {name} | {words / min(taken):,.0f} | {min(taken) / best:.2f} |")


if __name__ == "__main__":
    main()
