"""The examples in docstrings run and give what they say; what the library promises has one."""

from __future__ import annotations

import doctest
import importlib
import inspect

import pytest

import analyzer

MODULES = sorted({getattr(analyzer, name).__module__ for name in analyzer.__all__ if name != "__version__"})
PROMISED = (
    "analyse",
    "analyse_many",
    "read",
    "read_text",
    "segment",
    "code",
    "score",
    "load_codebook",
    "load_pipeline",
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.failed == 0


@pytest.mark.parametrize("name", PROMISED)
def test_every_function_has_an_example(name: str) -> None:
    said = inspect.getdoc(getattr(analyzer, name)) or ""
    assert "Examples\n--------\n>>> " in said and "+SKIP" not in said
    assert "Returns\n-------" in said


def test_all_that_is_public_says_what_it_is() -> None:
    for name in analyzer.__all__:
        if name == "__version__":
            continue
        thing = getattr(analyzer, name)
        assert inspect.getdoc(thing), name
        if inspect.isclass(thing):
            for part, member in vars(thing).items():
                if not part.startswith("_") and (inspect.isfunction(member) or isinstance(member, property)):
                    assert inspect.getdoc(member), f"{name}.{part}"
