"""The token endpoint, as MSAL and plain OAuth clients use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jwt
import msal
import pytest
import requests

from tests.emulator.client import Client
from tests.emulator.proofs import refused, trusting

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings_emulator import Emulator


def _sign_in(emulator: Emulator, secret: str | None = None, **form: str) -> requests.Response:
    parts = {
        "grant_type": "client_credentials",
        "client_id": emulator.client_id,
        "client_secret": secret or emulator.client_secret,
        "scope": f"{emulator.endpoint}/.default",
        "tenant": emulator.tenant_id,
    } | form
    url = f"{emulator.endpoint}/{parts.pop('tenant')}/oauth2/v2.0/token"
    sent = {name: value for name, value in parts.items() if value}
    with requests.Session() as session:
        session.trust_env = False
        return session.post(url, data=sent, verify=str(emulator.ca), timeout=30)


def _get(emulator: Emulator, path: str) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(f"{emulator.endpoint}{path}", verify=str(emulator.ca), timeout=30)


@pytest.fixture
def msal_sign_in(msgraph_emulator: Emulator) -> Callable[..., dict[str, Any]]:
    """Sign in with Microsoft's own library (MSAL)."""

    def sign_in(secret: str, tenant: str = msgraph_emulator.tenant_id) -> dict[str, Any]:
        with requests.Session() as session:
            session.trust_env = False
            session.verify = str(msgraph_emulator.ca)
            app = msal.ConfidentialClientApplication(
                msgraph_emulator.client_id,
                client_credential=secret,
                authority=f"{msgraph_emulator.endpoint}/{tenant}",
                instance_discovery=False,
                http_client=session,
            )
            answer: dict[str, Any] = app.acquire_token_for_client([f"{msgraph_emulator.endpoint}/.default"])
            return answer

    return sign_in


def test_msal_gets_a_token_that_graph_accepts(
    msgraph_emulator: Emulator, msal_sign_in: Callable[..., dict[str, Any]]
) -> None:
    token = msal_sign_in(msgraph_emulator.client_secret)
    with Client(msgraph_emulator, token["access_token"], f"users/{msgraph_emulator.user_id}") as client:
        assert client.create_or_get().status_code == 201
    assert token["expires_in"] == 3599


def test_msal_reports_a_wrong_secret(msal_sign_in: Callable[..., dict[str, Any]]) -> None:
    refusal = msal_sign_in("wrong")
    assert refusal["error"] == "invalid_client"
    assert refusal["error_description"].startswith("AADSTS7000215: Invalid client secret provided.")
    assert refusal["error_codes"] == [7000215]


def test_msal_can_use_the_domain_as_tenant(
    msgraph_emulator: Emulator, msal_sign_in: Callable[..., dict[str, Any]]
) -> None:
    assert "access_token" in msal_sign_in(msgraph_emulator.client_secret, "emulator.example")


def test_msal_refuses_an_authority_whose_tenant_is_unknown(
    msgraph_emulator: Emulator, msal_sign_in: Callable[..., dict[str, Any]]
) -> None:
    with pytest.raises(ValueError, match="authority"):
        msal_sign_in(msgraph_emulator.client_secret, "nobody.example")


@pytest.mark.parametrize(
    ("form", "status", "error", "number"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client", 7000215),
        ({"client_secret": ""}, 401, "invalid_client", 7000218),
        ({"client_id": "00000000-0000-0000-0000-000000000000"}, 400, "unauthorized_client", 700016),
        ({"client_id": ""}, 400, "invalid_request", 900144),
        ({"tenant": "nobody.example"}, 400, "invalid_request", 90002),
        ({"grant_type": ""}, 400, "invalid_request", 900144),
        ({"grant_type": "password"}, 400, "unsupported_grant_type", 70003),
        ({"scope": ""}, 400, "invalid_request", 900144),
        ({"scope": "OnlineMeetings.ReadWrite.All"}, 400, "invalid_scope", 1002012),
        ({"scope": "openid profile offline_access"}, 400, "invalid_scope", 1002012),
        ({"scope": "https://vault.example/.default"}, 400, "invalid_resource", 500011),
    ],
)
def test_a_refused_sign_in_has_the_form_of_entra_s_error(
    msgraph_emulator: Emulator, form: dict[str, str], status: int, error: str, number: int
) -> None:
    answer = _sign_in(msgraph_emulator, **form)
    body = answer.json()
    assert (answer.status_code, body["error"], body["error_codes"]) == (status, error, [number])
    assert body["error_description"].startswith(f"AADSTS{number}: ")
    assert {"timestamp", "trace_id", "correlation_id"} <= body.keys()
    assert "access_token" not in body


