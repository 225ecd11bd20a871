"""Lemma lists of other projects, for words that the treebanks do not have. Needed for training only."""

from __future__ import annotations

import gzip
import json
from importlib.resources import files


def extra_lemmas(words: set[str]) -> dict[str, dict[str, str]]:
    """Lemmas for words from ``spacy-lookups-data`` (nouns, adjectives) and ``simplemma`` (verbs).

    Which list serves which part of speech was measured on the development sets: the lists give one lemma a word,
    and simplemma's is often a verb.

    Parameters
    ----------
    words : set of str
        Lower-cased words; others are left out, to keep the tables small.

    Returns
    -------
    dict
        Part of speech → form → lemma.
    """
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    packed = files("spacy_lookups_data").joinpath("data/nl_lemma_lookup.json.gz").read_bytes()
    general: dict[str, str] = json.loads(gzip.decompress(packed))
    verbal = DefaultDictionaryFactory().get_dictionary("nl")
    found: dict[str, dict[str, str]] = {"NOUN": {}, "ADJ": {}, "VERB": {}}
    for word in sorted(words):
        lemma = general.get(word)
        if lemma:
            found["NOUN"][word] = found["ADJ"][word] = lemma
        verb = verbal.get(word)
        if verb and verb.endswith("n") and "_" not in verb:
            found["VERB"][word] = verb
    return found
