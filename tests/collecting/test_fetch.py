"""Fetching from a real server that misbehaves: what comes in, what is refused and why, what is asked again."""

from __future__ import annotations

import hashlib
import ipaddress
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.collecting import Outcome, Settings, fetch
from analyzer.collecting.addresses import is_public
from analyzer.collecting.archive import Archive
from analyzer.collecting.check import check
from analyzer.collecting.gate import Gate
from analyzer.corpora.catalogue import Entry, write_catalogue
from analyzer.errors import UsageError

from .server import Server, document

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archief")


def entry(url: str, identifier: str = "a") -> Entry:
    return Entry(identifier, "Gemeente Urk", "gm0184", "coalitieakkoord", "2014", "2018", "", url)


def quick(**changes: object) -> Settings:
    usual = {"contact": "test@voorbeeld.nl", "rate": 1000.0, "backoff": 0.01, "timeout": 1.0, "allow_private": True}
    return Settings(**(usual | changes))  # type: ignore[arg-type]


def kept(moments: list[float], rate: float) -> bool:
    """Whether requests came no faster than so many a second, over every half second; arrival may be 0.1 s late."""
    number = int(rate / 2)
    return all(b - a >= 0.5 - 0.1 for a, b in zip(moments, moments[number:], strict=False))


def one(server: Server, path: str, archive: Archive, **changes: object) -> Outcome:
    return fetch([entry(server.url + path)], archive, quick(**changes))[0]


def test_a_document_comes_in_with_its_origin(server: Server, archive: Archive) -> None:
    outcome = one(server, "/hop/", archive)
    body = document("/doc/na-een-sprong1")
    record = json.loads((archive.records / "a.json").read_text())
    assert outcome.status == "opgehaald" and (archive.documents / "a.pdf").read_bytes() == body
    assert record["sha256"] == outcome.sha256 == hashlib.sha256(body).hexdigest()
    assert record["final_url"].endswith("/doc/na-een-sprong") and record["redirects"] == [server.url + "/hop/"]
    assert record["organisation_id"] == "gm0184" and record["etag"] == '"1"' and record["bytes"] == len(body)
    assert all(agent.startswith("gdogh/") and "test@voorbeeld.nl" in agent for agent in server.agents)
    assert not list(archive.parts.iterdir())


def test_what_is_in_is_not_asked_for_again_and_a_damaged_file_is(server: Server, archive: Archive) -> None:
    one(server, "/doc/x", archive)
    assert one(server, "/doc/x", archive).status == "al binnen"
    assert server.asked["/doc/x"] == 1
    (archive.documents / "a.pdf").write_bytes(document("even lang"))
    assert one(server, "/doc/x", archive).status == "opgehaald"
    assert server.asked["/doc/x"] == 2


def test_refresh_asks_on_condition_and_keeps_the_version_before(server: Server, archive: Archive) -> None:
    first = one(server, "/doc/x", archive)
    sent = server.bytes_sent
    assert fetch([entry(server.url + "/doc/x")], archive, quick(), refresh=True)[0].status == "ongewijzigd"
    assert server.bytes_sent == sent
    server.version = "2"
    assert fetch([entry(server.url + "/doc/x")], archive, quick(), refresh=True)[0].status == "gewijzigd"
    old = archive.earlier / f"a.{first.sha256[:12]}.pdf"
    assert hashlib.sha256(old.read_bytes()).hexdigest() == first.sha256
    assert (archive.documents / "a.pdf").read_bytes() == document("/doc/x2")


def test_a_document_that_breaks_off_is_gone_on_with(server: Server, archive: Archive) -> None:
    assert one(server, "/truncated/x", archive).status == "opgehaald"
    assert (archive.documents / "a.pdf").read_bytes() == document("/truncated/x")
    assert [asked for _, path, asked, _ in server.log if path == "/truncated/x"] == ["", "bytes=5000-", "bytes=10000-"]


def test_another_part_than_asked_for_is_not_pasted(server: Server, archive: Archive) -> None:
    assert one(server, "/wrongrange/x", archive).status == "opgehaald"
    assert (archive.documents / "a.pdf").read_bytes() == document("/wrongrange/x")


