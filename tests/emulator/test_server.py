"""The server itself: disconnecting clients, and its own bugs."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from msgraph_meetings_emulator import Emulator
from msgraph_meetings_emulator.entra.keys import SigningKey
from msgraph_meetings_emulator.entra.tokens import Tokens
from msgraph_meetings_emulator.faults.fault import Fault
from msgraph_meetings_emulator.front.front import Front
from msgraph_meetings_emulator.run.options import Options
from msgraph_meetings_emulator.run.server import running
from msgraph_meetings_emulator.state.private_files import write_private
from msgraph_meetings_emulator.state.state import State
from msgraph_meetings_emulator.state.store import Store
from tests.listening import assert_on_loopback_alone

if TYPE_CHECKING:
    from pathlib import Path

    from tests.emulator.client import Client


def test_half_a_request_is_not_carried_out_when_its_client_disconnects(
    msgraph_emulator: Emulator, client: Client
) -> None:
    port = int(msgraph_emulator.endpoint.rsplit(":", 1)[1])
    trust = ssl.create_default_context(cafile=str(msgraph_emulator.ca))
    token = msgraph_emulator.application_token()
    body = b'{"externalId": "half"}'
    head = (
        f"POST /v1.0/users/{msgraph_emulator.user_id}/onlineMeetings/createOrGet HTTP/1.1\r\n"
        f"Host: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Length: {len(body) + 1}\r\n\r\n"
    )
    with (
        socket.create_connection(("127.0.0.1", port)) as plain,
        trust.wrap_socket(plain, server_hostname="127.0.0.1") as wire,
    ):
        wire.sendall(head.encode() + body)
    assert client.create_or_get("whole").status_code == 201
    assert [meeting["externalId"] for meeting in msgraph_emulator.meetings()] == ["whole"]


def test_a_bug_of_the_emulator_is_answered_and_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = Store(None)
    key = SigningKey(tmp_path / "key", "key")
    state = State(store, Tokens(key), key, frozenset())
    sent: list[Any] = []

    async def broken(_scope: Any, _receive: Any, _send: Any) -> None:
        raise LookupError("nobody thought of this")

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "raw_path": b"/v1.0/me", "headers": [], "query_string": b""}
    asyncio.run(Front(broken, state)(scope, receive, send))
    assert sent[0]["status"] == 500
    assert [entry.status for entry in state.journal.entries()] == [500]
    assert "nobody thought of this" in caplog.text
    store.close()


def test_a_reset_that_fails_changes_nothing() -> None:
    store = Store(None)
    store.write_document("kept", 1)
    with contextlib.suppress(LookupError), store.together():
        store.run("DELETE FROM document")
        raise LookupError
    assert store.read_document("kept") == 1
    store.close()


def test_a_private_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        write_private(tmp_path / "taken", b"secret")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_emulator_is_not_reached_by_another_address_of_the_machine() -> None:
    with Emulator(proxy=True) as emulator:
        for url in (emulator.endpoint, emulator.environment({})["HTTPS_PROXY"]):
            assert_on_loopback_alone(urlsplit(url).port or 0)


def test_emulator_command_listens_on_loopback_alone_without_an_option() -> None:
    program = """if True:
        import os, psutil
        sockets = psutil.Process(os.getppid()).net_connections("tcp")
        print([one.laddr.ip for one in sockets if one.status == psutil.CONN_LISTEN])
    """
    command = [sys.executable, "-m", "msgraph_meetings_emulator", "--proxy", "--", sys.executable, "-c", program]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout == "['127.0.0.1', '127.0.0.1']\n"


def test_emulator_breaks_connections_where_uvicorn_would_choose_a_loop_that_cannot_watch_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Proactor(asyncio.SelectorEventLoop):
        """As Windows' own loop: it watches no sockets."""

        def add_reader(self, *_: Any) -> None:  # type: ignore[override]
            raise NotImplementedError

    monkeypatch.setattr("uvicorn.loops.asyncio.asyncio_loop_factory", lambda **_: Proactor)
    with running(Options(faults=(Fault(reset=True, handshake=True),))) as server:
        port = urlsplit(server.description.endpoint).port or 0
        with pytest.raises(OSError, match="reset"), socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
            ssl.create_default_context().wrap_socket(wire, server_hostname="localhost")
