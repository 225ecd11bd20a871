"""The landscape by organisation, on small tables: who is who, what is missing, and the intervals."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analyzer.corpora.register import Organisation, Register
from analyzer.scoring.organisations import organisations, place, shares

REGISTER = Register([
    Organisation("gm1", "Oud", layer="gemeente", valid_until=date(2021, 1, 1), successors=("gm2",)),
    Organisation("gm2", "Nieuw", layer="gemeente", valid_from=date(2021, 1, 1)),
    Organisation("gm3", "Leeg", layer="gemeente"),
    Organisation("ag1", "Dienst Wegen", layer="agentschap"),
])  # fmt: skip


def documents(*rows: dict[str, object]) -> pd.DataFrame:
    base = {
        "organisation": "Gemeente Nieuw", "organisation_uri": None, "layer": "gemeente", "kind": "coalitieakkoord",
        "year": 2024, "actueel": "ja", "score": 50.0, "score_low": 40.0, "score_high": 60.0, "level": "aanwezig",
        "status": "ok", "duplicate_of": None, "version_of": None,
    }  # fmt: skip
    return pd.DataFrame([base | {"document_id": f"d{number}"} | row for number, row in enumerate(rows)]).astype(
        {"year": "Int64"}
    )


def test_documents_find_their_body_by_name_or_uri() -> None:
    table = documents(
        {}, {"organisation": "gem. Oud", "year": 2018}, {"organisation": "Gemeente Elders"}, {"organisation": None},
        {"organisation": "onzin", "organisation_uri": "https://identifier.overheid.nl/tooi/id/gemeente/gm3"},
    )  # fmt: skip
    found = [None if pd.isna(identity) else identity for identity in place(table, REGISTER)]
    assert found == ["gm2", "gm1", None, None, "gm3"]


def test_a_document_of_a_merged_body_counts_for_its_successor() -> None:
    table = organisations(documents({"organisation": "Oud", "year": 2018, "actueel": "nee"}), REGISTER, year=2024)
    assert list(table["organisation"]) == ["Nieuw", "Leeg", "Dienst Wegen"]
    new = table.set_index("organisation").loc["Nieuw"]
    assert (new["documents"], new["agreement_year"]) == (1, 2018)
    assert new["missing"] == "actueel coalitieakkoord;werkgeversvisie"


def test_up_to_date_goes_before_newer_and_copies_do_not_count() -> None:
    table = organisations(
        documents(
            {"kind": "werkgeversvisie", "year": 2022},
            {"kind": "werkgeversvisie", "year": 2023, "actueel": "nee"},
            {"year": 2024, "duplicate_of": "x"}, {"year": 2025, "version_of": "y"}, {"year": 2026, "status": "failed"},
        ), REGISTER, year=2024)  # fmt: skip
    new = table.set_index("organisation").loc["Nieuw"]
    assert (new["documents"], new["vision"], new["vision_year"], new["missing"]) == (2, "d0", 2022, "coalitieakkoord")


def test_agencies_are_not_asked_for_an_agreement() -> None:
    table = organisations(documents({}), REGISTER, year=2024).set_index("organisation")
    assert table.loc["Dienst Wegen", "missing"] == "werkgeversvisie"
    found = shares(table.reset_index(), doordrenkt=70).set_index(["layer", "what"])
    assert ("agentschap", "agreement") not in found.index
    assert found.loc[("alle", "agreement"), ["organisations", "number"]].tolist() == [2, 1]
    assert found.loc[("alle", "vision"), "organisations"] == 3


def test_wilson_interval() -> None:
    """Against the roots of (p - share)² = z² p (1 - p) / n, of which the interval is the solution."""
    table = organisations(documents({}), REGISTER, year=2024)
    row = shares(table, doordrenkt=70).set_index(["layer", "what"]).loc[("gemeente", "agreement")]
    n, share, z = 2, 0.5, 1.6448536269514722
    roots = np.roots([1 + z**2 / n, -(2 * share + z**2 / n), share**2])
    assert [row["low"], row["high"]] == pytest.approx(sorted(roots.real))


def test_the_uncertainty_of_scores_widens_the_share_that_is_steeped() -> None:
    many = Register([Organisation(f"gm{n}", f"Plaats{n}", layer="gemeente") for n in range(100, 140)])
    rows = [
        {"organisation": f"Gemeente Plaats{n}", "kind": "werkgeversvisie", "score": 72.0, "level": "doordrenkt"}
        for n in range(100, 120)
    ]
    widths = []
    for margin in (0.1, 15.0):
        table = documents(*[row | {"score_low": 72.0 - margin, "score_high": 72.0 + margin} for row in rows])
        row = shares(organisations(table, many, year=2024), doordrenkt=70).set_index(["layer", "what"])
        steeped = row.loc[("alle", "doordrenkt")]
        assert (steeped["number"], steeped["share"]) == (20, 0.5)
        assert steeped["low"] <= 0.5 <= steeped["high"]
        widths.append(steeped["high"] - steeped["low"])
    assert widths[1] > widths[0] + 0.02
    assert shares(organisations(table, many, year=2024), doordrenkt=70).equals(
        shares(organisations(table, many, year=2024), doordrenkt=70))  # fmt: skip
