"""Which files to read: folders are searched, odd files are passed over."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from analyzer.errors import UsageError

EXTENSIONS = frozenset({".pdf", ".docx", ".odt", ".html", ".htm", ".md", ".markdown", ".txt"})
"""Extensions that are looked for in folders; a file named by itself may have any."""


def find_documents(paths: Iterable[str | Path]) -> list[Path]:
    """Find documents in files and folders.

    Parameters
    ----------
    paths : iterable of str or Path
        Files are taken as they are, folders are searched with all their subfolders. Hidden files, lock files of
        word processors (``~$…``, ``.~lock…``) and other extensions than `EXTENSIONS` are passed over.

    Returns
    -------
    list of Path
        Without doubles; files of a folder in alphabetical order.

    Raises
    ------
    UsageError
        When a path does not exist, or there is no document in any of them.
    """
    found: dict[Path, None] = {}
    named = [Path(path) for path in paths]
    for path in named:
        if path.is_dir():
            found.update(dict.fromkeys(_in_folder(path)))
        elif path.exists() or path.is_symlink():
            found[path] = None
        else:
            raise UsageError("bestaat niet.", remedy="Controleer de naam en de map.", path=path)
    if not found:
        kinds = ", ".join(sorted(EXTENSIONS))
        raise UsageError(
            "bevat geen documenten." if len(named) == 1 else "de opgegeven mappen bevatten geen documenten.",
            remedy=f"Gelezen worden {kinds}.",
            path=named[0] if len(named) == 1 else None,
        )
    return list(found)


def _in_folder(folder: Path) -> list[Path]:
    found: list[Path] = []
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith((".", "~$")) and Path(name).suffix.lower() in EXTENSIONS:
                found.append(Path(root, name))
    return found
