"""On what evidence do the cut points of the levels and s₀ stand? Tables for ``docs/validiteit.md``; ``python -m
benchmarks.cutpoints`` prints them.

Evidence are the shipped examples with the level that a reader gave them, and documents of which the level follows from how
they are made: a document that a reader called *afwezig* or *vermeld* with one good digital paragraph put in is *aanwezig*. A
source and what is made of it stay together when documents are left out or redrawn, so that a fit is never judged on the text
it was made from.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit
from scipy.stats import spearmanr

from analyzer.codebook import load_codebook
from analyzer.coding.coder import Coder
from analyzer.language.segment import segment
from analyzer.reading import read_text
from analyzer.scoring.indicators import Counts, count, indicators, total
from analyzer.scoring.score import arrays, by_process

from .coded import EXAMPLES, ROOT, examples, policy, programmes

BOOK = load_codebook()
PARAMETERS, WEIGHTS, CUTS = BOOK.scoring.parameters, BOOK.scoring.indicators, BOOK.scoring.cut_points
LEVELS = list(CUTS)
REDRAWN = 300
MADE = ROOT / "tests" / "scoring"
_RIDGE = 0.01


@cache
def evidence() -> list[tuple[str, str, int, Counts]]:
    """Source, what it is, given level and counts of each document."""
    told = pd.read_csv(EXAMPLES / "voorbeelden.csv")
    by_path = {item.path: item for item in examples()}
    coder = Coder(BOOK)
    paragraphs = [(MADE / f"alinea-{number}.md").read_text(encoding="utf-8") for number in (1, 2)]
    found = []
    for line in told.itertuples():
        item, process = by_path[str(EXAMPLES / str(line.path))], by_process(str(line.kind))
        found.append((item.name, "voorbeeld", LEVELS.index(str(line.level)), _counts(item.units, process)))
        if str(line.level) in {"afwezig", "vermeld"}:
            for text in paragraphs:
                units = coder.code(segment(read_text(text), lambda: coder.pipeline)).assign(document_id="alinea")
                both = pd.concat([item.units, units], ignore_index=True)
                found.append((item.name, "met alinea", LEVELS.index("aanwezig"), _counts(both, process)))
    return found


def _counts(units: pd.DataFrame, process: bool) -> Counts:
    return count(arrays(units, PARAMETERS), PARAMETERS, by_process=process)


def _scores(counted: list[Counts], s0: float) -> np.ndarray:
    parameters = dict(PARAMETERS) | {"s0": s0}
    return np.array([total(indicators(counts, parameters), WEIGHTS, parameters["floor"]) for counts in counted])


def frame(s0: float) -> pd.DataFrame:
    """The evidence: source, what, rank of the given level, score."""
    rows = evidence()
    return pd.DataFrame({"source": [row[0] for row in rows], "what": [row[1] for row in rows],
                         "rank": [row[2] for row in rows], "score": _scores([row[3] for row in rows], s0)})  # fmt: skip


def ordinal(scores: np.ndarray, ranks: np.ndarray) -> np.ndarray:
    """Cut points of a proportional-odds model (McCullagh 1980, *JRSS B* 42:109): where a level and more is as likely as not."""

    def parts(theta: np.ndarray) -> tuple[float, np.ndarray]:
        return float(np.exp(theta[0])), np.cumsum(np.concatenate([theta[1:2], np.exp(theta[2:])]))

    def loss(theta: np.ndarray) -> float:
        slope, cuts = parts(theta)
        ends = np.concatenate([[-np.inf], cuts, [np.inf]])
        chance = expit(ends[ranks + 1] - slope * scores / 10) - expit(ends[ranks] - slope * scores / 10)
        return float(-np.log(np.maximum(chance, 1e-12)).sum() + _RIDGE * slope**2)

    best = minimize(
        loss, np.array([0.5, 2.0, 1.0, 1.0, 1.0]), method="L-BFGS-B", bounds=[(-3, 3), (-20, 30), *[(-4, 4)] * 3]
    )
    slope, cuts = parts(best.x)
    return cuts / slope * 10


def separate(scores: np.ndarray, ranks: np.ndarray) -> np.ndarray:
    """For each border the cut point with the fewest documents on the wrong side; in the middle when there are more."""
    grid = np.arange(1.0, 100.0)
    right = [((scores[:, None] >= grid) == (ranks[:, None] >= place)).sum(axis=0) for place in range(1, len(LEVELS))]
    return np.array([grid[row == row.max()].mean() for row in right])


def present(scores: np.ndarray, ranks: np.ndarray) -> np.ndarray:
    """The cut points of the codebook, which are fitted to nothing."""
    return np.array(list(CUTS.values())[1:])


METHODS: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "in het codeboek, niet aangepast": present, "ordinaal model": ordinal, "elke grens apart": separate,
}  # fmt: skip


def left_out(rows: pd.DataFrame, method: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
    """Levels that documents get from cut points fitted to all other sources."""
    scores, ranks, levels = rows["score"].to_numpy(), rows["rank"].to_numpy(), np.zeros(len(rows), dtype=int)
    for source in rows["source"].unique():
        out = (rows["source"] == source).to_numpy()
        levels[out] = np.searchsorted(np.sort(method(scores[~out], ranks[~out])), scores[out], side="right")
    return levels


def bootstrapped(rows: pd.DataFrame) -> np.ndarray:
    """Cut points of the ordinal model on redrawn sources: shape (redrawn, 4)."""
    rng, sources = np.random.default_rng(0), rows["source"].unique()
    places = {source: np.flatnonzero(rows["source"] == source) for source in sources}
    scores, ranks = rows["score"].to_numpy(), rows["rank"].to_numpy()
    found = []
    while len(found) < REDRAWN:
        chosen = np.concatenate([places[source] for source in rng.choice(sources, len(sources))])
        if len(set(ranks[chosen])) == len(LEVELS):
            found.append(ordinal(scores[chosen], ranks[chosen]))
    return np.array(found)


def gain(rows: pd.DataFrame) -> tuple[float, float, float]:
    """How many more documents (of 100) fitted cut points put right than the present ones, left out; and its 90% interval."""
    right = [left_out(rows, METHODS[name]) == rows["rank"].to_numpy() for name in list(METHODS)[:2]]
    better = pd.Series(right[1].astype(float) - right[0]).groupby(rows["source"].to_numpy())
    sums, sizes = better.sum().to_numpy(), better.size().to_numpy()
    rng = np.random.default_rng(0)
    places = rng.integers(0, len(sums), (4000, len(sums)))
    drawn = sums[places].sum(axis=1) / sizes[places].sum(axis=1)
    return 100 * float(sums.sum() / sizes.sum()), *(100 * float(value) for value in np.quantile(drawn, [0.05, 0.95]))


def parts(table: Callable[[list[str], list[list[object]]], str], figure: Callable[[float, int], str]) -> dict[str, str]:
    """What the page says about cut points and s₀."""
    rows = frame(PARAMETERS["s0"])
    cuts, drawn = ordinal(rows["score"].to_numpy(), rows["rank"].to_numpy()), bootstrapped(rows)
    low, high = np.quantile(drawn, [0.05, 0.95], axis=0)
    apart = separate(rows["score"].to_numpy(), rows["rank"].to_numpy())
    borders, outside = [], []
    for place, name in enumerate(LEVELS[1:]):
        wrong = [
            int(((rows["score"] >= cut) != (rows["rank"] >= place + 1)).sum()) for cut in (CUTS[name], cuts[place])
        ]
        borders.append([name, figure(CUTS[name], 0), f"{figure(cuts[place], 0)} ({figure(low[place], 0)}–{figure(high[place], 0)})",
                        figure(apart[place], 0), f"{wrong[0]} / {wrong[1]}"])  # fmt: skip
        if not low[place] <= CUTS[name] <= high[place]:
            outside.append(name)
    judged = []
    for name, method in METHODS.items():
        levels = left_out(rows, method)
        given = rows["rank"].to_numpy()
        own = (rows["what"] == "voorbeeld").to_numpy()
        judged.append([name, f"{(levels == given)[own].sum()} van {own.sum()}", f"{(levels == given).sum()} van {len(rows)}",
                       figure(float(np.abs(levels - given).mean()), 2), int((levels > given).sum()), int((levels < given).sum())])  # fmt: skip
    more, least, most = gain(rows)
    made = rows[rows["what"] == "met alinea"]
    bare = made[made["source"].isin(rows.loc[(rows["rank"] == 0), "source"])]
    kept = f"{'Alle grenzen van het codeboek liggen' if not outside else 'Buiten het interval ligt: ' + ', '.join(outside) + '; de andere grenzen liggen'} in het interval van het ordinale model."
    return {
        "borders": table(["grens", "codeboek", "ordinaal model (90%)", "elke grens apart", "verkeerd: codeboek / model"], borders),
        "judged": table(["grenzen", "voorbeelden goed", "alles goed", "niveaus ernaast, gemiddeld", "te hoog", "te laag"], judged),
        "inside": kept,
        "gain": f"{figure(more, 0)} op de 100 documenten (90%: {figure(least, 0)} tot {figure(most, 0)})".replace("-", "−"),
        "verdict": "Zij zijn daarom verlegd." if least > 0 else "Dat is niet meer dan toeval: de grenzen blijven.",
        "made": str(len(made)), "made_low": figure(made["score"].min(), 0), "made_high": figure(made["score"].max(), 0),
        "bare_high": figure(bare["score"].max(), 0), "evidence": str(len(rows)),
    }  # fmt: skip


def s0_table(
    table: Callable[[list[str], list[list[object]]], str], figure: Callable[[float, int], str], since: int
) -> tuple[str, float]:
    """What other values of s₀ would do; and the median share in the reference."""
    recent = [item for item in programmes() if item.year and item.year >= since]
    counted = [_counts(item.units, False) for item in recent]
    half = PARAMETERS["implicit_weight"]
    share = np.array([(c.explicit.sum() + half * c.implicit.sum()) / max(1.0, c.goals.sum()) for c in counted])
    median = float(np.median(share))
    law = [_counts(item.units, False) for item in policy() if re.search("wetboek", item.name, re.IGNORECASE)]
    base = _scores(counted, PARAMETERS["s0"])
    lines = []
    for value in sorted({round(median, 3), 0.04, PARAMETERS["s0"], 0.12, 0.16}):
        rows = frame(value)
        own = rows[rows["what"] == "voorbeeld"]
        levels = left_out(rows, ordinal)
        spread = [share_ / (share_ + value) for share_ in (0.05, 0.2, 0.5)]
        lines.append([f"{figure(100 * value, 1)}%", " / ".join(figure(x, 2) for x in spread),
                      figure(spearmanr(own["rank"], own["score"]).statistic, 3),
                      f"{(levels == rows['rank'].to_numpy()).sum()} van {len(rows)}",
                      figure(spearmanr(base, _scores(counted, value)).statistic, 3),
                      figure(float(_scores(law, value)[0]), 1) if law else "–"])  # fmt: skip
    return table(["s₀", "intensiteit bij 5 / 20 / 50%", "Spearman met gegeven niveau", "goed, buiten de aanpassing",
                  "rangcorrelatie met nu", "score van de wet"], lines), median  # fmt: skip


if __name__ == "__main__":
    from benchmarks.validity import SINCE, figure
    from benchmarks.validity import table as markdown

    for name, text in parts(markdown, figure).items():
        print(f"{name}:\n{text}\n")
    print(s0_table(markdown, figure, SINCE)[0])
