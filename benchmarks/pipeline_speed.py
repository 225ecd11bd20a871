"""Speed of the shipped pipeline beside one of the shape of ``nl_core_news_sm``, in one run on one core.

Run with ``OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python benchmarks/pipeline_speed.py``. The peer has the same
components (tagger, morphologizer, parser, trainable lemmatizer on one shared embedding) at the widths of spaCy's
default configuration; its weights are untrained, which changes what it says and hardly how long it takes. With
``--trained FOLDER`` a trained pipeline is the peer.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import spacy  # noqa: E402
from spacy.language import Language  # noqa: E402
from spacy.tokens import Doc  # noqa: E402
from spacy.training import Example  # noqa: E402

from analyzer.language.pipeline import load_pipeline  # noqa: E402
from analyzer.resources import shipped  # noqa: E402

WIDTH = 96


def peer(texts: list[str], teacher: Language) -> Language:
    """Pipeline of the shape of ``nl_core_news_sm``, with the labels that the teacher gives the texts."""
    nlp = spacy.blank("nl")
    nlp.add_pipe(
        "tok2vec",
        config={
            "model": {
                "@architectures": "spacy.Tok2Vec.v2",
                "embed": {
                    "@architectures": "spacy.MultiHashEmbed.v2",
                    "width": WIDTH,
                    "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
                    "rows": [5000, 1000, 2500, 2500],
                    "include_static_vectors": False,
                },
                "encode": {
                    "@architectures": "spacy.MaxoutWindowEncoder.v2",
                    "width": WIDTH,
                    "depth": 4,
                    "window_size": 1,
                    "maxout_pieces": 3,
                },
            }
        },
    )
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "*"}
    tagging = {"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}}
    nlp.add_pipe("morphologizer", config=tagging)
    nlp.add_pipe("tagger", config=tagging)
    parsing = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "parser",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": listener,
    }
    nlp.add_pipe("parser", config={"min_action_freq": 30, "model": parsing})
    nlp.add_pipe("trainable_lemmatizer", config=tagging)
    silver = [copied(nlp, doc) for doc in teacher.pipe(texts)]
    nlp.initialize(lambda: [Example(nlp.make_doc(doc.text), doc) for doc in silver])
    return nlp


def copied(nlp: Language, doc: Doc) -> Doc:
    """The same analysis in another pipeline's vocabulary."""
    return Doc(
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


def seconds(nlp: Language, texts: list[str]) -> float:
    """Time for one pass."""
    begin = time.perf_counter()
    for _ in nlp.pipe(texts):
        pass
    return time.perf_counter() - begin


def main() -> None:
    """Measure and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trained", type=Path, help="a trained pipeline as the peer")
    parser.add_argument("--texts", type=Path, help="folder of .txt files instead of the example documents")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    begin = time.perf_counter()
    ours = load_pipeline()
    loading = time.perf_counter() - begin
    sources = options.texts.glob("*.txt") if options.texts else shipped("corpora", "bron").glob("*.md")
    whole = [path.read_text("utf-8", errors="replace") for path in sorted(sources)]
    texts = [part.strip() for text in whole for part in text.split("\n\n") if part.strip()]
    texts = [text for text in texts if len(text) < 5000][:: max(len(texts) // 2000, 1)]
    other = spacy.load(options.trained) if options.trained else peer(texts[:500], ours)
    words = sum(len(ours.make_doc(text)) for text in texts)
    # Passes alternate, so that whatever else the computer does weighs on both.
    best = {"ours": float("inf"), "peer": float("inf")}
    for _ in range(options.rounds):
        best["ours"] = min(best["ours"], seconds(ours, texts))
        best["peer"] = min(best["peer"], seconds(other, texts))
    size = sum(path.stat().st_size for path in shipped("models", "nl_gdogh").rglob("*") if path.is_file()) / 1e6
    print(f"shipped pipeline: loads in {loading:.2f} s, {size:.1f} MB")
    for name, least in best.items():
        print(f"{name}: {words / least:,.0f} words a second ({words} words, best of {options.rounds})")
    print(f"ratio ours / peer: {best['peer'] / best['ours']:.2f}")


if __name__ == "__main__":
    main()
