"""Experiments about DELETE, and about what is found right after a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.probe.experiments.reading import by_link
from msgraph_meetings.probe.findings import DifferentError, Seen

if TYPE_CHECKING:
    from msgraph_meetings.probe.lab import Lab

_LOOKS = 5


def again(lab: Lab) -> bool:
    """Return True if a second DELETE answers 204."""
    meeting = lab.make().id
    lab.delete(meeting)
    said = lab.delete(meeting, "DELETE of a deleted meeting")
    if said.status not in (204, 404):
        raise DifferentError(f"The answer is {said.status} {said.code}.")
    return said.status == 204


def found_at_once(lab: Lab) -> Seen:
    """Return if a meeting is found by the first GET after it was made."""
    meeting = lab.make().id
    for look in range(_LOOKS):
        lab.wire.wait(lab.wire.gap * look)
        if lab.get(meeting, once=True).ok:
            when = "at once" if look == 0 else "later"
            return Seen(when, f"It is found {when}.")
    raise DifferentError(f"It is not found by {_LOOKS} requests.")


def gone_at_once(lab: Lab) -> Seen:
    """Return if a meeting is no longer found by the first GET after it was deleted."""
    meeting = lab.make().id
    lab.delete(meeting)
    for look in range(_LOOKS):
        lab.wire.wait(lab.wire.gap * look)
        said = lab.get(meeting, once=True)
        if not said.ok:
            lab.note(f"GET after DELETE: {said}")
            when = "at once" if look == 0 else "later"
            return Seen(when, f"It is gone {when}.")
    raise DifferentError(f"It is still found by {_LOOKS} requests.")


def link_leads_to_it(lab: Lab) -> Seen:
    """Return if a deleted meeting is found by its join link."""
    meeting = lab.make()
    lab.delete(meeting.id)
    said = by_link(lab, str(meeting.content.get("joinWebUrl")), "search for the join link of a deleted meeting")
    found = bool(said.ok and said.content.get("value"))
    return Seen("found" if found else "not found", f"It is {'still' if found else 'not'} found.")
