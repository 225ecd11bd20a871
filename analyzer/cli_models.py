"""Commands that rebuild and measure what ships: ``gdogh train …`` and ``gdogh evaluate``."""

from __future__ import annotations

from pathlib import Path

import click

from .dutch_click import DutchCommand, DutchGroup, there

_FOLDER = there(folder=True)
_FILE = there(folder=False)


@click.group(cls=DutchGroup, short_help="Maak de meegeleverde modellen opnieuw.")
def train() -> None:
    """Maak de meegeleverde modellen opnieuw.

    \b
    Voorbeelden:
      gdogh train data -o gecodeerd.jsonl --documents documenten/
      gdogh train coder --data gecodeerd.jsonl -o model
    """


@train.command("data", short_help="Bouw het trainingsbestand uit codes en documenten.")
@click.option(
    "--codes", type=_FILE, default=Path("corpora/coding/codes.csv"), metavar="BESTAND",
    help="Codes met vingerafdrukken; standaard corpora/coding/codes.csv.",
)  # fmt: skip
@click.option(
    "--documents", type=_FOLDER, multiple=True, required=True, metavar="MAP", help="Map met documenten; mag vaker."
)
@click.option("--labels", type=_FOLDER, metavar="MAP", help="Map met units-coded.jsonl en units-uncoded.jsonl.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="BESTAND.jsonl", help="Uitvoer."
)
def train_data(codes: Path, documents: tuple[Path, ...], labels: Path | None, output: Path) -> None:
    """Zoek de gecodeerde zinnen terug in de documenten en schrijf ze met hun codes.

    \b
    Voorbeeld:
      gdogh train data --documents documenten/ -o gecodeerd.jsonl

    \b
    Python:
      analyzer.coding.corpus.training_table([Path("documenten")], load_annotations(path), None)
    """
    from .coding.annotations import load_annotations
    from .coding.corpus import training_table

    annotations = load_annotations(codes)
    table = training_table(documents, annotations, labels)
    table.to_json(output, orient="records", lines=True, force_ascii=False)
    click.echo(
        f"{len(table)} eenheden uit {table['document'].nunique()} documenten geschreven naar {output}.", err=True
    )


@train.command("coder", short_help="Train de classificatie van eenheden.")
@click.option(
    "--data", type=_FILE, required=True, multiple=True, metavar="BESTAND",
    help="Gecodeerde eenheden, van gdogh train data of gdogh annotate import; mag vaker.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="MAP", help="Map voor het model."
)
def train_coder(data: tuple[Path, ...], output: Path) -> None:
    """Train de classificatie die met de regels samen codeert. Meet haar daarna met gdogh evaluate.

    \b
    Voorbeeld:
      gdogh train coder --data gecodeerd.jsonl -o model

    \b
    Python:
      analyzer.coding.training.train(table, Path("models/gdogh_coder"))
    """
    import pandas as pd

    from .coding.assessment import read_coded
    from .coding.training import train as fit_all

    table = pd.concat([read_coded(path) for path in data], ignore_index=True)
    click.echo(f"Trainen op {len(table)} gecodeerde eenheden …", err=True)
    model = fit_all(table, output)
    click.echo(f"{model.version} geschreven naar {output}.", err=True)


@click.command(cls=DutchCommand, short_help="Meet hoe goed de codeur het eens is met menselijke codes.")
@click.option(
    "--data", type=_FILE, required=True, metavar="BESTAND",
    help="Gecodeerde eenheden (JSONL, CSV of Parquet) met id, text, statement, digital, themes, domain, en liefst "
    "document, heading en previous.",
)  # fmt: skip
@click.option(
    "--held-out", type=_FILE, metavar="BESTAND",
    help="Gecodeerde eenheden van documenten die apart worden gehouden en apart gemeten.",
)  # fmt: skip
@click.option(
    "--shipped", is_flag=True, help="Meet de meegeleverde codeur zoals hij is, op eenheden die hij niet kent."
)
@click.option("--fast", is_flag=True, help="Alleen de regels en de beste variant.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="MAP", help="Map voor tabellen en fouten.")
@click.option("--card", type=_FILE, metavar="BESTAND.md", help="Modelkaart waarin de tabellen komen te staan.")
def evaluate(
    data: Path, held_out: Path | None, shipped: bool, fast: bool, output: Path | None, card: Path | None
) -> None:
    """Meet de codeur per code: precisie, dekking, F1 met interval, kalibratie, verwarring en fouten.

    Zonder --shipped wordt de codeur in vijf delen opnieuw getraind en gemeten op documenten die hij niet zag.

    \b
    Voorbeelden:
      gdogh evaluate --data gecodeerd.jsonl -o evaluatie
      gdogh evaluate --data gecodeerd.jsonl --held-out apart.jsonl --fast
      gdogh evaluate --data eigen_codes.csv --shipped

    \b
    Python:
      analyzer.coding.assessment.report(assess(prepare(table)))
    """
    from .codebook import load_codebook
    from .coding.assessment import (
        assess,
        assess_apart,
        assess_shipped,
        both,
        read_coded,
        save_accuracy,
        write,
        write_card,
    )  # fmt: skip
    from .coding.coder import Coder
    from .coding.training import prepare

    table = read_coded(data)
    apart = None
    if shipped and held_out is not None:
        raise click.UsageError("--shipped meet de codeur zoals hij is; --held-out traint opnieuw. Kies een van beide.")
    if shipped:
        book = load_codebook()
        assessment = assess_shipped(table, {"regels": Coder(book, rules_only=True), "codeur": Coder(book)})
    else:
        prepared = prepare(table)
        if held_out is not None:
            click.echo("apart gehouden documenten …", err=True)
            apart = assess_apart(prepared, prepare(read_coded(held_out)))
        assessment = assess(prepared, compare=not fast, progress=_tell_folds)
    click.echo(both(assessment, apart))
    if output is not None:
        write(assessment, output, apart)
    if card is not None:
        write_card(assessment, card, apart)
        save_accuracy(assessment, card.parent)


def _tell_folds(variant: str, done: int, number: int) -> None:
    click.echo(f"{variant}: deel {done} van {number}", err=True)
