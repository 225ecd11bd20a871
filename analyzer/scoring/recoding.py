"""Redraw the codes of a document: how many units have a code, and which.

How many follows from the share that was counted and the known sensitivity and specificity of the coder (see
``accuracy``); which units these are follows from each unit's calibrated probabilities, scaled to that number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .accuracy import Accuracy, Counted, design_effect
from .redraw import Drawn, Singles, expanded
from .sample import Bools, Floats, Ints, Sample, probabilities

Throws = NDArray[np.uint16]
"""Throws of 16 bits, and the numbers that they must stay below."""
_SIDES = np.float32(65535.0)
"""What certainty is in throws; one in so many throws is not below it."""
_TIMES = 4_000
"""How often the accuracy of the coder is drawn for a document."""


@dataclass(frozen=True, slots=True)
class Chances:
    """Chances of a code in a number of draws, in throws: for each group of units ``start + slope * p``.

    Parameters
    ----------
    p : ndarray, shape (n,)
        Probabilities of the units.
    group : ndarray of int, shape (n,)
        Group of each unit: 0 when the coder gave the code, else 1.
    start, slope : ndarray, shape (2, K)
        Of each group and draw.
    """

    p: Singles
    group: Ints
    start: Singles
    slope: Singles

    @classmethod
    def of(cls, p: Floats, coded: Bools, sample: Sample, of: Accuracy, rng: np.random.Generator) -> Chances:
        """Chances scaled such that as many coded and other units have the code as the coder's accuracy says.

        The mean chance of units with the code becomes the predictive value of having it, that of the others one minus
        the predictive value of lacking it, both at a share drawn for this document. Chances are scaled down as they
        are, and up as their complements. The draws are in the order of that share.
        """
        hits = np.bincount(sample.passage, weights=coded, minlength=sample.passages).astype(float)
        sizes = np.bincount(sample.passage, minlength=sample.passages).astype(float)
        counted = Counted.by(float(coded.sum()), len(coded), of, design=design_effect(hits, sizes))
        share, sensitivity, specificity = counted.drawn(rng, _TIMES)
        with_code = sensitivity * share / np.maximum(sensitivity * share + (1 - specificity) * (1 - share), 1e-9)
        without = (1 - sensitivity) * share / np.maximum((1 - sensitivity) * share + specificity * (1 - share), 1e-9)
        chance, order = np.clip(p, 1e-6, 1.0 - 1e-6), np.argsort(share)
        start, slope = np.zeros((2, _TIMES), dtype=np.float32), np.ones((2, _TIMES), dtype=np.float32)
        for group, (some, wanted) in enumerate(((coded, with_code[order]), (~coded, without[order]))):
            if some.any():
                mean = float(chance[some].mean())
                slope[group] = np.where(wanted <= mean, wanted / mean, (1.0 - wanted) / (1.0 - mean))
                start[group] = np.where(wanted <= mean, 0.0, 1.0 - slope[group])
        return cls(chance.astype(np.float32), (~coded).astype(np.int64), start * _SIDES, slope * _SIDES)

    def some(self, rng: np.random.Generator, number: int) -> Chances:
        """A number of the draws, spread evenly over all, in any order."""
        places = ((np.arange(number) + rng.random()) * (self.start.shape[1] / max(1, number))).astype(np.int64)
        rng.shuffle(places)
        return Chances(self.p, self.group, self.start[:, places], self.slope[:, places])

    def within(self, draws: slice | Ints) -> Singles:
        """Of all units in some of the draws, in throws: shape (n, draws)."""
        start, slope = self.start[:, draws], self.slope[:, draws]
        large = int(np.bincount(self.group, minlength=2).argmax())
        out: Singles = slope[large] * self.p[:, None]
        out += start[large]
        rest = np.flatnonzero(self.group != large)
        if len(rest):
            other = slope[1 - large] * self.p[rest, None]
            other += start[1 - large]
            out[rest] = other
        return out


@dataclass(frozen=True, slots=True)
class Codes:
    """Chances of everything that is redrawn for n units in K draws.

    Parameters
    ----------
    goal, explicit, implicit : Chances
        Of a goal; of explicit; of implicit, given not explicit and a goal.
    measure : ndarray, shape (n,)
        Of a measure, given a goal.
    unit, theme, pair : ndarray, shape (P,)
        Units and the themes they may have, by unit, with the chance of each.
    """

    goal: Chances
    explicit: Chances
    implicit: Chances
    measure: Throws
    unit: Ints
    theme: Ints
    pair: Throws

    @classmethod
    def of(
        cls, units: pd.DataFrame, sample: Sample, accuracy: Mapping[str, Accuracy], rng: np.random.Generator
    ) -> Codes:
        """Of the units of a document, with the accuracy of the coder drawn many times."""
        p_statement, p_digital, p_themes = probabilities(units, sample.rows)
        p_goal = p_statement[:, 0] + p_statement[:, 1]
        p_implicit = p_digital[:, 1] / np.maximum(p_digital[:, 1] + p_digital[:, 2], 1e-9)
        unit, theme = np.nonzero(p_themes > 0.01)
        return cls(
            goal=Chances.of(p_goal, sample.measure | sample.ambition, sample, accuracy["goal"], rng),
            explicit=Chances.of(p_digital[:, 0], sample.explicit, sample, accuracy["E"], rng),
            implicit=Chances.of(p_implicit, sample.implicit, sample, accuracy["I"], rng),
            measure=_as_throws(p_statement[:, 0] / np.maximum(p_goal, 1e-9)),
            unit=unit,
            theme=theme,
            pair=_as_throws(p_themes[unit, theme]),
        )

    def some(self, rng: np.random.Generator, number: int) -> Codes:
        """A number of the draws of the coder's accuracy, put together anew."""
        goal, explicit, implicit = (chances.some(rng, number) for chances in (self.goal, self.explicit, self.implicit))
        return Codes(goal, explicit, implicit, self.measure, self.unit, self.theme, self.pair)

    def draw(self, draws: slice, rng: np.random.Generator) -> tuple[Ints, Drawn]:
        """Codes in some of the draws: those in which a unit may be digital, and what they are.

        One throw decides explicit and, outside it and within goals, implicit. In the other draws nothing is digital,
        which makes all indicators 0, so that nothing else of them needs to be known.
        """
        shape = (len(self.measure), draws.stop - draws.start)
        throws = _thrown(rng, *shape)
        explicit, implicit = self.explicit.within(draws), self.implicit.within(draws)
        implicit *= np.float32(1.0) - explicit / _SIDES
        implicit += explicit
        unit, draw = np.divmod(np.flatnonzero(throws < implicit.astype(np.uint16)), shape[1])
        explicitly = throws[unit, draw] < explicit[unit, draw].astype(np.uint16)
        used = np.zeros(shape[1], dtype=bool)
        used[draw] = True
        draw = (np.cumsum(used) - 1)[draw]
        chosen = np.flatnonzero(used)
        chance = self.goal.within(chosen + draws.start).astype(np.uint16)
        goal = _thrown(rng, *chance.shape) < chance
        kept = np.flatnonzero(explicitly | goal[unit, draw])
        unit, draw = unit[kept], draw[kept]
        at, pair = expanded(self.unit, unit, len(self.measure))
        there = np.flatnonzero(_thrown(rng, len(pair)) < self.pair[pair])
        return chosen, Drawn(
            goal=goal, unit=unit, draw=draw, explicit=explicitly[kept],
            measure=goal[unit, draw] & (_thrown(rng, len(unit)) < self.measure[unit]),
            pair_event=at[there], pair_theme=self.theme[pair[there]],
        )  # fmt: skip


def _as_throws(chance: Floats | Singles) -> Throws:
    """Chances as the numbers that a throw must stay below."""
    return (chance * _SIDES).astype(np.uint16)


def _thrown(rng: np.random.Generator, *shape: int) -> Throws:
    return rng.integers(0, 65536, shape, dtype=np.uint16)
