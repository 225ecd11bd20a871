"""Commands about corrections that a reader made: ``gdogh corrections …``."""

from __future__ import annotations

from pathlib import Path

import click

from .dutch_click import DutchGroup, one_of, there


@click.group(cls=DutchGroup, short_help="Verwerk correcties uit de leesweergave.")
def corrections() -> None:
    """Verwerk correcties die een lezer in report.html maakte.

    \b
    Voorbeeld:
      gdogh corrections apply uit correcties.csv

    \b
    Python:
      from analyzer.running.corrections import apply_to_folder
    """


@corrections.command("apply", short_help="Zet correcties in de tabellen en score opnieuw.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="MAP")
@click.argument("file", type=there(folder=False), metavar="BESTAND")
@click.option(
    "--lang", type=one_of("nl", "en"), metavar="nl|en", default="nl", help="Taal van het rapport; standaard nl."
)
def apply(folder: Path, file: Path, lang: str) -> int:
    """Zet correcties (CSV of JSONL uit het rapport) in de tabellen, score opnieuw en maak het rapport opnieuw.

    Een code die een lezer goedkeurt of wijzigt, geldt daarna als zeker.

    \b
    Voorbeelden:
      gdogh corrections apply uit correcties.csv
      gdogh corrections apply uit correcties.jsonl --lang en

    \b
    Python:
      from analyzer.running.corrections import apply_to_folder
      apply_to_folder(Path("uit"), Path("correcties.csv"))
    """
    from .reporting.pagedata import visible
    from .reporting.words import number
    from .running.corrections import apply_to_folder

    outcome = apply_to_folder(folder, file, lang=lang)
    click.echo(f"{outcome.changed} gewijzigd, {outcome.accepted} akkoord.")
    for row in outcome.scores.to_dict("records"):
        name = visible(row["title"]) or row["document_id"]
        click.echo(
            f"{name}: {number(row['score_before'])} ({row['level_before']}) → {number(row['score_after'])} ({row['level_after']})"
        )
    if outcome.unknown:
        click.echo(f"{len(outcome.unknown)} zinnen staan niet in deze map: {', '.join(outcome.unknown[:5])}", err=True)
    return 1 if outcome.unknown else 0
