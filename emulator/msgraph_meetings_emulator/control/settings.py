"""Control paths for the settings and the clock."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from msgraph_meetings_emulator.control.inputs import body_of, checked, state_of
from msgraph_meetings_emulator.state import instants

_MOST_SECONDS = 10**12

if TYPE_CHECKING:
    from starlette.requests import Request

    from msgraph_meetings_emulator.state.state import State


async def read_settings(request: Request) -> Response:
    """Return the settings: switches, token lifetime, forced values, and the rest."""
    return JSONResponse(asdict(state_of(request).settings))


async def change_settings(request: Request) -> Response:
    """Change some settings, and return all."""
    changes = await body_of(request, dict)
    checked(lambda: state_of(request).change_settings(changes))
    return await read_settings(request)


async def read_clock(request: Request) -> Response:
    """Return the emulator's time, and whether its clock is stopped."""
    clock = state_of(request).clock
    return JSONResponse({"now": instants.render(clock.now()), "stopped": clock.stopped_at is not None})


async def move_clock(request: Request) -> Response:
    """Set the clock (`set`, with `stopped` to halt it there) or advance it by seconds (`advance`)."""
    wish, state = await body_of(request, dict), state_of(request)
    checked(lambda: _move(state, wish))
    state.keep_clock()
    return await read_clock(request)


def routes() -> list[Route]:
    """Return the routes."""
    return [
        Route("/settings", read_settings, methods=["GET"]),
        Route("/settings", change_settings, methods=["PATCH"]),
        Route("/clock", read_clock, methods=["GET"]),
        Route("/clock", move_clock, methods=["POST"]),
    ]


def _move(state: State, wish: dict[str, Any]) -> None:
    if "advance" in wish:
        state.clock.advance(round(_seconds(wish["advance"]) * instants.TICKS_PER_SECOND))
    else:
        state.clock.set(instants.parse(str(wish.get("set"))), stopped=bool(wish.get("stopped")))


def _seconds(value: Any) -> float:
    """Return the number of seconds; raise ValueError if the clock cannot move by this value."""
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > _MOST_SECONDS:
        raise ValueError("'advance' is a number of seconds, and the clock shows years from 1970 to 9000.")
    return float(value)
