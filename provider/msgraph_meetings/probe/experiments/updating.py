"""Experiments about PATCH."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgraph_meetings.model.instants import ticks_or_none
from msgraph_meetings.probe.findings import DifferentError, Seen, UnansweredError
from msgraph_meetings.probe.lab import OTHER_SUBJECT, PERSON, refused_or
from msgraph_meetings.probe.wire import Request

if TYPE_CHECKING:
    from msgraph_meetings.probe.lab import Lab

_WATERMARK = {"isEnabledForContentSharing": True, "isEnabledForVideo": True}
_STALE = {"If-Match": 'W/"0"'}


def lone_time(lab: Lab) -> bool:
    """Return True if an end without a start is refused."""
    meeting = lab.make(startDateTime=lab.at(), endDateTime=lab.at(hour=1))
    said = lab.patch(meeting.id, {"endDateTime": lab.at(hour=2)}, "PATCH with an end alone")
    return refused_or(said, _same(said.content.get("endDateTime"), lab.at(hour=2)), "It is accepted and ignored.")


def null(lab: Lab) -> bool:
    """Return True if null is refused."""
    said = lab.patch(lab.make().id, {"subject": None}, "PATCH with subject null")
    return refused_or(said, said.content.get("subject") is None, "It is accepted and ignored.")


def empty(lab: Lab) -> bool:
    """Return True if an empty object is refused."""
    return refused_or(lab.patch(lab.make().id, {}, "PATCH with {}"), expected=True, what="")


def no_attendees(lab: Lab) -> bool:
    """Return True if an empty list keeps the attendees."""
    meeting = lab.make(participants={"attendees": [PERSON]})
    said = lab.patch(meeting.id, {"participants": {"attendees": []}}, "PATCH with attendees []")
    if not said.ok:
        raise DifferentError(f"An empty list is refused: {said.status} {said.code}.")
    return bool((said.content.get("participants") or {}).get("attendees"))


def merges(lab: Lab) -> bool:
    """Return True if a part of a complex value leaves the rest as it is."""
    meeting = lab.make().id
    whole = lab.patch(meeting, {"watermarkProtection": _WATERMARK}, "PATCH with both members of watermarkProtection")
    if not whole.ok or whole.content.get("watermarkProtection") != _WATERMARK:
        raise UnansweredError("The tenant does not take watermarkProtection, which may need Teams Premium.")
    part = {"watermarkProtection": {"isEnabledForVideo": False}}
    said = lab.patch(meeting, part, "PATCH with one of the two")
    if not said.ok:
        raise DifferentError(f"A part of the value is refused: {said.status} {said.code}.")
    return (said.content.get("watermarkProtection") or {}).get("isEnabledForContentSharing") is True


def organizer_refused(lab: Lab) -> bool:
    """Return True if the organizer cannot be sent."""
    meeting = lab.make()
    organizer = (meeting.content.get("participants") or {}).get("organizer") or {}
    user = (organizer.get("identity") or {}).get("user") or {}
    if not user.get("id"):
        raise UnansweredError("The answer does not name the organizer.")
    people: dict[str, Any] = {"attendees": [PERSON]}
    if not lab.patch(meeting.id, {"participants": people}).ok:
        raise UnansweredError("The attendees alone are refused.")
    people["organizer"] = {"identity": {"user": {"id": user["id"]}}}
    said = lab.patch(meeting.id, {"participants": people}, "PATCH with the organizer among the participants")
    return refused_or(said, expected=True, what="")


def odata_type(lab: Lab) -> bool:
    """Return True if ``@odata.type`` is refused."""
    changes = {"@odata.type": "#microsoft.graph.onlineMeeting", "subject": OTHER_SUBJECT}
    return refused_or(lab.patch(lab.make().id, changes, "PATCH with @odata.type"), expected=True, what="")


def odd_times(lab: Lab) -> bool:
    """Return True if a time without a zone, and one with eight fractional digits, are accepted."""
    meeting = lab.make().id
    end = lab.at(hour=2)
    forms = {"without a zone": lab.at().removesuffix("Z"), "with eight fractional digits": f"{lab.at()[:-1]}.12345678Z"}
    answers = [
        lab.patch(meeting, {"startDateTime": text, "endDateTime": end}, f"PATCH with a start {form}")
        for form, text in forms.items()
    ]
    refused = {refused_or(said, expected=True, what="") for said in answers}
    if len(refused) != 1:
        raise DifferentError("One of the two forms is accepted, and the other refused.")
    return not refused.pop()


def presenters(lab: Lab) -> bool:
    """Return True if ``roleIsPresenter`` needs the attendees in the same request."""
    meeting = lab.make(participants={"attendees": [PERSON]})
    said = lab.patch(meeting.id, {"allowedPresenters": "roleIsPresenter"}, "PATCH with roleIsPresenter alone")
    return refused_or(said, expected=True, what="")


def premium(lab: Lab) -> bool:
    """Return True if a setting of Teams Premium gets 403."""
    said = lab.patch(lab.make().id, {"watermarkProtection": _WATERMARK}, "PATCH with watermarkProtection")
    if said.status != 403 and not said.ok:
        raise DifferentError(f"It is refused with {said.status} {said.code}, and not with 403.")
    return said.status == 403


def undocumented(lab: Lab) -> bool:
    """Return True if three properties that no page describes as updatable can be changed."""
    meeting = lab.make().id
    changes = {
        "chatRestrictions": {"allowTextOnly": True},
        "expiryDateTime": lab.at(40),
        "meetingOptionsWebUrl": "https://teams.microsoft.com/meetingOptions/",
    }
    answers = {name: lab.patch(meeting, {name: value}, f"PATCH with {name}") for name, value in changes.items()}
    taken = [name for name, said in answers.items() if not refused_or(said, expected=True, what="")]
    stored = answers["chatRestrictions"].content.get("chatRestrictions") == changes["chatRestrictions"]
    if taken and (len(taken) != len(changes) or not stored):
        raise DifferentError(f"Accepted are: {', '.join(taken)}{'' if stored else '; not all is stored'}.")
    return bool(taken)


def no_type(lab: Lab) -> Seen:
    """Return the answer to a write without ``Content-Type``."""
    note = "PATCH without Content-Type"
    said = lab.patch(lab.make().id, {"subject": OTHER_SUBJECT}, note, typed=False)
    answer = f"{said.status} {said.code}".strip()
    return Seen(answer, f"The answer is {answer}.")


def etags(lab: Lab) -> bool:
    """Return True if meetings have an ETag, and a change with another one gets 412."""
    meeting = lab.make().id
    shown = lab.get(meeting)
    tagged = "etag" in shown.headers or "@odata.etag" in shown.content
    lab.note(f"GET: {'an' if tagged else 'no'} ETag")
    said = lab.patch(meeting, {"subject": OTHER_SUBJECT}, "PATCH with another ETag in If-Match", headers=_STALE)
    if said.status not in (200, 412) or tagged != (said.status == 412):
        raise DifferentError("ETag and If-Match do not go together.")
    return tagged


def names_in_any_case(lab: Lab) -> bool:
    """Return True if names in the path, the query, and the body can be in any case."""
    meeting = lab.make().id
    path = f"{lab.caller.owner}/ONLINEMEETINGS/{quote(meeting, safe='')}"
    capitals = {
        "path": lab.ask(Request("GET", path), "GET with ONLINEMEETINGS in the path").ok,
        "query": "joinWebUrl" not in lab.get(meeting, "?$SELECT=subject", "GET with $SELECT=subject").content,
        "property": lab.patch(meeting, {"SUBJECT": OTHER_SUBJECT}, "PATCH with SUBJECT").content.get("subject")
        == OTHER_SUBJECT,
        "member": lab.patch(meeting, {"allowedPresenters": "ORGANIZER"}, "PATCH with the member ORGANIZER").ok,
    }
    if len(set(capitals.values())) != 1:
        taken = ", ".join(name for name, taken in capitals.items() if taken)
        raise DifferentError(f"Capitals are accepted in some places only: {taken}.")
    return capitals["path"]


def _same(text: object, other: str) -> bool:
    """Return True if two times are the same instant."""
    return ticks_or_none(text) == ticks_or_none(other)
