"""Discovery documents and tokens, compared with those of Entra."""

from __future__ import annotations

import base64
import uuid
from typing import TYPE_CHECKING

import pytest

from tests.emulator.proofs import claims_of, trusting

if TYPE_CHECKING:
    import requests

    from msgraph_meetings_emulator import Emulator


def get(emulator: Emulator, path: str) -> requests.Response:
    """Read a document."""
    with trusting(emulator) as session:
        return session.get(f"{emulator.endpoint}{path}", timeout=30)


def test_discovery_names_what_entra_s_document_names(msgraph_emulator: Emulator) -> None:
    tenant = f"{msgraph_emulator.endpoint}/{msgraph_emulator.tenant_id}"
    found = get(msgraph_emulator, f"/{msgraph_emulator.tenant_id}/v2.0/.well-known/openid-configuration").json()
    assert found["device_authorization_endpoint"] == f"{tenant}/oauth2/v2.0/devicecode"
    assert (found["tenant_region_scope"], found["cloud_instance_name"]) == ("WW", "microsoftonline.com")
    assert found["cloud_graph_host_name"] == "graph.windows.net"
    assert f"https://{found['msgraph_host']}" == msgraph_emulator.endpoint
    assert "form_post" in found["response_modes_supported"]
    assert "offline_access" in found["scopes_supported"]


@pytest.mark.parametrize("tenant", ["common", "organizations"])
def test_discovery_for_any_tenant_contains_no_tenant_id(msgraph_emulator: Emulator, tenant: str) -> None:
    found = get(msgraph_emulator, f"/{tenant}/v2.0/.well-known/openid-configuration").json()
    assert found["issuer"] == f"{msgraph_emulator.endpoint}/{{tenantid}}/v2.0"
    assert found["token_endpoint"] == f"{msgraph_emulator.endpoint}/{tenant}/oauth2/v2.0/token"
    assert found["tenant_region_scope"] is None
    assert get(msgraph_emulator, found["jwks_uri"].removeprefix(msgraph_emulator.endpoint)).status_code == 200
    assert get(msgraph_emulator, "/consumers/v2.0/.well-known/openid-configuration").status_code == 400


def test_an_application_s_token_has_the_claims_of_entra_s(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.put_app(msgraph_emulator.client_id, display_name="Meetings of Contoso")
    claims = claims_of(msgraph_emulator.application_token())
    principal = msgraph_emulator.principal_id(msgraph_emulator.client_id)
    issuer = f"https://sts.windows.net/{msgraph_emulator.tenant_id}/"
    assert claims["app_displayname"] == "Meetings of Contoso"
    assert (claims["iss"], claims["idp"]) == (issuer, issuer)
    assert (claims["oid"], claims["sub"], claims["appidacr"]) == (principal, principal, "1")
    assert claims["wids"] == ["0997a1d0-0d1d-4acb-b408-d5ca73121e90"]
    hint = base64.urlsafe_b64decode(claims["rh"].removeprefix("1.").removesuffix(".") + "==")
    assert uuid.UUID(bytes_le=hint[3:19]) == uuid.UUID(msgraph_emulator.tenant_id)
    assert uuid.UUID(bytes_le=hint[19:35]) == uuid.UUID("00000003-0000-0000-c000-000000000000")
    assert len(claims["uti"]) == 22
    assert {"aio", "tenant_region_scope", "ver"} <= claims.keys()


def test_a_user_s_token_has_the_claims_of_entra_s(msgraph_emulator: Emulator) -> None:
    claims = claims_of(msgraph_emulator.delegated_token(msgraph_emulator.user_id))
    assert (claims["name"], claims["given_name"], claims["family_name"]) == ("Ada Lovelace", "Ada", "Lovelace")
    assert (claims["oid"], claims["upn"], claims["idtyp"]) == (msgraph_emulator.user_id, "ada@emulator.example", "user")
    assert claims["sub"] != claims["oid"]
    assert (claims["acct"], claims["acr"], claims["amr"], claims["appidacr"]) == (0, "1", ["pwd"], "0")
    assert "roles" not in claims
    assert "idp" not in claims
