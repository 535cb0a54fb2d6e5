"""The number of connections and token requests of the plugin's process for many creates at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from bench.cases import PARALLEL
from bench.plugin import configured, create
from bench.service import GRAPH, TOKEN, Service

_SIGN_IN = 1
"""Signing in has a connection of its own: outside of the emulator it goes to another host."""


def connections(count: int) -> list[tuple[str, float, str, float]]:
    """Return figures, each with its unit and the most that it should be."""
    with Service() as service:
        service.fresh()
        service.count_handshakes()
        variables = service.environment() | {"MSGRAPH_MAX_PARALLEL_REQUESTS": str(PARALLEL)}
        with configured("plugin", variables) as (_process, stub), ThreadPoolExecutor(PARALLEL) as pool:
            list(pool.map(lambda n: create(stub, f"connection-{n}", service.user_id), range(count)))
            handshakes = service.handshakes()
        return [
            (f"TLS handshakes, {PARALLEL} at once and signing in", handshakes, "", PARALLEL + _SIGN_IN),
            ("token requests", len(service.journal(path=TOKEN)), "", 1),
            ("requests sent ÷ needed, at once", round(len(service.journal(path=GRAPH)) / count, 3), "", 1.0),
        ]
