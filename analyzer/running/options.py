"""What a run is asked to do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Options:
    """Settings that can change the result for one document.

    Parameters
    ----------
    kind : str
        Kind of all documents; ``auto`` recognises it for each.
    codebook : str or None
        Path of a codebook file; the shipped one when ``None``.
    pipeline : str or None
        Name or path of a spaCy pipeline; the shipped one when ``None``.
    seed : int
        Seed of the intervals.
    vary_weights : float
        Let the intervals take along that other weights could have been chosen: concentration of a Dirichlet distribution
        around the codebook's; 0 keeps them fixed.
    ocr : bool
        Recognise the text of scanned pages.
    metadata : mapping
        From file name, path or document id to what is known about that document.
    max_seconds : float
        Processor time that a document may take; more is for a document that is broken, or that hangs.
    max_megabytes : int
        Memory that a document may take, on top of what the program itself has.
    """

    kind: str = "auto"
    codebook: str | None = None
    pipeline: str | None = None
    seed: int = 0
    vary_weights: float = 0.0
    ocr: bool = False
    metadata: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    max_seconds: float = 600.0
    max_megabytes: int = 3000

    def known(self, path: str, document_id: str) -> dict[str, Any]:
        """What the user knows about a document; the option ``kind`` included."""
        row: dict[str, Any] = {} if self.kind == "auto" else {"kind": self.kind}
        for key in (document_id, Path(path).name, path):
            row.update(self.metadata.get(key, {}))
        return row

    def fingerprint(self, path: str, versions: Mapping[str, str], known: Mapping[str, Any]) -> str:
        """Hash of everything, besides the document's bytes, that its result depends on.

        The file name is part of it, because kind and year may stand in it; the folder is not.
        """
        parts = {
            "name": Path(path).name,
            "versions": dict(versions),
            "seed": self.seed,
            "vary_weights": self.vary_weights,
            "ocr": self.ocr,
            "known": dict(known),
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:12]
