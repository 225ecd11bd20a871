"""The command that trains and measures the Dutch pipeline that ships: ``gdogh train pipeline``."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from .dutch_click import DutchCommand, there, whole


@click.command("pipeline", cls=DutchCommand, short_help="Train of meet de Nederlandse pipeline.")
@click.option(
    "--data", type=there(folder=True), required=True, metavar="MAP", help="Map met boombanken (CoNLL-U): train en dev."
)
@click.option(
    "--texts", type=there(folder=True), metavar="MAP",
    help="Map met .txt-bestanden voor nieuwe subwoordvectoren; standaard blijven die van de meegeleverde pipeline.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("models/nl_gdogh"), metavar="MAP",
    help="Map voor de pipeline; standaard models/nl_gdogh.",
)  # fmt: skip
@click.option("--seed", type=whole(), default=0, metavar="N", help="Startgetal; standaard 0.")
@click.option("--steps", type=whole(1), metavar="N", help="Trainingsstappen; standaard die van de configuratie.")
@click.option(
    "--witness-steps", type=whole(1), default=4000, metavar="N",
    help="Stappen van de eerste pipeline, die de oudere boombank helpt gelijktrekken; standaard 4000.",
)  # fmt: skip
@click.option("--config", type=there(folder=False), metavar="BESTAND.cfg", help="Andere configuratie voor spaCy.")
@click.option("--measure", metavar="NAAM|MAP", help="Train niet, maar meet deze pipeline op de dev-sets.")
@click.option(
    "--card", type=there(folder=False), metavar="BESTAND.md", help="Bij --measure: modelkaart waarin de tabel komt."
)
def pipeline(
    data: Path, texts: Path | None, output: Path, seed: int, steps: int | None, witness_steps: int,
    config: Path | None, measure: str | None, card: Path | None,
) -> None:  # fmt: skip
    """Train de Nederlandse pipeline uit boombanken, meet haar op de dev-sets en schrijf haar modelkaart.

    Reken op ruim een uur op één processor. De extra "train" moet geïnstalleerd zijn: pip install "gdogh[train]".

    \b
    Voorbeelden:
      gdogh train pipeline --data ../shared/ud
      gdogh train pipeline --data ../shared/ud --texts teksten/ -o model --steps 300 --witness-steps 200
      gdogh train pipeline --data ../shared/ud --measure nl_core_news_sm

    \b
    Python:
      analyzer.language.training.train_pipeline(Path("../shared/ud"), Path("models/nl_gdogh"))
    """
    if measure is not None:
        _measure(measure, data, card)
        return
    from .language.evaluation import score_table
    from .language.training import train_pipeline

    logging.basicConfig(format="%(message)s")  # to stderr
    logging.getLogger("analyzer.language").setLevel(logging.INFO)
    results = train_pipeline(
        data, output, texts=texts, config=config, seed=seed, steps=steps, witness_steps=witness_steps
    )
    click.echo(score_table(results["scores"]))
    click.echo(f"Geschreven naar {output}.", err=True)


def _measure(name: str, data: Path, card: Path | None) -> None:
    from .language.evaluation import evaluate_pipeline, score_table, update_card

    results = evaluate_pipeline(name, data)
    click.echo(score_table(results["scores"]))
    if card is not None:
        update_card(card, results)
        click.echo(f"Tabel geschreven in {card}.", err=True)
