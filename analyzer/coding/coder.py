"""The coder: units in, a table of coded units out."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..codebook import Codebook, load_codebook
from ..garbage import collection_paused
from ..language.units import Unit
from ..resources import shipped
from .classifier import ABOUT, UnitClassifier
from .frame import to_frame
from .hybrid import HybridCoder
from .matcher import Matcher
from .rules import RuleCoder
from .schema import CODES

if TYPE_CHECKING:
    from spacy.language import Language

EXTRA = ("kind", "lead_in", "concreteness", "hr")
"""Columns beside the schema: kind of block, lead-in of a list item, concreteness of a measure, HR processes named."""


RULES_VERSION = "regels-1"
OWN_MODEL = "GDOGH_CODER"
"""Environment variable with the folder of a model from ``gdogh train coder``, to use instead of the one that ships."""
log = logging.getLogger(__name__)


class Coder:
    """Codes units with a codebook: rules and classifiers together.

    The classifiers that ship were trained with the lexicons that ship. With other lexicons the rules code alone, so
    that every change of a user's own codebook has its effect.

    Parameters
    ----------
    codebook : Codebook
        The measurement instrument.
    pipeline : str, optional
        Name or path of a spaCy pipeline; the shipped one when left out.
    rules_only : bool
        Leave the classifiers out.
    """

    def __init__(self, codebook: Codebook, *, pipeline: str | None = None, rules_only: bool = False) -> None:
        self.codebook = codebook
        self.pipeline_name = pipeline
        self._rules = RuleCoder(codebook)
        self._classifier = None if rules_only else _classifier_for(codebook)
        self._coder = self._rules if self._classifier is None else HybridCoder(self._rules, self._classifier)
        self._processes = Matcher(codebook.processes)

    @property
    def version(self) -> str:
        """What coded the units, for the column ``model_version``."""
        return RULES_VERSION if self._classifier is None else self._classifier.version

    @cached_property
    def pipeline(self) -> Language:
        """What of the spaCy pipeline finds sentences, loaded when it is first needed."""
        from ..language.pipeline import load_pipeline

        return load_pipeline(self.pipeline_name, need=("parse",))

    @collection_paused()
    def code(self, units: Sequence[Unit]) -> pd.DataFrame:
        """Code units.

        Parameters
        ----------
        units : sequence of Unit
            The units, of one or more documents.

        Returns
        -------
        DataFrame
            One row a unit in the same order; columns as in ``analyzer.coding.schema.UNITS`` and ``EXTRA``.
        """
        codes = self._coder.code(units)
        table = to_frame(units, codes)
        table["kind"] = [unit.kind for unit in units]
        table["lead_in"] = [unit.lead_in for unit in units]
        table["concreteness"] = [round(code.concreteness, 4) for code in codes]
        table["hr"] = [self._hr(unit.text) for unit in units]
        return table

    def code_table(self, table: pd.DataFrame) -> pd.DataFrame:
        """Code ready-made units; all columns are kept, the code columns added, the order stays.

        Parameters
        ----------
        table : DataFrame
            With ``id`` and ``text``, and optionally ``heading``, ``previous`` and ``lead_in``.

        Returns
        -------
        DataFrame
            The same rows with the code columns of the schema.
        """
        units = [unit_of(row) for row in table.to_dict(orient="records")]
        coded = self.code(units)
        out = table.reset_index(drop=True).copy()
        for name in (*CODES, "concreteness"):
            out[name] = coded[name]
        return out

    def _hr(self, text: str) -> list[str]:
        from ..language.tokens import tokenize

        found = self._processes.find(tokenize(text).lower)
        return sorted({code for match in found for code in match.term.weights})


@lru_cache(maxsize=1)
def _shipped_classifier() -> UnitClassifier | None:
    if own := os.environ.get(OWN_MODEL):
        return UnitClassifier.load(Path(own))
    if not shipped("models", "gdogh_coder", ABOUT).exists():
        return None
    return UnitClassifier.load()


def _classifier_for(codebook: Codebook) -> UnitClassifier | None:
    """The classifiers that ship, when they belong to the codebook's lexicons."""
    classifier = _shipped_classifier()
    if classifier is None or classifier.about.get("coding_hash") == codebook.coding_hash:
        return classifier
    log.info("the classifiers belong to other lexicons; rules code alone")
    return None


def unit_of(row: Mapping[Any, Any]) -> Unit:
    """A unit from a row with ``id``, ``text`` and optionally heading, previous unit and lead-in."""

    def text(name: str) -> str:
        value = row.get(name)
        return value if isinstance(value, str) else ""

    previous = text("previous")
    lead_in = text("lead_in") or (previous if previous.rstrip().endswith(":") else "")
    heading = text("heading")
    return Unit(
        unit_id=str(row["id"]), document_id=str(row.get("document_id") or ""), text=text("text"), heading=heading,
        section=(heading,) if heading else (), previous=previous, lead_in=lead_in, start=0, end=len(text("text")),
    )  # fmt: skip


@lru_cache(maxsize=2)
def _coder(codebook: str | None, pipeline: str | None) -> Coder:
    return Coder(load_codebook(codebook), pipeline=pipeline)


def code(
    units: pd.DataFrame | Sequence[Unit], *, codebook: str | Path | None = None, pipeline: str | None = None
) -> pd.DataFrame:
    """Code units.

    Parameters
    ----------
    units : DataFrame or sequence of Unit
        Units of a document (`segment`), or a table with ``id``, ``text`` and optionally ``heading`` and ``previous``.
    codebook : str or Path, optional
        A codebook file; the shipped one by default.
    pipeline : str, optional
        Name or path of a spaCy pipeline; the shipped one by default.

    Returns
    -------
    DataFrame
        One row a unit, in the same order, with the code columns of the schema.

    Examples
    --------
    >>> import pandas as pd
    >>> sentences = pd.DataFrame({"id": [1, 2], "text": ["Wij openen een digitaal loket.", "Het regent vaak."]})
    >>> code(sentences)[["id", "statement", "digital"]].values.tolist()
    [[1, 'M', 'E'], [2, 'O', 'G']]
    """
    coder = _coder(None if codebook is None else str(codebook), pipeline)
    return coder.code_table(units) if isinstance(units, pd.DataFrame) else coder.code(units)
