"""The command line: each command parses its arguments, calls one library function and prints what it gives."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .errors import GdoghError, UsageError
from .version import __version__

if TYPE_CHECKING:
    from rich.console import Console


EXIT_FAILED, EXIT_USAGE = 1, 2
_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_PATH = click.Path(path_type=Path)


class _Group(click.Group):
    """Commands whose errors reach the user as one line, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GdoghError as error:
            if os.environ.get("GDOGH_DEBUG") == "1":
                raise
            click.echo(f"Fout: {error}", err=True)
            ctx.exit(EXIT_USAGE)
        except (KeyboardInterrupt, click.Abort):
            click.echo("Afgebroken. Ga verder met dezelfde opdracht (--resume is de standaard).", err=True)
            ctx.exit(130)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(cls=_Group, context_settings=_CONTEXT)
@click.version_option(__version__, prog_name="gdogh")
def main() -> None:
    """Meet hoe sterk Nederlandse beleidsteksten een digitale component en de GDoGH-thema's bevatten.

    \b
    Begin hier:
      gdogh analyse coalitieakkoord.pdf -o uit
      gdogh explain uit
      gdogh doctor

    Python: import analyzer; analyzer.analyse("coalitieakkoord.pdf")
    """


def _options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Options that choose instrument and pipeline, the same for every command that codes."""
    for option in (
        click.option("--codebook", type=click.Path(exists=True, dir_okay=False), help="Ander codeboek (YAML)."),
        click.option(
            "--pipeline", metavar="NAAM|PAD", help="spaCy-pipeline, zoals nl_core_news_lg; standaard de meegeleverde."
        ),
    ):
        function = option(function)
    return function


@main.command()
@click.argument("paths", nargs=-1, required=True, type=_PATH, metavar="PAD...")
@click.option("-o", "--output", type=_PATH, required=True, metavar="MAP", help="Map voor de uitkomsten.")
@click.option(
    "--kind",
    default="auto",
    show_default=True,
    metavar="SOORT",
    help="Soort document, zoals coalitieakkoord of werkgeversvisie; auto herkent het.",
)
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Taal van het rapport.")
@click.option(
    "-j", "--jobs", type=click.IntRange(1), metavar="N", help="Aantal werkprocessen; standaard alle processoren."
)
@click.option(
    "--resume/--fresh", default=True, show_default=True, help="Gebruik eerdere uitkomsten in MAP, of begin opnieuw."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Startgetal van de intervallen.")
@click.option("--ocr", is_flag=True, help="Herken tekst op gescande pagina's met tesseract (nld).")
@click.option(
    "--formats",
    default="csv,parquet,xlsx,html",
    show_default=True,
    metavar="LIJST",
    help="Uitvoer: csv, parquet, xlsx, html, json, units (units.csv).",
)
@click.option(
    "--metadata",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="BESTAND.csv",
    help="Wat u al weet: kolom path of document_id, en organisation, layer, kind, period_start, period_end, year.",
)
@click.option("-q", "--quiet", is_flag=True, help="Geen voortgang en samenvatting.")
@_options
def analyse(paths: tuple[Path, ...], output: Path, lang: str, jobs: int | None, resume: bool, formats: str,
            metadata: Path | None, quiet: bool, **settings: Any) -> None:  # fmt: skip
    """Lees, codeer en scoor documenten; PAD is een bestand of een map (ook alles daaronder).

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
    from .running.corpus import CACHE, FORMATS, analyse_many
    from .running.metadata import load_metadata
    from .running.options import Options

    chosen = [name.strip() for name in formats.split(",") if name.strip()]
    unknown = set(chosen) - {*FORMATS, "units"}
    if unknown:
        raise UsageError(
            f"onbekende uitvoer: {', '.join(sorted(unknown))}.", remedy=f"Kies uit {', '.join((*FORMATS, 'units'))}."
        )
    options = Options(metadata=load_metadata(metadata) if metadata else {}, **settings)
    cache = output / CACHE
    _prepare(output, cache, fresh=not resume)
    with _progress(quiet) as tell:
        corpus = analyse_many(paths, jobs=jobs, cache=cache, options=options, progress=tell)
    corpus.to_folder(output, formats=chosen, lang=lang, codebook=options.codebook)
    if not quiet:
        out = _console()
        summary(corpus.documents, lang=lang, out=out)
        shown = output / ("report.html" if "html" in chosen else "documents.csv")
        click.echo(f"{shown}", err=True)
    for failure in corpus.failures.to_dict(orient="records"):
        click.echo(f"Niet gelezen: {failure['path']}: {failure['error']} {failure['remedy']}", err=True)
    if len(corpus.failures):
        sys.exit(EXIT_FAILED)


@main.command()
@click.argument("input", metavar="INVOER")
@click.option("-o", "--output", required=True, metavar="UITVOER", help="JSONL, CSV of Parquet; - is stdout (JSONL).")
@_options
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

    code_file(input, output, codebook=codebook, pipeline=pipeline)


