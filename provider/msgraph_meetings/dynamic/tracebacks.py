"""Errors of the dynamic resource without a traceback.

The SDK's dynamic server answers every exception with ``traceback.format_exc()`` (pulumi contract, A.7), and the engine
prints it. The process serves only one deployment, so the server module's ``traceback`` is replaced by one that formats
our errors as their message, and other errors as before. With an SDK that works differently, this has no effect.
"""

from __future__ import annotations

import sys
import traceback
from types import SimpleNamespace
from typing import Any

from msgraph_meetings.errors import MeetingsError

_SERVER = "pulumi.dynamic.__main__"


def dynamic_server() -> Any:
    """Return the module of the SDK's dynamic server if this process runs it, else None."""
    main = sys.modules.get("__main__")
    spec = getattr(main, "__spec__", None)
    return main if spec is not None and spec.name == _SERVER else None


def without_traceback() -> None:
    """If this process is a dynamic server, make it answer our errors without a traceback."""
    server = dynamic_server()
    if hasattr(server, "traceback"):
        server.traceback = SimpleNamespace(format_exc=_message)


def _message() -> str:
    error = sys.exc_info()[1]
    return str(error) if isinstance(error, MeetingsError) else traceback.format_exc()
