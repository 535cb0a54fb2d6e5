"""Every way to sign in gets a token that Graph takes; the first one that is configured is used, or fails."""

from __future__ import annotations

import base64
import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.auth import METHODS, expected_token_type, method_for
from msgraph_meetings.config.reading import Settings
from msgraph_meetings.errors import MeetingsError
from msgraph_meetings.meetings.connect import connect_graph
from tests.client.conftest import meeting
from tests.client.emulated import CLIENT, CONNECTION, MEETING, SECRET
from tests.client.pki import PASSWORD, identity
from tests.unit.fakes import operation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.client.emulated import Tenant

    Environment = Callable[[Tenant, Path], dict[str, str]]


def _file(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return os.fspath(path)


def az(folder: Path, token: str, **more: Any) -> None:
    """A command az on PATH that answers with that token."""
    (folder / "bin").mkdir(exist_ok=True)
    command = folder / "bin" / "az"
    answer = json.dumps({"accessToken": token, "tokenType": "Bearer", **more})
    command.write_text(f"#!{sys.executable}\nprint({answer!r})\n", encoding="utf-8")
    command.chmod(0o700)


def _cli(tenant: Tenant, folder: Path) -> dict[str, str]:
    az(folder, tenant.access_token())
    return {"ARM_USE_CLI": "true"}


WAYS: dict[str, tuple[str, Environment]] = {
    "token": ("ready access token", lambda tenant, _: {"MSGRAPH_ACCESS_TOKEN": tenant.access_token()}),
    "token file": (
        "ready access token",
        lambda tenant, folder: {"MSGRAPH_ACCESS_TOKEN_FILE_PATH": _file(folder, "token", f"{tenant.access_token()}\n")},
    ),
    "certificate file": (
        "client certificate",
        lambda _, folder: {"ARM_CLIENT_CERTIFICATE_PATH": _file(folder, "app.pfx", identity().pfx())},
    ),
    "certificate file with password": (
        "client certificate",
        lambda _, folder: {
            "AZURE_CLIENT_CERTIFICATE_PATH": _file(folder, "app.pem", identity().pem(PASSWORD)),
            "AZURE_CLIENT_CERTIFICATE_PASSWORD": PASSWORD,
        },
    ),
    "certificate": (
        "client certificate",
        lambda *_: {
            "ARM_CLIENT_CERTIFICATE": base64.b64encode(identity().pfx(PASSWORD)).decode(),
            "ARM_CLIENT_CERTIFICATE_PASSWORD": PASSWORD,
        },
    ),
    "secret": ("client secret", lambda *_: {"ARM_CLIENT_SECRET": SECRET}),
    "secret file": (
        "client secret",
        lambda _, folder: {"ARM_CLIENT_SECRET_FILE_PATH": _file(folder, "secret", f"{SECRET}\n")},
    ),
    "OIDC token": ("OIDC", lambda tenant, _: {"ARM_OIDC_TOKEN": tenant.oidc_token()}),
    "OIDC token file": (
        "OIDC",
        lambda tenant, folder: {"ARM_OIDC_TOKEN_FILE_PATH": _file(folder, "oidc", f"{tenant.oidc_token()}\n")},
    ),
    "GitHub Actions": (
        "OIDC",
        lambda tenant, _: {
            "ARM_USE_OIDC": "true",
            **tenant.emulator.github_environment(),
        },
    ),
    "Azure DevOps": (
        "OIDC",
        lambda tenant, _: {
            "ARM_USE_OIDC": "true",
            **tenant.emulator.azure_devops_environment(),
            "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID": CONNECTION,
        },
    ),
    "Azure DevOps, with the task's own variable": (
        "OIDC",
        lambda tenant, _: {
            "ARM_USE_OIDC": "true",
            **tenant.emulator.azure_devops_environment(),
            "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": CONNECTION,
        },
    ),
    "another pipeline": (
        "OIDC",
        lambda tenant, _: {
            "ARM_OIDC_REQUEST_URL": tenant.emulator.github_environment()["ACTIONS_ID_TOKEN_REQUEST_URL"],
            "ARM_OIDC_REQUEST_TOKEN": tenant.emulator.github_environment()["ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
        },
    ),
    "AKS": (
        "AKS workload identity",
        lambda tenant, folder: {"AZURE_FEDERATED_TOKEN_FILE": _file(folder, "pod", tenant.oidc_token())},
    ),
    "managed identity": ("managed identity", lambda *_: {"ARM_USE_MSI": "true"}),
    "Azure CLI": ("Azure CLI", _cli),
}


@pytest.fixture
def ready(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> Tenant:
    """A tenant that knows the app's certificate, on a machine with a managed identity."""
    tenant.emulator.put_app(CLIENT, certificates=[identity().certificate_pem])
    for name, value in tenant.emulator.managed_identity_environment("vm").items():
        monkeypatch.setenv(name, value)
    return tenant


@pytest.mark.parametrize(("method", "environment"), WAYS.values(), ids=WAYS)
def test_a_token_is_got_and_sent(
    ready: Tenant, settings_of: Any, tmp_path: Path, method: str, environment: Environment
) -> None:
    settings = settings_of(**environment(ready, tmp_path))
    chosen = method_for(settings)
    assert chosen is not None
    assert chosen.name == method
    assert meeting(settings).content["externalId"] == MEETING


@pytest.mark.parametrize(("method", "environment"), WAYS.values(), ids=WAYS)
def test_whose_token_it_will_be_is_known_beforehand_for_an_app(
    ready: Tenant, settings_of: Any, tmp_path: Path, method: str, environment: Environment
) -> None:
    expected = {"ready access token": "application", "Azure CLI": None}.get(method, "application")
    settings = settings_of(**environment(ready, tmp_path))
    assert expected_token_type(settings) == (None if settings.access_token_file_path else expected)
    assert ready.asked == []


def test_every_method_is_tried_here() -> None:
    assert {method for method, _ in WAYS.values()} == {method.name for method in METHODS}


def test_the_order_is_the_documented_one_and_each_hides_the_later_ones(
    ready: Tenant, settings_of: Any, tmp_path: Path
) -> None:
    first = dict(reversed(WAYS.values()))
    gathered: dict[str, str] = {}
    for name in reversed([method.name for method in METHODS]):
        gathered |= first[name](ready, tmp_path)
        chosen = method_for(settings_of(**gathered))
        assert chosen is not None
        assert chosen.name == name


EXPLICIT: dict[str, tuple[str, dict[str, Any]]] = {
    "token": ("ready access token", {"accessToken": "opaque"}),
    "certificate": ("client certificate", {"clientCertificatePath": "/x"}),
    "secret": ("client secret", {"clientSecret": "s"}),
    "OIDC token": ("OIDC", {"oidcTokenFilePath": "/x"}),
    "OIDC switch": ("OIDC", {"useOidc": True}),
    "AKS switch": ("AKS workload identity", {"useAksWorkloadIdentity": True}),
    "AKS file": ("AKS workload identity", {"federatedTokenFilePath": "/x"}),
    "managed identity": ("managed identity", {"useMsi": True}),
    "Azure CLI": ("Azure CLI", {"useCli": True}),
}


@pytest.mark.parametrize(("method", "explicit"), EXPLICIT.values(), ids=EXPLICIT)
def test_an_explicit_method_beats_every_one_that_only_the_environment_offers(
    ready: Tenant, settings_of: Any, tmp_path: Path, method: str, explicit: dict[str, Any]
) -> None:
    for environment in (way(ready, tmp_path) for _, way in WAYS.values()):
        chosen = method_for(settings_of(explicit, **environment))
        assert chosen is not None
        assert chosen.name == method


def test_among_explicit_methods_the_documented_order_holds(tenant: Tenant, settings_of: Any) -> None:
    gathered: dict[str, Any] = {}
    for method, explicit in reversed(EXPLICIT.values()):
        gathered = explicit | gathered
        chosen = method_for(settings_of(gathered, MSGRAPH_ACCESS_TOKEN="opaque"))
        assert chosen is not None
        assert chosen.name == method


def test_an_explicit_app_leaves_the_order_of_the_environment_s_methods_as_it_is(
    tenant: Tenant, settings_of: Any
) -> None:
    chosen = method_for(settings_of(ARM_CLIENT_SECRET=SECRET, ARM_CLIENT_CERTIFICATE_PATH="/x"))
    assert chosen is not None
    assert chosen.name == "client certificate"


@pytest.mark.parametrize(
    ("method", "explicit", "environment"),
    [
        ("OIDC", {"oidcToken": "o"}, {"ARM_USE_OIDC": "false"}),
        ("AKS workload identity", {"federatedTokenFilePath": "/x"}, {"ARM_USE_AKS_WORKLOAD_IDENTITY": "false"}),
    ],
)
def test_a_switch_of_the_environment_does_not_exclude_an_explicit_method(
    tenant: Tenant, settings_of: Any, method: str, explicit: dict[str, str], environment: dict[str, str]
) -> None:
    chosen = method_for(settings_of(explicit, MSGRAPH_ACCESS_TOKEN="opaque", **environment))
    assert chosen is not None
    assert chosen.name == method


def test_an_explicit_secret_signs_in_while_the_environment_holds_a_token(ready: Tenant, settings_of: Any) -> None:
    ambient = {"MSGRAPH_ACCESS_TOKEN": ready.access_token(), "ARM_CLIENT_CERTIFICATE_PATH": "/not/there"}
    assert meeting(settings_of({"clientSecret": SECRET}, **ambient)).status == 200
    assert ready.token_requests == 1


def test_a_token_of_the_environment_says_nothing_of_the_azure_cli_s(
    tenant: Tenant, settings_of: Any, tmp_path: Path
) -> None:
    az(tmp_path, tenant.access_token())
    ambient = {"MSGRAPH_ACCESS_TOKEN": "opaque", "MSGRAPH_ACCESS_TOKEN_TYPE": "delegated"}
    settings = settings_of({"useCli": True}, **ambient)
    assert expected_token_type(settings) is None
    assert connect_graph(settings).session.tokens.token(operation()).type == "application"
    assert expected_token_type(settings_of({"useCli": True, "accessTokenType": "delegated"}, **ambient)) == "delegated"


def test_first_method_fails_even_if_a_later_one_would_succeed(ready: Tenant, settings_of: Any) -> None:
    with pytest.raises(MeetingsError, match="AADSTS7000215"):
        meeting(settings_of(ARM_CLIENT_SECRET="wrong", ARM_USE_MSI="true"))
    assert ready.count("/metadata/identity/oauth2/token") == 0


OFF = {
    "useOidc": {"ARM_OIDC_TOKEN": "x"},
    "useAksWorkloadIdentity": {"AZURE_FEDERATED_TOKEN_FILE": "/x"},
    "useCli": {},
    "useMsi": {},
}


@pytest.mark.parametrize(("switch", "environment"), OFF.items(), ids=OFF)
def test_a_method_that_is_switched_off_is_not_used(
    tenant: Tenant, settings_of: Any, tmp_path: Path, switch: str, environment: dict[str, str]
) -> None:
    if switch == "useCli":
        az(tmp_path, "x")
        assert method_for(settings_of()) is not None
    assert method_for(settings_of({switch: False}, **environment)) is None


def test_a_federated_token_counts_only_with_the_app_it_is_for(tenant: Tenant) -> None:
    assert method_for(Settings(federated_token_file_path="/x", tenant_id="t")) is None
    assert method_for(Settings(federated_token_file_path="/x", client_id="c")) is None
    assert method_for(Settings(federated_token_file_path="/x", tenant_id="t", client_id_file_path="/c")) is not None


def test_the_client_id_may_be_in_a_file(ready: Tenant, settings_of: Any, tmp_path: Path) -> None:
    settings = settings_of(
        {"clientId": "", "clientIdFilePath": _file(tmp_path, "id", f"{CLIENT}\n")},
        ARM_CLIENT_SECRET=SECRET,
    )
    assert meeting(settings).status == 200


@pytest.mark.parametrize(
    ("setting", "way"),
    [
        ("clientIdFilePath", {"ARM_CLIENT_SECRET": SECRET}),
        ("clientSecretFilePath", {}),
        ("clientCertificatePath", {}),
        ("oidcTokenFilePath", {}),
        ("accessTokenFilePath", {}),
        ("federatedTokenFilePath", {}),
    ],
)
@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe"], ids=["missing", "empty", "no text"])
def test_a_file_that_cannot_be_used_is_named_with_its_setting(
    tenant: Tenant, settings_of: Any, tmp_path: Path, *, setting: str, way: dict[str, str], content: bytes | None
) -> None:
    path = os.fspath(tmp_path / "file")
    if content is not None:
        _file(tmp_path, "file", content)
    own = {"clientId": ""} if setting == "clientIdFilePath" else {}
    with pytest.raises(MeetingsError, match=setting) as refused:
        meeting(settings_of({**own, setting: path}, **way))
    if setting != "clientCertificatePath" or content != b"\xff\xfe":
        assert path in str(refused.value)
    assert tenant.token_requests == 0


HALF = {
    "secret": {"ARM_CLIENT_SECRET": SECRET},
    "certificate": {"ARM_CLIENT_CERTIFICATE": identity().pem()},
    "OIDC": {"ARM_OIDC_TOKEN": "x"},
    "AKS": {"ARM_USE_AKS_WORKLOAD_IDENTITY": "true", "AZURE_FEDERATED_TOKEN_FILE": "/x"},
}


@pytest.mark.parametrize("environment", HALF.values(), ids=HALF)
@pytest.mark.parametrize(
    ("without", "says"),
    [("tenantId", "tenantId is missing"), ("clientId", "clientId is missing"), ("both", "tenantId and cli")],
)
def test_a_sign_in_that_is_half_done_names_what_is_missing(
    tenant: Tenant, settings_of: Any, environment: dict[str, str], without: str, says: str
) -> None:
    names = ["tenantId", "clientId"] if without == "both" else [without]
    with pytest.raises(MeetingsError, match=says):
        meeting(settings_of(dict.fromkeys(names, ""), **environment))


@pytest.mark.parametrize("name", ["common", "Organizations", "consumers"])
def test_tenant_name_for_all_tenants_is_refused_for_an_app(tenant: Tenant, settings_of: Any, name: str) -> None:
    with pytest.raises(MeetingsError, match="is not one tenant"):
        meeting(settings_of({"tenantId": name}, ARM_CLIENT_SECRET=SECRET))


def test_settings_without_a_sign_in_are_refused_with_what_to_set(tenant: Tenant, settings_of: Any) -> None:
    with pytest.raises(MeetingsError, match=r"(?s)No credentials found.*ARM_CLIENT_SECRET.*Other ways: https://"):
        meeting(settings_of())
