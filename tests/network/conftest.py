"""Fixtures: a plain environment, the emulator's app, and servers that misbehave."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from msgraph_meetings.config.reading import Settings
from tests.network.scripted import ScriptedServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from socket import socket

    from msgraph_meetings_emulator import Emulator

_READ = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "NETRC")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove all variables that this package, MSAL or requests would read."""
    for name in list(os.environ):
        if name.upper().startswith(("ARM_", "AZURE_", "MSGRAPH_")) or name.upper() in (*_READ, *_PROXIES):
            monkeypatch.delenv(name)


@pytest.fixture
def app(msgraph_emulator: Emulator, plain_environment: None) -> Settings:
    """Yield the emulator's app with its secret; each test decides if its certificate is trusted."""
    return Settings(
        tenant_id=msgraph_emulator.tenant_id,
        client_id=msgraph_emulator.client_id,
        client_secret=msgraph_emulator.client_secret,
        user_id=msgraph_emulator.user_id,
        graph_endpoint=msgraph_emulator.endpoint,
        authority_host=msgraph_emulator.endpoint,
    )


@pytest.fixture
def trusted(app: Settings, msgraph_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Yield the emulator's app, with its certificate trusted."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", os.fspath(msgraph_emulator.ca))
    return app


@pytest.fixture
def script() -> Iterator[Callable[[Callable[[socket], None]], str]]:
    """Return a function that starts a plain HTTP server on loopback, with given answers, and returns its root."""
    servers: list[ScriptedServer] = []

    def start(answer: Callable[[socket], None]) -> str:
        servers.append(ScriptedServer(answer))
        return servers[-1].root

    yield start
    for server in servers:
        server.close()
