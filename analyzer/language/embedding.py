"""Word embedding of the Dutch pipeline: hashed affixes, shape and subword vectors, computed once a word *type*.

spaCy's own embedding computes the same vector again for each of the thousand times "de" occurs. What it is computed
from depends on the word type alone, so here it is computed for the distinct types of a batch and then handed out; the
features of types seen before are kept. The time this saves is spent on more features and a wider encoder.
"""

# Annotations are not postponed: older releases of spaCy 3.8 need the types of registered functions themselves.

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from spacy.attrs import ORTH  # type: ignore[import-not-found]
from spacy.lang.lex_attrs import word_shape as spacy_shape
from spacy.ml.models.tok2vec import MaxoutWindowEncoder
from spacy.strings import get_string_id
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import HashEmbed, Maxout, Model, NumpyOps, concatenate

# How many word types are remembered; at most about 20 MB.
_REMEMBERED = 40_000


def _features(lower: str, shape: str, first_upper: bool) -> tuple[str, ...]:
    """Strings that a word type is known by, each with a letter that keeps the kinds apart."""
    return (
        "w" + lower,
        "p" + lower[:3],
        "q" + lower[:1] + ("U" if first_upper else "l"),
        "b" + lower[-2:],
        "c" + lower[-3:],
        "d" + lower[-4:],
        "e" + lower[-5:],
        "s" + shape,
    )


def frequent_features(words: Iterable[tuple[str, int]], least: int = 3) -> list[str]:
    """Features that are seen often enough to learn something about them.

    Parameters
    ----------
    words : iterable of (str, int)
        Words of the training data and how often they occur.
    least : int
        A word must occur this often, an affix in this many different words.

    Returns
    -------
    list of str
        Sorted.
    """
    counts: Counter[str] = Counter()
    for word, times in words:
        shape = spacy_shape(word)
        for index, text in enumerate(_features(word.lower(), shape, word[:1].isupper())):
            counts[text] += times if index == 0 else 1
    return sorted(text for text, times in counts.items() if times >= least)


class _Memory:
    """Features and subword vectors of the types seen so far, for one vocabulary."""

    def __init__(self) -> None:
        self.known: frozenset[int] = frozenset()
        self.vectors: Any = None
        self.row: dict[int, int] = {}
        self.features: Any = None
        self.subwords: Any = None

    def rows(self, vocab: Any, orths: Any) -> Any:
        """Rows in the tables for distinct types; unknown ones are added."""
        if self.vectors is not vocab.vectors or len(self.row) + len(orths) > max(_REMEMBERED, 2 * len(orths)):
            self.vectors, self.row, self.features, self.subwords = vocab.vectors, {}, None, None
        known = self.row
        new = [orth for orth in orths if orth not in known]
        if new:
            for orth in new:
                known[orth] = len(known)
            self._add([vocab[orth] for orth in new])
        return np.fromiter((known[orth] for orth in orths), dtype="i", count=len(orths))

    def _add(self, lexemes: list[Any]) -> None:
        kinds = [_features(lex.lower_, lex.shape_, lex.orth_[:1].isupper()) for lex in lexemes]
        features = np.array([[self._key(text) for text in kind] for kind in kinds], dtype="uint64")
        subwords = self.vectors.get_batch([lex.lower for lex in lexemes]).astype("f")
        self.features = features if self.features is None else np.vstack([self.features, features])
        self.subwords = subwords if self.subwords is None else np.vstack([self.subwords, subwords])

    def _key(self, text: str) -> int:
        """Hash of a feature; unknown ones of a kind share one, so that rare words teach about unknown words."""
        key = int(get_string_id(text))
        return key if not self.known or key in self.known else int(get_string_id(text[:1] + "?"))


