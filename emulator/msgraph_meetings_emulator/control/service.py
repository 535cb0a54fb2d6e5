"""Control paths for health, reset, journal and faults."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from msgraph_meetings_emulator.control.inputs import NO_CONTENT, body_of, checked, number_in, state_of
from msgraph_meetings_emulator.faults.fault import Fault, ends_like
from msgraph_meetings_emulator.front.journal import KEPT_ENTRIES
from msgraph_meetings_emulator.front.paths import canonical
from msgraph_meetings_emulator.state import instants

if TYPE_CHECKING:
    from starlette.requests import Request


async def health(_request: Request) -> Response:
    """Answer that the emulator is running."""
    return JSONResponse({"status": "ok"})


async def reset(request: Request) -> Response:
    """Delete everything except the keys and the cloud that the emulator was started with."""
    state_of(request).reset()
    return Response(status_code=NO_CONTENT)


async def read_changes(request: Request) -> Response:
    """Return the `revision`, which differs after each change, the time, and the range of journal entries."""
    state = state_of(request)
    oldest, newest = state.journal.places()
    return JSONResponse(
        {
            "revision": state.store.revision,
            "journal": {"oldest": oldest, "newest": newest},
            "now": instants.render(state.clock.now()),
            "stopped": state.clock.stopped_at is not None,
        },
    )


async def read_journal(request: Request) -> Response:
    """Return journal entries, filtered by `since`, by `newest` (a count), by `method` and by the end of the `path`."""
    query = request.query_params
    method, path = query.get("method"), query.get("path", "*")
    newest = number_in(query.get("newest", str(KEPT_ENTRIES)))
    entries = state_of(request).journal.entries(number_in(query.get("since", "0")), newest)
    wanted = (entry for entry in entries if method is None or method.upper() == entry.method)
    return JSONResponse([asdict(entry) for entry in wanted if _ends_like(entry.path, path)])


def _ends_like(sent: str, pattern: str) -> bool:
    """Return True if a path, as sent or in the spelling of Graph's routes, ends like the pattern."""
    return any(ends_like(unquote(path), pattern) for path in (sent, canonical(sent, ignore_case=True)))


async def clear_journal(request: Request) -> Response:
    """Delete the journal's entries."""
    state_of(request).journal.clear()
    return Response(status_code=NO_CONTENT)


async def read_faults(request: Request) -> Response:
    """Return the faults that are still armed."""
    return JSONResponse([armed.to_json() for armed in state_of(request).faults.all()])


async def arm_faults(request: Request) -> Response:
    """Arm one fault or a list of faults; if one is invalid, arm none of them."""
    body = await body_of(request, dict, list)
    faults = checked(lambda: [Fault.from_json(item) for item in (body if isinstance(body, list) else [body])])
    return JSONResponse(state_of(request).faults.arm(faults), 201)


async def disarm_faults(request: Request) -> Response:
    """Disarm the fault with the number in the path, or all faults."""
    number = request.path_params.get("number")
    state_of(request).faults.disarm(None if number is None else number_in(number))
    return Response(status_code=NO_CONTENT)


def routes() -> list[Route]:
    """Return the routes."""
    return [
        Route("/health", health),
        Route("/reset", reset, methods=["POST"]),
        Route("/changes", read_changes, methods=["GET"]),
        Route("/journal", read_journal, methods=["GET"]),
        Route("/journal", clear_journal, methods=["DELETE"]),
        Route("/faults", read_faults, methods=["GET"]),
        Route("/faults", arm_faults, methods=["POST"]),
        Route("/faults", disarm_faults, methods=["DELETE"]),
        Route("/faults/{number}", disarm_faults, methods=["DELETE"]),
    ]
