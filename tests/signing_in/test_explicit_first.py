"""With the real engine: an explicit way to sign in beats a token of another tenant in the environment, both ways in."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings_emulator import Emulator
from tests.engine.stack import Stack
from tests.plugin.plugin_stack import PluginStack
from tests.sampling import sampled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OTHER_APP = "99999999-9999-4999-8999-999999999999"


@pytest.fixture
def other() -> Iterator[Emulator]:
    """Another tenant, with a service of its own."""
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def ambient(other: Emulator, msgraph_emulator: Emulator, tmp_path: Path) -> dict[str, str]:
    """The environment of a machine that is set up for the other tenant, and trusts both services."""
    both = tmp_path / "both.pem"
    both.write_bytes(other.ca_bundle.read_bytes() + msgraph_emulator.ca_bundle.read_bytes())
    trusted = ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
    environment = other.environment() | {"MSGRAPH_ACCESS_TOKEN": other.application_token()}
    return {name: str(both) if name in trusted else value for name, value in environment.items()}


def explicit(emulator: Emulator) -> dict[str, str]:
    """All that the explicit configuration says of its tenant."""
    return {
        "tenantId": emulator.tenant_id,
        "clientId": emulator.client_id,
        "clientSecret": emulator.client_secret,
        "userId": emulator.user_id,
        "graphEndpoint": emulator.endpoint,
        "authorityHost": emulator.endpoint,
    }


def configure(stack: Stack, settings: dict[str, str]) -> None:
    """Sets the settings for the stack."""
    given = [
        ("--secret" if name == "clientSecret" else "--plaintext", f"msgraph-meetings:{name}={value}")
        for name, value in settings.items()
    ]
    stack.run("config", "set-all", *chain.from_iterable(given))


def written(emulator: Emulator) -> list[Any]:
    """The external ids of the meetings of a tenant."""
    return [meeting["externalId"] for meeting in emulator.meetings()]


def test_the_dynamic_resource_writes_to_the_tenant_of_the_stack_s_configuration(
    ambient: dict[str, str], other: Emulator, msgraph_emulator: Emulator, tmp_path: Path
) -> None:
    stack = Stack(tmp_path / "dynamic", ambient)
    configure(stack, explicit(msgraph_emulator))
    stack.up("OnlineMeeting('m', external_id='mine')")
    assert (written(msgraph_emulator), written(other), other.journal()) == (["mine"], [], [])


def test_the_plugin_writes_to_the_tenant_of_the_stack_s_configuration(
    ambient: dict[str, str], other: Emulator, msgraph_emulator: Emulator, tmp_path: Path
) -> None:
    stack = PluginStack(tmp_path / "plugin", ambient)
    configure(stack, explicit(msgraph_emulator))
    stack.up("OnlineMeeting('m', externalId='mine')")
    assert (written(msgraph_emulator), written(other), other.journal()) == (["mine"], [], [])


def test_the_plugin_writes_to_the_tenant_of_an_explicit_provider(
    ambient: dict[str, str], other: Emulator, msgraph_emulator: Emulator, tmp_path: Path
) -> None:
    stack = PluginStack(tmp_path / "plugin", ambient)
    stack.up(f"""
        provider = Provider("p", **{explicit(msgraph_emulator)!r})
        OnlineMeeting("m", ResourceOptions(provider=provider), externalId="mine")
        """)
    assert (written(msgraph_emulator), written(other), other.journal()) == (["mine"], [], [])


@pytest.mark.parametrize("kind", sampled([Stack, PluginStack], [Stack]))
def test_the_app_of_the_stack_makes_the_meeting_despite_another_app_s_token(
    kind: type[Stack], msgraph_emulator: Emulator, tmp_path: Path
) -> None:
    msgraph_emulator.put_app(OTHER_APP, secret="another", roles=["OnlineMeetings.ReadWrite.All"])
    msgraph_emulator.set_access_policy([msgraph_emulator.client_id, OTHER_APP])
    token = msgraph_emulator.application_token(OTHER_APP)
    stack = kind(tmp_path / "stack", msgraph_emulator.environment() | {"MSGRAPH_ACCESS_TOKEN": token})
    configure(stack, {"clientSecret": msgraph_emulator.client_secret})
    stack.up("OnlineMeeting('m')")
    assert {one.app_id for one in msgraph_emulator.journal("POST", "*/createOrGet")} == {msgraph_emulator.client_id}
