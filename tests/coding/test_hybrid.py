"""Rules and classifiers together, with the classifiers that ship."""

from __future__ import annotations

import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import pandas as pd
import pytest

from analyzer.codebook import load_codebook
from analyzer.coding.classifier import UnitClassifier
from analyzer.coding.coder import Coder, unit_of
from analyzer.coding.schema import CODES, P_DIGITAL, P_STATEMENT, P_THEMES
from analyzer.language.units import Unit

CODER = Coder(load_codebook())
SENTENCES = [
    "We openen in 2027 één digitaal loket waar inwoners hun vergunning aanvragen.",
    "De gemeente stelt een chief data officer aan die het college adviseert.",
    "Wij willen dat iedere inwoner kan meedoen in de buurt.",
    "We publiceren alle besluiten actief, zodat inwoners ze kunnen vinden.",
    "Medewerkers volgen een leerprogramma over datageletterdheid.",
    "De dijk langs de rivier is honderd jaar oud.",
    "We starten een proef met sensoren in de openbare verlichting.",
    "Samen met de provincie en de buurgemeenten bouwen we aan één regionaal dataplatform.",
    "Het waterschap baggert de sloten in het najaar.",
    "We beschermen de persoonsgegevens van inwoners tegen cyberaanvallen.",
    "Jonge collega's en ervaren krachten praten over nieuwe manieren van werken.",
    "Wij stoppen met de app voor meldingen openbare ruimte.",
]


def units(texts: list[str] = SENTENCES) -> list[Unit]:
    return [unit_of({"id": f"u{n}", "text": text}) for n, text in enumerate(texts)]


def test_the_classifiers_that_ship_are_in_use_and_belong_to_the_lexicons() -> None:
    assert CODER.version.startswith("hybride-")
    assert UnitClassifier.load().about["coding_hash"] == load_codebook().coding_hash


def test_probabilities_agree_with_codes() -> None:
    table = CODER.code(units())
    assert table[list(P_STATEMENT)].sum(axis=1).to_numpy() == pytest.approx(1.0, abs=0.001)
    assert table[list(P_DIGITAL)].sum(axis=1).to_numpy() == pytest.approx(1.0, abs=0.001)
    assert ((table[list(P_THEMES)] >= 0) & (table[list(P_THEMES)] <= 1)).all(axis=None)
    best = table[list(P_STATEMENT)].to_numpy().argmax(axis=1)
    assert [P_STATEMENT[place][2:] for place in best] == table["statement"].tolist()
    assert not ((table["digital"] == "I") & (table["statement"] == "O")).any()


def test_codes_do_not_hang_on_order_or_company() -> None:
    whole = CODER.code(units()).set_index("unit_id")
    shuffled = units()
    random.Random(1).shuffle(shuffled)
    assert CODER.code(shuffled).set_index("unit_id").loc[whole.index].equals(whole)
    alone = pd.concat([CODER.code([unit]) for unit in units()]).set_index("unit_id")
    assert alone[list(CODES)].equals(whole[list(CODES)])


def _code(texts: list[str]) -> pd.DataFrame:
    return Coder(load_codebook()).code(units(texts))


def test_codes_are_the_same_in_other_processes() -> None:
    halves = [SENTENCES[:6], SENTENCES[6:]]
    with ProcessPoolExecutor(2) as pool:
        parts = pd.concat(pool.map(_code, halves), ignore_index=True)
    assert parts[list(CODES)].equals(CODER.code(units())[list(CODES)])


def test_headings_and_table_rows_promise_nothing() -> None:
    for kind in ("heading", "table", "footnote"):
        coded = CODER.code([replace(units()[0], kind=kind)]).iloc[0]
        assert (coded["statement"], coded["digital"], coded["themes"]) == ("O", "G", [])


def test_negated_means_are_marked() -> None:
    coded = CODER.code(units()).iloc[-1]
    assert coded["digital"] == "E"
    assert coded["negated"]


def _column(code: str) -> str:
    return f"p_{code}"


def test_every_given_code_has_words_that_decided() -> None:
    table = CODER.code(units())
    for row in table.itertuples():
        named = {item["code"] for item in row.evidence}
        assert set(row.themes) <= named, row.text
        assert row.digital == "G" or row.digital in named, row.text
        for item in row.evidence:
            assert row.text[item["start"] : item["end"]] == item["match"]


def test_without_the_deciding_words_the_code_is_less_likely() -> None:
    """Words named as evidence are taken out; the probability of their code must fall."""
    table = CODER.code(units())
    checked = 0
    for row in table.itertuples():
        for code in [*row.themes, row.digital]:
            if code == "G":
                continue
            text = row.text
            for item in sorted((e for e in row.evidence if e["code"] == code), key=lambda e: -e["start"]):
                text = text[: item["start"]] + text[item["end"] :]
            before = getattr(row, _column(code))
            after = CODER.code([unit_of({"id": "x", "text": " ".join(text.split())})]).iloc[0][_column(code)]
            assert after < before, (row.text, code, before, after)
            checked += 1
    assert checked >= 10


def test_other_lexicons_are_coded_by_rules_alone() -> None:
    book = load_codebook()
    assert Coder(book.model_copy(update={"coding_hash": "0" * 12})).version == "regels-1"
    assert Coder(book, rules_only=True).version == "regels-1"
    weights = book.model_copy(update={"hash": "0" * 12})  # other weights of the score: same codes
    assert Coder(weights).version == CODER.version
