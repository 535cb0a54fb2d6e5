"""While a sign-in waits: what is asked again and how often, who waits, and what a Cancel and a deadline do to it."""

from __future__ import annotations

import os
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from msgraph_meetings.auth import token_source
from msgraph_meetings.errors import (
    AuthenticationError,
    CancelledError,
    ConnectionFailedError,
    NotSentError,
    ServiceError,
    ThrottledError,
    UntrustedError,
)
from tests.client.emulated import CLIENT, SECRET
from tests.client.pki import identity
from tests.network.scripted import ScriptedServer
from tests.sampling import sampled
from tests.unit.fakes import FakeClock, Log, operation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.client.emulated import Tenant
    from tests.client.gate import Gate

LIMIT = 30.0
"""Seconds after which a thread is taken to hang."""


def secret(tenant: Tenant, _folder: Path) -> dict[str, str]:
    return {"ARM_CLIENT_SECRET": SECRET}


def certificate(tenant: Tenant, folder: Path) -> dict[str, str]:
    tenant.emulator.put_app(CLIENT, certificates=[identity().certificate_pem])
    (folder / "app.pem").write_text(identity().pem(), encoding="utf-8")
    return {"ARM_CLIENT_CERTIFICATE_PATH": os.fspath(folder / "app.pem")}


def given_oidc_token(tenant: Tenant, _folder: Path) -> dict[str, str]:
    return {"ARM_OIDC_TOKEN": tenant.oidc_token()}


def pipeline(tenant: Tenant, _folder: Path) -> dict[str, str]:
    return {"ARM_USE_OIDC": "true", **tenant.emulator.github_environment()}


def workload_identity(tenant: Tenant, folder: Path) -> dict[str, str]:
    (folder / "pod").write_text(tenant.oidc_token(), encoding="utf-8")
    return {"ARM_USE_AKS_WORKLOAD_IDENTITY": "true", "AZURE_FEDERATED_TOKEN_FILE": os.fspath(folder / "pod")}


def managed_identity(_tenant: Tenant, _folder: Path) -> dict[str, str]:
    return {"ARM_USE_MSI": "true", "ARM_CLIENT_ID": ""}


METHODS = (secret, certificate, given_oidc_token, pipeline, workload_identity, managed_identity)
FAILING = [(method, status) for status in (500, 502, 503, 504, 520) for method in METHODS]
FAILING_HERE = [(method, status) for method, status in FAILING if status == 503 or method is secret]


