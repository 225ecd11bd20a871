"""Pages that are made from the code and its data, so that they cannot say something else."""

from __future__ import annotations

import html
import inspect
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from analyzer.cli import main
from analyzer.codebook import Code, load_codebook
from analyzer.reporting.columns import COLUMNS
from analyzer.reporting.tables import DOCUMENT_COLUMNS, FAILURE_COLUMNS, THEMES_COLUMNS

MOST_TERMS = 60
_EXPLANATIONS = {"Voorbeeld:": "bash", "Voorbeelden:": "bash", "Begin hier:": "bash", "Python:": "python"}
"""What in a help text stands above a block of code, and the language of that block."""


def codebook() -> str:
    """The shipped codebook: all codes with their rules, and the terms they are recognised by."""
    book = load_codebook()
    lines = [
        "# Codeboek",
        "",
        f"Versie {book.version}, hash `{book.hash}`, {len(book.terms)} termen. Deze pagina is gemaakt uit het codeboek waarmee "
        "`gdogh` codeert; `gdogh codebook show CODE` toont dezelfde gegevens.",
        "",
        "De **eenheid** is één zin of lijstpunt, gelezen met het kopje en de zin ervoor. Elke eenheid krijgt vier codes: "
        "`statement`, `digital`, `themes` (geen, een of meer) en `domain`.",
        "",
        "Een thema met † hoort bij een digitale component: het wordt alleen gecodeerd als de eenheid E of I is.",
        "",
    ]
    for title, codes in (
        ("statement: wat voor uitspraak is het?", book.statements),
        ("digital: is er een digitale component?", book.digital),
    ):
        lines += [f"## {title}", "", *_codes(codes)]
    lines += ["## themes: de thema’s van Go Digital or Go Home", ""]
    for heading, name in book.headings.items():
        lines += [
            f"### {name.nl} (`{heading}`)",
            "",
            *_codes(theme for theme in book.themes if theme.heading == heading),
        ]
    lines += ["## domain: beleidsveld", "", "| code | naam | betekenis |", "| --- | --- | --- |"]
    lines += [f"| `{code.code}` | {_cell(code.name.nl)} | {_cell(code.definition)} |" for code in book.domains]
    scoring = book.scoring
    lines += [
        "",
        "## Waarden van de score",
        "",
        "Gewicht van elke indicator in het meetkundig gemiddelde, en de grenzen van de niveaus.",
        "",
    ]
    lines += [
        "| indicator | gewicht |",
        "| --- | ---: |",
        *(f"| {name} | {weight:g} |" for name, weight in scoring.indicators.items()),
    ]
    lines += [
        "",
        "### Niveaus",
        "",
        "| niveau | vanaf score | wat u ziet |",
        "| --- | ---: | --- |",
        *(f"| {name} | {cut:g} | {_cell(scoring.levels[name].nl)} |" for name, cut in scoring.cut_points.items()),
    ]
    lines += [
        "",
        "| parameter | waarde |",
        "| --- | ---: |",
        *(f"| `{name}` | {value:g} |" for name, value in scoring.parameters.items()),
    ]
    return "\n".join(lines) + "\n"


def _codes(codes: Iterable[Code]) -> Iterator[str]:
    for code in codes:
        yield f"#### `{code.code}` {code.name.nl}{' †' if code.dagger else ''} {{ #{code.code.lower()} }}"
        yield ""
        yield f"*{code.name.en}.* {_text(code.definition)}"
        yield ""
        for label, items in (("Wel", code.include), ("Niet", code.exclude), ("Voorbeeld", code.examples)):
            if items:
                yield from (f"- **{label}:** {_text(item)}" for item in items)
                yield ""
        terms = sorted({term.pattern for term in load_codebook().terms if code.code in term.weights})
        if terms:
            yield f'??? note "{len(terms)} termen"'
            shown = ", ".join(f"`{term}`" for term in terms[:MOST_TERMS])
            more = (
                f" … en nog {len(terms) - MOST_TERMS}: zie `gdogh codebook show {code.code}`."
                if len(terms) > MOST_TERMS
                else ""
            )
            yield f"    {shown}{more}"
            yield ""


