"""The engine's ``Cancel`` for the dynamic resource, which the SDK's server answers without doing anything.

Ctrl-C reaches the engine alone: it starts its plugins in process groups of their own, and tells them by ``Cancel``. Two
parts of the SDK's server are changed for that, in the provider's own process only. With an SDK that lacks them, a
cancelled deployment waits as long as its requests were told to.
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
"""More than any engine's parallelism: the SDK has four threads, and Cancel would wait for one of them."""
_cancelled = Event()
"""One for the process, because a process serves one deployment and the SDK hands nothing from call to call."""


def cancelled() -> Event:
    """Return the event that is set once the engine has cancelled the deployment."""
    return _cancelled


def notice_cancel() -> None:
    """Make this process's dynamic server, if it is one, set the event of ``cancelled`` when the engine cancels."""
    server = dynamic_server()
    if server is None or not hasattr(server, "empty_pb2"):
        return
    server.empty_pb2 = SimpleNamespace(Empty=_empty)  # the only thing of the server that Cancel uses
    for pool in gc.get_objects():  # the pool is a local variable of the server's main
        if type(pool) is ThreadPoolExecutor and current_thread() in getattr(pool, "_threads", ()):
            pool._max_workers = max(pool._max_workers, THREADS)  # noqa: SLF001  (it has no other way)


def _empty() -> Empty:
    """Return the message that the server answers Cancel and Delete with."""
    if sys._getframe(1).f_code.co_name == "Cancel":  # noqa: SLF001
        _cancelled.set()
    return Empty()
