"""The command that makes a reference corpus of one's own collection: ``gdogh corpus reference``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from .dutch_click import DutchCommand, there, whole


@click.command("reference", cls=DutchCommand, short_help="Maak van uw eigen verzameling een referentie.")
@click.option("--build", "folder", type=there(folder=True), metavar="MAP", help="Map met documenten.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("referentie"), metavar="MAP",
    help="Map voor reference.json; standaard referentie.",
)  # fmt: skip
@click.option("--since", type=whole(1800), metavar="JAAR", help="Percentielen over documenten vanaf dit jaar.")
@click.option("--jobs", type=whole(1), metavar="N", help="Aantal processen.")
def reference(folder: Path | None, output: Path, since: int | None, jobs: int | None) -> None:
    """Maak van uw eigen verzameling een referentie, of toon (zonder --build) welke er nu is.

    In de referentie staan alleen scores en verdelingen, geen tekst. Zet daarna GDOGH_REFERENCE op de map, dan gaan de
    percentielen over uw eigen verzameling.

    \b
    Voorbeelden:
      gdogh corpus reference
      gdogh corpus reference --build akkoorden/ -o referentie/

    \b
    Python:
      analyzer.scoring.reference.build_reference(analyzer.analyse_many(["akkoorden/"]).documents)
    """
    from .scoring.reference import build_reference, load_reference

    if folder is None:
        _show(load_reference())
        return
    from . import analyse_many

    corpus = analyse_many([folder], jobs=jobs)
    try:
        made = build_reference(corpus.documents, since=since)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    output.mkdir(parents=True, exist_ok=True)
    target = output / "reference.json"
    part = target.with_suffix(".part")
    part.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(target)
    click.echo(f"{made['number']} documenten in {target}. Gebruik: GDOGH_REFERENCE={output}", err=True)
    if len(corpus.failures):
        click.echo(f"{len(corpus.failures)} bestanden konden niet worden gelezen.", err=True)
        click.get_current_context().exit(1)


def _show(data: dict[str, object]) -> None:
    groups = data.get("groups")
    if not isinstance(groups, dict):
        raise click.UsageError("Er is geen referentie; maak er een met --build MAP.")
    for name, group in groups.items():
        middle = group["quantiles"]["score"]
        click.echo(f"{name}: {group['number']} documenten, mediaan {middle['0.5']:.0f}, "
                   f"middelste helft {middle['0.25']:.0f}–{middle['0.75']:.0f}")  # fmt: skip
