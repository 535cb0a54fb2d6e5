"""Registrations that Pulumi awaits one after the other.

At the end of a program Pulumi awaits its registrations in turn, but only if the first of them has begun by then.
Otherwise it waits for all outputs at once, again for each that ends. This SDK has its own copy of the function, because
it does not depend on the package `msgraph-meetings`.
"""

from __future__ import annotations

import asyncio
import contextlib

import pulumi


def await_in_turn() -> None:
    """Begin Pulumi's list of registrations with one that has ended.

    Has no effect outside an event loop, or if Pulumi has no such list.
    """
    manager = getattr(getattr(pulumi.runtime.settings, "SETTINGS", None), "rpc_manager", None)
    begun = getattr(manager, "rpcs", None)
    if isinstance(begun, list) and not begun:
        with contextlib.suppress(RuntimeError):  # no event loop
            ended = asyncio.get_running_loop().create_future()
            ended.set_result(None)
            begun.append(ended)
