"""Eight mistakes that people make: both ways in answer each with the same plain words.

A case lists what a person must read, in this order; facts may stand between. Every message is read by itself.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2 as wire

from msgraph_meetings.errors.links import SIGN_IN
from msgraph_meetings.plugin.engine_log import EngineLog
from msgraph_meetings.plugin.server import serve
from msgraph_meetings.plugin.servicer import Provider
from msgraph_meetings_emulator import Fault
from tests.dynamic.conftest import machine
from tests.dynamic.server import DynamicServer, Refused
from tests.plugin.door import Door, struct, urn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

MEETING: dict[str, Any] = {"externalId": "x"}
_SERVICE_VARIABLES = ("ARM_", "AZURE_", "MSGRAPH_", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "PATH")


@dataclass(frozen=True)
class Case:
    """A mistake.

    Args:
        wanted: what a person must read.
        variables: the environment beside the emulator's; ``None`` removes one.
        configured: the stack's configuration, or the arguments of a provider.
        names: the resources of the program.
        served: whether the environment has the emulator's variables at all.
        faults: what the emulator does wrong.
    """

    wanted: tuple[str, ...]
    variables: dict[str, str | None] = field(default_factory=dict)
    configured: dict[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ("a",)
    served: bool = True
    faults: tuple[Fault, ...] = ()

    def environment(self, emulator: Emulator) -> dict[str, str]:
        whole = emulator.environment(machine()) if self.served else machine()
        return {name: value for name, value in (whole | self.variables).items() if value is not None}


CASES = {
    "no credentials": Case(
        (
            "No credentials found.",
            "Quickest: set ARM_TENANT_ID, ARM_CLIENT_ID, ARM_CLIENT_SECRET and MSGRAPH_USER_ID. Other ways: " + SIGN_IN,
        ),
        {"MSGRAPH_USER_ID": "dc17674c-81d9-4adb-bfb2-8f6a442e4622"},
        served=False,
    ),
    "sign-in name as organizer": Case(
        (
            "userId: 'ada@contoso.example' (from MSGRAPH_USER_ID) is a sign-in name.",
            "Apps need the object id: Entra admin center > Users > the user",
        ),
        {"MSGRAPH_USER_ID": "ada@contoso.example"},
    ),
    "China": Case(
        ("environment 'china' has no online meetings API.", "Use public, usgovernment or dod."),
        configured={"environment": "china"},
    ),
    "unknown setting": Case(
        ("Unknown setting 'tenentId'. Did you mean 'tenantId'?",),
        configured={"tenentId": "x"},
    ),
    "untrusted certificate": Case(
        (
            "The certificate of {host} is signed by an unknown authority, often a company proxy that inspects TLS.",
            "Point REQUESTS_CA_BUNDLE at a PEM file with that CA and the public ones.",
        ),
        {"REQUESTS_CA_BUNDLE": None, "CURL_CA_BUNDLE": None, "SSL_CERT_FILE": None},
    ),
    "name not found": Case(
        (
            "Cannot resolve nowhere.invalid.",
            "Check the network, DNS and HTTPS_PROXY, and the spelling in graphEndpoint (MSGRAPH_ENDPOINT)",
        ),
        {"AZURE_AUTHORITY_HOST": "https://nowhere.invalid"},
    ),
    "throttled past the deadline": Case(
        (
            "Throttled: Graph asks to wait 1 hour, but only ",
            "of operationTimeout remain.",
            "Run `pulumi up` again in 1 hour",
        ),
        faults=(Fault(status=429, headers={"Retry-After": "3600"}, times=None, path="*createOrGet"),),
    ),
    "same identity twice": Case(
        (
            "Resource 'b' declares external id 'x' for the organizer, as resource 'a' does.",
            "Give one of them another external_id",
        ),
        names=("a", "b"),
    ),
}


def through_dynamic_resource(case: Case, emulator: Emulator, folder: Path) -> str:
    """Return the answer of the SDK's dynamic server to the engine."""
    configured = {f"msgraph-meetings__{name}": value for name, value in case.configured.items()}
    with DynamicServer(folder, case.environment(emulator), **configured) as server:
        try:
            for name in case.names:
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


def through_plugin(case: Case, emulator: Emulator, plugin: Door) -> str:
    """Return the answer of the plugin to the engine."""
    checked = plugin.stub.CheckConfig(wire.CheckRequest(urn=urn(), news=struct(case.configured)))
    if checked.failures:
        return checked.failures[0].reason  # type: ignore[no-any-return]
    try:
        plugin.configure(**case.configured)
        for name in case.names:
            _, failures = plugin.check(MEETING, name=name)
            if failures:
                return "\n".join(f"{path}: {reason}" for path, reason in failures.items())
        plugin.create(MEETING | {"userId": emulator.user_id}, "a")
    except grpc.RpcError as error:
        return error.details()  # type: ignore[no-any-return]
    return ""


def assert_tells(said: str, case: Case, emulator: Emulator) -> None:
    rest = " ".join(said.split())
    for wanted in case.wanted:
        text = wanted.format(host=emulator.endpoint.removeprefix("https://"))
        assert text in rest, said
        rest = rest[rest.index(text) + len(text) :]
    assert not re.search(r"(?<![/\w])docs/|\bnobody\b|\bnone\b|\bis no\b|Traceback", said), said


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_dynamic_resource_tells_in_plain_words(case: Case, msgraph_emulator: Emulator, tmp_path: Path) -> None:
    for fault in case.faults:
        msgraph_emulator.arm(fault)
    assert_tells(through_dynamic_resource(case, msgraph_emulator, tmp_path), case, msgraph_emulator)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_plugin_tells_in_plain_words(
    case: Case, msgraph_emulator: Emulator, plugin: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    for fault in case.faults:
        msgraph_emulator.arm(fault)
    replace_environment(case.environment(msgraph_emulator), monkeypatch)
    assert_tells(through_plugin(case, msgraph_emulator, plugin), case, msgraph_emulator)


def replace_environment(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(_SERVICE_VARIABLES)]:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