def test_a_token_has_application_roles_and_lifetime(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.set_token_lifetime(90)
    answer = _sign_in(msgraph_emulator).json()
    claims = jwt.decode(answer["access_token"], options={"verify_signature": False})
    assert answer["expires_in"] == 90
    assert claims["exp"] - claims["iat"] == 90
    assert claims["aud"] == msgraph_emulator.endpoint
    assert claims["tid"] == msgraph_emulator.tenant_id
    assert claims["appid"] == msgraph_emulator.client_id
    assert claims["idtyp"] == "app"
    assert claims["roles"] == ["OnlineMeetings.Read.All", "OnlineMeetings.ReadWrite.All", "User.Read.All"]


def test_version_one_gives_a_token_for_a_resource_with_numbers_as_text(msgraph_emulator: Emulator) -> None:
    form = {
        "grant_type": "client_credentials",
        "client_id": msgraph_emulator.client_id,
        "client_secret": msgraph_emulator.client_secret,
        "resource": "https://graph.microsoft.com",
    }
    url = f"{msgraph_emulator.endpoint}/{msgraph_emulator.tenant_id}/oauth2/token"
    with trusting(msgraph_emulator) as session:
        answer = session.post(url, data=form, timeout=30).json()
        del form["resource"]
        assert refused(session.post(url, data=form, timeout=30)) == (400, "invalid_request", [900144])
    assert (answer["expires_in"], answer["resource"]) == ("3599", "https://graph.microsoft.com")
    assert int(answer["expires_on"]) - int(answer["not_before"]) == 3599
    with Client(msgraph_emulator, answer["access_token"], f"users/{msgraph_emulator.user_id}") as client:
        assert client.create_or_get().status_code == 201


@pytest.mark.parametrize("tenant", ["common", "organizations"])
def test_an_app_cannot_sign_in_by_itself_without_naming_its_tenant(msgraph_emulator: Emulator, tenant: str) -> None:
    assert refused(_sign_in(msgraph_emulator, tenant=tenant)) == (400, "invalid_request", [50059])


def test_a_token_can_be_checked_with_the_published_keys(msgraph_emulator: Emulator) -> None:
    token = _sign_in(msgraph_emulator).json()["access_token"]
    discovered = _get(msgraph_emulator, f"/{msgraph_emulator.tenant_id}/v2.0/.well-known/openid-configuration").json()
    assert discovered["jwks_uri"].startswith(msgraph_emulator.endpoint)
    keys = _get(msgraph_emulator, discovered["jwks_uri"].removeprefix(msgraph_emulator.endpoint)).json()
    key = jwt.PyJWKSet.from_dict(keys)[jwt.get_unverified_header(token)["kid"]]
    assert jwt.decode(token, key, algorithms=["RS256"], audience=msgraph_emulator.endpoint)["ver"] == "1.0"


def test_the_public_name_of_graph_is_a_scope_too(msgraph_emulator: Emulator) -> None:
    token = _sign_in(msgraph_emulator, scope="https://graph.microsoft.com/.default").json()["access_token"]
    with Client(msgraph_emulator, token, f"users/{msgraph_emulator.user_id}") as client:
        assert client.create_or_get().status_code == 201


def test_openid_scopes_beside_the_resource_are_accepted(msgraph_emulator: Emulator) -> None:
    scope = f"{msgraph_emulator.endpoint}/.default openid profile offline_access"
    answer = _sign_in(msgraph_emulator, scope=scope).json()
    assert answer.keys() == {"token_type", "expires_in", "ext_expires_in", "access_token"}


def test_a_secret_in_a_basic_header_is_accepted(msgraph_emulator: Emulator) -> None:
    with requests.Session() as session:
        session.trust_env = False
        answer = session.post(
            f"{msgraph_emulator.endpoint}/{msgraph_emulator.tenant_id}/oauth2/v2.0/token",
            data={"grant_type": "client_credentials", "scope": f"{msgraph_emulator.endpoint}/.default"},
            auth=(msgraph_emulator.client_id, msgraph_emulator.client_secret),
            verify=str(msgraph_emulator.ca),
            timeout=30,
        )
    assert answer.json()["token_type"] == "Bearer"


@pytest.mark.parametrize("header", ["Basic x", "Basic \u00e9", "Digest x"])
def test_a_malformed_basic_header_is_ignored(msgraph_emulator: Emulator, header: str) -> None:
    with requests.Session() as session:
        session.trust_env = False
        answer = session.post(
            f"{msgraph_emulator.endpoint}/{msgraph_emulator.tenant_id}/oauth2/v2.0/token",
            data={"grant_type": "client_credentials", "client_id": msgraph_emulator.client_id},
            headers={"Authorization": header.encode("latin-1")},
            verify=str(msgraph_emulator.ca),
            timeout=30,
        )
    assert answer.json()["error_codes"] == [7000218]


def test_instance_discovery_knows_the_emulator_s_own_host(msgraph_emulator: Emulator) -> None:
    tenant = f"{msgraph_emulator.endpoint}/{msgraph_emulator.tenant_id}"
    answer = _get(
        msgraph_emulator,
        f"/common/discovery/instance?api-version=1.1&authorization_endpoint={tenant}/oauth2/v2.0/authorize",
    ).json()
    assert answer["tenant_discovery_endpoint"] == f"{tenant}/v2.0/.well-known/openid-configuration"


def test_another_application_signs_in_with_its_own_secret(msgraph_emulator: Emulator) -> None:
    other = "11111111-2222-3333-4444-555555555555"
    msgraph_emulator.put_app(other, secret="another", roles=["OnlineMeetings.Read.All"])
    answer = _sign_in(msgraph_emulator, client_id=other, client_secret="another").json()
    assert jwt.decode(answer["access_token"], options={"verify_signature": False})["appid"] == other
    msgraph_emulator.remove_app(other)
    assert _sign_in(msgraph_emulator, client_id=other, client_secret="another").status_code == 400
