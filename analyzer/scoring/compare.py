"""Two documents, or two groups of documents: what differs, and is the difference larger than noise?

Score, indicators and shares are redrawn for each document as for its interval. The parts (headings, themes, policy
fields) are shares of sentences: each is drawn from the Beta posterior under Jeffreys' prior, its numbers divided by the
design effect of sentences that stand together, with the hits drawn from the calibrated probabilities of the codes. The
difference of two such drawings, side by side, gives the interval. With more organisations on a side these are redrawn
too (a cluster bootstrap: Field & Welsh 2007, *JRSS B* 69:369); an organisation that stands on both sides is redrawn on
both at once, so that what it keeps does not count as difference.

A table of forty parts has four "differences" of 90% by chance alone. Parts are therefore marked under control of the
share of false alarms (Benjamini & Hochberg 1995, *JRSS B* 57:289), at 10% within headings, themes and fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import stdtr

from ..codebook import Codebook
from ..coding.schema import DOMAINS, HEADINGS, THEMES
from .accuracy import accuracy, design_effect, student
from .indicators import INDICATORS, count, indicators, observed_levels, total
from .interval import draws, shares
from .sample import Bools, Floats, Sample, probabilities
from .score import arrays, by_process

COMPARE_COLUMNS = (
    "part", "code", "name", "before", "after", "difference", "low", "high", "beyond_noise", "level_before", "level_after",
)  # fmt: skip
PARTS = ("score", "indicator", "aandeel", "kopje", "thema", "beleidsveld")
"""What `part` may be: 0 … 100 for the score, 0 … 1 for all others; the last three share their false alarms."""
REDRAWN = 2000
_TAIL, _FALSE = 0.95, 0.10
_FIELDS = tuple(domain for domain in DOMAINS if domain != "geen")


@dataclass(frozen=True, slots=True)
class Item:
    """A document to compare.

    Parameters
    ----------
    identity, title : str
        Its id and what it is called.
    organisation : str or None
        Who wrote it; unknown ones count as an organisation each.
    kind : str or None
        Kind of document.
    year : int or None
        Its year.
    units : DataFrame
        Coded units.
    file : str
        Name of its file.
    """

    identity: str
    title: str
    organisation: str | None
    kind: str | None
    year: int | None
    units: pd.DataFrame
    file: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """What is compared of one document: values as they are, drawn again, and the levels of the themes."""

    owner: str
    value: dict[tuple[str, str], float]
    drawn: dict[tuple[str, str], Floats]
    levels: dict[str, int]
    passages: int


def compare(
    before: Sequence[Item], after: Sequence[Item], *, codebook: Codebook, seed: int = 0, number: int = REDRAWN
) -> pd.DataFrame:
    """Differences between two documents or two groups of documents.

    Parameters
    ----------
    before, after : sequence of Item
        The documents on either side, at least one each.
    codebook : Codebook
        Names and scoring values.
    seed : int
        The same seed gives the same intervals.
    number : int
        Redrawings.

    Returns
    -------
    DataFrame
        Columns ``COMPARE_COLUMNS``. `before` and `after` are means over the documents of a side, `difference` is after
        minus before, `low` and `high` its 90% interval. A policy field without goals on a side is missing there, and so
        is its difference. `beyond_noise` is missing where there is no difference to judge. `level_before` and
        `level_after` are the evidence levels of a theme; for a group the share of its documents that have the theme with a
        digital link (level 2 and higher).
    """
    rng = np.random.default_rng(seed)
    sides = [[measured(item, codebook, rng, number) for item in items] for items in (before, after)]
    owners = sorted({item.owner for side in sides for item in side})
    weights = _weights(len(owners), rng, number)
    degrees = len(owners) if len(owners) > 1 else min(item.passages for side in sides for item in side)
    single = len(before) == len(after) == 1
    if single:
        weights, degrees = np.ones((len(owners), number)), min(item.passages for side in sides for item in side)
    rows = []
    for key in dict.fromkeys(key for side in sides for item in side for key in item.value):
        values = [_mean(side, key) for side in sides]
        drawn = [_group(side, key, owners, weights) for side in sides]
        levels = [_levels(side, key[1], single) if key[0] == "thema" else None for side in sides]
        if any(np.isnan(values)):
            rows.append((*key, *values, *[np.nan] * 4, *levels))
            continue
        difference, top = values[1] - values[0], 100.0 if key[0] == "score" else 1.0
        low, high, chance = around(difference, drawn[1] - drawn[0], degrees, top)
        rows.append((*key, *values, difference, low, high, chance, *levels))
    names = ["part", "code", "before", "after", "difference", "low", "high", "chance", "level_before", "level_after"]
    table = pd.DataFrame.from_records(rows, columns=names)
    table["name"] = [name_of(part, code, codebook) for part, code in zip(table["part"], table["code"], strict=True)]
    table["beyond_noise"] = _marked(table)
    return table[list(COMPARE_COLUMNS)]


def name_of(part: str, code: str, codebook: Codebook) -> str:
    """What a part is called, in Dutch."""
    if part == "kopje":
        return codebook.headings[code].nl
    if part in {"thema", "beleidsveld"}:
        return codebook.code(code).name.nl
    return {"score": "score", "explicit": "expliciet digitale doelen", "implicit": "impliciet digitale doelen"}.get(
        code, code
    )


def measured(item: Item, codebook: Codebook, rng: np.random.Generator, number: int) -> Measured:
    """Values of one document, and as they may be when redrawn."""
    parameters, weights = codebook.scoring.parameters, codebook.scoring.indicators
    taken = arrays(item.units, parameters)
    processes = by_process(item.kind)
    counts = count(taken, parameters, by_process=processes)
    found = indicators(counts, parameters)
    explicit, implicit = shares(counts)
    value: dict[tuple[str, str], float] = {("score", "score"): total(found, weights, parameters["floor"])}
    value |= {("aandeel", "explicit"): explicit, ("aandeel", "implicit"): implicit}
    value |= {("indicator", name): found[name] for name in INDICATORS}
    redrawn = draws(
        item.units, taken, parameters=parameters, weights=weights, by_process=processes, accuracy=accuracy(parameters),
        seed=int(rng.integers(2**31)), number=number,
    )  # fmt: skip
    drawn: dict[tuple[str, str], Floats] = {}
    for part, code in value:
        draw = redrawn[f"share_{code}" if part == "aandeel" else code].ravel()
        drawn[part, code] = value[part, code] + rng.choice(draw - draw.mean(), number)
    for key, hits, sizes, doubt in _parts(item.units, taken):
        value[key] = float(hits.sum() / sizes.sum()) if sizes.sum() else float("nan")
        drawn[key] = _share_drawn(hits, sizes, doubt, rng, number)
    levels = dict(zip(THEMES, (round(level) for level in observed_levels(counts)), strict=True))
    return Measured(item.organisation or item.identity, value, drawn, levels, taken.passages)


def _parts(units: pd.DataFrame, taken: Sample) -> Iterable[tuple[tuple[str, str], Floats, Floats, float]]:
    """Of each heading, theme and field: hits and sizes per passage, and the variance of the hits from doubt in codes."""
    p_statement, p_digital, p_themes = probabilities(units, taken.rows)
    digital = (taken.explicit | taken.implicit) & ~taken.negated
    goal = taken.measure | taken.ambition
    p_link = p_digital[:, 0] + p_digital[:, 1]
    everything = _by_passage(np.ones(len(taken), dtype=bool), taken)
    for heading, codes in HEADINGS.items():
        places = [THEMES.index(code) for code in codes]
        chance = p_link * (1.0 - np.prod(1.0 - p_themes[:, places], axis=1))
        hits = taken.themes[:, places].any(axis=1) & digital
        yield ("kopje", heading), _by_passage(hits, taken), everything, _doubt(chance)
    for place, theme in enumerate(THEMES):
        hits = taken.themes[:, place] & digital
        yield ("thema", theme), _by_passage(hits, taken), everything, _doubt(p_link * p_themes[:, place])
    p_goal = p_statement[:, 0] + p_statement[:, 1]
    for domain in _FIELDS:
        member = taken.domain == DOMAINS.index(domain)
        yield (
            ("beleidsveld", domain), _by_passage(member & goal & digital, taken), _by_passage(member & goal, taken),
            _doubt((p_goal * p_link)[member & goal]),
        )  # fmt: skip


def _by_passage(mask: Bools, taken: Sample) -> Floats:
    return np.bincount(taken.passage, weights=mask, minlength=taken.passages).astype(float)


def _doubt(chance: Floats) -> float:
    return float((chance * (1.0 - chance)).sum())


def _share_drawn(hits: Floats, sizes: Floats, doubt: float, rng: np.random.Generator, number: int) -> Floats:
    """A share of sentences as it may be: Jeffreys' posterior, with hits in doubt and sentences in clusters."""
    size = float(sizes.sum())
    if not size:
        return np.full(number, np.nan)
    design = design_effect(hits, sizes)
    drawn = np.clip(rng.normal(hits.sum(), np.sqrt(doubt), number), 0.0, size)
    return rng.beta(drawn / design + 0.5, (size - drawn) / design + 0.5)


