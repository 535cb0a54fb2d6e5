"""The limit of a running emulator on requests."""

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
    """Return the limit; null when there is none."""
    limit = state_of(request).throttle.limit
    return JSONResponse(None if limit is None else asdict(limit))


async def set_limit(request: Request) -> Response:
    """Set the limit, whole."""
    body = await body_of(request, dict)
    state_of(request).throttle.set(checked(lambda: Limit.from_json(body)))
    return await read_limit(request)


async def lift_limit(request: Request) -> Response:
    """Take the limit away."""
    state_of(request).throttle.set(None)
    return Response(status_code=NO_CONTENT)


def routes() -> list[Route]:
    """Return the routes."""
    return [
        Route("/throttle", read_limit, methods=["GET"]),
        Route("/throttle", set_limit, methods=["PUT"]),
        Route("/throttle", lift_limit, methods=["DELETE"]),
    ]
