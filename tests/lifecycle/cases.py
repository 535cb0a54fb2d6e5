"""The cases: the steps of the program, changes on the service, and the requests that may be sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

CREATE, GET, PATCH, DELETE = "POST createOrGet", "GET meeting", "PATCH meeting", "DELETE meeting"


@dataclass(frozen=True)
class Up:
    """The program declares the meeting with these arguments; ``says`` is part of the error if they are refused."""

    arguments: dict[str, Any]
    requests: tuple[str, ...] = ()
    says: str = ""
    holds: dict[str, Any] = field(default_factory=dict)
    """Part of the state afterwards."""


@dataclass(frozen=True)
class Refresh:
    """The engine reads the meeting."""

    requests: tuple[str, ...] = (GET,)
    holds: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Edit:
    """Another person changes the meeting on the service."""

    properties: dict[str, Any]


@dataclass(frozen=True)
class Policy:
    """The tenant forces values on every meeting."""

    forced: dict[str, Any]


@dataclass(frozen=True)
class Vanish:
    """The meeting is deleted on the service."""


@dataclass(frozen=True)
class Choose:
    """The service behaves otherwise from now on: switches of the emulator."""

    switches: dict[str, Any]


@dataclass(frozen=True)
class Older:
    """The state was written by an older version, without these outputs."""

    outputs: tuple[str, ...]


@dataclass(frozen=True)
class LoseState:
    """The state is lost; a new deployment begins."""


@dataclass(frozen=True)
class Destroy:
    """The resource leaves the program."""

    requests: tuple[str, ...] = (DELETE,)


Step = Up | Refresh | Edit | Policy | Choose | Older | Vanish | LoseState | Destroy

PLAIN = {"externalId": "team-standup", "subject": "Stand-up"}
TIMES = {"startDateTime": "2027-01-04T09:00:00Z", "endDateTime": "2027-01-04T09:15:00Z"}
SAME_TIMES = {"startDateTime": "2027-01-04T10:00:00+01:00", "endDateTime": "2027-01-04T09:15:00.0000000Z"}
LOCKED = {
    "allowedLobbyAdmitters": "organizerAndCoOrganizers",
    "allowedPresenters": "organizer",
    "allowAttendeeToEnableCamera": False,
    "allowAttendeeToEnableMic": False,
    "allowMeetingChat": "disabled",
    "allowTeamworkReactions": False,
    "lobbyBypassSettings": {"scope": "organizer", "isDialInBypassEnabled": False},
}
"""The settings that a lock leaves on the service."""
PEOPLE = [{"upn": "ada@example.com"}, {"id": "11111111-2222-4333-8444-555555555555"}]

CASES: dict[str, tuple[Step, ...]] = {
    "made, unchanged, changed, deleted": (
        Up(PLAIN | TIMES, (CREATE,), holds={"adopted": False, **PLAIN, **TIMES}),
        Up(PLAIN | TIMES),
        Refresh(),
        Up(PLAIN | TIMES | {"subject": "Daily"}, (PATCH,), holds={"subject": "Daily"}),
        Destroy(),
    ),
    "settings take one PATCH": (
        Up(PLAIN | {"recordAutomatically": True}, (CREATE, PATCH), holds={"recordAutomatically": True}),
        Up(PLAIN | {"recordAutomatically": True}),
        Destroy(),
    ),
    "a value written in another way is no change": (
        Up(PLAIN | TIMES | {"participants": {"attendees": PEOPLE}}, (CREATE,)),
        Up(PLAIN | SAME_TIMES | {"participants": {"attendees": PEOPLE[::-1]}}),
        Destroy(),
    ),
    "an external id left out is derived": (Up({"subject": "S"}, (CREATE,)), Up({"subject": "S"}), Destroy()),
    "another external id replaces": (
        Up(PLAIN, (CREATE,)),
        Up(PLAIN | {"externalId": "other"}, (CREATE, DELETE), holds={"externalId": "other"}),
        Destroy(),
    ),
    "lost state adopts": (
        Up(PLAIN, (CREATE,)),
        LoseState(),
        Up(PLAIN | {"subject": "Again"}, (CREATE, PATCH), holds={"adopted": True, "subject": "Again"}),
        Destroy(),
    ),
    "an existing meeting is refused where that is asked for": (
        Up(PLAIN, (CREATE,)),
        LoseState(),
        Up(PLAIN | {"onExisting": "fail"}, (CREATE,), says="already has a meeting"),
    ),
    "drift is put back": (
        Up(PLAIN | {"allowMeetingChat": "limited"}, (CREATE, PATCH)),
        Edit({"allowMeetingChat": "enabled", "allowWhiteboard": False}),
        Refresh(holds={"allowMeetingChat": "enabled"}),
        Up(PLAIN | {"allowMeetingChat": "limited"}, (PATCH,), holds={"allowMeetingChat": "limited"}),
        Destroy(),
    ),
    "a policy override does not loop": (
        Policy({"recordAutomatically": False}),
        Up(
            PLAIN | {"recordAutomatically": True},
            (CREATE, PATCH),
            holds={"recordAutomatically": False, "policyOverrides": {"recordAutomatically": True}},
        ),
        Up(PLAIN | {"recordAutomatically": True}),
        Refresh(holds={"policyOverrides": {"recordAutomatically": True}}),
        Up(PLAIN | {"recordAutomatically": True}),
        Destroy(),
    ),
    "an argument taken out is let go": (
        Up(PLAIN | {"recordAutomatically": True}, (CREATE, PATCH)),
        Up(PLAIN),
        Up(PLAIN),
        Destroy(),
    ),
    "a state without the expiry is no change": (
        Up(PLAIN, (CREATE,)),
        Older(("expiryDateTime", "meetingOptionsWebUrl")),
        Up(PLAIN),
        Refresh(),
        Up(PLAIN),
        Older(("expiryDateTime", "meetingOptionsWebUrl")),
        Up(PLAIN | {"subject": "Daily"}, (PATCH,)),
        Destroy(),
    ),
    "kept alive in the last days before its expiry": (
        Choose({"lifetime_days": 20}),
        Up(PLAIN | {"keepAlive": True}, (CREATE,)),
        Choose({"lifetime_days": 60}),
        Up(PLAIN | {"keepAlive": True}, (GET, PATCH)),
        Up(PLAIN | {"keepAlive": True}),
        Destroy(),
    ),
    "gone, and made anew": (Up(PLAIN, (CREATE,)), Vanish(), Refresh(), Up(PLAIN, (CREATE,)), Destroy()),
    "retained": (Up(PLAIN | {"deletionPolicy": "retain"}, (CREATE,)), Destroy(())),
    "locked, then deleted": (
        Up(PLAIN | {"deletionPolicy": "lock"}, (CREATE,)),
        Up(PLAIN | {"deletionPolicy": "lock"}),
        Refresh(),
        Destroy((PATCH, DELETE)),
    ),
    "locked and kept, then opened again": (
        Up(PLAIN | {"deletionPolicy": "lockAndRetain"}, (CREATE,)),
        Destroy((PATCH,)),
        Up(PLAIN | {"deletionPolicy": "lockAndRetain"}, (CREATE, PATCH), holds={"adopted": True}),
        Up(PLAIN | {"deletionPolicy": "lockAndRetain"}),
        Refresh(holds={"locked": None}),
        Destroy((PATCH,)),
    ),
    "found locked by an interrupted delete, and opened": (
        Up(PLAIN | {"deletionPolicy": "lock", "allowMeetingChat": "limited"}, (CREATE, PATCH)),
        Edit(LOCKED),
        Refresh(holds={"locked": True, "allowMeetingChat": "disabled"}),
        Up(
            PLAIN | {"deletionPolicy": "lock", "allowMeetingChat": "limited"},
            (PATCH,),
            holds={"locked": None, "allowMeetingChat": "limited"},
        ),
        Refresh(holds={"locked": None}),
        Up(PLAIN | {"deletionPolicy": "lock", "allowMeetingChat": "limited"}),
        Destroy((PATCH, DELETE)),
    ),
    "rotated": (
        Up(PLAIN | {"rotation": "1"}, (CREATE,), holds={"externalId": "team-standup#1", "rotation": "1"}),
        Up(PLAIN | {"rotation": "1"}),
        Refresh(),
        Up(PLAIN | {"rotation": "1"}),
        Up(PLAIN | {"rotation": "2"}, (CREATE, PATCH, DELETE), holds={"externalId": "team-standup#2"}),
        Up(PLAIN, holds={"externalId": "team-standup#2", "rotation": "2"}),
        Up(PLAIN | {"rotation": ""}, (CREATE, PATCH, DELETE), holds={"externalId": "team-standup"}),
        Destroy((PATCH, DELETE)),
    ),
    "rotated for the first time": (
        Up(PLAIN, (CREATE,)),
        Up(PLAIN | {"rotation": "1"}, (CREATE, PATCH, DELETE), holds={"externalId": "team-standup#1"}),
        Destroy((PATCH, DELETE)),
    ),
    "rotated, old meeting kept, and back": (
        Up(PLAIN | {"rotation": "1", "deletionPolicy": "lockAndRetain"}, (CREATE,)),
        Up(PLAIN | {"rotation": "2", "deletionPolicy": "lockAndRetain"}, (CREATE, PATCH)),
        Up(
            PLAIN | {"rotation": "1", "deletionPolicy": "lockAndRetain"},
            (CREATE, PATCH, PATCH),
            holds={"externalId": "team-standup#1", "adopted": True},
        ),
        Destroy((PATCH,)),
    ),
    "rotated, then the state is lost": (
        Up(PLAIN | {"rotation": "1"}, (CREATE,)),
        LoseState(),
        Up(PLAIN | {"rotation": "1"}, (CREATE,), holds={"externalId": "team-standup#1", "adopted": True}),
        Destroy((PATCH, DELETE)),
    ),
    "a derived external id is rotated": (
        Up({"subject": "S", "rotation": "1"}, (CREATE,)),
        Up({"subject": "S", "rotation": "2"}, (CREATE, PATCH, DELETE)),
        Destroy((PATCH, DELETE)),
    ),
    "deleting a locked meeting that is gone is fine": (
        Up(PLAIN | {"deletionPolicy": "lock"}, (CREATE,)),
        Vanish(),
        Destroy((PATCH, DELETE)),
    ),
    "deleting what is gone is fine": (Up(PLAIN, (CREATE,)), Vanish(), Destroy()),
}

LONG = frozenset(
    {
        "a derived external id is rotated",
        "a state without the expiry is no change",
        "a value written in another way is no change",
        "an argument taken out is let go",
        "an external id left out is derived",
        "deleting a locked meeting that is gone is fine",
        "deleting what is gone is fine",
        "found locked by an interrupted delete, and opened",
        "kept alive in the last days before its expiry",
        "locked and kept, then opened again",
        "locked, then deleted",
        "rotated",
        "rotated, old meeting kept, and back",
        "rotated, then the state is lost",
        "settings take one PATCH",
    }
)
"""Cases that `make proof` runs through every way in; `make test` runs them through the core only."""
