"""Dutch lemmatizer: look-up tables, the parts of compounds, and suffix rules that know the word's tag.

A treebank tag such as ``WW|pv|verl|ev`` says which form of a word one sees, so the way back to its base form is
nearly a matter of spelling. Words that the tables know are looked up; of an unknown compound the last part is looked
up; what remains is handled by suffix rules that were counted in the treebank. A verb that stands apart from its
particle gets both: "wij zetten … in" is *inzetten*.
"""

# Annotations are not postponed: older releases of spaCy 3.8 need the types of registered functions themselves.

import gzip
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Self

import srsly  # type: ignore[import-untyped]
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.scorer import Scorer
from spacy.tokens import Doc, Token
from spacy.training import Example

from analyzer.language.treebank import Sentence

FACTORY = "gdogh_lemmatizer"
PARTICLE = "compound:prt"
_KEEP_CASE = frozenset({"PROPN", "X", "SYM", "PUNCT"})
_VERBS = frozenset({"VERB", "AUX"})
_NEVER_JOINED = frozenset({"zijn", "worden"})
_PLAIN = str.maketrans("ëïöü", "eiou")
_LONGEST = 6
_REMEMBERED = 100_000

#: How a form becomes a lemma: where "ge" is taken out (-1 for nowhere, 0 at the start, 1 after a particle), how many
#: characters are cut off, and what is put in their place.
Rule = tuple[int, int, str]


def find_rule(form: str, lemma: str) -> Rule:
    """The shortest rule that makes the lemma of the form."""
    candidates = [(-1, form)]
    if form.startswith("ge"):
        candidates.append((0, form[2:3].translate(_PLAIN) + form[3:]))
    elif "ge" in form:
        candidates.append((1, form.replace("ge", "", 1)))
    best: Rule | None = None
    for where, rest in candidates:
        same = _common(rest, lemma)
        rule = (where, len(rest) - same, lemma[same:])
        if best is None or rule[1] + len(rule[2]) + (where >= 0) * 2 < best[1] + len(best[2]):
            best = rule
    assert best is not None
    return best


def apply_rule(form: str, rule: Rule) -> str | None:
    """The lemma that a rule makes, or None where it does not fit."""
    where, cut, put = rule
    if where == 0:
        if not form.startswith("ge"):
            return None
        form = form[2:]
    elif where == 1:
        at = form.find("ge", 1)
        if at < 0:
            return None
        form = form[:at] + form[at + 2 :]
    if cut >= len(form) and not put:
        return None
    if where >= 0:
        # A diaeresis was only there because of "ge": geëxposeerd, exposeren.
        form = form[:1].translate(_PLAIN) + form[1:]
    made = (form[:-cut] if cut else form) + put
    return made if len(made) > 1 else None


def _common(one: str, other: str) -> int:
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return same