@main.command()
@click.argument("target", type=_PATH, metavar="DOEL")
@click.option("--theme", metavar="CODE", help="Alleen zinnen met dit thema, zoals VER2.")
@click.option("--unit", metavar="ID", help="Alleen deze eenheid.")
@click.option(
    "-n", "--limit", type=click.IntRange(1), default=15, show_default=True, help="Hoeveel zinnen per document."
)
@_options
def explain(
    target: Path, theme: str | None, unit: str | None, limit: int, codebook: str | None, pipeline: str | None
) -> None:
    """Waarom: de zinnen die een score dragen, met pagina, beslissende woorden en wat ze waard zijn.

    DOEL is een document of een uitvoermap.

    \b
    Voorbeelden:
      gdogh explain uit
      gdogh explain coalitieakkoord.pdf --theme DEM3

    \b
    Python:
      analyzer.analyse("coalitieakkoord.pdf").explain("DEM3")
    """
    from .reporting.explained import print_explanation
    from .running.why import explanations

    for title, value, table in explanations(
        target, theme=theme, unit=unit, limit=limit, codebook=codebook, pipeline=pipeline
    ):
        print_explanation(title, value, table, out=_console())


@main.command()
@click.argument("folder", type=_PATH, metavar="MAP")
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Taal van het rapport.")
@click.option("--codebook", type=click.Path(exists=True, dir_okay=False), help="Ander codeboek (YAML).")
def report(folder: Path, lang: str, codebook: str | None) -> None:
    """Maak HTML en XLSX opnieuw uit de tabellen in een uitvoermap.

    \b
    Voorbeeld:
      gdogh report uit --lang en

    \b
    Python:
      analyzer.Corpus.from_folder("uit").to_folder("uit", lang="en")
    """
    from .running.corpus import Corpus

    Corpus.from_folder(folder).to_folder(folder, lang=lang, codebook=codebook)
    click.echo(str(folder / "report.html"))


@main.command()
@click.argument("folder", type=_PATH, metavar="MAP")
@click.option("-o", "--output", type=_PATH, metavar="BESTAND.csv", help="Schrijf de tabel als CSV.")
def landscape(folder: Path, output: Path | None) -> None:
    """Landschap: organisaties met akkoord en actuele werkgeversvisie, en hun niveau, per laag en jaar.

    \b
    Voorbeeld:
      gdogh landscape uit

    \b
    Python:
      analyzer.Corpus.from_folder("uit").landscape()
    """
    from .running.corpus import Corpus

    _table(Corpus.from_folder(folder).landscape(), output)


@main.command()
@click.argument("folder", type=_PATH, metavar="MAP")
@click.option("-o", "--output", type=_PATH, metavar="BESTAND.csv", help="Schrijf de tabel als CSV.")
def gaps(folder: Path, output: Path | None) -> None:
    """Kloof: per organisatie en thema de ambitie in het akkoord tegen de gereedheid in de werkgeversvisie.

    \b
    Voorbeeld:
      gdogh gaps uit

    \b
    Python:
      analyzer.Corpus.from_folder("uit").gaps()
    """
    from .running.corpus import Corpus

    table = Corpus.from_folder(folder).gaps()
    if table.empty:
        click.echo("Geen organisatie met zowel een akkoord als een werkgeversvisie.", err=True)
        sys.exit(EXIT_USAGE)
    _table(table.drop(columns=["agreement", "vision"]) if output is None else table, output)


@main.group(context_settings=_CONTEXT)
def codebook() -> None:
    """Het codeboek lezen of controleren."""


@codebook.command("show")
@click.argument("code", required=False)
@click.option("--codebook", "path", type=click.Path(exists=True, dir_okay=False), help="Ander codeboek (YAML).")
def codebook_show(code: str | None, path: str | None) -> None:
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

    book = load_codebook(path)
    click.echo(describe_code(book, code) if code else describe_codebook(book))


@codebook.command("validate")
@click.argument("path", type=click.Path(exists=True, path_type=Path), metavar="BESTAND")
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


@main.command()
def doctor() -> None:
    """Wat is geïnstalleerd (pipelines, OCR, extra's), welke versies, en een zelftest.

    \b
    Voorbeeld:
      gdogh doctor

    \b
    Python:
      analyzer.running.doctor.examine()
    """
    from .running.doctor import examine

    healthy = True
    for name, fine, detail in examine():
        healthy &= fine is not False
        mark = {True: "✓", False: "✗", None: "–"}[fine]
        click.echo(f"{mark} {name:<22} {detail}")
    if not healthy:
        sys.exit(EXIT_FAILED)


def _prepare(output: Path, cache: Path, *, fresh: bool) -> None:
    from .errors import OutputError

    if output.exists() and not output.is_dir():
        raise OutputError("is een bestand, geen map.", remedy="Kies een andere map met -o.", path=output)
    try:
        cache.mkdir(parents=True, exist_ok=True)
        if fresh:
            for file in cache.iterdir():
                file.unlink()
    except OSError as error:
        raise OutputError(
            f"kan niet worden geschreven ({error.strerror or error}).",
            remedy="Kies een andere map met -o.",
            path=output,
        ) from error


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[int, int, str], None] | None]:
    """A progress bar on stderr with time left; nothing when quiet or when stderr is not a terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from .reporting.terminal import console, harmless_text

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("Documenten zoeken", total=None)

        def tell(done: int, total: int, path: str) -> None:
            bar.update(task, completed=done, total=total, description=harmless_text(Path(path).name, 30).plain)

        yield tell


def _console() -> Console:
    from .reporting.terminal import console

    return console()


def _table(table: Any, output: Path | None) -> None:
    from .reporting.files import write_csv
    from .reporting.terminal import print_table

    if output is None:
        print_table(table, out=_console())
    else:
        write_csv(output, table)
        click.echo(str(output))


if __name__ == "__main__":
    main()
