"""Sources of addresses, on answers in the shape of the real services, from a server on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from analyzer.cli import main
from analyzer.collecting import Settings
from analyzer.collecting.sources import council_documents, documents_of_site, official_publications
from analyzer.collecting.web import Failed, Refused, Web
from analyzer.corpora.catalogue import problems, read_catalogue

from .server import Server

SRU = """<?xml version="1.0" encoding="UTF-8"?>
<sru:searchRetrieveResponse xmlns:sru="http://docs.oasis-open.org/ns/search-ws/sruResponse">
<sru:version>2.0</sru:version><sru:numberOfRecords>3</sru:numberOfRecords><sru:records>{records}</sru:records>
{more}</sru:searchRetrieveResponse>"""

RECORD = """<sru:record><sru:recordSchema>http://standaarden.overheid.nl/sru</sru:recordSchema><sru:recordData>
<gzd:gzd xmlns:gzd="http://standaarden.overheid.nl/sru" xmlns:dcterms="http://purl.org/dc/terms/">
<gzd:originalData><meta><owmskern><dcterms:identifier>{id}</dcterms:identifier>
<dcterms:title>Coalitieakkoord &amp; meer</dcterms:title>
<dcterms:creator scheme="overheid:Gemeente">Utrecht</dcterms:creator></owmskern></meta></gzd:originalData>
<gzd:enrichedData><gzd:url>https://zoek.voorbeeld.nl/{id}.html</gzd:url>
<gzd:itemUrl manifestation="{form}">https://repository.voorbeeld.nl/{id}.pdf</gzd:itemUrl>
<gzd:itemUrl manifestation="xml">https://repository.voorbeeld.nl/{id}.xml</gzd:itemUrl></gzd:enrichedData></gzd:gzd>
</sru:recordData></sru:record>"""


@pytest.fixture
def web() -> Iterator[Web]:
    with Web(Settings("t@voorbeeld.nl", rate=1000, backoff=0.01, attempts=2, allow_private=True)) as asking:
        yield asking


def gdogh(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(main, [str(argument) for argument in arguments], prog_name="gdogh")


def page(start: int, more: str, *records: str) -> tuple[str, bytes]:
    return ("application/xml", SRU.format(records="".join(records), more=more).encode())


def test_official_publications(server: Server, web: Web) -> None:
    from analyzer.collecting.sources.publications import request_url

    endpoint = f"{server.url}/sru"
    first, second = (
        request_url('co"alitie', "Utrecht", start, 50, endpoint).removeprefix(server.url) for start in (1, 51)
    )
    server.pages[first] = page(1, "<sru:nextRecordPosition>51</sru:nextRecordPosition>",
                               RECORD.format(id="gmb-2022-1", form="pdf"), RECORD.format(id="gmb-2022-2", form="html"))  # fmt: skip
    second = request_url('co"alitie', "Utrecht", 51, 50, endpoint).removeprefix(server.url)
    server.pages[second] = page(51, "", RECORD.format(id="gmb-2022-3", form="pdf"))
    found = list(
        official_publications(web, 'co"alitie', creator="Utrecht", kind="coalitieakkoord", endpoint=endpoint, most=51)
    )
    assert [(entry.id, entry.organisation_id, entry.kind) for entry in found][:1] == [
        ("gmb-2022-1", "gm0344", "coalitieakkoord")
    ]
    assert (
        found[0].url == "https://repository.voorbeeld.nl/gmb-2022-1.pdf" and found[0].title == "Coalitieakkoord & meer"
    )
    asked = parse_qs(urlsplit(first).query)
    assert asked["query"] == [
        'c.product-area==officielepublicaties AND cql.textAndIndexes all "co\\"alitie" AND dt.creator=="Utrecht"'
    ]
    assert not list(problems(enumerate(found)))


@pytest.mark.parametrize(
    ("kind", "body", "told"),
    [
        ("application/xml", b"<a>", "geen XML"),
        ("application/xml", b"<html/>", "geen zoekresultaten"),
        ("application/xml", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "geen XML"),
        (
            "application/xml",
            b"<r><diagnostics><diagnostic><message>query syntax</message></diagnostic></diagnostics></r>",
            "query syntax",
        ),
    ],
)
def test_a_search_service_that_gives_something_else(
    server: Server, web: Web, kind: str, body: bytes, told: str
) -> None:
    server.pages["/sru"] = (kind, body)
    with pytest.raises(Failed, match=told):
        list(official_publications(web, "x", endpoint=f"{server.url}/sru"))


def test_a_search_service_that_repeats_itself_is_left(server: Server, web: Web) -> None:
    server.pages["/sru"] = page(
        1, "<sru:nextRecordPosition>1</sru:nextRecordPosition>", RECORD.format(id="a", form="pdf")
    )
    assert len(list(official_publications(web, "x", endpoint=f"{server.url}/sru"))) == 1


def hit(number: int, **changes: object) -> dict[str, object]:
    source = {"name": f"Coalitieakkoord {number}", "original_url": f"https://stukken.voorbeeld.nl/{number}",
              "content_type": "application/pdf", "last_discussed_at": "2022-06-01T20:00:00+02:00"}  # fmt: skip
    return {"_index": "ori_den_haag_20190809123456", "_id": str(number), "_score": 1.0, "_source": source | changes}


def test_documents_of_councils(server: Server, web: Web) -> None:
    hits = [
        hit(1),
        hit(2, content_type="video/mp4"),
        hit(3, original_url=None),
        hit(4, original_url=None, url="https://api.voorbeeld.nl/4"),
    ]
    answer = {"hits": {"total": {"value": 4, "relation": "eq"}, "hits": hits}}
    server.pages["/v1/elastic/ori_den_haag*/_search"] = ("application/json", json.dumps(answer).encode())
    found = list(council_documents(web, "coalitieakkoord", body="Den Haag", endpoint=f"{server.url}/v1/elastic"))
    assert [entry.url for entry in found] == ["https://stukken.voorbeeld.nl/1", "https://api.voorbeeld.nl/4"]
    assert {entry.organisation_id for entry in found} == {"gm0518"}
    asked = json.loads(server.bodies[0])
    assert asked["query"]["simple_query_string"]["query"] == "coalitieakkoord" and "text" not in asked["_source"]


def test_pages_of_hits_are_asked_until_enough(server: Server, web: Web) -> None:
    answer = {"hits": {"hits": [hit(number) for number in range(50)]}}
    server.pages["/_search"] = ("application/json", json.dumps(answer).encode())
    assert len(list(council_documents(web, "x", endpoint=server.url, most=120))) == 120
    assert [json.loads(body)["from"] for body in server.bodies] == [0, 50, 100]
    server.pages["/_search"] = ("application/json", b'{"error": "index_not_found_exception"}')
    with pytest.raises(Failed, match="geen zoekresultaten"):
        list(council_documents(web, "x", endpoint=server.url))


def test_a_page_with_links(server: Server, web: Web) -> None:
    server.pages["/bestuur"] = (
        "text/html",
        b"""<html><body><a href="/bestanden/coalitieakkoord-2022.pdf">Lees het  akkoord</a> <a href="a/b.pdf">Werkgeversvisie</a>
        <a href="/menu.pdf">Menu</a> <a href="coalitie.html">Coalitie</a> <a href="file:///etc/akkoord.pdf">x</a>
        <a href="/bestanden/coalitieakkoord-2022.pdf#page=2">nog eens</a><a>leeg</a><a href="http://[/akkoord.pdf">stuk</a></body></html>""",
    )
    found = list(documents_of_site(web, f"{server.url}/bestuur", "gem. Den Haag"))
    assert [(urlsplit(entry.url).path, entry.title) for entry in found] == [
        ("/bestanden/coalitieakkoord-2022.pdf", "Lees het akkoord"), ("/a/b.pdf", "Werkgeversvisie")]  # fmt: skip
    assert found[0].organisation_id == "gm0518" and found[0].landing_url == f"{server.url}/bestuur"


def test_sitemaps_and_an_index_of_them(server: Server, web: Web) -> None:
    head = '<?xml version="1.0"?><{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{1}</{0}>'
    places = f"<sitemap><loc>{server.url}/een.xml</loc></sitemap><sitemap><loc>http://elders.voorbeeld.nl/twee.xml</loc></sitemap>"
    server.pages["/sitemap.xml"] = ("text/xml", head.format("sitemapindex", places + places).encode())
    urls = "<url><loc>https://x.nl/HR-visie.pdf</loc></url><url><loc>https://x.nl/i-visie.docx</loc></url><url><loc>https://x.nl/a.pdf</loc></url>"
    server.pages["/een.xml"] = ("text/xml", head.format("urlset", urls).encode())
    found = list(documents_of_site(web, f"{server.url}/sitemap.xml", "Urk"))
    assert [entry.url for entry in found] == ["https://x.nl/HR-visie.pdf", "https://x.nl/i-visie.docx"]
    server.robots = (200, "User-agent: *\nDisallow: /een.xml")
    with Web(web.settings) as again, pytest.raises(Refused, match="robots"):
        list(documents_of_site(again, f"{server.url}/sitemap.xml", "Urk"))


def test_the_command_says_what_it_does_and_does_it_when_told(server: Server, tmp_path: Path) -> None:
    server.pages["/bestuur"] = ("text/html", b'<a href="/coalitieakkoord.pdf">Akkoord</a>')
    own = tmp_path / "eigen.csv"
    asked = [
        "corpus",
        "search",
        "site",
        f"{server.url}/bestuur",
        "--organisation",
        "Urk",
        "--catalogue",
        own,
        "--allow-private",
    ]
    for more in ([], ["--dry-run", "--online"]):
        told = gdogh(*asked, *more)
        assert told.exit_code == 0 and "/bestuur" in told.stderr and "niets gevraagd" in told.stderr
    assert not server.log and not own.exists()
    assert "geen contactadres" in gdogh(*asked, "--online").stderr and not server.log
    done = gdogh(*asked, "--online", "--contact", "t@voorbeeld.nl")
    assert done.exit_code == 0 and read_catalogue(own)[0].url == f"{server.url}/coalitieakkoord.pdf"
    assert gdogh("corpus", "search", "site", server.url, "--catalogue", own).exit_code == 2
    asked[3] = f"{server.url}/weg"
    gone = gdogh(*asked, "--online", "--contact", "t@voorbeeld.nl")
    assert gone.exit_code == 2 and "status 404" in gone.stderr


def test_fetch_and_check_from_the_command_line(server: Server, tmp_path: Path) -> None:
    own, place = tmp_path / "eigen.csv", tmp_path / "archief"
    for path in ("doc/1", "video/"):
        gdogh("corpus", "add", f"{server.url}/{path}", "--catalogue", own, "--organisation", "Urk")
    asked = ["-o", place, "--catalogue", own, "--allow-private", "--rate", 100, "--contact", "t@voorbeeld.nl"]
    plan = gdogh("corpus", "fetch", *asked, "--dry-run", "--online")
    assert plan.exit_code == 0 and "2 van 2 documenten" in plan.stderr and not server.log and not place.exists()
    assert gdogh("corpus", "fetch", *asked).exit_code == 0 and not server.log
    done = gdogh("corpus", "fetch", *asked, "--online")
    assert done.exit_code == 1 and "1 opgehaald, 1 geweigerd" in done.stderr and "type video/mp4" in done.stdout
    assert [len(entry.sha256) for entry in read_catalogue(own)] == [64, 0]
    checked = gdogh("corpus", "check", *asked, "--online")
    assert "ongewijzigd" in checked.stdout
    for wrong in (["--rate", "0"], ["--rate", "x"], ["--max-size", "0"], ["--contact", "x"]):
        assert gdogh("corpus", "fetch", *asked, *wrong).exit_code == 2


def test_from_a_site_to_the_landscape(server: Server, tmp_path: Path) -> None:
    """What the catalogue knows about a document wins over what the document says of itself."""
    source = Path(__file__).resolve().parents[2] / "corpora" / "provincie" / "akkoorden"
    (agreement,) = source.glob("aarsveld-coalitieakkoord-*.pdf")
    server.pages["/index.html"] = ("text/html", b'<a href="/stuk.pdf">coalitieakkoord 2026</a>')
    server.pages["/stuk.pdf"] = ("application/pdf", agreement.read_bytes())
    catalogue, archive, out = tmp_path / "eigen.csv", tmp_path / "archief", tmp_path / "uit"
    online = ("--online", "--contact", "t@voorbeeld.nl", "--allow-private", "--rate", "100")
    site = (
        "corpus",
        "search",
        "site",
        f"{server.url}/index.html",
        "--organisation",
        "gem. Urk",
        "--catalogue",
        catalogue,
    )
    refused = gdogh(*site, "--online", "--contact", "t@voorbeeld.nl")
    assert refused.exit_code == 2 and "--allow-private" in refused.output
    assert gdogh(*site, "--kind", "coalitieakkoord", *online).exit_code == 0
    fetched = gdogh("corpus", "fetch", "-o", archive, "--catalogue", catalogue, *online)
    assert fetched.exit_code == 0 and f"--metadata {archive / 'metadata.csv'}" in fetched.output
    done = gdogh("analyse", archive / "documenten", "--metadata", archive / "metadata.csv", "-o", out, "-q", "-j", 1)
    assert done.exit_code == 0, done.output
    (row,) = pd.read_csv(out / "documents.csv").to_dict("records")
    assert (row["organisation"], row["layer"], row["kind"]) == ("gem. Urk", "gemeente", "coalitieakkoord")
    said = gdogh("landscape", out, "--register", "--layer", "gemeente", "--province", "Flevoland").output
    assert "Niet in het register" not in said and "Gemeente (6 organisaties)" in said
    assert "een coalitieakkoord                                 1" in said
