"""Managed identities, as requested by MSAL on each kind of host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msal
import msal.managed_identity
import pytest

from msgraph_meetings_emulator import Emulator
from msgraph_meetings_emulator.outside.host_names import IDENTITY_HEADER, PATHS
from tests.emulator.proofs import claims_of, makes_a_meeting, trusting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import requests

    Host = Callable[[str], "Machine"]

OTHER = "11111111-2222-3333-4444-555555555555"
VARIABLES = (
    "AZURE_POD_IDENTITY_AUTHORITY_HOST",
    "IDENTITY_ENDPOINT",
    "IDENTITY_HEADER",
    "IDENTITY_SERVER_THUMBPRINT",
    "IMDS_ENDPOINT",
    "MSI_ENDPOINT",
    "MSI_SECRET",
)


class Machine:
    """A machine with an identity, and MSAL on it."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator

    def asks(self, client_id: str | None = None, resource: str | None = None) -> dict[str, Any]:
        own = msal.SystemAssignedManagedIdentity()
        identity = own if client_id is None else msal.UserAssignedManagedIdentity(client_id=client_id)
        with trusting(self.emulator) as session:
            client = msal.ManagedIdentityClient(identity, http_client=session)
            answer: dict[str, Any] = client.acquire_token_for_client(resource=resource or self.emulator.endpoint)
            return answer


@pytest.fixture
def host(msgraph_emulator: Emulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Host:
    """Make this process a host of some kind."""

    def prepare(kind: str) -> Machine:
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        variables = msgraph_emulator.managed_identity_environment(kind, key_folder=tmp_path)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        # MSAL reads Arc's keys in a folder that only an administrator can make.
        folders = dict.fromkeys(("linux", "win32"), str(tmp_path))
        monkeypatch.setattr(msal.managed_identity, "_supported_arc_platforms_and_their_prefixes", folders)
        return Machine(msgraph_emulator)

    return prepare


@pytest.mark.parametrize("kind", PATHS)
def test_a_machine_gets_the_token_of_its_own_identity(host: Host, kind: str) -> None:
    machine = host(kind)
    machine.emulator.set_token_lifetime(600)
    answer = machine.asks()
    assert makes_a_meeting(machine.emulator, answer["access_token"])
    assert 590 <= answer["expires_in"] <= 600
    claims = claims_of(answer["access_token"])
    assert (claims["appid"], claims["idtyp"]) == (machine.emulator.client_id, "app")
    assert claims["exp"] - claims["iat"] == 600


@pytest.mark.parametrize("kind", [kind for kind in PATHS if kind != "service-fabric"])
def test_a_machine_gets_the_token_of_an_identity_assigned_to_it_and_of_no_other(host: Host, kind: str) -> None:
    machine = host(kind)
    machine.emulator.put_app(OTHER, secret="unused")
    assert "access_token" not in machine.asks(OTHER)
    machine.emulator.set_managed_identities(None, OTHER)
    assert claims_of(machine.asks(OTHER)["access_token"])["appid"] == OTHER
    assert "access_token" not in machine.asks()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("vm", "Identity not found"),
        ("app-service", "No Managed Identity found"),
        ("machine-learning", "Identity not found"),
        ("service-fabric", "ManagedIdentityNotFound"),
        ("arc", "Identity not found"),
    ],
)
def test_a_machine_without_an_identity_gets_its_host_s_error(host: Host, kind: str, words: str) -> None:
    machine = host(kind)
    machine.emulator.set_managed_identities(None)
    assert words in str(machine.asks()["error_description"])


@pytest.mark.parametrize("kind", [kind for kind in PATHS if kind != "service-fabric"])
def test_a_resource_that_the_tenant_does_not_know_is_refused(host: Host, kind: str) -> None:
    assert "AADSTS500011" in str(host(kind).asks(resource="https://vault.example")["error_description"])


def _get(emulator: Emulator, kind: str, **headers: str) -> requests.Response:
    with trusting(emulator) as session:
        query = {"resource": emulator.endpoint, "api-version": "2018-02-01"}
        return session.get(f"{emulator.endpoint}{PATHS[kind]}", params=query, headers=headers, timeout=30)


@pytest.mark.parametrize(
    ("kind", "headers", "status"),
    [
        ("vm", {}, 400),
        ("app-service", {"X-IDENTITY-HEADER": "wrong"}, 401),
        ("machine-learning", {}, 401),
        ("service-fabric", {}, 400),
        ("arc", {}, 400),
    ],
)
def test_a_caller_without_the_host_s_secret_is_refused(
    msgraph_emulator: Emulator, kind: str, headers: dict[str, str], status: int
) -> None:
    answer = _get(msgraph_emulator, kind, **headers)
    assert answer.status_code == status
    assert "access_token" not in answer.text


def test_a_virtual_machine_answers_with_text_only_as_the_real_one_does(msgraph_emulator: Emulator) -> None:
    body = _get(msgraph_emulator, "vm", Metadata="true").json()
    assert (body["expires_in"], body["token_type"], body["resource"]) == ("3599", "Bearer", msgraph_emulator.endpoint)
    assert int(body["expires_on"]) - int(body["not_before"]) == 3599


def test_a_key_of_arc_works_once_and_its_file_is_deleted(host: Host, tmp_path: Path) -> None:
    emulator = host("arc").emulator
    challenge = _get(emulator, "arc", Metadata="true")
    (file,) = tmp_path.iterdir()
    assert challenge.headers["WWW-Authenticate"] == f"Basic realm={file}"
    key = {"Metadata": "true", "Authorization": f"Basic {file.read_text()}"}
    assert _get(emulator, "arc", **key).status_code == 200
    assert not file.exists()
    assert _get(emulator, "arc", **key).status_code == 401
    emulator.reset()
    assert list(tmp_path.iterdir()) == []


def test_no_key_of_arc_is_left_when_the_emulator_ends(tmp_path: Path) -> None:
    with Emulator() as emulator:
        emulator.managed_identity_environment("arc", key_folder=tmp_path)
        _get(emulator, "arc", Metadata="true")
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_arc_cannot_write_is_named(msgraph_emulator: Emulator, tmp_path: Path) -> None:
    msgraph_emulator.managed_identity_environment("arc", key_folder=tmp_path / "missing")
    answer = _get(msgraph_emulator, "arc", Metadata="true")
    assert answer.status_code == 500
    assert str(tmp_path / "missing") in answer.json()["error_description"]


def test_the_environment_can_name_the_identity_to_ask_for(msgraph_emulator: Emulator) -> None:
    variables = msgraph_emulator.managed_identity_environment("vm", OTHER)
    assert variables["ARM_CLIENT_ID"] == OTHER
    with pytest.raises(ValueError, match="the hosts are vm, app-service, arc"):
        msgraph_emulator.managed_identity_environment("mainframe")


@pytest.mark.parametrize(
    "changes",
    [{"system_identity": 7}, {"user_identities": "x"}, {"federation_blocked": 1}, {"tenant_id": "x"}],
)
def test_an_invalid_setting_of_the_tenant_is_refused(msgraph_emulator: Emulator, changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="These properties of the tenant can be set"):
        msgraph_emulator._ask("PATCH", "directory", changes)


def test_the_journal_holds_no_secret_of_a_host(host: Host, tmp_path: Path) -> None:
    for kind in PATHS:
        host(kind).asks()
    emulator = host("vm").emulator
    written = str(emulator.journal())
    assert "_host/arc" in written
    assert IDENTITY_HEADER not in written
    with pytest.raises(ValueError, match="arc_key_folder"):
        emulator._ask("PATCH", "settings", {"arc_key_folder": 7})
