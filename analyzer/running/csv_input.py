"""Tables that a user made: CSV with commas, semicolons or tabs, in UTF-8 or as Excel saves it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from ..errors import UsageError, refusal

LINE = "regel"
"""Name of the index: the line of the file on which a row ends."""
_DELIMITERS = ",;\t"


def read_table(path: str | Path) -> pd.DataFrame:
    """Read a CSV file as it is: every cell text, no guesses.

    Parameters
    ----------
    path : str or Path
        The file. The delimiter is the one of comma, semicolon and tab that its first line has most.

    Returns
    -------
    DataFrame
        All cells str; the index has the line of each row, for messages.

    Raises
    ------
    UsageError
        When the file cannot be opened, has no rows, or a row has not as many cells as the header.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UsageError(
            f"kan niet worden geopend ({refusal(error)}).", remedy="Controleer het pad en de rechten.", path=path
        ) from error
    text = _decoded(data)
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    table: list[list[str]] = []
    lines: list[int] = []
    try:
        header = [name.strip() for name in next(rows, [])]
        for row in rows:
            if len(row) != len(header) and row:
                raise UsageError(
                    f"regel {rows.line_num} heeft {len(row)} in plaats van {len(header)} cellen.",
                    remedy="Zet tekst met komma's of regeleinden tussen aanhalingstekens.", path=path)  # fmt: skip
            if row:
                table.append(row)
                lines.append(rows.line_num)
    except csv.Error as error:
        raise UsageError(
            f"regel {rows.line_num} is geen geldige CSV.", remedy="Controleer de aanhalingstekens.", path=path
        ) from error
    double = sorted({name for name in header if header.count(name) > 1})
    if double:
        raise UsageError(f"heeft kolom {double[0]!r} twee keer.", remedy="Geef elke kolom een eigen naam.", path=path)
    return pd.DataFrame(table, columns=header, index=pd.Index(lines, name=LINE), dtype=object)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
