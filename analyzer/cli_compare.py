"""The difference between two documents or two years: ``gdogh compare``."""

from __future__ import annotations

from pathlib import Path

import click

from .dutch_click import DutchCommand, whole

_PATH = click.Path(path_type=Path)


@click.command(cls=DutchCommand, short_help="Wat verschilt, en is dat meer dan toeval?")
@click.argument("targets", nargs=-1, required=True, type=_PATH, metavar="DOEL...")
@click.option("--years", nargs=2, type=whole(1800), metavar="JAAR JAAR", help="Van één uitvoermap: deze twee jaren.")
@click.option(
    "--documents",
    nargs=2,
    metavar="A B",
    help="Van één uitvoermap: deze twee, met id, bestandsnaam of deel van de titel.",
)
@click.option("--kind", metavar="SOORT", help="Alleen documenten van deze soort, zoals coalitieakkoord.")
@click.option("--organisation", metavar="NAAM", help="Alleen documenten van deze organisatie.")
@click.option("-n", "--limit", type=whole(0), metavar="N", default=5, help="Hoeveel zinnen per soort; standaard 5.")
@click.option("--seed", type=whole(0), default=0, metavar="N", help="Startgetal van de intervallen; standaard 0.")
@click.option("--codebook", metavar="BESTAND", help="Ander codeboek (YAML).")
@click.option(
    "-o", "--output", type=_PATH, metavar="UITVOER",
    help="BESTAND.csv (verschillen), BESTAND.json (alles) of een map (verschillen.csv, zinnen.csv, vergelijking.json).",
)  # fmt: skip
def compare(
    targets: tuple[Path, ...],
    years: tuple[int, int] | None,
    documents: tuple[str, str] | None,
    kind: str | None,
    organisation: str | None,
    limit: int,
    seed: int,
    codebook: str | None,
    output: Path | None,
) -> None:
    """Vergelijk twee documenten, twee uitvoermappen, of twee jaren of documenten uit één uitvoermap.

    Per score, indicator, kopje, thema en beleidsveld: eerst, dan, het verschil met 90%-interval en of het meer is dan
    toeval. Bij twee documenten ook welke digitale zinnen erbij kwamen en verdwenen.

    \b
    Voorbeelden:
      gdogh compare akkoord-2018.pdf akkoord-2022.pdf
      gdogh compare uit --years 2018 2022 --kind coalitieakkoord
      gdogh compare uit --documents hesselrode veenderhout -o verschil.csv

    \b
    Python:
      analyzer.compare("akkoord-2018.pdf", "akkoord-2022.pdf")
    """
    from .reporting.compared import print_comparison
    from .reporting.files import write_csv, write_json
    from .reporting.terminal import console
    from .running.comparing import compare_targets, unlike

    made = compare_targets(
        targets, years=years or None, documents=documents or None, kind=kind, organisation=organisation,
        codebook=codebook, seed=seed,
    )  # fmt: skip
    if said := unlike(made):
        click.echo(f"Let op: {said}", err=True)
    if output is None:
        print_comparison(made, limit=limit, out=console())
        return
    written = [output]
    if output.suffix == ".json":
        write_json(output, made.to_dict())
    elif output.suffix == ".csv":
        write_csv(output, made.differences)
    else:
        written = [output / name for name in ("verschillen.csv", "zinnen.csv", "vergelijking.json")]
        write_csv(written[0], made.differences)
        write_csv(written[1], made.sentences)
        write_json(written[2], made.to_dict())
    for path in written:
        click.echo(str(path))
