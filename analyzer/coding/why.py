"""Why a code was given, in Dutch that a policy reader follows."""

from __future__ import annotations

SIGNALS: dict[str, str] = {
    "geen_zin": "geen volzin",
    "wij_handeling": "toezegging: wij + handelingswerkwoord",
    "wij_vaag": "richting: wij + werkwoord zonder toetsbare daad",
    "wij_willen_handeling": "wens met een daad",
    "wij_gaan": "toezegging: wij gaan of zullen",
    "wij_toestand": "beschrijving: wij + werkwoord van toestand",
    "wij_onbekend": "wij + werkwoord",
    "partij_handeling": "toezegging: partij + handelingswerkwoord",
    "partij_vaag": "richting: partij + werkwoord zonder toetsbare daad",
    "partij_willen": "wens van een partij",
    "wij_willen": "wens: wij willen",
    "overheid_willen": "wens van een overheid",
    "ander_willen": "anderen willen iets",
    "partij_toestand": "beschrijving van een partij",
    "overheid_handeling": "toezegging: overheid + handelingswerkwoord",
    "overheid_vaag": "richting: overheid + werkwoord zonder toetsbare daad",
    "overheid_toestand": "beschrijving van een overheid",
    "passief_handeling": "maatregel: wordt + voltooid deelwoord van een daad",
    "passief_vaag": "richting: wordt + voltooid deelwoord",
    "passief_toestand": "beschrijving in de lijdende vorm",
    "passief_onbekend": "wordt + voltooid deelwoord",
    "moeten_handeling": "eis met een daad",
    "beschrijvend": "beschrijving: is, heeft of blijft",
    "blijft": "wat er is, blijft",
    "verleden": "verleden tijd",
    "infinitief_handeling": "lijstpunt met een daad",
    "infinitief_vaag": "lijstpunt met een richting",
    "naamwoord_handeling": "daad als zelfstandig naamwoord",
    "naamwoord_vaag": "richting als zelfstandig naamwoord",
    "lijst_overig": "lijstpunt zonder werkwoord",
    "ander_handeling": "anderen doen iets",
    "ander_vaag": "anderen bewegen een kant op",
}
"""Signals of the clause analysis in words."""

_FAMILIES: dict[str, str] = {
    "er komt": "toezegging: er komt iets",
    "daad in een wending": "daad die is na te gaan",
    "daad gevraagd": "daad in wording",
    "wensen": "wens",
    "streven": "richting of streven",
    "moeten": "eis: moeten of dienen",
    "nodig": "noodzaak",
    "kunnen": "gewenste toestand",
    "krijgen": "toekenning: iemand krijgt iets of iets wordt verplicht",
    "oordeel": "standpunt",
    "zullen": "voornemen: zullen",
    "verleden": "terugblik",
    "beschrijving": "beschrijving",
}


def explain(reason: str) -> str:
    """The reason in words; reasons that are words already stay as they are."""
    return _FAMILIES.get(reason, reason)
