"""The doctor says what is there, and tests it."""

from __future__ import annotations

import importlib.metadata
import shutil

import pytest

from analyzer import __version__
from analyzer.running.doctor import examine


def test_a_good_installation_is_healthy() -> None:
    findings = {name: (fine, detail) for name, fine, detail in examine()}
    assert all(fine is not False for fine, _ in findings.values()), findings
    assert findings["gdogh"][1].startswith(__version__)
    assert findings["pipeline nl_gdogh"][0] is True
    assert findings["zelftest"][0] is True
    assert (findings["OCR"][0] is True) <= (shutil.which("tesseract") is not None)


def test_extras_are_those_of_the_package() -> None:
    try:
        extras = importlib.metadata.metadata("gdogh").get_all("Provides-Extra")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("the package is not installed, so it has no extras")
    findings = {name: (fine, detail) for name, fine, detail in examine()}
    assert {f"extra [{name}]" for name in extras or ()} == {name for name in findings if name.startswith("extra")}
    assert findings["extra [test]"] == (True, "compleet")
