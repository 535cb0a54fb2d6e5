"""The process: a gRPC server that prints its port as the only line on stdout, and ends silently.

    pulumi-resource-msgraph-meetings [flags] [address of the engine]

The engine starts it with the engine's address. Started by hand it has none; then an engine attaches to it if
``PULUMI_DEBUG_PROVIDERS`` is ``msgraph-meetings:PORT``.
"""

from __future__ import annotations

import logging
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import grpc

from msgraph_meetings.engine.call import engine_address
from msgraph_meetings.engine.core_dumps import refuse_core_dumps
from msgraph_meetings.engine.protocol import provider_pb2_grpc
from msgraph_meetings.plugin.engine_log import EngineLog
from msgraph_meetings.plugin.failures import Plainly
from msgraph_meetings.plugin.lifeline import End, Lifeline
from msgraph_meetings.plugin.loading import load_in_the_background
from msgraph_meetings.plugin.servicer import Provider

THREADS = 256
"""More threads than any engine's parallelism (four for each processor), so that Cancel finds one; made on demand."""
_OPTIONS = (
    ("grpc.max_receive_message_length", 400 * 1024 * 1024),  # the limit of the engine and the SDKs
    ("grpc.server_max_unrequested_time_in_server", 30 * 60),  # seconds; gRPC's 30 are too few on a busy machine
)
_LOADED = (
    "msgraph_meetings.plugin.deployment",
    "msgraph_meetings.meetings.claim_journal",
    "msgraph_meetings.meetings.connect",
    "msal",
    "msgraph_meetings.meetings.check",
    "msgraph_meetings.meetings.diff",
    "msgraph_meetings.meetings.preview",
)
"""First for Read and Delete, which the engine calls at once; Check comes when the program has started."""
_LAST_SECONDS = 4.0
"""Seconds for running calls after the process was told to end; the engine kills it after five."""


def main() -> None:
    """Serve until the engine ends the process."""
    refuse_core_dumps()
    out, sys.stdout = sys.stdout, sys.stderr  # other output must not come before the port
    log, engine, end = EngineLog(), engine_address(sys.argv[1:]), End()
    log.connect(engine)
    provider = Provider(log)
    server, port = serve(provider)
    out.write(f"{port}\n")
    out.flush()
    load_in_the_background(*_LOADED)  # not before: the engine waits for the port
    if engine:
        Lifeline(engine, end.engine_is_gone).start()
    seconds = _LAST_SECONDS if end.wait() else 0
    provider.close()
    server.stop(seconds).wait()
    logging.shutdown()
    os._exit(0)  # a hanging request would keep the interpreter alive


def serve(provider: Provider) -> tuple[grpc.Server, int]:
    """Start a server of the provider, and return it with its port on this machine's loopback interface."""
    _silence()
    server = grpc.server(ThreadPoolExecutor(THREADS, "call"), options=_OPTIONS, interceptors=(Plainly(),))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(provider, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port


def _silence() -> None:
    """Silence gRPC's traceback for a request that it cannot parse; it also answers with an error."""
    logger = logging.getLogger("grpc")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
