"""The answers with meetings: cloud, tenant policy, language, `$select` and `@odata.context` applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings_emulator.front.answers import graph_json
from msgraph_meetings_emulator.front.errors import GraphError
from msgraph_meetings_emulator.graph.invitation import language_of
from msgraph_meetings_emulator.graph.meeting import Audience, Document, Meeting, view
from msgraph_meetings_emulator.graph.selection import Selection, selection_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from msgraph_meetings_emulator.state.state import State

_ALL_MEMBERS = "include-unknown-enum-members"


def meeting_answer(
    request: Request,
    state: State,
    meeting: Meeting,
    status: int = 200,
    *,
    with_context: bool = True,
) -> Response:
    """Return the answer with one meeting; `$select` applies to GET only."""
    selection = selection_of(request) if request.method == "GET" else Selection()
    entity = f"users('{meeting.organizer_id}')/onlineMeetings{selection.context()}/$entity"
    context = {"@odata.context": _metadata(state, entity)} if with_context else {}
    tag = {"@odata.etag": etag(meeting)} if state.choices.etags else {}
    headers = preference(request) | ({"ETag": etag(meeting)} if state.choices.etags else {})
    return graph_json(context | tag | _shown(request, state, meeting, selection), status, headers)


def list_answer(request: Request, state: State, meeting: Meeting | None, collection: str) -> Response:
    """Return the answer with a list of at most one meeting."""
    selection = selection_of(request)
    shown = [_shown(request, state, meeting, selection)] if meeting else []
    context = {"@odata.context": _metadata(state, collection + selection.context())}
    return graph_json(context | {"value": shown}, 200, preference(request))


def preference(request: Request) -> dict[str, str]:
    """Return the `Preference-Applied` header if the request asks for all enum members, else no header."""
    wishes = ",".join(request.headers.getlist("prefer")).split(",")
    asked = _ALL_MEMBERS in (wish.strip().lower() for wish in wishes)
    return {"Preference-Applied": _ALL_MEMBERS} if asked else {}


def etag(meeting: Meeting) -> str:
    """Return the ETag of a meeting."""
    return f'W/"{meeting.version}"'


def check_version(request: Request, state: State, meeting: Meeting) -> None:
    """Raise GraphError (412) if `If-Match` names another version and the switch `etags` is on."""
    wanted = request.headers.get("if-match", "*")
    if state.choices.etags and etag(meeting) not in wanted and wanted.strip() != "*":
        raise GraphError(412, "PreconditionFailed", "The meeting has been changed since.")


def _metadata(state: State, of: str) -> str:
    return f"{state.cloud.graph}/v1.0/$metadata#{of}"


def _shown(request: Request, state: State, meeting: Meeting, selection: Selection) -> Document:
    audience = Audience(language_of(request.headers.get("accept-language", "")), all_members=bool(preference(request)))
    shown = state.cloud.shown(view(meeting, state.settings.policy, state.choices, audience))
    return selection.of(shown, state.choices)
