"""A lock between threads and processes; the system releases it if its holder dies."""

from __future__ import annotations

import contextlib
import sys
import time
from typing import IO, TYPE_CHECKING

from tools.console import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_SECONDS_BETWEEN_TRIES = 0.2
_LONGEST_WAIT = 2 * 3600.0
"""Seconds; Go builds an engine in one of them on a slow machine."""

if sys.platform == "win32":
    import msvcrt

    def _take(handle: IO[bytes]) -> None:
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: IO[bytes]) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def held(path: Path, on_wait: Callable[[], None], limit: float = _LONGEST_WAIT) -> Iterator[None]:
    """Hold the lock file `path`; call `on_wait` once if another process holds it.

    Raises:
        Problem: the other process kept it for `limit` seconds.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as handle:
        if not _taken(handle):
            on_wait()
            ends = time.monotonic() + limit
            while not _taken(handle):
                if time.monotonic() > ends:
                    raise Problem(f"Another process has held {path} for {limit:.0f} seconds. End it, then try again.")
                time.sleep(_SECONDS_BETWEEN_TRIES)
        yield


def _taken(handle: IO[bytes]) -> bool:
    try:
        _take(handle)
    except (BlockingIOError, PermissionError):
        return False
    return True
