"""Commands about people who code: ``gdogh annotate …``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .dutch_click import DutchGroup, one_of, there, whole
from .errors import UsageError

if TYPE_CHECKING:
    from .annotating.loop import Round

_NEXT = {
    "label-studio": "In Label Studio: maak een project, plak label-studio.xml bij Labeling Interface > Code en importeer "
    "taken.json. Exporteer later als JSON.",
    "doccano": "In doccano: maak een project Text Classification, importeer labels.json bij Labels en taken.jsonl bij "
    "Dataset (JSONL). Exporteer later als JSONL.",
    "csv": "Geef elke codeur een kopie met de eigen naam, zoals anna.csv.",
    "xlsx": "Geef elke codeur een kopie met de eigen naam, zoals anna.xlsx.",
    "qdpx": "Importeer project.qdpx als REFI-QDA-project in ATLAS.ti, MAXQDA of NVivo.",
}
"""What to do with an export."""
_LEAST = 5
"""Sentences that a code must have to show its agreement on the terminal."""
_FOLDER = click.argument("folder", type=there(folder=True), metavar="MAP")
_OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="MAP", help="Map voor de bestanden."
)


@click.group(cls=DutchGroup, short_help="Laat mensen coderen en leer ervan.")
def annotate() -> None:
    """Laat mensen coderen: een steekproef naar Label Studio, doccano, een rekenblad of ATLAS.ti, en de codes terug.

    \b
    Voorbeelden:
      gdogh annotate export uit --format xlsx -n 200 -o codeerwerk
      gdogh annotate import uit anna.xlsx bram.xlsx -o ronde1
      gdogh train coder --data ronde1/gecodeerd.jsonl -o model

    \b
    Python:
      from analyzer.annotating.loop import export_sample, import_codings
    """


@annotate.command("export", short_help="Trek een steekproef om te coderen.")
@_FOLDER
@click.option(
    "--format", "form", type=one_of("label-studio", "doccano", "csv", "xlsx", "qdpx"), required=True, metavar="VORM",
    help="label-studio, doccano, csv, xlsx, of qdpx (ATLAS.ti, MAXQDA, NVivo).",
)  # fmt: skip
@click.option(
    "-n", "--number", type=whole(1), metavar="N",
    help="Hoeveel zinnen; standaard 200. Bij qdpx zonder -n: het hele project met de codes van het programma.",
)  # fmt: skip
@click.option(
    "--sample", "strategy", type=one_of("stratified", "uncertain", "mixed"), default="stratified", metavar="HOE",
    help="stratified: naar rato van soort, laag en document (standaard); uncertain: waar het programma twijfelt; "
    "mixed: half om half.",
)  # fmt: skip
@click.option("--seed", type=whole(0), default=0, metavar="N", help="Startgetal van de trekking; standaard 0.")
@click.option("--suggest", is_flag=True, help="Vul de codes van het programma in; standaard codeert men blind.")
@click.option(
    "--done", type=there(folder=False), metavar="codes.csv", help="Zinnen uit een eerdere ronde niet nog eens trekken."
)
@_OUTPUT
def export(
    folder: Path,
    form: str,
    number: int | None,
    strategy: str,
    seed: int,
    suggest: bool,
    done: Path | None,
    output: Path,
) -> None:
    """Trek zinnen uit een uitvoermap en schrijf ze klaar om te coderen.

    MAP is de uitvoermap van gdogh analyse. Naast het codeerwerk komen steekproef.csv (hoe elke zin is getrokken; bewaar
    dit voor gdogh annotate import) en uitleg.md (alle codes, voor de codeurs).

    \b
    Voorbeelden:
      gdogh annotate export uit --format xlsx -n 200 -o codeerwerk
      gdogh annotate export uit --format label-studio --sample mixed -o codeerwerk
      gdogh annotate export uit --format qdpx -o project

    \b
    Python:
      from analyzer.annotating.loop import export_sample
      export_sample(corpus, Path("codeerwerk"), "xlsx", 200)
    """
    from .annotating.loop import export_sample
    from .running.corpus import Corpus

    if number is None and form != "qdpx":
        number = 200
    files = export_sample(
        Corpus.from_folder(folder), output, form, number, strategy=strategy, seed=seed, suggest=suggest, done=done
    )
    for path in files:
        click.echo(str(path))
    click.echo(_NEXT[form], err=True)


@annotate.command("import", short_help="Lees de codes van mensen, en vergelijk ze.")
@_FOLDER
@click.argument("files", nargs=-1, required=True, metavar="[NAAM=]BESTAND...")
@click.option(
    "--decided", type=there(folder=False), metavar="BESTAND", help="beslissen.csv van een eerdere import, ingevuld."
)
@click.option(
    "--sample", type=there(folder=False), metavar="steekproef.csv",
    help="Hoe de zinnen zijn getrokken; standaard het bestand met die naam naast het eerste BESTAND.",
)  # fmt: skip
@_OUTPUT
def import_(folder: Path, files: tuple[str, ...], decided: Path | None, sample: Path | None, output: Path) -> None:
    """Lees de codes van een of meer mensen, meet hun overeenstemming en maak er één gecodeerde verzameling van.

    MAP is de uitvoermap waaruit de zinnen kwamen. BESTAND is een export van Label Studio (.json) of doccano (.jsonl), een
    ingevuld blad (.csv, .xlsx) of een project (.qdpx). De naam van het bestand is de naam van de codeur, tenzij u NAAM=
    ervoor zet. Klopt er iets niet, dan wordt niets overgenomen en staat erbij waar en wat te doen.

    \b
    Voorbeelden:
      gdogh annotate import uit anna.xlsx bram.xlsx -o ronde1
      gdogh annotate import uit anna.xlsx bram.xlsx -o ronde1 \\
        --decided ronde1/beslissen.csv
      gdogh annotate import uit team=project-1.json -o ronde1 \\
        --sample codeerwerk/steekproef.csv

    \b
    Python:
      from analyzer.annotating.loop import import_codings
      import_codings(corpus, [("anna", Path("anna.xlsx"))])
    """
    from .annotating.loop import SAMPLE, import_codings, not_overwritten, write_round
    from .running.corpus import Corpus

    named = [_named(text) for text in files]
    beside = named[0][1].parent / SAMPLE
    if sample is None and beside.exists():
        sample = beside
    not_overwritten(output, decided)
    corpus = Corpus.from_folder(folder)
    outcome = import_codings(corpus, named, decided=decided, sample=sample)
    written = write_round(outcome, output, corpus.codebook)
    _report(outcome, sample is not None)
    for path in written:
        click.echo(str(path))


def _named(text: str) -> tuple[str, Path]:
    """Name of a coder and file from ``NAAM=BESTAND`` or ``BESTAND``."""
    name, equals, rest = text.partition("=")
    path = Path(rest if equals and not Path(text).exists() else text)
    if not path.is_file():
        raise UsageError("bestaat niet.", remedy="Controleer het pad; een naam ervoor is NAAM=BESTAND.", path=path)
    return (name if equals and path == Path(rest) else path.stem), path


def _report(outcome: Round, sampled: bool) -> None:
    coders = sorted(outcome.codings["coder"].unique())
    click.echo(f"{_sentences(outcome.codings['id'].nunique())} gecodeerd door {', '.join(coders)}.")
    if outcome.uncoded:
        click.echo(f"{_sentences(outcome.uncoded)} uit de steekproef heeft niemand gecodeerd.")
    if not sampled:
        click.echo("Zonder steekproef.csv is niet bekend hoe de zinnen zijn getrokken; geef het mee met --sample.")
    if len(outcome.agreement):
        click.echo("\nOvereenstemming: alfa van Krippendorff, met 90%-interval")
        for row in outcome.agreement[outcome.agreement["units"] >= _LEAST].to_dict("records"):
            known = row["alpha"] == row["alpha"]
            alpha = f"{row['alpha']:.2f}  ({row['low']:.2f} tot {row['high']:.2f})" if known else "niet te bepalen"
            click.echo(f"  {row['code']:<15}{row['units']:>5} zinnen {row['agreement']:>5.0%} gelijk   {alpha}")
        click.echo(f"  Codes bij minder dan {_LEAST} zinnen staan alleen in overeenstemming.csv.\n")
    if outcome.undecided:
        click.echo(
            f"{_sentences(outcome.undecided)} zonder meerderheid: vul beslissen.csv in en geef het terug met --decided."
        )
    click.echo(f"{_sentences(len(outcome.codes))} met één code, klaar voor gdogh train coder en gdogh evaluate:")


def _sentences(number: int) -> str:
    return f"{number} zin{'nen' * (number != 1)}"
