"""What the service does with what it is asked: the rules of createOrGet and of PATCH."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import instants, shapes
from .choices import DATE_VIOLATION_CODE, Choices
from .errors import GraphError, unusable
from .meeting import Document, Meeting, attendee, fresh, merged
from .shapes import MisfitError, Shape

if TYPE_CHECKING:
    from .directory import User

_NOT_UPDATABLE = (
    "One or more properties do not support updating. "
    "Please refer to Microsoft Graph documentation for more information."
)


@dataclass(frozen=True)
class Wanted:
    """A createOrGet that passed the checks."""

    external_id: str
    values: Document
    """The values for a new meeting: external id, subject, times, participants."""

    stated: Document
    """Those that the request names."""


def wanted(body: Any, arrived: int, users: dict[str, User], choices: Choices) -> Wanted:
    """Return what a createOrGet asks for, its times filled in."""
    given = _object(body, choices)
    if choices.create_or_get_refuses_extras and not given.keys() <= shapes.CREATE_OR_GET.keys():
        raise unusable()
    stated = _shaped({name: item for name, item in given.items() if item is not None}, shapes.CREATE_OR_GET)
    if not stated.get("externalId"):
        raise unusable()
    start, end = _window(stated, arrived, choices)
    if "participants" in stated:
        stated["participants"] = {"attendees": _attendees_at_create(stated["participants"], users, choices)}
    values = {
        "externalId": stated["externalId"],
        "subject": stated.get("subject"),
        "startDateTime": instants.render(start),
        "endDateTime": instants.render(end),
        "participants": stated.get("participants", {"attendees": []}),
    }
    return Wanted(stated["externalId"], values, {name: values[name] for name in stated if name in values})


def made(wish: Wanted, tenant_id: str, organizer: User, created: int, choices: Choices) -> Meeting:
    """Return the meeting that a createOrGet makes."""
    return fresh(tenant_id, organizer, wish.values, created, choices)


def taken_over(meeting: Meeting, wish: Wanted, now: int) -> None:
    """Write what a createOrGet names into the meeting that it found."""
    changes = dict(wish.stated)
    if "participants" in changes:
        changes["participants"] = meeting.document["participants"] | changes["participants"]
    meeting.document.update(changes)
    meeting.updated = now


def update(meeting: Meeting, body: Any, now: int, users: dict[str, User], choices: Choices) -> None:
    """Carry a PATCH out on a meeting, or refuse it whole."""
    given = _object(body, choices)
    _check_names(given, meeting, choices)
    changes = _shaped(given, shapes.UPDATABLE, nulls=not choices.null_refused)
    _check_times(changes, meeting.document, choices)
    _check_anonymized(changes, meeting.document)
    for name, value in changes.items():
        meeting.document[name] = _stored(name, value, meeting.document, users, choices)
    meeting.updated = now


def edit(meeting: Meeting, properties: Document, now: int, users: dict[str, User]) -> None:
    """Change a meeting as nobody may over Graph: any property but the id; MisfitError for a value of another type."""
    if "id" in properties:
        raise MisfitError("id")
    for name, value in properties.items():
        fitting = shapes.UPDATABLE[name](value) if name in shapes.UPDATABLE else value
        meeting.document[name] = _stored(name, fitting, meeting.document, users, Choices())
    meeting.updated = now


def _object(body: Any, choices: Choices) -> Document:
    if body is None:
        raise GraphError(400, "General", "Request payload cannot be null.")
    if not isinstance(body, dict):
        raise unusable()
    if choices.odata_type_refused and shapes.has_type_annotation(body):
        raise GraphError(400, "InvalidArgument", _NOT_UPDATABLE)
    return shapes.without_annotations(body)


def _shaped(given: Document, table: dict[str, Shape], *, nulls: bool = False) -> Document:
    """Return the values as they are stored; names that the table lacks are left out."""
    try:
        return {
            name: shapes.maybe(table[name])(item) if nulls else table[name](item)
            for name, item in given.items()
            if name in table
        }
    except MisfitError as problem:
        raise unusable() from problem


def _window(stated: Document, arrived: int, choices: Choices) -> tuple[int, int]:
    """Return start and end in ticks, with the service's defaults for what is missing."""
    if "startDateTime" not in stated and "endDateTime" in stated:
        msg = "The end of the meeting needs a start."
        raise _date_violation(msg)
    start = instants.parse(stated["startDateTime"]) if "startDateTime" in stated else arrived
    end = instants.parse(stated["endDateTime"]) if "endDateTime" in stated else start + instants.TICKS_PER_HOUR
    _check_order(start, end, choices)
    return start, end


def _check_order(start: int, end: int, choices: Choices) -> None:
    if end < start or (end == start and choices.equal_times_refused):
        msg = "The end of the meeting is before its start."
        raise _date_violation(msg)


def _date_violation(message: str) -> GraphError:
    return GraphError(400, DATE_VIOLATION_CODE, message)


def _attendees(participants: Document | None, users: dict[str, User]) -> list[Document]:
    given = (participants or {}).get("attendees") or []
    return [attendee(item, users) for item in given if item is not None]


def _attendees_at_create(participants: Document, users: dict[str, User], choices: Choices) -> list[Document]:
    stored = _attendees(participants, users)
    return [item | {"role": "attendee"} for item in stored] if choices.create_or_get_ignores_roles else stored


def _check_names(given: Document, meeting: Meeting, choices: Choices) -> None:
    """Refuse a PATCH that names what cannot be updated."""
    if not given and choices.empty_update_refused:
        raise unusable()
    if given.get("isBroadcast", False) != meeting.document["isBroadcast"]:
        raise GraphError(400, "BadRequest", "Updating meeting type is not supported.")
    people = given.get("participants")
    names_organizer = isinstance(people, dict) and "organizer" in people and choices.organizer_in_update_refused
    if names_organizer or not given.keys() <= shapes.UPDATABLE.keys():
        raise GraphError(400, "InvalidArgument", _NOT_UPDATABLE)


def _check_times(changes: Document, document: Document, choices: Choices) -> None:
    named = [name for name in ("startDateTime", "endDateTime") if name in changes]
    if len(named) == 1 and choices.lone_time_refused:
        msg = "The start and the end of a meeting are updated together."
        raise _date_violation(msg)
    if named:
        both = document | changes
        if None in (both["startDateTime"], both["endDateTime"]):
            raise unusable()
        _check_order(instants.parse(both["startDateTime"]), instants.parse(both["endDateTime"]), choices)


def _check_anonymized(changes: Document, document: Document) -> None:
    """Refuse to take `attendee` out of the roles whose names are hidden: it stays once it is there."""
    roles = changes.get("anonymizeIdentityForRoles")
    if roles is not None and "attendee" in (document["anonymizeIdentityForRoles"] or ()) and "attendee" not in roles:
        raise GraphError(400, "InvalidArgument", _NOT_UPDATABLE)


def _stored(name: str, value: Any, document: Document, users: dict[str, User], choices: Choices) -> Any:
    """Return a property's new value: attendees replaced, other complex values merged."""
    old: Any = document.get(name)
    if name == "participants":
        keeps = value is None or "attendees" not in value
        if keeps or (not value["attendees"] and choices.empty_attendees_kept):
            return old
        return old | {"attendees": _attendees(value, users)}
    merges = choices.complex_values_merge or name == "lobbyBypassSettings"
    return merged(old, value) if merges else value
