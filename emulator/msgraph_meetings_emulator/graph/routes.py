"""The routes of online meetings: under /me, /users/{id} and /communications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from starlette.responses import Response
from starlette.routing import Route

from msgraph_meetings_emulator.front.bodies import parse_json
from msgraph_meetings_emulator.front.call import call_of
from msgraph_meetings_emulator.front.errors import GraphError, no_such_meeting
from msgraph_meetings_emulator.front.served import SERVED
from msgraph_meetings_emulator.graph import batch, creation, filters, rules
from msgraph_meetings_emulator.graph.access import Access, bearer, for_the_tenant, to_read, to_write
from msgraph_meetings_emulator.graph.meeting import Meeting, organizer_in
from msgraph_meetings_emulator.graph.presentation import check_version, list_answer, meeting_answer
from msgraph_meetings_emulator.graph.writes import UNREADABLE, check_content_type

if TYPE_CHECKING:
    from starlette.requests import Request

    from msgraph_meetings_emulator.graph.meeting import Document


async def create_or_get(request: Request) -> Response:
    """Return the organizer's meeting with an external id; create it if it does not exist."""
    access = to_write(request)
    body = await _json(request)
    state = access.call.state
    wish = creation.wanted(body, access.call.arrived, state)
    key = _key(access, wish.external_id)
    meeting = state.meetings.by_key(state.directory.tenant_id, access.organizer.id, key, state.choices)
    with_context = state.choices.create_or_get_context
    if meeting is None:
        return _made(request, access, wish.values, key, with_context=with_context)
    if state.choices.existing_meeting_takes_body:
        creation.taken_over(meeting, wish, state.clock.now())
        state.meetings.put(meeting)
    return meeting_answer(request, state, meeting, with_context=with_context)


async def create(request: Request) -> Response:
    """Create a meeting without an external id."""
    access = to_write(request)
    values = creation.planned(await _json(request), access.call.arrived, access.call.state)
    return _made(request, access, values)


async def get(request: Request) -> Response:
    """Return one meeting to its organizer or, as documented, to an invited person."""
    access = to_read(request)
    access.check_policy()
    return meeting_answer(request, access.call.state, _named(request, access, invited_too=True))


async def find(request: Request) -> Response:
    """Return the organizer's meeting with a join URL or a join meeting id, as a list of at most one."""
    access = to_read(request)
    condition = filters.condition_of(request)
    access.check_lookup()
    state = access.call.state
    meeting = filters.of_a_user(state, condition)
    if meeting is None and not state.choices.lookup_miss_is_empty:
        raise no_such_meeting()
    if meeting and meeting.organizer_id != access.organizer.id:
        raise GraphError(403, "Forbidden", "3003: User does not have access to lookup meeting")
    return list_answer(request, state, meeting, f"users('{access.organizer.id}')/onlineMeetings")


async def find_in_tenant(request: Request) -> Response:
    """Return the meeting with an id for conferencing devices, as a list of at most one; no access policy applies."""
    state = for_the_tenant(request).state
    meeting = filters.of_the_tenant(state, filters.condition_of(request))
    if meeting is None and not state.choices.lookup_miss_is_empty:
        raise no_such_meeting()
    return list_answer(request, state, meeting, "communications/onlineMeetings")


async def update(request: Request) -> Response:
    """Change a meeting, and return the changed meeting."""
    access = to_write(request)
    body = await _json(request)
    state = access.call.state
    meeting = _named(request, access)
    check_version(request, state, meeting)
    rules.update(meeting, body, state)
    state.meetings.put(meeting)
    return meeting_answer(request, state, meeting)


async def delete(request: Request) -> Response:
    """Delete a meeting."""
    access = to_write(request)
    state = access.call.state
    try:
        meeting = _named(request, access)
        check_version(request, state, meeting)
        state.meetings.delete(meeting)
    except GraphError as problem:
        if problem.status != 404 or not state.choices.delete_again_succeeds:
            raise
    return Response(status_code=204)


