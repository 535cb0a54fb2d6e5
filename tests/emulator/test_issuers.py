"""The token requests of pipelines, and the discovery documents of their issuers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest

from tests.emulator.proofs import claims_of, show, trusting

if TYPE_CHECKING:
    import requests

    from msgraph_meetings_emulator import Emulator

AUDIENCE = "api://AzureADTokenExchange"
CONNECTION = "44444444-4444-4444-8444-444444444444"


def _github(emulator: Emulator, bearer: str | None = None, **environment: str) -> requests.Response:
    job = emulator.github_environment(**environment)
    token = bearer or job["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]
    with trusting(emulator) as session:
        url = f"{job['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience={AUDIENCE}"
        return session.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=30)


def _azure_devops(emulator: Emulator, bearer: str | None = None, **query: str) -> requests.Response:
    job = emulator.azure_devops_environment()
    token = bearer or job["SYSTEM_ACCESSTOKEN"]
    with trusting(emulator) as session:
        url = job["SYSTEM_OIDCREQUESTURI"]
        return session.post(url, params=query, headers={"Authorization": f"Bearer {token}"}, timeout=30)


def test_a_job_of_github_actions_signs_in_with_the_token_that_it_asks_for(msgraph_emulator: Emulator) -> None:
    subject = "repo:contoso/meetings:environment:Produção"
    issuer = msgraph_emulator.issuer("github")
    msgraph_emulator.put_federated_credential(msgraph_emulator.client_id, issuer, subject)
    answer = _github(msgraph_emulator, subject=subject).json()
    assert answer["count"] == len(answer["value"])
    assert show(msgraph_emulator, answer["value"]).status_code == 200


def test_a_token_of_github_is_for_the_audience_that_was_asked_for(msgraph_emulator: Emulator) -> None:
    claims = claims_of(_github(msgraph_emulator).json()["value"])
    assert (claims["aud"], claims["iss"]) == (AUDIENCE, msgraph_emulator.issuer("github"))
    assert claims["exp"] - claims["iat"] == 300


def test_a_pipeline_of_azure_devops_signs_in_for_its_service_connection(msgraph_emulator: Emulator) -> None:
    issuer, subject = msgraph_emulator.issuer("azure-devops"), f"sc://emulator/meetings/{CONNECTION}"
    msgraph_emulator.put_federated_credential(msgraph_emulator.client_id, issuer, subject)
    query = {"api-version": "7.1", "serviceConnectionId": CONNECTION}
    token = _azure_devops(msgraph_emulator, **query).json()["oidcToken"]
    assert show(msgraph_emulator, token).status_code == 200
    other = _azure_devops(msgraph_emulator, **query | {"serviceConnectionId": "other"}).json()["oidcToken"]
    assert show(msgraph_emulator, other).json()["error_codes"] == [700213]


def test_a_pipeline_without_a_service_connection_is_refused(msgraph_emulator: Emulator) -> None:
    answer = _azure_devops(msgraph_emulator, **{"api-version": "7.1"})
    assert answer.status_code == 400
    assert "serviceConnectionId" in answer.json()["message"]


def test_an_identity_token_needs_the_job_s_bearer_token(msgraph_emulator: Emulator) -> None:
    assert _github(msgraph_emulator, "wrong").status_code == 401
    assert _azure_devops(msgraph_emulator, "wrong").status_code == 401


@pytest.mark.parametrize("name", ["github", "gitlab"])
def test_an_issuer_publishes_the_key_of_its_tokens(msgraph_emulator: Emulator, name: str) -> None:
    issuer = msgraph_emulator.issuer(name)
    token = msgraph_emulator.oidc_token(issuer, "job")
    with trusting(msgraph_emulator) as session:
        document = session.get(f"{issuer}/.well-known/openid-configuration", timeout=30).json()
        keys = session.get(document["jwks_uri"], timeout=30).json()
    key = jwt.PyJWKSet.from_dict(keys)[jwt.get_unverified_header(token)["kid"]]
    assert document["issuer"] == issuer
    assert jwt.decode(token, key, algorithms=["RS256"], audience=AUDIENCE, issuer=issuer)["sub"] == "job"


def test_the_journal_has_no_token_of_a_pipeline(msgraph_emulator: Emulator) -> None:
    got = _github(msgraph_emulator).json()["value"]
    entry = msgraph_emulator.journal()[0]
    assert entry.headers["authorization"] == "Bearer"
    assert dict(parse_qsl(entry.query))["audience"] == AUDIENCE
    assert got not in str(entry)
    assert msgraph_emulator.github_environment()["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] not in str(entry)
    assert urlsplit(msgraph_emulator.issuer("github")).path == "/_issuer/github"
