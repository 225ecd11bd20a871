"""A file with classifiers is read as numbers and names; what is anything else is refused."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analyzer.coding.classifier import ABOUT, FILE, UnitClassifier
from analyzer.errors import CodingError
from analyzer.resources import shipped


def members() -> dict[str, bytes]:
    with zipfile.ZipFile(shipped("models", "gdogh_coder", FILE)) as file:
        return {name: file.read(name) for name in file.namelist()}


def array(numbers: Any, *, pickled: bool = False) -> bytes:
    out = io.BytesIO()
    np.lib.format.write_array(out, np.asarray(numbers), allow_pickle=pickled)
    return out.getvalue()


def about(**changed: Any) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    def change(there: dict[str, bytes]) -> dict[str, bytes]:
        return {**there, "about.json": json.dumps({**json.loads(there["about.json"]), **changed}).encode()}

    return change


def other(name: str, content: bytes) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda there: {**there, name: content}


class Opened:
    """What a pickle could do while it is read."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (pytest.fail, ("a pickle was read",))


WRONG = {
    "pickle": other("weights.npy", array([Opened()], pickled=True)),
    "no array": other("weights.npy", b"cos\nsystem\n(S'true'\ntR."),
    "other numbers": other("shifts.npy", array(np.zeros(43, dtype=np.float32))),
    "words for numbers": other("rarity.npy", array(["een"])),
    "not finite": other("shifts.npy", array(np.full(43, np.nan))),
    "fewer than said": other("weights.npy", array(np.zeros((43, 9), dtype=np.float16))[:-8]),
    "more than fits": other("weights.npy", array(np.zeros(1, dtype=np.float16)).replace(b"(1,)", b"(9" + b"9" * 12 + b",)")),
    "another shape": other("centre.npy", array(np.zeros((3, 64), dtype=np.float32))),
    "no classifiers": about(classifiers=[]),
    "unknown code": about(classifiers=[{"name": "statement", "codes": ["A", "M", "Z"], "threshold": 0.5}]),
    "names that are none": about(names=[1, 2]),
    "a list": other("about.json", b"[]"),
    "deep": other("about.json", b"[" * 100_000),
    "without a part": lambda there: {name: part for name, part in there.items() if name != "spread.npy"},
}  # fmt: skip


def folder_with(folder: Path, content: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(folder / FILE, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in content.items():
            file.writestr(name, part)
    (folder / ABOUT).write_text("{}", encoding="utf-8")
    return folder


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_what_is_no_model_is_refused(wrong: Callable[[dict[str, bytes]], dict[str, bytes]], tmp_path: Path) -> None:
    with pytest.raises(CodingError, match="kan niet worden geladen"):
        UnitClassifier.load(folder_with(tmp_path, wrong(members())))


def test_a_file_that_swells_is_not_unpacked(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, members() | {"extra.npy": bytes(300_000_000)})
    assert (folder / FILE).stat().st_size < 10_000_000
    with pytest.raises(CodingError, match="kan niet worden geladen"):
        UnitClassifier.load(folder)


@pytest.mark.parametrize("part", [0.0, 0.5, 0.99])
def test_half_a_file_is_refused(part: float, tmp_path: Path) -> None:
    whole = shipped("models", "gdogh_coder", FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[: int(part * len(whole))])
    (tmp_path / ABOUT).write_text("{}", encoding="utf-8")
    with pytest.raises(CodingError, match="kan niet worden geladen"):
        UnitClassifier.load(tmp_path)


def test_a_model_for_other_features_is_told_apart(tmp_path: Path) -> None:
    content = about(meaning=False)(members())
    with pytest.raises(CodingError, match="andere versie"):
        UnitClassifier.load(folder_with(tmp_path, content))


def test_the_same_model_is_the_same_file(tmp_path: Path) -> None:
    UnitClassifier.load().save(tmp_path / "een")
    UnitClassifier.load(tmp_path / "een").save(tmp_path / "twee")
    assert (tmp_path / "een" / FILE).read_bytes() == (tmp_path / "twee" / FILE).read_bytes()
    with zipfile.ZipFile(tmp_path / "een" / FILE) as file:
        assert {name: file.read(name) for name in file.namelist()} == members()
