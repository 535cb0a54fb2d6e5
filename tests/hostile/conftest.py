"""Fixtures: a service over TLS with answers from the test, and another host that must get no request."""

from __future__ import annotations

import json
import os
import ssl
from typing import TYPE_CHECKING

import pytest
import trustme

from tests.hostile.child import TENANT
from tests.network.conftest import plain_environment
from tests.network.scripted import ScriptedServer
from tests.unit.conftest import made, world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from socket import socket

    Answer = Callable[[socket], None]

__all__ = ["made", "plain_environment", "world"]


class Service(ScriptedServer):
    """Answers the first request in the first way, and so on; later requests in the last way."""

    def __init__(self, certificate: ssl.SSLContext | None, *answers: Answer) -> None:
        self._answers = list(answers)
        super().__init__(self._next, certificate)

    def _next(self, one: socket) -> None:
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        answer(one)


class Authority(ScriptedServer):
    """A token service with a correct discovery document, unless a test changes it, and bad tokens."""

    def __init__(self, certificate: ssl.SSLContext, answer: Answer, endpoint: str = "") -> None:
        self._endpoint = endpoint
        self._given = answer
        super().__init__(self._either, certificate)

    def _either(self, one: socket) -> None:
        if b"openid-configuration" in self.requests[-1]:
            root = self._endpoint or self.root
            found = {
                "authorization_endpoint": f"{self.root}/{TENANT}/oauth2/v2.0/authorize",
                "token_endpoint": f"{root}/{TENANT}/oauth2/v2.0/token",
                "issuer": f"{self.root}/{TENANT}/v2.0",
            }
            body = json.dumps(found).encode()
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
            one.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        elif b"/issuer" in self.requests[-1]:
            body = b'{"value": "a.b.c"}'
            one.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        else:
            self._given(one)


@pytest.fixture(scope="session")
def _certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    bundle = tmp_path_factory.mktemp("hostile") / "ca.pem"
    authority.cert_pem.write_to_path(os.fspath(bundle))
    return context, bundle


@pytest.fixture
def certificate(
    _certificates: tuple[ssl.SSLContext, Path], plain_environment: None, monkeypatch: pytest.MonkeyPatch
) -> ssl.SSLContext:
    """Yield the certificate of the services, trusted by this process and its child processes."""
    context, bundle = _certificates
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", os.fspath(bundle))
    return context


@pytest.fixture
def service(certificate: ssl.SSLContext) -> Iterator[Callable[..., Service]]:
    """Return a function that starts services over TLS."""
    servers: list[Service] = []

    def start(*answers: Answer) -> Service:
        servers.append(Service(certificate, *answers))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def authority(certificate: ssl.SSLContext) -> Iterator[Callable[..., Authority]]:
    """Return a function that starts token services."""
    servers: list[Authority] = []

    def start(answer: Answer, endpoint: str = "") -> Authority:
        servers.append(Authority(certificate, answer, endpoint))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def elsewhere(certificate: ssl.SSLContext) -> Iterator[ScriptedServer]:
    """Yield a host that is not configured; it accepts every request and records it."""
    body = b'{"id": "1", "access_token": "stolen", "expires_in": 3600}'
    server = ScriptedServer(
        lambda one: one.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body), certificate
    )
    yield server
    server.close()
