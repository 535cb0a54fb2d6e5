"""Experiments with a plain create, which are run on request only: it has no external id.

If its answer is lost, the meeting cannot be found and deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.probe.findings import DifferentError
from msgraph_meetings.probe.lab import refused_or

if TYPE_CHECKING:
    from msgraph_meetings.probe.lab import Lab

_CHAT = {"allowTextOnly": True}


def extras_refused(lab: Lab) -> bool:
    """Return True if a read-only property is refused."""
    said = lab.create({**_times(lab), "videoTeleconferenceId": "1"}, "create with videoTeleconferenceId")
    return refused_or(said, expected=True, what="")


def undocumented_taken(lab: Lab) -> bool:
    """Return True if ``chatRestrictions`` is stored."""
    said = lab.create({**_times(lab), "chatRestrictions": _CHAT}, "create with chatRestrictions")
    if not said.ok and not said.refused:
        raise DifferentError(f"Neither accepted nor refused: {said.status} {said.code}.")
    return bool(said.ok and said.content.get("chatRestrictions") == _CHAT)


def times_needed(lab: Lab) -> bool:
    """Return True if start and end are required."""
    return refused_or(lab.create({}, "create without start and end"), expected=True, what="")


def _times(lab: Lab) -> dict[str, str]:
    return {"startDateTime": lab.at(), "endDateTime": lab.at(hour=1)}
