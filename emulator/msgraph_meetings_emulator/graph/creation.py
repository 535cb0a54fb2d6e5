"""The rules for new meetings, by createOrGet and by a plain create."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgraph_meetings_emulator.front.errors import GraphError, unusable
from msgraph_meetings_emulator.graph import rules, shapes
from msgraph_meetings_emulator.graph.meeting import Document, Meeting, attendees, dial_in, fresh
from msgraph_meetings_emulator.state import instants

if TYPE_CHECKING:
    from msgraph_meetings_emulator.state.choices import Choices
    from msgraph_meetings_emulator.state.directory import User
    from msgraph_meetings_emulator.state.state import State


@dataclass(frozen=True)
class Wanted:
    """The checked content of a createOrGet."""

    external_id: str
    values: Document
    """The values for a new meeting: external id, subject, times, participants."""

    stated: Document
    """The values that the request itself contains, without defaults."""


def wanted(body: Any, arrived: int, state: State) -> Wanted:
    """Return the checked content of a createOrGet, with default times."""
    choices = state.choices
    given = rules.object_in(body, choices)
    if choices.create_or_get_refuses_extras and not given.keys() <= shapes.CREATE_OR_GET.keys():
        raise unusable()
    stated = rules.shaped(_without_nulls(given), shapes.CREATE_OR_GET)
    external_id = _external_id(stated.get("externalId", ""), choices)
    rules.check_sizes(stated, choices)
    if "participants" in stated:
        people = attendees(stated["participants"], state.directory.users)
        attended = [item | {"role": "attendee"} for item in people] if choices.create_or_get_ignores_roles else people
        stated["participants"] = {"attendees": attended}
    values = {
        "externalId": external_id,
        "subject": stated.get("subject"),
        **_window(stated, arrived, choices),
        "participants": stated.get("participants", {"attendees": []}),
    }
    return Wanted(external_id, values, {name: values[name] for name in stated if name in values})


def taken_over(meeting: Meeting, wish: Wanted, now: int) -> None:
    """Write the values of a createOrGet into the existing meeting."""
    changes = {name: value for name, value in wish.stated.items() if name != "externalId"}
    if "participants" in changes:
        changes["participants"] = meeting.document["participants"] | changes["participants"]
    meeting.document.update(changes)
    meeting.updated = now


def planned(body: Any, arrived: int, state: State) -> Document:
    """Return the checked values of a plain create, with default times."""
    choices = state.choices
    given = _without_nulls(rules.object_in(body, choices))
    table = _creatable(choices)
    _check_names(given, table, state)
    stated = rules.shaped(given, table)
    rules.check_sizes(stated, choices)
    if stated.get("isBroadcast"):
        raise GraphError(405, "MethodNotAllowed", "An error has occurred.")
    if choices.create_needs_times and not {"startDateTime", "endDateTime"} <= stated.keys():
        raise unusable()
    people = {"attendees": attendees(stated.get("participants"), state.directory.users)}
    return {"subject": None} | stated | _window(stated, arrived, choices) | {"externalId": None, "participants": people}


def made(values: Document, organizer: User, state: State) -> Meeting:
    """Return a new meeting with these values."""
    if organizer.dial_in:
        values["audioConferencing"] = dial_in()
    asked = values.pop("joinMeetingIdSettings", {})
    required = asked.get("isPasscodeRequired")
    return fresh(
        state.directory.tenant_id,
        organizer,
        values,
        state.clock.now(),
        passcode=state.choices.passcode_required if required is None else required,
        government=state.cloud.government_threads,
    )


def _without_nulls(given: Document) -> Document:
    return {name: item for name, item in given.items() if item is not None}


def _external_id(given: str, choices: Choices) -> str:
    name = given.strip() if choices.external_id_trimmed else given
    too_long = choices.external_id_longest and len(name) > choices.external_id_longest
    foreign = choices.external_id_ascii_only and not name.isascii()
    if not name or too_long or foreign:
        raise GraphError(400, choices.bad_external_id_code, "An error has occurred.")
    return name


def _creatable(choices: Choices) -> dict[str, shapes.Shape]:
    return shapes.CREATABLE | (shapes.UNDOCUMENTED if choices.create_takes_undocumented else {})


def _check_names(given: Document, table: dict[str, shapes.Shape], state: State) -> None:
    """Raise GraphError for `externalId`, for properties that the cloud lacks and, by a switch, for unknown names."""
    if "externalId" in given:
        text = "The property 'externalId' can be set by createOrGet only."
        raise GraphError(400, "InvalidArgument", text)
    unknown = sorted(given.keys() & state.cloud.lacks)
    if unknown:
        text = f"The property '{unknown[0]}' does not exist on type 'microsoft.graph.onlineMeeting'."
        raise GraphError(400, "BadRequest", text)
    if state.choices.create_refuses_extras and not given.keys() <= table.keys():
        raise unusable()


def _window(stated: Document, arrived: int, choices: Choices) -> Document:
    """Return start and end, with the service's defaults for missing ones."""
    if "startDateTime" not in stated and "endDateTime" in stated:
        raise rules.date_violation("The end of the meeting needs a start.", choices)
    start = instants.parse(stated["startDateTime"]) if "startDateTime" in stated else arrived
    end = instants.parse(stated["endDateTime"]) if "endDateTime" in stated else start + instants.TICKS_PER_HOUR
    rules.check_order(start, end, choices)
    if end > instants.LAST:
        raise rules.date_violation("The meeting ends after the year 9999.", choices)
    return {"startDateTime": instants.render(start), "endDateTime": instants.render(end)}
