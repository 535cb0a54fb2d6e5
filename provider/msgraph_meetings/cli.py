"""The command line `msgraph-meetings`. Each command is in the package that it is about."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

_NOT_INSTALLED = "The emulator is not installed. Install it with: pip install 'msgraph-meetings[emulator]'"


def main() -> None:
    """Run the command line; if its libraries are missing, say how to install them."""
    try:
        _commands()(prog_name="msgraph-meetings")
    except ModuleNotFoundError as problem:
        if problem.name not in ("click", "msal_extensions", "rich"):
            raise
        sys.stderr.write(
            "The command line needs more libraries. Install them with: pip install 'msgraph-meetings[cli]'\n"
        )
        sys.exit(2)


def _commands() -> click.Group:
    import click  # noqa: PLC0415  (an extra)

    from msgraph_meetings.auth import commands as signing_in  # noqa: PLC0415
    from msgraph_meetings.commands.group import Commands  # noqa: PLC0415
    from msgraph_meetings.doctor.command import doctor  # noqa: PLC0415
    from msgraph_meetings.probe.command import probe  # noqa: PLC0415

    @click.group(cls=Commands)
    @click.version_option(package_name="msgraph-meetings")
    def commands() -> None:
        """Microsoft Teams online meetings as Pulumi resources."""

    for command in (doctor, probe, _emulator(), *signing_in.COMMANDS):
        commands.add_command(command)
    return commands


def _emulator() -> click.Command:
    """Return the emulator's command, or one that says how to install it."""
    import click  # noqa: PLC0415  (an extra)

    try:
        from msgraph_meetings_emulator.run.command import emulator  # noqa: PLC0415  (a distribution of its own)
    except ModuleNotFoundError:
        return click.Command("emulator", callback=_say_not_installed, help=_NOT_INSTALLED, add_help_option=False)
    return emulator


def _say_not_installed() -> None:
    sys.stderr.write(f"{_NOT_INSTALLED}\n")
    sys.exit(2)
