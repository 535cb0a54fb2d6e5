"""The command `msgraph-meetings emulator env`: prints the variables that point a program at a running emulator."""

from __future__ import annotations

import os
from pathlib import Path

import click

from msgraph_meetings_emulator.client.connection import Connection
from msgraph_meetings_emulator.client.description import Description
from msgraph_meetings_emulator.client.shells import SHELLS, in_json


class _Running(Connection):
    """The emulator that wrote a ready file."""

    def __init__(self, description: Description) -> None:
        self._description = description

    def answers(self) -> bool:
        """Return True if the emulator still runs."""
        try:
            return bool(self._ask("GET", "health")["status"] == "ok")
        except (OSError, ValueError, KeyError):
            return False


@click.command()
@click.option(
    "--ready-file",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File that the running emulator wrote; start it with the same option.",
)
@click.option(
    "--shell",
    type=click.Choice([*SHELLS, "json"]),
    default="bash",
    show_default=True,
    help="Syntax of the output; bash is also for sh and zsh.",
)
def env(*, ready_file: Path, shell: str) -> None:
    """Print the variables that point a program at a running emulator.

    \b
    # In one terminal:
    msgraph-meetings emulator --ready-file emulator.json

    \b
    # In another, with sh, bash or zsh:
    eval "$(msgraph-meetings emulator env --ready-file emulator.json)"

    \b
    # In fish:
    msgraph-meetings emulator env --ready-file emulator.json --shell fish | source

    \b
    # In PowerShell:
    msgraph-meetings emulator env --ready-file emulator.json --shell powershell |
      Out-String | iex

    \b
    # For a .env file:
    msgraph-meetings emulator env --ready-file emulator.json --shell dotenv > .env

    The output also unsets variables of this shell that point at another service or belong to a real tenant.
    """  # noqa: D301  (click's mark for text that is not wrapped)
    description = _described(ready_file)
    variables = description.environment(os.environ)
    if shell == "json":
        click.echo(in_json(variables))
    else:
        click.echo(SHELLS[shell].lines(variables, description.contradicted() & os.environ.keys()))


def _described(ready_file: Path) -> Description:
    try:
        description = Description.from_json(ready_file.read_text(encoding="utf-8"))
    except OSError as problem:
        hint = f"Start the emulator with --ready-file {ready_file} first."
        raise click.ClickException(f"{ready_file} cannot be read: {problem.strerror}.\n{hint}") from problem
    except (ValueError, KeyError, TypeError) as problem:
        raise click.ClickException(f"{ready_file} is not a ready file of the emulator.") from problem
    if not _Running(description).answers():
        hint = "The emulator that wrote this file has stopped: start it again."
        raise click.ClickException(f"No emulator answers at {description.endpoint} (from {ready_file}).\n{hint}")
    return description
