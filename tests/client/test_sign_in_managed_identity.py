"""Managed identities: every kind of host, both kinds of identity, and no proxy in between."""

from __future__ import annotations

import hashlib
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from msal import managed_identity

from msgraph_meetings.auth import token_source
from msgraph_meetings.errors import AuthenticationError, ConnectionFailedError
from tests.client.conftest import meeting
from tests.client.tenant import CLIENT, IDENTITY_HEADER
from tests.unit.fakes import operation

if TYPE_CHECKING:
    from pathlib import Path

    from tests.client.tenant import Tenant


def virtual_machine(tenant: Tenant) -> dict[str, str]:
    return {"AZURE_POD_IDENTITY_AUTHORITY_HOST": tenant.plain_root}


def app_service(tenant: Tenant) -> dict[str, str]:
    return {"IDENTITY_ENDPOINT": f"{tenant.plain_root}/app-service", "IDENTITY_HEADER": IDENTITY_HEADER}


def machine_learning(tenant: Tenant) -> dict[str, str]:
    return {"MSI_ENDPOINT": f"{tenant.plain_root}/machine-learning", "MSI_SECRET": IDENTITY_HEADER}


def service_fabric(tenant: Tenant) -> dict[str, str]:
    leaf = x509.load_pem_x509_certificate(tenant.certificate.cert_chain_pems[0].bytes())
    digest = hashlib.sha1(leaf.public_bytes(serialization.Encoding.DER), usedforsecurity=False).hexdigest()
    return {
        "IDENTITY_ENDPOINT": f"{tenant.root}/fabric",
        "IDENTITY_HEADER": IDENTITY_HEADER,
        "IDENTITY_SERVER_THUMBPRINT": digest,
    }


def arc(tenant: Tenant) -> dict[str, str]:
    return {"IDENTITY_ENDPOINT": f"{tenant.plain_root}/arc", "IMDS_ENDPOINT": tenant.plain_root}


HOSTS = (virtual_machine, app_service, machine_learning, arc)


@pytest.fixture
def on(tenant: Tenant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Makes this machine a host of that kind; Arc's agent has put its key."""
    (tmp_path / "challenge.key").write_text(IDENTITY_HEADER, encoding="utf-8")
    prefixes = {sys.platform: os.fspath(tmp_path)}
    monkeypatch.setattr(managed_identity, "_supported_arc_platforms_and_their_prefixes", prefixes)

    def become(host: Any) -> None:
        for name, value in host(tenant).items():
            monkeypatch.setenv(name, value)

    return become


@pytest.mark.parametrize("host", [*HOSTS, service_fabric])
def test_the_machine_s_own_identity_signs_in(tenant: Tenant, settings_of: Any, on: Any, host: Any) -> None:
    on(host)
    assert meeting(settings_of({"clientId": "", "tenantId": ""}, ARM_USE_MSI="true")).status == 200


@pytest.mark.parametrize("host", HOSTS)
def test_a_user_assigned_identity_is_named_by_its_client_id(
    tenant: Tenant, settings_of: Any, on: Any, host: Any
) -> None:
    on(host)
    tenant.identities = {CLIENT}
    assert meeting(settings_of(ARM_USE_MSI="true")).status == 200
    with pytest.raises(AuthenticationError, match="the machine's own identity"):
        meeting(settings_of({"clientId": ""}, ARM_USE_MSI="true"))


@pytest.mark.parametrize("host", HOSTS)
def test_an_identity_that_the_machine_does_not_have_is_named(
    tenant: Tenant, settings_of: Any, on: Any, host: Any
) -> None:
    on(host)
    with pytest.raises(AuthenticationError, match=f"no token for the user-assigned identity {CLIENT}") as refused:
        meeting(settings_of(ARM_USE_MSI="true"))
    assert IDENTITY_HEADER not in str(refused.value)


def test_no_proxy_stands_between_the_machine_and_its_own_endpoint(
    tenant: Tenant, settings_of: Any, on: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(virtual_machine)
    source = token_source(settings_of({"clientId": ""}, ARM_USE_MSI="true"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert source.token(operation()).value in tenant.good


@pytest.mark.parametrize("status", [404, 410, 429, 500, 503])
def test_a_machine_that_is_not_ready_yet_is_asked_again(tenant: Tenant, settings_of: Any, on: Any, status: int) -> None:
    on(virtual_machine)
    tenant.faults.append((status, {"error": "not_yet"}))
    assert meeting(settings_of({"clientId": ""}, ARM_USE_MSI="true")).status == 200


def test_a_machine_without_such_an_endpoint_is_said_to_be_none(
    tenant: Tenant, settings_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:9")
    with pytest.raises(
        ConnectionFailedError, match=r"(?s)endpoint for managed identities could not be reached.*ARM_USE_MSI"
    ):
        meeting(settings_of(ARM_USE_MSI="true"))


@pytest.mark.parametrize("answer", ["<html>a page</html>", ["canary"], {"access_token": "canary", "expires_in": {}}])
def test_something_else_at_that_address_is_said_to_be_something_else(
    tenant: Tenant, settings_of: Any, on: Any, answer: Any
) -> None:
    on(virtual_machine)
    tenant.faults.append((200, answer))
    with pytest.raises(AuthenticationError) as refused:
        meeting(settings_of(ARM_USE_MSI="true"))
    assert "canary" not in str(refused.value)


ODD = {
    virtual_machine: {"access_token": ["canary"], "expires_in": "3600"},
    machine_learning: {"access_token": "canary"},
    arc: {"access_token": "canary", "expires_in": None},
}


@pytest.mark.parametrize(("host", "answer"), ODD.items())
def test_an_answer_that_is_no_token_is_not_shown_for_one_may_be_in_it(
    tenant: Tenant, settings_of: Any, on: Any, host: Any, answer: Any
) -> None:
    on(host)
    tenant.faults.append((200, answer))
    with pytest.raises(AuthenticationError) as refused:
        meeting(settings_of(ARM_USE_MSI="true"))
    assert "canary" not in str(refused.value)


def test_a_key_file_of_arc_that_may_not_be_read_is_said_with_the_group(
    tenant: Tenant, settings_of: Any, on: Any, tmp_path: Path
) -> None:
    on(arc)
    (tmp_path / "challenge.key").unlink()
    with pytest.raises(AuthenticationError, match="group himds"):
        meeting(settings_of({"clientId": ""}, ARM_USE_MSI="true"))


def test_a_token_is_kept_until_it_is_nearly_over(tenant: Tenant, settings_of: Any, on: Any) -> None:
    on(virtual_machine)
    source = token_source(settings_of({"clientId": ""}, ARM_USE_MSI="true"))
    assert source.token(operation()) == source.token(operation())
    assert tenant.count("/token") == 1
    tenant.lifetime = 60
    refused = source.token(operation())
    assert source.token(operation(), refused) != refused
    assert source.token(operation()) != source.token(operation())
    assert tenant.count("/token") == 4
