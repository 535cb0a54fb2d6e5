# ruff: noqa: N802, D102  (the methods are the protocol's)
"""The floor: a provider that does nothing, on the same stubs and the same kind of server.

    python -m bench.noop [engine address]

It keeps the same state as a meeting, because the engine's own cost depends on the bytes of the state. With
``BENCH_EMPTY=1`` it keeps only the program's values. With ``BENCH_DELAY`` it waits so many seconds where a meeting
needs a request: in each create, read, update and delete.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

THREADS = 64
MADE = {
    "adopted": False,
    "chatThreadId": "19:meeting_" + "x" * 48 + "@thread.v2",
    "creationDateTime": "2027-01-04T09:00:00.1234567Z",
    "joinMeetingId": "1234567890123",
    "joinWebUrl": "https://teams.example.com/l/meetup-join/" + "x" * 220,
    "organizer": {"id": "x" * 36, "tenantId": "x" * 36, "upn": "ada@emulator.example"},
}


class Noop(provider_pb2_grpc.ResourceProviderServicer):
    """Answers every call of the lifecycle at once."""

    def Handshake(self, _request: Any, _context: Any) -> Any:
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True)

    def GetPluginInfo(self, _request: Any, _context: Any) -> Any:
        return plugin_pb2.PluginInfo(version="0.0.1")

    def CheckConfig(self, request: Any, _context: Any) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, _request: Any, _context: Any) -> Any:
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Configure(self, _request: Any, _context: Any) -> Any:
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True)

    def Check(self, request: Any, _context: Any) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    def Diff(self, request: Any, _context: Any) -> Any:
        same = request.old_inputs == request.news
        changes = provider_pb2.DiffResponse.DIFF_NONE if same else provider_pb2.DiffResponse.DIFF_SOME
        return provider_pb2.DiffResponse(changes=changes)

    def Create(self, request: Any, _context: Any) -> Any:
        wait()
        id_ = made_up_id(request.urn.rsplit("::", 1)[1])
        return provider_pb2.CreateResponse(id=id_, properties=_held(request.properties))

    def Read(self, request: Any, _context: Any) -> Any:
        wait()
        return provider_pb2.ReadResponse(id=request.id, properties=request.properties, inputs=request.inputs)

    def Update(self, request: Any, _context: Any) -> Any:
        wait()
        return provider_pb2.UpdateResponse(properties=_held(request.news))

    def Delete(self, _request: Any, _context: Any) -> Any:
        wait()
        return empty_pb2.Empty()

    def Cancel(self, _request: Any, _context: Any) -> Any:
        return empty_pb2.Empty()


def wait() -> None:
    """Wait as long as the service that the others ask."""
    if delay := os.environ.get("BENCH_DELAY"):
        time.sleep(float(delay))


def made_up_id(name: str) -> str:
    """Return an id as long as a meeting's."""
    return f"id-{name}".ljust(148, "x")


def _held(inputs: Any) -> Any:
    if not os.environ.get("BENCH_EMPTY"):
        inputs.update(MADE)
    return inputs


def main() -> None:
    """Serve until the process is killed."""
    server = grpc.server(ThreadPoolExecutor(THREADS), options=_GRPC_CHANNEL_OPTIONS)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Noop(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    Event().wait()


if __name__ == "__main__":
    main()
