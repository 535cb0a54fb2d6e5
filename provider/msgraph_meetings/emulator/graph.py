"""The routes of Microsoft Graph that concern online meetings, under /me and under /users/{id}."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from starlette.responses import Response
from starlette.routing import Route

from . import rules
from .access import Access, bearer, to_read, to_write
from .answers import graph_json
from .bodies import parse_json
from .call import call_of
from .errors import GraphError, no_such_meeting
from .meeting import Document, Meeting, organizer_in, view

if TYPE_CHECKING:
    from starlette.requests import Request

    from .state import State

_ALL_MEMBERS = "include-unknown-enum-members"
_FILTER = re.compile(r"\s*(?P<name>[\w/]+)\s+eq\s+'(?P<value>(?:[^']|'')*)'\s*")
_UNREADABLE = (
    "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."
)
_METADATA = "https://graph.microsoft.com/v1.0/$metadata"


async def create_or_get(request: Request) -> Response:
    """Return the organizer's meeting with an external id, made now when there is none."""
    access = to_write(request)
    body = await _json(request)
    state, choices = access.call.state, access.call.state.choices
    wish = rules.wanted(body, access.call.arrived, state.directory.users, choices)
    tenant_id, key = state.directory.tenant_id, _key(access, wish.external_id)
    meeting = state.meetings.by_key(tenant_id, access.organizer.id, key, choices)
    status = 200 if meeting else 201
    if meeting is None:
        meeting = rules.made(wish, tenant_id, access.organizer, state.clock.now(), choices)
        state.meetings.put(meeting, key)
    elif choices.existing_meeting_takes_body:
        rules.taken_over(meeting, wish, state.clock.now())
        state.meetings.put(meeting)
    return _answer(request, access, meeting, status, with_context=choices.create_or_get_context)


async def get(request: Request) -> Response:
    """Return one meeting to its organizer or, as documented, to somebody who is invited."""
    access = to_read(request)
    access.check_policy()
    return _answer(request, access, _named(request, access, invited_too=True))


async def find(request: Request) -> Response:
    """Return the organizer's meeting with a join URL or a join meeting id, as a list of at most one."""
    access = to_read(request)
    condition = request.query_params.get("$filter")
    if condition is None:
        missing = "One of the required parameters to lookup meeting by QueryOptions is null or empty"
        raise GraphError(400, "InvalidArgument", missing)
    access.check_policy()
    meeting = _matching(access.call.state, condition)
    if meeting is None and not access.call.state.choices.lookup_miss_is_empty:
        raise no_such_meeting()
    if meeting and meeting.organizer_id != access.organizer.id:
        raise GraphError(403, "Forbidden", "3003: User does not have access to lookup meeting")
    shown = [_shown(request, access, meeting)] if meeting else []
    context = {"@odata.context": f"{_METADATA}#users('{access.organizer.id}')/onlineMeetings"}
    return graph_json(context | {"value": shown}, 200, _preference(request))


async def update(request: Request) -> Response:
    """Change a meeting and return it as it is then."""
    access = to_write(request)
    body = await _json(request)
    state = access.call.state
    meeting = _named(request, access)
    rules.update(meeting, body, state.clock.now(), state.directory.users, state.choices)
    state.meetings.put(meeting)
    return _answer(request, access, meeting)


async def delete(request: Request) -> Response:
    """Delete a meeting."""
    access = to_write(request)
    try:
        access.call.state.meetings.delete(_named(request, access))
    except GraphError as problem:
        if problem.status != 404 or not access.call.state.choices.delete_again_succeeds:
            raise
    return Response(status_code=204)


async def unknown(request: Request) -> Response:
    """Refuse a path under the version root that no route serves."""
    bearer(call_of(request))
    segment = request.path_params["rest"].rsplit("/", 1)[-1]
    raise GraphError(400, "BadRequest", f"Resource not found for the segment '{unquote(segment)}'.")


def routes() -> list[Route]:
    """Return the routes, for paths that are still percent-encoded."""
    served = []
    for owner in ("/v1.0/me", "/v1.0/users/{user}"):
        collection = f"{owner}/onlineMeetings"
        served += [
            Route(f"{collection}/createOrGet", create_or_get, methods=["POST"]),
            Route(f"{collection}/microsoft.graph.createOrGet", create_or_get, methods=["POST"]),
            Route(collection, find, methods=["GET"]),
            Route(f"{collection}/{{meeting}}", get, methods=["GET"]),
            Route(f"{collection}/{{meeting}}", update, methods=["PATCH"]),
            Route(f"{collection}/{{meeting}}", delete, methods=["DELETE"]),
        ]
    every_method = ["GET", "POST", "PATCH", "PUT", "DELETE"]
    return [*served, Route("/v1.0/{rest:path}", unknown, methods=every_method)]


def _key(access: Access, external_id: str) -> str:
    """Return what a meeting with an external id is found by."""
    choices = access.call.state.choices
    name = external_id.casefold() if choices.external_id_ignores_case else external_id
    return f"{access.token.app_id} {name}" if choices.external_id_per_app else name


def _named(request: Request, access: Access, *, invited_too: bool = False) -> Meeting:
    """Return the meeting whose id stands in the path."""
    state, meeting_id = access.call.state, unquote(request.path_params["meeting"])
    organizer = organizer_in(meeting_id)
    if organizer is None:
        raise GraphError(400, "BadRequest", "Meeting Id is corrupted.")
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


def _matching(state: State, condition: str) -> Meeting | None:
    """Return the meeting that a filter names."""
    found = _FILTER.fullmatch(condition)
    name = found["name"].lower() if found else ""
    value = found["value"].replace("''", "'") if found else ""
    if name == "joinweburl":
        return _by_link(state, value)
    if name == "joinmeetingidsettings/joinmeetingid":
        return state.meetings.by_join_meeting_id(value, state.choices)
    raise GraphError(
        400,
        "BadRequest",
        f"The query specified in the URI is not valid. Could not find a property named '{name}'.",
    )


def _by_link(state: State, link: str) -> Meeting | None:
    """Return the meeting with a join URL; one that is still encoded is a URL of no meeting, other text is none."""
    plain = unquote(link) if link.lower().startswith("https%3a") else link
    if urlsplit(plain).scheme != "https":
        raise GraphError(400, "BadRequest", "1026: An error has occurred.")
    return state.meetings.by_join_web_url(link, state.choices)


async def _json(request: Request) -> Any:
    try:
        return parse_json(await request.body())
    except ValueError as problem:
        raise GraphError(400, "BadRequest", _UNREADABLE) from problem


def _answer(
    request: Request,
    access: Access,
    meeting: Meeting,
    status: int = 200,
    *,
    with_context: bool = True,
) -> Response:
    entity = f"{_METADATA}#users('{access.organizer.id}')/onlineMeetings/$entity"
    context = {"@odata.context": entity} if with_context else {}
    return graph_json(context | _shown(request, access, meeting), status, _preference(request))


def _shown(request: Request, access: Access, meeting: Meeting) -> Document:
    settings = access.call.state.settings
    return view(meeting, settings.policy, settings.choices, all_members=bool(_preference(request)))


def _preference(request: Request) -> dict[str, str]:
    """Return the header that confirms the wish for every enum member, when the request has it."""
    wishes = ",".join(request.headers.getlist("prefer")).split(",")
    asked = _ALL_MEMBERS in (wish.strip().lower() for wish in wishes)
    return {"Preference-Applied": _ALL_MEMBERS} if asked else {}
