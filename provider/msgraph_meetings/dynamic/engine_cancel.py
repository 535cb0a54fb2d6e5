"""The engine's ``Cancel`` for the dynamic resource; the SDK's server answers it and does nothing.

Only the engine gets Ctrl-C: its plugins run in process groups of their own, and it calls their ``Cancel``. Two
parts of the SDK's server are replaced for that, in the provider's own process only. If an SDK lacks these parts, a
cancelled deployment waits until its requests end.
"""

from __future__ import annotations

import gc
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event, current_thread
from types import SimpleNamespace

from google.protobuf.empty_pb2 import Empty

from msgraph_meetings.dynamic.tracebacks import dynamic_server

THREADS = 256
"""More threads than any engine's parallelism: the SDK has four, and Cancel would wait for a free one."""
_cancelled = Event()
"""One event for the process: a process serves one deployment, and the SDK passes no state from call to call."""


def cancelled() -> Event:
    """Return the event that is set when the engine cancels the deployment."""
    return _cancelled


def notice_cancel() -> None:
    """If this process is a dynamic server, make it set the event of ``cancelled`` when the engine cancels."""
    server = dynamic_server()
    if server is None or not hasattr(server, "empty_pb2"):
        return
    server.empty_pb2 = SimpleNamespace(Empty=_empty)  # Cancel uses only this part of the server.
    for pool in gc.get_objects():  # The thread pool is a local variable of the server's main.
        if type(pool) is ThreadPoolExecutor and current_thread() in getattr(pool, "_threads", ()):
            widen(pool)


def widen(pool: ThreadPoolExecutor) -> None:
    """Let a pool run many more calls at once, including those that wait already.

    Until Python 3.11, a pool starts no thread for a call that waited for one, nor for the calls after it.
    """
    # It has no public way.
    with pool._shutdown_lock:  # noqa: SLF001
        pool._max_workers = max(pool._max_workers, THREADS)  # noqa: SLF001
        for _ in range(pool._work_queue.qsize()):  # noqa: SLF001
            pool._adjust_thread_count()  # noqa: SLF001


def _empty() -> Empty:
    """Return the empty message with which the server answers Cancel and Delete."""
    if sys._getframe(1).f_code.co_name == "Cancel":  # noqa: SLF001
        _cancelled.set()
    return Empty()
