"""Property 11: every number in the tables can be recomputed from ``units.csv`` with pandas alone, and property 10.

Nothing of the program is used here but the files that it writes and the values of the codebook, read as YAML.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import pandas as pd
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
VALUES = yaml.safe_load((ROOT / "analyzer" / "codebook" / "data" / "scoring.yaml").read_text(encoding="utf-8"))
P, WEIGHTS, CUTS = VALUES["parameters"], VALUES["indicators"], VALUES["cut_points"]
HEADINGS = {"VER": 4, "DEM": 5, "REG": 6, "ACT": 5}
THEMES = [f"{heading}{number}" for heading, size in HEADINGS.items() for number in range(1, size + 1)]


def met(hits: float, others: float, size: float) -> float:
    return 1.0 - (1.0 - min(1.0, size / max(others, 1e-9))) ** hits


@pytest.fixture(scope="module")
def tables(output: Path) -> dict[str, pd.DataFrame]:
    return {name: pd.read_csv(output / f"{name}.csv") for name in ("documents", "units", "themes")}


def prepared(units: pd.DataFrame) -> pd.DataFrame:
    """Distinct sentences of one document with their passage."""
    units = units.assign(
        key=units["text"].str.lower().str.replace(r"[\W_]+", "", regex=True), place=range(len(units)),
        section=units["section"].fillna(""), themes=units["themes"].fillna("").str.split(";"),
        hr=units["hr"].fillna("").str.split(";"),
    )  # fmt: skip
    kept = units.sort_values(["key", "section", "place"]).drop_duplicates("key").sort_values("place")
    kept["passage"] = kept.groupby("section").cumcount() // P["passage_size"]
    kept["goal"] = kept["statement"].isin(["M", "A"])
    kept["linked"] = kept["digital"].isin(["E", "I"]) & ~kept["negated"]
    return kept


def recomputed(units: pd.DataFrame, kind: str) -> dict[str, float]:
    kept = prepared(units)
    goals, linked = kept["goal"], kept["linked"]
    digital, others = int(linked.sum()), int((~linked).sum())
    share = (
        (goals & (kept["digital"] == "E")).sum() + P["implicit_weight"] * (goals & (kept["digital"] == "I")).sum()
    ) / goals.sum()
    worth = (1 + P["concreteness_bonus"] * kept["concreteness"]).where(kept["statement"] == "M", 0.0)
    worth = worth.where(kept["statement"] != "A", P["ambition_weight"]) * linked
    prior = P["commitment_prior"]
    promised = min(1.0, (worth.sum() + prior * P["commitment_mean"]) / (digital + prior))
    by = kept.groupby(["section", "passage"])["linked"].agg(["sum", "size"])
    reach = [met(hit, size - hit, P["passage_units"]) for hit, size in zip(by["sum"], by["size"], strict=True)]
    doordringing = pd.Series(reach, index=by.index).groupby("section").mean().mean()
    fields = kept.assign(field=kept["domain"])[kept["domain"] != "geen"]
    if kind in {"werkgeversvisie", "hr-visie"} and kept["hr"].map(any).any():
        fields = kept.explode("hr").assign(field=lambda table: table["hr"])
        fields = fields[fields["field"] != ""]
    per = fields[fields["goal"]].groupby("field")["linked"].agg(["sum", "size"])
    carried = [met(hit, size - hit, P["domain_goals"]) for hit, size in zip(per["sum"], per["size"], strict=True)]
    values = {
        "dekking": dekking(kept, others),
        "intensiteit": share / (share + P["s0"]) if share else 0.0,
        "toezegging": promised * met(digital, others, P["commitment_units"]),
        "doordringing": float(doordringing),
        "verankering": float(pd.Series(carried, dtype=float).mean()),
    }
    whole = sum(WEIGHTS.values())
    log = sum(WEIGHTS[name] / whole * math.log(P["floor"] + (1 - P["floor"]) * value) for name, value in values.items())
    return values | {"score": max(0.0, 100 * (math.exp(log) - P["floor"]) / (1 - P["floor"]))}


def dekking(kept: pd.DataFrame, others: int) -> float:
    """Of each theme the chance to meet levels 2, 3 and 4 in a fixed amount of text; means within and over headings."""
    means = []
    for heading, size in HEADINGS.items():
        credits = []
        for number in range(1, size + 1):
            mine = kept[kept["themes"].map(lambda codes, theme=f"{heading}{number}": theme in codes) & kept["linked"]]
            measures = mine[mine["statement"] == "M"].groupby(["section", "passage"]).size()
            there = [met(count, others, P["sample_units"]) for count in measures]
            none = math.prod(1 - chance for chance in there)
            one = sum(
                chance * math.prod(1 - other for j, other in enumerate(there) if j != i)
                for i, chance in enumerate(there)
            )
            credits.append((met(len(mine), others, P["sample_units"]) + (1 - none) + (1 - none - one)) / 3)
        means.append(sum(credits) / size)
    return sum(means) / len(means)


def test_documents(tables: dict[str, pd.DataFrame]) -> None:
    scored = tables["documents"][tables["documents"]["status"] == "ok"]
    assert len(scored) >= 20
    for row in scored.to_dict("records"):
        units = tables["units"][tables["units"]["document_id"] == row["document_id"]]
        goals = units["statement"].isin(["M", "A"])
        counted = {"units": len(units), "goals": goals.sum(), "goals_explicit": (goals & (units["digital"] == "E")).sum(),
                   "goals_implicit": (goals & (units["digital"] == "I")).sum()}  # fmt: skip
        assert {name: row[name] for name in counted} == counted
        for code in ("explicit", "implicit"):
            assert row[f"share_{code}"] == pytest.approx(counted[f"goals_{code}"] / counted["goals"], abs=5e-5)
        for name, value in recomputed(units, str(row["kind"])).items():
            assert row[name] == pytest.approx(value, abs=0.0051 if name == "score" else 5.1e-5), (row["path"], name)
        assert row["level"] == [name for name, cut in CUTS.items() if row["score"] >= cut][-1]


def test_themes(tables: dict[str, pd.DataFrame]) -> None:
    for identity, rows in tables["themes"].groupby("document_id"):
        kept = prepared(tables["units"][tables["units"]["document_id"] == identity])
        assert list(rows["theme"]) == THEMES
        for row in rows.to_dict("records"):
            mine = kept[kept["themes"].map(lambda codes, theme=row["theme"]: theme in codes)]
            linked = mine[mine["linked"]]
            measures = linked[linked["statement"] == "M"]
            passages = measures.groupby(["section", "passage"]).ngroups
            level = max(bool(len(mine)) * 1, bool(len(linked)) * 2, (passages > 0) * 3, (passages > 1) * 4)
            assert (row["units"], row["units_digital"], row["measures"], row["level"]) == (
                len(mine), len(linked), len(measures), level)  # fmt: skip
            if row["units"]:
                assert row["best_unit_id"] in set(mine["unit_id"])


def test_percentile(tables: dict[str, pd.DataFrame]) -> None:
    groups = json.loads((ROOT / "corpora" / "reference" / "reference.json").read_text(encoding="utf-8"))["groups"]
    for row in tables["documents"][tables["documents"]["status"] == "ok"].to_dict("records"):
        scores = pd.Series(groups.get(row["kind"], groups["alle"])["scores"])
        below = 100 * ((scores < row["score"]).mean() + (scores == row["score"]).mean() / 2)
        assert row["percentile"] == pytest.approx(below, abs=100 / len(scores) + 0.01)


def test_landscape(tables: dict[str, pd.DataFrame], output: Path) -> None:
    from analyzer import Corpus

    cells = Corpus.from_folder(output).landscape()
    documents = tables["documents"][tables["documents"]["status"] == "ok"]
    agreements = documents[documents["kind"] == "coalitieakkoord"]
    for row in cells[cells["year"].isna() & (cells["layer"] != "alle")].to_dict("records"):
        mine = agreements[agreements["layer"] == row["layer"]]
        assert row["with_agreement"] == mine["organisation"].nunique()
        if len(mine):
            share = (mine["share_explicit"] + mine["share_implicit"]).mean()
            assert row["share_digital_goals"] == pytest.approx(share, abs=1e-4)


def test_corrected_shares(tables: dict[str, pd.DataFrame]) -> None:
    """Rogan & Gladen from the counted share and the measured accuracy of the coder, within its interval."""
    known = json.loads((ROOT / "models" / "gdogh_coder" / "accuracy.json").read_text(encoding="utf-8"))
    for row in tables["documents"][tables["documents"]["status"] == "ok"].to_dict("records"):
        for code, letter in (("explicit", "E"), ("implicit", "I")):
            sensitivity, specificity = known[letter]["sensitivity"], known[letter]["specificity"]
            corrected = (row[f"share_{code}"] + specificity - 1) / (sensitivity + specificity - 1)
            assert row[f"share_{code}_adjusted"] == pytest.approx(min(1.0, max(0.0, corrected)), abs=2e-4)
            low, high = row[f"share_{code}_adjusted_low"], row[f"share_{code}_adjusted_high"]
            assert 0 <= low <= row[f"share_{code}_adjusted"] <= high <= 1
