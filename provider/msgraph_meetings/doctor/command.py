"""The command `msgraph-meetings doctor`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from msgraph_meetings.doctor.streams import never_fail_to_print
from msgraph_meetings.errors import ArgumentError

_CHECK_FAILED = 1
_INTERRUPTED = 130


@click.command()
@click.option("--stack", metavar="NAME", help="Also read the configuration of this Pulumi stack.")
@click.option(
    "--cwd",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the Pulumi project, for --stack.",
)
@click.option("--user-id", metavar="ID", help="Check this organizer instead of the configured userId.")
@click.option("--create", is_flag=True, help="Create, change and delete a test meeting, after asking.")
@click.option("--yes", is_flag=True, help="Do not ask before --create.")
@click.option("--json", "as_object", is_flag=True, help="Print one JSON object.")
def doctor(  # noqa: PLR0913  (one for each option)
    stack: str | None, folder: Path | None, user_id: str | None, *, create: bool, yes: bool, as_object: bool
) -> None:
    """Check settings, sign-in, network and permissions.

    Each failed check says what to do. The command changes nothing in Teams unless --create is given. The exit code is
    0 if no check failed, 1 if one failed, and 2 if the command line is wrong.
    """
    _refuse_loose_options(stack, folder, create=create, yes=yes)
    never_fail_to_print()
    try:
        # This import takes a quarter of a second, which other commands should not wait for.
        from msgraph_meetings.doctor.case import Asked  # noqa: PLC0415
        from msgraph_meetings.doctor.printing import print_json, print_lines  # noqa: PLC0415

        asked = Asked(os.environ, stack, folder, user_id, create, (lambda _question: True) if yes else _agreed)
        healthy = print_json(asked) if as_object else print_lines(asked)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    sys.exit(0 if healthy else _CHECK_FAILED)


def _refuse_loose_options(stack: str | None, folder: Path | None, *, create: bool, yes: bool) -> None:
    if folder is not None and stack is None:
        raise click.UsageError("--cwd needs --stack NAME.")
    if yes and not create:
        raise click.UsageError("--yes needs --create.")


def _agreed(question: str) -> bool:
    """Return the person's answer.

    Raises:
        ArgumentError: the input is not a terminal.
    """
    try:
        return click.confirm(question, err=True)
    except click.Abort:  # Ctrl-C, or the end of the input
        if sys.stdin.isatty():
            raise KeyboardInterrupt from None
        click.echo(err=True)
        raise ArgumentError(
            "--create asks before it starts, and there was no answer.", fix="Add --yes in a pipeline."
        ) from None
