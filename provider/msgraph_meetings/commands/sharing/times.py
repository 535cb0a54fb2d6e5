"""The times of a meeting as people read them, in one time zone."""

from __future__ import annotations

from datetime import timezone, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgraph_meetings.commands.stacks import clock
from msgraph_meetings.errors import ArgumentError

if TYPE_CHECKING:
    from msgraph_meetings.commands.stacks.meeting import Meeting


def zone_of(name: str | None) -> tzinfo | None:
    """Return a time zone by its IANA name; None, this machine's, without a name.

    Raises:
        ArgumentError: this machine does not know the name.
    """
    if name is None:
        return None
    if name.upper() in ("UTC", "Z"):
        return timezone.utc
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ArgumentError(
            f"This machine does not know the time zone {name!r}.",
            "It is not an IANA name such as Europe/Vienna, or the machine has no table of time zones.",
            "Correct the name, or install the table with: pip install tzdata",
        ) from None


def in_words(meeting: Meeting, zone: tzinfo | None) -> str:
    """Return the time, such as ``Monday 4 January 2027, 10:00 to 10:15 CET``; empty if the meeting has none."""
    start, end = (clock.moment_of(ticks, zone) if ticks is not None else None for ticks in (meeting.start, meeting.end))
    if start is None or end is None:
        return ""
    day = f"{start:%A} {start.day} {start:%B %Y}"
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%A} {end.day} {end:%B %Y}, {end:%H:%M}"
    return f"{day}, {start:%H:%M} to {until} {end:%Z}"
