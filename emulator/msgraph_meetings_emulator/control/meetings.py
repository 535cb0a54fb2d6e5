"""Control paths for meetings: list, edit and delete them without the API's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from msgraph_meetings_emulator.control.inputs import NO_CONTENT, body_of, state_of
from msgraph_meetings_emulator.front.errors import AdminError
from msgraph_meetings_emulator.graph import rules
from msgraph_meetings_emulator.graph.meeting import Audience, Meeting, view
from msgraph_meetings_emulator.graph.shapes import MisfitError

if TYPE_CHECKING:
    from starlette.requests import Request

    from msgraph_meetings_emulator.state.state import State


async def list_meetings(request: Request) -> Response:
    """Return all meetings in Graph's form, with every enum member."""
    state = state_of(request)
    return JSONResponse([_shown(state, meeting) for meeting in state.meetings.all()])


async def edit_meeting(request: Request) -> Response:
    """Change any property of a meeting as a person in Teams would, without the API's rules."""
    properties, state = await body_of(request, dict), state_of(request)
    meeting = _meeting(request)
    try:
        rules.edit(meeting, properties, state.clock.now(), state.directory.users)
    except MisfitError as problem:
        raise AdminError(400, f"A property cannot be set to {problem}.") from problem
    state.meetings.put(meeting)
    return JSONResponse(_shown(state, meeting))


async def delete_meeting(request: Request) -> Response:
    """Delete a meeting without a request to the API."""
    state_of(request).meetings.delete(_meeting(request))
    return Response(status_code=NO_CONTENT)


async def open_link(request: Request) -> Response:
    """Open a join link as a participant: this prolongs the meeting's life, and may restore a deleted meeting.

    The response says whether the meeting exists afterwards.
    """
    wish, state = await body_of(request, dict), state_of(request)
    url = str(wish.get("url"))
    meeting = state.meetings.by_join_web_url(url, state.choices)
    if meeting is None and state.choices.join_link_reopens:
        meeting = state.meetings.reopen(url)
    if meeting is not None:
        meeting.updated = state.clock.now()
        state.meetings.put(meeting)
    return JSONResponse({"opened": meeting is not None})


def routes() -> list[Route]:
    """Return the routes."""
    return [
        Route("/meetings", list_meetings, methods=["GET"]),
        Route("/join-links", open_link, methods=["POST"]),
        Route("/meetings/{meeting}", edit_meeting, methods=["PATCH"]),
        Route("/meetings/{meeting}", delete_meeting, methods=["DELETE"]),
    ]


def _meeting(request: Request) -> Meeting:
    state, meeting_id = state_of(request), unquote(request.path_params["meeting"])
    meeting = state.meetings.by_id(meeting_id, state.choices)
    if meeting is None:
        raise AdminError(404, "There is no meeting with this id.")
    return meeting


def _shown(state: State, meeting: Meeting) -> dict[str, Any]:
    return state.cloud.shown(view(meeting, state.settings.policy, state.choices, Audience()))