def _weights(owners: int, rng: np.random.Generator, number: int) -> Floats:
    """How often each organisation is taken in each drawing: shape (owners, number)."""
    return rng.multinomial(owners, np.full(owners, 1.0 / owners), number).T.astype(float)


def _mean(side: Sequence[Measured], key: tuple[str, str]) -> float:
    values = [item.value[key] for item in side if not np.isnan(item.value[key])]
    return float(np.mean(values)) if values else float("nan")


def _group(side: Sequence[Measured], key: tuple[str, str], owners: Sequence[str], weights: Floats) -> Floats:
    """Mean of a side in each drawing; where no organisation of it was drawn, as if all were."""
    some = [item for item in side if not np.isnan(item.value[key])]
    if not some:
        return np.full(weights.shape[1], np.nan)
    values = np.stack([item.drawn[key] for item in some])
    times = np.stack([weights[owners.index(item.owner)] for item in some])
    times[:, times.sum(axis=0) == 0] = 1.0
    mean: Floats = (values * times).sum(axis=0) / times.sum(axis=0)
    return mean


def _levels(side: Sequence[Measured], theme: str, single: bool) -> float:
    return float(side[0].levels[theme]) if single else float(np.mean([item.levels[theme] >= 2 for item in side]))


def around(value: float, drawn: Floats, degrees: int, top: float) -> tuple[float, float, float]:
    """Interval of a difference from its drawings, and the chance of one this far from nothing when there is none.

    Parameters
    ----------
    value : float
        The difference.
    drawn : ndarray of float
        As it was drawn again.
    degrees : int
        Passages or organisations on which the spread rests (Student's curve).
    top : float
        Largest possible difference.

    Returns
    -------
    (float, float, float)
        Low and high of the 90% interval, centred on the value with a spread of its own on either side (as
        ``analyzer.scoring.interval.interval``), and the two-sided chance.
    """
    distance = drawn - drawn.mean()
    below, above = (
        float(np.sqrt(np.square(side).sum() / max(1, np.count_nonzero(side))))
        for side in (np.minimum(distance, 0.0), np.maximum(distance, 0.0))
    )
    bound = student(_TAIL, degrees)
    nearer = below if value > 0 else above
    chance = 2.0 * float(stdtr(max(degrees - 1, 2), -abs(value) / max(nearer, 1e-12))) if value else 1.0
    return max(-top, value - bound * below), min(top, value + bound * above), chance


def _marked(table: pd.DataFrame) -> pd.Series:
    """Whether each difference is beyond noise: its interval for totals, false alarms under control for the parts."""
    clear = (table["low"] > 0) | (table["high"] < 0)
    for part in ("kopje", "thema", "beleidsveld"):
        chosen = table.index[(table["part"] == part) & table["chance"].notna()]
        ordered = table.loc[chosen, "chance"].sort_values()
        passed = ordered.to_numpy() <= _FALSE * np.arange(1, len(ordered) + 1) / max(1, len(ordered))
        clear[ordered.index] = np.arange(len(ordered)) <= np.flatnonzero(passed).max(initial=-1)
    return clear.astype("boolean").mask(table["difference"].isna())


def came_and_went(table: pd.DataFrame) -> Mapping[str, list[str]]:
    """Themes and policy fields that have a digital component on one side only.

    Returns
    -------
    dict
        ``came`` and ``went``: codes of themes and fields, in the order of the table.
    """
    parts = table[table["part"].isin(["thema", "beleidsveld"])]
    here, there = parts["before"].fillna(0.0) > 0, parts["after"].fillna(0.0) > 0
    return {"came": list(parts.loc[~here & there, "code"]), "went": list(parts.loc[here & ~there, "code"])}
