"""Errors: plain sentences over gRPC, never a traceback. Should the SDK change how it answers, these fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pulumi.runtime.proto import provider_pb2 as wire

from tests.dynamic.conftest import machine
from tests.dynamic.server import DynamicServer, Refused, secret

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

USER = "dc17674c-81d9-4adb-bfb2-8f6a442e4622"
STATE: dict[str, Any] = {"userId": USER, "externalId": "x", "subject": "x"}

CALLS: dict[str, Callable[[DynamicServer], Any]] = {
    "create": lambda server: server.create(STATE),
    "read": lambda server: server.refresh("1", STATE),
    "get": lambda server: server.get("1", {}),
    "update": lambda server: server.update("1", STATE, STATE | {"subject": "y"}),
    "delete": lambda server: server.delete("1", STATE),
}


def said(server: DynamicServer, call: Callable[[DynamicServer], Any]) -> str:
    """Return the message that the user reads when the call fails."""
    with pytest.raises(Refused) as refused:
        call(server)
    text = str(refused.value)
    assert "Traceback" not in text
    assert 'File "' not in text
    return text


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_without_credentials_every_call_names_the_settings(offline: DynamicServer, call: Any) -> None:
    assert said(offline, call).startswith("No credentials found.")


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_wrong_secret_is_reported_without_its_value(tmp_path: Path, msgraph_emulator: Emulator, call: Any) -> None:
    environment = msgraph_emulator.environment(machine()) | {"ARM_CLIENT_SECRET": "canary-secret"}
    with DynamicServer(tmp_path, environment) as server:
        text = said(server, call)
        assert "AADSTS7000215" in text
        assert "canary" not in text + server.printed


def test_a_wrong_setting_fails_even_the_check(tmp_path: Path) -> None:
    configuration = {"msgraph-meetings__environment": "china", "msgraph-meetings__accessToken": secret("canary")}
    with DynamicServer(tmp_path, machine(), **configuration) as server:
        text = said(server, lambda server: server.check({}))
        assert "21Vianet" in text
        assert "canary" not in text


def test_bug_is_reported_without_values(served: DynamicServer) -> None:
    # Arguments that nobody checked: the SDK does so before each create.
    broken = {"userId": USER, "externalId": "x", "participants": "canary"}
    text = said(served, lambda server: server.create(broken))
    assert text.startswith("msgraph-meetings failed unexpectedly")
    assert "canary" not in text
    assert text.splitlines()[1:2] == ["This is a bug in the provider."]


def test_other_exceptions_keep_their_traceback(offline: DynamicServer) -> None:
    offline.check({})
    with pytest.raises(Refused, match="Traceback"):
        offline.call("Delete", wire.DeleteRequest(id="1"))  # without a provider: no state of ours
