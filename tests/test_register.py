"""The register of public bodies: what is in it, and which body a name stands for."""

from __future__ import annotations

import csv
from pathlib import Path, PurePosixPath

import pytest

from analyzer.corpora import load_register, resolve
from analyzer.corpora.names import province_of
from analyzer.corpora.register import COLUMNS, read_register
from analyzer.errors import CorpusError

# Number of municipalities on 1 January, as Statistics Netherlands publishes it.
MUNICIPALITIES = {2014: 403, 2015: 393, 2016: 390, 2017: 388, 2018: 380, 2019: 355, 2020: 355, 2021: 352, 2022: 345,
                  2023: 342, 2024: 342, 2025: 342}  # fmt: skip


def on_first_day(year: int, layer: str) -> int:
    first = f"{year}-01-01"
    bodies = [body for body in load_register() if body.layer == layer]
    return sum(
        (body.valid_from is None or str(body.valid_from) <= first)
        and (body.valid_until is None or str(body.valid_until) > first)
        for body in bodies
    )


@pytest.mark.parametrize("year", MUNICIPALITIES)
def test_the_number_of_municipalities_is_that_of_statistics_netherlands(year: int) -> None:
    assert on_first_day(year, "gemeente") == MUNICIPALITIES[year]


def test_provinces_and_water_boards() -> None:
    assert on_first_day(2014, "provincie") == on_first_day(2025, "provincie") == 12
    assert [on_first_day(year, "waterschap") for year in (2015, 2016, 2017, 2025)] == [23, 22, 21, 21]


def test_every_row_holds_together() -> None:
    register = load_register()
    assert len({body.id for body in register}) == len(register)
    for body in register:
        assert (body.valid_until is None) == (not body.successors)
        for heir in body.successors:
            assert register[heir].valid_from is None or register[heir].valid_from <= body.valid_until
        if body.layer in {"gemeente", "provincie"}:
            assert body.tooi_uri and body.cbs_code and body.tooi_uri.endswith(body.id) and body.cbs_code in body.id
            assert province_of(body.province) == body.province
        if body.latitude is not None and body.longitude is not None:
            assert 50.7 < body.latitude < 53.6 and 3.3 < body.longitude < 7.3


@pytest.mark.parametrize(
    ("written", "year", "identifier"),
    [
        ("gem. Den Haag", 2014, "gm0518"),
        ("'s-Gravenhage", 2014, "gm0518"),
        ("’s Gravenhage", 2014, "gm0518"),
        ("GEMEENTE DEN HAAG", 2026, "gm0518"),
        ("Den Bosch", 2018, "gm0796"),
        ("Provincie Fryslân", 2019, "pv21"),
        ("Provincie Friesland", 2019, "pv21"),
        ("Utrecht", 2014, "gm0344"),
        ("provincie Utrecht", 2014, "pv26"),
        ("HHNK", 2020, "ws0651"),
        ("Hoogheemraadschap van Rijnland", 2020, "ws0616"),
        ("hoogheemraadschap Rijnland", 2020, "ws0616"),
        ("Waterschap Fryslân", 2020, "ws0653"),
        ("Waterschap Limburg", 2020, "ws0665"),
        ("Limburg", 2020, "pv31"),
        ("Bergen (L.)", 2014, "gm0893"),
        ("gemeente Bergen (NH)", 2014, "gm0373"),
        ("Capelle a/d IJssel", 2014, "gm0502"),
        ("St. Anthonis", 2014, "gm1702"),
        ("Bilt", 2014, "gm0310"),
        ("het Bildt", 2014, "gm0063"),
        ("De Fryske Marren", 2014, "gm1921"),
        ("De Fryske Marren", 2018, "gm1940"),
        ("Groesbeek", 2014, "gm0241"),
        ("MinBZK", 2022, "mnre1034"),
        ("Ministerie van BZK", 2022, "mnre1034"),
        ("Ministerie van Economische Zaken", 2015, "ez-2012"),
        ("Ministerie van Economische Zaken", 2025, "mnre1045"),
        ("UWV", 2020, "zb000117"),
        ("Amserdam", 2020, "gm0363"),
    ],
)
def test_a_written_name(written: str, year: int, identifier: str) -> None:
    match = resolve(written, year)
    assert match is not None and match.organisation.id == identifier


