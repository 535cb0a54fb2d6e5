"""Broken clients, networks and machines: the emulator answers with a sentence or not at all, and goes on."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import jwt
import psutil
import pytest

from msgraph_meetings_emulator import Emulator, EmulatorProcess, Fault
from tests.emulator.client import Client, application, error
from tests.emulator.wire import CLOSED, DROPPED, LIMIT, connected, create_or_get, heard, port_of, request
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOO_MANY = 80
FEW_FILES = 64


@pytest.fixture(autouse=True)
def _goes_on_without_a_mistake(
    msgraph_emulator: Emulator, client: Client, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Check after each test that the emulator still works and has logged no bug."""
    yield
    assert client.create_or_get("after").status_code in (200, 201)
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    "sent",
    [
        b"GARBAGE\r\n\r\n",
        b"GET /v1.0/me HTTP/1.1\r\n\r\n",
        b"GET /v1.0/me HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /v1.0/me HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"GET /v1.0/me HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST /v1.0/me HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    ],
)
def test_bytes_that_are_not_http_get_a_400(msgraph_emulator: Emulator, sent: bytes) -> None:
    answer = heard(msgraph_emulator, sent)
    assert (answer.head.splitlines()[0], answer.end) == ("http/1.1 400 bad request", CLOSED)


def test_endless_headers_are_not_kept_in_memory(msgraph_emulator: Emulator) -> None:
    with connected(msgraph_emulator) as wire, contextlib.suppress(ConnectionError):
        wire.sendall(b"GET /v1.0/me HTTP/1.1\r\nHost: a\r\n")
        for _ in range(1000):
            wire.sendall(b"X-More: " + b"x" * 1000 + b"\r\n")
        assert wire.recv().startswith(b"HTTP/1.1 400 ")


def test_an_endless_body_is_not_kept_in_memory(msgraph_emulator: Emulator) -> None:
    with connected(msgraph_emulator) as wire:
        path = f"/v1.0/users/{msgraph_emulator.user_id}/onlineMeetings/createOrGet"
        wire.sendall(f"POST {path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        for _ in range(5):
            wire.sendall(b"100000\r\n" + b"x" * 0x100000 + b"\r\n")
        wire.sendall(b"0\r\n\r\n")
        assert wire.recv().startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    "path",
    ["/common/discovery/instance?authorization_endpoint=https://[", "/v1.0/me?$filter=JoinWebUrl%20eq%20'https://['"],
)
def test_a_malformed_url_does_not_cause_a_500(msgraph_emulator: Emulator, path: str) -> None:
    assert "500" not in heard(msgraph_emulator, request(msgraph_emulator, "GET", path)).head.splitlines()[0]


def test_a_resource_that_is_not_a_url_is_refused_as_unknown(msgraph_emulator: Emulator) -> None:
    form = {
        "grant_type": "client_credentials",
        "client_id": msgraph_emulator.client_id,
        "client_secret": msgraph_emulator.client_secret,
        "scope": "https://[/.default",
    }
    with Client(msgraph_emulator, None, "me") as nobody:
        url = f"{msgraph_emulator.endpoint}/{msgraph_emulator.tenant_id}/oauth2/v2.0/token"
        answer = nobody.session.post(url, data=form, timeout=LIMIT)
    assert answer.json()["error_codes"] == [500011]


def test_a_token_with_a_malformed_issuer_is_refused(msgraph_emulator: Emulator) -> None:
    with Client(msgraph_emulator, jwt.encode({"iss": "https://["}, "k" * 32), "me") as nobody:
        assert error(nobody.create_or_get())[:2] == (401, "InvalidAuthenticationToken")


def test_half_a_request_is_ignored_when_the_client_stops_sending(msgraph_emulator: Emulator) -> None:
    with connected(msgraph_emulator) as wire:
        wire.sendall(create_or_get(msgraph_emulator, "half")[:-5])
        wire.plain.shutdown(socket.SHUT_WR)
        while wire.plain.recv(65536):
            continue
    assert msgraph_emulator.meetings() == []


