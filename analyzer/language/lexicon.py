"""Words of the quick pass: base form and most frequent part of speech of a word, without running a model."""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from spacy.language import Language

from analyzer.errors import PipelineError
from analyzer.resources import shipped

_FILE = ("models", "nl_gdogh_lexicon", "words.tsv.gz")
_LEAST = 3
_VERBS = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class WordList:
    """Two look-up tables by lower-cased word.

    Parameters
    ----------
    lemmas : dict
        Word → lower-cased lemma in its most frequent part of speech.
    pos : dict
        Word → most frequent universal part of speech.
    """

    lemmas: dict[str, str]
    pos: dict[str, str]


@lru_cache(maxsize=2)
def load_lexicon(path: Path | None = None) -> WordList:
    """Load the word list that ships; the same one is loaded once.

    Parameters
    ----------
    path : Path, optional
        Another file of the same form.

    Returns
    -------
    WordList
        The tables.

    Raises
    ------
    PipelineError
        If the file is missing or damaged.
    """
    source = path or shipped(*_FILE)
    lemmas: dict[str, str] = {}
    tags: dict[str, str] = {}
    try:
        for line in gzip.decompress(source.read_bytes()).decode("utf-8").splitlines():
            word, pos, lemma = line.split("\t")
            # A word that is its own lemma has an empty cell.
            lemmas[word] = lemma or word
            tags[word] = pos
    except (OSError, EOFError, ValueError) as error:
        raise PipelineError(
            "de woordenlijst is niet te lezen.", remedy=f"Installeer gdogh opnieuw ({error}).", path=source
        ) from error
    return WordList(lemmas, tags)


def build_lexicon(nlp: Language, texts: Iterable[str], path: Path, *, least: int = _LEAST) -> int:
    """Count words in texts that a pipeline has analysed, and write the word list.

    Parameters
    ----------
    nlp : Language
        Pipeline with parts of speech and lemmas; no parser is needed, so that verbs are listed without particle.
    texts : iterable of str
        Texts, best in paragraphs.
    path : Path
        File to write: gzipped lines of word, part of speech and lemma.
    least : int
        Leave out words that occur less often.

    Returns
    -------
    int
        Number of words.
    """
    seen: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for doc in nlp.pipe(texts, batch_size=500):
        for token in doc:
            if token.text[0].isalpha():
                seen[token.lower_][token.pos_, token.lemma_.lower()] += 1
    lines = []
    for word, analyses in sorted(seen.items()):
        if analyses.total() < least or "\t" in word:
            continue
        pos, lemma = _most_frequent(analyses)
        lines.append(f"{word}\t{pos}\t{lemma if lemma != word else ''}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(lines).encode("utf-8"), mtime=0))
    return len(lines)


def _most_frequent(analyses: Counter[tuple[str, str]]) -> tuple[str, str]:
    """Most frequent part of speech, verbs and auxiliaries taken together, with its most frequent lemma."""
    by_pos: Counter[str] = Counter()
    for (pos, _), times in analyses.items():
        by_pos["VERB" if pos in _VERBS else pos] += times
    best = max(sorted(by_pos), key=by_pos.__getitem__)
    fitting = {key: n for key, n in analyses.items() if key[0] == best or (best == "VERB" and key[0] in _VERBS)}
    return max(sorted(fitting), key=fitting.__getitem__)
