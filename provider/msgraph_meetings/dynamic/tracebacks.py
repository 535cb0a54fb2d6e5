"""Errors of the dynamic resource without a traceback.

The SDK's dynamic server answers every exception with ``traceback.format_exc()`` (pulumi contract, A.7), and the engine
prints it. The process belongs to the deployment, so the server module's ``traceback`` is replaced by one that writes
our errors as their message, and everybody else's as before. Should a later SDK do it otherwise, this changes nothing.
"""

from __future__ import annotations

import sys
import traceback
from types import SimpleNamespace
from typing import Any

from msgraph_meetings.errors import MeetingsError

_SERVER = "pulumi.dynamic.__main__"


def dynamic_server() -> Any:
    """Return the module of the SDK's dynamic server if it is this process's program, else None."""
    main = sys.modules.get("__main__")
    spec = getattr(main, "__spec__", None)
    return main if spec is not None and spec.name == _SERVER else None


def without_traceback() -> None:
    """Makes this process's dynamic server, if it is one, answer our errors in plain sentences."""
    server = dynamic_server()
    if hasattr(server, "traceback"):
        server.traceback = SimpleNamespace(format_exc=_message)


def _message() -> str:
    error = sys.exc_info()[1]
    return str(error) if isinstance(error, MeetingsError) else traceback.format_exc()
