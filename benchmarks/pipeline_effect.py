"""What the Dutch pipeline changes in segmentation and in coding: the same texts with and without it.

``python -m benchmarks.pipeline_effect segmentation DOCUMENT…`` cuts documents into units with the rules alone, and with
the pipeline for the places that the rules leave open: how often it is asked, and how many units differ.

``python -m benchmarks.pipeline_effect coding --coded FILE`` codes units that were coded by hand (``gdogh train
data`` writes FILE) by rules alone and by classifiers that see more and more of the pipeline; each unit is judged by
a classifier that saw no unit of its document. Only the codes in question are fitted: statement, and digital E.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402
from scipy import sparse  # noqa: E402
from sklearn.model_selection import GroupKFold  # noqa: E402

from analyzer.coding.assessment import read_coded  # noqa: E402
from analyzer.coding.estimators import CalibratedLogistic  # noqa: E402
from analyzer.coding.evaluation import prf  # noqa: E402
from analyzer.coding.features import Batch  # noqa: E402
from analyzer.coding.space import FeatureSpace  # noqa: E402
from analyzer.coding.training import STRENGTH, Prepared, prepare  # noqa: E402
from analyzer.errors import GdoghError  # noqa: E402
from analyzer.language.pipeline import load_pipeline  # noqa: E402
from analyzer.language.segment import segment  # noqa: E402
from analyzer.reading import detect_language, find_documents, read  # noqa: E402
from benchmarks.syntax import syntax_names  # noqa: E402


class Counting:
    """The pipeline, with a count of the questions."""

    pipe_names = ("counted",)

    def __init__(self) -> None:
        self.nlp = load_pipeline(need=("parse",))
        self.asked = 0
        self.seconds = 0.0

    def __call__(self, text: str) -> object:
        self.asked += 1
        begin = time.perf_counter()
        doc = self.nlp(text)
        self.seconds += time.perf_counter() - begin
        return doc


def segmentation(paths: list[Path], every: int) -> None:
    """Units with and without the pipeline."""
    documents = units = more = fewer = changed = 0
    arbiter, begin = Counting(), time.perf_counter()
    for path in find_documents(paths)[::every]:
        try:
            document = read(path)
        except GdoghError as error:
            print(f"not read: {error}")
            continue
        if detect_language(document)[0] != "nl":
            continue
        alone = {(unit.start, unit.end) for unit in segment(document)}
        helped = {(unit.start, unit.end) for unit in segment(document, arbiter)}  # type: ignore[arg-type]
        documents, units = documents + 1, units + len(helped)
        more, fewer = more + max(0, len(helped) - len(alone)), fewer + max(0, len(alone) - len(helped))
        changed += len(helped - alone)
    print(f"{documents} documents, {units} units, {time.perf_counter() - begin:.0f} s")
    print(f"asked {arbiter.asked} times ({arbiter.asked / max(1, units):.3%} of units), {arbiter.seconds:.1f} s")
    print(f"units that differ {changed} ({changed / max(1, units):.3%}); split {more}, joined {fewer}")


def parses(known: list[list[str]], new: list[list[str]]) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Features of parses that occur in the units to learn from, as matrices."""

    def batch(names: list[list[str]]) -> Batch:
        none: tuple[str, str, str] = ("", "", "")
        return Batch([()] * len(names), [none] * len(names), names, np.zeros((len(names), 0)))

    space = FeatureSpace.learn(batch(known), meaning=False)
    space.rarity = np.ones_like(space.rarity)
    return space.matrix(batch(known)), space.matrix(batch(new))


def predictions(data: Prepared, syntax: list[list[str]], way: str, code: str) -> np.ndarray:
    """Codes of all units, each by a classifier that saw no unit of its document."""
    groups = data.table["document"].to_numpy()
    truth = data.table["statement"].to_numpy() if code == "statement" else (data.table["digital"] == "E").to_numpy()
    out = np.empty(len(groups), dtype=truth.dtype if code != "statement" else object)
    for train, held in GroupKFold(5).split(groups, groups=groups):
        batch = data.batch.take(train)
        space = FeatureSpace.learn(batch, meaning="vectors" in way)
        known, new = space.matrix(batch), space.matrix(data.batch.take(held))
        if "parse" in way:
            seen = parses([syntax[row] for row in train], [syntax[row] for row in held])
            known, new = (sparse.hstack([a, b], format="csr") for a, b in zip((known, new), seen, strict=True))
        threshold = None if code == "E" else 0.5
        model = CalibratedLogistic(STRENGTH[code], threshold=threshold).fit(known, truth[train], groups[train])
        out[held] = model.predict(new)
    return out


STATEMENT = (
    "rules and words",
    "rules, words and vectors",
    "rules, words, vectors and parse",
)


def coding(coded: Path) -> None:
    """F1 with and without the pipeline."""
    data = prepare(read_coded(coded))
    syntax = syntax_names(data.table["text"], load_pipeline())
    statement, groups = data.table["statement"].to_numpy(), data.table["document"].to_numpy()
    digital = (data.table["digital"] == "E").to_numpy()
    print(f"{len(data.table)} coded units of {len(set(groups))} documents\n")
    print(
        "| what sees | goal F1 | statement macro-F1 | difference of goal F1 with the first, 90% |\n| --- | ---: | ---: | --- |"
    )
    found = {"rules alone": np.array([code.statement for code in data.rules])}
    rng = np.random.default_rng(0)
    where = {document: np.flatnonzero(groups == document) for document in sorted(set(groups))}
    draws = [np.concatenate([where[name] for name in rng.choice(list(where), len(where))]) for _ in range(300)]
    for way in ("rules alone", *STATEMENT):
        if way not in found:
            found[way] = predictions(data, syntax, way, "statement")
        mine, first = found[way] != "O", found["rules alone"] != "O"
        macro = np.mean([prf(statement == code, found[way] == code)[2] for code in "MAO"])
        goal = statement != "O"
        differences = [prf(goal[draw], mine[draw])[2] - prf(goal[draw], first[draw])[2] for draw in draws]
        low, high = np.percentile(differences, [5, 95])
        print(f"| {way} | {prf(goal, mine)[2]:.4f} | {macro:.4f} | {low:+.4f} to {high:+.4f} |", flush=True)
    print("\n| what sees | digital E F1 |\n| --- | ---: |")
    print(f"| rules alone | {prf(digital, np.array([code.digital == 'E' for code in data.rules]))[2]:.4f} |")
    for way in STATEMENT:
        print(f"| {way} | {prf(digital, predictions(data, syntax, way, 'E').astype(bool))[2]:.4f} |", flush=True)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="what", required=True)
    first = commands.add_parser("segmentation")
    first.add_argument("paths", type=Path, nargs="+")
    first.add_argument("--every", type=int, default=1, help="only every so many documents")
    second = commands.add_parser("coding")
    second.add_argument("--coded", type=Path, required=True)
    options = parser.parse_args()
    if options.what == "segmentation":
        segmentation(options.paths, options.every)
    else:
        coding(options.coded)


if __name__ == "__main__":
    main()
