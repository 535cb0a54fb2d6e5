"""Meetings as an iCalendar file (RFC 5545), which Outlook, Google and Apple calendars import.

The UID of a meeting stays the same as long as its external id and organizer do, so importing a newer file updates the
entry; so does a rotated link. Without an external id the UID comes from the join URL.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

from msgraph_meetings.commands.stacks import clock
from msgraph_meetings.model import instants
from msgraph_meetings.model.generation import base_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from msgraph_meetings.commands.stacks.meeting import Meeting

_NAMESPACE = uuid.UUID("0b9a5b1e-6f1c-4a3d-8d2b-3f6a1c7e9d54")
_OCTETS = 75
"""The longest line, without its end (RFC 5545, section 3.1)."""
_ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_SPECIAL = re.compile(r"[\\;,\n]")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_PRODUCT = "-//msgraph-meetings//share//EN"


def calendar(meetings: Iterable[Meeting]) -> str:
    """Return the file; its lines end with CR and LF.

    Args:
        meetings: those that have a time and a link.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN"]
    for meeting in meetings:
        lines += _event(meeting)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def fits(meeting: Meeting) -> bool:
    """Return True if a calendar can hold the meeting: it has a start, and a year that calendars know."""
    return None not in (_utc(meeting.start), _utc(meeting.end))


def _event(meeting: Meeting) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(meeting)}"
    yield f"DTSTAMP:{_stamp(meeting)}"
    yield f"DTSTART:{_utc(meeting.start)}"
    if meeting.end != meeting.start:  # an end must be later than its start
        yield f"DTEND:{_utc(meeting.end)}"
    yield f"SUMMARY:{escaped(meeting.title)}"
    yield f"DESCRIPTION:{escaped(description(meeting))}"
    yield "LOCATION:Microsoft Teams"
    yield f"URL:{meeting.link}"
    yield f"X-MICROSOFT-SKYPETEAMSMEETINGURL:{meeting.link}"
    yield "STATUS:CONFIRMED"
    yield "END:VEVENT"


def description(meeting: Meeting) -> str:
    """Return the text of the entry: the link, and the numbers that people type."""
    lines = [f"Join the meeting: {meeting.link}"]
    number, passcode = meeting.text("joinMeetingId"), meeting.text("passcode")
    if number:
        lines.append(f"Meeting ID: {number}")
    if passcode:
        lines.append(f"Passcode: {passcode}")
    return "\n".join(lines)


def uid(meeting: Meeting) -> str:
    """Return an identifier that later files repeat; it is a digest, so it shows no id."""
    external_id = base_of(meeting.properties)  # a rotated link is the same entry
    identity = f"{meeting.organizer.lower()} {external_id}" if external_id else meeting.link
    return f"{uuid.uuid5(_NAMESPACE, identity)}@msgraph-meetings"


def _stamp(meeting: Meeting) -> str:
    """Return the time of the last change that the state knows: the same state gives the same file."""
    known = (meeting.modified, meeting.properties.get("creationDateTime"), meeting.properties.get("startDateTime"))
    ticks = next(filter(None, map(_ticks, known)), 0)
    return _utc(ticks) or "19700101T000000Z"


def _ticks(text: object) -> int | None:
    """Return the ticks of an instant; Go writes nine digits of fraction, of which seven count."""
    return instants.ticks_or_none(re.sub(r"(\.\d{7})\d+", r"\1", text) if isinstance(text, str) else None)


def _utc(ticks: int | None) -> str | None:
    moment = clock.moment_of(ticks) if ticks is not None else None
    return None if moment is None else f"{moment.year:04d}{moment:%m%dT%H%M%S}Z"


def escaped(text: str) -> str:
    """Return a value of type TEXT (RFC 5545, section 3.3.11); control characters are left out."""
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], plain)


def folded(line: str) -> str:
    """Return a content line broken after at most 75 octets, never inside a character (RFC 5545, section 3.1)."""
    parts, length = [""], 0
    for letter in line:
        size = len(letter.encode("utf-8", "replace"))
        if length + size > _OCTETS:
            parts.append(" ")
            length = 1
        parts[-1] += letter
        length += size
    return "\r\n".join(parts)
