"""The score of one document: indicators, total, interval, level, themes, and why there is none when there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from ..codebook import Codebook
from ..coding.schema import GOALS, HEADINGS, THEMES
from .accuracy import Accuracy, accuracy, corrected_share, design_effect, share_interval
from .display import score_html
from .indicators import INDICATORS, Counts, count, indicators, observed_levels, total
from .interval import draws, interval, shares
from .levels import border_of, level_of
from .sample import Sample, sample

EMPLOYER_KINDS = frozenset({"werkgeversvisie", "hr-visie"})
"""Kinds of document whose verankering is counted over HR processes instead of policy domains."""
THEME_COLUMNS = (
    "theme", "name", "level", "units", "units_digital", "measures", "best_unit_id", "best_page", "best_text",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Score:
    """How strongly a document embeds the digital component and the themes.

    Parameters
    ----------
    status : str
        ``ok`` or ``no_score``.
    reason : str
        Why there is no score; empty otherwise.
    value, low, high : float or None
        Score 0 … 100 with the bounds of its 90% interval.
    level : str or None
        ``afwezig``, ``vermeld``, ``aanwezig``, ``verankerd`` or ``doordrenkt``.
    border : str
        The level, or at the border the levels that it may well have ("aanwezig tot verankerd"; see ``levels.border_of``).
    indicators : dict
        From indicator to value between 0 and 1; empty without a score.
    bounds : dict
        From indicator, shares and adjusted shares to the bounds of its 90% interval.
    units, goals, goals_explicit, goals_implicit : int
        Distinct units are not meant here: these count every unit of the document.
    share_explicit, share_implicit : float or None
        Share of the goals with an explicit and with an implicit digital component; ``None`` without goals.
    share_explicit_adjusted, share_implicit_adjusted : float or None
        The same shares, corrected for the known errors of the coder.
    themes : DataFrame
        One row a theme, columns ``THEME_COLUMNS``.
    percentile : float or None
        Share (0 … 100) of the reference corpus with a lower score; ``None`` without a reference.
    vary_weights : float
        Concentration of the weights that the interval takes along; 0 when it keeps them fixed.
    """

    status: str
    reason: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    level: str | None = None
    border: str = ""
    indicators: dict[str, float] = field(default_factory=dict)
    bounds: dict[str, tuple[float, float]] = field(default_factory=dict)
    units: int = 0
    goals: int = 0
    goals_explicit: int = 0
    goals_implicit: int = 0
    share_explicit: float | None = None
    share_implicit: float | None = None
    share_explicit_adjusted: float | None = None
    share_implicit_adjusted: float | None = None
    themes: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(THEME_COLUMNS)))
    percentile: float | None = None
    vary_weights: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: numbers, strings, lists."""
        return {
            "status": self.status,
            "reason": self.reason,
            "score": self.value,
            "score_low": self.low,
            "score_high": self.high,
            "level": self.level,
            "border": self.border,
            "indicators": dict(self.indicators),
            "bounds": {name: list(pair) for name, pair in self.bounds.items()},
            "units": self.units,
            "goals": self.goals,
            "goals_explicit": self.goals_explicit,
            "goals_implicit": self.goals_implicit,
            "share_explicit": self.share_explicit,
            "share_implicit": self.share_implicit,
            "share_explicit_adjusted": self.share_explicit_adjusted,
            "share_implicit_adjusted": self.share_implicit_adjusted,
            "percentile": self.percentile,
            "vary_weights": self.vary_weights,
            "themes": self.themes.to_dict(orient="records"),
        }

    def _repr_html_(self) -> str:
        return score_html(self)


def arrays(units: pd.DataFrame, parameters: Mapping[str, float]) -> Sample:
    """Arrays of a document's distinct units, in passages of the size that the parameters say."""
    return sample(units, size=int(parameters["passage_size"]))


def by_process(kind: str | None) -> bool:
    """Whether verankering is counted over HR processes for this kind of document."""
    return (kind or "") in EMPLOYER_KINDS


