"""The catalogue: which documents of public bodies are public, and where."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from urllib.parse import urlsplit

from ..errors import CorpusError
from ..resources import shipped
from .register import Register, load_register

KINDS = (
    "coalitieakkoord", "collegeprogramma", "werkgeversvisie", "digitale agenda", "verkiezingsprogramma", "kamerbrief", "wet",
    "overig",
)  # fmt: skip
"""Kinds of document in the catalogue: those that are recognised."""

SHOWN = 5
"""Problems told in one message; the number of others is added."""
_ID = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?")
_SHA = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A public document.

    Attributes
    ----------
    id : str
        Small letters, digits, ``.``, ``_`` and ``-``; also the name of the file when it is fetched.
    organisation, organisation_id : str
        Name, and id in the register; the id is empty when the register does not know the body.
    kind : str
        One of ``KINDS``; empty when not known.
    period_start, period_end : str
        Years; empty when not known.
    url, landing_url, text_url : str
        Where the document is, the page that leads to it, and its plain text elsewhere.
    source, licence : str
        Where the entry comes from, and what is known about reuse.
    sha256 : str
        Checksum of the document when it was last fetched.
    """

    id: str
    organisation: str
    organisation_id: str
    kind: str
    period_start: str
    period_end: str
    title: str
    url: str
    landing_url: str = ""
    text_url: str = ""
    source: str = ""
    licence: str = ""
    sha256: str = ""


COLUMNS = tuple(field.name for field in fields(Entry))
_NEEDED = ("organisation", "url")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line of a catalogue, and what to do about it."""

    line: int
    cause: str
    remedy: str

    def __str__(self) -> str:
        return f"regel {self.line}: {self.cause} {self.remedy}"


def entry_from(row: Mapping[str, str], register: Register | None = None) -> Entry:
    """An entry from a row; what can be known without guessing is filled in.

    The organisation is looked up in the register, and an id is made of organisation, kind and year.
    """
    entry = Entry(**{name: (row.get(name) or "").strip() for name in COLUMNS})
    if not entry.organisation_id and entry.organisation:
        year = int(entry.period_start) if entry.period_start.isdigit() else None
        match = (register or load_register()).resolve(entry.organisation, year)
        if match is not None and match.confidence >= 0.9:
            entry = replace(entry, organisation_id=match.organisation.id)
    return entry if entry.id else replace(entry, id=_made_id(entry))


def problems(rows: Iterable[tuple[int, Entry]], register: Register | None = None) -> Iterator[Problem]:
    """What is wrong with entries, in order.

    Parameters
    ----------
    rows : iterable of (int, Entry)
        Line numbers and entries.
    register : Register, optional
        The register; standard the shipped one.
    """
    known = {body.id for body in register or load_register()}
    lines: dict[str, int] = {}
    for line, entry in rows:
        yield from (Problem(line, *wrong) for wrong in _wrong(entry, known))
        if entry.id in lines:
            yield Problem(
                line, f"id {entry.id!r} staat ook op regel {lines[entry.id]}.", "Geef elk document een eigen id."
            )
        lines.setdefault(entry.id, line)


def _wrong(entry: Entry, known: set[str]) -> Iterator[tuple[str, str]]:
    for name in _NEEDED:
        if not getattr(entry, name):
            yield f"kolom {name} is leeg.", "Vul haar in of haal de regel weg."
    if not _ID.fullmatch(entry.id):
        yield (
            f"id {entry.id!r} kan niet.",
            "Gebruik kleine letters, cijfers, punt, streepje en liggend streepje (ten hoogste 100).",
        )
    if entry.kind and entry.kind not in KINDS:
        yield f"soort {entry.kind!r} is onbekend.", f"Kies uit {', '.join(KINDS)}, of laat leeg."
    if entry.organisation_id and entry.organisation_id not in known:
        yield (
            f"organisation_id {entry.organisation_id!r} staat niet in het register.",
            "Neem een id uit organisaties.csv, of laat leeg.",
        )
    for name in ("url", "landing_url", "text_url"):
        if (value := getattr(entry, name)) and not is_web(value):
            yield f"{name} {value!r} is geen webadres.", "Begin met https:// of http:// en zet er geen spaties in."
    yield from _wrong_period(entry)
    if entry.sha256 and not _SHA.fullmatch(entry.sha256):
        yield "sha256 is geen checksum.", "Laat de kolom leeg; gdogh corpus fetch vult haar."


def _wrong_period(entry: Entry) -> Iterator[tuple[str, str]]:
    years = [value for value in (entry.period_start, entry.period_end) if value]
    for value in years:
        if not re.fullmatch(r"(?:19|20)\d\d", value):
            yield f"jaar {value!r} kan niet.", "Schrijf een jaar als 2022."
            return
    if len(years) == 2 and years[0] > years[1]:
        yield f"de periode {years[0]}-{years[1]} loopt terug.", "Wissel period_start en period_end om."


def is_web(url: str) -> bool:
    """Whether an address is one of the web: http or https, a host, no spaces or control characters, no password."""
    if re.search(r"[\s\x00-\x1f\x7f\\]", url):
        return False
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
        )
    except ValueError:
        return False


def read_catalogue(path: Path) -> list[Entry]:
    """Read a catalogue.

    Parameters
    ----------
    path : Path
        A CSV file with a header; only ``organisation`` and ``url`` are needed.

    Raises
    ------
    CorpusError
        When something is wrong; names the lines and what to do.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            sample = file.readline()
            file.seek(0)
            reader = csv.DictReader(file, delimiter=";" if sample.count(";") > sample.count(",") else ",")
            _check_header(reader.fieldnames or (), path)
            rows = [(reader.line_num, entry_from(row)) for row in reader]
    except UnicodeDecodeError as error:
        raise CorpusError("is geen UTF-8.", remedy="Bewaar het bestand als CSV UTF-8.", path=path) from error
    found = list(problems(rows))
    if found:
        rest = f" … en nog {len(found) - SHOWN}." if len(found) > SHOWN else ""
        raise CorpusError(" ".join(map(str, found[:SHOWN])) + rest, path=path)
    return [entry for _, entry in rows]


