"""What the subword vectors brought: the same short training with them and with empty ones, in one run.

Run with ``python benchmarks/pipeline_vectors.py --data ../shared/ud``. Both trainings use the shipped configuration, the
newer treebank files alone and as many steps; the one without has a vector table of zeros, so that all else, the
seed included, is the same. A full training is longer, so that the difference there may be another one.
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import spacy  # noqa: E402
from thinc.api import use_ops  # noqa: E402

from analyzer.language.evaluation import score  # noqa: E402
from analyzer.language.pipeline import SHIPPED  # noqa: E402
from analyzer.language.training import NEW, run_training  # noqa: E402
from analyzer.language.treebank import read_folder  # noqa: E402
from analyzer.resources import shipped  # noqa: E402

MEASURES = ("pos", "morph", "tag", "uas", "las")


def train(data: Path, work: Path, *, vectors: bool, steps: int, seed: int) -> dict[str, float]:
    """Scores on the development sets after a short training."""
    blank = spacy.blank("nl")
    blank.vocab.vectors = spacy.load(shipped("models", SHIPPED)).vocab.vectors
    if not vectors:
        blank.vocab.vectors.data[:] = 0
    blank.to_disk(work / "vectors")
    for path in [*data.glob(NEW), *data.glob("*dev.conllu")]:
        shutil.copyfile(path, work / path.name)
    settings = {
        "paths.data": str(work),
        "paths.vectors": str(work / "vectors"),
        "system.seed": seed,
        "training.max_steps": steps,
        "training.eval_frequency": steps // 2,
    }
    nlp = run_training(shipped("models", f"{SHIPPED}.cfg"), work / "trained", settings)
    return score(nlp, read_folder(data, "*dev.conllu"), gold_tokens=True, together=1)


def main() -> None:
    """Train twice and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the treebanks")
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    options = parser.parse_args()
    print("| seed | vectors | " + " | ".join(MEASURES) + " |")
    print("| --- | --- |" + " ---: |" * len(MEASURES), flush=True)
    for seed in options.seeds:
        for vectors in (True, False):
            with TemporaryDirectory() as folder, use_ops("numpy", use_blis=False):
                found = train(options.data, Path(folder), vectors=vectors, steps=options.steps, seed=seed)
            cells = " | ".join(f"{found[measure]:.4f}" for measure in MEASURES)
            print(f"| {seed} | {'floret' if vectors else 'none'} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
