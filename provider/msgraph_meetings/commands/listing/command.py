"""The commands `list`, `show` and `expiring`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from msgraph_meetings.commands.listing.entries import json_text
from msgraph_meetings.commands.listing.table import Table
from msgraph_meetings.commands.options import json_option, now_option, source_options, span, within_option
from msgraph_meetings.commands.running import DONE, FAILED, FOUND, Lines, Progress, ends_plainly
from msgraph_meetings.commands.stacks.meeting import next_first
from msgraph_meetings.commands.stacks.reading import meetings_of
from msgraph_meetings.errors import ArgumentError
from msgraph_meetings.model import instants

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msgraph_meetings.commands.listing.drift import Drift
    from msgraph_meetings.commands.stacks.meeting import Meeting
    from msgraph_meetings.commands.stacks.source import Source

_drift_option = click.option("--drift", "with_drift", is_flag=True, help="Compare each meeting with the service.")


@click.command("list")
@source_options(argument=True)
@_drift_option
@within_option
@now_option
@json_option
@ends_plainly
def list_(source: Source, within: int, now: int | None, *, with_drift: bool, as_json: bool) -> int:
    """List a stack's meetings, the next one first.

    Ended meetings are marked, and those that expire soon. The exit code is 0; with --drift it is 1 if a meeting
    differs on the service or is gone, and 3 if one could not be compared.
    """
    meetings = _read(source)
    if not meetings and not as_json:
        click.echo(f"There are no meetings in {source}.", err=True)
        return DONE
    return _print(source, meetings, now, within, with_drift=with_drift, as_object=as_json, whole=False)


@click.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
@source_options(argument=False)
@_drift_option
@within_option
@now_option
@json_option
@ends_plainly
def show(  # noqa: PLR0913  (one for each option)
    names: tuple[str, ...], source: Source, within: int, now: int | None, *, with_drift: bool, as_json: bool
) -> int:
    """Show a stack's meetings with their links.

    NAME is a resource's name; without one, all are shown. The exit codes are those of `list`.
    """
    meetings = _named(_read(source), names, source)
    return _print(source, meetings, now, within, with_drift=with_drift, as_object=as_json, whole=True)


@click.command()
@source_options(argument=True)
@click.option(
    "--within",
    callback=span,
    default="14d",
    show_default=True,
    metavar="SPAN",
    help="The span, such as 36h, 14d or 2w.",
)
@now_option
@json_option
@ends_plainly
def expiring(source: Source, within: int, now: int | None, *, as_json: bool) -> int:
    """List the meetings that expire soon or have expired.

    A meeting expires 60 days after its end, or after its start if it has no end. Where the state has the service's own
    expiryDateTime, that counts. For pipelines, the exit code is 1 if there is such a meeting, 3 if the expiry of one is
    not known, else 0.
    """
    now = instants.now() if now is None else now
    read = _read(source)
    unknown = [meeting.name for meeting in read if meeting.expiry is None]
    meetings = [meeting for meeting in read if meeting.expires_within(now, within)]
    meetings.sort(key=lambda meeting: (meeting.expiry.at if meeting.expiry else 0, meeting.name))
    if as_json:
        click.echo(_object(source, meetings, now, within, None))
    elif meetings:
        Table(Lines(), now, within).overview(meetings)
    elif not unknown:
        click.echo("No meeting expires in that span.", err=True)
    if unknown:
        click.echo(f"The expiry is not known, because no time is: {', '.join(unknown)}.", err=True)
    return FOUND if meetings else FAILED if unknown else DONE


def _read(source: Source) -> list[Meeting]:
    with Progress(f"Reading {source}"):
        return meetings_of(source)


def _named(meetings: list[Meeting], names: Sequence[str], source: Source) -> list[Meeting]:
    """Return the meetings of these names, or all.

    Raises:
        ArgumentError: there is no meeting of a name.
    """
    known = {meeting.name for meeting in meetings}
    missing = [name for name in names if name not in known]
    if missing or not known:
        raise ArgumentError(
            f"There is no meeting {missing[0]!r} in {source}." if missing else f"There are no meetings in {source}.",
            fix=f"Its meetings are: {', '.join(sorted(known))}." if known else "",
        )
    return [meeting for meeting in meetings if not names or meeting.name in names]


def _print(  # noqa: PLR0913  (the options)
    source: Source,
    meetings: list[Meeting],
    now: int | None,
    within: int,
    *,
    with_drift: bool,
    as_object: bool,
    whole: bool,
) -> int:
    now = instants.now() if now is None else now
    meetings = next_first(meetings, now)
    drift = _drift(source, meetings) if with_drift else None
    if as_object:
        click.echo(_object(source, meetings, now, within, drift))
    elif whole:
        table = Table(Lines(), now, within, drift)
        for number, meeting in enumerate(meetings):
            if number:
                click.echo()
            table.show(meeting)
    else:
        Table(Lines(), now, within, drift).overview(meetings)
    return _code(drift)


def _object(source: Source, meetings: list[Meeting], now: int, within: int, drift: dict[str, Drift] | None) -> str:
    return json_text(meetings, now, within, drift, source=str(source))


def _drift(source: Source, meetings: list[Meeting]) -> dict[str, Drift]:
    if any(not meeting.urn for meeting in meetings):
        raise ArgumentError(
            "--drift needs a state.",
            f"Stack outputs, such as those of {source}, do not have the ids of the meetings.",
            "Use `pulumi stack export`, or name the stack.",
        )
    from msgraph_meetings.commands.listing.drift import drift_of  # noqa: PLC0415  (a quarter of a second)

    with Progress("Comparing with the service") as progress:
        return drift_of(
            meetings,
            source.settings(os.environ),
            lambda done: progress.say(f"Comparing with the service: {done} of {len(meetings)}"),
        )


def _code(drift: dict[str, Drift] | None) -> int:
    outcomes = {one.outcome for one in (drift or {}).values()}
    if "unknown" in outcomes:
        return FAILED
    return FOUND if outcomes & {"changed", "gone"} else DONE