def commands() -> str:
    """Every command with its help text, options, examples and the same step in Python."""
    lines = [
        "# Opdrachten",
        "",
        "Gemaakt uit de hulpteksten van het programma: `gdogh OPDRACHT --help` toont hetzelfde. Uitkomsten gaan naar stdout of naar "
        "bestanden, voortgang en meldingen naar stderr. Kleuren gaan uit met `NO_COLOR=1`.",
        "",
        "| exitcode | betekenis |",
        "| ---: | --- |",
        "| 0 | klaar, niets mislukt |",
        "| 1 | klaar, maar ten minste één document was niet te lezen (genoemd op stderr en in `failures.csv`) |",
        "| 2 | verkeerd gebruik, of niets te doen |",
        "",
    ]
    for path, command in _walk("gdogh", main):
        context = click.Context(command, info_name=path)
        depth = min(4, 1 + len(path.split()))
        lines += [f"{'#' * depth} `{path}` {{ #{path.replace(' ', '-')} }}", "", *_help(command.help or "")]
        usage = " ".join(command.collect_usage_pieces(context))
        lines += ["", f"```text\n{path} {usage}\n```", ""]
        records = (part.get_help_record(context) for part in command.params if isinstance(part, click.Option))
        options = [(name, said.replace("[required]", "Verplicht.")) for name, said in filter(None, records)]
        if options:
            lines += ["| optie | betekenis |", "| --- | --- |"]
            lines += [f"| `{_cell(name)}` | {_cell(_text(said))} |" for name, said in options]
            lines.append("")
    return "\n".join(lines) + "\n"


def _walk(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, part in command.commands.items():
            yield from _walk(f"{path} {name}", part)


def _help(text: str) -> Iterator[str]:
    """A click help text as Markdown: blocks after ``\\b`` that start with a known label are code."""
    for block in inspect.cleandoc(text).split("\n\n"):
        lines = [line for line in block.splitlines() if line.strip() != "\b"]
        language = _EXPLANATIONS.get(lines[0].strip()) if lines else None
        if language:
            body = inspect.cleandoc("\n".join(["", *lines[1:]]))
            yield f"**{lines[0].strip()}**\n\n```{language}\n{body}\n```\n"
        elif lines:
            yield _text(" ".join(line.strip() for line in lines)) + "\n"


def output() -> str:
    """The files of an output folder and what their columns mean."""
    tables = (
        ("documents.csv, documents.parquet", "Een rij per document.", DOCUMENT_COLUMNS),
        ("themes.csv, themes.parquet", "Een rij per document en thema.", THEMES_COLUMNS),
        ("units.parquet (units.csv met --formats …,units)", "Een rij per zin of lijstpunt.", _unit_columns()),
        ("failures.csv", "Een rij per document dat niet te lezen was.", FAILURE_COLUMNS),
    )
    lines = ["# Uitvoermap", "", (Path(__file__).parent / "uitvoer.md").read_text(encoding="utf-8")]
    for title, about, columns in tables:
        lines += [f"## {title}", "", about, "", "| kolom | in report.xlsx | betekenis |", "| --- | --- | --- |"]
        lines += [f"| `{name}` | {COLUMNS[name].nl} | {_cell(COLUMNS[name].meaning)} |" for name in columns]
        lines.append("")
    return "\n".join(lines) + "\n"


def _unit_columns() -> tuple[str, ...]:
    """Columns of coded units; the twenty chances of themes are one row of the explanation."""
    from analyzer.reporting.tables import UNIT_COLUMNS

    return tuple(name for name in UNIT_COLUMNS if not re.fullmatch(r"p_[A-Z]{3}\d", name) or name == "p_VER1")


def notebook(path: Path) -> str:
    """A notebook as a page: its text, its code, and what the code showed when it was run last."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    parts = []
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(source)
            continue
        parts.append(f"```python\n{source}\n```")
        parts += [shown for result in cell["outputs"] if (shown := _result(result))]
    parts.insert(1, f"*Deze pagina is het notebook `notebooks/{path.name}`, zoals het voor het laatst is uitgevoerd.*")
    return "\n\n".join(parts) + "\n"


def _result(result: dict[str, Any]) -> str:
    data = result.get("data", {})
    if "image/png" in data:
        said = html.escape("".join(data.get("text/plain", ["grafiek"])))
        alternative = result.get("metadata", {}).get("image/png", {}).get("alt", said)
        return f'<div class="uitkomst"><img alt="{html.escape(alternative)}" src="data:image/png;base64,{"".join(data["image/png"]).strip()}"></div>'
    if "text/html" in data:
        page = re.sub(r"\n\s*", "\n", "".join(data["text/html"]))
        return f'<div class="uitkomst">{re.sub(chr(10) + "+", chr(10), page)}</div>'
    text = "".join(result.get("text") or data.get("text/plain", ""))
    return f"```text\n{text.rstrip()}\n```" if text else ""


def _text(value: str) -> str:
    """Text as Markdown shows it: what would be mark-up is not."""
    return re.sub(r"([*_<>\[\]|])", r"\\\1", value)


def _cell(value: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", value.replace("\n", " "))
