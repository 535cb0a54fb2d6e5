"""While the plugin waits: what the engine is told, how long it takes at most, and what a Cancel does."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from pulumi.runtime.proto import plugin_pb2, provider_pb2

from msgraph_meetings_emulator import Fault
from tests.plugin.door import plain, started, struct, urn
from tests.plugin.fake_engine import FakeEngine
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings_emulator import Emulator
    from tests.plugin.door import Door

TOKEN = "*/oauth2/v2.0/token"
_WAITS = ("trying again", "waiting", "asked again")
LIMIT = 30.0
"""Seconds after which a call is taken to hang."""


@pytest.fixture
def told(meetings: Door, engine: FakeEngine) -> FakeEngine:
    """An engine that the plugin shook hands with."""
    meetings.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=engine.address))
    return engine


class Waiting(FakeEngine):
    """An engine that lets a test know when the plugin says that it waits."""

    def __init__(self, count: int = 1) -> None:
        super().__init__()
        self._count = count
        self._lock = threading.Lock()
        self.all_wait = threading.Event()

    def Log(self, request: Any, context: Any) -> Any:  # noqa: N802
        answer = super().Log(request, context)
        with self._lock:
            waiting = {line.urn for line in self.lines if any(word in line.text for word in _WAITS)}
        if len(waiting) >= self._count:
            self.all_wait.set()
        return answer


def asked(emulator: Emulator, external_id: str, **further: Any) -> dict[str, Any]:
    """Arguments as they are after a check."""
    return {"externalId": external_id, "userId": emulator.user_id, **further}


def wait_for(emulator: Emulator, seconds: float = 100, **fault: Any) -> None:
    """From now on the service tells everybody to wait."""
    emulator.arm(Fault.throttled(None, seconds, **({"path": "*/onlineMeetings*"} | fault)))


def test_adoption_is_a_warning_about_the_resource(told: FakeEngine, meetings: Door, msgraph_emulator: Emulator) -> None:
    meetings.make({"externalId": "x"})
    assert told.lines == []
    meetings.configure_for(msgraph_emulator)
    meetings.make({"externalId": "x"})
    (line,) = told.lines
    assert (line.severity, line.urn, line.ephemeral) == ("WARNING", urn(), False)
    assert line.text.startswith("adopted the meeting that the external id 'x' already had")


def test_an_override_by_policy_is_a_warning_about_the_resource(
    told: FakeEngine, meetings: Door, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.policy_override(recordAutomatically=False)
    meetings.make({"externalId": "x", "recordAutomatically": True})
    (line,) = told.lines
    assert (line.severity, line.urn) == ("WARNING", urn())
    assert "did not apply recordAutomatically" in line.text


def test_throttled_wait_is_a_status_and_a_temporary_failure_is_a_log_line(
    told: FakeEngine, meetings: Door, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.arm(Fault.lost_answer(1, path="*/createOrGet"), Fault.throttled(1, 0, path="*/createOrGet"))
    meetings.make({"externalId": "x"})
    lost, throttled = told.lines
    assert (lost.severity, lost.urn, lost.ephemeral) == ("INFO", urn(), False)
    assert re.match(r"attempt 1 failed, trying again in \d s \(\d+ s left\): The connection to", lost.text)
    assert (throttled.severity, throttled.urn, throttled.ephemeral) == ("INFO", urn(), True)
    assert re.match(
        r"attempt 2 failed, trying again in \d s \(\d+ s left\): Throttled: Microsoft Graph refused", throttled.text
    )


def test_an_attached_plugin_logs_to_the_engine_that_is_there_now(
    meetings: Door, msgraph_emulator: Emulator, engine: FakeEngine
) -> None:
    with FakeEngine() as before:
        meetings.stub.Attach(plugin_pb2.PluginAttach(address=before.address))
        meetings.make({"externalId": "x"})
        meetings.configure_for(msgraph_emulator)
        meetings.make({"externalId": "x"})
    meetings.stub.Attach(plugin_pb2.PluginAttach(address=engine.address))
    meetings.configure_for(msgraph_emulator)
    meetings.make({"externalId": "x"})
    assert (len(before.lines), len(engine.lines)) == (1, 1)


def test_operation_succeeds_when_the_engine_log_cannot_be_reached(meetings: Door, msgraph_emulator: Emulator) -> None:
    meetings.make({"externalId": "x"})
    with FakeEngine() as gone:
        meetings.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=gone.address))
    meetings.configure_for(msgraph_emulator)
    assert meetings.make({"externalId": "x"})[1]["adopted"] is True


@pytest.mark.parametrize("call", ["Create", "Read", "Update", "Delete"])
def test_custom_timeouts_bound_the_whole_operation(meetings: Door, msgraph_emulator: Emulator, call: str) -> None:
    wait_for(msgraph_emulator, 2000)
    before = struct(asked(msgraph_emulator, "x", adopted=False))
    now = struct(asked(msgraph_emulator, "x", subject="New"))
    requests = {
        "Create": provider_pb2.CreateRequest(urn=urn(), properties=now, timeout=700),
        "Read": provider_pb2.ReadRequest(id="MSo", urn=urn(), properties=before, inputs=now, timeout=700),
        "Update": provider_pb2.UpdateRequest(id="MSo", urn=urn(), olds=before, news=now, timeout=700),
        "Delete": provider_pb2.DeleteRequest(id="MSo", urn=urn(), properties=before, timeout=700),
    }
    with pytest.raises(grpc.RpcError) as failed:
        getattr(meetings.stub, call)(requests[call])
    assert failed.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert re.search(r"but only ([89]|1[0-2]) min of operationTimeout remain", failed.value.details())


def test_without_custom_timeouts_the_setting_counts(meetings: Door, msgraph_emulator: Emulator) -> None:
    meetings.configure_for(msgraph_emulator, operationTimeout="700")
    wait_for(msgraph_emulator, 2000)
    with pytest.raises(grpc.RpcError) as failed:
        meetings.create(asked(msgraph_emulator, "x"))
    assert re.search(r"but only ([89]|1[0-2]) min of operationTimeout remain", failed.value.details())


def test_cancel_ends_every_wait(meetings: Door, msgraph_emulator: Emulator) -> None:
    names = [f"m{number}" for number in range(8)]
    wait_for(msgraph_emulator)
    with Waiting(len(names)) as engine, ThreadPoolExecutor(len(names)) as pool:
        meetings.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=engine.address))
        creates = [pool.submit(meetings.create, asked(msgraph_emulator, name), name) for name in names]
        assert engine.all_wait.wait(LIMIT)
        meetings.cancel()
        errors = [create.exception(LIMIT) for create in creates]
    for error in errors:
        assert isinstance(error, grpc.RpcError)
        assert error.code() is grpc.StatusCode.CANCELLED
        assert "stopped, because the deployment was cancelled" in error.details()
    assert msgraph_emulator.meetings() == []


def test_cancel_is_answered_while_a_sign_in_hangs(meetings: Door, msgraph_emulator: Emulator) -> None:
    names = [f"m{number}" for number in range(8)]
    msgraph_emulator.arm(Fault(path=TOKEN, delay=LIMIT + 10))
    with ThreadPoolExecutor(len(names)) as pool:
        creates = [pool.submit(meetings.create, asked(msgraph_emulator, name), name) for name in names]
        until_asked_for_a_token(msgraph_emulator)
        meetings.cancel()
        errors = [create.exception(LIMIT) for create in creates]
    assert msgraph_emulator.journal(path=TOKEN) == []  # it has not answered yet
    for error in errors:
        assert isinstance(error, grpc.RpcError)
        assert error.code() is grpc.StatusCode.CANCELLED
    assert msgraph_emulator.journal(path="*/onlineMeetings*") == []


def test_cancel_ends_the_wait_of_a_throttled_sign_in(meetings: Door, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(Fault.throttled(None, 100, path=TOKEN))
    with Waiting() as engine, ThreadPoolExecutor(1) as pool:
        meetings.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=engine.address))
        create = pool.submit(meetings.create, asked(msgraph_emulator, "x"))
        assert engine.all_wait.wait(LIMIT)
        meetings.cancel()
        error = create.exception(LIMIT)
    assert isinstance(error, grpc.RpcError)
    assert error.code() is grpc.StatusCode.CANCELLED
    assert len(msgraph_emulator.journal(path=TOKEN)) == 1


def test_custom_timeouts_bound_a_sign_in_that_hangs(meetings: Door, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(Fault(path=TOKEN, delay=LIMIT, times=None))
    with pytest.raises(grpc.RpcError) as failed:
        meetings.create(asked(msgraph_emulator, "x"), timeout=2)
    assert failed.value.code() is grpc.StatusCode.UNAVAILABLE
    assert msgraph_emulator.journal(path=TOKEN) == []  # it has not answered yet


def test_cancel_ends_the_wait_for_an_access_policy_of_every_create(meetings: Door, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.set_access_policy([])
    meetings.configure_for(msgraph_emulator, waitForAccessPolicy=1800)
    names = [f"m{number}" for number in range(8)]
    with Waiting(len(names)) as engine, ThreadPoolExecutor(len(names)) as pool:
        meetings.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=engine.address))
        creates = [pool.submit(meetings.create, asked(msgraph_emulator, name), name) for name in names]
        assert engine.all_wait.wait(LIMIT)
        meetings.cancel()
        errors = [create.exception(LIMIT) for create in creates]
    assert [getattr(error, "code", lambda: None)() for error in errors] == [grpc.StatusCode.CANCELLED] * len(names)
    assert len(msgraph_emulator.journal(path="*/createOrGet")) == len(names)
    assert "is not effective yet, asked again in 30 s, 30 min left" in engine.lines[0].text


def test_custom_timeouts_bound_the_wait_for_an_access_policy(meetings: Door, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.set_access_policy([])
    meetings.configure_for(msgraph_emulator, waitForAccessPolicy=1800)
    with pytest.raises(grpc.RpcError) as failed:
        meetings.create(asked(msgraph_emulator, "x"), timeout=1)
    assert failed.value.code() is grpc.StatusCode.PERMISSION_DENIED
    assert "The policy did not apply within 1 s" in failed.value.details()


def until_asked_for_a_token(emulator: Emulator) -> None:
    """Waits until the token service has the request that it is armed for."""
    until(lambda: not emulator.armed())


def test_a_create_that_is_cancelled_between_its_two_requests_keeps_the_meeting(
    meetings: Door, msgraph_emulator: Emulator
) -> None:
    wait_for(msgraph_emulator, method="PATCH")
    with Waiting() as engine, ThreadPoolExecutor(1) as pool:
        meetings.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=engine.address))
        create = pool.submit(meetings.create, asked(msgraph_emulator, "x", recordAutomatically=True))
        assert engine.all_wait.wait(LIMIT)
        meetings.cancel()
        error = create.exception(LIMIT)
    assert isinstance(error, grpc.RpcError)
    assert error.code() is grpc.StatusCode.CANCELLED
    (meeting,) = msgraph_emulator.meetings()
    details = started(error)
    assert (details.id, plain(details.properties)["externalId"]) == (meeting["id"], "x")


def test_cancel_stops_what_comes_after_it_until_a_new_deployment_begins(
    meetings: Door, msgraph_emulator: Emulator
) -> None:
    meetings.cancel()
    with pytest.raises(grpc.RpcError) as failed:
        meetings.create(asked(msgraph_emulator, "x"))
    assert failed.value.code() is grpc.StatusCode.CANCELLED
    assert msgraph_emulator.journal() == []
    meetings.configure_for(msgraph_emulator)
    meetings.make({"externalId": "x"})
    assert len(msgraph_emulator.meetings()) == 1


def test_cancel_is_for_the_deployment_that_it_comes_from(
    meetings: Door, new_door: Callable[[], Door], msgraph_emulator: Emulator
) -> None:
    other = new_door()
    other.configure_for(msgraph_emulator)
    other.cancel()
    meetings.make({"externalId": "x"})
    assert len(msgraph_emulator.meetings()) == 1


def test_64_creates_are_in_flight_together_and_cancel_is_answered_among_them(
    meetings: Door, msgraph_emulator: Emulator
) -> None:
    meetings.configure_for(msgraph_emulator)
    wait_for(msgraph_emulator)
    with Waiting(64) as engine, ThreadPoolExecutor(64) as pool:
        meetings.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=engine.address))
        names = [str(number) for number in range(64)]
        creates = [pool.submit(meetings.create, asked(msgraph_emulator, name), name) for name in names]
        assert engine.all_wait.wait(LIMIT)
        meetings.cancel()
        assert all(isinstance(create.exception(LIMIT), grpc.RpcError) for create in creates)
