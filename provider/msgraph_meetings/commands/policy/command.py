"""The command `policy`."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from msgraph_meetings.commands.options import source_options
from msgraph_meetings.commands.policy.script import AccessPolicy
from msgraph_meetings.commands.running import DONE, Progress, ends_plainly
from msgraph_meetings.commands.stacks.reading import meetings_of
from msgraph_meetings.commands.stacks.source import STANDARD_INPUT
from msgraph_meetings.errors import ArgumentError
from msgraph_meetings.model.unknowns import object_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msgraph_meetings.commands.stacks.meeting import Meeting
    from msgraph_meetings.commands.stacks.source import Source

_BETWEEN = re.compile(r"[,;\s]+")


@click.command()
@source_options(argument=True)
@click.option(
    "--organizers",
    multiple=True,
    metavar="IDS",
    help="Object ids or user principal names, separated by commas, instead of a stack; - is standard input.",
)
@click.option(
    "--group", "groups", multiple=True, metavar="ID", help="Grant to this group, instead of to each organizer."
)
@click.option("--app", "apps", multiple=True, metavar="ID", help="The app's client id; by default the configured one.")
@click.option("--name", default="msgraph-meetings", show_default=True, help="The policy's name.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write this file, not standard output.")
@ends_plainly
def policy(  # noqa: PLR0913  (one for each option)
    *,
    source: Source,
    organizers: tuple[str, ...],
    groups: tuple[str, ...],
    apps: tuple[str, ...],
    name: str,
    out: Path | None,
) -> int:
    """Print PowerShell for the access policy of all organizers.

    The script creates or extends an application access policy and grants it to every organizer of the stack, or to a
    group. It can be run again, and has the actions Grant, Check and Undo, and -WhatIf. A Teams administrator runs it
    after Connect-MicrosoftTeams. This command changes nothing.
    """
    if (organizers or groups) and (source.stack or source.file):
        raise click.UsageError("Use a stack, or --organizers and --group.")
    people = _distinct(part for text in organizers for part in _BETWEEN.split(_given(text)) if part)
    listed = bool(organizers or groups)  # an empty list, as of an empty variable, does not mean the selected stack
    meetings = [] if listed else _read(source)
    hidden = [meeting.name for meeting in meetings if meeting.organizer_is_hidden]
    if hidden:
        raise ArgumentError(
            f"The organizer of {hidden[0]} is a secret of the stack.",
            fix="Add --show-secrets: the script then has the organizer's id in clear.",
        )
    wanted = AccessPolicy(
        name,
        apps or _configured_app(None if listed else source),
        people or _distinct(meeting.organizer for meeting in meetings if meeting.organizer),
        groups,
        _tenant(meetings),
        f"Organizers: {'the command line' if listed else source}.",
    )
    _write(wanted.script(), out)
    return DONE


def _given(text: str) -> str:
    return sys.stdin.read() if text == STANDARD_INPUT else text


def _read(source: Source) -> list[Meeting]:
    with Progress(f"Reading {source}"):
        return meetings_of(source)


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values in their order, each once; case has no meaning."""
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(value.lower(), value)
    return tuple(found.values())


def _configured_app(source: Source | None) -> tuple[str, ...]:
    """Return the app of the stack's configuration, or of the environment."""
    from msgraph_meetings.config.reading import read_settings  # noqa: PLC0415

    settings = source.settings(os.environ) if source else read_settings(lambda _: None, os.environ)
    return (settings.client_id,) if settings.client_id else ()


def _tenant(meetings: list[Meeting]) -> str:
    """Return the tenant of the organizers, if all of them are in one."""
    tenants = {str(object_in(meeting.properties, "organizer").get("tenantId") or "").lower() for meeting in meetings}
    return tenants.pop() if len(tenants) == 1 else ""


def _write(text: str, out: Path | None) -> None:
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="ascii", newline="\n")
    except OSError as error:
        raise ArgumentError(f"Cannot write {out}.", f"{error.strerror}.", "Name another file with --out.") from None
    click.echo(f"Wrote {out}.", err=True)
