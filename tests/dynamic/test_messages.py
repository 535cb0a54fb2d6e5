"""Faults of a machine and mistakes of people: dynamic resource and plugin report each in the same plain words.

A row lists what a person must read, in this order; facts may stand between. Every message is read by itself.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2 as wire

from msgraph_meetings.plugin.engine_log import EngineLog
from msgraph_meetings.plugin.server import serve
from msgraph_meetings.plugin.servicer import Provider
from msgraph_meetings_emulator import Fault
from tests.bad_days.day import Day
from tests.bad_days.graph import TOO_LONG
from tests.bad_days.machine import SETTINGS, WRONG_SECRET
from tests.dynamic.conftest import machine
from tests.dynamic.server import DynamicServer, Refused
from tests.plugin.door import Door, struct, urn
from tests.sampling import sampled_values

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

MEETING: dict[str, Any] = {"externalId": "x"}
_SERVICE_VARIABLES = ("ARM_", "AZURE_", "MSGRAPH_", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "PATH")


DAYS = SETTINGS | {"429 for an hour": TOO_LONG["429 for an hour"]}
LIKE_ANOTHER = {"no token service", "plain http", "wrong tenant", "China, by a variable"}
"""Rows that the plugin shows in less time than it takes to start a server."""
TWICE = Day(
    (
        "Resource 'b' declares external id 'x' for the organizer, as resource 'a' does.",
        "Give one of them another external_id",
    )
)
"""A program whose second resource declares the meeting of the first."""


def through_dynamic_resource(day: Day, emulator: Emulator, folder: Path, *names: str) -> str:
    """Return the answer of the SDK's dynamic server to the engine."""
    configured = {f"msgraph-meetings__{name}": value for name, value in day.configured.items()}
    with DynamicServer(folder, day.environment(emulator.environment(machine())), **configured) as server:
        try:
            for name in names:
                request = wire.CheckRequest(urn=urn(name), olds=server.bag({}), news=server.bag(MEETING))
                failures = server.call("Check", request).failures
                if failures:
                    return failures[0].reason  # type: ignore[no-any-return]
            inputs = server.bag(MEETING | {"userId": emulator.user_id})
            server.call("Create", wire.CreateRequest(urn=urn("a"), properties=inputs))
        except Refused as refused:
            return str(refused)
    return ""


@pytest.fixture
def plugin() -> Iterator[Door]:
    """A plugin in this process."""
    provider = Provider(EngineLog())
    server, port = serve(provider)
    door = Door(port)
    yield door
    door.close()
    server.stop(None).wait()
    provider.close()


def through_plugin(day: Day, emulator: Emulator, plugin: Door, *names: str) -> tuple[str, str]:
    """Return the plugin's answer to the engine; its status code must be the given one, if one is given."""
    checked = plugin.stub.CheckConfig(wire.CheckRequest(urn=urn(), news=struct({**day.configured})))
    if checked.failures:
        return checked.failures[0].reason, ""
    try:
        plugin.configure(**day.configured)
        for name in names:
            _, failures = plugin.check(MEETING, name=name)
            if failures:
                return "\n".join(f"{path}: {reason}" for path, reason in failures.items()), ""
        plugin.create(MEETING | {"userId": emulator.user_id}, "a")
    except grpc.RpcError as error:
        return error.details(), error.code().name
    return "", ""


def assert_tells(said: str, day: Day, emulator: Emulator) -> None:
    assert day.missing(said, host=emulator.endpoint.removeprefix("https://")) == [], said
    assert WRONG_SECRET not in said
    assert not re.search(r"(?<![/\w])docs/|\bnobody\b|\bnone\b|\bis no\b|Traceback", said), said


@pytest.mark.parametrize("day", sampled_values(DAYS, DAYS.keys() - LIKE_ANOTHER))
def test_dynamic_resource_tells_in_plain_words(day: Day, msgraph_emulator: Emulator, tmp_path: Path) -> None:
    arm(day, msgraph_emulator)
    assert_tells(through_dynamic_resource(day, msgraph_emulator, tmp_path, "a"), day, msgraph_emulator)


def test_dynamic_resource_tells_which_resource_declares_the_meeting_already(
    msgraph_emulator: Emulator, tmp_path: Path
) -> None:
    assert_tells(through_dynamic_resource(TWICE, msgraph_emulator, tmp_path, "a", "b"), TWICE, msgraph_emulator)


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
def test_plugin_tells_in_plain_words(
    day: Day, msgraph_emulator: Emulator, plugin: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    arm(day, msgraph_emulator)
    replace_environment(day.environment(msgraph_emulator.environment(machine())), monkeypatch)
    said, code = through_plugin(day, msgraph_emulator, plugin, "a")
    assert_tells(said, day, msgraph_emulator)
    assert code in ("", day.code)


def test_plugin_tells_which_resource_declares_the_meeting_already(
    msgraph_emulator: Emulator, plugin: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_environment(msgraph_emulator.environment(machine()), monkeypatch)
    said, _ = through_plugin(TWICE, msgraph_emulator, plugin, "a", "b")
    assert_tells(said, TWICE, msgraph_emulator)


def arm(day: Day, emulator: Emulator) -> None:
    if day.fault:
        emulator.arm(Fault(path="*createOrGet", **day.fault))


def replace_environment(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(_SERVICE_VARIABLES)]:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