@pytest.mark.parametrize(
    "written", ["Bergen", "Veenderhout", "gemeente Hesselrode", "", "het Rijk", "provincie Tilburg"]
)
def test_what_names_no_body_or_two_stays_unknown(written: str) -> None:
    assert resolve(written, 2020) is None


def test_a_province_tells_two_of_one_name_apart() -> None:
    found = [resolve("Bergen", 2014, province=province) for province in ("Limburg", "NH")]
    assert [match and match.organisation.id for match in found] == ["gm0893", "gm0373"]


def test_a_name_out_of_its_time_is_found_with_less_confidence() -> None:
    match = resolve("Bussum", 2022)
    assert match is not None and match.confidence < 1 and "2022" in match.evidence
    heir = load_register().successor(match.organisation, 2022)
    assert heir is not None and heir.name == "Gooise Meren"
    groesbeek = resolve("Ubbergen", 2014)
    assert groesbeek is not None
    assert load_register().successor(groesbeek.organisation, 2015) is load_register()["gm0241"]
    assert load_register().successor(groesbeek.organisation, 2020) is load_register()["gm1945"]


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("001-Aa-en-Hunze-Coalitieakkoord-2014-2018", "gm1680"),
        ("AlphenAanDenRijn_raadsprogramma", "gm0484"),
        ("coalitieakkoord_gemeente_best_2022", "gm0753"),
        ("255-Oss-Coalitieakkoord-2015-2018", "gm0828"),
        ("provincie-utrecht-bestuursakkoord", "pv26"),
        ("HDSR_coalitieakkoord", "ws0636"),
        ("waterschap_limburg_HR-visie", "ws0665"),
        ("s-Hertogenbosch bestuursakkoord", "gm0796"),
        ("214-Midden-Delftland-Samenwerkingsovereenkomst", "gm1842"),
        ("035-Berkelleland-Coalitie-Akkoord-2014-2018", "gm1859"),
    ],
)
def test_a_file_name(name: str, identifier: str) -> None:
    match = load_register().in_file_name(name, 2018)
    assert match is not None and match.organisation.id == identifier


@pytest.mark.parametrize(
    "name", ["scan0001", "samen vooruit 2014-2018", "HR-visie definitief", "een nieuw begin", "Een Nieuw Begin"]
)
def test_a_file_name_without_a_body(name: str) -> None:
    assert load_register().in_file_name(name, 2018) is None


@pytest.mark.shared
def test_the_393_places_resolve_to_the_body_of_their_time(shared: Path, record_property: pytest.RecordProperty) -> None:
    with (shared / "documents" / "opencoalitieakkoorden-2014-2018.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    wrong, names = [], []
    for row in rows:
        match = resolve(row["Plaatsnaam"], 2014, province=row["Provincie"])
        body = match and match.organisation
        if not (
            body and body.layer == "gemeente" and body.province == province_of(row["Provincie"]) and body.valid_in(2014)
        ):
            wrong.append(row["Plaatsnaam"])
        stem = load_register().in_file_name(PurePosixPath(row["docpdf"]).stem, 2014, province=row["Provincie"])
        if stem is None or stem.organisation != body:
            names.append(row["docpdf"])
    record_property("places", f"{len(rows) - len(wrong)}/{len(rows)}; missed: {wrong}")
    record_property("file names", f"{len(rows) - len(names)}/{len(rows)}; missed: {names}")
    # Two of the places came about on 1 January 2015; their agreements were made in the months before.
    assert set(wrong) <= {"Krimpenerwaard", "Nissewaard"}
    assert len(wrong) <= 0.02 * len(rows)
    assert len(names) <= 0.02 * len(rows)


def test_a_row_that_cannot_be_used_is_named_with_its_remedy(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    head = ",".join(COLUMNS)
    path.write_text(f"{head}\nx,Ergens,,gemeente,,31-12-2014,,,,,,,\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"regel 2.*2014-12-31"):
        read_register(path)
    path.write_text(f"{head}\nx,Ergens,,stad,,,,,,,,,\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="regel 2: laag 'stad'"):
        read_register(path)
    path.write_text("id,name\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="kolom aliases ontbreekt"):
        read_register(path)
