"""An engine's own service: it records log lines, and has the version that a test gives it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import grpc
from google.protobuf.empty_pb2 import Empty
from packaging.specifiers import SpecifierSet
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
    """Serves during the ``with`` block; an engine without a ``version`` is one from before the question for it."""

    def __init__(self) -> None:
        self.version = ""
        self.lines: list[Line] = []
        self._server = grpc.server(ThreadPoolExecutor(4))
        engine_pb2_grpc.add_EngineServicer_to_server(self, self._server)
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"

    def Log(self, request: engine_pb2.LogRequest, _context: grpc.ServicerContext) -> Empty:  # noqa: N802
        severity = engine_pb2.LogSeverity.Name(request.severity)
        self.lines.append(Line(severity, request.urn, request.message, request.ephemeral))
        return Empty()

    def RequirePulumiVersion(  # noqa: N802
        self, request: engine_pb2.RequirePulumiVersionRequest, context: grpc.ServicerContext
    ) -> engine_pb2.RequirePulumiVersionResponse:
        if not self.version:
            context.abort(grpc.StatusCode.UNIMPLEMENTED, "unknown method RequirePulumiVersion")
        if self.version not in SpecifierSet(request.pulumi_version_range):
            wanted = f'does not satisfy the version range "{request.pulumi_version_range}"'
            context.abort(grpc.StatusCode.UNKNOWN, f"Pulumi CLI version {self.version} {wanted}")
        return engine_pb2.RequirePulumiVersionResponse()

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._server.stop(0)