def test_a_document_that_changed_halfway_is_begun_anew(server: Server, archive: Archive) -> None:
    archive.begin("a", '"0"')
    archive.part_path("a").write_bytes(b"%PDF-oud")
    assert one(server, "/doc/x", archive).status == "opgehaald"
    assert (archive.documents / "a.pdf").read_bytes() == document("/doc/x1")


def test_a_host_that_asks_to_wait_is_waited_for(server: Server, archive: Archive) -> None:
    start = time.monotonic()
    assert one(server, "/busy/x", archive).status == "opgehaald"
    assert time.monotonic() - start >= 1.0 and server.asked["/busy/x"] == 2


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("/later/", "mislukt", "vraagt 86400 seconden te wachten"),
        ("/broken/", "mislukt", "status 500 (na 3 pogingen)"),
        ("/missing/", "mislukt", "status 404"),
        ("/silent/", "mislukt", "antwoordt niet op tijd"),
        ("/drip/", "mislukt", "duurt langer dan"),
        ("/loop/", "geweigerd", "in een kring"),
        ("/far/1", "geweigerd", "meer dan 5 doorverwijzingen"),
        ("/to/file:///etc/passwd", "geweigerd", "alleen http en https"),
        ("/to/ftp://voorbeeld.nl/a.pdf", "geweigerd", "alleen http en https"),
        ("/to/http://u:p@voorbeeld.nl/", "geweigerd", "geen webadres"),
        ("/to/http://[::1/", "geweigerd", "geen webadres"),
        ("/huge/", "geweigerd", "groter dan 1 MB"),
        ("/flood/", "geweigerd", "groter dan 1 MB"),
        ("/video/", "geweigerd", "type video/mp4"),
        ("/soft404/", "geweigerd", "is een webpagina"),
        ("/empty/", "geweigerd", "is leeg"),
        ("/gzip/", "geweigerd", "gecomprimeerd"),
    ],
)
def test_what_a_bad_host_does_is_told(server: Server, archive: Archive, path: str, status: str, reason: str) -> None:
    changes = {"attempts": 3, "timeout": 0.3, "most_bytes": 1024 * 1024, "longest_download": 0.5}
    outcome = one(server, path, archive, **changes)
    assert (outcome.status, reason in outcome.reason) == (status, True), outcome
    assert not archive.documents.exists() or not list(archive.documents.iterdir())
    assert server.bytes_sent < 30 * 1024 * 1024


def test_a_name_from_the_host_is_never_used(server: Server, archive: Archive) -> None:
    assert one(server, "/evil/..%2f..%2f..%2fx.pdf", archive).is_in
    assert [path.name for path in archive.folder.rglob("*.pdf")] == ["a.pdf"]


@pytest.mark.parametrize("identifier", ["../a", "a/b", "a\x00", "", ".", "..", "A", "a" * 200])
def test_an_id_that_is_no_file_name_is_refused(archive: Archive, identifier: str) -> None:
    with pytest.raises(Exception, match="bestandsnaam"):
        archive.part_path(identifier)


# --- inside and outside ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0x7f000001", "2130706433", "[::ffff:127.0.0.1]"])
def test_this_machine_is_not_asked(server: Server, archive: Archive, host: str) -> None:
    url = server.url.replace("127.0.0.1", host) + "/doc/x"
    outcome = fetch([entry(url)], archive, quick(allow_private=False, attempts=1))[0]
    assert not outcome.is_in and not server.log
    assert "binnen een netwerk" in outcome.reason or host.startswith("[")


def test_a_redirect_inside_is_refused(monkeypatch: pytest.MonkeyPatch, server: Server, archive: Archive) -> None:
    """A host that counts as public sends on to one that does not."""
    inner = Server()
    real = is_public
    monkeypatch.setattr(
        "analyzer.collecting.addresses.is_public", lambda address: str(address) == "127.0.0.1" or real(address)
    )
    for place in (
        f"http://127.0.0.2:{inner.server_address[1]}/doc/x",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/",
    ):
        outcome = fetch([entry(f"{server.url}/to/{place}")], archive, quick(allow_private=False, attempts=1))[0]
        assert outcome.status == "geweigerd" and "binnen een netwerk" in outcome.reason
    assert not inner.log
    inner.shutdown()
    inner.server_close()


