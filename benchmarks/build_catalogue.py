"""Seed ``corpora/catalogus.csv`` with the agreements of Open Coalitieakkoorden 2014-2018: facts and addresses.

Usage: python benchmarks/build_catalogue.py opencoalitieakkoorden-2014-2018.csv
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from analyzer.corpora.catalogue import Entry, problems, write_catalogue
from analyzer.corpora.register import load_register

TARGET = Path(__file__).resolve().parents[1] / "corpora" / "catalogus.csv"


def main() -> None:
    register = load_register()
    entries = []
    with Path(sys.argv[1]).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            match = register.resolve(row["Plaatsnaam"], 2014, province=row["Provincie"], layer="gemeente")
            body = match and match.organisation
            entries.append(
                Entry(
                    id=f"{body.id if body else row['Plaatsnaam'].lower()}-coalitieakkoord-2014",
                    organisation=f"Gemeente {row['Plaatsnaam']}",
                    organisation_id=body.id if body else "",
                    kind="coalitieakkoord",
                    period_start="2014",
                    period_end="2018",
                    title="",
                    url=row["docpdf"],
                    landing_url=row["url_akkoord"],
                    text_url=row["doctxt"],
                    source="Open Coalitieakkoorden 2014-2018",
                    licence="niet vermeld; document van een overheid",
                )
            )
    for problem in problems(enumerate(entries, start=2)):
        print(problem)
    write_catalogue(sorted(entries, key=lambda entry: entry.id), TARGET)
    print(len(entries), "documenten,", sum(not entry.organisation_id for entry in entries), "zonder organisatie")


if __name__ == "__main__":
    main()
