from __future__ import annotations

import pytest

from analyzer.reading.joining import Vocabulary, join, join_all, repair


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("het nieuwe be-", "leid", "het nieuwe beleid"),
        ("in Noord-", "Holland", "in Noord-Holland"),
        ("op zon-", "en feestdagen", "op zon- en feestdagen"),
        ("voor- of", "nadelen", "voor- of nadelen"),
        ("voor-", "of nadelen", "voor- of nadelen"),
        ("de EU-", "landen", "de EU-landen"),
        ("per e-", "mail", "per e-mail"),
        ("na COVID-", "19", "na COVID-19"),
        ("CO2-", "uitstoot", "CO2-uitstoot"),
        ("sociaal-", "economische", "sociaal-economische"),
        ("niet-", "werkenden", "niet-werkenden"),
        ("VERKIEZINGS-", "PROGRAMMA", "VERKIEZINGSPROGRAMMA"),
        ("een vervreem -", "ding van", "een vervreemding van"),
        ("het plan -", "en dat is nodig -", "het plan - en dat is nodig -"),
        ("www.rijk.nl/", "wonen", "www.rijk.nl/wonen"),
        ("gewone regel", "volgende", "gewone regel volgende"),
        ("", "begin", "begin"),
    ],
)
def test_join(left, right, expected):
    assert join(left, right, Vocabulary([])) == expected


def test_the_document_itself_decides():
    words = Vocabulary(["de minister-president zei", "een beleids-adviseur en een beleids-adviseur schreef"])
    assert join("onze minister-", "president", words) == "onze minister-president"
    assert join("een beleids-", "adviseur", words) == "een beleids-adviseur"
    words = Vocabulary(["dat sociaaleconomische beleid was goed"])
    assert join("het sociaal-", "economische", words) == "het sociaaleconomische"


def test_join_all():
    assert join_all(["het is ver-", "stan-", "dig"], Vocabulary([])) == "het is verstandig"


def test_repair():
    assert repair("de\u00a0ﬁnanciële ﬂexibiliteit") == "de financiële flexibiliteit"
    assert repair("digi\u00adta\u00adlisering") == "digitalisering"
    assert repair("verant\u00ad ") == "verant-"
    assert repair("be\ufffe") == "be-"
