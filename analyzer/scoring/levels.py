"""The level of a score, and whether it is a border case."""

from __future__ import annotations

from collections.abc import Mapping

from scipy.special import ndtr

_Z90 = 1.6448536269514722


def level_of(value: float, cut_points: Mapping[str, float]) -> str:
    """Level of a score: the highest level whose cut point it reaches."""
    return max((cut, name) for name, cut in cut_points.items() if value >= cut or cut == min(cut_points.values()))[1]


def level_chances(value: float, low: float, high: float, cut_points: Mapping[str, float]) -> dict[str, float]:
    """Chance of each level, given a score and its 90% interval.

    The score is taken as normal with a spread of its own on either side, half of it below the value: the curve that the
    interval was read from (see ``interval.interval``).

    Parameters
    ----------
    value, low, high : float
        The score and the bounds of its 90% interval.
    cut_points : mapping
        From level to the score from which it holds, rising.

    Returns
    -------
    dict
        From level to chance, in the order of `cut_points`; they add up to 1.
    """

    def below(cut: float) -> float:
        spread = (value - low if cut < value else high - value) / _Z90
        return float(ndtr((cut - value) / spread)) if spread > 0 else float(cut > value)

    names, cuts = list(cut_points), list(cut_points.values())
    ends = [0.0, *(below(cut) for cut in cuts[1:]), 1.0]
    return {name: ends[place + 1] - ends[place] for place, name in enumerate(names)}


def border_of(value: float, low: float, high: float, cut_points: Mapping[str, float], least: float) -> str:
    """The level, or the range of levels that a document at the border has: "aanwezig tot verankerd".

    A neighbouring level is named when the chance that the score belongs to that level, or lies beyond it, is at least
    `least`. An interval that only just touches a cut point does not make a border case, and one that is wide on both
    sides names three levels.

    Parameters
    ----------
    value, low, high : float
        The score and the bounds of its 90% interval.
    cut_points : mapping
        From level to the score from which it holds, rising.
    least : float
        Least chance on the other side of a cut point.
    """
    chances = level_chances(value, low, high, cut_points)
    names = list(chances)
    place = names.index(level_of(value, cut_points))
    first, last = place, place
    while first > 0 and sum(chances[name] for name in names[:first]) >= least:
        first -= 1
    while last < len(names) - 1 and sum(chances[name] for name in names[last + 1 :]) >= least:
        last += 1
    return names[place] if first == last else f"{names[first]} tot {names[last]}"
