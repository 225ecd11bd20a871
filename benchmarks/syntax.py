"""What a parse shows of a clause: main verb, subject, objects, tense.

Parsing takes far longer than everything else in coding, so the coder does without. ``pipeline_effect`` measures what that costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token


def syntax_names(texts: Iterable[str], pipeline: Language) -> list[list[str]]:
    """Names of the binary features that a parse gives.

    Parameters
    ----------
    texts : iterable of str
        Texts of units.
    pipeline : Language
        A pipeline with tagger, parser and lemmas.

    Returns
    -------
    list of list of str
        One list a text.
    """
    return [list(_names(doc)) for doc in pipeline.pipe(texts, batch_size=256)]


def _names(doc: Doc) -> Iterator[str]:
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    if root is not None:
        yield from (f"rl={root.lemma_}", f"rm={root.morph}", f"rt={root.tag_}", f"rp={root.pos_}")
        for child in root.children:
            yield f"cd={child.dep_}"
            yield f"cl={child.dep_}={child.lemma_.lower()}"
    for token in doc[:3]:
        yield f"tag={token.tag_}"
    for token in doc:
        if token.pos_ in ("VERB", "AUX"):
            yield f"v={token.lemma_}|{_first(token, 'VerbForm')}{_first(token, 'Tense')}"
        if token.is_alpha:
            yield f"lem={token.lemma_.lower()}"


def _first(token: Token, name: str) -> str:
    values: list[str] = token.morph.get(name, [])
    return values[0] if values else ""
