"""Outages over real sockets, in a time that is only counted: what is waited out, and what fails fast."""

from __future__ import annotations

import socket
import ssl
from contextlib import ExitStack, closing
from typing import Any

import pytest
import trustme

from msgraph_meetings.errors import LostAnswerError, NotSentError, ServiceError, UnknownHostError, UntrustedError
from msgraph_meetings.graph.gate import Pacer
from msgraph_meetings.graph.session import Call, Session
from msgraph_meetings.http.transport import Http
from tests.network.scripted import ScriptedServer, whole
from tests.unit.fakes import FakeClock, FakeTokens, operation

GET = Call("GET", "/me/onlineMeetings/1", None, frozenset({429, 500, 502, 503, 504}))
MINUTE = 60

pytestmark = pytest.mark.usefixtures("plain_environment")


def session(root: str) -> Session:
    """A session with real requests to that root."""
    return Session(Http(), root, FakeTokens(), Pacer(4))


def test_session_survives_a_service_that_refuses_connections_for_a_minute() -> None:
    gone, clock = ScriptedServer(whole()), FakeClock()
    gone.close()
    port, over = int(gone.root.rsplit(":", 1)[1]), clock.time + MINUTE
    with ExitStack() as back:

        def come_back() -> None:
            if clock.time >= over:
                clock.on_wait = lambda: None
                back.enter_context(closing(ScriptedServer(whole(), port=port)))

        clock.on_wait = come_back
        assert session(gone.root).call(GET, operation(300, clock)).status == 200
    assert clock.time >= over


@pytest.mark.parametrize(("jitter", "tries"), [(0.0, 15), (1.0, 14)])
@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        (b"", LostAnswerError),
        (b"HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", ServiceError),
    ],
)
def test_session_tries_a_broken_service_until_the_deadline(
    monkeypatch: pytest.MonkeyPatch, broken: bytes, expected: type[Exception], jitter: float, tries: int
) -> None:
    monkeypatch.setattr("tenacity.wait.random.random", lambda: jitter)
    clock = FakeClock()
    with closing(ScriptedServer(lambda one: one.sendall(broken))) as server, pytest.raises(expected):
        session(server.root).call(GET, operation(300, clock))
    usual = [1, 2, 4, 8, 16] + [29] * (tries - 6)
    assert clock.waits == [seconds + jitter for seconds in usual]
    assert len(server.requests) == tries


def test_session_fails_fast_when_the_host_does_not_exist() -> None:
    clock = FakeClock()
    with pytest.raises(UnknownHostError, match=r"Cannot resolve graph\.invalid"):
        session("https://graph.invalid").call(GET, operation(300, clock))
    assert sum(clock.waits) <= 5


def test_session_survives_an_outage_of_the_name_server_with_a_fake_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, real = FakeClock(), socket.getaddrinfo
    over = clock.time + MINUTE

    def stand_in(*args: Any, **options: Any) -> list[Any]:
        if clock.time < over:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return real(*args, **options)

    with closing(ScriptedServer(whole())) as server:
        shared = session(server.root)
        assert shared.call(GET, operation(300, clock)).status == 200
        monkeypatch.setattr("socket.getaddrinfo", stand_in)
        assert shared.call(GET, operation(300, clock)).status == 200
    assert clock.time >= over


def test_session_fails_at_once_when_the_certificate_is_not_trusted() -> None:
    context, clock = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), FakeClock()
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with closing(ScriptedServer(whole(), context)) as server, pytest.raises(UntrustedError):
        session(server.root).call(GET, operation(300, clock))
    assert clock.waits == []


def test_session_fails_fast_when_the_proxy_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.invalid:3128")
    clock = FakeClock()
    with pytest.raises(NotSentError, match="Cannot resolve the name of the proxy on the way"):
        session("https://graph.example").call(GET, operation(300, clock))
    assert sum(clock.waits) <= 5
