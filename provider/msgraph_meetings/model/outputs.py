"""The table of outputs, which the service makes: those that are secret, and those that name the organizer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Output:
    """An output that is not an argument.

    Args:
        name: Graph's name, or ours.
        secret: whether its value is always a secret.
        organizer: whether it holds the organizer's object id; it is a secret if the organizer is one.
        stable: whether no update changes it.
        resource: whether the resource has it.
        function: whether ``getOnlineMeeting`` has it.
    """

    name: str
    secret: bool = False
    organizer: bool = False
    stable: bool = True
    resource: bool = True
    function: bool = True


LOCKED = "locked"
"""True if the meeting was found locked, as a delete leaves it that was interrupted; otherwise absent."""
OUTPUTS = (
    Output("adopted", function=False),
    Output("audioConferencing"),
    Output("chatThreadId"),
    Output("creationDateTime"),
    Output("expiryDateTime", stable=False),  # an update, and people who join, move it
    Output("joinInformation", secret=True, resource=False),  # the invitation may contain the passcode
    Output("joinMeetingId"),
    Output("joinWebUrl", organizer=True),  # the object id is in its query
    Output(LOCKED, stable=False, function=False),
    Output("meetingOptionsWebUrl", organizer=True),  # the object id is in its query
    Output("organizer", organizer=True),
    Output("otherProperties", secret=True, resource=False),  # nobody knows what they contain
    Output("passcode", secret=True),
    Output("policyOverrides", secret=True, stable=False, function=False),  # it may hold an argument that was a secret
    Output("videoTeleconferenceId"),
)
STABLE = tuple(row.name for row in OUTPUTS if row.resource and row.stable)
"""The outputs that the service makes once."""
CHANGING = tuple(row.name for row in OUTPUTS if row.resource and not row.stable and row.name != LOCKED)
"""The outputs that an update may change, and that are not known before it."""
SECRET = tuple(row.name for row in OUTPUTS if row.resource and row.secret)
"""The outputs of a resource that are always secrets."""
OF_THE_ORGANIZER = tuple(row.name for row in OUTPUTS if row.resource and row.organizer)
"""The outputs of a resource that are secrets if the organizer is one."""
SECRET_IN_FUNCTION = tuple(row.name for row in OUTPUTS if row.function and row.secret)
"""The outputs of ``getOnlineMeeting`` that are always secrets."""
