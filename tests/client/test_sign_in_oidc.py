"""OIDC: whom the token is asked of, and every way in which it can be refused."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest

from msgraph_meetings.auth import token_source
from msgraph_meetings.errors import AuthenticationError, ConfigurationError, ConnectionFailedError, MeetingsError
from tests.client.conftest import meeting
from tests.client.emulated import AUDIENCE, CONNECTION, ISSUER, SUBJECT, query_of
from tests.unit.fakes import operation

if TYPE_CHECKING:
    from pathlib import Path

    from requests import PreparedRequest

    from tests.client.emulated import Tenant


def github(tenant: Tenant) -> dict[str, str]:
    """Return the variables that GitHub Actions sets in a job that may request a token."""
    return {"ARM_USE_OIDC": "true", **tenant.emulator.github_environment()}


def azure_devops(tenant: Tenant) -> dict[str, str]:
    """Return the variables that a step of Azure Pipelines has."""
    return {
        "ARM_USE_OIDC": "true",
        **tenant.emulator.azure_devops_environment(),
        "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID": CONNECTION,
    }


@pytest.mark.parametrize(
    ("cloud", "audience"),
    [
        ("public", "api://AzureADTokenExchange"),
        ("usgovernment", "api://AzureADTokenExchangeUSGov"),
        ("dod", "api://AzureADTokenExchangeUSGov"),
    ],
)
def test_github_is_asked_for_the_audience_of_the_cloud(
    tenant: Tenant, settings_of: Any, cloud: str, audience: str
) -> None:
    tenant.trust_federated(audience)
    assert meeting(settings_of({"environment": cloud}, **github(tenant))).status == 200
    (request,) = tenant.emulator.journal(path="/github/token")
    asked = query_of(request)
    assert (asked["api-version"], asked["audience"]) == ("2.0", audience)


def test_azure_devops_gets_its_service_connection_and_no_sign_in_page(
    tenant: Tenant, settings_of: Any, sent: list[PreparedRequest]
) -> None:
    assert meeting(settings_of(**azure_devops(tenant))).status == 200
    (request,) = tenant.emulator.journal(path="/oidctoken")
    assert (request.method, query_of(request)) == ("POST", {"api-version": "7.1", "serviceConnectionId": CONNECTION})
    (request_sent,) = (one for one in sent if "/oidctoken" in str(one.url))
    assert request_sent.headers["X-TFS-FedAuthRedirect"] == "Suppress"


def test_a_token_is_used_before_one_is_asked_for(tenant: Tenant, settings_of: Any) -> None:
    assert meeting(settings_of(ARM_OIDC_TOKEN=tenant.oidc_token(), **github(tenant))).status == 200
    assert tenant.count("/github/token") == 0


@pytest.mark.parametrize("variable", ["ARM_OIDC_TOKEN_FILE_PATH", "AZURE_FEDERATED_TOKEN_FILE"])
def test_a_token_in_a_file_is_read_again_for_each_sign_in(
    tenant: Tenant, settings_of: Any, sent: list[PreparedRequest], tmp_path: Path, variable: str
) -> None:
    file = tmp_path / "token"
    source = token_source(settings_of(**{variable: os.fspath(file)}))
    presented = []
    for _ in range(3):
        presented.append(tenant.oidc_token())
        file.write_text(f"{presented[-1]}\n", encoding="utf-8")
        tenant.emulator.set_token_lifetime(60)  # so short that MSAL gets another each time
        source.token(operation())
    forms = [dict(parse_qsl(str(one.body))) for one in sent if one.method == "POST"]
    assert [form["client_assertion"] for form in forms] == presented


def test_a_pipeline_is_asked_again_for_each_sign_in_as_its_tokens_live_for_minutes(
    tenant: Tenant, settings_of: Any
) -> None:
    tenant.emulator.set_token_lifetime(60)
    source = token_source(settings_of(**github(tenant)))
    source.token(operation())
    source.token(operation())
    assert tenant.count("/github/token") == tenant.token_requests == 2


CLAIMS: dict[str, tuple[dict[str, Any], str]] = {
    "expired": ({"lifetime": -60}, "AADSTS700024"),
    "wrong audience": ({"audience": "https://github.com/contoso"}, "AADSTS700212"),
    "wrong issuer": ({"issuer": "https://other.example"}, "AADSTS700211"),
    "wrong subject": ({"subject": "repo:contoso/meetings:pull_request"}, "AADSTS700213"),
}


@pytest.mark.parametrize(("claims", "number"), CLAIMS.values(), ids=CLAIMS)
def test_a_token_that_no_federated_credential_fits_is_shown_by_what_entra_compares(
    tenant: Tenant, settings_of: Any, claims: dict[str, Any], number: str
) -> None:
    token = tenant.oidc_token(**claims)
    with pytest.raises(AuthenticationError, match=number) as refused:
        meeting(settings_of(ARM_OIDC_TOKEN=token))
    shown = {"issuer": ISSUER, "subject": SUBJECT, "audience": AUDIENCE} | claims
    names = {"iss": "issuer", "sub": "subject", "aud": "audience"}
    assert all(f"{name} {shown[names[name]]!r}" in str(refused.value) for name in names)
    assert token not in str(refused.value)


def test_unreadable_oidc_token_is_reported_as_not_a_jwt(tenant: Tenant, settings_of: Any) -> None:
    tenant.fail(401, {"error": "invalid_client", "error_description": "AADSTS50027: refused here."})
    with pytest.raises(AuthenticationError, match=r"AADSTS50027.*is not a JWT") as refused:
        meeting(settings_of(ARM_OIDC_TOKEN="canary"))
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"ARM_USE_OIDC": "true"}, "`permissions: id-token: write`"),
        ({"ARM_OIDC_REQUEST_URL": "https://x"}, "oidcRequestToken is not"),
        (
            {"ARM_OIDC_REQUEST_URL": "https://x/y/oidctoken", "ARM_OIDC_REQUEST_TOKEN": "t"},
            "adoPipelineServiceConnectionId is not set",
        ),
    ],
)
def test_a_pipeline_that_does_not_offer_a_token_is_told_what_to_write(
    tenant: Tenant, settings_of: Any, environment: dict[str, str], says: str
) -> None:
    with pytest.raises(ConfigurationError, match=says):
        meeting(settings_of(**environment))
    assert tenant.asked == []


@pytest.mark.parametrize("pipeline", [github, azure_devops])
def test_a_pipeline_that_refuses_is_quoted_without_the_token_that_it_repeats(
    tenant: Tenant, settings_of: Any, pipeline: Any
) -> None:
    tenant.fail(401, {"message": "not with canary-wrong"})
    with pytest.raises(AuthenticationError, match=r"(?s)answered 401.*not with \[token\]") as refused:
        meeting(settings_of({"oidcRequestToken": "canary-wrong"}, **pipeline(tenant)))
    assert "canary" not in str(refused.value)
    assert tenant.token_requests == 0


def test_unknown_service_connection_is_reported(tenant: Tenant, settings_of: Any) -> None:
    tenant.fail(404, {"message": "no such connection"}, path="/oidctoken")
    with pytest.raises(AuthenticationError, match=r"(?s)answered 404.*permit the pipeline.*no such connection"):
        meeting(settings_of({"adoPipelineServiceConnectionId": "other"}, **azure_devops(tenant)))


@pytest.mark.parametrize(
    "answer", [(200, {"token": "canary"}), (200, "<html>canary</html>"), (203, {"value": "canary"})]
)
def test_issuer_answer_of_another_form_is_not_shown(tenant: Tenant, settings_of: Any, answer: Any) -> None:
    tenant.fail(*answer)
    with pytest.raises(
        AuthenticationError, match="does not have the form of GitHub Actions or Azure DevOps"
    ) as refused:
        meeting(settings_of(**github(tenant)))
    assert "canary" not in str(refused.value)


def test_pipeline_that_cannot_be_reached_is_reported_like_any_host(tenant: Tenant, settings_of: Any) -> None:
    with pytest.raises(ConnectionFailedError, match=r"Cannot connect to 127\.0\.0\.1:9"):
        meeting(settings_of(ARM_OIDC_REQUEST_URL="https://127.0.0.1:9/x", ARM_OIDC_REQUEST_TOKEN="canary"))


def test_a_pod_without_a_workload_identity_is_told_of_the_label(tenant: Tenant, settings_of: Any) -> None:
    with pytest.raises(MeetingsError, match=r'azure\.workload\.identity/use: "true"'):
        meeting(settings_of(ARM_USE_AKS_WORKLOAD_IDENTITY="true"))
