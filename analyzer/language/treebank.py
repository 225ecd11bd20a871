"""Sentences of a Universal Dependencies treebank, and the texts that are made of them for training."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analyzer.errors import PipelineError

# The cells of a CoNLL-U row that a pipeline learns from.
_FORM, _LEMMA, _UPOS, _XPOS, _FEATS, _HEAD, _DEPREL, _MISC = 1, 2, 3, 4, 5, 6, 7, 9

#: What stands in a field of which the treebank says nothing.
MISSING = ""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a treebank sentence.

    Parameters
    ----------
    form, lemma, pos, tag, morph, dep : str
        As in the treebank, the lemma without separators; :data:`MISSING` where nothing is known.
        `morph` is ``"_"`` for a word that has no features.
    head : int
        Index of the head in the sentence; a root is its own head.
    space : bool
        Whether white space follows.
    """

    form: str
    lemma: str
    pos: str
    tag: str
    morph: str
    dep: str
    head: int
    space: bool = True


@dataclass(frozen=True, slots=True)
class Sentence:
    """One treebank sentence with the name of the file it comes from."""

    source: str
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The sentence as running text."""
        return "".join(word.form + (" " if word.space else "") for word in self.words).strip()


def clean_lemma(lemma: str, form: str) -> str:
    """Lemma without the separators between the parts of a compound or a separable verb.

    Parameters
    ----------
    lemma, form : str
        As in the treebank.

    Returns
    -------
    str
        ``basis_niveau`` becomes ``basisniveau``; a form that has an underscore itself is left alone.
    """
    if "_" not in lemma or "_" in form:
        return lemma
    return lemma.replace("_", "") or form


def spelled_lemma(lemma: str, form: str, pos: str) -> str:
    """Lemma as a Dutch reader would look it up: of a compound with the letters that link its parts.

    Parameters
    ----------
    lemma, form, pos : str
        As in the treebank.

    Returns
    -------
    str
        ``arbeid_markt`` of "arbeidsmarkten" becomes ``arbeidsmarkt``, where :func:`clean_lemma` leaves out the "s";
        verbs and words without separators are as there.
        Abbreviations are written out: ``onder_ander`` of "o.a." becomes ``onder ander``.
    """
    if "_" not in lemma or "_" in form or pos in ("VERB", "AUX"):
        return clean_lemma(lemma, form)
    if "." in form:
        return lemma.replace("_", " ")
    first, last = lemma.rsplit("_", 1)
    word = form if first[:1].isupper() or last[:1].isupper() else form.lower()
    for length in range(len(last), 1, -1):
        at = word.rfind(last[:length])
        if at > 0:
            return word[:at] + last
    return clean_lemma(lemma, form)


def read_conllu(path: Path, *, spelled: bool = False) -> list[Sentence]:
    """Sentences of one CoNLL-U file.

    Parameters
    ----------
    path : Path
        The file, UTF-8.
    spelled : bool
        Lemmas of :func:`spelled_lemma` instead of :func:`clean_lemma`.

    Returns
    -------
    list of Sentence
        In file order; multiword ranges and empty nodes are left out.

    Raises
    ------
    PipelineError
        If the file is missing, or a row has not ten cells.
    """
    try:
        blocks = path.read_text(encoding="utf-8").split("\n\n")
    except OSError as error:
        raise PipelineError("de boombank is niet te lezen.", remedy=str(error), path=path) from error
    found = []
    for block in blocks:
        rows = [line.split("\t") for line in block.splitlines() if line and line[0].isdigit()]
        rows = [row for row in rows if row[0].isdigit()]
        if any(len(row) != 10 for row in rows):
            raise PipelineError("een regel heeft geen tien cellen.", remedy="Is dit een CoNLL-U-bestand?", path=path)
        if rows:
            found.append(Sentence(path.stem, tuple(_word(row, spelled) for row in rows)))
    return found


def _word(row: Sequence[str], spelled: bool) -> Word:
    lemma = spelled_lemma(row[_LEMMA], row[_FORM], row[_UPOS]) if spelled else clean_lemma(row[_LEMMA], row[_FORM])
    head = int(row[_HEAD])
    return Word(
        form=row[_FORM],
        lemma=lemma,
        pos=MISSING if row[_UPOS] == "_" else row[_UPOS],
        tag=MISSING if row[_XPOS] == "_" else row[_XPOS],
        morph=MISSING if row[_FEATS] == "?" else row[_FEATS],
        dep=row[_DEPREL],
        head=head - 1 if head else int(row[0]) - 1,
        space="SpaceAfter=No" not in row[_MISC],
    )


def read_folder(folder: Path, pattern: str, *, spelled: bool = False) -> list[Sentence]:
    """Sentences of all files in a folder that match a pattern, in order of file name.

    Raises
    ------
    PipelineError
        If no file matches.
    """
    paths = sorted(folder.glob(pattern))
    if not paths:
        raise PipelineError(
            f"hier staat geen boombank {pattern}.", remedy="Geef de map met CoNLL-U-bestanden.", path=folder
        )
    return [sentence for path in paths for sentence in read_conllu(path, spelled=spelled)]


def write_conllu(sentences: Iterable[Sentence], path: Path) -> None:
    """Write sentences as a CoNLL-U file that :func:`read_conllu` reads; unknown features are written as ``?``."""
    with path.open("w", encoding="utf-8") as file:
        for sentence in sentences:
            for index, word in enumerate(sentence.words):
                head = "0" if word.head == index else str(word.head + 1)
                space = "_" if word.space else "SpaceAfter=No"
                cells = (word.form, word.lemma, word.pos or "_", word.tag or "_", word.morph or "?", head, word.dep)
                file.write("\t".join((str(index + 1), *cells, "_", space)) + "\n")
            file.write("\n")
