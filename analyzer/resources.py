"""Where the files that ship with the package stand: in the wheel, or in a checkout beside the package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(*parts: str) -> Path:
    """Path of a shipped file or folder, such as ``shipped("models", "nl_gdogh")``.

    Parameters
    ----------
    *parts : str
        Path below the project's top level; the first part is ``models`` or ``corpora``.

    Returns
    -------
    Path
        The path in the installed wheel when it is there, otherwise the path in the checkout (which may not exist).
    """
    installed = _PACKAGE.joinpath("_shipped", *parts)
    return installed if installed.exists() else _PACKAGE.parent.joinpath(*parts)
