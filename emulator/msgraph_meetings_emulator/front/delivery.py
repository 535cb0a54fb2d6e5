"""Delivery of an answer to its client: whole, byte by byte, broken off in the middle, or not at all."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from msgraph_meetings_emulator.faults.fault import Fault
    from msgraph_meetings_emulator.front.reply import Answer


@dataclass(frozen=True)
class Wire:
    """The connection of one request."""

    scope: Scope
    receive: Receive
    send: Send

    async def end(self, *, reset: bool) -> None:
        """Break the connection at once."""
        self.scope["extensions"]["emulator.close"](reset)
        # Uvicorn reports a return without an answer as an error, unless it has seen the connection close.
        await self.receive()


async def deliver(answer: Answer, fault: Fault | None, wire: Wire, interruption: asyncio.Event) -> None:
    """Send the answer as the fault says; an interruption ends a slow delivery."""
    if fault is None or not (fault.breaks or fault.drip):
        await answer.give(wire.send)
        return
    if fault.is_silent:
        await wire.end(reset=fault.reset)
        return
    await answer.begin(wire.send)
    whole = await _dripped(answer.body[: fault.cut], fault.drip, wire, interruption)
    if fault.breaks or not whole:
        await wire.end(reset=fault.reset)
        return
    await wire.send({"type": "http.response.body", "body": b""})


async def _dripped(body: bytes, seconds: float, wire: Wire, interruption: asyncio.Event) -> bool:
    """Send a body, byte by byte if `seconds` is not 0; return False if the client left or an interruption came."""
    size = 1 if seconds else max(len(body), 1)
    enough = [asyncio.ensure_future(wire.receive()), asyncio.ensure_future(interruption.wait())]
    try:
        for place in range(0, len(body), size):
            if place and (await asyncio.wait(enough, timeout=seconds, return_when=asyncio.FIRST_COMPLETED))[0]:
                return False
            await wire.send({"type": "http.response.body", "body": body[place : place + size], "more_body": True})
    finally:
        for wait in enough:
            wait.cancel()
        await asyncio.wait(enough)
    return True
