"""Experiments about createOrGet: its answer, its parameters, and its times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgraph_meetings.probe.findings import DifferentError, Seen, UnansweredError
from msgraph_meetings.probe.lab import OTHER_SUBJECT, PERSON, SUBJECT, refused_or

if TYPE_CHECKING:
    from msgraph_meetings.probe.lab import Lab
    from msgraph_meetings.probe.wire import Said


def context(lab: Lab) -> bool:
    """Return True if the answer has ``@odata.context``."""
    return "@odata.context" in lab.make().content


def location(lab: Lab) -> bool:
    """Return True if the answer 201 has a ``Location`` header."""
    said = lab.create_or_get(lab.external_id(), {"subject": SUBJECT})
    if said.status != 201:
        raise UnansweredError(f"No answer with the status 201 came, but {said.status}.")
    return "location" in said.headers


def extras_refused(lab: Lab) -> bool:
    """Return True if a parameter that createOrGet does not have is refused."""
    extra = {"joinMeetingIdSettings": {"isPasscodeRequired": True}}
    said = lab.create_or_get(lab.external_id(), {"subject": SUBJECT, **extra}, "createOrGet with joinMeetingIdSettings")
    return refused_or(said, expected=True, what="")


def roles_ignored(lab: Lab) -> bool:
    """Return True if an attendee who is sent as a presenter becomes an attendee."""
    people = {"attendees": [PERSON]}
    meeting = lab.make(participants=people)
    role = _role(meeting.content)
    lab.note(f"createOrGet with an attendee whose role is presenter: the answer has the role {role}")
    if role == "presenter":
        return False
    changes = {"allowedPresenters": "roleIsPresenter", "participants": people}
    said = lab.patch(meeting.id, changes, "PATCH with the same attendee and allowedPresenters roleIsPresenter")
    if not said.ok or _role(said.content) != "presenter":
        raise UnansweredError("PATCH does not store the role of the attendee, so createOrGet shows nothing.")
    if role != "attendee":
        raise DifferentError(f"The role becomes {role}.")
    return True


def _role(content: dict[str, Any]) -> str:
    """Return the role of the only attendee, as far as the answer has one."""
    people = (content.get("participants") or {}).get("attendees") or [{}]
    return str(people[0].get("role"))


def body_taken(lab: Lab) -> bool:
    """Return True if createOrGet of an existing meeting writes its parameters into it."""
    meeting = lab.make()
    said = lab.create_or_get(meeting.external_id, {"subject": OTHER_SUBJECT}, "createOrGet again with another subject")
    if not said.ok:
        raise DifferentError(f"Another subject for an existing meeting is refused: {said.status} {said.code}.")
    return bool(lab.shown(meeting.id).get("subject") == OTHER_SUBJECT)


def equal_times(lab: Lab) -> bool:
    """Return True if an end that equals the start is refused."""
    return refused_or(_window(lab, lab.at(), lab.at(), "createOrGet with end equal to start"), expected=True, what="")


def date_code(lab: Lab) -> Seen:
    """Return the error code for times that contradict each other."""
    answers = [
        _window(lab, lab.at(hour=1), lab.at(), "createOrGet with the end before the start"),
        _window(lab, None, lab.at(), "createOrGet with an end and no start"),
        lab.patch(
            lab.make().id,
            {"startDateTime": lab.at(hour=1), "endDateTime": lab.at()},
            "PATCH with the end before the start",
        ),
    ]
    codes = sorted({said.code for said in answers})
    if not all(said.refused for said in answers) or len(codes) != 1:
        raise DifferentError("The three mistakes do not get one error with one code.")
    return Seen(codes[0], f"The code is {codes[0] or '(empty)'}.")


def _window(lab: Lab, start: str | None, end: str, note: str) -> Said:
    times = ({} if start is None else {"startDateTime": start}) | {"endDateTime": end}
    return lab.create_or_get(lab.external_id(), {"subject": SUBJECT, **times}, note)


def passcode(lab: Lab) -> bool:
    """Return True if a new meeting has a passcode."""
    required = (lab.make().content.get("joinMeetingIdSettings") or {}).get("isPasscodeRequired")
    if not isinstance(required, bool):
        raise UnansweredError("The answer has no joinMeetingIdSettings.isPasscodeRequired.")
    return required


def power_point(lab: Lab) -> bool:
    """Return True if answers spell the property as the documentation does."""
    names = {"allowPowerPointSharing", "allowPowerpointSharing"} & lab.make().content.keys()
    if len(names) != 1:
        raise UnansweredError("The answer has neither spelling." if not names else "The answer has both spellings.")
    return "allowPowerPointSharing" in names


def dod_lacks(lab: Lab) -> bool:
    """Return True if a meeting in the DoD's cloud lacks what the other government cloud lacks."""
    missing = {"allowRecording", "allowTranscription", "allowWhiteboard"} - lab.make().content.keys()
    if len(missing) not in (0, 3):
        raise DifferentError("It lacks some of these properties, and has others.")
    return bool(missing)
