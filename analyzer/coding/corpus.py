"""Units to train on: codes found back in documents, and ready-made labels."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from .annotations import load_units, rebuild
from .schema import DOMAINS

log = logging.getLogger(__name__)


def training_table(folders: Sequence[Path], annotations: pd.DataFrame, labels: Path | None) -> pd.DataFrame:
    """All coded units with their text: our codes found back in documents, and ready-made labels.

    Parameters
    ----------
    folders : sequence of Path
        Folders in which the documents stand, searched recursively; a document's name is its file name without ending.
    annotations : DataFrame
        Our codes, from `load_annotations`.
    labels : Path, optional
        Folder with ``units-coded.jsonl`` and ``units-uncoded.jsonl``.

    Returns
    -------
    DataFrame
        One row a unit, columns as in `rebuild` and ``coder``.
    """
    ready: dict[str, dict[str, Any]] = {}
    coded: list[dict[str, Any]] = []
    if labels is not None:
        coded = [row | {"coder": "referentie"} for row in load_units(labels / "units-coded.jsonl")]
        ready = {row["id"]: row for row in load_units(labels / "units-uncoded.jsonl")}
    sources = {path.stem: path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()}
    ours = rebuild(annotations, sources, ready)
    reference = pd.DataFrame(coded)
    if len(reference):
        reference["lead_in"] = [row if row.endswith(":") else "" for row in reference["previous"]]
    table = pd.concat([reference, ours], ignore_index=True).drop_duplicates("id")
    table["document"] = table["document"].replace({"coalitieakkoord-2021-2025": "ca2021"})
    unknown = set(table["domain"]) - set(DOMAINS)
    if unknown:
        log.warning("unknown domains: %s", ", ".join(sorted(unknown)))
    return table[table["domain"].isin(DOMAINS)].reset_index(drop=True)