@pytest.fixture
def source_of(tenant: Tenant, settings_of: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes the source of a method in the tenant."""
    for name, value in tenant.emulator.managed_identity_environment("vm").items():
        monkeypatch.setenv(name, value)

    def make(method: Any = secret) -> Any:
        given = {"clientId": ""} if method is managed_identity else {}
        return token_source(settings_of(given, **method(tenant, tmp_path)))

    return make


# What is asked again


@pytest.mark.parametrize("method", METHODS)
def test_a_throttled_sign_in_waits_as_long_as_it_is_asked_to(tenant: Tenant, source_of: Any, method: Any) -> None:
    clock, log = FakeClock(), Log()
    tenant.fail(429, times=2, retry_after="7")
    assert tenant.takes(source_of(method).token(operation(clock=clock, log=log)).value)
    assert clock.waits == [7.0, 7.0]
    first, second = log.of("status")
    assert first.startswith("sign-in attempt 1 failed, trying again in 7 s (300 s left): ")
    assert first.endswith("refused the sign-in, because too many were sent; it asks to wait 7 s.")
    assert second.startswith("sign-in attempt 2 failed, trying again in 7 s (293 s left): ")


@pytest.mark.parametrize(("method", "status"), sampled(FAILING, FAILING_HERE))
def test_a_service_that_fails_for_a_minute_is_asked_until_it_works(
    tenant: Tenant, source_of: Any, method: Any, status: int
) -> None:
    clock, log = FakeClock(), Log()
    tenant.fail(status, times=6)
    assert tenant.takes(source_of(method).token(operation(clock=clock, log=log)).value)
    assert all(low <= wait <= low + 1 for low, wait in zip((1, 2, 4, 8, 16, 29), clock.waits, strict=True))
    assert len(log.of("info")) == 6


def test_throttling_without_retry_after_is_asked_again_at_growing_intervals(tenant: Tenant, source_of: Any) -> None:
    clock = FakeClock()
    tenant.fail(429, times=3)
    assert tenant.takes(source_of().token(operation(clock=clock)).value)
    assert all(low <= wait <= low + 1 for low, wait in zip((1, 2, 4), clock.waits, strict=True))


def test_service_with_a_tiny_retry_after_is_not_asked_endlessly(tenant: Tenant, source_of: Any) -> None:
    tenant.fail(429, times=1000, retry_after="0.001")
    with pytest.raises(ThrottledError):
        source_of().token(operation(30))
    assert tenant.token_requests == 41


def test_a_service_that_says_it_is_too_busy_is_asked_again_whatever_the_status(tenant: Tenant, source_of: Any) -> None:
    tenant.fail(400, {"error": "temporarily_unavailable", "error_description": "AADSTS90033: busy"})
    assert tenant.takes(source_of().token(operation()).value)


@pytest.mark.parametrize("status", [400, 401])
def test_permanent_refusal_is_reported_at_once_and_not_cached(tenant: Tenant, source_of: Any, status: int) -> None:
    clock, source = FakeClock(), source_of()
    tenant.fail(status, {"error": "invalid_client", "error_description": "AADSTS7000222: refused here."})
    with pytest.raises(AuthenticationError, match="AADSTS7000222"):
        source.token(operation(clock=clock))
    assert clock.waits == []
    assert tenant.takes(source.token(operation()).value)


@pytest.mark.parametrize("length", [21, 0])
def test_an_answer_that_is_cut_off_is_asked_for_again(tenant: Tenant, source_of: Any, length: int) -> None:
    tenant.emulator.arm(path="token", cut=length)
    assert tenant.takes(source_of().token(operation()).value)


def test_unknown_host_name_fails_at_once(tenant: Tenant, source_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    monkeypatch.setattr(socket, "getaddrinfo", _refusing(socket.EAI_NONAME, "Name or service not known"))
    with pytest.raises(ConnectionFailedError, match="Cannot resolve"):
        source_of().token(operation(clock=clock))
    assert clock.waits == []


def test_a_name_server_that_does_not_answer_for_a_moment_is_waited_for(
    tenant: Tenant, source_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock()
    with monkeypatch.context() as away:
        away.setattr(socket, "getaddrinfo", _refusing(socket.EAI_AGAIN, "Temporary failure in name resolution"))
        clock.on_wait = away.undo
        assert tenant.takes(source_of().token(operation(clock=clock)).value)
    assert len(clock.waits) == 1


@pytest.mark.parametrize(("status", "waits"), [(407, False), (403, False), (429, True), (503, True)])
def test_proxy_that_refuses_fails_at_once_and_a_busy_one_is_retried(
    tenant: Tenant, source_of: Any, monkeypatch: pytest.MonkeyPatch, *, status: int, waits: bool
) -> None:
    clock = FakeClock()
    under_way = operation(clock=clock)
    clock.on_wait = under_way.cancelled.set
    head = f"HTTP/1.1 {status} No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode()
    with closing(ScriptedServer(lambda one: one.sendall(head))) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.root)
        monkeypatch.setenv("NO_PROXY", "")
        with pytest.raises(CancelledError if waits else NotSentError):
            source_of().token(under_way)


def _refusing(number: int, text: str) -> Callable[..., Any]:
    def getaddrinfo(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(number, text)

    return getaddrinfo


def test_untrusted_certificate_fails_at_once(tenant: Tenant, source_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(UntrustedError):
        source_of().token(operation(clock=clock))
    assert clock.waits == []


def test_an_identity_endpoint_that_answers_404_is_not_asked_until_the_deadline(tenant: Tenant, source_of: Any) -> None:
    clock = FakeClock()
    tenant.fail(404, times=99)
    with pytest.raises(ServiceError, match="it answered 404"):
        source_of(managed_identity).token(operation(clock=clock))
    assert len(clock.waits) == 3


# The deadline


def test_a_wait_beyond_the_deadline_is_not_begun_and_others_do_not_ask_again(tenant: Tenant, source_of: Any) -> None:
    clock, source = FakeClock(), source_of()
    tenant.fail(429, retry_after="600")
    for _ in range(3):
        with pytest.raises(
            ThrottledError,
            match=r"(?s)Throttled: .*asks to wait 600 s\..*Only 300 s of operationTimeout \(300 s\) remain",
        ):
            source.token(operation(clock=clock))
    assert clock.waits == []
    assert tenant.token_requests == 1
    assert tenant.takes(source.token(operation(3000, clock=clock)).value)
    assert clock.waits == [600.0]


def test_failure_until_the_deadline_is_reported_as_that_failure(tenant: Tenant, source_of: Any) -> None:
    tenant.fail(503, times=9, retry_after="200")
    with pytest.raises(ServiceError, match=r"localhost:\d+ failed during the sign-in: it answered 503"):
        source_of().token(operation())
    assert tenant.token_requests == 2


# Threads


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(50) as pool:
        yield pool


@pytest.fixture
def hanging(gate: Gate) -> Gate:
    """A token service that answers when it is let go."""
    return gate


def test_fifty_threads_share_the_waits_of_one(tenant: Tenant, source_of: Any, threads: ThreadPoolExecutor) -> None:
    source, held = source_of(), Event()
    tenant.fail(429, times=2, retry_after="7")
    clocks, logs = [FakeClock() for _ in range(50)], [Log() for _ in range(50)]
    for clock in clocks:
        clock.on_wait = lambda: held.wait(LIMIT)
    found = [
        threads.submit(source.token, operation(clock=clock, log=log)) for clock, log in zip(clocks, logs, strict=True)
    ]
    _until(lambda: any(log.lines for log in logs))
    held.set()
    assert len({one.result(LIMIT).value for one in found}) == 1
    assert tenant.token_requests == 3
    assert sorted(len(clock.waits) for clock in clocks)[-2:] == [0, 2]
    assert sorted(len(log.lines) for log in logs)[-2:] == [0, 2]


@pytest.mark.parametrize("late", [True, False], ids=["the next one comes after the token", "before it"])
def test_a_cancelled_sign_in_ends_before_the_answer_and_its_token_is_kept(
    tenant: Tenant, source_of: Any, hanging: Gate, threads: ThreadPoolExecutor, *, late: bool
) -> None:
    source, under_way = source_of(), operation()
    found = threads.submit(source.token, under_way)
    assert hanging.came.wait(LIMIT)
    under_way.cancelled.set()
    assert isinstance(found.exception(LIMIT), CancelledError)
    assert tenant.token_requests == 0
    hanging.go.set()
    if late:
        _until(lambda: "sign-in" not in {thread.name for thread in threading.enumerate()})
    assert tenant.takes(source.token(operation()).value)
    assert tenant.token_requests == 1


def test_a_thread_that_waits_for_another_one_s_sign_in_can_be_cancelled(
    tenant: Tenant, source_of: Any, hanging: Gate, threads: ThreadPoolExecutor
) -> None:
    source, waiting = source_of(), operation()
    leading = threads.submit(source.token, operation())
    assert hanging.came.wait(LIMIT)
    following = threads.submit(source.token, waiting)
    waiting.cancelled.set()
    assert isinstance(following.exception(LIMIT), CancelledError)
    hanging.go.set()
    assert tenant.takes(leading.result(LIMIT).value)


def test_another_thread_goes_on_when_the_one_that_signs_in_is_cancelled(
    tenant: Tenant, source_of: Any, hanging: Gate, threads: ThreadPoolExecutor
) -> None:
    source, leading = source_of(), operation()
    first = threads.submit(source.token, leading)
    assert hanging.came.wait(LIMIT)
    others = [threads.submit(source.token, operation()) for _ in range(20)]
    leading.cancelled.set()
    assert isinstance(first.exception(LIMIT), CancelledError)
    hanging.go.set()
    assert len({one.result(LIMIT).value for one in others}) == 1
    assert tenant.token_requests == 1


def test_cancelled_operation_sends_no_sign_in(tenant: Tenant, source_of: Any) -> None:
    stopped = operation()
    stopped.cancelled.set()
    with pytest.raises(CancelledError):
        source_of().token(stopped)
    assert tenant.asked == []


def test_a_cancel_ends_the_wait_that_the_service_asked_for(tenant: Tenant, source_of: Any) -> None:
    clock = FakeClock()
    under_way = operation(clock=clock)
    clock.on_wait = under_way.cancelled.set
    tenant.fail(429, retry_after="7")
    with pytest.raises(CancelledError):
        source_of().token(under_way)
    assert tenant.token_requests == 1


@pytest.mark.parametrize("leads", [True, False])
def test_the_deadline_ends_a_sign_in_that_hangs(
    tenant: Tenant, source_of: Any, hanging: Gate, threads: ThreadPoolExecutor, *, leads: bool
) -> None:
    source, clock = source_of(), FakeClock()
    if not leads:
        threads.submit(source.token, operation())
        assert hanging.came.wait(LIMIT)
    late = threads.submit(source.token, operation(clock=clock))
    assert hanging.came.wait(LIMIT)
    clock.time += 300
    error = late.exception(LIMIT)
    assert isinstance(error, ConnectionFailedError)
    assert "did not finish within 300 s" in str(error)
    hanging.go.set()


# The Azure CLI


def test_an_azure_cli_that_hangs_is_ended_with_all_that_it_started(
    tenant: Tenant, settings_of: Any, tmp_path: Path, threads: ThreadPoolExecutor
) -> None:
    source, under_way = _hanging_az(tmp_path, settings_of), operation()
    found = threads.submit(source.token, under_way)
    _until((tmp_path / "started").exists)
    child = psutil.Process(int((tmp_path / "started").read_text()))
    under_way.cancelled.set()
    assert isinstance(found.exception(LIMIT), CancelledError)
    assert psutil.wait_procs([child], LIMIT)[1] == []
    (tmp_path / "answer").write_text('{"accessToken": "opaque"}', encoding="utf-8")
    assert source.token(operation()).value == "opaque"


def _hanging_az(folder: Path, settings_of: Any) -> Any:
    """A command az that answers if there is an answer, and else starts another command and waits for it."""
    (folder / "bin").mkdir()
    az = folder / "bin" / "az"
    started = f"/bin/sleep 600 & echo $! > {folder}/writing; /bin/mv {folder}/writing {folder}/started; wait"
    az.write_text(f"#!/bin/sh\n[ -f {folder}/answer ] && exec /bin/cat {folder}/answer\n{started}\n", encoding="utf-8")
    az.chmod(0o700)
    return token_source(settings_of(ARM_USE_CLI="true", MSGRAPH_ACCESS_TOKEN_TYPE="delegated"))


def _until(condition: Callable[[], object]) -> None:
    pause = Event()
    for _ in range(int(LIMIT * 100)):
        if condition():
            return
        pause.wait(0.01)
    raise AssertionError("it never came so far")
