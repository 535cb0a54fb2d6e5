"""The parameters that choose one of a machine's identities, and `api-version`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msal
import pytest

from msgraph_meetings_emulator.outside.host_names import IDENTITY_HEADER, PATHS
from tests.emulator.proofs import claims_of, trusting

if TYPE_CHECKING:
    import requests

    from msgraph_meetings_emulator import Emulator

OTHER = "11111111-2222-3333-4444-555555555555"
PROOFS = {
    "vm": {"Metadata": "true"},
    "app-service": {"X-IDENTITY-HEADER": IDENTITY_HEADER},
    "arc": {"Metadata": "true"},
    "service-fabric": {"Secret": IDENTITY_HEADER},
    "machine-learning": {"Secret": IDENTITY_HEADER},
}


def _named(emulator: Emulator, client_id: str) -> dict[str, str]:
    """The parameters with which a machine can choose an application."""
    principal, resource = emulator.principal_id(client_id), emulator.identity_resource_id(client_id)
    return {
        "client_id": client_id,
        "object_id": principal,
        "principal_id": principal,
        "mi_res_id": resource,
        "msi_res_id": resource.upper(),
    }


@pytest.mark.parametrize("name", ["client_id", "object_id", "principal_id", "mi_res_id", "msi_res_id"])
def test_an_identity_is_chosen_by_any_of_its_names(msgraph_emulator: Emulator, name: str) -> None:
    msgraph_emulator.put_app(OTHER, secret="unused")
    msgraph_emulator.set_managed_identities(msgraph_emulator.client_id, OTHER)
    answer = _asked(msgraph_emulator, {name: _named(msgraph_emulator, OTHER)[name]})
    claims = claims_of(answer.json()["access_token"])
    assert (claims["appid"], claims["oid"]) == (OTHER, msgraph_emulator.principal_id(OTHER))
    assert claims["xms_mirid"] == msgraph_emulator.identity_resource_id(OTHER)
    wrong = _named(msgraph_emulator, msgraph_emulator.client_id)[name]
    assert _asked(msgraph_emulator, {name: wrong}).json()["error_description"] == "Identity not found"


def test_parameters_of_two_identities_choose_no_identity(msgraph_emulator: Emulator) -> None:
    own, other = (_named(msgraph_emulator, one) for one in (msgraph_emulator.client_id, OTHER))
    assert _asked(msgraph_emulator, {"client_id": own["client_id"]}).status_code == 200
    assert _asked(msgraph_emulator, {"client_id": own["client_id"], "object_id": other["object_id"]}).status_code == 400


@pytest.mark.parametrize(
    "identity", ["object_id", "resource_id"], ids=["by the id of its principal", "by its resource id"]
)
def test_msal_can_choose_an_identity_by_object_or_resource_id(
    msgraph_emulator: Emulator, monkeypatch: pytest.MonkeyPatch, identity: str
) -> None:
    emulator = msgraph_emulator
    for name in ("IDENTITY_ENDPOINT", "MSI_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in emulator.managed_identity_environment("vm").items():
        monkeypatch.setenv(name, value)
    ids = {
        "object_id": emulator.principal_id(emulator.client_id),
        "resource_id": emulator.identity_resource_id(emulator.client_id),
    }
    with trusting(emulator) as session:
        chosen = msal.UserAssignedManagedIdentity(**{identity: ids[identity]})
        client = msal.ManagedIdentityClient(chosen, http_client=session)
        assert "access_token" in client.acquire_token_for_client(resource=emulator.endpoint)


def _asked(emulator: Emulator, query: dict[str, str]) -> requests.Response:
    """The answer to a virtual machine that asks for a token."""
    given = {"resource": emulator.endpoint, "api-version": "2018-02-01"} | query
    with trusting(emulator) as session:
        return session.get(f"{emulator.endpoint}{PATHS['vm']}", params=given, headers={"Metadata": "true"}, timeout=30)


@pytest.mark.parametrize("kind", PATHS)
def test_a_request_without_an_api_version_is_refused(msgraph_emulator: Emulator, kind: str) -> None:
    with trusting(msgraph_emulator) as session:
        answer = session.get(
            f"{msgraph_emulator.endpoint}{PATHS[kind]}",
            params={"resource": msgraph_emulator.endpoint},
            headers=PROOFS[kind],
            timeout=30,
        )
    assert answer.status_code == 400
    assert "api-version" in answer.text
