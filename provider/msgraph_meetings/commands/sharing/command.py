"""The command `share`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from msgraph_meetings.commands.listing.entries import json_text
from msgraph_meetings.commands.options import now_option, source_options, within_option
from msgraph_meetings.commands.running import DONE, FAILED, Progress, ends_plainly
from msgraph_meetings.commands.sharing.ics import calendar, fits
from msgraph_meetings.commands.sharing.markdown import markdown
from msgraph_meetings.commands.sharing.page import page
from msgraph_meetings.commands.sharing.times import Times, zone_of
from msgraph_meetings.commands.stacks.meeting import next_first
from msgraph_meetings.commands.stacks.reading import meetings_of
from msgraph_meetings.errors import ArgumentError
from msgraph_meetings.model import instants

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msgraph_meetings.commands.stacks.meeting import Meeting
    from msgraph_meetings.commands.stacks.source import Source

_FORMATS = ("html", "ics", "json", "markdown")
_BY_ENDING = {".htm": "html", ".html": "html", ".ics": "ics", ".json": "json", ".md": "markdown"}


@click.command()
@source_options(argument=True)
@click.option("--to", "form", type=click.Choice(_FORMATS), help="The form; by default the one that --out ends with.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write this file, not standard output.")
@click.option("--only", multiple=True, metavar="NAME", help="Share this resource only; may be repeated.")
@click.option("--ended", is_flag=True, help="Also share meetings that have ended.")
@click.option("--title", default="Meetings", show_default=True, help="The heading of a page.")
@click.option("--timezone", metavar="ZONE", help="An IANA name for a page's times; by default this machine's.")
@click.option("--no-qr", is_flag=True, help="Leave the QR codes out of a page.")
@within_option
@now_option
@ends_plainly
def share(  # noqa: PLR0913  (one for each option)
    *,
    source: Source,
    form: str | None,
    out: Path | None,
    only: tuple[str, ...],
    title: str,
    timezone: str | None,
    within: int,
    now: int | None,
    ended: bool,
    no_qr: bool,
) -> int:
    """Write a stack's links for the people who join.

    The forms are a calendar file (ics), one static page (html), Markdown and JSON. Passcodes are left out unless
    --passcodes is given. The exit code is 3 if there is no link to share.
    """
    form = _form(form, out)
    now = instants.now() if now is None else now
    with Progress(f"Reading {source}"):
        meetings = _chosen(meetings_of(source), only, source)
    shared = [one for one in next_first(meetings, now) if ended or one.status(now) not in ("ended", "expired")]
    shared = [one for one in shared if _is_shareable(one, form)]
    if not shared:
        click.echo(f"Error: {_nothing(meetings, source)}", err=True)
        return FAILED
    times = Times(zone_of(timezone), now, within)
    made = {
        "html": lambda: page(shared, title, times, codes=not no_qr),
        "ics": lambda: calendar(shared),
        "json": lambda: json_text(shared, now, within) + "\n",
        "markdown": lambda: markdown(shared, title, times),
    }
    _write(made[form](), out)
    return DONE


def _form(form: str | None, out: Path | None) -> str:
    found = form or (_BY_ENDING.get(out.suffix.lower()) if out else None)
    if found is None:
        raise click.UsageError(f"Choose a form with --to: {', '.join(_FORMATS)}.")
    return found


def _chosen(meetings: list[Meeting], only: Sequence[str], source: Source) -> list[Meeting]:
    names = {meeting.name for meeting in meetings}
    for name in only:
        if name not in names:
            raise ArgumentError(
                f"There is no meeting {name!r} in {source}.", fix=f"It has: {', '.join(sorted(names))}."
            )
    return [meeting for meeting in meetings if not only or meeting.name in only]


def _is_shareable(meeting: Meeting, form: str) -> bool:
    """Return True if the form can hold the meeting; say on standard error why not."""
    if not meeting.link:
        secret = "joinWebUrl" in meeting.hidden
        why = "its join URL is a secret; --show-secrets shares it" if secret else "it has no join URL"
    elif form == "ics" and not fits(meeting):
        why = "it has no start, and a calendar needs one"
    else:
        return True
    click.echo(f"Not shared: {meeting.name}, because {why}.", err=True)
    return False


def _nothing(meetings: list[Meeting], source: Source) -> str:
    if meetings:
        return f"No meeting of {source} can be shared: add --ended for those that have ended."
    return (
        f"There are no meetings in {source}. Values that are secrets are not read: write the file with --show-secrets"
        " if the links are secrets."
    )


def _write(text: str, out: Path | None) -> None:
    data = text.encode("utf-8", "replace")  # as they are: a calendar's lines end with CR and LF on every system
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        raise ArgumentError(f"Cannot write {out}.", f"{error.strerror}.", "Name another file with --out.") from None
    click.echo(f"Wrote {out}.", err=True)
