"""Registrations that the SDK prepares, sends and awaits one after the other.

The SDK prepares all registrations of a program before it sends the first: with 1,000 resources the engine waits for a
second. At the end of a program the SDK awaits its registrations in turn, but only if the first of them has begun by
then. Otherwise it waits for all of them at once, again for each that ends: 2,000 resources cost 17 s of CPU instead of
8 s.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from typing import TYPE_CHECKING, Any

import pulumi

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

_TURNS = "_msgraph_meetings_turns"
_FRAMES = 8
"""The frames of a declaration, from the innermost: five of the SDK, two of ``OnlineMeeting``, the program's line."""


def await_in_turn() -> None:
    """Begin the SDK's list of registrations with one that ends at once.

    Has no effect outside an event loop, or if the SDK has no such list.
    """
    settings = pulumi.runtime.settings
    begun = getattr(settings._get_rpc_manager(), "rpcs", None) if hasattr(settings, "_get_rpc_manager") else None  # noqa: SLF001
    if isinstance(begun, list) and not begun:
        with contextlib.suppress(RuntimeError):  # no event loop
            begun.append(asyncio.get_running_loop().create_task(asyncio.sleep(0)))


@contextlib.contextmanager
def traced_to_the_program() -> Iterator[None]:
    """Let the SDK record the line that declares a resource, but not the ten and more frames of its runtime below.

    They are 1,200 bytes of each resource in the state, and the engine writes the whole state after each step. The SDK
    has no switch, so Python's own limit of tracebacks holds meanwhile; one that the program has set stays as it is.
    """
    if hasattr(sys, "tracebacklimit"):
        yield
        return
    sys.tracebacklimit = _FRAMES
    try:
        yield
    finally:
        vars(sys).pop("tracebacklimit", None)


class InTurn:
    """An argument without a value: the event loop sends what is prepared before it prepares this resource.

    Resources take their turn in the order in which they ask for it, and wait for nothing else meanwhile.
    """

    def __await__(self) -> Generator[Any, None, None]:
        """Wait for this resource's turn."""
        return _turn().__await__()


async def _turn() -> None:
    stack = pulumi.runtime.settings.get_root_resource()
    if stack is None:
        return
    await stack.urn.future()  # before that, none can be sent
    turns = stack.__dict__.setdefault(_TURNS, {})  # the stack lives as long as one run of the program
    async with turns.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        await asyncio.sleep(0)