def _check_header(header: Iterable[str], path: Path) -> None:
    names = set(header)
    if missing := [name for name in _NEEDED if name not in names]:
        raise CorpusError(
            f"regel 1: kolom {missing[0]} ontbreekt.", remedy=f"De kop is: {','.join(COLUMNS)}.", path=path
        )
    if unknown := sorted(names - set(COLUMNS)):
        raise CorpusError(
            f"regel 1: kolom {unknown[0]!r} is onbekend.", remedy=f"De kop is: {','.join(COLUMNS)}.", path=path
        )


def write_catalogue(entries: Iterable[Entry], path: Path) -> None:
    """Write a catalogue, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".nieuw")
    with beside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(entry) for entry in entries)
    beside.replace(path)


def add(entries: Iterable[Entry], path: Path) -> tuple[int, int]:
    """Add entries to a catalogue that may not be there yet.

    Returns
    -------
    tuple of int
        How many were added, and how many were passed over because their url is in it.

    Raises
    ------
    CorpusError
        When an entry is not right; nothing is written then.
    """
    have = read_catalogue(path) if path.exists() else []
    urls = {entry.url for entry in have}
    ids = {entry.id for entry in have}
    new, passed = [], 0
    for entry in entries:
        if entry.url in urls:
            passed += 1
            continue
        named = replace(entry, id=_free(entry.id, ids))
        urls.add(named.url)
        ids.add(named.id)
        new.append(named)
    found = list(problems(enumerate(new, start=1)))
    if found:
        raise CorpusError(f"{found[0].cause}", remedy=found[0].remedy, path=path)
    write_catalogue([*have, *new], path)
    return len(new), passed


def remember(path: Path, checksums: Mapping[str, str]) -> None:
    """Write checksums of documents, by id, into a catalogue; a file that has them already is left alone."""
    entries = read_catalogue(path)
    told = [replace(entry, sha256=checksums.get(entry.id, entry.sha256)) for entry in entries]
    if told != entries:
        write_catalogue(told, path)


def load_catalogue() -> list[Entry]:
    """The catalogue that ships with the package."""
    return read_catalogue(shipped("corpora", "catalogus.csv"))


def _made_id(entry: Entry) -> str:
    body = entry.organisation_id or _slug(entry.organisation)
    parts = [body, _slug(entry.kind or entry.title), entry.period_start]
    return "-".join(part for part in parts if part)[:90].strip("-") or "document"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:50]


def _free(identifier: str, taken: set[str]) -> str:
    if identifier not in taken:
        return identifier
    return next(name for number in range(2, 10_000) if (name := f"{identifier}-{number}") not in taken)
