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


def test_a_line_fits_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when an extra lacks everything."""
    monkeypatch.setattr("analyzer.running.doctor._there", lambda _: False)
    lines = {name: f"✓ {name:<22} {detail}" for name, _, detail in examine() if not name.startswith("pipeline")}
    assert "en nog" in lines["extra [test]"]
    assert max(map(len, lines.values())) <= 80, lines
