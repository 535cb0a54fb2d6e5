"""Waiting for what another thread or process does, with an end to it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 60.0
_SHORTEST, _LONGEST = 0.02, 0.16
"""Seconds between looks: a look can cost a TLS handshake, so the pauses grow."""


def until(happened: Callable[[], object], meanwhile: Callable[[], object] = lambda: None, limit: float = LIMIT) -> None:
    """Looks again and again until it happened.

    Args:
        happened: says so, with a true value.
        meanwhile: is called between looks; it may raise when it is in vain to look on.
        limit: seconds after which nobody looks any more.

    Raises:
        TimeoutError: it did not happen.
    """
    ends, pause, seconds = time.monotonic() + limit, threading.Event(), _SHORTEST
    while not happened():
        meanwhile()
        if time.monotonic() > ends:
            raise TimeoutError(f"it did not happen within {limit:.0f} s")
        pause.wait(seconds)
        seconds = min(1.2 * seconds, _LONGEST)
