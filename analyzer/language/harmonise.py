"""Bring an older treebank in line with a newer conversion, with a pipeline trained on the newer one as the witness.

The older LassySmall release has Wikipedia sentences that the newer files lack, but it was converted by other rules:
possessives are determiners, ordinals are numerals, names are analysed inside, punctuation hangs on the root. Where the
old annotation and the witness differ in a way that the rules explain, the witness is followed; where they differ in
another way, the word says nothing (part of speech, features) or keeps the old analysis (heads).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from analyzer.language.treebank import MISSING, Sentence, Word

# Old relation → the finer or renamed relations it may stand for when the heads agree.
_REFINED = {
    "det": {"nmod:poss", "nummod", "amod"},
    "nmod": {"nmod:poss", "amod", "nummod"},
    "amod": {"advmod"},
    "obl": {"obl:arg", "obl:agent", "advmod"},
    "flat:name": {"flat", "fixed"},
    "fixed": {"flat"},
    "obj": {"expl:pv"},
    "iobj": {"obl:arg"},
    "cc": {"cc:preconj"},
    "nummod": {"amod"},
    "ccomp": {"xcomp"},
    "appos": {"flat"},
    "cop": {"aux:pass"},
    "advmod": {"compound:prt"},
}
_RENAMED = {"flat:name": "flat"}
# Pairs of part of speech, old and new, that come from the rules: the new one is right.
_RECLASSED = {("DET", "PRON"), ("NUM", "ADJ"), ("ADP", "SCONJ"), ("PUNCT", "SYM")}
_SHARE = 0.05
_CLINGS_LEFT = frozenset(".,;:!?)]»")
_CLINGS_RIGHT = frozenset("([«")


def harmonised(
    old: Sequence[Sentence], new: Iterable[Sentence], witness: Language, *, batch_size: int = 256
) -> Iterator[Sentence]:
    """Sentences of the older treebank with annotation as the newer one would have it.

    Parameters
    ----------
    old : sequence of Sentence
        Sentences of the older treebank.
    new : iterable of Sentence
        The newer treebank: which analyses of a word it knows.
    witness : Language
        Pipeline trained on the newer treebank.
    batch_size : int
        Sentences that the witness sees at a time.

    Yields
    ------
    Sentence
        In the same order. Tags come from the witness, for words whose part of speech and features it has right.
    """
    known = _analyses(new)
    old = [replace(sentence, words=_spaced(sentence.words)) for sentence in old]
    docs = (Doc(witness.vocab, [w.form for w in s.words], [w.space for w in s.words]) for s in old)
    for sentence, doc in zip(old, witness.pipe(docs, batch_size=batch_size), strict=True):
        words = [_classed(word, token, known) for word, token in zip(sentence.words, doc, strict=True)]
        yield Sentence(sentence.source, tuple(_attached(words, doc)))


def _spaced(words: Sequence[Word]) -> tuple[Word, ...]:
    """Words with the white space that the older release does not record, as Dutch is usually set."""
    following = [*(word.form for word in words[1:]), ""]
    return tuple(
        replace(word, space=word.form not in _CLINGS_RIGHT and after not in _CLINGS_LEFT)
        for word, after in zip(words, following, strict=True)
    )


def _analyses(sentences: Iterable[Sentence]) -> dict[str, Counter[tuple[str, str]]]:
    known: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for sentence in sentences:
        for word in sentence.words:
            known[word.form.lower()][word.pos, word.morph] += 1
    return known


def _classed(word: Word, token: Token, known: dict[str, Counter[tuple[str, str]]]) -> Word:
    """The word with part of speech, features and tag in the newer style, or without them."""
    pos, morph = word.pos, word.morph.replace("=yes", "=Yes")
    seen = (token.pos_, str(token.morph) or "_")
    if (pos, morph) == seen or (pos, token.pos_) in _RECLASSED:
        return replace(word, pos=seen[0], morph=seen[1], tag=token.tag_)
    analyses = known.get(word.form.lower())
    name = word.form[:1].isupper() and "PROPN" in (pos, token.pos_) and pos != token.pos_
    inside = pos == "PROPN" and seen == ("PROPN", "_")
    attested = analyses is None or analyses[pos, morph] >= _SHARE * analyses.total()
    if name or inside or not attested or {pos, token.pos_} == {"AUX", "VERB"}:
        return replace(word, pos=MISSING, morph=MISSING, tag=MISSING)
    return replace(word, morph=morph, tag=MISSING)


def _attached(words: list[Word], doc: Doc) -> list[Word]:
    """The words with heads and relations in the newer style."""
    out = []
    for index, word in enumerate(words):
        token = doc[index]
        relation = "root" if token.dep_ == "ROOT" else token.dep_
        if word.dep == "punct":
            head = token.head.i if relation == "punct" else word.head
            out.append(replace(word, head=head if head != index else word.head))
        elif word.dep == "cc" and word.head < index:
            out.append(replace(word, head=_next_conjunct(words, index)))
        elif token.head.i == word.head and relation in _REFINED.get(word.dep, ()):
            out.append(replace(word, dep=relation))
        else:
            out.append(replace(word, dep=_RENAMED.get(word.dep, word.dep)))
    return out


def _next_conjunct(words: Sequence[Word], index: int) -> int:
    head = words[index].head
    for later in range(index + 1, len(words)):
        if words[later].head == head and words[later].dep == "conj":
            return later
    return head
