"""What the catalogue knows about documents in an archive, as a metadata file for ``gdogh analyse``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ..corpora.catalogue import Entry
from ..corpora.register import load_register
from ..reporting.files import write_csv
from .archive import Archive

METADATA = "metadata.csv"
COLUMNS = ("path", "organisation", "organisation_uri", "layer", "kind", "period_start", "period_end")


def write_metadata(archive: Archive, entries: Sequence[Entry]) -> Path:
    """Write ``metadata.csv`` beside the documents of an archive.

    Parameters
    ----------
    archive : Archive
        Documents that are whole get a row.
    entries : sequence of Entry
        The catalogue as it is now; a document that is no longer in it keeps what was known when it was fetched.

    Returns
    -------
    Path
        The file, columns ``COLUMNS``; what is not known is empty, and is then recognised from the text.
    """
    register = {body.id: body for body in load_register()}
    current = {entry.id: entry for entry in entries}
    rows = []
    for identifier, record in archive.all_records().items():
        names = ("organisation", "organisation_id", "kind", "period_start", "period_end")
        entry = current.get(identifier)
        about = {name: str(getattr(entry, name) if entry else record.get(name) or "") for name in names}
        body = register.get(about.pop("organisation_id"))
        rows.append({
            "path": Path(record["file"]).name, **about,
            "organisation_uri": (body.tooi_uri or "") if body else "", "layer": body.layer if body else "",
        })  # fmt: skip
    path = archive.folder / METADATA
    write_csv(path, pd.DataFrame(rows, columns=list(COLUMNS)))
    return path
