"""Managed identities: every kind of host, both kinds of identity, and no proxy in between."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import pytest
from msal import managed_identity

from msgraph_meetings.auth import token_source
from msgraph_meetings.errors import AuthenticationError, ConnectionFailedError
from msgraph_meetings_emulator.outside.host_names import IDENTITY_HEADER
from tests.client.conftest import meeting
from tests.client.emulated import CLIENT
from tests.unit.fakes import operation

if TYPE_CHECKING:
    from pathlib import Path

    from tests.client.emulated import Tenant


HOSTS = ("vm", "app-service", "machine-learning", "arc")


@pytest.fixture
def on(tenant: Tenant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Makes this machine a host of that kind, with an identity of its own; Arc's keys are where MSAL looks for them."""
    prefixes = {sys.platform: os.fspath(tmp_path)}
    monkeypatch.setattr(managed_identity, "_supported_arc_platforms_and_their_prefixes", prefixes)
    tenant.emulator.set_managed_identities(CLIENT)

    def become(host: str) -> None:
        for name, value in tenant.emulator.managed_identity_environment(host, key_folder=tmp_path).items():
            monkeypatch.setenv(name, value)

    return become


@pytest.mark.parametrize("host", [*HOSTS, "service-fabric"])
def test_the_machine_s_own_identity_signs_in(tenant: Tenant, settings_of: Any, on: Any, host: Any) -> None:
    on(host)
    assert meeting(settings_of({"clientId": "", "tenantId": ""}, ARM_USE_MSI="true")).status == 200


@pytest.mark.parametrize("host", HOSTS)
def test_a_user_assigned_identity_is_named_by_its_client_id(
    tenant: Tenant, settings_of: Any, on: Any, host: Any
) -> None:
    on(host)
    tenant.emulator.set_managed_identities(None, CLIENT)
    assert meeting(settings_of(ARM_USE_MSI="true")).status == 200
    with pytest.raises(AuthenticationError, match="the machine's own identity"):
        meeting(settings_of({"clientId": ""}, ARM_USE_MSI="true"))


@pytest.mark.parametrize("host", HOSTS)
def test_an_identity_that_the_machine_does_not_have_is_named(
    tenant: Tenant, settings_of: Any, on: Any, host: Any
) -> None:
    on(host)
    with pytest.raises(AuthenticationError, match=f"a token for the user-assigned identity {CLIENT}") as refused:
        meeting(settings_of(ARM_USE_MSI="true"))
    assert IDENTITY_HEADER not in str(refused.value)


def test_no_proxy_stands_between_the_machine_and_its_own_endpoint(
    tenant: Tenant, settings_of: Any, on: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    on("vm")
    source = token_source(settings_of({"clientId": ""}, ARM_USE_MSI="true"))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert tenant.takes(source.token(operation()).value)


@pytest.mark.parametrize("status", [404, 410, 429, 500, 503])
def test_a_machine_that_is_not_ready_yet_is_asked_again(tenant: Tenant, settings_of: Any, on: Any, status: int) -> None:
    on("vm")
    tenant.fail(status, {"error": "not_yet"})
    assert meeting(settings_of({"clientId": ""}, ARM_USE_MSI="true")).status == 200


def test_machine_without_an_identity_endpoint_is_reported(
    tenant: Tenant, settings_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:9")
    with pytest.raises(
        ConnectionFailedError, match=r"(?s)Cannot reach this machine's managed identity endpoint.*ARM_USE_MSI"
    ):
        meeting(settings_of(ARM_USE_MSI="true"))


@pytest.mark.parametrize("answer", ["<html>a page</html>", ["canary"], {"access_token": "canary", "expires_in": {}}])
def test_wrong_server_at_the_identity_endpoint_is_reported(
    tenant: Tenant, settings_of: Any, on: Any, answer: Any
) -> None:
    on("vm")
    tenant.fail(200, answer)
    with pytest.raises(AuthenticationError) as refused:
        meeting(settings_of(ARM_USE_MSI="true"))
    assert "canary" not in str(refused.value)


ODD = {
    "vm": {"access_token": ["canary"], "expires_in": "3600"},
    "machine-learning": {"access_token": "canary"},
    "arc": {"access_token": "canary", "expires_in": None},
}


@pytest.mark.parametrize(("host", "answer"), ODD.items())
def test_identity_answer_without_a_token_is_not_shown(
    tenant: Tenant, settings_of: Any, on: Any, host: Any, answer: Any
) -> None:
    on(host)
    tenant.fail(200, answer)
    with pytest.raises(AuthenticationError) as refused:
        meeting(settings_of(ARM_USE_MSI="true"))
    assert "canary" not in str(refused.value)


def test_unreadable_key_file_of_arc_is_reported_with_the_group(
    tenant: Tenant, settings_of: Any, on: Any, tmp_path: Path
) -> None:
    on("arc")
    challenge = f"Basic realm={tmp_path / 'challenge.key'}"
    tenant.fail(401, path="/_host/arc/*", WWW_Authenticate=challenge)
    with pytest.raises(AuthenticationError, match="group himds"):
        meeting(settings_of({"clientId": ""}, ARM_USE_MSI="true"))


def test_a_token_is_kept_until_it_is_nearly_over(tenant: Tenant, settings_of: Any, on: Any) -> None:
    on("vm")
    source = token_source(settings_of({"clientId": ""}, ARM_USE_MSI="true"))
    assert source.token(operation()) == source.token(operation())
    assert tenant.count("/token") == 1
    tenant.emulator.set_token_lifetime(60)
    refused = source.token(operation())
    assert source.token(operation(), refused) != refused
    assert source.token(operation()) != source.token(operation())
    assert tenant.count("/token") == 4
