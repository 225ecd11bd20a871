"""The register of Dutch public bodies: which exist, since and until when, and which one a name stands for."""

from __future__ import annotations

import csv
import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from ..errors import CorpusError
from ..resources import shipped
from .filenames import Gram, grams
from .names import key, province_of, spelled, without_article

COLUMNS = ("id", "name", "aliases", "layer", "province", "valid_from", "valid_until", "successors",
           "tooi_uri", "cbs_code", "latitude", "longitude", "coordinates_source")  # fmt: skip
"""Columns of ``corpora/organisaties.csv``."""

LAYERS = ("gemeente", "provincie", "waterschap", "rijk", "agentschap")
"""Layers of government; the order in which a bare name is tried (*Utrecht* is the municipality)."""

_SHORT = 4
_LONG, _FEW = 7, 3
_ALIKE, _MORE_ALIKE = 0.9, 0.95


@dataclass(frozen=True, slots=True)
class Organisation:
    """A public body.

    Attributes
    ----------
    id : str
        The TOOI code where there is one (``gm0518``, ``pv21``, ``ws0651``), else a short word.
    name : str
        The name, for all but municipalities with its type (``Waterschap Limburg``).
    valid_from, valid_until : datetime.date or None
        First day, and first day no longer; ``None`` before 2014 or not known, and still valid.
    successors : tuple of str
        Ids of the bodies that took over; the largest part first.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    layer: str = ""
    province: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    successors: tuple[str, ...] = ()
    tooi_uri: str | None = None
    cbs_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    def valid_in(self, year: int) -> bool:
        """Whether the body existed on at least one day of a year."""
        started = self.valid_from is None or self.valid_from <= date(year, 12, 31)
        return started and (self.valid_until is None or self.valid_until > date(year, 1, 1))

    def distance(self, year: int) -> int:
        """Years between a year and the nearest year in which the body existed."""
        if self.valid_in(year):
            return 0
        if self.valid_from is not None and self.valid_from.year > year:
            return self.valid_from.year - year
        return year - self.valid_until.year + 1 if self.valid_until else 0


@dataclass(frozen=True, slots=True)
class Match:
    """The body that a name stands for, how sure that is (0 to 1), and why."""

    organisation: Organisation
    confidence: float
    evidence: str


class Register:
    """Public bodies, findable by name.

    Parameters
    ----------
    organisations : iterable of Organisation
        All of them, also those that were merged.
    """

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self.organisations = tuple(organisations)
        self._by_id = {body.id: body for body in self.organisations}
        self._keys: dict[str, list[tuple[Organisation, bool]]] = defaultdict(list)
        for body in self.organisations:
            for written, own in ((body.name, True), *((alias, False) for alias in body.aliases)):
                for found in {key(written), spelled(written).key, without_article(written)}:
                    self._keys[found].append((body, own))

    def __len__(self) -> int:
        return len(self.organisations)

    def __iter__(self) -> Iterator[Organisation]:
        return iter(self.organisations)

    def __getitem__(self, identifier: str) -> Organisation:
        return self._by_id[identifier]

    def valid_in(self, year: int, layer: str | None = None) -> list[Organisation]:
        """Bodies that existed in a year, of one layer or of all."""
        return [body for body in self.organisations if body.valid_in(year) and layer in {None, body.layer}]

    def successor(self, body: Organisation, year: int) -> Organisation | None:
        """The body that does in a year what this one did; of a split the one that got the largest part."""
        while not body.valid_in(year):
            if not body.successors or (body.valid_from and body.valid_from.year > year):
                return None
            body = self._by_id[body.successors[0]]
        return body

    def resolve(
        self, name: str, year: int | None = None, *, layer: str | None = None, province: str | None = None
    ) -> Match | None:
        """The body that a written name stands for.

        Parameters
        ----------
        name : str
            As written: ``"gem. Den Haag"``, ``"Provincie Friesland"``, ``"HHNK"``.
        year : int, optional
            The year in which it was written; of bodies with one name the one that existed then is taken.
        layer : str, optional
            One of ``LAYERS``, when it is known.
        province : str, optional
            Name or abbreviation of the province, for names that occur twice.

        Returns
        -------
        Match or None
            ``None`` when no body, or more than one, answers to the name.
        """
        written = spelled(name)
        if not written.key:
            return None
        layer = layer or written.layer
        province = province_of(province) or written.province
        for found, confidence, how in self._tiers(name, written.key):
            bodies = _narrow(found, year, layer, province)
            if len(bodies) == 1:
                return _matched(bodies[0], confidence, how, year)
            if bodies:
                return None
        return None

    def in_file_name(self, name: str, year: int | None = None, *, province: str | None = None) -> Match | None:
        """The body that a file name or title names: the longest run of words that is a name.

        Names of two or three letters count only as they stand in the register (*Oss*, *UWV*, not *oss*). When no run
        is a name, one that is a spelling mistake away from a name counts, with less confidence; of several words it
        must be a small one (*nieuw begin* is not Nieuwegein).
        """
        runs = list(grams(name))
        for gram in runs:
            if self._is_name(gram):
                match = self.resolve(gram.text, year, layer=gram.layer, province=province or gram.province)
                if match is not None:
                    return Match(match.organisation, min(match.confidence, 0.9), f"bestandsnaam: {match.evidence}")
        for gram in runs:
            if len(key(gram.text)) >= _LONG and gram.words <= _FEW and self._is_nearly(gram):
                match = self.resolve(gram.text, year, layer=gram.layer, province=province or gram.province)
                if match is not None:
                    return Match(match.organisation, 0.5, f"bestandsnaam: {match.evidence}")
        return None

    def _is_name(self, gram: Gram) -> bool:
        found = self._keys.get(key(gram.text), [])
        if len(key(gram.text)) >= _SHORT or gram.layer is not None:
            return bool(found)
        return any(gram.text in {body.name, *body.aliases} for body, _ in found)

    def _is_nearly(self, gram: Gram) -> bool:
        cutoff = _ALIKE if gram.words == 1 else _MORE_ALIKE
        return bool(difflib.get_close_matches(key(gram.text), self._keys, n=1, cutoff=cutoff))

    def _tiers(self, name: str, found: str) -> Iterator[tuple[list[tuple[Organisation, bool]], float, str]]:
        """Bodies that answer to a name, from sure to less so."""
        yield self._keys.get(key(name), []), 1.0, "naam"
        yield self._keys.get(found, []), 1.0, "naam"
        yield self._keys.get(without_article(name), []), 0.9, "naam zonder lidwoord"
        if len(found) > _SHORT + 1:
            close = difflib.get_close_matches(found, self._keys, n=1, cutoff=_ALIKE)
            yield self._keys[close[0]] if close else [], 0.6, "naam met een spelfout"


def _narrow(
    found: list[tuple[Organisation, bool]], year: int | None, layer: str | None, province: str | None
) -> list[Organisation]:
    """The bodies that fit best: in layer and province, then in time, then by own name, then by layer."""
    fits = [
        (body, own)
        for body, own in found
        if layer in {None, body.layer} and (province is None or body.province in {None, province})
    ]
    when = date.today().year if year is None else year
    for rank in (
        lambda body, own: body.distance(when),
        lambda body, own: not own,
        lambda body, own: LAYERS.index(body.layer),
    ):
        least = min((rank(body, own) for body, own in fits), default=0)
        fits = [(body, own) for body, own in fits if rank(body, own) == least]
    return list({body.id: body for body, _ in fits}.values())


def _matched(body: Organisation, confidence: float, how: str, year: int | None) -> Match:
    if year is not None and not body.valid_in(year):
        return Match(body, round(confidence * 0.8, 2), f"{how}; bestond niet in {year}")
    return Match(body, confidence, how)


def read_register(path: Path) -> Register:
    """Read a register.

    Parameters
    ----------
    path : Path
        A CSV file with the columns of ``COLUMNS``.

    Raises
    ------
    CorpusError
        When a column is missing or a row cannot be used; names the line and what to do.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
            raise CorpusError(
                f"kolom {missing[0]} ontbreekt.", remedy="Neem de kop van organisaties.csv over.", path=path
            )
        return Register([_organisation(row, path, rows.line_num) for row in rows])


