"""One request and its whole answer over real sockets: none outlives the time that is left, none goes elsewhere."""

from __future__ import annotations

import gzip
import os
import re
import ssl
import sys
import traceback
from contextlib import closing
from socket import AF_INET, AF_INET6, SocketIO, getaddrinfo, socket, socketpair
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from msgraph_meetings.errors import (
    AuthenticationError,
    ConfigurationError,
    ConnectionFailedError,
    LostAnswerError,
    NotSentError,
    UntrustedError,
    UnusableAnswerError,
)
from msgraph_meetings.http.deadline import UntilDeadline
from msgraph_meetings.http.transport import ANSWER_LIMIT, Answer, Http, exchange
from tests.network.scripted import HEAD, MEETING, ScriptedServer, drip, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Script = Callable[[Callable[[socket], None]], str]

CANARY = "token-that-nobody-may-see"
PLENTY = 60.0
LITTLE = 0.3

pytestmark = pytest.mark.usefixtures("plain_environment")


def get(root: str, seconds: float = PLENTY, http: Http | None = None) -> Answer:
    """One GET with the token."""
    return exchange(http or Http(), "GET", f"{root}/v1.0/x", token=CANARY, headers={}, body=None, seconds=seconds)


def test_an_answer_is_status_headers_and_body(script: Script) -> None:
    answer = get(script(whole()))
    assert (answer.status, answer.body, answer.headers["content-type"]) == (200, MEETING, "application/json")


