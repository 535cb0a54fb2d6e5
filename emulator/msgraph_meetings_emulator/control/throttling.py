"""Control paths for the rate limit."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from msgraph_meetings_emulator.control.inputs import NO_CONTENT, body_of, checked, state_of
from msgraph_meetings_emulator.graph.throttle import Limit

if TYPE_CHECKING:
    from starlette.requests import Request


async def read_limit(request: Request) -> Response:
    """Return the rate limit, or null if none is set."""
    limit = state_of(request).throttle.limit
    return JSONResponse(None if limit is None else asdict(limit))


async def set_limit(request: Request) -> Response:
    """Set the rate limit; options that are left out get their defaults."""
    body = await body_of(request, dict)
    state_of(request).throttle.set(checked(lambda: Limit.from_json(body)))
    return await read_limit(request)


async def lift_limit(request: Request) -> Response:
    """Remove the rate limit."""
    state_of(request).throttle.set(None)
    return Response(status_code=NO_CONTENT)


def routes() -> list[Route]:
    """Return the routes."""
    return [
        Route("/throttle", read_limit, methods=["GET"]),
        Route("/throttle", set_limit, methods=["PUT"]),
        Route("/throttle", lift_limit, methods=["DELETE"]),
    ]
