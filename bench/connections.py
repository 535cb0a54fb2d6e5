"""The number of connections and token requests of the plugin's process for many creates at once."""

from __future__ import annotations

from bench.aims import Figure
from bench.cases import PARALLEL
from bench.plugin import configured, create_all
from bench.service import GRAPH, TOKEN, Service

_SIGN_IN = 1
"""Signing in has a connection of its own: outside of the emulator it goes to another host."""


def connections(count: int) -> list[Figure]:
    """Return every figure with its aim."""
    with Service() as service:
        service.fresh()
        service.count_handshakes()
        variables = service.environment() | {"MSGRAPH_MAX_PARALLEL_REQUESTS": str(PARALLEL)}
        with configured("plugin", variables) as (_process, stub):
            create_all(stub, (f"connection-{n}" for n in range(count)), service.user_id, PARALLEL)
            handshakes = service.handshakes()
        return [
            Figure(f"TLS handshakes, {PARALLEL} at once and signing in", handshakes, "", PARALLEL + _SIGN_IN),
            Figure("token requests", len(service.journal(path=TOKEN)), "", 1),
            Figure("requests sent ÷ needed, at once", round(len(service.journal(path=GRAPH)) / count, 3), "", 1.0),
        ]