# Time


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        pytest.param(b"", b"H", id="status line"),
        pytest.param(b"HTTP/1.1 200 OK\r\n", b"x", id="name of a header"),
        pytest.param(b"HTTP/1.1 200 OK\r\n", b"X-More: y\r\n", id="header after header"),
        pytest.param(HEAD + b"Content-Length: 1000000\r\n\r\n", b" ", id="body"),
        pytest.param(HEAD + b"\r\n", b" ", id="body without an end"),
        pytest.param(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n", id="chunk after chunk"),
        pytest.param(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0", id="size of a chunk"),
        pytest.param(HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"x")[:10], b"\0", id="packed"),
        pytest.param(b"", b"HTTP/1.1 100 Continue\r\n\r\n", id="continue without end"),
    ],
)
def test_an_answer_that_drips_ends_with_the_time_that_is_left(script: Script, start: bytes, piece: bytes) -> None:
    with pytest.raises(ConnectionFailedError) as lost:
        get(script(drip(start, piece)), LITTLE)
    assert isinstance(lost.value, LostAnswerError)


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate of a server on loopback, which this process trusts."""
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(os.fspath(tmp_path / "ca.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", os.fspath(tmp_path / "ca.pem"))
    return context


def test_an_answer_that_drips_over_tls_ends_too(certificate: ssl.SSLContext) -> None:
    server = ScriptedServer(drip(HEAD + b"Content-Length: 1000000\r\n\r\n", b" "), certificate)
    with pytest.raises(LostAnswerError):
        get(server.root, LITTLE)
    server.close()


def test_a_request_with_its_body_is_one_tls_record(certificate: ssl.SSLContext) -> None:
    server = ScriptedServer(whole(), certificate)
    exchange(Http(), "POST", f"{server.root}/v1.0/x", token=CANARY, headers={}, body=b"all of it", seconds=PLENTY)
    assert server.requests[0].endswith(b"\r\n\r\nall of it")  # a socket of TLS gives one record at a time
    server.close()


def test_a_silent_service_ends_with_the_time_that_is_left(script: Script) -> None:
    with pytest.raises(LostAnswerError, match="timed out"):
        get(script(drip(b"", b"")), LITTLE)


def test_a_connection_is_used_again_and_each_answer_has_its_own_time() -> None:
    def twice(one: socket) -> None:
        whole(more=True)(one)
        one.recv(4096)
        whole()(one)

    server = ScriptedServer(twice)
    with Http() as http:
        assert get(server.root, LITTLE, http).body == MEETING
        assert get(server.root, PLENTY, http).body == MEETING
    assert len(server.requests) == 1  # the second one came on the same connection
    server.close()


def test_bytes_after_the_time_limit_are_not_read() -> None:
    here, there = socketpair()
    with here, there:
        there.sendall(b"late")
        here.settimeout(1e-9)
        late = UntilDeadline(SocketIO(here, "rb"), here)
        with pytest.raises(TimeoutError):
            late.readinto(bytearray(4))


# Broken answers


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"SSH-2.0-OpenSSH\r\n",
        HEAD + b"Content-Length: 100\r\n\r\n" + MEETING,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
        HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\njunk",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
    ],
)
def test_a_broken_answer_is_lost(script: Script, broken: bytes) -> None:
    with pytest.raises(LostAnswerError) as lost:
        get(script(lambda one: one.sendall(broken)))
    assert CANARY not in str(lost.value)
    assert not re.search(r"\w\(|\('", str(lost.value))  # nothing as Python writes it


def test_an_answer_larger_than_any_meeting_is_not_read_to_its_end(script: Script) -> None:
    endless = drip(HEAD + b"\r\n", b" " * (ANSWER_LIMIT // 4))
    with pytest.raises(UnusableAnswerError, match="larger than 2048 KB"):
        get(script(endless))


def test_a_small_answer_that_unpacks_to_a_huge_one_is_not_read_to_its_end(script: Script) -> None:
    packed = gzip.compress(b"\0" * (ANSWER_LIMIT * 16))
    head = HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    with pytest.raises(UnusableAnswerError, match="larger than"):
        get(script(lambda one: one.sendall(head + packed)))


# Elsewhere


def redirect(status: int, root: str) -> Callable[[socket], None]:
    """An answer that leads elsewhere."""
    headers = f"Connection: close\r\nLocation: {root}/\r\nContent-Length: 0"
    return lambda one: one.sendall(f"HTTP/1.1 {status} Moved\r\n{headers}\r\n\r\n".encode())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_the_token_goes_nowhere_else(script: Script, status: int) -> None:
    elsewhere = ScriptedServer(whole())
    assert get(script(redirect(status, elsewhere.root))).status == status
    assert elsewhere.requests == []
    elsewhere.close()


def test_msal_is_not_redirected_either(script: Script) -> None:
    elsewhere = ScriptedServer(whole())
    location = (
        f"HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: {elsewhere.root}/\r\nContent-Length: 0\r\n\r\n".encode()
    )
    root = script(lambda one: one.sendall(location))
    with Http() as http:
        assert http.get(root).status_code == 302
        assert http.post(root, data={"client_secret": CANARY}).status_code == 302
    assert elsewhere.requests == []
    elsewhere.close()


def test_a_netrc_entry_neither_replaces_the_token_nor_adds_a_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("default login somebody password canary-password\n", encoding="utf-8")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", os.fspath(tmp_path))
    monkeypatch.setenv("NETRC", os.fspath(tmp_path / ".netrc"))
    server = ScriptedServer(whole())
    with Http() as http:
        get(server.root, http=http)
        http.post(server.root, data={"client_secret": "x"})
    token, secret = server.requests
    assert f"Authorization: Bearer {CANARY}".encode() in token
    assert b"authorization" not in secret.lower()
    server.close()


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_plain_http_to_this_machine_goes_past_every_proxy(
    script: Script, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    proxy = ScriptedServer(whole(b"seen by somebody else"))
    monkeypatch.setenv(variable, proxy.root)
    assert get(script(whole())).body == MEETING
    assert proxy.requests == []
    proxy.close()


@pytest.mark.parametrize("token", [f"{CANARY}\n", f"{CANARY} {CANARY}", f"{CANARY}\u20ac", f"{CANARY}\0", ""])
def test_a_token_that_cannot_be_sent_is_not_shown_either(script: Script, token: str) -> None:
    with pytest.raises(AuthenticationError, match="cannot be sent") as refused:
        exchange(Http(), "GET", script(whole()), token=token, headers={}, body=None, seconds=PLENTY)
    assert CANARY not in "".join(traceback.format_exception(refused.value))


def test_cookies_are_neither_kept_nor_sent() -> None:
    server = ScriptedServer(
        lambda one: one.sendall(HEAD + b"Connection: close\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\n{}")
    )
    with Http() as http:
        get(server.root, http=http)
        get(server.root, http=http)
    assert all(b"cookie" not in request.lower() for request in server.requests)
    server.close()


# Nobody there


def closed_port() -> str:
    """The root of a service that has just gone."""
    server = ScriptedServer(whole())
    server.close()
    return server.root


def test_request_to_a_closed_port_counts_as_not_sent() -> None:
    with pytest.raises(NotSentError, match=r"Cannot connect to .*\.\nThe system reports: Connection refused\."):
        get(closed_port())


def test_request_to_an_unknown_name_counts_as_not_sent() -> None:
    with pytest.raises(NotSentError, match=r"Cannot resolve graph\.invalid"):
        get("https://graph.invalid")


def test_malformed_host_name_is_reported() -> None:
    with pytest.raises(ConnectionFailedError, match=r"Cannot send a request to a\.\.b"):
        get("https://a..b")


@pytest.mark.parametrize(
    "proxy", ["http://user:canary-password@host:port", "socks5://u:canary-password@h", "canary://h"]
)
def test_malformed_proxy_is_reported_without_its_password(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(ConnectionFailedError, match="HTTPS_PROXY") as failed:
        get("https://graph.example")
    assert "canary" not in str(failed.value)


# Certificate files


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_a_certificate_file_that_is_not_there_is_named_at_once(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "nowhere.pem")
    with pytest.raises(ConfigurationError, match=f"{variable} is .*nowhere.pem', but that file does not exist"):
        Http()


def test_file_without_a_certificate_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ca.pem").write_text("no certificate", encoding="utf-8")
    monkeypatch.setenv("SSL_CERT_FILE", os.fspath(tmp_path / "ca.pem"))
    server = ScriptedServer(whole())
    with pytest.raises(UntrustedError, match="Cannot read the file of trusted certificates"):
        get(server.root.replace("http:", "https:"))
    server.close()


@pytest.fixture
def black_hole() -> Iterator[tuple[str, int]]:
    """An address of this machine that answers no connection: its queue is full."""
    family, address = (AF_INET, "127.0.0.2") if sys.platform == "linux" else (AF_INET6, "::1")  # macOS has only .1
    with socket(family) as silent, socket(family) as first:
        silent.bind((address, 0))
        silent.listen(0)
        first.connect(silent.getsockname())
        yield silent.getsockname()[:2]


def resolve(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Makes the name server, which can't be had in a test, give every name those addresses."""
    real = getaddrinfo
    numeric = ("127.0.0.1", *addresses)

    def stand_in(name: str, port: int, *args: Any, **options: Any) -> list[Any]:
        known = (name,) if name in numeric else addresses
        return [answer for address in known for answer in real(address, port, *args, **options)]

    monkeypatch.setattr("socket.getaddrinfo", stand_in)


def test_silent_address_leaves_time_for_the_next_one_with_a_fake_name_server(
    black_hole: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve(monkeypatch, black_hole[0], "127.0.0.1")
    with closing(ScriptedServer(whole(), port=black_hole[1])):
        assert get(f"http://localhost:{black_hole[1]}", 6.0).body == MEETING


def test_silent_addresses_share_the_time_to_connect_with_a_fake_name_server(
    black_hole: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve(monkeypatch, "127.0.0.1", black_hole[0])
    with pytest.raises(NotSentError, match=r"(?s)Cannot connect to .* within .* IPv6"):
        get(f"http://localhost:{black_hole[1]}", LITTLE)


def test_a_name_keeps_its_certificate_whichever_address_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(os.fspath(tmp_path / "ca.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", os.fspath(tmp_path / "ca.pem"))
    resolve(monkeypatch, "::1", "127.0.0.1")
    with closing(ScriptedServer(whole(), context)) as server:
        assert get(server.root.replace("127.0.0.1", "localhost"), PLENTY).body == MEETING
