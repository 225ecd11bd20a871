"""The catalogue of public documents, and the commands that show it and add to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analyzer.cli import main
from analyzer.corpora import load_register
from analyzer.corpora.catalogue import COLUMNS, KINDS, Entry, is_web, load_catalogue, read_catalogue
from analyzer.errors import CorpusError
from analyzer.language import kinds


def gdogh(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(main, [str(argument) for argument in arguments], prog_name="gdogh")


def test_the_shipped_catalogue_has_the_393_agreements_of_known_bodies() -> None:
    entries = load_catalogue()
    register = load_register()
    assert len(entries) == 393
    assert all(register[entry.organisation_id].layer == "gemeente" for entry in entries)
    assert len({entry.organisation_id for entry in entries}) == 393


def test_the_catalogue_knows_the_kinds_that_are_recognised() -> None:
    assert set(KINDS) == {*kinds.KINDS, kinds.OTHER}


@pytest.mark.parametrize(
    ("line", "cause", "remedy"),
    [
        ("Den Haag,ftp://x.nl/a.pdf,,", "geen webadres", "https://"),
        ("Den Haag,https://x.nl/a b.pdf,,", "geen webadres", "spaties"),
        ("Den Haag,https://user:pw@x.nl/a.pdf,,", "geen webadres", "https://"),
        ("Den Haag,https://x.nl/a.pdf,akkoord,", "soort 'akkoord' is onbekend", "coalitieakkoord"),
        ("Den Haag,https://x.nl/a.pdf,,22", "jaar '22' kan niet", "2022"),
        (",https://x.nl/a.pdf,,", "organisation is leeg", "Vul haar in"),
    ],
)
def test_a_wrong_line_is_named_with_its_remedy(tmp_path: Path, line: str, cause: str, remedy: str) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text(f"organisation,url,kind,period_start\nUtrecht,https://x.nl/u.pdf,,\n{line}\n", encoding="utf-8")
    result = gdogh("corpus", "import", path, "--catalogue", tmp_path / "eigen.csv")
    assert result.exit_code == 2
    assert "regel 3" in result.stderr and cause in result.stderr and remedy in result.stderr
    assert not (tmp_path / "eigen.csv").exists()


def test_wrong_headers_encodings_and_doubles(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text("naam,url\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="regel 1: kolom organisation ontbreekt"):
        read_catalogue(path)
    path.write_text("organisation,url,soort\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="regel 1: kolom 'soort' is onbekend"):
        read_catalogue(path)
    path.write_bytes("organisation,url\nSúdwest-Fryslân,https://x.nl\n".encode("cp1252"))
    with pytest.raises(CorpusError, match="CSV UTF-8"):
        read_catalogue(path)
    path.write_text("id,organisation,url\na,Urk,https://x.nl/1\na,Urk,https://x.nl/2\n../a,Urk,https://x.nl/3\n")
    with pytest.raises(CorpusError, match=r"regel 3: id 'a' staat ook op regel 2.*regel 4: id '../a' kan niet"):
        read_catalogue(path)
    path.write_text("organisation;url\nUrk;https://x.nl/1\n", encoding="utf-8-sig")
    assert read_catalogue(path)[0].organisation_id == "gm0184"


def test_add_import_list_and_show(tmp_path: Path) -> None:
    own = tmp_path / "map" / "eigen.csv"
    adding = [
        "corpus",
        "add",
        "https://x.nl/visie.pdf",
        "--catalogue",
        own,
        "--kind",
        "werkgeversvisie",
        "--from",
        2023,
    ]
    assert gdogh(*adding, "--organisation", "gem. Den Haag").exit_code == 0
    again = gdogh(*adding, "--organisation", "gem. Den Haag")
    assert "stond er al in" in again.stderr
    unknown = gdogh("corpus", "add", "https://x.nl/b.pdf", "--catalogue", own, "--organisation", "Veenderhout")
    assert unknown.exit_code == 0 and "niet in het register" in unknown.stderr
    more = tmp_path / "meer.csv"
    more.write_text("organisation,url,kind,period_start\nDen Haag,https://x.nl/nieuw.pdf,werkgeversvisie,2023\n")
    assert gdogh("corpus", "import", more, "--catalogue", own).exit_code == 0
    ids = [entry.id for entry in read_catalogue(own)]
    assert ids == ["gm0518-werkgeversvisie-2023", "veenderhout", "gm0518-werkgeversvisie-2023-2"]
    listed = gdogh("corpus", "list", "--catalogue", own, "--organisation", "'s-Gravenhage")
    assert listed.stdout.count("\n") == 2 and "2 documenten" in listed.stderr
    assert "https://x.nl/visie.pdf" in gdogh("corpus", "show", ids[0], "--catalogue", own).stdout
    wrong = gdogh("corpus", "show", "gm0518-werkgevervisie-2023", "--catalogue", own)
    assert wrong.exit_code == 2 and "Bedoelt u gm0518-werkgeversvisie-2023" in wrong.stderr


def test_the_list_as_csv_is_a_catalogue(tmp_path: Path) -> None:
    result = gdogh(
        "corpus", "list", "--layer", "gemeente", "--year", 2016, "--organisation", "Bussum", "--format", "csv"
    )
    path = tmp_path / "deel.csv"
    path.write_text(result.stdout, encoding="utf-8")
    assert [entry.organisation_id for entry in read_catalogue(path)] == ["gm0381"]
    assert result.stdout.splitlines()[0] == ",".join(COLUMNS)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "javascript:1", "http://", "https://a\n.nl", "//x.nl", "http://x:0/"]
)
def test_what_is_no_web_address(url: str) -> None:
    assert not is_web(url)


def test_an_entry_is_what_the_columns_say() -> None:
    assert Entry(*"abcdefgh").url == "h"
