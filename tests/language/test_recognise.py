"""What documents say about themselves: the shipped examples, and covers and letters as they are written."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analyzer.language.kinds import VOICES, spoken_kind, voice
from analyzer.language.parties import PARTIES, parties_in
from analyzer.language.recognise import override, recognise, up_to_date
from analyzer.reading import read, read_text
from analyzer.reading.document import Metadata

EXAMPLES = Path(__file__).resolve().parents[2] / "corpora" / "voorbeelden"
ROWS = list(csv.DictReader((EXAMPLES / "voorbeelden.csv").open(encoding="utf-8", newline="")))


def about(text: str, *, name: str = "document.txt", title: str = "") -> Metadata:
    return recognise(replace(read_text(text, title=title), source=name, title=title)).metadata


@pytest.mark.parametrize("row", ROWS, ids=[row["path"] for row in ROWS])
def test_examples_say_what_they_are(row: dict[str, str]) -> None:
    found = recognise(read(EXAMPLES / row["path"])).metadata
    assert (found.organisation, found.layer, found.kind) == (row["organisation"], row["layer"], row["kind"])
    assert (found.period_start, found.period_end) == (int(row["period_start"]), int(row["period_end"]))
    assert found.year == found.period_start


@pytest.mark.parametrize("row", ROWS, ids=[row["path"] for row in ROWS])
def test_examples_say_so_under_any_file_name(row: dict[str, str]) -> None:
    found = recognise(replace(read(EXAMPLES / row["path"]), source="scan 0017.pdf")).metadata
    assert (found.organisation, found.kind, found.period_end) == (
        row["organisation"], row["kind"], int(row["period_end"])
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "organisation", "layer"),
    [
        # A name stops at the end of its line, and where the capitals of a title go on.
        ("Waterschap De Brede Vliet aan de Zoom\n\nMeebewegen\n\nBestuursakkoord", "Waterschap De Brede Vliet aan de Zoom", "waterschap"),
        ("Gemeente Aldenrode\n\nHet college kiest voor wonen.", "Gemeente Aldenrode", "gemeente"),
        ("Coalitieakkoord gemeente Aldenrode Samen Verder\n\nDe gemeente Aldenrode groeit. In de gemeente Aldenrode wonen "
         "mensen die allemaal een plek zoeken.", "Gemeente Aldenrode", "gemeente"),
        ("Gemeente Aldenrode Bestuursprogramma", "Gemeente Aldenrode", "gemeente"),
        ("Ministerie van Dijken en Dammen\n\nHet departement", "Ministerie van Dijken en Dammen", "rijk"),
        # Names of more than one word, with small words, apostrophes and accents.
        ("Gemeente Alden en Rode", "Gemeente Alden en Rode", "gemeente"),
        ("Gemeente 's-Aldenrode", "Gemeente 's-Aldenrode", "gemeente"),
        ("Gemeente De Brede Venen", "Gemeente De Brede Venen", "gemeente"),
        ("provincie Súd-Holtlân", "Provincie Súd-Holtlân", "provincie"),
        ("waterschap de Vliete", "Waterschap de Vliete", "waterschap"),
        ("Hoogheemraadschap van Oeverland", "Hoogheemraadschap van Oeverland", "waterschap"),
        # The state and its services.
        ("kabinet-Van Terbruggen", "Kabinet-Van Terbruggen", "rijk"),
        ("Rijksagentschap Keuringen en Erkenningen", "Rijksagentschap Keuringen en Erkenningen", "agentschap"),
        ("Agentschap voor Subsidies", "Agentschap voor Subsidies", "agentschap"),
        ("Rijksdienst voor de Archieven", "Rijksdienst voor de Archieven", "agentschap"),
        ("Inspectie van het Voedsel", "Inspectie van het Voedsel", "agentschap"),
        ("Veiligheidsregio Oeverland", "Veiligheidsregio Oeverland", "agentschap"),
        # Capitals throughout are spelled as the text does, or as names are.
        ("GEMEENTE ALDEN AAN DEN RODE\n\nDe gemeente Alden aan den Rode is een gemeente waar iedereen in alle kernen mee mag doen.",
         "Gemeente Alden aan den Rode", "gemeente"),
        ("GEMEENTE ALDEN AAN DEN RODE", "Gemeente Alden aan den Rode", "gemeente"),
        # Words with a small letter are no name.
        ("De gemeente wil dat de provincie meebetaalt.", None, None),
        ("Het ministerie van ons allemaal", None, None),
    ],
)  # fmt: skip
def test_organisation(text: str, organisation: str | None, layer: str | None) -> None:
    found = about(text)
    assert (found.organisation, found.layer) == (organisation, layer)


def test_organisation_of_the_cover_goes_before_the_neighbour_in_prose() -> None:
    prose = "Met de gemeente Buurdorp en de gemeente Buurdorp alleen gaan wij samen de weg en het fietspad aanleggen. "
    assert about(f"Gemeente Aldenrode\n\n{prose * 3}").organisation == "Gemeente Aldenrode"


def test_organisation_in_prose_counts_when_it_is_named_again() -> None:
    once = "Wij hebben met veel mensen gepraat, ook buiten de gemeente Aldenrode, over hoe het hier beter kan worden. "
    assert about(once).organisation is None
    assert about(once + "In de gemeente Aldenrode is dat de gewoonte.").organisation == "Gemeente Aldenrode"


def test_layer_without_a_name() -> None:
    prose = "De wethouder gaat in gesprek met iedereen die in onze gemeente woont, en de gemeenteraad besluit daarna."
    found = about(prose)
    assert (found.organisation, found.layer) == (None, "gemeente")


def test_a_party_is_no_public_body() -> None:
    prose = "Sinds het kabinet-Terbruggen gaat het slechter. Wij willen dat het kabinet-Terbruggen en de Tweede Kamer luisteren."
    found = about(f"Verkiezingsprogramma 1998\n\n{prose}")
    assert (found.kind, found.organisation, found.layer) == ("verkiezingsprogramma", None, None)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Coalitie-akkoord 2022-2026", "x.pdf", "coalitieakkoord"),
        ("Ruimte voor talent", "werkgeversvisie_aldenrode.docx", "werkgeversvisie"),
        ("Visie op goed werkgeverschap", "x.pdf", "werkgeversvisie"),
        ("HR-visie bij het coalitieakkoord", "x.pdf", "werkgeversvisie"),
        ("De voorzitter van de Tweede Kamer\n\nMet verwijzing naar het coalitieakkoord bied ik u, mede namens de minister, het plan aan.",
         "x.pdf", "kamerbrief"),
        ("In het coalitieakkoord staat dat wij dit gaan doen en daarom leggen wij dit besluit vandaag aan de raad voor.", "x.pdf", None),
        ("Notulen van dinsdag", "x.pdf", None),
    ],
)  # fmt: skip
def test_kind(text: str, name: str, kind: str | None) -> None:
    assert about(text, name=name).kind == kind


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Coalitieakkoord 2022–2026", "x.pdf", (2022, 2026, 2022)),
        ("Coalitieakkoord 2022 tot en met 2026", "x.pdf", (2022, 2026, 2022)),
        ("Coalitieakkoord 2022-'26, mei 2022", "x.pdf", (None, None, 2022)),
        ("Coalitieakkoord 2022/26", "x.pdf", (2022, 2026, 2022)),
        ("Personeelsplan\n\n30 mei 2023", "x.pdf", (None, None, 2023)),
        ("Personeelsplan", "personeelsplan 2021.pdf", (None, None, 2021)),
        # Years in prose are about something else, unless it says that they are its own.
        ("Het Rijk stelt een convenant op voor de periode 2024-2027, en wij doen daaraan mee zodra het gereed is.", "x.pdf",
         (None, None, None)),
        ("Wij hebben voor de bestuursperiode 2023-2027 gekozen voor een kort akkoord met weinig woorden en veel ruimte.",
         "x.pdf", (2023, 2027, 2023)),
        ("Geschiedenis 1650-2020", "x.pdf", (None, None, None)),
    ],
)  # fmt: skip
def test_period_and_year(text: str, name: str, expected: tuple[int | None, ...]) -> None:
    found = about(text, name=name)
    assert (found.period_start, found.period_end, found.year) == expected


def test_what_the_user_knows_wins_and_empty_cells_do_not() -> None:
    known = {"organisation": "Dorp", "kind": "", "period_start": "2020.0", "year": "nan", "kleur": "rood"}
    found = recognise(read_text("Gemeente Aldenrode\n\nCoalitieakkoord 2022-2026"), known).metadata
    assert (found.organisation, found.kind, found.period_start, found.period_end) == (
        "Dorp", "coalitieakkoord", 2020, 2026
    )  # fmt: skip
    assert override(Metadata(), known).year == 2020


@pytest.mark.parametrize(
    ("start", "end", "year", "expected"),
    [
        (2022, 2026, 2022, "ja"),
        (2018, 2022, 2018, "nee"),
        (None, None, 2022, "ja"),
        (None, None, 2021, "nee"),
        (2021, None, None, "nee"),
        (None, None, None, "onbekend"),
    ],
)
def test_up_to_date(start: int | None, end: int | None, year: int | None, expected: str) -> None:
    assert up_to_date(Metadata(period_start=start, period_end=end, year=year), date(2026, 3, 1)) == expected


def test_recognises_the_municipalities_of_the_catalogue(shared: Path) -> None:
    rows = list(csv.DictReader((shared / "documents" / "opencoalitieakkoorden-2014-2018.csv").open(encoding="utf-8")))
    text = (
        "COALITIEAKKOORD\n\nGEMEENTE {upper}\n\n2014-2018\n\nHet college van de gemeente {name} wil dat inwoners van "
        "alle kernen in de gemeente {name} mee kunnen doen aan het bestuur.\n"
    )
    names = [row["Plaatsnaam"] for row in rows]
    right = sum(about(text.format(upper=n.upper(), name=n)).organisation == f"Gemeente {n}" for n in names)
    assert right >= 0.98 * len(names)


@pytest.mark.parametrize("row", ROWS, ids=[row["path"] for row in ROWS])
def test_voice_tells_agreements_and_employer_visions_apart(row: dict[str, str]) -> None:
    guess = spoken_kind(read(EXAMPLES / row["path"]).text)
    assert guess is not None
    if row["organisation"] != "Kabinet-Terbruggen":  # the state's agreement speaks as a national programme does
        assert guess.kind == row["kind"]


def test_programme_without_its_name_is_heard() -> None:
    text = (
        "Op 12 maart gaat u naar de stembus. Onze partij vraagt de kiezers om hun stem. De PvdA wil dat de belasting op "
        "arbeid omlaag gaat. Afschaffing van het collegegeld. De regering moet luisteren naar het volk. "
    )
    found = about(text * 4)
    assert (found.kind, found.parties) == ("verkiezingsprogramma", ("PvdA",))
    assert 0.5 < (found.confidence("kind") or 0) < 1


def test_findings_say_how_sure_and_by_what() -> None:
    found = about(
        "Gemeente Aldenrode\n\nCoalitieakkoord 2022-2026\n\nCDA, VVD en GroenLinks besturen samen.", name="x.pdf"
    )
    by_name = {finding.name: finding for finding in found.findings}
    assert by_name["kind"].evidence == "Coalitieakkoord"
    assert found.parties == ("CDA", "GroenLinks", "VVD")
    assert all(0.5 <= finding.confidence < 1 for finding in found.findings)
    known = recognise(
        read_text("Gemeente Aldenrode\n\nCoalitieakkoord 2022-2026"), {"kind": "overig", "parties": "A;B"}
    )
    assert known.metadata.parties == ("A", "B")
    assert known.metadata.confidence("kind") == known.metadata.confidence("parties") == 1.0


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("De S.D.A.P. en de Anti-Revolutionaire Partij", {"SDAP", "ARP"}),
        ("D66, D'66 en Democraten 66", {"D66"}),
        ("SP, CU en SGP", {"SP", "ChristenUnie", "SGP"}),
        ("denk eens na over het volt en de spanning; gemeentebelangen gaan voor", {"Lokaal"}),
        ("vvd in kleine letters is geen partij", set()),
    ],
)
def test_parties(text: str, parties: set[str]) -> None:
    assert set(parties_in(text)) == parties


def test_every_party_is_found_by_every_spelling_of_its_name() -> None:
    """Looking for the core of a name first must not cost a name: what any pattern finds, is found."""
    spelled = (
        "50PLUS; 50-plus; 50 Plus; Vijftigplus; ARP; A.R.P.; anti-revolutionaire partij; Antirevolutionair Program; BBB; "
        "BoerBurgerBeweging; BIJ1; Boerenpartij; BVNL; Belang van Nederland; CDA; Christen Democratisch Appèl; CHU; C.H.U.; "
        "Christelijk-Historische Unie; ChristenUnie; Christen-Unie; CU, CPN; CPH; Communistische Partij; D66; D'66; D’66; D 66; "
        "democraten'66; DENK; DS'70; DS 70; democratisch-socialisten '70; EVP; Evangelische Volkspartij; FVD; FvD; Forum voor "
        "Democratie; GPV; G.P.V.; Gereformeerd Politiek Verbond; GroenLinks; Groen-Links; JA21; KVP; K.V.P.; katholieke volkspartij; "
        "LPF; Lijst Pim Fortuyn; LEEFBAAR NEDERLAND; lokaal belang; stadspartij; NSC; Nieuw Sociaal Contract; Piratenpartij; PPR; "
        "Politieke Partij Radikalen; PSP; P.S.P.; Pacifistisch Socialistische Partij; PVV; Partij voor de Vrijheid; PvdA; P.v.d.A.; "
        "P.v.d. A.; Partij van de Arbeid; PvdD; Partij voor de Dieren; RKSP; R.K.S.P.; R.K. S.P.; R.-K. S.P.; Roomsch-Katholieke Staatspartij; "
        "Rooms katholieke staatspartij; RPF; Reformatorische Politieke Federatie; SDAP; S.D.A.P.; S. D. A. P.; sociaal-democratische "
        "arbeiderspartij; SGP; S.G.P.; Staatkundig Gereformeerde Partij; SP, S.P. ; socialistische partij; VDB; V. D. B.; V.D.B.; "
        "Vrijzinnig-Democratische Bond; vrijzinnig democratisch bond; VVD; V.V.D.; Volkspartij voor Vrijheid en Democratie; Volt, "
    )
    for text in (spelled, *spelled.split(";")):
        assert parties_in(text) == {name: len(found) for name, any_ in PARTIES.items() if (found := any_.findall(text))}
    assert set(parties_in(spelled)) == set(PARTIES)


@pytest.mark.parametrize("row", ROWS[:6], ids=[row["path"] for row in ROWS[:6]])
def test_voices_are_heard_in_any_capitals(row: dict[str, str]) -> None:
    text = read(EXAMPLES / row["path"]).text.replace("Wij ", "WIJ ")
    words = max(len(text.split()), 200) / 1000
    plain = {kind: sum(weight * min(len(cue.findall(text)) / words, 8 / min(weight, 1)) for cue, weight in cues)
             for kind, cues in VOICES.items()}  # fmt: skip
    heard = voice(text)
    assert {kind: heard[kind] for kind in plain if kind != "verkiezingsprogramma"} == pytest.approx(
        {kind: plain[kind] for kind in plain if kind != "verkiezingsprogramma"}
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Collegeprogramma 2022-2026", "collegeprogramma"),
        ("Uitvoeringsprogramma bij het coalitieakkoord", "collegeprogramma"),
        ("I-visie 2024-2028", "digitale agenda"),
        ("Visie op digitalisering", "digitale agenda"),
    ],
)
def test_kinds_that_colleges_write(text: str, kind: str) -> None:
    assert about(f"Gemeente Aldenrode\n\n{text}", name="x.pdf").kind == kind