def test_a_name_is_looked_up_once_for_a_connection(
    monkeypatch: pytest.MonkeyPatch, archive: Archive, server: Server
) -> None:
    """A name that is public when it is checked and private a moment later is connected to as it was checked."""
    looked_up: list[str] = []
    connected: list[object] = []
    port = server.server_address[1]

    def answers(host: str, *_: object, **__: object) -> list[object]:
        looked_up.append(host)
        address = "93.184.215.14" if len(looked_up) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connects(address: object, *_: object, **__: object) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    monkeypatch.setattr(socket, "create_connection", connects)
    outcome = fetch(
        [entry(f"http://wisselt.voorbeeld.nl:{port}/doc/x")], archive, quick(allow_private=False, attempts=2)
    )[0]
    assert connected == [("93.184.215.14", port)] and not outcome.is_in and not server.log


@given(st.ip_addresses(v=4))
def test_an_inner_address_stays_inner_in_every_disguise(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    disguises = [ipaddress.IPv6Address((0xFFFF << 32) | number), ipaddress.IPv6Address((0x64FF9B << 96) | number)]
    assert all(is_public(disguise) == is_public(address) for disguise in disguises)


@pytest.mark.parametrize("address", ["10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
                                     "224.0.0.1", "255.255.255.255", "::", "fe80::1", "fd00::1", "ff02::1", "2002:7f00:1::"])  # fmt: skip
def test_addresses_that_are_not_of_the_internet(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


def test_addresses_of_the_internet() -> None:
    assert is_public(ipaddress.ip_address("93.184.215.14")) and is_public(ipaddress.ip_address("2a00:1450:400e::1"))


def test_a_certificate_is_checked_against_the_name(server: Server, archive: Archive, tmp_path: Path) -> None:
    """Connecting to the checked address leaves the name in the handshake."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not there to make a certificate")
    pem = tmp_path / "c.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost", "-keyout", str(pem), "-out", str(tmp_path / "o.pem")]  # fmt: skip
    subprocess.run(make, check=True, capture_output=True)
    pem.write_text(pem.read_text() + (tmp_path / "o.pem").read_text())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    port = server.server_address[1]
    with pytest.MonkeyPatch.context() as patch:
        assert not fetch([entry(f"https://localhost:{port}/doc/x")], archive, quick(attempts=1))[0].is_in
        patch.setenv("SSL_CERT_FILE", str(tmp_path / "o.pem"))
        assert fetch([entry(f"https://localhost:{port}/doc/x")], archive, quick(attempts=1))[0].is_in
        assert not fetch([entry(f"https://127.0.0.1:{port}/doc/x", "b")], archive, quick(attempts=1))[0].is_in


# --- politeness ------------------------------------------------------------------------------------------------------


def test_robots_are_obeyed(server: Server, archive: Archive) -> None:
    server.robots = (200, "User-agent: *\nDisallow: /doc/geheim\n\nUser-agent: anders\nDisallow: /\n")
    urls = [
        entry(f"{server.url}/doc/geheim/1", "a"),
        entry(f"{server.url}/doc/open", "b"),
        entry(f"{server.url}/to//doc/geheim/2", "c"),
    ]
    outcomes = fetch(urls, archive, quick())
    assert [outcome.status for outcome in outcomes] == ["geweigerd", "opgehaald", "geweigerd"]
    assert "robots.txt" in outcomes[0].reason
    assert server.asked["/robots.txt"] == 1 and not any(path.startswith("/doc/geheim") for path in server.asked)


def test_robots_that_cannot_be_read_forbid_and_a_delay_is_kept(server: Server, archive: Archive) -> None:
    server.robots = (503, "")
    assert "robots.txt is niet te lezen" in one(server, "/doc/x", archive, attempts=2).reason
    server.robots = (200, "User-agent: gdogh\nCrawl-delay: 1\n")
    start = time.monotonic()
    outcomes = fetch([entry(f"{server.url}/doc/{name}", name) for name in "bc"], archive, quick())
    assert all(outcome.is_in for outcome in outcomes)
    server.robots = (200, "User-agent: *\nCrawl-delay: 9999\n")
    assert time.monotonic() - start >= 1.0
    assert "9999 seconden" in fetch([entry(f"{server.url}/doc/z", "z")], archive, quick())[0].reason


def test_the_rate_and_the_number_at_a_time_are_kept(archive: Archive) -> None:
    server = Server(pause=0.02)
    entries = [entry(f"{server.url}/doc/{number}", f"d{number}") for number in range(20)]
    outcomes = fetch(entries, archive, quick(rate=20.0, per_host=2, hosts=3))
    moments = [moment for moment, path, *_ in server.log]
    assert all(outcome.is_in for outcome in outcomes)
    assert kept(moments, rate=20)
    assert (len(moments) - 1) / (moments[-1] - moments[0]) <= 20.5
    assert server.most_busy <= 2
    server.shutdown()
    server.server_close()


def test_hosts_do_not_wait_for_each_other() -> None:
    gate, order = Gate(rate=2.0, per_host=1), []

    def ask(host: str) -> None:
        with gate.turn(host):
            order.append(time.monotonic())

    start = time.monotonic()
    threads = [threading.Thread(target=ask, args=(f"h{number}",)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(order) - start < 0.4


@pytest.mark.parametrize("contact", ["", "niemand", "a@b\r\nX: y", "a b@c.nl"])
def test_a_contact_is_needed(contact: str) -> None:
    with pytest.raises(UsageError, match="contactadres"):
        Settings(contact)


# --- checking --------------------------------------------------------------------------------------------------------


def test_check_tells_what_became_of_documents(server: Server, archive: Archive) -> None:
    entries = [
        entry(f"{server.url}/{path}", name)
        for name, path in zip("abcd", ["doc/1", "doc/2", "doc/3", "doc/4"], strict=True)
    ]
    fetch(entries[:3], archive, quick())
    same = check(entries, archive, quick())
    assert [outcome.status for outcome in same] == ["ongewijzigd"] * 3 + ["bereikbaar"]
    server.pages["/doc/1"] = ("application/pdf", document("anders"))
    server.pages["/doc/3"] = ("application/pdf", document("/doc/31"))
    gone = [*entries[:3], entry(f"{server.url}/weg", "d")]
    assert [outcome.status for outcome in check(gone, archive, quick())] == [
        "gewijzigd",
        "ongewijzigd",
        "ongewijzigd",
        "weg",
    ]
    assert (archive.documents / "a.pdf").read_bytes() == document("/doc/11")
    assert archive.record("a")["checked_as"] == "gewijzigd"  # type: ignore[index]


# --- stopped and gone on with ----------------------------------------------------------------------------------------


def test_200_documents_stopped_twice_end_complete(tmp_path: Path) -> None:
    """Killed twice; then all are in, with the right checksums, and none that was in is asked for again."""
    number, server = 200, Server(pause=0.004)
    entries = [entry(f"{server.url}/doc/{name}", f"d{name:03}") for name in range(number)]
    write_catalogue(entries, tmp_path / "c.csv")
    command = [sys.executable, "-m", "analyzer", "corpus", "fetch", "-o", str(tmp_path / "archief"), "--catalogue",
               str(tmp_path / "c.csv"), "--online", "--contact", "t@voorbeeld.nl", "--rate", "100", "--allow-private"]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    archive = Archive(tmp_path / "archief")
    finished: dict[str, int] = {}
    for until in (60, 130):
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(list(archive.records.glob("*.json"))) < until and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.returncode == -signal.SIGKILL
        finished |= {name: server.asked[f"/doc/{int(name[1:])}"] for name in archive.all_records()}
    last = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert last.returncode == 0, last.stderr
    records = archive.all_records()
    assert len(records) == number and 130 <= len(finished) < number
    for name, record in records.items():
        assert record["sha256"] == hashlib.sha256(document(f"/doc/{int(name[1:])}1")).hexdigest()
    assert all(server.asked[f"/doc/{int(name[1:])}"] == asked for name, asked in finished.items())
    assert sum(server.asked[f"/doc/{name}"] for name in range(number)) <= number + 2
    moments = [moment for moment, path, *_ in server.log]
    assert kept(moments, rate=100)
    server.shutdown()
    server.server_close()
