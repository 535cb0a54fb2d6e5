"""The errors of the hosts with a managed identity, as documented or recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msgraph_meetings_emulator.outside.host_names import IDENTITY_HEADER, PATHS
from tests.emulator.proofs import trusting

if TYPE_CHECKING:
    import requests

    from msgraph_meetings_emulator import Emulator

VERSION = "2019-07-01-preview"
SECRET = {"Secret": IDENTITY_HEADER}
ELSEWHERE = "https://vault.example"


def _asked(emulator: Emulator, kind: str, query: dict[str, str], headers: dict[str, str]) -> requests.Response:
    with trusting(emulator) as session:
        return session.get(f"{emulator.endpoint}{PATHS[kind]}", params=query, headers=headers, timeout=30)


def _fabric(emulator: Emulator, headers: dict[str, str] = SECRET, **query: str) -> tuple[int, str, str]:
    """A Service Fabric cluster's error: status, code and message."""
    given = {"api-version": VERSION, "resource": emulator.endpoint} | {k.replace("_", "-"): v for k, v in query.items()}
    answer = _asked(emulator, "service-fabric", given, headers)
    (said,) = answer.json().values()
    assert said.keys() == {"correlationId", "code", "message"}
    assert said["correlationId"] == emulator.journal()[-1].request_id
    return answer.status_code, said["code"], said["message"]


def test_virtual_machine_refuses_a_request_without_its_header(msgraph_emulator: Emulator) -> None:
    answer = _asked(msgraph_emulator, "vm", {"api-version": "2018-02-01", "resource": msgraph_emulator.endpoint}, {})
    recorded = {"error": "invalid_request", "error_description": "Required metadata header not specified"}
    assert (answer.status_code, answer.json()) == (400, recorded)


def test_virtual_machine_passes_on_entra_s_error_for_a_resource(msgraph_emulator: Emulator) -> None:
    query = {"api-version": "2018-02-01", "resource": ELSEWHERE}
    answer = _asked(msgraph_emulator, "vm", query, {"Metadata": "true"})
    said = answer.json()
    assert (answer.status_code, said["error"]) == (400, "invalid_resource")
    assert said["error_description"].startswith(
        f"AADSTS500011: The resource principal named {ELSEWHERE} was not found in the tenant named "
        f"{msgraph_emulator.tenant_id}. This can happen if the application has not been installed by the administrator "
        "of the tenant or consented to by any user in the tenant. You might have sent your authentication request to "
        "the wrong tenant. Trace ID: "
    )


def test_service_fabric_refuses_a_request_without_its_header(msgraph_emulator: Emulator) -> None:
    missing = (400, "SecretHeaderNotFound", "Secret is not found in the request headers.")
    assert _fabric(msgraph_emulator, {}) == missing


def test_service_fabric_finds_no_identity_for_a_wrong_header_or_without_one(msgraph_emulator: Emulator) -> None:
    unknown = (404, "ManagedIdentityNotFound", "Managed identity not found for the specified application host.")
    assert _fabric(msgraph_emulator, {"Secret": "wrong"}) == unknown
    msgraph_emulator.set_managed_identities(None)
    assert _fabric(msgraph_emulator) == unknown


@pytest.mark.parametrize("version", ["", "2018-02-01"])
def test_service_fabric_refuses_a_version_that_it_does_not_have(msgraph_emulator: Emulator, version: str) -> None:
    text = f"The api-version '{version}' is not supported. Supported version is '{VERSION}'."
    assert _fabric(msgraph_emulator, api_version=version) == (400, "InvalidApiVersion", text)


def test_service_fabric_takes_the_stable_version_too(msgraph_emulator: Emulator) -> None:
    query = {"api-version": "2020-05-01", "resource": msgraph_emulator.endpoint}
    assert "access_token" in _asked(msgraph_emulator, "service-fabric", query, SECRET).json()


def test_service_fabric_refuses_a_request_without_a_resource(msgraph_emulator: Emulator) -> None:
    text = "The parameter 'resource' should not be null or empty string."
    assert _fabric(msgraph_emulator, resource="") == (400, "ArgumentNullOrEmpty", text)


def test_service_fabric_has_an_error_of_its_own_for_a_wrong_resource(msgraph_emulator: Emulator) -> None:
    assert _fabric(msgraph_emulator, resource=ELSEWHERE) == (500, "InternalServerError", "An error occurred.")
