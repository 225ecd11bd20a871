"""Which Dutch pipelines are on this computer, found without loading one: names, folders, versions."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from analyzer.errors import PipelineError
from analyzer.resources import shipped

SHIPPED = "nl_gdogh"
_META = "meta.json"


def locate(name: str | Path | None = None) -> Path:
    """Folder of a pipeline.

    Parameters
    ----------
    name : str or Path, optional
        An installed package such as ``"nl_core_news_lg"``, or a folder; without it the pipeline that ships.

    Returns
    -------
    Path
        The folder that spaCy loads, with its ``meta.json``; of a package the one inside it.

    Raises
    ------
    PipelineError
        If there is no such pipeline.
    """
    if name is None or name == SHIPPED:
        folder = shipped("models", SHIPPED)
        if not (folder / _META).exists():
            raise PipelineError(
                "de meegeleverde pipeline ontbreekt.",
                remedy="Installeer gdogh opnieuw, of geef een andere pipeline met --pipeline.",
                path=folder,
            )
        return folder
    folder = Path(name)
    if (folder / _META).exists():
        return folder
    found = _of_package(str(name))
    if found is None:
        advice = "Geef de map waarin meta.json staat" if folder.exists() else _install(str(name))
        raise PipelineError(
            f"Er is geen pipeline {str(name)!r}: geen geïnstalleerd pakket en geen map met een meta.json.",
            remedy=f"{advice}, of laat --pipeline weg voor de meegeleverde.",
        )
    return found


def _install(name: str) -> str:
    if name.isidentifier():
        return f"Installeer haar met `python -m spacy download {name}`"
    return "Controleer het pad"


def _of_package(name: str) -> Path | None:
    if not name.isidentifier():
        return None
    spec = importlib.util.find_spec(name)
    places = list(spec.submodule_search_locations or ()) if spec else []
    for package in map(Path, places):
        meta = _meta(package)
        inside = package / f"{meta.get('lang')}_{meta.get('name')}-{meta.get('version')}"
        if (inside / _META).exists():
            return inside
    return None


def describe(name: str | Path | None = None) -> str:
    """Name and version of a pipeline without loading it, such as ``nl_gdogh 0.1.0 1a2b3c4d``.

    The last part is a hash of its ``meta.json``, by which a pipeline that was trained again under the same version differs.

    Parameters
    ----------
    name : str or Path, optional
        As in :func:`locate`.

    Raises
    ------
    PipelineError
        If there is no such pipeline, or its ``meta.json`` cannot be read.
    """
    folder = locate(name)
    meta = _meta(folder)
    if not meta:
        raise PipelineError(
            "de pipeline is beschadigd: meta.json is niet te lezen.",
            remedy="Installeer haar opnieuw, of geef een andere met --pipeline.",
            path=folder,
        )
    digest = hashlib.sha256((folder / _META).read_bytes()).hexdigest()[:8]
    return f"{meta.get('lang', '')}_{meta.get('name', '')} {meta.get('version', '')} {digest}"


def _meta(folder: Path) -> dict[str, Any]:
    try:
        meta = json.loads((folder / _META).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return meta if isinstance(meta, dict) else {}


def found_pipelines() -> Iterator[tuple[str, str]]:
    """Dutch pipelines on this computer.

    Yields
    ------
    tuple of (str, str)
        Name for :func:`~analyzer.language.pipeline.load_pipeline`, and version with folder. The one that ships
        comes first.
    """
    places = {SHIPPED: shipped("models", SHIPPED)}
    for package in sorted({entry.name for entry in entry_points(group="spacy_models")}):
        place = _of_package(package) if package.startswith("nl_") else None
        if place is not None:
            places[package] = place
    for name, folder in places.items():
        if (folder / _META).exists():
            yield name, f"{_meta(folder).get('version', '?')} ({folder})"