class DutchLemmatizer(Pipe):
    """Sets ``token.lemma_`` from the form, the tag and the part of speech; joins particles when there is a parse.

    Parameters
    ----------
    vocab : Vocab
        The vocabulary of the pipeline.
    name : str
        Name in the pipeline.
    """

    def __init__(self, vocab: Any, name: str = FACTORY) -> None:
        self.vocab = vocab
        self.name = name
        #: part of speech → form → lemma
        self.words: dict[str, dict[str, str]] = {}
        #: tag → form → lemma, where it is another one than `words` says
        self.exceptions: dict[str, dict[str, str]] = {}
        #: tag → suffix → rule
        self.rules: dict[str, dict[str, Rule]] = {}
        #: separable verbs, particle and infinitive in one word
        self.separable: set[str] = set()
        self._seen: dict[tuple[int, int, int], str] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas of a document."""
        seen = self._seen
        joined = []
        for token in doc:
            if token.is_space:
                token.pos_, token.tag_ = "SPACE", "_SP"
            key = (token.orth, token.tag, token.pos)
            lemma = seen.get(key)
            if lemma is None:
                lemma = seen[key] = self.lemma(token.text, token.pos_, token.tag_)
            token.lemma_ = lemma
            if token.dep_ == PARTICLE:
                joined.append(token)
        for token in joined:
            self._join(token)
        if len(seen) > _REMEMBERED:
            seen.clear()
        return doc

    def _join(self, particle: Token) -> None:
        verb = particle.head
        whole = particle.lower_ + verb.lemma_
        if verb.pos_ in _VERBS and whole in self.separable and not verb.lemma_.startswith(particle.lower_):
            verb.lemma_ = whole

    def lemma(self, form: str, pos: str, tag: str = "") -> str:
        """Lemma of a word out of context.

        Parameters
        ----------
        form, pos, tag : str
            The word, its universal part of speech and its treebank tag; the tag may be empty.

        Returns
        -------
        str
            The base form.
        """
        word = form if pos in _KEEP_CASE else form.lower()
        known = self.exceptions.get(tag, {}).get(word) or self.words.get(pos, {}).get(word)
        if known:
            return known
        if not form.isalpha() and not any(c.isalpha() for c in form):
            return form
        if pos == "NOUN" and len(form) > 1 and form.isupper():
            return form
        if pos == "ADJ" and form[0].isupper() and not form.isupper():
            word = form
        return self._compound(word, pos, tag) or self._by_rule(word, tag) or word

    def _compound(self, word: str, pos: str, tag: str) -> str | None:
        """Lemma of a compound whose last part is known."""
        if pos != "NOUN":
            return None
        exceptions, words = self.exceptions.get(tag, {}), self.words.get(pos, {})
        for start in range(3, len(word) - 3):
            tail = word[start:]
            known = exceptions.get(tail) or words.get(tail)
            if known and find_rule(tail, known) == self._rule(tail, tag):
                return word[:start] + known
        return None

    def _rule(self, word: str, tag: str) -> Rule | None:
        rules = self.rules.get(tag)
        if rules:
            for length in range(min(_LONGEST, len(word)), -1, -1):
                rule = rules.get(word[len(word) - length :])
                if rule is not None:
                    return rule
        return None

    def _by_rule(self, word: str, tag: str) -> str | None:
        rules = self.rules.get(tag)
        if not rules:
            return None
        for length in range(min(_LONGEST, len(word) - 1), -1, -1):
            rule = rules.get(word[len(word) - length :])
            made = apply_rule(word, rule) if rule else None
            if made:
                return made
        return None

    def learn(self, sentences: Iterable[Sentence], extra: Mapping[str, Mapping[str, str]] | None = None) -> Self:
        """Fill the tables from a treebank.

        Parameters
        ----------
        sentences : iterable of Sentence
            Words without a tag count for the tables, not for the rules.
        extra : mapping, optional
            Part of speech → form → lemma for words the treebank does not have.

        Returns
        -------
        DutchLemmatizer
            Itself.
        """
        by_pos: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        by_tag: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.separable = set()
        for sentence in sentences:
            particles = {word.head: word.form.lower() for word in sentence.words if word.dep == PARTICLE}
            for index, word in enumerate(sentence.words):
                if not word.lemma or not word.pos:
                    continue
                lemma = without_particle(word.lemma, particles.get(index))
                if lemma != word.lemma:
                    self.separable.add(word.lemma)
                form = word.form if word.pos in _KEEP_CASE else word.form.lower()
                # Words with a tag come from the newer conversion, which counts for more.
                by_pos[word.pos, form][lemma] += 3 if word.tag else 1
                if word.tag:
                    by_tag[word.tag, form][lemma] += 1
        self._tables(by_pos, by_tag, extra or {})
        self._count_rules(by_tag)
        self._seen.clear()
        return self

    def _tables(
        self,
        by_pos: Mapping[tuple[str, str], Counter[str]],
        by_tag: Mapping[tuple[str, str], Counter[str]],
        extra: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.words = {pos: dict(forms) for pos, forms in extra.items()}
        for (pos, form), lemmas in sorted(by_pos.items()):
            self.words.setdefault(pos, {})[form] = lemmas.most_common(1)[0][0]
        general = {form: lemma for forms in self.words.values() for form, lemma in forms.items()}
        self.exceptions = {}
        for (tag, form), lemmas in sorted(by_tag.items()):
            lemma = lemmas.most_common(1)[0][0]
            if any(forms.get(form, lemma) != lemma for forms in self.words.values()) or form not in general:
                self.exceptions.setdefault(tag, {})[form] = lemma
        self.separable |= {
            lemma
            for lemma in {lemma for forms in (self.words.get("VERB", {}),) for lemma in forms.values()}
            if any(lemma.startswith(particle) and len(lemma) > len(particle) + 3 for particle in PARTICLES)
        }

    def _count_rules(self, by_tag: Mapping[tuple[str, str], Counter[str]]) -> None:
        counts: dict[tuple[str, str], Counter[Rule]] = defaultdict(Counter)
        for (tag, form), lemmas in by_tag.items():
            rule = find_rule(form, lemmas.most_common(1)[0][0])
            for length in range(min(_LONGEST, len(form)) + 1):
                counts[tag, form[len(form) - length :]][rule] += 1
        self.rules = {}
        for (tag, suffix), rules in sorted(counts.items(), key=lambda item: len(item[0][1])):
            best, times = min(rules.items(), key=lambda item: (-item[1], item[0]))
            # A longer suffix is worth keeping where it says something else than the shorter one.
            if sum(rules.values()) < 2 and suffix:
                continue
            if not suffix or (self._rule(suffix[1:], tag) != best and times * 2 > sum(rules.values())):
                self.rules.setdefault(tag, {})[suffix] = best

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None, **_: Any
    ) -> None:
        """Nothing to do: the tables are filled by :meth:`learn`."""

    def score(self, examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        """Accuracy of the lemmas, as spaCy's own lemmatizers report it."""
        return dict(Scorer.score_token_attr(examples, "lemma"))

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Tables as bytes."""
        tables = {
            "words": self.words,
            "exceptions": self.exceptions,
            "rules": self.rules,
            "separable": sorted(self.separable),
        }
        return bytes(srsly.msgpack_dumps(tables))

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Self:
        """Tables from bytes."""
        tables = srsly.msgpack_loads(data)
        self.words, self.exceptions = tables["words"], tables["exceptions"]
        self.rules = {
            tag: {suffix: (rule[0], rule[1], rule[2]) for suffix, rule in rules.items()}
            for tag, rules in tables["rules"].items()
        }
        self.separable = set(tables["separable"])
        self._seen.clear()
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the tables into a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / "tables.msgpack.gz").write_bytes(gzip.compress(self.to_bytes(), mtime=0))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:
        """Read the tables from a folder."""
        return self.from_bytes(gzip.decompress((Path(path) / "tables.msgpack.gz").read_bytes()))


#: Particles that can stand apart from their verb.
PARTICLES = (
    "aan", "achter", "achteruit", "af", "bij", "bijeen", "binnen", "bloot", "boven", "buiten", "dicht", "door", "dood",
    "gelijk", "goed", "groot", "heen", "hoog", "in", "klaar", "kwijt", "langs", "leeg", "los", "mede", "mee", "mis",
    "na", "neer", "om", "omhoog", "onder", "op", "open", "over", "plaats", "recht", "rond", "samen", "schoon", "stil",
    "stop", "tegemoet", "tegen", "teleur", "teniet", "terecht", "terug", "thuis", "toe", "tussen", "uit", "vast", "vol",
    "voor", "voort", "voorbij", "vooruit", "vrij", "waar", "weg", "weer", "zeker",
)  # fmt: skip


def without_particle(lemma: str, particle: str | None) -> str:
    """Lemma of the verb that stands apart from its particle: *aansporen* with "aan" becomes *sporen*."""
    if particle and lemma.startswith(particle) and len(lemma) > len(particle) + 2:
        return lemma[len(particle) :]
    return lemma


def verb_lemma(token: Token) -> str:
    """Lemma of a verb with its particle, whichever pipeline made the document.

    Parameters
    ----------
    token : Token
        A verb of a parsed document.

    Returns
    -------
    str
        *inzetten* for "zetten" in "wij zetten daarop in"; the lemma itself where no particle hangs on the verb.
    """
    lemma: str = token.lemma_.replace("_", "").lower()
    particles = [child.lower_ for child in token.children if child.dep_ == PARTICLE]
    if not particles or any(lemma.startswith(particle) for particle in particles):
        return lemma
    return particles[-1] + lemma


@Language.factory(
    FACTORY,
    assigns=["token.lemma"],
    requires=["token.tag", "token.pos"],
    default_score_weights={"lemma_acc": 1.0},
)
def make_lemmatizer(nlp: Language, name: str) -> DutchLemmatizer:
    """Create the component for a pipeline."""
    return DutchLemmatizer(nlp.vocab, name)
