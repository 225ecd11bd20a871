"""The reference corpus: the distribution of scores against which a document's percentile is taken."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..resources import shipped


@lru_cache(maxsize=4)
def load_reference(path: str | None = None) -> dict[str, Any]:
    """Statistics of the reference corpus; empty when there is none.

    Parameters
    ----------
    path : str, optional
        Folder with ``reference.json``; the shipped one by default.
    """
    folder = Path(path) if path else shipped("corpora", "reference")
    file = folder / "reference.json"
    if not file.exists():
        return {}
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return data


def reference_scores(kind: str | None) -> dict[str, Any] | None:
    """Sorted scores to take a percentile in, for documents of this kind; ``None`` without a reference."""
    reference = load_reference()
    groups: dict[str, Any] = reference.get("groups", {})
    chosen = groups.get(kind or "") or groups.get("alle")
    return chosen or None
