"""Goals without digital means: ``gdogh chances``."""

from __future__ import annotations

from pathlib import Path

import click

from .dutch_click import DutchCommand, whole

_PATH = click.Path(path_type=Path)


@click.command(cls=DutchCommand, short_help="Gemiste kansen, en wie er wel iets digitaals mee doet.")
@click.argument("folder", type=_PATH, metavar="MAP")
@click.option("--document", metavar="NAAM", help="Alleen dit document: id, bestand of deel van de titel.")
@click.option("-n", "--limit", type=whole(1), metavar="N", default=5, help="Hoeveel doelen per document; standaard 5.")
@click.option("-o", "--output", type=_PATH, metavar="BESTAND.csv", help="Schrijf de tabel als CSV.")
def chances(folder: Path, document: str | None, limit: int, output: Path | None) -> None:
    """Gemiste kansen: doelen die geen digitaal middel noemen, terwijl de uitvoering er waarschijnlijk op draait.

    Met waarom: welke doelen die erop lijken, in andere documenten van de map, noemen wel een digitaal middel.

    \b
    Voorbeelden:
      gdogh chances uit
      gdogh chances uit --document hesselrode -n 10 -o kansen.csv

    \b
    Python:
      from analyzer.running.chances import missed
      missed(analyzer.Corpus.from_folder("uit"))
    """
    from .reporting.chances import print_chances
    from .reporting.files import write_csv
    from .reporting.terminal import console
    from .running.chances import missed
    from .running.corpus import Corpus

    table = missed(Corpus.from_folder(folder), document=document, limit=limit)
    if output is None:
        print_chances(table, out=console())
    else:
        write_csv(output, table)
        click.echo(str(output))