def test_a_request_is_carried_out_when_the_client_stops_sending_after_it(msgraph_emulator: Emulator) -> None:
    with connected(msgraph_emulator) as wire:
        wire.sendall(create_or_get(msgraph_emulator, "whole"))
        wire.plain.shutdown(socket.SHUT_WR)
        while wire.plain.recv(65536):
            continue
    until(msgraph_emulator.journal)
    assert [meeting["externalId"] for meeting in msgraph_emulator.meetings()] == ["whole"]


def test_a_client_that_does_not_speak_tls_is_left_alone(msgraph_emulator: Emulator) -> None:
    with socket.create_connection(("127.0.0.1", port_of(msgraph_emulator)), timeout=LIMIT) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert b"HTTP" not in plain.recv(65536)


def test_idle_connections_do_not_keep_others_out(msgraph_emulator: Emulator) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(100):
            address = ("127.0.0.1", port_of(msgraph_emulator))
            stack.enter_context(socket.create_connection(address, timeout=LIMIT))
        assert heard(msgraph_emulator, create_or_get(msgraph_emulator)).end == CLOSED


def test_it_waits_for_closed_files_when_too_many_are_open(tmp_path: Path) -> None:
    with EmulatorProcess(state=tmp_path / "state") as emulator:
        assert emulator._process is not None
        process = emulator._process.pid
        psutil.Process(process).rlimit(psutil.RLIMIT_NOFILE, (FEW_FILES, FEW_FILES))
        with contextlib.ExitStack() as stack:
            for _ in range(TOO_MANY):
                stack.enter_context(socket.create_connection(("127.0.0.1", port_of(emulator)), timeout=LIMIT))
            until(lambda: len(os.listdir(f"/proc/{process}/fd")) >= FEW_FILES)  # noqa: PTH208
        with application(emulator) as caller:
            assert caller.create_or_get().status_code == 201


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_during_requests_and_keeps_confirmed_changes(tmp_path: Path, number: signal.Signals) -> None:
    state = tmp_path / "state"
    with EmulatorProcess(state=state) as emulator, ThreadPoolExecutor(3) as pool:
        process = emulator._process
        assert process is not None
        with application(emulator) as caller:
            assert caller.create_or_get("confirmed").status_code == 201
        emulator.arm(Fault(delay=600), Fault.slow_drip(drip=600))
        sent = [create_or_get(emulator, f"lost-{number}") for number in range(2)]
        waiting = [pool.submit(heard, emulator, one) for one in sent]
        with socket.create_connection(("127.0.0.1", port_of(emulator)), timeout=LIMIT):
            until(lambda: not emulator.armed() and len(emulator.journal()) >= 2)
            process.send_signal(number)
            process.send_signal(number)
            assert {one.result().end for one in waiting} == {DROPPED}
            assert process.wait(LIMIT) == 0
    with Emulator(state=state) as after:
        assert "confirmed" in {meeting["externalId"] for meeting in after.meetings()}


def _ended(*options: str, before: str = "true") -> subprocess.CompletedProcess[str]:
    """Run a line of shell, then the emulator with a command that does nothing."""
    line = f'{before}; exec "$@"'
    command = ["sh", "-c", line, "sh", sys.executable, "-m", "msgraph_meetings_emulator", *options, "--", "true"]
    return subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)


def test_an_unwritable_folder_is_reported_in_one_sentence() -> None:
    done = _ended("--state", "/sys/state.sqlite")
    expected = "Error: The state file /sys/state.sqlite cannot be written: Permission denied.\n"
    assert (done.returncode, done.stderr) == (1, expected)


def test_a_disk_that_is_full_at_the_start_is_reported_in_one_sentence(tmp_path: Path) -> None:
    for options in (["--state", str(tmp_path / "state")], []):
        done = _ended(*options, before="unset COVERAGE_PROCESS_CONFIG; ulimit -f 0")  # it would want to write, too
        assert done.returncode == 1
        assert done.stderr.startswith("Error: ")
        assert done.stderr.count("\n") == 1


def test_a_proxy_port_in_use_is_named_in_the_error(msgraph_emulator: Emulator) -> None:
    port = port_of(msgraph_emulator)
    done = _ended("--proxy", "--proxy-port", str(port))
    expected = f"Error: The emulator cannot listen on 127.0.0.1, port {port}: Address already in use.\n"
    assert (done.returncode, done.stderr) == (1, expected)