def refusal(units: pd.DataFrame, *, words: int, language: str, min_words: float) -> str:
    """Why a document gets no score; empty when it gets one."""
    if language and language != "nl":
        return f"De tekst is niet in het Nederlands (herkend: {language})."
    if words < min_words:
        return f"Te weinig lopende tekst: {words} woorden, ten minste {min_words:.0f} nodig."
    if units.empty:
        return "Er zijn geen zinnen gevonden in de lopende tekst."
    return ""


def score(
    units: pd.DataFrame,
    *,
    codebook: Codebook,
    kind: str | None = None,
    words: int | None = None,
    language: str = "nl",
    seed: int = 0,
    number: int | None = None,
    vary_weights: float = 0.0,
    percentile: Mapping[str, Any] | None = None,
) -> Score:
    """Score the coded units of one document.

    Parameters
    ----------
    units : DataFrame
        Coded units, columns as in ``analyzer.coding.schema.UNITS``.
    codebook : Codebook
        Its scoring values are used.
    kind : str, optional
        Kind of document; employer visions are judged on HR processes instead of policy domains.
    words : int, optional
        Words of running text; counted from the units when not given.
    language : str
        ISO 639-1 code; empty for unknown, which is not a reason to refuse.
    seed : int
        Seed of the interval.
    number : int, optional
        Number of draws for the interval; the codebook's by default, 0 for no interval.
    vary_weights : float
        As in `draws`.
    percentile : mapping, optional
        Reference scores: ``{"scores": sorted list}``.

    Returns
    -------
    Score
        With ``status="no_score"`` and a reason when there cannot be one.
    """
    parameters = codebook.scoring.parameters
    if words is None:
        words = sum(len(text.split()) for text in units["text"])
    tallies = _tallies(units, parameters)
    reason = refusal(units, words=words, language=language, min_words=parameters["min_words"])
    if reason:
        return Score("no_score", reason, **tallies)
    taken = arrays(units, parameters)
    processes = by_process(kind)
    counts = count(taken, parameters, by_process=processes)
    values = indicators(counts, parameters)
    weights = codebook.scoring.indicators
    value = total(values, weights, parameters["floor"])
    known = accuracy(parameters)
    drawn = draws(
        units, taken, parameters=parameters, weights=weights, by_process=processes, accuracy=known, seed=seed,
        number=int(parameters["draws"]) if number is None else number, vary_weights=vary_weights,
        settled=parameters["settled"] if number is None else 0.0,
    )  # fmt: skip
    low, high = interval(value, drawn["score"], passages=taken.passages) if len(drawn["score"]) else (value, value)
    cut_points = codebook.scoring.cut_points
    return Score(
        "ok",
        value=value,
        low=low,
        high=high,
        level=level_of(value, cut_points),
        border=border_of(value, low, high, cut_points, parameters["border_chance"]),
        indicators=values,
        bounds=_bounds(values, counts, drawn, _adjusted_bounds(tallies, counts, known, seed)),
        themes=theme_table(units, taken, counts, codebook),
        percentile=None if not percentile else percentile_of(value, percentile["scores"]),
        vary_weights=vary_weights,
        **tallies,
    )


def percentile_of(value: float, reference: list[float]) -> float:
    """Share (0 … 100) of sorted reference scores below a value, ties counted half."""
    low, high = np.searchsorted(reference, value, "left"), np.searchsorted(reference, value, "right")
    return float(100.0 * (low + high) / 2.0 / len(reference))