def _organisation(row: dict[str, str], path: Path, line: int) -> Organisation:
    if row["layer"] not in LAYERS:
        raise CorpusError(
            f"regel {line}: laag {row['layer']!r} is onbekend.", remedy=f"Kies uit {', '.join(LAYERS)}.", path=path
        )
    try:
        return Organisation(
            id=row["id"], name=row["name"], aliases=_parts(row["aliases"]), layer=row["layer"],
            province=row["province"] or None, valid_from=_day(row["valid_from"]), valid_until=_day(row["valid_until"]),
            successors=_parts(row["successors"]), tooi_uri=row["tooi_uri"] or None, cbs_code=row["cbs_code"] or None,
            latitude=_number(row["latitude"]), longitude=_number(row["longitude"]),
        )  # fmt: skip
    except ValueError as error:
        remedy = "Schrijf datums als 2014-12-31 en coördinaten als 52.1."
        raise CorpusError(f"regel {line}: {error}.", remedy=remedy, path=path) from error


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str) -> float | None:
    return float(text) if text else None


@lru_cache(maxsize=1)
def load_register() -> Register:
    """The register that ships with the package."""
    return read_register(shipped("corpora", "organisaties.csv"))


def resolve(
    name: str, year: int | None = None, *, layer: str | None = None, province: str | None = None
) -> Match | None:
    """The body of the shipped register that a written name stands for; see ``Register.resolve``."""
    return load_register().resolve(name, year, layer=layer, province=province)
