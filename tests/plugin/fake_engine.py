"""An engine's log service that records the lines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

if TYPE_CHECKING:
    from typing_extensions import Self


@dataclass(frozen=True)
class Line:
    """One line of the log."""

    severity: str
    urn: str
    text: str
    ephemeral: bool


class FakeEngine(engine_pb2_grpc.EngineServicer):
    """Serves during the ``with`` block."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._server = grpc.server(ThreadPoolExecutor(4))
        engine_pb2_grpc.add_EngineServicer_to_server(self, self._server)
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"

    def Log(self, request: engine_pb2.LogRequest, _context: grpc.ServicerContext) -> Empty:  # noqa: N802
        severity = engine_pb2.LogSeverity.Name(request.severity)
        self.lines.append(Line(severity, request.urn, request.message, request.ephemeral))
        return Empty()

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._server.stop(0)
