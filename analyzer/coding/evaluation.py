"""How well codes agree with a careful human coder: tables that go into the model card as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from .schema import DIGITAL, DOMAINS, STATEMENTS, THEMES

MACRO_LEAST = 20
PART_LEAST = 100
_DRAWS = 500


def prf(true: np.ndarray, named: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall and F1 of one yes-or-no code; F1 is 0 when nothing is right."""
    hit = float((true & named).sum())
    precision = hit / named.sum() if named.sum() else 0.0
    recall = hit / true.sum() if true.sum() else 0.0
    return precision, recall, 2 * hit / (true.sum() + named.sum()) if true.sum() + named.sum() else 0.0


def calibration_error(chance: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error over bins of equal width (Guo et al. 2017, ICML, eq. 3)."""
    places = np.minimum((chance * bins).astype(int), bins - 1)
    error = 0.0
    for place in range(bins):
        member = places == place
        if member.any():
            error += member.mean() * abs(chance[member].mean() - right[member].mean())
    return float(error)


def _binary(table: pd.DataFrame) -> dict[str, np.ndarray]:
    """Yes-or-no codes of the human coder."""
    statement, digital = table["statement"].to_numpy(), table["digital"].to_numpy()
    codes = {"doel (M of A)": statement != "O", "E": digital == "E", "E of I": digital != "G", "I": digital == "I"}
    codes |= {code: statement == code for code in STATEMENTS}
    codes |= {theme: np.array([theme in row for row in table["themes"]]) for theme in THEMES}
    return codes


def _named(predicted: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    statement, digital = predicted["statement"], predicted["digital"]
    codes = {"doel (M of A)": statement != "O", "E": digital == "E", "E of I": digital != "G", "I": digital == "I"}
    codes |= {code: statement == code for code in STATEMENTS}
    codes |= {theme: predicted["themes"][:, place] for place, theme in enumerate(THEMES)}
    return {name: np.asarray(values, dtype=bool) for name, values in codes.items()}


def summary(table: pd.DataFrame, predicted: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Headline figures.

    Parameters
    ----------
    table : DataFrame
        Codes of the human coder.
    predicted : mapping
        Codes and probabilities in the same order.

    Returns
    -------
    dict
        F1 of goal, E, E or I, and I; macro-F1 of statement; micro- and macro-F1 of themes (macro over themes with at
        least ``MACRO_LEAST`` units); accuracy of domain; expected calibration error over statement, E and themes.
    """
    true, named = _binary(table), _named(predicted)
    scores = {name: prf(true[name], named[name])[2] for name in true}
    theme_true = np.stack([true[theme] for theme in THEMES], axis=1)
    theme_named = np.stack([named[theme] for theme in THEMES], axis=1)
    frequent = [theme for theme in THEMES if true[theme].sum() >= MACRO_LEAST]
    return {
        "goal_f1": scores["doel (M of A)"],
        "statement_macro_f1": float(np.mean([scores[code] for code in STATEMENTS])),
        "explicit_f1": scores["E"],
        "digital_f1": scores["E of I"],
        "implicit_f1": scores["I"],
        "themes_micro_f1": prf(theme_true.ravel(), theme_named.ravel())[2],
        "themes_macro_f1": float(np.mean([scores[theme] for theme in frequent])) if frequent else float("nan"),
        "domain_accuracy": float((table["domain"].to_numpy() == predicted["domain"]).mean()),
        "calibration_error": _calibration(table, predicted)["alle"],
    }


def _calibration(table: pd.DataFrame, predicted: Mapping[str, np.ndarray]) -> dict[str, float]:
    statement = predicted["p_statement"]
    best = statement.argmax(axis=1)
    right = table["statement"].to_numpy() == np.array(STATEMENTS)[best]
    explicit = table["digital"].to_numpy() == "E"
    true = _binary(table)
    themes = np.concatenate([true[theme] for theme in THEMES])
    chances = predicted["p_themes"].T.ravel()
    shown = chances >= 0.05  # the many sure absences would hide every error
    out = {
        "statement": calibration_error(statement.max(axis=1), right),
        "E": calibration_error(predicted["p_digital"][:, 0], explicit),
        "thema's": calibration_error(chances[shown], themes[shown]) if shown.any() else 0.0,
    }
    return {"alle": float(np.mean(list(out.values()))), **out}


def per_code(table: pd.DataFrame, predicted: Mapping[str, np.ndarray], *, seed: int = 0) -> pd.DataFrame:
    """Precision, recall and F1 per code, F1 with a 90% interval from resampling documents.

    Returns
    -------
    DataFrame
        Columns ``code``, ``units``, ``precision``, ``recall``, ``f1``, ``f1_low``, ``f1_high``.
    """
    true, named = _binary(table), _named(predicted)
    documents = table["document"].to_numpy()
    members = [np.flatnonzero(documents == name) for name in np.unique(documents)]
    rng = np.random.default_rng(seed)
    picks = [np.concatenate([members[i] for i in rng.integers(0, len(members), len(members))]) for _ in range(_DRAWS)]
    rows = []
    for code in true:
        precision, recall, f1 = prf(true[code], named[code])
        drawn = [prf(true[code][pick], named[code][pick])[2] for pick in picks]
        low, high = np.quantile(drawn, [0.05, 0.95])
        rows.append((code, int(true[code].sum()), precision, recall, f1, float(low), float(high)))
    return pd.DataFrame(rows, columns=["code", "units", "precision", "recall", "f1", "f1_low", "f1_high"])


def confusion(table: pd.DataFrame, predicted: Mapping[str, np.ndarray], column: str) -> pd.DataFrame:
    """Human codes (rows) against given codes (columns)."""
    codes = {"statement": STATEMENTS, "digital": DIGITAL, "domain": DOMAINS}[column]
    counts = pd.crosstab(pd.Series(table[column].to_numpy(), name="mens"), pd.Series(predicted[column], name="codeur"))
    return counts.reindex(index=list(codes), columns=list(codes), fill_value=0)


def prevalence(table: pd.DataFrame, predicted: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Share of goals with a digital component on the random draws: by hand and by the coder."""
    random = (table["drawn"] == "random").to_numpy()
    goal_true = random & (table["statement"] != "O").to_numpy()
    goal_named = random & (predicted["statement"] != "O")
    return {
        "random_units": int(random.sum()),
        "by_hand": _share(table["digital"].to_numpy()[goal_true] != "G"),
        "by_coder": _share(predicted["digital"][goal_named] != "G"),
    }


def by_draw(table: pd.DataFrame, predicted: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Headline figures of units that were drawn in one way, and of units that one coder coded.

    Parameters
    ----------
    table : DataFrame
        Codes of the human coder, with ``drawn`` and, where it is known, ``coder``.
    predicted : mapping
        Codes and probabilities in the same order.

    Returns
    -------
    DataFrame
        One row a way of drawing and a coder, those with at least ``PART_LEAST`` units; columns ``part``, ``units``, and
        the figures of `summary`. Empty when there is only one part.
    """
    rows = []
    for column, name in (("drawn", "trekking"), ("coder", "codeur")):
        values = np.array(table[column].fillna("").astype(str) if column in table else [""] * len(table))
        parts = sorted({str(value) for value in values} - {""})
        for part in parts if len(parts) > 1 else []:
            places = np.flatnonzero(values == part)
            if len(places) >= PART_LEAST:
                codes = {key: codes[places] for key, codes in predicted.items()}
                rows.append({"part": f"{name} {part}", "units": len(places), **summary(table.iloc[places], codes)})
    return pd.DataFrame(rows)


def _share(there: np.ndarray) -> float:
    """Share of a yes-or-no; NaN of nothing."""
    return float(there.mean()) if len(there) else float("nan")


def errors(table: pd.DataFrame, predicted: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Units on which human and coder differ, with text, for reading."""
    themes = [";".join(theme for theme, there in zip(THEMES, row, strict=True) if there) for row in predicted["themes"]]
    out: dict[str, Any] = {
        "id": table["id"], "text": table["text"], "statement": table["statement"], "statement_coder": predicted["statement"],
        "digital": table["digital"], "digital_coder": predicted["digital"],
        "themes": [";".join(row) for row in table["themes"]], "themes_coder": themes,
        "domain": table["domain"], "domain_coder": predicted["domain"],
    }  # fmt: skip
    frame = pd.DataFrame(out)
    wrong = [frame[name] != frame[f"{name}_coder"] for name in ("statement", "digital", "themes", "domain")]
    return frame[np.logical_or.reduce(wrong)].reset_index(drop=True)
