"""The command `msgraph-meetings doctor`."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from msgraph_meetings.doctor.case import Asked, Case
from msgraph_meetings.doctor.checks import CHECKS, Walk
from msgraph_meetings.doctor.report import Report, as_json, hider, never_fail_to_print
from msgraph_meetings.errors import ArgumentError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from msgraph_meetings.doctor.checks import Check

_CHECK_FAILED = 1
_INTERRUPTED = 130


@click.command()
@click.option("--stack", metavar="NAME", help="Read this Pulumi stack's configuration too, before the environment.")
@click.option(
    "--cwd",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the Pulumi project, for --stack.",
)
@click.option("--user-id", metavar="ID", help="Look at this organizer instead of the configured userId.")
@click.option("--create", is_flag=True, help="Make, change and delete a throw-away meeting, after asking.")
@click.option("--yes", is_flag=True, help="Do not ask before --create.")
@click.option("--json", "as_object", is_flag=True, help="Print one JSON object.")
def doctor(  # noqa: PLR0913  (one for each option)
    stack: str | None, folder: Path | None, user_id: str | None, *, create: bool, yes: bool, as_object: bool
) -> None:
    """Check, step by step, what stands between this machine and a meeting.

    Settings, sign-in, network, permission, organizer and access policy, each with what to do about it. Nothing is
    changed on the service unless --create is given. The exit code is 0 when all is well, 1 when a check failed, and 2
    when the command is used wrongly.
    """
    _refuse_loose_options(stack, folder, create=create, yes=yes)
    never_fail_to_print()
    asked = Asked(os.environ, stack, folder, user_id, create, (lambda _question: True) if yes else _agreed)
    try:
        healthy = _print_json(asked) if as_object else _print_lines(asked)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    sys.exit(0 if healthy else _CHECK_FAILED)


def _refuse_loose_options(stack: str | None, folder: Path | None, *, create: bool, yes: bool) -> None:
    if folder is not None and stack is None:
        raise click.UsageError("--cwd says where the project of a stack is: give --stack NAME too.")
    if yes and not create:
        raise click.UsageError("--yes answers the question of --create: give that too.")


def _agreed(question: str) -> bool:
    """The person's answer.

    Raises:
        ArgumentError: nobody is there to answer.
    """
    try:
        return click.confirm(question, err=True)
    except click.Abort:  # Ctrl-C, or the end of the input
        if sys.stdin.isatty():
            raise KeyboardInterrupt from None
        click.echo(err=True)
        raise ArgumentError("Nobody answered the question of --create.", fix="Add --yes in a pipeline.") from None


def _print_json(asked: Asked) -> bool:
    case = Case(replace(asked, tell=lambda _severity, text: click.echo(text, err=True)))
    walk = Walk(case)
    results = [(check, walk.finding(check)) for check in CHECKS]
    click.echo(as_json(results, hider(case.secrets)))
    return all(finding.status != "failed" for _, finding in results)


def _print_lines(asked: Asked) -> bool:
    console = Console(highlight=False)
    case = Case(replace(asked, tell=lambda _severity, text: report.say(text)))
    report = Report(console, hider(case.secrets))
    walk = Walk(case)
    report.head()
    for check in CHECKS:
        with _waiting(console, check, asked):
            finding = walk.finding(check)
        report.add(check, finding)
    report.end()
    return report.healthy


def _waiting(console: Console, check: Check, asked: Asked) -> AbstractContextManager[object]:
    """A sign of life, on a terminal only; none while a question may be asked."""
    if check.name == "create" and asked.create:
        return nullcontext()
    return console.status(f"{check.title} ...")
