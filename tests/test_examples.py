"""The shipped example documents: complete catalogue, readable files, the words of their sources."""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "corpora" / "voorbeelden"
LEVELS = ["afwezig", "vermeld", "aanwezig", "verankerd", "doordrenkt"]
LAYERS = {"gemeente", "provincie", "waterschap", "rijk", "agentschap"}
FORMATS = {".pdf": 4, ".docx": 3, ".odt": 2, ".html": 3, ".txt": 2, ".md": 1}
ROWS = list(csv.DictReader((EXAMPLES / "voorbeelden.csv").open(encoding="utf-8", newline="")))
PATHS = [row["path"] for row in ROWS]


sys.path.insert(0, str(ROOT / "benchmarks"))
import build_examples  # noqa: E402

SOURCES = {source.target: source for source in build_examples.sources()}


def _pdf(path: Path) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def _docx(path: Path) -> str:
    import docx

    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def _odt(path: Path) -> str:
    from odf import teletype
    from odf.opendocument import load
    from odf.text import H, P

    body = load(str(path)).text
    return "\n".join(teletype.extractText(node) for kind in (H, P) for node in body.getElementsByType(kind))


def _html(path: Path) -> str:
    from lxml import html

    article = html.fromstring(path.read_bytes()).find(".//article")
    return "\n".join(article.itertext())


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252")


READERS = {".pdf": _pdf, ".docx": _docx, ".odt": _odt, ".html": _html, ".txt": _text, ".md": _text}


def _words(text: str) -> Counter[str]:
    """Words in lower case, without hyphens, so that a word broken at a line end is the same word."""
    joined = re.sub(r"[\u00ad\ufffe\x02]\s*|-\s*\n\s*", "", text)
    return Counter(re.findall(r"[^\W\d_]{2,}", joined.replace("-", "").lower()))


def _read(path: str) -> str:
    return READERS[Path(path).suffix](EXAMPLES / path)


def test_catalogue_and_files_name_each_other() -> None:
    files = {
        str(path.relative_to(EXAMPLES))
        for folder in ("akkoorden", "werkgeversvisies")
        for path in (EXAMPLES / folder).iterdir()
    }
    assert sorted(PATHS) == sorted(files) == sorted(SOURCES)


@pytest.mark.parametrize("row", ROWS, ids=PATHS)
def test_row_is_complete(row: dict[str, str]) -> None:
    assert all(value.strip() for value in row.values())
    assert row["level"] in LEVELS
    assert row["layer"] in LAYERS
    assert row["kind"] == ("coalitieakkoord" if row["path"].startswith("akkoorden/") else "werkgeversvisie")
    assert 2018 <= int(row["period_start"]) < int(row["period_end"]) <= 2030
    assert f"{row['period_start']}–{row['period_end']}" in _read(row["path"])


@pytest.mark.parametrize("path", PATHS)
def test_file_is_readable_and_of_the_agreed_length(path: str) -> None:
    assert 300 <= _words(_read(path)).total() <= 2500


@pytest.mark.parametrize("path", PATHS)
def test_file_has_the_words_of_its_source(path: str) -> None:
    source = SOURCES[path]
    wanted = _words("\n".join(part.text + " " + " ".join(" ".join(row) for row in part.rows) for part in source.parts))
    lost = wanted - _words(_read(path))
    assert lost.total() <= 0.01 * wanted.total(), lost


@pytest.mark.parametrize("path", [path for path in PATHS if not path.endswith(".pdf")])
def test_text_formats_are_rebuilt_word_for_word(path: str, tmp_path: Path) -> None:
    again = tmp_path / Path(path).name
    again.write_bytes(build_examples.BUILDERS[again.suffix](SOURCES[path]))
    assert READERS[again.suffix](again) == _read(path)


def test_spread_over_levels_kinds_and_formats() -> None:
    levels = Counter(row["level"] for row in ROWS)
    assert all(levels[level] >= 3 for level in LEVELS)
    formats = Counter(Path(path).suffix for path in PATHS)
    assert all(formats[suffix] >= least for suffix, least in FORMATS.items())
    kinds = {(row["organisation"], row["kind"]) for row in ROWS}
    both = [
        o for o in {row["organisation"] for row in ROWS} if {(o, "coalitieakkoord"), (o, "werkgeversvisie")} <= kinds
    ]
    assert len(both) >= 3


def test_one_text_file_is_not_utf8() -> None:
    data = (EXAMPLES / "akkoorden" / "molendrecht-coalitieprogramma-2018-2022.txt").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")


def test_two_column_pdf_breaks_words_at_line_ends() -> None:
    text = _read("akkoorden/maasveld-coalitieakkoord-2023-2027.pdf")
    assert len(re.findall(r"[a-z](?:[\u00ad\ufffe\x02]|-\r?\n)[a-z]", text)) >= 10
