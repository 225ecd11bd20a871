"""Measure the coder: cross-validation by document, or the shipped coder as it is; tables for people and for the score."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..errors import CodingError
from .coder import Coder, unit_of
from .evaluation import by_draw, confusion, errors, per_code, prevalence, summary
from .schema import DIGITAL, DOMAINS, P_DIGITAL, P_STATEMENT, P_THEMES, STATEMENTS, THEMES
from .training import FULL, VARIANTS, Prepared, fit
from .validation import cross_validate, predict, predict_rules

Predicted = Mapping[str, np.ndarray]
BEGIN, END = "<!-- cijfers: geschreven door `gdogh evaluate`, niet wijzigen -->", "<!-- einde cijfers -->"
_LEAST_RANDOM = 25
"""Units with a code that the random draws must have to measure accuracy on them alone."""
_NAMES = {
    "goal_f1": "doel (M of A) F1", "statement_macro_f1": "uitspraak macro-F1", "explicit_f1": "E F1",
    "digital_f1": "E of I F1", "implicit_f1": "I F1", "themes_micro_f1": "thema's micro-F1",
    "themes_macro_f1": "thema's macro-F1", "domain_accuracy": "domein juist", "calibration_error": "kalibratiefout",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assessment:
    """What was measured.

    Parameters
    ----------
    table : DataFrame
        Units as a human coded them.
    predicted : dict
        From variant to codes and probabilities, as ``given`` returns them; the last is the one that counts.
    how : str
        How it was measured, in Dutch.
    """

    table: pd.DataFrame
    predicted: dict[str, Predicted]
    how: str

    @property
    def best(self) -> Predicted:
        """Codes of the variant that counts."""
        return list(self.predicted.values())[-1]


def read_coded(path: Path) -> pd.DataFrame:
    """Read coded units: JSONL, CSV or Parquet.

    Parameters
    ----------
    path : Path
        One row a unit: ``id``, ``text``, ``statement``, ``digital``, ``themes``, ``domain``, and optionally
        ``document``, ``heading``, ``previous``, ``lead_in`` and ``drawn``.

    Returns
    -------
    DataFrame
        With all of these columns.

    Raises
    ------
    CodingError
        When columns are missing or a code does not exist; the message names the row.
    """
    try:
        if path.suffix.lower() == ".parquet":
            table = pd.read_parquet(path)
        elif path.suffix.lower() == ".csv":
            table = pd.read_csv(path, dtype=str, keep_default_na=False)
        else:
            table = pd.read_json(path, lines=True, dtype=False)
    except (OSError, ValueError) as error:
        raise CodingError(
            f"kan niet worden gelezen: {error}", remedy="Geef JSONL, CSV of Parquet.", path=path
        ) from error
    missing = {"id", "text", "statement", "digital", "themes", "domain"} - set(table.columns)
    if missing:
        raise CodingError(
            f"kolommen ontbreken: {', '.join(sorted(missing))}.", remedy="Zie gdogh evaluate --help.", path=path
        )
    for name in ("document", "heading", "previous", "lead_in", "drawn"):
        table[name] = table[name].fillna("").astype(str) if name in table else ""
    if not table["document"].any():
        table["document"] = table["id"].astype(str).str.rpartition(":")[0]
    table["themes"] = [codes.split(";") if isinstance(codes, str) else list(codes) for codes in table["themes"]]
    table["themes"] = [[code for code in codes if code] for codes in table["themes"]]
    for name, known in (("statement", STATEMENTS), ("digital", DIGITAL), ("domain", DOMAINS)):
        wrong = table.index[~table[name].isin(known)]
        if len(wrong):
            raise CodingError(
                f"rij {wrong[0] + 1}: {name} {table.at[wrong[0], name]!r} bestaat niet.",
                remedy=f"Kies uit {', '.join(known)}.", path=path,
            )  # fmt: skip
    for row, codes in enumerate(table["themes"]):
        unknown = set(codes) - set(THEMES)
        if unknown:
            raise CodingError(
                f"rij {row + 1}: thema {min(unknown)!r} bestaat niet.",
                remedy=f"Kies uit {', '.join(THEMES)}.",
                path=path,
            )
    return table.reset_index(drop=True)


def assess(
    data: Prepared,
    *,
    compare: bool = True,
    progress: Callable[[str, int, int], None] | None = None,
) -> Assessment:
    """Cross-validate by document.

    Parameters
    ----------
    data : Prepared
        Coded units.
    compare : bool
        All variants, or only rules and the one that ships.
    progress : callable, optional
        Told variant, folds done and folds to do.

    Returns
    -------
    Assessment
        The variant that ships is last.
    """
    documents = data.table["document"].nunique()
    if documents < 5:
        raise CodingError(
            f"eenheden uit {documents} documenten zijn te weinig om per document te splitsen.",
            remedy="Geef eenheden uit ten minste 5 documenten (kolom document), of meet de meegeleverde codeur: --shipped.",
        )
    wanted = {name: variant for name, variant in VARIANTS.items() if compare or variant in (None, FULL)}
    predicted: dict[str, Predicted] = {}
    for name, variant in wanted.items():

        def tell(done: int, number: int, name: str = name) -> None:
            if progress is not None:
                progress(name, done, number)

        predicted[name] = cross_validate(data, variant, progress=tell)
    folds = f"kruisvalidatie in 5 delen, gesplitst naar {documents} documenten"
    return Assessment(data.table, predicted, folds)


def assess_apart(data: Prepared, held: Prepared) -> Assessment:
    """Measure on documents that are kept apart: no unit of theirs was fitted on, calibrated on or tuned on.

    Parameters
    ----------
    data : Prepared
        Coded units to fit on; those of documents that `held` has too are left out.
    held : Prepared
        Coded units of the documents that are kept apart.

    Returns
    -------
    Assessment
        Rules, and the variant that ships.

    Raises
    ------
    CodingError
        When nothing is left to fit on.
    """
    apart = set(held.table["document"])
    rows = np.flatnonzero(~data.table["document"].isin(apart).to_numpy())
    if not len(rows):
        raise CodingError(
            "alle documenten van --data staan ook in --held-out.",
            remedy="Geef in --data ook eenheden van andere documenten.",
        )
    best = next(name for name, variant in VARIANTS.items() if variant == FULL)
    codes = predict(fit(data, rows), held, np.arange(len(held.table)), FULL)
    others = data.table["document"].iloc[rows].nunique()
    how = f"{len(apart)} documenten apart gehouden, getraind op {len(rows)} eenheden uit {others} andere"
    return Assessment(held.table, {"regels": predict_rules(held), best: codes}, how)


def assess_shipped(table: pd.DataFrame, coders: Mapping[str, Coder]) -> Assessment:
    """Measure coders as they are, on units that they were not trained on."""
    units = [unit_of(row) for row in table.to_dict(orient="records")]
    predicted = {name: _codes_of(coder.code(units)) for name, coder in coders.items()}
    return Assessment(table, predicted, f"zoals meegeleverd, op {table['document'].nunique()} documenten")


def _codes_of(coded: pd.DataFrame) -> Predicted:
    return {
        "statement": coded["statement"].to_numpy(), "digital": coded["digital"].to_numpy(),
        "themes": np.array([[theme in codes for theme in THEMES] for codes in coded["themes"]]),
        "domain": coded["domain"].to_numpy(), "p_statement": coded[list(P_STATEMENT)].to_numpy(),
        "p_digital": coded[list(P_DIGITAL)].to_numpy(), "p_themes": coded[list(P_THEMES)].to_numpy(),
    }  # fmt: skip


def accuracy_of(assessment: Assessment) -> dict[str, dict[str, float]]:
    """Sensitivity and specificity of goal, E and I, as the score uses them.

    Random draws are used alone where they have enough units with the code: draws that seek a code show it too often
    and in its clearest form. E and I are measured among what the human coder calls goals, as the shares are.

    Parameters
    ----------
    assessment : Assessment
        What was measured.

    Returns
    -------
    dict
        From code to ``sensitivity``, ``specificity``, ``positives``, ``negatives``.
    """
    statement, digital = assessment.table["statement"].to_numpy(), assessment.table["digital"].to_numpy()
    given_statement, given_digital = assessment.best["statement"], assessment.best["digital"]
    random = (assessment.table["drawn"] == "random").to_numpy()
    goal = statement != "O"
    out = {}
    for code, true, named, among in (
        ("goal", goal, given_statement != "O", np.ones(len(goal), dtype=bool)),
        ("E", digital == "E", given_digital == "E", goal),
        ("I", digital == "I", given_digital == "I", goal),
    ):
        chosen = among & random if (true & among & random).sum() >= _LEAST_RANDOM else among
        negatives = among & random & ~true if (among & random & ~true).sum() >= _LEAST_RANDOM else among & ~true
        positives = chosen & true
        out[code] = {
            "sensitivity": round(float(named[positives].mean()), 4),
            "specificity": round(float((~named[negatives]).mean()), 4),
            "positives": int(positives.sum()),
            "negatives": int(negatives.sum()),
        }
    return out


def report(assessment: Assessment) -> str:
    """Tables in Markdown: headline figures per variant, per code, confusion, prevalence."""
    table, best = assessment.table, assessment.best
    headline = pd.DataFrame({name: summary(table, codes) for name, codes in assessment.predicted.items()})
    headline.index = pd.Index([_NAMES[name] for name in headline.index], name="maat")
    shares = prevalence(table, best)
    parts = [f"{len(table)} eenheden; {assessment.how}.", "", _markdown(headline.reset_index(), 3), ""]
    if shares["random_units"]:
        parts += [
            f"Aandeel doelen met een digitale component in {shares['random_units']} willekeurig getrokken eenheden: "
            f"{shares['by_hand']:.1%} volgens de menselijke codes, {shares['by_coder']:.1%} volgens de codeur.", "",
        ]  # fmt: skip
    drawn = by_draw(table, best)
    if len(drawn):
        shown = drawn.rename(columns={"part": "deel", "units": "eenheden", **_NAMES}).drop(
            columns=_NAMES["implicit_f1"]
        )
        parts += ["Per wijze van trekken en per codeur:", "", _markdown(shown, 3), ""]
    parts += [
        "Per code, met een 90%-interval om F1 uit het hertrekken van documenten:", "",
        _markdown(per_code(table, best), 2), "",
    ]  # fmt: skip
    for column, title in (("statement", "Uitspraak"), ("digital", "Digitaal")):
        counts = confusion(table, best, column)
        counts.index.name = f"{title}: mens ↓ codeur →"
        parts += [_markdown(counts.reset_index(), 0), ""]
    return "\n".join(parts)


def _markdown(table: pd.DataFrame, digits: int) -> str:
    """A table in Markdown; numbers are rounded."""

    def cell(value: Any) -> str:
        if isinstance(value, float):
            return "–" if np.isnan(value) else f"{value:.{digits}f}"
        return str(value)

    head = "| " + " | ".join(str(name) for name in table.columns) + " |"
    rule = "|" + "".join(
        " --- |" if table[name].dtype == object or table[name].dtype == "str" else " ---: |" for name in table
    )
    rows = ["| " + " | ".join(cell(value) for value in row) + " |" for row in table.itertuples(index=False)]
    return "\n".join([head, rule, *rows])


def write(assessment: Assessment, folder: Path, apart: Assessment | None = None) -> None:
    """Write ``evaluatie.md``, ``per_code.csv``, ``domein.csv``, ``fouten.csv`` and ``accuracy.json``.

    Parameters
    ----------
    assessment : Assessment
        What was measured.
    folder : Path
        Made when it is not there.
    apart : Assessment, optional
        What was measured on documents kept apart; a second part of ``evaluatie.md``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "evaluatie.md").write_text("# Evaluatie\n\n" + both(assessment, apart), encoding="utf-8")
    per_code(assessment.table, assessment.best).to_csv(folder / "per_code.csv", index=False)
    confusion(assessment.table, assessment.best, "domain").to_csv(folder / "domein.csv")
    errors(assessment.table, assessment.best).to_csv(folder / "fouten.csv", index=False)
    save_accuracy(assessment, folder)


def save_accuracy(assessment: Assessment, folder: Path) -> None:
    """Write ``accuracy.json``."""
    text = json.dumps(accuracy_of(assessment), indent=1)
    (folder / "accuracy.json").write_text(text + "\n", encoding="utf-8")


def both(assessment: Assessment, apart: Assessment | None) -> str:
    """Tables in Markdown of what was measured, and of documents kept apart under a heading of their own."""
    parts = [report(assessment)]
    parts += [f"### Apart gehouden documenten\n\n{report(apart)}"] if apart is not None else []
    return "\n".join(parts)


def write_card(assessment: Assessment, card: Path, apart: Assessment | None = None) -> None:
    """Put the tables between the marks of a model card.

    Parameters
    ----------
    assessment : Assessment
        What was measured.
    card : Path
        Markdown with the two marks.
    apart : Assessment, optional
        What was measured on documents kept apart.
    """
    text = card.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    card.write_text(f"{before}{BEGIN}\n\n{both(assessment, apart)}\n{END}{after}", encoding="utf-8")