async def unknown(request: Request) -> Response:
    """Refuse a path under the version root that no route serves."""
    bearer(call_of(request))
    segment = request.path_params["rest"].rsplit("/", 1)[-1]
    text = f"Resource not found for the segment '{unquote(segment)}'. {SERVED}"
    raise GraphError(400, "BadRequest", text)


def routes() -> list[Route]:
    """Return the routes; their paths are percent-encoded and in the spelling of `paths.canonical`."""
    served = [Route("/v1.0/$batch", batch.batch, methods=["POST"])]
    for owner in ("me", "users/{user}"):
        collection = f"/v1.0/{owner}/onlineMeetings"
        served += [
            Route(f"{collection}/createOrGet", create_or_get, methods=["POST"]),
            Route(collection, find, methods=["GET"]),
            Route(collection, create, methods=["POST"]),
            Route(f"{collection}/{{meeting}}", get, methods=["GET"]),
            Route(f"{collection}/{{meeting}}", update, methods=["PATCH"]),
            Route(f"{collection}/{{meeting}}", delete, methods=["DELETE"]),
        ]
    served.append(Route("/v1.0/communications/onlineMeetings", find_in_tenant, methods=["GET"]))
    every_method = ["GET", "POST", "PATCH", "PUT", "DELETE"]
    return [*served, Route("/v1.0{rest:path}", unknown, methods=every_method)]


def _made(
    request: Request,
    access: Access,
    values: Document,
    key: str | None = None,
    *,
    with_context: bool = True,
) -> Response:
    """Create a meeting, and return the answer with it; raise GraphError if the organizer has too many."""
    state, organizer = access.call.state, access.organizer
    state.quota.check(organizer.id, state.clock.now(), state.settings.meetings_a_month, state.choices)
    meeting = creation.made(values, organizer, state)
    state.meetings.put(meeting, key)
    state.quota.note(meeting)
    answer = meeting_answer(request, state, meeting, 201, with_context=with_context)
    if state.choices.location_header:
        collection = request.url.path.rsplit("/onlineMeetings", 1)[0]
        answer.headers["Location"] = f"{state.cloud.graph}{collection}/onlineMeetings/{quote(meeting.id, safe='')}"
    return answer


def _key(access: Access, external_id: str) -> str:
    """Return the key with which a meeting with this external id is stored."""
    choices = access.call.state.choices
    name = external_id.casefold() if choices.external_id_ignores_case else external_id
    return f"{access.token.app_id} {name}" if choices.external_id_per_app else name


def _named(request: Request, access: Access, *, invited_too: bool = False) -> Meeting:
    """Return the meeting with the id in the path; raise GraphError if the caller cannot see it."""
    state, meeting_id = access.call.state, unquote(request.path_params["meeting"])
    organizer = organizer_in(meeting_id)
    if organizer is None:
        named = f"Invalid meeting id {meeting_id}."
        text = named if state.choices.corrupted_id_is_named else "Meeting Id is corrupted."
        raise GraphError(400, "BadRequest", text)
    meeting = state.meetings.by_id(meeting_id, state.choices)
    invited = invited_too and meeting is not None and _is_invited(meeting, access.organizer.id)
    if organizer != access.organizer.id and not invited:
        raise GraphError(404, "NotFound", f"Organizer Id mismatch User Id: {access.organizer.id}.")
    if meeting is None:
        raise no_such_meeting()
    return meeting


def _is_invited(meeting: Meeting, user_id: str) -> bool:
    attendees = meeting.document["participants"]["attendees"]
    return any(attendee["identity"]["user"]["id"] == user_id for attendee in attendees)


async def _json(request: Request) -> Any:
    check_content_type(request)
    try:
        return parse_json(await request.body())
    except ValueError as problem:
        raise GraphError(400, "BadRequest", UNREADABLE) from problem
