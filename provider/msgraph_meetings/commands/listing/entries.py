"""A meeting as an object of ``--json``; docs/cli.md describes its keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgraph_meetings.model import instants
from msgraph_meetings.model.unknowns import object_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from msgraph_meetings.commands.listing.drift import Drift
    from msgraph_meetings.commands.stacks.meeting import Meeting


def entry_of(meeting: Meeting, now: int, within: int) -> dict[str, Any]:
    """Return the meeting's values; None for each that is missing or hidden.

    Args:
        meeting: the meeting.
        now: the moment to judge by, in ticks.
        within: the span in which an expiry counts as soon, in ticks.
    """
    properties, expiry = meeting.properties, meeting.expiry
    organizer = object_in(properties, "organizer")
    return {
        "name": meeting.name,
        "urn": meeting.urn or None,
        "id": meeting.id or None,
        "subject": properties.get("subject"),
        "startDateTime": _instant(meeting.start),
        "endDateTime": _instant(meeting.end),
        "status": meeting.status(now),
        "joinWebUrl": meeting.link or None,
        "joinMeetingId": properties.get("joinMeetingId"),
        "passcode": properties.get("passcode"),
        "externalId": properties.get("externalId"),
        "organizer": {
            "id": meeting.organizer or None,
            "displayName": organizer.get("displayName"),
            "upn": organizer.get("upn"),
        },
        "expires": _instant(expiry.at) if expiry else None,
        "expiryBasis": expiry.basis if expiry else None,
        "expiryEstimated": expiry.estimated if expiry else None,
        "expiresSoon": meeting.expires_within(now, within),
        "hidden": sorted(meeting.hidden),
    }


def json_text(
    meetings: Iterable[Meeting], now: int, within: int, drift: Mapping[str, Drift] | None = None, **facts: Any
) -> str:
    """Return one JSON object with the meetings.

    Args:
        meetings: in the order to show.
        now: the moment to judge by, in ticks.
        within: the span in which an expiry counts as soon, in ticks.
        drift: the comparison with the service, by the meeting's URN; None if it was not asked for.
        facts: more members of the object.
    """
    listed = [
        entry_of(meeting, now, within) | ({"drift": drift[meeting.urn].as_object()} if drift is not None else {})
        for meeting in meetings
    ]
    return json.dumps({"now": instants.written(now), **facts, "meetings": listed}, indent=2, ensure_ascii=False)


def _instant(ticks: int | None) -> str | None:
    if ticks is None:
        return None
    try:
        return instants.written(ticks)
    except OverflowError:  # an expiry after the year 9999
        return None
