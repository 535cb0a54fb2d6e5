"""The engine's own service: log lines, each with the resource it is about, and the engine's version."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import grpc

from msgraph_meetings.engine.protocol import engine_pb2, engine_pb2_grpc

if TYPE_CHECKING:
    from msgraph_meetings.http.operation import Severity, Tell

_SEVERITIES = {"status": engine_pb2.INFO, "info": engine_pb2.INFO, "warning": engine_pb2.WARNING}
"""Without ``error``: the engine stops a deployment at such a line. A failure is returned as a status instead."""
_NOT_IN_RANGE = (grpc.StatusCode.UNKNOWN, grpc.StatusCode.UNIMPLEMENTED)
"""The engine's code for a version out of the range, and that of engines from before the question."""
_SECONDS = 5.0


class EngineLog:
    """The engine's log service, if there is an engine; a line that cannot be delivered is lost."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._address = ""
        self._channel: grpc.Channel | None = None

    @property
    def address(self) -> str:
        """Return the address of the engine, or an empty text without an engine."""
        return self._address

    def connect(self, address: str) -> None:
        """Send later lines to the engine at that address."""
        with self._lock:
            if address and address != self._address:
                self._close()
                self._address = address
                self._channel = grpc.insecure_channel(address)

    def tell(self, urn: str) -> Tell:
        """Return a function that logs lines about one resource; a status line is shown beside it and not kept."""

        def tell(severity: Severity, text: str) -> None:
            line = engine_pb2.LogRequest(
                severity=_SEVERITIES[severity], message=text, urn=urn, ephemeral=severity == "status"
            )
            self._send(line)

        return tell

    def engine_is(self, versions: str) -> bool:
        """Return False if the engine's version is not in a range such as ``>=3.252.0``, True if it cannot be asked."""
        channel = self._channel
        if channel is None:
            return True
        question = engine_pb2.RequirePulumiVersionRequest(pulumi_version_range=versions)
        try:
            engine_pb2_grpc.EngineStub(channel).RequirePulumiVersion(question, timeout=_SECONDS)
        except grpc.RpcError as error:
            return error.code() not in _NOT_IN_RANGE
        except ValueError:  # the channel was closed meanwhile
            return True
        return True

    def _send(self, line: engine_pb2.LogRequest) -> None:
        channel = self._channel
        if channel is None:
            return
        try:
            engine_pb2_grpc.EngineStub(channel).Log(line, timeout=_SECONDS)
        except (grpc.RpcError, ValueError):  # the engine has ended, or the channel was closed meanwhile
            return

    def _close(self) -> None:
        if self._channel is not None:
            self._channel.close()
