"""The command line: each command parses its arguments, calls one library function and prints what it gives."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .cli_annotate import annotate
from .cli_chances import chances
from .cli_compare import compare
from .cli_corrections import corrections
from .cli_explain import explain
from .cli_landscape import landscape
from .cli_models import evaluate, train
from .cli_pipeline import pipeline
from .cli_reference import reference
from .cli_report import report
from .cli_search import corpus
from .dutch_click import DutchGroup, one_of, whole
from .version import __version__

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

EXIT_FAILED, EXIT_USAGE = 1, 2
_PATH = click.Path(path_type=Path)
_LANG = click.option(
    "--lang", type=one_of("nl", "en"), metavar="nl|en", default="nl", help="Taal van het rapport; standaard nl."
)
_CODEBOOK = click.option("--codebook", metavar="BESTAND", help="Ander codeboek (YAML).")
_PIPELINE = click.option(
    "--pipeline", metavar="NAAM|PAD", help="spaCy-pipeline, zoals nl_core_news_lg; standaard de meegeleverde."
)


@click.group(cls=DutchGroup)
@click.version_option(__version__, prog_name="gdogh", message="%(prog)s %(version)s", help="Toon de versie.")
def main() -> None:
    """Meet hoe sterk Nederlandse beleidsteksten een digitale component en de GDoGH-thema's bevatten.

    \b
    Begin hier:
      gdogh analyse coalitieakkoord.pdf -o uit
      gdogh explain uit
      gdogh doctor

    \b
    Python:
      import analyzer
      analyzer.analyse("coalitieakkoord.pdf")
    """


@main.command(short_help="Lees, codeer en scoor documenten.")
@click.argument("paths", nargs=-1, required=True, type=_PATH, metavar="PAD...")
@click.option("-o", "--output", type=_PATH, required=True, metavar="MAP", help="Map voor de uitkomsten.")
@click.option(
    "--kind",
    default="auto",
    metavar="SOORT",
    help="Soort van alle documenten, zoals coalitieakkoord of werkgeversvisie; standaard auto: herken het.",
)
@_LANG
@click.option("-j", "--jobs", type=whole(1), metavar="N", help="Aantal werkprocessen; standaard alle processoren.")
@click.option(
    "--resume/--fresh", default=True, help="Neem eerdere uitkomsten in MAP over (standaard), of begin opnieuw."
)
@click.option("--seed", type=whole(0), default=0, metavar="N", help="Startgetal van de intervallen; standaard 0.")
@click.option(
    "--vary-weights", is_flag=False, flag_value="20", default="0", type=whole(0), metavar="[N]",
    help="Neem in het interval mee dat de gewichten anders gekozen hadden kunnen zijn (Dirichlet rond die van het "
    "codeboek); N, standaard 20, is hoe dicht zij erbij blijven.",
)  # fmt: skip
@click.option("--ocr", is_flag=True, help="Herken tekst op gescande pagina's met tesseract (nld).")
@click.option(
    "--formats",
    default="csv,parquet,xlsx,html",
    metavar="LIJST",
    help="Uitvoer, uit csv, parquet, xlsx, html, json (analysis.json) en units (units.csv); "
    "standaard csv,parquet,xlsx,html. Parquet wordt altijd geschreven.",
)
@click.option(
    "--metadata",
    type=_PATH,
    metavar="BESTAND.csv",
    help="Wat u al weet: kolom path of document_id, en organisation, organisation_uri, layer, kind, period_start, "
    "period_end of year.",
)
@click.option(
    "--scheduler", metavar="ADRES", help="Verdeel het werk over een Dask-cluster (tcp://…); vraagt gdogh[dask]."
)
@click.option(
    "--max-seconds",
    type=whole(1),
    default=600,
    metavar="N",
    help="Rekentijd die een document mag kosten; wie meer kost, komt in failures.csv. Standaard 600.",
)
@click.option(
    "--max-megabytes", type=whole(20), default=3000, metavar="N",
    help="Geheugen (MB) dat een document mag kosten; standaard 3000.",
)  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Geen voortgang en samenvatting; alleen wat mislukt.")
@_CODEBOOK
@_PIPELINE
def analyse(
    paths: tuple[Path, ...],
    output: Path,
    lang: str,
    jobs: int | None,
    resume: bool,
    formats: str,
    metadata: Path | None,
    quiet: bool,
    scheduler: str | None,
    **settings: Any,
) -> int:
    """Lees, codeer en scoor documenten; PAD is een bestand of een map (ook alles daaronder).

    De map MAP krijgt report.html en report.xlsx, de tabellen en de teksten. Een document dat niet te lezen is, houdt
    de andere niet tegen: het staat in failures.csv, en de exitcode is 1.

    \b
    Voorbeelden:
      gdogh analyse coalitieakkoord.pdf -o uit
      gdogh analyse akkoorden/ visies/ -o uit --jobs 4 --metadata organisaties.csv
      gdogh analyse visie.docx -o uit --kind werkgeversvisie --lang en

    \b
    Python:
      analyzer.analyse_many(["akkoorden/"]).to_folder("uit")
    """
    from .reporting.terminal import summary
    from .running.corpus import check_formats
    from .running.folder import analyse_to_folder
    from .running.metadata import load_metadata, unused
    from .running.options import Options

    chosen = check_formats(formats.split(","))
    options = Options(metadata=load_metadata(metadata) if metadata else {}, **settings)
    with _progress(quiet, "Documenten") as tell:
        corpus, followed = analyse_to_folder(
            paths,
            output,
            jobs=jobs,
            resume=resume,
            formats=chosen,
            lang=lang,
            options=options,
            progress=tell,
            scheduler=scheduler,
        )
    if followed:
        _tell(f"{followed.accepted + followed.changed} correcties uit {output / 'corrections.csv'} verwerkt"
              + (f"; {len(followed.unknown)} zinnen bestaan niet meer." if followed.unknown else "."))  # fmt: skip
    if not quiet:
        summary(corpus.documents, lang=lang, out=_console(), codebook=corpus.codebook)
        reused, done = (corpus.about["counts"][name] for name in ("from_cache", "documents"))
        if reused:
            _tell(f"{reused} van {done} overgenomen uit een eerdere run (--fresh begint opnieuw).")
        _tell(f"Uitkomsten: {output / ('report.html' if 'html' in chosen else '')}")
    for name in unused(options.metadata, corpus.documents):
        _tell(f"Let op: {name} staat in {metadata}, maar niet bij de documenten.")
    for failure in corpus.failures.to_dict(orient="records"):
        _tell(f"Niet gelezen: {failure['path']}: {failure['error']} {failure['remedy']}")
    return EXIT_FAILED if len(corpus.failures) else 0


@main.command(short_help="Codeer kant-en-klare eenheden uit een tabel.")
@click.argument("input", metavar="INVOER")
@click.option("-o", "--output", required=True, metavar="UITVOER", help="JSONL, CSV of Parquet; - is stdout (JSONL).")
@_CODEBOOK
@_PIPELINE
def code(input: str, output: str, codebook: str | None, pipeline: str | None) -> None:
    """Codeer kant-en-klare eenheden: JSONL, CSV of Parquet met id, text en eventueel heading en previous.

    Alle kolommen blijven staan, in dezelfde volgorde; de codes komen erbij. - is stdin of stdout (JSONL).

    \b
    Voorbeelden:
      gdogh code zinnen.csv -o gecodeerd.csv
      cat zinnen.jsonl | gdogh code - -o - > gecodeerd.jsonl

    \b
    Python:
      analyzer.code(pandas.read_csv("zinnen.csv"))
    """
    from .running.unit_files import code_file

    with _progress(False, "Eenheden") as tell:
        code_file(input, output, codebook=codebook, pipeline=pipeline, progress=tell)


@main.command(short_help="De kloof tussen akkoord en werkgeversvisie.")
@click.argument("folder", type=_PATH, metavar="MAP")
@click.option("-o", "--output", type=_PATH, metavar="BESTAND.csv", help="Schrijf de tabel als CSV.")
def gaps(folder: Path, output: Path | None) -> int:
    """Kloof: per organisatie en thema de ambitie in het akkoord tegen de gereedheid in de werkgeversvisie.

    \b
    Voorbeelden:
      gdogh gaps uit
      gdogh gaps uit -o kloof.csv

    \b
    Python:
      analyzer.Corpus.from_folder("uit").gaps()
    """
    from .reporting.terminal import print_gaps
    from .running.corpus import Corpus

    table = Corpus.from_folder(folder).gaps()
    if table.empty:
        _tell("Geen organisatie met zowel een akkoord als een werkgeversvisie. Klopt de soort en de organisatie van elk "
              "document in documents.csv niet, geef ze dan mee met --metadata.")  # fmt: skip
        return EXIT_USAGE
    _show(table, output, print_gaps)
    return 0


@main.group(short_help="Lees of controleer het codeboek.")
def codebook() -> None:
    """Lees of controleer het codeboek: het meetinstrument, als gegevens.

    \b
    Voorbeeld:
      gdogh codebook show VER2

    \b
    Python:
      analyzer.load_codebook()
    """


@codebook.command("show", short_help="Toon alle codes, of één code met regels en termen.")
@click.argument("code", required=False, metavar="[CODE]")
@_CODEBOOK
def codebook_show(code: str | None, codebook: str | None) -> None:
    """Toon alle codes, of één code met regels en termen.

    \b
    Voorbeelden:
      gdogh codebook show
      gdogh codebook show VER2

    \b
    Python:
      analyzer.load_codebook().code("VER2")
    """
    from .codebook import load_codebook
    from .reporting.codes import describe_code, describe_codebook

    book = load_codebook(codebook)
    click.echo(describe_code(book, code) if code else describe_codebook(book))


@codebook.command("validate", short_help="Controleer een codeboek.")
@click.argument("path", type=_PATH, metavar="BESTAND")
def codebook_validate(path: Path) -> None:
    """Controleer een codeboek; een fout noemt bestand en regel.

    \b
    Voorbeeld:
      gdogh codebook validate eigen/codebook.yaml

    \b
    Python:
      analyzer.load_codebook("eigen/codebook.yaml")
    """
    from .codebook import load_codebook

    book = load_codebook(path)
    click.echo(f"In orde: versie {book.version}, {len(book.terms)} termen, hash {book.hash}.")


@main.command(short_help="Wat is geïnstalleerd, en werkt het?")
def doctor() -> int:
    """Wat is geïnstalleerd (pipelines, OCR, extra's), welke versies, en een zelftest.

    \b
    Voorbeeld:
      gdogh doctor

    \b
    Python:
      from analyzer.running.doctor import examine
      list(examine())
    """
    from .running.doctor import examine

    healthy = True
    for name, fine, detail in examine():
        healthy &= fine is not False
        mark = {True: "✓", False: "✗", None: "–"}[fine]
        click.echo(f"{mark} {name:<22} {detail}")
    return 0 if healthy else EXIT_FAILED


train.add_command(pipeline)
corpus.add_command(reference)
main.add_command(explain)
main.add_command(report)
main.add_command(landscape)
main.add_command(compare)
main.add_command(chances)
main.add_command(corpus)
main.add_command(annotate)
main.add_command(corrections)
main.add_command(train)
main.add_command(evaluate)


@contextmanager
def _progress(quiet: bool, what: str) -> Iterator[Callable[[int, int, str], None] | None]:
    """A progress bar on stderr with time left; nothing when quiet or when stderr is not a terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    from .reporting.terminal import console, harmless_text

    columns = (
        TextColumn("{task.description}", markup=False), BarColumn(None), MofNCompleteColumn(), TimeElapsedColumn(),
        TextColumn("nog"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def tell(done: int, total: int, path: str) -> None:
            name = harmless_text(Path(path).name, 30).plain if path else what
            bar.update(task, completed=done, total=total, description=name)

        yield tell


def _tell(message: str) -> None:
    click.echo(message, err=True)


def _console() -> Console:
    from .reporting.terminal import console

    return console()


def _show(table: pd.DataFrame, output: Path | None, printer: Callable[..., None]) -> None:
    """A table on the terminal, or as CSV in a file."""
    from .reporting.files import write_csv

    if output is None:
        printer(table, out=_console())
    else:
        write_csv(output, table)
        click.echo(str(output))


if __name__ == "__main__":
    main()
