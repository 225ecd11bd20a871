"""The pause of the search for reference cycles."""

from __future__ import annotations

import gc

import pytest

from analyzer.garbage import collection_paused


def test_the_search_waits_and_goes_on() -> None:
    assert gc.isenabled()
    with collection_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_search_goes_on_after_an_error_and_stays_off_when_it_was() -> None:
    with pytest.raises(ValueError, match="fout"), collection_paused():
        raise ValueError("fout")
    assert gc.isenabled()
    gc.disable()
    try:
        with collection_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
