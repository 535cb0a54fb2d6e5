"""The engine's request in the SDK's dynamic server, which the SDK does not pass to a dynamic provider.

The SDK gives a dynamic provider neither the URN nor a way to say that a resource was made but not finished (pulumi
contract, A.5 and A.7). Both are in the server's running call, a few stack frames up. With an SDK that is built
differently, the URN is unknown and an unfinished create is an ordinary error.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msgraph_meetings.errors import IncompleteError

_FRAMES = 12
_PROVIDER = "__provider"
"""The SDK's property that contains the pickled provider; a later delete needs it."""
_UNKNOWN = 2
"""gRPC's code for an unspecified error, with which the SDK's server answers."""


class EngineCall:
    """One call of the engine.

    Args:
        request: the protocol's request.
        context: gRPC's context of the call.
    """

    def __init__(self, request: Any, context: Any) -> None:
        self._request = request
        self._context = context

    @property
    def urn(self) -> str:
        """The resource's URN; empty if the request cannot be found."""
        return str(getattr(self._request, "urn", ""))

    def keep(self, error: IncompleteError) -> None:
        """Make the engine keep the id of a meeting that was created but not finished; the next update finishes it."""
        if self._context is None:
            return
        from google.protobuf.struct_pb2 import Struct  # noqa: PLC0415  (not in the program's process)

        from msgraph_meetings.engine.status_details import metadata, unfinished  # noqa: PLC0415

        inputs, outputs = self._request.properties, Struct()
        outputs.update(error.state)
        outputs.fields[_PROVIDER].CopyFrom(inputs.fields[_PROVIDER])
        details = unfinished(error.meeting_id, outputs, inputs, error)
        self._context.set_trailing_metadata(metadata(_UNKNOWN, str(error), details))


def engine_call() -> EngineCall:
    """Return the engine's call that is running in this thread."""
    frame = sys._getframe(1)  # noqa: SLF001  (nothing else leads there)
    for _ in range(_FRAMES):
        found = frame.f_locals
        if hasattr(found.get("context"), "set_trailing_metadata") and hasattr(found.get("request"), "urn"):
            return EngineCall(found["request"], found["context"])
        if frame.f_back is None:
            break
        frame = frame.f_back
    return EngineCall(None, None)


def engine_address(arguments: Sequence[str]) -> str:
    """Return the engine's address from the arguments of a provider process: the last one, unless it is a flag.

    Flags may take values of their own, such as ``--tracing URL``.
    """
    last = arguments[-1] if arguments else ""
    return last if re.fullmatch(r"[^\s/-][^\s/]*:\d+", last) else ""
