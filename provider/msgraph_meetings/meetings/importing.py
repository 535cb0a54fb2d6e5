"""Import: find the meeting of an import id, and the arguments with which a program changes nothing.

An import id is Graph's id of the meeting, its join URL or its join meeting id. If the provider has no organizer, the
organizer's object id and a slash come before it. Graph's ids may contain slashes themselves: only a first segment
that is a GUID, or a user principal name by mistake, is an organizer. With ``importByExternalId`` an external id is
accepted too, unless it has the form of one of the others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgraph_meetings.errors import ArgumentError, UnreadableRequestError
from msgraph_meetings.meetings.check import check
from msgraph_meetings.meetings.lifecycle import Found
from msgraph_meetings.meetings.lookup import Wanted, find
from msgraph_meetings.meetings.right_meeting import require_external_id, require_organizer
from msgraph_meetings.model.answer import Held, held

if TYPE_CHECKING:
    from msgraph_meetings.config.reading import Settings
    from msgraph_meetings.graph.calls import Graph
    from msgraph_meetings.http.operation import Operation
    from msgraph_meetings.model.unknowns import Properties

_ORGANIZER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[^/:@\s]+@[^/:@\s]+", re.IGNORECASE)
_CREATED = 201


def import_meeting(
    import_id: str, user: str | None, settings: Settings, graph: Graph, operation: Operation
) -> Found | None:
    """Return the meeting, with the arguments that a program should write, or None if it does not exist.

    Args:
        import_id: the id, as the user wrote it.
        user: the organizer that the program names beside it, or None.
        settings: the default organizer, and the switch for external ids.
        graph: the calls.
        operation: deadline, cancellation and log.

    Raises:
        MeetingsError: anything but 404 ``NotFound``.
    """
    meant = wanted(import_id, user or settings.user_id)
    content = _content(meant, settings, graph, operation)
    if content is None:
        return None
    answered = held(content)
    inputs = _worth_writing(meant.user_id, answered, settings)
    return Found(answered.id, answered.made | inputs | {"adopted": True}, inputs)


def wanted(import_id: str, default_user: str | None) -> Wanted:
    """Return the meeting that an import id means.

    Raises:
        ArgumentError: the import id is blank.
    """
    text = import_id.strip()
    head, slash, tail = text.partition("/")
    user, value = (head, tail) if slash and _ORGANIZER.fullmatch(head) else (default_user, text)
    if not value:
        raise ArgumentError(
            f"The import id {import_id!r} does not name a meeting.",
            fix="Use Graph's id, the join URL, or the join meeting id (digits).",
        )
    if re.match("https?://", value, re.IGNORECASE):
        return Wanted(user, "joinWebUrl", value)
    return Wanted(user, "joinMeetingId" if re.fullmatch(r"[\d\s]+", value, re.ASCII) else "id", value)


def _content(meant: Wanted, settings: Settings, graph: Graph, operation: Operation) -> dict[str, Any] | None:
    try:
        return find(meant, graph, operation)
    except UnreadableRequestError as error:
        if meant.key != "id":
            raise
        if settings.import_by_external_id:
            return _by_external_id(meant, graph, operation)
        raise UnreadableRequestError(
            f"{meant.value!r} is not a meeting id.",
            error.why,
            "Use Graph's id, the join URL, or the join meeting id (digits). To import by userId/externalId, set"
            " msgraph-meetings:importByExternalId (MSGRAPH_IMPORT_BY_EXTERNAL_ID) to true: Graph finds an external id"
            " only by createOrGet, which creates the meeting if it does not exist.",
            error.request_id,
            error.said,
        ) from error


def _by_external_id(meant: Wanted, graph: Graph, operation: Operation) -> dict[str, Any]:
    """Look up an external id by createOrGet, the only call that can (graph contract, section 1.4); it may create."""
    reply = graph.create_or_get(meant.user_id, {"externalId": meant.value}, operation)
    request_id = reply.headers.get("request-id")
    answered = held(reply.content, request_id)
    require_external_id(answered, meant.value, request_id)
    require_organizer(answered, meant.user_id, request_id)
    if reply.status == _CREATED:
        operation.tell("warning", f"the external id {meant.value!r} had no meeting, so the import created one")
    return reply.content


def _worth_writing(user: str | None, answered: Held, settings: Settings) -> Properties:
    """Return the identity and what people usually set, without anything that check refuses."""
    fields = answered.fields
    arguments = (
        {"userId": user, "externalId": answered.made.get("externalId")}
        | {name: fields.get(name) for name in ("subject", "startDateTime", "endDateTime")}
        | _people(fields)
    )
    written = {name: value for name, value in arguments.items() if value is not None}
    failures = check({}, written, settings, None).failures
    refused = {re.split(r"[.\[]", failure.path)[0] for failure in failures}
    return {name: value for name, value in written.items() if name not in refused}


def _people(fields: Properties) -> Properties:
    """Return the attendees, with roles that differ from the default, and the setting that presenters' roles need."""
    chosen = fields.get("allowedPresenters") == "roleIsPresenter"
    silent = ("attendee",) if chosen else ("attendee", "presenter")
    people = [
        {name: value for name, value in person.items() if name != "role" or value not in silent}
        for person in (fields.get("participants") or {}).get("attendees") or []
    ]
    if not people:
        return {}
    presenters = any(person.get("role") == "presenter" for person in people)
    return {"participants": {"attendees": people}} | ({"allowedPresenters": "roleIsPresenter"} if presenters else {})
