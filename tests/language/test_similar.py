"""Versions of one document are found, whatever their format; documents that merely sound alike are not."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from analyzer.language.similar import INSIDE, SAME, shingles, similar, sketch
from analyzer.reading import read

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "corpora" / "voorbeelden"
sys.path.insert(0, str(ROOT / "benchmarks"))
import build_examples  # noqa: E402

FILES = sorted(EXAMPLES.glob("*/*"))


def jaccard(one: str, two: str) -> float:
    """Share of runs of five words, computed the plain way."""

    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[^\W_]+", text.lower())
        return set(zip(*(words[n:] for n in range(5)), strict=False))

    first, second = runs(one), runs(two)
    return len(first & second) / len(first | second)


def test_documents_of_different_bodies_are_not_alike() -> None:
    assert similar({path.name: read(path).text for path in FILES}) == []


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".odt", ".html", ".txt"])
@pytest.mark.parametrize(
    "name", ["hesselrode-coalitieakkoord", "waterlinge-coalitieakkoord", "brakerveen-werkgeversvisie"]
)
def test_the_same_text_in_another_format(name: str, suffix: str, tmp_path: Path) -> None:
    source = next(source for source in build_examples.sources() if source.path.stem == name)
    path = tmp_path / f"elders{suffix}"
    path.write_bytes(build_examples.BUILDERS[suffix](source))
    (pair,) = similar({"een": read(EXAMPLES / source.target).text, "twee": read(path).text})
    assert pair.version and pair.resemblance > 0.7


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.slow
def test_a_docx_and_its_pdf_by_an_office_program(tmp_path: Path) -> None:
    original = EXAMPLES / "akkoorden" / "hesselrode-coalitieakkoord-2022-2026.docx"
    home = f"-env:UserInstallation=file://{tmp_path}/lo"
    done = subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(original)],
        check=False, capture_output=True, text=True, timeout=180)  # fmt: skip
    if not list(tmp_path.glob("*.pdf")):
        pytest.skip(f"this LibreOffice has no Writer: {done.stderr.strip()[:100]}")
    texts = {"docx": read(original).text, "pdf": read(tmp_path / f"{original.stem}.pdf").text}
    (pair,) = similar(texts)
    assert pair.resemblance > 0.8


def test_concept_and_final() -> None:
    final = read(FILES[1]).text
    lines = final.splitlines()
    concept = "\n".join(line for number, line in enumerate(lines) if number % 9 != 4) + "\nDit is een concept."
    (pair,) = similar({"concept": concept, "final": final})
    assert pair.first == "final"
    assert pair.resemblance == pytest.approx(jaccard(concept, final), abs=1e-9)
    assert pair.resemblance > SAME


def test_agreement_inside_a_council_proposal() -> None:
    agreement, others = read(FILES[1]).text, [read(path).text for path in FILES[5:8]]
    proposal = "\n\n".join([others[0], agreement, *others[1:]])
    (pair,) = similar({"agreement": agreement, "proposal": proposal})
    assert (pair.first, pair.second) == ("proposal", "agreement")
    assert pair.resemblance < SAME and pair.containment > INSIDE


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6, 0.9])
def test_resemblance_is_exact_and_the_sketch_is_near(share: float) -> None:
    rng = random.Random(3)
    words = [f"w{rng.randrange(4000)}" for _ in range(6000)]
    cut = int(len(words) * share)
    one, two = " ".join(words), " ".join(words[:cut] + [f"x{rng.randrange(4000)}" for _ in words[cut:]])
    first, second = sketch(shingles(one)), sketch(shingles(two))
    estimate = len(np.intersect1d(first, second)) / len(np.union1d(first, second))
    assert estimate == pytest.approx(jaccard(one, two), abs=0.08)
    found = similar({"one": one, "two": two})
    assert bool(found) == (jaccard(one, two) >= SAME or share >= INSIDE)


def test_short_texts_are_not_compared() -> None:
    assert similar({"een": "Zelfde tekst. " * 20, "twee": "Zelfde tekst. " * 20}) == []
