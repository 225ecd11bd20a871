"""The tables of the landscape, with and without a register of organisations."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ..corpora.register import LAYERS, Register, load_register, read_register
from ..errors import UsageError, refusal
from ..reporting.files import write_csv
from ..reporting.html import write_html
from ..scoring.landscape import counted, landscape
from ..scoring.organisations import now, organisations, place, shares
from .corpus import Corpus


def chosen_register(path: str | Path | None = None, layer: str | None = None, province: str | None = None) -> Register:
    """A register, or the part of it that a user asks for.

    Parameters
    ----------
    path : str or Path, optional
        CSV with the columns of ``corpora/organisaties.csv``; the shipped register by default.
    layer, province : str, optional
        Only bodies of this layer, or in this province.

    Raises
    ------
    UsageError
        When the file cannot be opened, the layer does not exist, or no body is left.
    CorpusError
        When the register is not valid.
    """
    if layer is not None and layer not in LAYERS:
        raise UsageError(f"laag {layer!r} bestaat niet.", remedy=f"Kies uit {', '.join(LAYERS)}.")
    try:
        register = load_register() if path is None else read_register(Path(path))
    except OSError as error:
        raise UsageError(
            f"kan niet worden geopend ({refusal(error)}).", remedy="Controleer het pad.", path=str(path)
        ) from error
    bodies = [
        body for body in register
        if layer in {None, body.layer} and (province is None or (body.province or "").lower() == province.lower())
    ]  # fmt: skip
    if not bodies:
        raise UsageError("in het register is geen organisatie die voldoet.", remedy="Controleer --layer en --province.")
    return Register(bodies)


def landscape_tables(corpus: Corpus, register: Register | None, *, year: int, seed: int = 0) -> dict[str, pd.DataFrame]:
    """All tables of the landscape.

    Parameters
    ----------
    corpus : Corpus
        Analysed documents.
    register : Register, optional
        The bodies there are.
    year : int
        The year in which bodies of the register must exist.
    seed : int
        Seed of the intervals.

    Returns
    -------
    dict of DataFrame
        ``landscape`` (per layer and year; with a register only documents of its bodies), and with a register also ``organisations``, ``shares``, ``missing`` (the
        organisations that lack something) and ``unplaced`` (documents whose organisation is not in the register).
    """
    if register is None:
        return {"landscape": corpus.landscape(seed=seed)}
    bodies = organisations(corpus.documents, register, year=year)
    usable = counted(corpus.documents)
    placed = place(usable, register).map(lambda identity: now(identity, register, year))
    unplaced = usable[placed.isna()]
    # By id, because two bodies may share a name.
    layers = bodies.set_index("organisation_id")["layer"]
    of_bodies = usable.assign(organisation=placed, layer=placed.map(layers)).dropna(subset=["layer"])
    known = bodies.rename(columns={"organisation_id": "name"})[["name", "layer"]]
    cut = corpus.codebook.scoring.cut_points["doordrenkt"]
    return {
        "landscape": landscape(of_bodies, doordrenkt=cut, register=known, seed=seed),
        "organisations": bodies,
        "shares": shares(bodies, doordrenkt=cut, seed=seed),
        "missing": bodies[bodies["missing"] != ""][["organisation_id", "organisation", "layer", "province", "missing"]],
        "unplaced": unplaced[["document_id", "path", "organisation", "layer", "kind", "year"]],
    }


def write_landscape(corpus: Corpus, tables: dict[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Write the tables of the landscape as CSV, and with a register the page with the map.

    Parameters
    ----------
    corpus : Corpus
        Analysed documents.
    tables : dict of DataFrame
        As `landscape_tables` gives them.
    folder : Path
        Made when it does not exist.

    Returns
    -------
    list of Path
        ``landscape.csv``, ``landscape_….csv`` and ``landscape.html``.
    """
    files = [folder / ("landscape.csv" if name == "landscape" else f"landscape_{name}.csv") for name in tables]
    for path, table in zip(files, tables.values(), strict=True):
        write_csv(path, table)
    if "organisations" in tables:
        page = folder / "landscape.html"
        write_html(
            page, corpus.documents, corpus.themes, corpus.units, corpus.failures, corpus.codebook, texts=corpus.texts,
            organisations=tables["organisations"], shares=tables["shares"],
        )  # fmt: skip
        files.append(page)
    return files
