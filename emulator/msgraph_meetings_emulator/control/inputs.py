"""Checks for the input of the control paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from msgraph_meetings_emulator.front.bodies import parse_json
from msgraph_meetings_emulator.front.call import call_of
from msgraph_meetings_emulator.front.errors import AdminError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from msgraph_meetings_emulator.state.state import State

NO_CONTENT = 204
_LARGEST_NUMBER = 2**63 - 1
"""The largest integer that SQLite stores."""


def state_of(request: Request) -> State:
    """Return the emulator's state."""
    return call_of(request).state


async def body_of(request: Request, *kinds: type) -> Any:
    """Return the JSON body of a request; raise AdminError if it is not of one of these types."""
    try:
        body = parse_json(await request.body())
    except ValueError as problem:
        raise AdminError(400, f"The body is not JSON: {problem}.") from problem
    if not isinstance(body, kinds):
        raise AdminError(400, f"The body is not of the type {' or '.join(kind.__name__ for kind in kinds)}.")
    return body


def checked(work: Callable[[], Any]) -> Any:
    """Return the result of `work`; turn its ValueError into an AdminError with the same message."""
    try:
        return work()
    except ValueError as problem:
        raise AdminError(400, str(problem)) from problem


def number_in(text: str) -> int:
    """Return the integer that a path or a query contains; raise AdminError if it is not one."""
    number = int(checked(lambda: int(text)))
    if abs(number) > _LARGEST_NUMBER:
        raise AdminError(400, f"A number here is at most {_LARGEST_NUMBER}.")
    return number


def id_in(request: Request) -> str:
    """Return the id in a path, percent-decoded and in lower case."""
    return unquote(request.path_params["id"]).lower()


def found(entries: dict[str, Any], name: Any) -> Any:
    """Return an entry of the directory; raise AdminError if the directory has no entry of that name."""
    if not isinstance(name, str) or name not in entries:
        raise AdminError(404, f"{name!r} is not in the directory.")
    return entries[name]
