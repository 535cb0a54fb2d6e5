"""The check of `Content-Type` that every write needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings_emulator.front.errors import GraphError

if TYPE_CHECKING:
    from starlette.requests import Request

_UNDECLARED = "Write requests (excluding DELETE) must contain the Content-Type header declaration."
UNREADABLE = (
    "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."
)
_JSON = "application/json"


def check_content_type(request: Request) -> None:
    """Raise GraphError if the content type is missing or not JSON."""
    declared = request.headers.get("content-type", "")
    if not declared.strip():
        raise GraphError(400, "BadRequest", _UNDECLARED)
    if declared.partition(";")[0].strip().lower() != _JSON:
        raise GraphError(400, "BadRequest", UNREADABLE)
