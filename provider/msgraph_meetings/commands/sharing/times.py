"""The times of a meeting as people read them, in one time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timezone, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgraph_meetings.commands.stacks import clock
from msgraph_meetings.errors import ArgumentError

if TYPE_CHECKING:
    from datetime import datetime

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


@dataclass(frozen=True)
class Times:
    """The times of meetings in words.

    Args:
        zone: the time zone; None for this machine's.
        now: the moment to judge by, in ticks.
        within: the span in which an expiry is told, in ticks.
    """

    zone: tzinfo | None
    now: int
    within: int

    def when(self, meeting: Meeting) -> str:
        """Return the time, such as ``Monday 4 January 2027, 10:00 to 10:15 CET``; empty if the meeting has none."""
        start, end = self._moment(meeting.start), self._moment(meeting.end)
        if start is None or end is None:
            return ""
        until = f"{end:%H:%M}" if start.date() == end.date() else f"{_day(end)}, {end:%H:%M}"
        return f"{_day(start)}, {start:%H:%M} to {until} {end:%Z}"

    def expiry(self, meeting: Meeting) -> str:
        """Return a sentence about an expiry that is near; empty for others."""
        expiry = meeting.expiry if meeting.expires_within(self.now, self.within) else None
        moment = self._moment(expiry.at) if expiry else None
        if expiry is None or moment is None:
            return ""
        verb = "Expired" if expiry.at <= self.now else "Expires"
        estimated = " (estimated)" if expiry.estimated else ""
        return f"{verb} on {_day(moment)}, {moment:%H:%M %Z}{estimated}"

    def _moment(self, ticks: int | None) -> datetime | None:
        return None if ticks is None else clock.moment_of(ticks, self.zone)


def _day(moment: datetime) -> str:
    return f"{moment:%A} {moment.day} {moment:%B %Y}"
