"""A locked meeting: only its organizer gets in. The table of settings that make it so, and its way back.

DELETE does not revoke a join link (graph contract, section 4). So a meeting can be locked before it is deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgraph_meetings.model.fields import FIELDS
from msgraph_meetings.model.unknowns import object_in

if TYPE_CHECKING:
    from collections.abc import Container

    from msgraph_meetings.model.answer import Held
    from msgraph_meetings.model.unknowns import Properties

LOCKING = ("lock", "lockAndRetain")
"""The deletion policies that lock the meeting."""
_TABLE: dict[str, tuple[Any, Any]] = {
    "allowedLobbyAdmitters": ("organizerAndCoOrganizers", "organizerAndCoOrganizersAndPresenters"),
    "allowedPresenters": ("organizer", "everyone"),
    "allowAttendeeToEnableCamera": (False, True),
    "allowAttendeeToEnableMic": (False, True),
    "allowMeetingChat": ("disabled", "enabled"),
    "allowTeamworkReactions": (False, True),
    "lobbyBypassSettings": (
        {"scope": "organizer", "isDialInBypassEnabled": False},
        {"scope": "organization", "isDialInBypassEnabled": False},
    ),
}
"""The value of a locked meeting, and the one of a new meeting as recorded (graph contract, section 5.4)."""
_REQUIRED = frozenset({"allowedPresenters", "allowMeetingChat", "lobbyBypassSettings"})


def wants_lock(properties: Properties) -> bool:
    """Return True if the deletion policy of these properties locks the meeting."""
    return properties.get("deletionPolicy") in LOCKING


def may_open(properties: Properties) -> bool:
    """Return True if a meeting that is found locked was locked for this resource, by a delete or by a rotation."""
    return wants_lock(properties) or "rotation" in properties


def locked_values(state: Properties, lacks: Container[str]) -> Properties:
    """Return the values that lock a meeting; people whom the program gave a role become attendees.

    Args:
        state: of the meeting.
        lacks: the properties that the cloud does not have.
    """
    values = {name: locked for name, (locked, _) in _TABLE.items() if name not in lacks}
    people = object_in(state, "participants").get("attendees")
    listed = [person for person in people if isinstance(person, dict)] if isinstance(people, list) else []
    if any("role" in person for person in listed):
        values["participants"] = {"attendees": [person | {"role": "attendee"} for person in listed]}
    return values


def is_locked(answered: Held, sent: Container[str] = ()) -> bool:
    """Return True if the answer has every value of a locked meeting, as far as it shows them.

    Args:
        answered: the meeting in Graph's answer.
        sent: properties that the answered request set itself: the others decide.
    """
    shown = {name for name in _TABLE if answered.fields.get(name) is not None}
    others = {name for name in shown if name not in sent}
    return shown >= _REQUIRED and bool(_REQUIRED & others) and all(_same(name, answered) for name in others)


def opening_values(asked: Properties, lacks: Container[str]) -> Properties:
    """Return the values that open a locked meeting: those of a new meeting, where the program sets no other.

    Args:
        asked: the fields that the program sets.
        lacks: the properties that the cloud does not have.
    """
    values = {}
    for name, (_, opened) in _TABLE.items():
        if name in lacks or (name in asked and not isinstance(opened, dict)):
            continue
        if isinstance(opened, dict) and opened.keys() <= object_in(asked, name).keys():
            continue
        values[name] = opened | object_in(asked, name) if isinstance(opened, dict) else opened
    return values


def on_the_wire(values: Properties) -> Properties:
    """Return the values in the form that Graph accepts."""
    return {name: FIELDS[name].kind.wire(value) for name, value in values.items()}


def _same(name: str, answered: Held) -> bool:
    return FIELDS[name].kind.same(_TABLE[name][0], answered.fields[name])
