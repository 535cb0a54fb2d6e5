"""The answers for paths and methods that the emulator does not serve."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from msgraph_meetings_emulator.front.answers import graph_error_body
from msgraph_meetings_emulator.front.call import call_of
from msgraph_meetings_emulator.front.guard import is_own

if TYPE_CHECKING:
    from starlette.exceptions import HTTPException
    from starlette.requests import Request

SERVED = (
    "This is the emulator of msgraph-meetings. Of Microsoft Graph it serves, under /v1.0: /me and /users/{id}, "
    "/users, their /onlineMeetings with createOrGet, /communications/onlineMeetings and /$batch. It does not serve "
    "/beta, calendars, attendance reports, transcripts or recordings. docs/emulator/serves.md has the list."
)
_SERVED_TO_CONTROL = "The emulator does not serve {method} {path}. docs/emulator/reference.md lists its control paths."
_CODES = {HTTPStatus.NOT_FOUND: "NotServed", HTTPStatus.METHOD_NOT_ALLOWED: "MethodNotAllowed"}


async def refuse_unserved(request: Request, problem: HTTPException) -> Response:
    """Return a JSON error for a path or a method without a route; it names what is served."""
    path, method = request.scope["path"], request.method
    if is_own(path):
        content: object = {"error": _SERVED_TO_CONTROL.format(method=method, path=path)}
    else:
        code = _CODES.get(HTTPStatus(problem.status_code), "BadRequest")
        message = f"{method} {path} is not served. {SERVED}"
        content = graph_error_body(call_of(request), code, message)
    return JSONResponse(content, problem.status_code, dict(problem.headers or {}))