def _tallies(units: pd.DataFrame, parameters: Mapping[str, float]) -> dict[str, Any]:
    known = accuracy(parameters)
    goal = units["statement"].isin(GOALS)
    explicit, implicit = goal & (units["digital"] == "E"), goal & (units["digital"] == "I")
    goals = int(goal.sum())
    return {
        "units": len(units),
        "goals": goals,
        "goals_explicit": int(explicit.sum()),
        "goals_implicit": int(implicit.sum()),
        "share_explicit": float(explicit.sum() / goals) if goals else None,
        "share_implicit": float(implicit.sum() / goals) if goals else None,
        "share_explicit_adjusted": corrected_share(explicit.sum() / goals, known["E"]) if goals else None,
        "share_implicit_adjusted": corrected_share(implicit.sum() / goals, known["I"]) if goals else None,
    }


def _adjusted_bounds(
    tallies: Mapping[str, Any], counts: Counts, known: Mapping[str, Accuracy], seed: int
) -> dict[str, tuple[float, float]]:
    if not tallies["goals"]:
        return {}
    found = {}
    for name, code, hits in (("explicit", "E", counts.explicit), ("implicit", "I", counts.implicit)):
        found[f"share_{name}_adjusted"] = share_interval(
            tallies[f"goals_{name}"], tallies["goals"], known[code], design=design_effect(hits, counts.goals), seed=seed
        )
    return found


def _bounds(
    values: dict[str, float], counts: Counts, drawn: dict[str, Any], adjusted: dict[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Bounds of indicators and shares, with those of the adjusted shares.

    In a text with next to nothing digital a share is 0 in nearly all draws, and large in a few with hardly any goals;
    a curve through these says nothing. Its upper bound is then the one of the adjusted share, which rests on the count.
    """
    if not len(drawn["score"]):
        return adjusted
    explicit, implicit = shares(counts)
    passages = len(counts.units)
    found = {name: interval(values[name], drawn[name], passages=passages, top=1.0) for name in INDICATORS}
    for name, value in (("share_explicit", explicit), ("share_implicit", implicit)):
        low, high = interval(value, drawn[name], passages=passages, top=1.0)
        most = adjusted.get(f"{name}_adjusted", (0.0, 1.0))[1]
        if high > most:
            high = max(most, interval(value, drawn[name], passages=passages, top=1.0, rare=True)[1])
        found[name] = (low, high)
    return found | adjusted


def theme_table(units: pd.DataFrame, taken: Sample, counts: Counts, codebook: Codebook) -> pd.DataFrame:
    """Evidence per theme: level, counts and the strongest sentence.

    Returns
    -------
    DataFrame
        One row a theme in the order of ``THEMES``, columns ``THEME_COLUMNS``.
    """
    levels = observed_levels(counts)
    digital = (taken.explicit | taken.implicit) & ~taken.negated
    concrete = taken.concreteness
    records: list[dict[str, Any]] = []
    for place, theme in enumerate(THEMES):
        members = np.flatnonzero(taken.themes[:, place])
        best: pd.Series | None = None
        if len(members):
            chance = units[f"p_{theme}"].to_numpy(dtype=float)[taken.rows[members]]
            rank = (
                4.0 * digital[members] + 2.0 * taken.measure[members] + taken.ambition[members]
                + concrete[members] + chance - 3.0 * taken.negated[members]
            )  # fmt: skip
            best = units.iloc[taken.rows[members[int(np.argmax(rank))]]]
        records.append(
            {
                "theme": theme,
                "name": codebook.code(theme).name.nl,
                "level": round(levels[place]),
                "units": len(members),
                "units_digital": int(digital[members].sum()),
                "measures": int((digital & taken.measure)[members].sum()),
                "best_unit_id": "" if best is None else best["unit_id"],
                "best_page": None if best is None else int(best["page"]),
                "best_text": "" if best is None else best["text"],
            }
        )
    table = pd.DataFrame.from_records(records, columns=list(THEME_COLUMNS))
    return table.astype({"best_page": "Int64"})


def headings_matrix(themes: pd.DataFrame) -> dict[str, float]:
    """Mean evidence level (0 … 4) per heading of the method."""
    levels = themes.set_index("theme")["level"]
    return {heading: float(levels[list(codes)].mean()) for heading, codes in HEADINGS.items()}
