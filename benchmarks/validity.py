"""Does the score measure what it says? ``python -m benchmarks.validity`` rebuilds ``docs/validiteit.md`` and
``corpora/reference/reference.json`` from the documents beside the checkout; ``--check`` only prints the page. The table
of coverage stays as ``python -m benchmarks.coverage`` put it there.

Documents are coded once and kept (``benchmarks.coded``); with codes at hand the rest takes a minute or two.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from analyzer.codebook import load_codebook
from analyzer.coding.schema import THEMES
from analyzer.scoring.accuracy import accuracy, corrected_share, design_effect, share_interval
from analyzer.scoring.indicators import INDICATORS, count, indicators, total
from analyzer.scoring.levels import level_of
from analyzer.scoring.reference import build_reference
from analyzer.scoring.score import arrays, by_process, score

from . import cutpoints
from .coded import EXAMPLES, ROOT, Coded, examples, instrument, policy, programmes
from .page import BLOCK, PAGE, table

BOOK = load_codebook()
PARAMETERS, WEIGHTS, CUTS = BOOK.scoring.parameters, BOOK.scoring.indicators, BOOK.scoring.cut_points
SINCE = 2000
_WORD = re.compile(r"[a-zà-ÿ]+")
_DIGITAL = re.compile(
    r"digita|internet|\bict\b|\bdata|online|computer|algoritm|cyber|software|website|e-mail|automatiser"
)


def described(item: Coded) -> dict[str, object]:
    """Score, indicators and plain features of one document."""
    outcome = score(item.units, codebook=BOOK, kind=item.kind, words=item.words, number=0)
    text = " ".join(item.units["text"]).lower()
    words = _WORD.findall(text) or [""]
    return {
        "name": item.name, "kind": item.kind, "year": item.year, "score": outcome.value, "words": item.words,
        "headings": item.units["section"].nunique(), "goals": outcome.goals, "share_explicit": outcome.share_explicit,
        "share_implicit": outcome.share_implicit, "digital_words": len(_DIGITAL.findall(text)) / len(words),
        "readability": 206.84 - 0.93 * len(words) / max(1, len(item.units)) - 77.0 * _syllables(words),
        **{name: outcome.indicators.get(name, np.nan) for name in INDICATORS},
    }  # fmt: skip


def _syllables(words: list[str]) -> float:
    """Syllables a word, as groups of vowels (Flesch-Douma: Douma 1960)."""
    return sum(max(1, len(re.findall(r"[aeiouyà-ÿ]+", word))) for word in words) / len(words)


@cache
def frame() -> pd.DataFrame:
    """Described programmes, one row each, those with a score."""
    rows = pd.DataFrame([described(item) | {"kind": "verkiezingsprogramma"} for item in programmes()])
    rows = rows[rows["score"].notna()].reset_index(drop=True)
    return rows.assign(score=rows["score"].astype(float), decade=rows["year"] // 10 * 10)


def percent(value: float) -> str:
    return f"{100 * value:.1f}%".replace(".", ",")


def figure(value: float, digits: int = 2) -> str:
    return f"{value:.{digits}f}".replace(".", ",")


def goals_by_decade() -> str:
    """Share of the goals with a digital component by decade, counted and corrected, with 90% intervals."""
    known, out = accuracy(PARAMETERS), []
    kept = [item for item in programmes() if item.year and item.year >= 1946]
    for decade in sorted({item.year // 10 * 10 for item in kept if item.year}):
        # A programme is the cluster: sentences of one party in one year hang together.
        counted = [count(arrays(item.units, PARAMETERS), PARAMETERS) for item in kept
                   if item.year and item.year // 10 * 10 == decade]  # fmt: skip
        goals = np.array([counts.goals.sum() for counts in counted])
        cells: list[object] = [f"{max(decade, 1946)}–{min(decade + 9, 2023)}", len(counted), int(goals.sum())]
        for code in ("explicit", "implicit"):
            hits = np.array([getattr(counts, code).sum() for counts in counted])
            of = known["E" if code == "explicit" else "I"]
            low, high = share_interval(hits.sum(), goals.sum(), of, design=design_effect(hits, goals))
            raw = hits.sum() / goals.sum()
            cells += [percent(raw), f"{percent(corrected_share(raw, of))} ({percent(low)}–{percent(high)})"]
        out.append(cells)
    head = ["periode", "programma's", "doelen", "expliciet geteld", "gecorrigeerd (90%)", "impliciet geteld",
            "gecorrigeerd (90%)"]  # fmt: skip
    return table(head, out)


def by_decade() -> str:
    rows = []
    for decade, part in frame().groupby("decade"):
        low, middle, high = np.quantile(part["score"], [0.25, 0.5, 0.75])
        rows.append([f"{decade}–{decade + 9}", len(part), figure(middle, 1), f"{figure(low, 1)}–{figure(high, 1)}"])
    return table(["decennium", "programma's", "mediaan score", "middelste helft"], rows)


def given() -> pd.DataFrame:
    """Example documents with their given level and their score."""
    told = pd.read_csv(EXAMPLES / "voorbeelden.csv")
    order, by_path = list(CUTS), {item.path: item for item in examples()}
    rows = []
    for line in told.itertuples():
        item = by_path[str(EXAMPLES / str(line.path))]
        outcome = score(item.units, codebook=BOOK, kind=str(line.kind), words=item.words, number=2000)
        assert outcome.value is not None
        rows.append({"document": item.name, "given": line.level, "level": outcome.level, "border": outcome.border,
                     "score": outcome.value, "low": outcome.low, "high": outcome.high, "why": line.why, "rank": order.index(str(line.level))})  # fmt: skip
    return pd.DataFrame(rows)


def others() -> str:
    """The other real documents: a law, letters, strategies."""
    rows = []
    for item in policy():
        outcome = score(item.units, codebook=BOOK, kind=item.kind, words=item.words, number=2000)
        if outcome.value is not None and outcome.low is not None and outcome.high is not None:
            span = f"{figure(outcome.low, 0)}–{figure(outcome.high, 0)}"
            rows.append((outcome.value, [item.name, figure(outcome.value, 1), span, outcome.border]))
    return table(["document", "score", "90%", "niveau"], [row for _, row in sorted(rows, key=lambda r: -r[0])])


def log_odds() -> pd.Series:
    """Mean log-odds of a document's words, early against late programmes, under a Dirichlet prior.

    Late are those of 2010 and after, early those before 1980 (Monroe, Colaresi & Quinn 2008, *Political Analysis* 16:372).
    Words typical of late programmes are no measure of digital: their link with the score should be there, but loose.
    """
    bags = {item.name: pd.Series(_WORD.findall(" ".join(item.units["text"]).lower())).value_counts()
            for item in programmes()}  # fmt: skip
    years = frame().set_index("name")["year"]
    late = pd.concat([bags[name] for name in years.index[years >= 2010]]).groupby(level=0).sum()
    early = pd.concat([bags[name] for name in years.index[years < 1980]]).groupby(level=0).sum()
    late, early = late.align(early, fill_value=0)
    prior = (late + early) / (late + early).sum() * 10_000
    odds = np.log((late + prior) / (late.sum() - late + 1e4)) - np.log((early + prior) / (early.sum() - early + 1e4))
    z = odds / np.sqrt(1 / (late + prior) + 1 / (early + prior))
    typical = odds[(late + early >= 50) & (z.abs() > 1.96)]
    return pd.Series({name: float((bags[name].reindex(typical.index).fillna(0) * typical).sum() / bags[name].sum())
                      for name in frame()["name"]})  # fmt: skip


def discriminant() -> str:
    """Share of the variance of the score within decades that form explains (adjusted for the number of predictors)."""
    rows = frame()[lambda table: table.groupby("decade")["score"].transform("size") >= 10]
    forms = {"lengte (log woorden)": np.log(rows["words"]), "leesbaarheid (Flesch-Douma)": rows["readability"],
             "aantal kopjes (log)": np.log(rows["headings"])}  # fmt: skip
    table_forms = pd.DataFrame({**forms}).groupby(rows["decade"]).transform(lambda column: column - column.mean())
    within = rows["score"] - rows.groupby("decade")["score"].transform("mean")
    degrees = len(rows) - rows["decade"].nunique()
    lines = []
    for names in [*([name] for name in forms), list(forms)]:
        x = table_forms[names].to_numpy()
        rest = within - x @ np.linalg.lstsq(x, within, rcond=None)[0]
        explained = 1 - (rest**2).sum() / (within**2).sum()
        adjusted = 1 - (1 - explained) * degrees / (degrees - len(names))
        name = names[0] if len(names) == 1 else "alle drie"
        lines.append([name, percent(explained), percent(max(0.0, adjusted))])
    return table(["kenmerk van de vorm", "verklaarde variantie", "gecorrigeerd voor aantal"], lines)


def sensitivity() -> str:
    """Rank changes when an indicator, a theme or half a weight is left out, among programmes since 2000."""
    chosen = [item for item in programmes() if item.year and item.year >= SINCE]
    samples = [arrays(item.units, PARAMETERS) for item in chosen]
    counted = [count(sample, PARAMETERS, by_process=by_process(item.kind))
               for sample, item in zip(samples, chosen, strict=True)]  # fmt: skip
    values = [indicators(counts, PARAMETERS) for counts in counted]
    base = np.array([total(value, WEIGHTS, PARAMETERS["floor"]) for value in values])
    rows = []
    for name in INDICATORS:
        for label, factor in (("weg", 0.0), ("half gewicht", 0.5), ("dubbel gewicht", 2.0)):
            weights = dict(WEIGHTS) | {name: WEIGHTS[name] * factor}
            rows.append(_shifted(f"{name} {label}", base, [total(v, weights, PARAMETERS["floor"]) for v in values]))
    worst = []
    for place, theme in enumerate(THEMES):
        without = []
        for sample in samples:
            less = sample.themes.copy()
            less[:, place] = False
            value = indicators(count(replace(sample, themes=less), PARAMETERS), PARAMETERS)
            without.append(total(value, WEIGHTS, PARAMETERS["floor"]))
        worst.append(_shifted(f"thema {theme} weg", base, without))
    rows += sorted(worst, key=lambda row: str(row[1]))[:3]
    return table(["verandering", "rangcorrelatie", "mediane verschuiving", "grootste verschuiving"], rows)


def _shifted(name: str, base: np.ndarray, changed: list[float]) -> list[object]:
    ranks = [pd.Series(values).rank() for values in (base, changed)]
    shift = (ranks[0] - ranks[1]).abs()
    return [name, figure(spearmanr(base, changed).statistic, 3), int(shift.median()), int(shift.max())]


def _covers(low: float, high: float, level: str) -> bool:
    order = list(CUTS)
    return order.index(level_of(low, CUTS)) <= order.index(level) <= order.index(level_of(high, CUTS))


def _named(border: str, level: str) -> bool:
    """Whether the level, or the range of levels at the border, names this one."""
    order, ends = list(CUTS), border.split(" tot ")
    return order.index(ends[0]) <= order.index(level) <= order.index(ends[-1])


def law() -> str:
    """Where the law stands among the programmes of before 1990, and why."""
    early = frame()[frame()["year"] < 1990]
    for item in policy():
        outcome = score(item.units, codebook=BOOK, kind=item.kind, words=item.words, number=0)
        if "wetboek" in item.name.lower() and outcome.value is not None:
            below = (early["score"] < outcome.value).mean()
            median, own = early["share_explicit"].median(), outcome.share_explicit or 0.0
            domains = item.units[item.units["digital"] != "G"]["domain"].value_counts()
            carried = ", ".join(f"`{name}`" for name in domains.index[:2])
            return (
                f"De wet scoort {figure(outcome.value, 1)}, hoger dan {percent(below)} van de {len(early)} programma's van voor 1990. "
                f"Dat is geen fout van de score: het is de tekst van nu, en {outcome.goals_explicit} van de {outcome.goals} bepalingen die "
                f"als doel tellen ({percent(own)}) gaan over iets digitaals, zoals elektronische aangifte en elektronische akten; bij de "
                f"mediaan van die programma's is dat {percent(median)}. Die bepalingen staan vooral in {carried}, zodat doordringing "
                f"({figure(outcome.indicators['doordringing'])}) en verankering ({figure(outcome.indicators['verankering'])}) bijna nul "
                "zijn. Wel telt een wettelijk voorschrift in de tegenwoordige tijd als maatregel: het codeboek is voor beleid gemaakt, "
                "niet voor wetten."
            )
    return ""


def mistaken(rows: pd.DataFrame) -> str:
    """Example documents whose level differs from the given one."""
    wrong = rows[rows["given"] != rows["level"]]
    return table(["document", "lezer", "score", "niveau (met grens)", "waarom de lezer dat vindt"],
                 [[r.document, r.given, figure(r.score, 0), r.border, r.why] for r in wrong.itertuples()])  # fmt: skip


def reference() -> dict[str, object]:
    """The shipped reference corpus."""
    return {"about": "Nederlandse verkiezingsprogramma's; plaatsvervangers van akkoorden", "instrument": instrument(),
            "codebook": BOOK.version, **build_reference(frame(), since=SINCE)}  # fmt: skip


def page() -> str:
    """The page, in Markdown."""
    rows, told = frame(), given()
    recent = rows[rows["year"] >= SINCE]
    levels = pd.Series([level_of(value, CUTS) for value in recent["score"]]).value_counts()
    spread = ", ".join(f"{name} {levels.get(name, 0)}" for name in CUTS)
    agree = int((told["given"] == told["level"]).sum())
    touched = sum(_covers(row.low, row.high, row.given) for row in told.itertuples())
    named = sum(_named(row.border, row.given) for row in told.itertuples())
    s0_lines, median = cutpoints.s0_table(table, figure, SINCE)
    convergent = [spearmanr(rows["score"], rows["digital_words"]).statistic,
                  spearmanr(recent["score"], recent["digital_words"]).statistic,
                  spearmanr(rows["score"], log_odds().reindex(rows["name"])).statistic]  # fmt: skip
    parts = {
        "goals": goals_by_decade(), "decades": by_decade(), "others": others(), "discriminant": discriminant(),
        "sensitivity": sensitivity(), "wrong": mistaken(told), "n": len(rows), "recent": len(recent), "since": SINCE,
        "year": figure(spearmanr(rows["year"], rows["score"]).statistic),
        "given": figure(spearmanr(told["rank"], told["score"]).statistic), "agree": agree, "told": len(told),
        "touched": touched, "named": named, "law": law(), "s0_table": s0_lines, "coverage": BLOCK.kept(),
        "redrawn": cutpoints.REDRAWN, **cutpoints.parts(table, figure), "words": figure(convergent[0]), "words_recent": figure(convergent[1]),
        "odds": figure(convergent[2]), "median": percent(median), "s0": percent(PARAMETERS["s0"]),
        "spread": spread, "cuts": ", ".join(f"{name} vanaf {cut:.0f}" for name, cut in CUTS.items()),
    }  # fmt: skip
    return (ROOT / "benchmarks" / "validiteit.sjabloon.md").read_text(encoding="utf-8").format(**parts)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="print the page, write nothing")
    if parser.parse_args().check:
        print(page())
    else:
        PAGE.write_text(page(), encoding="utf-8")
        target = ROOT / "corpora" / "reference" / "reference.json"
        target.parent.mkdir(exist_ok=True)
        target.write_text(json.dumps(reference(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
