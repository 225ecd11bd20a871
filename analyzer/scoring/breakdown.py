"""How a number of a document comes about: the parts it is computed from, before the sentences behind them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ..codebook import Codebook
from ..coding.schema import DOMAINS, HEADINGS, THEMES
from .explain import COUNTED, Numbers
from .indicators import INDICATORS, Counts, count, digital_share, evidence_levels, indicators, met, total
from .sample import passages

BREAKDOWN_COLUMNS = ("part", "value", "about")


def breakdown(
    units: pd.DataFrame, *, codebook: Codebook, kind: str | None = None, number: str = "score", theme: str | None = None
) -> pd.DataFrame:
    """The parts of a number.

    Parameters
    ----------
    units : DataFrame
        Coded units of one document.
    codebook : Codebook
        Names and scoring values.
    kind : str, optional
        Kind of document.
    number, theme : str
        As in ``explain.explain``.

    Returns
    -------
    DataFrame
        Columns ``BREAKDOWN_COLUMNS``: what the part is, its value (an int for a count), and how it enters the number, in Dutch.
    """
    numbers = Numbers(units, codebook, kind)
    counts = count(numbers.taken, numbers.parameters, by_process=numbers.processes)
    if theme is not None:
        rows = _theme(counts, theme)
    elif number in COUNTED:
        rows = _counted(numbers)
    else:
        made = {"score": _score, "dekking": _dekking, "intensiteit": _intensiteit, "toezegging": _toezegging,
                "doordringing": _doordringing, "verankering": _verankering}[number]  # fmt: skip
        rows = made(units, numbers, counts, codebook)
    return pd.DataFrame(list(rows), columns=list(BREAKDOWN_COLUMNS), dtype=object)


Rows = Iterator[tuple[str, float | int, str]]


def _score(units: pd.DataFrame, numbers: Numbers, counts: Counts, codebook: Codebook) -> Rows:
    found = indicators(counts, numbers.parameters)
    floor = numbers.parameters["floor"]
    share = sum(numbers.weights[name] for name in INDICATORS)
    for name in INDICATORS:
        full = total({**found, name: 1.0}, numbers.weights, floor)
        said = f"weegt {numbers.weights[name] / share:.0%}; met 1 in plaats hiervan was de score {full:.0f}"
        yield name, found[name], said


def _dekking(units: pd.DataFrame, numbers: Numbers, counts: Counts, codebook: Codebook) -> Rows:
    credit = evidence_levels(counts, numbers.parameters["sample_units"])[1:].mean(axis=0)
    digital = counts.theme_digital.sum(axis=0)
    for heading, codes in HEADINGS.items():
        for theme in codes:
            place = THEMES.index(theme)
            said = (
                f"digitale zinnen: {digital[place]:.0f}; telt voor 1/{len(codes)} van {codebook.headings[heading].nl}"
            )
            yield f"{theme} {codebook.code(theme).name.nl}", float(credit[place]), said


def _intensiteit(units: pd.DataFrame, numbers: Numbers, counts: Counts, codebook: Codebook) -> Rows:
    half, s0 = numbers.parameters["implicit_weight"], numbers.parameters["s0"]
    goals = counts.goals.sum()
    whole = "doelen" if goals else "zinnen (er zijn geen doelen)"
    pair = (counts.explicit, counts.implicit) if goals else (counts.any_explicit, counts.any_implicit)
    yield whole, int(goals or counts.units.sum()), "verschillende; herhaalde zinnen tellen één keer"
    yield "expliciet digitaal", int(pair[0].sum()), "tellen elk 1"
    yield "impliciet digitaal", int(pair[1].sum()), f"tellen elk {_decimal(half)}"
    share = digital_share(counts, half)
    yield "s, digitaal aandeel", share, f"intensiteit = s / (s + s₀), met s₀ = {_decimal(s0)}"


def _toezegging(units: pd.DataFrame, numbers: Numbers, counts: Counts, codebook: Codebook) -> Rows:
    taken, parameters = numbers.taken, numbers.parameters
    digital = (taken.explicit | taken.implicit) & ~taken.negated
    number, prior = float(digital.sum()), parameters["commitment_prior"]
    yield "digitale zinnen", int(number), "niet ontkend of afgewezen"
    yield (
        "maatregelen",
        int((digital & taken.measure).sum()),
        f"tellen elk 1, tot {_decimal(1 + parameters['concreteness_bonus'])} als zij concreet zijn",
    )
    yield "ambities", int((digital & taken.ambition).sum()), f"tellen elk {_decimal(parameters['ambition_weight'])}"
    yield (
        "samen",
        float(counts.commitment.sum()),
        f"plus {prior:g} zinnen van {_decimal(parameters['commitment_mean'])}, gedeeld door {number:.0f} + {prior:g}",
    )
    chance = float(met(digital.sum(), counts.units.sum() - number, parameters["commitment_units"]))
    yield (
        "kans op een digitale zin",
        chance,
        f"in {parameters['commitment_units']:g} zinnen; hiermee wordt vermenigvuldigd",
    )


def _doordringing(units: pd.DataFrame, numbers: Numbers, counts: Counts, codebook: Codebook) -> Rows:
    reach = met(counts.digital, counts.units - counts.digital, numbers.parameters["passage_units"])
    rows = units.iloc[numbers.taken.rows]
    names = sorted(set(passages(rows["section"].astype(str), int(numbers.parameters["passage_size"]))))
    for section in dict.fromkeys(name for name, _ in names):
        mine = [place for place, (name, _) in enumerate(names) if name == section]
        weight = counts.weight[mine]
        if weight.sum():
            said = f"{counts.digital[mine].sum():.0f} van {counts.units[mine].sum():.0f} zinnen digitaal"
            yield section or "(zonder kopje)", float((weight * reach[mine]).sum() / weight.sum()), said


def _verankering(units: pd.DataFrame, numbers: Numbers, counts: Counts, codebook: Codebook) -> Rows:
    goals, digital = counts.domain_goals.sum(axis=0), counts.domain_digital.sum(axis=0)
    chance = met(digital, goals - digital, numbers.parameters["domain_goals"])
    names = list(DOMAINS)
    if numbers.processes and numbers.taken.processes.shape[1]:
        lists = units.iloc[numbers.taken.rows]["hr"].tolist()
        names = sorted({name for entry in lists for name in entry})
    for place in np.flatnonzero(goals > 0):
        name = names[place] if names != list(DOMAINS) else codebook.code(names[place]).name.nl
        yield name, float(chance[place]), f"{digital[place]:.0f} van {goals[place]:.0f} doelen digitaal"


def _theme(counts: Counts, theme: str) -> Rows:
    place = THEMES.index(theme)
    found = (
        ("zinnen", counts.theme, "met dit thema: niveau 1"),
        ("met digitale link", counts.theme_digital, "niveau 2"),
        ("in een maatregel", counts.theme_measure, "niveau 3"),
    )
    for name, table, said in found:
        yield name, int(table[:, place].sum()), said
    yield (
        "passages met zo'n maatregel",
        int(np.count_nonzero(counts.theme_measure[:, place])),
        "twee of meer: niveau 4",
    )


def _counted(numbers: Numbers) -> Rows:
    everything = np.ones(len(numbers.taken), dtype=bool)
    labels = {"units": "zinnen", "goals": "doelen (M en A)", "goals_explicit": "daarvan expliciet digitaal",
              "goals_implicit": "daarvan impliciet digitaal"}  # fmt: skip
    for name, label in labels.items():
        yield label, int(numbers.value(name, everything)), "herhaalde zinnen tellen hier elke keer"


def _decimal(value: float) -> str:
    return f"{value:g}".replace(".", ",")
