"""A file with classifiers is read as numbers and names; what is anything else is refused."""

from __future__ import annotations

import gc
import pickle
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from srsly import msgpack_dumps, msgpack_loads

from analyzer.coding.classifier import ABOUT, FILE, UnitClassifier
from analyzer.errors import CodingError
from analyzer.garbage import collection_paused
from analyzer.resources import shipped


def content() -> dict[str, Any]:
    loaded: dict[str, Any] = msgpack_loads(zlib.decompress(shipped("models", "gdogh_coder", FILE).read_bytes()))
    return loaded


def with_other(**changed: Any) -> Callable[[dict[str, Any]], bytes]:
    return lambda there: msgpack_dumps({**there, **changed})


class Opened:
    """What a pickle could do while it is read."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (pytest.fail, ("a pickle was read",))


WRONG: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "pickle": lambda there: pickle.dumps(Opened()),
    "pickle within": with_other(weights=pickle.dumps(Opened())),
    "objects": with_other(rarity={"nd": True, "type": "O", "kind": "O", "shape": [1], "data": pickle.dumps(Opened())}),
    "objects as written by numpy": with_other(rarity={b"nd": True, b"type": "O", b"kind": b"O", b"shape": [1], b"data": b""}),
    "no numbers": with_other(shifts="cos"),
    "other numbers": lambda there: msgpack_dumps({**there, "shifts": there["shifts"][:-4]}),
    "not finite": with_other(shifts=np.full(43, np.nan).tobytes()),
    "fewer than said": lambda there: msgpack_dumps({**there, "weights": there["weights"][:-8]}),
    "no weights": with_other(weights=b""),
    "another shape": with_other(centre=np.zeros(192, dtype=np.float32).tobytes()),
    "no classifiers": with_other(classifiers=[]),
    "unknown code": with_other(classifiers=[{"name": "statement", "codes": ["A", "M", "Z"], "threshold": 0.5}]),
    "names that are none": with_other(names=[1, 2]),
    "a list": lambda there: msgpack_dumps([]),
    "deep": lambda there: b"\x91" * 100_000,
    "more to come": lambda there: msgpack_dumps(there)[:-10],
    "without a part": lambda there: msgpack_dumps({name: part for name, part in there.items() if name != "spread"}),
}  # fmt: skip


def folder_with(folder: Path, packed: bytes) -> Path:
    (folder / FILE).write_bytes(zlib.compress(packed))
    (folder / ABOUT).write_text("{}", encoding="utf-8")
    return folder


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_what_is_no_model_is_refused(wrong: Callable[[dict[str, Any]], bytes], tmp_path: Path) -> None:
    with pytest.raises(CodingError, match="kan niet worden geladen"):
        UnitClassifier.load(folder_with(tmp_path, wrong(content())))


def test_a_wrong_file_leaves_the_search_for_cycles_as_it_was(tmp_path: Path) -> None:
    with pytest.raises(CodingError):
        UnitClassifier.load(folder_with(tmp_path, b"\xc1"))
    assert gc.isenabled()
    with collection_paused():
        UnitClassifier.load()
        assert not gc.isenabled()


def test_a_file_that_swells_is_not_unpacked(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, msgpack_dumps(content() | {"extra": bytes(300_000_000)}))
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
    with pytest.raises(CodingError, match="andere versie"):
        UnitClassifier.load(folder_with(tmp_path, with_other(meaning=False)(content())))


def test_the_same_model_is_the_same_file(tmp_path: Path) -> None:
    UnitClassifier.load().save(tmp_path / "een")
    UnitClassifier.load(tmp_path / "een").save(tmp_path / "twee")
    assert (tmp_path / "een" / FILE).read_bytes() == (tmp_path / "twee" / FILE).read_bytes()
    assert (tmp_path / "een" / FILE).read_bytes() == shipped("models", "gdogh_coder", FILE).read_bytes()
