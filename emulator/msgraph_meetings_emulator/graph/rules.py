"""The rules of PATCH, and the rules of every body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgraph_meetings_emulator.front.errors import GraphError, unusable
from msgraph_meetings_emulator.graph import shapes
from msgraph_meetings_emulator.graph.meeting import Document, Meeting, attendees, merged
from msgraph_meetings_emulator.graph.shapes import MisfitError, Shape
from msgraph_meetings_emulator.graph.spelling import spelled
from msgraph_meetings_emulator.state import instants
from msgraph_meetings_emulator.state.choices import Choices

if TYPE_CHECKING:
    from msgraph_meetings_emulator.state.directory import User
    from msgraph_meetings_emulator.state.state import State

_NOT_UPDATABLE = (
    "One or more properties do not support updating. "
    "Please refer to Microsoft Graph documentation for more information."
)
_PREMIUM = frozenset({"isEndToEndEncryptionEnabled", "sensitivityLabelAssignment", "watermarkProtection"})
_TIMES = ("startDateTime", "endDateTime")
_ODD_TIME = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?)(?:(?<=\d{7})\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)


def update(meeting: Meeting, body: Any, state: State) -> None:
    """Apply the body of a PATCH to a meeting; raise GraphError and change nothing if a part is refused."""
    choices, users = state.choices, state.directory.users
    given = object_in(body, choices)
    table = shapes.UPDATABLE | (shapes.UNDOCUMENTED if choices.update_takes_undocumented else {})
    _check_names(given, table.keys() - state.cloud.lacks, meeting, choices)
    changes = shaped(given, table, nulls=not choices.null_refused)
    check_sizes(changes, choices)
    _check_times(changes, meeting.document, choices)
    _check_people(changes, meeting.document, choices)
    for name, value in changes.items():
        meeting.document[name] = _stored(name, value, meeting.document, users, choices)
    meeting.updated = state.clock.now()


def edit(meeting: Meeting, properties: Document, now: int, users: dict[str, User]) -> None:
    """Change any property of a meeting except its id, without Graph's rules; raise MisfitError for a wrong type."""
    if "id" in properties:
        raise MisfitError("id")
    fitting = {name: shapes.fitting(name, value) for name, value in properties.items()}
    for name, value in fitting.items():
        meeting.document[name] = _stored(name, value, meeting.document, users, Choices())
    meeting.updated = now


def check_policy(forced: Document) -> None:
    """Raise ValueError if a policy forces a value that a meeting cannot have."""
    try:
        for name, value in forced.items():
            shapes.fitting(name, value)
    except MisfitError as problem:
        raise ValueError(f"The policy cannot force a property to be {problem}.") from problem


def object_in(body: Any, choices: Choices) -> Document:
    """Return the body without annotations and in documented spelling; raise GraphError if it is not an object."""
    if body is None:
        raise GraphError(400, "General", "Request payload cannot be null.")
    if not isinstance(body, dict):
        raise unusable()
    if choices.odata_type_refused and shapes.has_type_annotation(body):
        raise GraphError(400, "InvalidArgument", _NOT_UPDATABLE)
    given = shapes.without_annotations(_spelled(body, choices))
    if choices.odd_times_taken:
        given |= {name: _even_time(given[name]) for name in _TIMES if isinstance(given.get(name), str)}
    return given


def _spelled(body: Document, choices: Choices) -> Document:
    """Return a body with its names in the spelling of the metadata, if the switch `names_ignore_case` is on."""
    if not choices.names_ignore_case:
        return body
    try:
        return dict(spelled(body))
    except MisfitError as problem:
        raise unusable() from problem


def shaped(given: Document, table: dict[str, Shape], *, nulls: bool = False) -> Document:
    """Return the values in stored form, without names that are not in the table."""
    try:
        return {
            name: shapes.maybe(table[name])(item) if nulls else table[name](item)
            for name, item in given.items()
            if name in table
        }
    except MisfitError as problem:
        raise unusable() from problem


def check_sizes(values: Document, choices: Choices) -> None:
    """Raise GraphError if the subject or the list of attendees is longer than the switches allow."""
    longest, most = choices.subject_longest, choices.attendees_most
    people = (values.get("participants") or {}).get("attendees") or []
    if (longest and len(values.get("subject") or "") > longest) or (most and len(people) > most):
        raise unusable()


def check_order(start: int, end: int, choices: Choices) -> None:
    """Raise GraphError if the end is before the start."""
    if end < start or (end == start and choices.equal_times_refused):
        raise date_violation("The end of the meeting is before its start.", choices)


def date_violation(message: str, choices: Choices) -> GraphError:
    """Return the error for times that contradict each other."""
    return GraphError(400, choices.date_violation_code, message)


def _even_time(text: str) -> str:
    """Return a time with `Z` if it has no zone, and with at most seven fractional digits."""
    found = _ODD_TIME.fullmatch(text)
    return f"{found[1]}{found[2] or 'Z'}" if found else text


def _check_names(given: Document, allowed: frozenset[str] | set[str], meeting: Meeting, choices: Choices) -> None:
    """Raise GraphError if a PATCH contains a property that cannot be updated."""
    if not given and choices.empty_update_refused:
        raise unusable()
    if given.get("isBroadcast", False) != meeting.document["isBroadcast"]:
        raise GraphError(400, "BadRequest", "Updating meeting type is not supported.")
    people = given.get("participants")
    names_organizer = isinstance(people, dict) and "organizer" in people and choices.organizer_in_update_refused
    if names_organizer or not given.keys() <= allowed:
        raise GraphError(400, "InvalidArgument", _NOT_UPDATABLE)
    if choices.premium_settings_refused and given.keys() & _PREMIUM:
        raise GraphError(403, "Forbidden", "An error has occurred.")


def _check_times(changes: Document, document: Document, choices: Choices) -> None:
    named = [name for name in _TIMES if name in changes]
    if len(named) == 1 and choices.lone_time_refused:
        raise date_violation("The start and the end of a meeting are updated together.", choices)
    if named:
        both = document | changes
        if None in (both["startDateTime"], both["endDateTime"]):
            raise unusable()
        check_order(instants.parse(both["startDateTime"]), instants.parse(both["endDateTime"]), choices)


def _check_people(changes: Document, document: Document, choices: Choices) -> None:
    """Raise GraphError if `attendee` leaves the anonymized roles or, by a switch, presenters come without attendees."""
    roles = changes.get("anonymizeIdentityForRoles")
    if roles is not None and "attendee" in (document["anonymizeIdentityForRoles"] or ()) and "attendee" not in roles:
        raise GraphError(400, "InvalidArgument", _NOT_UPDATABLE)
    by_role = changes.get("allowedPresenters") == "roleIsPresenter" and document["participants"]["attendees"]
    if choices.presenters_need_attendees and by_role and "attendees" not in (changes.get("participants") or {}):
        raise GraphError(400, "InvalidArgument", "The presenters of the meeting are missing.")


def _stored(name: str, value: Any, document: Document, users: dict[str, User], choices: Choices) -> Any:
    """Return a property's new value: attendees replaced, other complex values merged."""
    old: Any = document.get(name)
    if name == "participants":
        keeps = value is None or "attendees" not in value
        if keeps or (not value["attendees"] and choices.empty_attendees_kept):
            return old
        return old | {"attendees": attendees(value, users)}
    merges = choices.complex_values_merge or name == "lobbyBypassSettings"
    return merged(old, value) if merges else value
