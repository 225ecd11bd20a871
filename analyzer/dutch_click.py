"""Click in Dutch: headings of help, messages about wrong use, and errors as one line instead of a traceback."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from .errors import GdoghError

EXIT_USAGE, EXIT_INTERRUPTED = 2, 130
_HELP_NAMES = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def whole(least: int | None = None) -> Callable[[str], int]:
    """Type of an option that takes a whole number.

    Parameters
    ----------
    least : int, optional
        The smallest number allowed.

    Returns
    -------
    callable
        From what was typed to the number.
    """

    def convert(value: str) -> int:
        try:
            number = int(value)
        except ValueError:
            raise click.BadParameter(f"{value!r} is geen heel getal.") from None
        if least is not None and number < least:
            raise click.BadParameter(f"{value} is te klein; kies ten minste {least}.")
        return number

    return convert


def one_of(*words: str) -> Callable[[str], str]:
    """Type of an option that takes one of a few words.

    Parameters
    ----------
    *words : str
        What may be chosen.

    Returns
    -------
    callable
        From what was typed to the same word.
    """

    def convert(value: str) -> str:
        if value not in words:
            raise click.BadParameter(f"{value!r} is geen keus; kies uit {', '.join(words)}.")
        return value

    return convert


def there(*, folder: bool) -> Callable[[str], Path]:
    """Type of an option that takes a file or folder that exists.

    Parameters
    ----------
    folder : bool
        Whether it is a folder.

    Returns
    -------
    callable
        From what was typed to the path.
    """

    def convert(value: str) -> Path:
        path, what = Path(value), "map" if folder else "bestand"
        if not path.exists():
            raise click.BadParameter(f"{value!r} bestaat niet.")
        if path.is_dir() != folder:
            raise click.BadParameter(f"{value!r} is geen {what}.")
        return path

    return convert


class DutchCommand(click.Command):
    """A command whose help is Dutch."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        settings.setdefault("options_metavar", "[OPTIES]")
        settings["context_settings"] = _HELP_NAMES | (settings.get("context_settings") or {})
        super().__init__(*args, **settings)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the first line of the help."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Gebruik: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        options = [option for option in self.get_params(ctx) if isinstance(option, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section("Opties"):
            formatter.write_dl([(names, text.replace("[required]", "[verplicht]")) for names, text in records])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that shows the help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Toon deze uitleg."
        return option


class DutchGroup(DutchCommand, click.Group):
    """Commands whose help and messages are Dutch and whose errors never reach the user as a traceback."""

    command_class = DutchCommand
    group_class = type

    def __init__(self, *args: Any, **settings: Any) -> None:
        settings.setdefault("subcommand_metavar", "OPDRACHT ...")
        super().__init__(*args, **settings)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands with the first sentence of their help."""
        super().format_options(ctx, formatter)
        room = formatter.width - 6 - max(map(len, self.commands))
        with formatter.section("Opdrachten"):
            formatter.write_dl([(name, self.commands[name].get_short_help_str(room)) for name in self.commands])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they are written."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was asked for."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            ctx.fail(f"de opdracht {args[0]!r} bestaat niet; kies uit {', '.join(self.commands)}.")
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run a command; by itself it ends the program with the exit code that the command gives back."""
        if not standalone_mode:
            return super().main(*args, standalone_mode=False, **extra)  # type: ignore[call-overload]
        _print_anything()
        try:
            code = super().main(*args, standalone_mode=False, **extra)  # type: ignore[call-overload]
        except Exception as error:
            if os.environ.get("GDOGH_DEBUG") == "1" and not isinstance(error, (click.ClickException, click.Abort)):
                raise
            _end(error)
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader that stops early, such as ``head``, is no error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0


def _print_anything() -> None:
    """Let a terminal that lacks a character show a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _end(error: Exception) -> NoReturn:
    """Say what is wrong and leave."""
    code = EXIT_USAGE
    if isinstance(error, click.Abort):
        click.echo("Afgebroken. Wat analyse af heeft, blijft staan; dezelfde opdracht gaat daar verder.", err=True)
        code = EXIT_INTERRUPTED
    elif isinstance(error, click.ClickException):
        if type(error).__name__ == "NoArgsIsHelpError":
            click.echo(error.format_message(), err=True)
            sys.exit(code)
        ctx = getattr(error, "ctx", None)
        click.echo(f"Fout: {_message(error)}", err=True)
        if ctx is not None:
            click.echo(f"Uitleg: {ctx.command_path} --help", err=True)
    elif isinstance(error, GdoghError):
        click.echo(f"Fout: {error}", err=True)
    else:
        click.echo(
            f"Onverwachte fout ({type(error).__name__}: {error}). Draai opnieuw met GDOGH_DEBUG=1 voor de volledige "
            "melding en geef die door aan de makers.",
            err=True,
        )
    sys.exit(code)


def _message(error: click.ClickException) -> str:
    """What click has to say, in Dutch."""
    match error:
        case click.MissingParameter(param=click.Parameter() as param):
            return f"{_label(param)} ontbreekt."
        case click.BadParameter(param=click.Parameter() as param):
            return f"{_label(param)}: {error.message}"
        case click.NoSuchOption(option_name=name, possibilities=near):
            return f"de optie {name} bestaat niet." + (f" Bedoelt u {' of '.join(sorted(near))}?" if near else "")
        case click.BadOptionUsage(option_name=name):
            return f"de optie {name} vraagt {'geen' if 'does not' in error.message else 'een'} waarde."
    extra = re.search(r"unexpected extra arguments? \((.*)\)", error.format_message())
    return f"te veel argumenten: {extra[1]}." if extra else error.format_message()


def _label(param: click.Parameter) -> str:
    return (
        " / ".join(param.opts)
        if isinstance(param, click.Option)
        else param.make_metavar(click.Context(click.Command(None)))
    )