@registry.architectures("gdogh.TypeEmbed.v1")  # type: ignore[untyped-decorator]
def type_embed(width: int, table_width: int, rows: list[int], known: str | None = None) -> Model[list[Doc], list[Any]]:
    """Embed tokens by their type.

    Parameters
    ----------
    width : int
        Length of the vectors that come out.
    table_width : int
        Length of the vectors in the hashed tables.
    rows : list of int
        Rows of the eight tables: lower-cased word, first three characters, first character with its case, last two,
        three, four and five characters, shape.
    known : str, optional
        File with the features that are looked up, one a line (:func:`frequent_features`); needed for training only,
        because the model keeps them. Without it all are looked up.

    Returns
    -------
    Model
        From documents to one array of shape (tokens, `width`) for each.
    """
    tables: Model[Any, Any] = concatenate(
        *(HashEmbed(table_width, n, column=i, seed=i + 7) for i, n in enumerate(rows))
    )
    mix: Model[Any, Any] = Maxout(nO=width, nP=3, normalize=True, dropout=0.0)
    memory = _Memory()
    keys = [int(get_string_id(line)) for line in Path(known).read_text("utf-8").splitlines()] if known else []
    return Model(
        "gdogh_type_embed",
        lambda model, docs, is_train: _forward(model, docs, is_train, memory),
        init=lambda model, X=None, Y=None: _init(model, X, memory),
        layers=[tables, mix],
        dims={"nO": width},
        attrs={"known": np.array(sorted(keys), dtype="uint64").tobytes()},
    )


@registry.architectures("gdogh.WindowEncoder.v1")  # type: ignore[untyped-decorator]
def window_encoder(width: int, depth: int) -> Model[list[Any], list[Any]]:
    """Encode tokens with their neighbours: spaCy's convolution, multiplied with the BLAS of numpy.

    Parameters
    ----------
    width : int
        Length of the vectors that go in and come out.
    depth : int
        Number of layers; each sees one more token to either side.

    Returns
    -------
    Model
        The model, for the processor only.
    """
    model: Model[list[Any], list[Any]] = MaxoutWindowEncoder(width=width, window_size=1, maxout_pieces=3, depth=depth)
    # The BLAS that comes with spaCy has no fast kernel for many processors: numpy's is up to three times as fast.
    fast = NumpyOps(use_blis=False)
    for node in model.walk():
        node.ops = fast
    return model


def _init(model: Model[Any, Any], X: Any, memory: _Memory) -> None:
    tables, mix = model.layers
    if X is None:
        tables.initialize()
        return
    features, subwords, _, _ = _types(X, memory, model.attrs["known"])
    tables.initialize(features)
    mix.initialize(np.hstack([tables.predict(features), subwords]))


def _types(docs: list[Doc], memory: _Memory, known: bytes) -> tuple[Any, Any, Any, list[int]]:
    """Features and vectors of the distinct types, where each token's type stands, and the lengths of the documents."""
    if known and not memory.known:
        memory.known = frozenset(np.frombuffer(known, dtype="uint64").tolist())
    lengths = [len(doc) for doc in docs]
    orths = np.concatenate([doc.to_array(ORTH) for doc in docs])
    distinct, place = np.unique(orths, return_inverse=True)
    rows = memory.rows(docs[0].vocab, distinct.tolist())
    return memory.features[rows], memory.subwords[rows], place.astype("i"), lengths


def _forward(
    model: Model[Any, Any], docs: list[Doc], is_train: bool, memory: _Memory
) -> tuple[list[Any], Callable[[list[Any]], list[Doc]]]:
    tables, mix = model.layers
    ops: Any = model.ops
    if not sum(len(doc) for doc in docs):
        return [ops.alloc2f(0, model.get_dim("nO")) for _ in docs], lambda _: []
    features, subwords, place, lengths = _types(docs, memory, model.attrs["known"])
    hashed, into_tables = tables(features, is_train)
    mixed, into_mix = mix(ops.asarray(np.hstack([hashed, subwords])), is_train)

    def backprop(gradients: list[Any]) -> list[Doc]:
        gradient = ops.alloc2f(*mixed.shape)
        ops.scatter_add(gradient, place, ops.flatten(gradients))
        into_tables(ops.as_contig(into_mix(gradient)[:, : hashed.shape[1]]))
        return []

    return ops.unflatten(ops.as_contig(mixed[place]), lengths), backprop
