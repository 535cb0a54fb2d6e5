"""Meetings as lines of a table, and one meeting with all that people need."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.cells import cell_len

from msgraph_meetings.commands.running import Lines, fitted, padded
from msgraph_meetings.commands.stacks import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from msgraph_meetings.commands.listing.drift import Drift
    from msgraph_meetings.commands.stacks.meeting import Meeting

_HEAD = ("NAME", "WHEN", "STATUS", "SUBJECT")
_LONGEST_NAME = 20
_GAP = "  "
_STYLES = {"running": "bold green", "ended": "dim", "expired": "red"}
_SOON = "yellow"
_DRIFT = {"same": "", "changed": "changed on the service", "gone": "gone from the service", "unknown": "not compared"}


class Table:
    """Writes meetings.

    Args:
        lines: writes the lines.
        now: the moment to judge by, in ticks.
        within: the span in which an expiry counts as soon, in ticks.
        drift: the comparison with the service, by URN; empty if it was not asked for.
    """

    def __init__(self, lines: Lines, now: int, within: int, drift: Mapping[str, Drift] | None = None) -> None:
        self._lines = lines
        self._now = now
        self._within = within
        self._drift = drift or {}

    def overview(self, meetings: Sequence[Meeting]) -> None:
        """Write one line for each meeting, and one for each of its differences."""
        rows = [self._row(meeting) for meeting in meetings]
        widths = [max(map(cell_len, column)) for column in zip(_HEAD, *rows, strict=True)][:-1]
        self._write(_HEAD, widths, "bold")
        for meeting, row in zip(meetings, rows, strict=True):
            self._write(row, widths, self._style(meeting))
            for line in self._differences(meeting):
                self._lines.write(f"{_GAP}{line}")

    def _row(self, meeting: Meeting) -> tuple[str, str, str, str]:
        name = fitted(meeting.name, _LONGEST_NAME if self._lines.width else None)
        return name, when(meeting), self._status(meeting), meeting.text("subject")

    def _write(self, cells: Sequence[str], widths: Sequence[int], style: str) -> None:
        line = _GAP.join(padded(cell, width) for cell, width in zip(cells, [*widths, 0], strict=True))
        self._lines.write(fitted(line.rstrip(), self._lines.width), style)

    def show(self, meeting: Meeting) -> None:
        """Write everything about one meeting; links are never broken."""
        self._lines.write(fitted(meeting.title, self._lines.width), "bold")
        for name, text in self._facts(meeting):
            self._lines.write(f"{_GAP}{padded(name, 14)}{text}")
        for line in self._differences(meeting):
            self._lines.write(f"{_GAP}{line}", _SOON)

    def _facts(self, meeting: Meeting) -> Iterator[tuple[str, str]]:
        facts = {
            "name": meeting.name,
            "when": when(meeting),
            "status": self._status(meeting),
            "expires": self._expiry(meeting),
            "link": meeting.link or _hidden(meeting, "joinWebUrl"),
            "meeting id": meeting.text("joinMeetingId"),
            "passcode": meeting.text("passcode") or _hidden(meeting, "passcode"),
            "organizer": meeting.organizer or _hidden(meeting, "userId"),
            "external id": meeting.text("externalId") or _hidden(meeting, "externalId"),
            "graph id": meeting.id,
        }
        yield from ((name, text) for name, text in facts.items() if text)

    def _expiry(self, meeting: Meeting) -> str:
        expiry = meeting.expiry
        moment = clock.moment_of(expiry.at, None) if expiry else None
        if expiry is None or moment is None:
            return ""
        return f"{moment:%Y-%m-%d %H:%M %Z}{_BASES[expiry.basis]}"

    def _status(self, meeting: Meeting) -> str:
        status, expiry = meeting.status(self._now), meeting.expiry
        if status == "expired" or expiry is None or not meeting.expires_within(self._now, self._within):
            return status
        soon = f"expires in {clock.spelled(expiry.at - self._now)}"
        return soon if status == "no time" else f"{status}, {soon}"

    def _style(self, meeting: Meeting) -> str:
        soon = meeting.expires_within(self._now, self._within)
        status = meeting.status(self._now)
        return _SOON if soon and status != "expired" else _STYLES.get(status, "")

    def _differences(self, meeting: Meeting) -> Iterator[str]:
        drift = self._drift.get(meeting.urn)
        if drift is None or drift.outcome == "same":
            return
        yield f"{_DRIFT[drift.outcome]}{f': {drift.why}' if drift.why else ''}"
        for change in drift.changes:
            yield f"  {change.name}: {_shown(change.before)} in the state, {_shown(change.now)} on the service"


_BASES = {
    "service": "",
    "end": " (estimated: 60 days after the end)",
    "start": " (estimated: 60 days after the start)",
    "creation": " (estimated: 60 days after an hour from the creation)",
}


def when(meeting: Meeting) -> str:
    """Return the time of a meeting in this machine's time zone; empty if it has none."""
    start, end = (clock.moment_of(ticks, None) if ticks is not None else None for ticks in (meeting.start, meeting.end))
    if start is None or end is None:
        return ""
    same_day = start.date() == end.date()
    until = f"{end:%H:%M}" if same_day else f"{end:%Y-%m-%d %H:%M}"
    return f"{start:%a %Y-%m-%d %H:%M}-{until} {end:%Z}"


def _hidden(meeting: Meeting, name: str) -> str:
    return (
        f"(secret; --{'passcodes' if name == 'passcode' else 'show-secrets'} shows it)"
        if name in meeting.hidden
        else ""
    )


def _shown(value: object) -> str:
    return fitted(json.dumps(value, ensure_ascii=True), 60)
