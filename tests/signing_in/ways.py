"""Every sign-in method, one row each: its variables, and the message for a wrong value."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jwt

from msgraph_meetings.config.table import SETTINGS
from tests.client.pki import PASSWORD, identity
from tests.signing_in.machine import CLUSTER, CONNECTION, GITLAB, GITLAB_JOB, POD

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.signing_in.machine import Machine

    Variables = dict[str, str]

_OIDC = {"ARM_USE_OIDC": "true"}
_OF_NO_APP = "99999999-9999-4999-8999-999999999999"
_APP = ("ARM_CLIENT_ID", "AZURE_CLIENT_ID")
_ENTRA = "*/oauth2/v2.0/token"


@dataclass(frozen=True)
class Way:
    """A sign-in method.

    Args:
        method: its name in the documents.
        right: the variables that make it work.
        wrong: the same with a wrong value.
        row: the row of the catalogue that explains the wrong value.
        asked: the end of the path of its token requests, or None.
        alone: True if it needs a special host, so that a program cannot combine it with others.
        person: True if it signs in a person, not an app.
        nameless: True without a client id: the identity is the machine's own.
    """

    method: str
    right: Callable[[Machine], Variables]
    wrong: Callable[[Machine], Variables]
    row: str
    asked: str | None = _ENTRA
    alone: bool = False
    person: bool = False
    nameless: bool = False

    def environment(self, machine: Machine, variables: Callable[[Machine], Variables]) -> Variables:
        """Return the environment of a deployment with this method, or with a wrong value."""
        given = machine.environment | variables(machine)
        return {name: text for name, text in given.items() if not (self.nameless and name in _APP)}


def explicit(variables: Variables) -> tuple[dict[str, str], Variables]:
    """Return the variables as arguments of an explicit provider, and those without a setting, which stay variables."""
    names = {variable: row.name for row in SETTINGS for variable in row.environment}
    settings = {names[name]: text for name, text in variables.items() if name in names}
    return settings, {name: text for name, text in variables.items() if name not in names}


def _ready(claims: dict[str, Any]) -> str:
    """Return a token with wrong claims; its signature is never checked."""
    return jwt.encode({"roles": ["OnlineMeetings.ReadWrite.All"], **claims}, "k" * 32, algorithm="HS256")


def _gitlab(machine: Machine, **other: Any) -> str:
    return machine.emulator.oidc_token(**{"issuer": GITLAB, "subject": GITLAB_JOB} | other)


def _aks(machine: Machine, name: str, issuer: str) -> Variables:
    return {"AZURE_FEDERATED_TOKEN_FILE": machine.file(name, machine.emulator.oidc_token(issuer, POD))}


def _devops(machine: Machine) -> Variables:
    return _OIDC | machine.emulator.azure_devops_environment() | {"ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID": CONNECTION}


def _az(machine: Machine, name: str, user: str | None = None, **options: Any) -> Variables:
    return {"ARM_USE_CLI": "true", "PATH": machine.path_with_az(name, user, **options)}


WAYS = {
    "ready token": Way(
        "ready access token",
        lambda machine: {"MSGRAPH_ACCESS_TOKEN": machine.emulator.application_token()},
        lambda _: {"MSGRAPH_ACCESS_TOKEN": _ready({"exp": int(time.time()) - 60})},
        "ready-token-over",
        asked=None,
    ),
    "ready token in a file": Way(
        "ready access token",
        lambda machine: {
            "MSGRAPH_ACCESS_TOKEN_FILE_PATH": machine.file("token", machine.emulator.application_token() + "\n")
        },
        lambda machine: {
            "MSGRAPH_ACCESS_TOKEN_FILE_PATH": machine.file("far token", _ready({"aud": "https://graph.microsoft.us"}))
        },
        "ready-token-elsewhere",
        asked=None,
    ),
    "certificate in a PEM file": Way(
        "client certificate",
        lambda machine: {"ARM_CLIENT_CERTIFICATE_PATH": machine.file("app.pem", identity().pem())},
        lambda machine: {"ARM_CLIENT_CERTIFICATE_PATH": machine.file("other.pem", identity("other").pem())},
        "certificate-unknown",
    ),
    "certificate as PFX with a password": Way(
        "client certificate",
        lambda _: {
            "ARM_CLIENT_CERTIFICATE": identity().pfx_base64(PASSWORD).replace("\n", ""),
            "ARM_CLIENT_CERTIFICATE_PASSWORD": PASSWORD,
        },
        lambda _: {
            "ARM_CLIENT_CERTIFICATE": identity("other").pfx_base64(PASSWORD).replace("\n", ""),
            "ARM_CLIENT_CERTIFICATE_PASSWORD": PASSWORD,
        },
        "certificate-unknown",
    ),
    "secret": Way(
        "client secret",
        lambda machine: {"ARM_CLIENT_SECRET": machine.emulator.client_secret},
        lambda _: {"ARM_CLIENT_SECRET": "not-the-secret"},
        "secret-invalid",
    ),
    "secret in a file": Way(
        "client secret",
        lambda machine: {"ARM_CLIENT_SECRET_FILE_PATH": machine.file("secret", machine.emulator.client_secret + "\n")},
        lambda machine: {"ARM_CLIENT_SECRET_FILE_PATH": machine.file("no secret", "not-the-secret")},
        "secret-invalid",
    ),
    "GitLab": Way(
        "OIDC",
        lambda machine: {"ARM_OIDC_TOKEN": _gitlab(machine)},
        lambda machine: {"ARM_OIDC_TOKEN": _gitlab(machine, audience="https://gitlab.example")},
        "federation-audience",
    ),
    "OIDC token in a file": Way(
        "OIDC",
        lambda machine: {"ARM_OIDC_TOKEN_FILE_PATH": machine.file("oidc", _gitlab(machine))},
        lambda machine: {"ARM_OIDC_TOKEN_FILE_PATH": machine.file("old oidc", _gitlab(machine, lifetime=-1))},
        "assertion-expired",
    ),
    "another pipeline": Way(
        "OIDC",
        lambda machine: {
            "ARM_OIDC_REQUEST_URL": machine.emulator.github_environment()["ACTIONS_ID_TOKEN_REQUEST_URL"],
            "ARM_OIDC_REQUEST_TOKEN": machine.emulator.github_environment()["ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
        },
        lambda machine: {
            "ARM_OIDC_REQUEST_URL": machine.emulator.github_environment("repo:fork/meetings:pull_request")[
                "ACTIONS_ID_TOKEN_REQUEST_URL"
            ],
            "ARM_OIDC_REQUEST_TOKEN": machine.emulator.github_environment()["ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
        },
        "federation-subject",
        asked="*/_issuer/github/token",
    ),
    "GitHub Actions": Way(
        "OIDC",
        lambda machine: _OIDC | machine.emulator.github_environment(),
        lambda machine: (
            _OIDC | machine.emulator.github_environment() | {"ACTIONS_ID_TOKEN_REQUEST_TOKEN": "of-another-job"}
        ),
        "pipeline-refused",
        asked="*/_issuer/github/token",
        alone=True,
    ),
    "Azure DevOps": Way(
        "OIDC",
        _devops,
        lambda machine: _devops(machine) | {"SYSTEM_ACCESSTOKEN": "of-another-job"},
        "pipeline-devops",
        asked="*/_issuer/azure-devops/oidctoken",
        alone=True,
    ),
    "AKS": Way(
        "AKS workload identity",
        lambda machine: _aks(machine, "pod", CLUSTER),
        lambda machine: _aks(machine, "other pod", "https://aks.example/other/"),
        "federation-issuer",
    ),
    "virtual machine": Way(
        "managed identity",
        lambda machine: machine.host("vm"),
        lambda machine: machine.host("vm") | {"ARM_CLIENT_ID": _OF_NO_APP},
        "identity-refused",
        asked="*/_host/vm/*",
    ),
    "App Service": Way(
        "managed identity",
        lambda machine: machine.host("app-service"),
        lambda machine: machine.host("app-service") | {"IDENTITY_HEADER": "of-another-host"},
        "identity-refused",
        asked="*/_host/app-service/*",
        alone=True,
    ),
    "Arc": Way(
        "managed identity",
        lambda machine: machine.host("arc"),
        lambda machine: machine.host("arc") | {"ARC_KEY_FOLDER": "/nowhere"},
        "identity-unusable",
        asked="*/_host/arc/*",
        alone=True,
        nameless=True,
    ),
    "Service Fabric": Way(
        "managed identity",
        lambda machine: machine.host("service-fabric"),
        lambda machine: machine.host("service-fabric") | {"IDENTITY_HEADER": "of-another-host"},
        "identity-refused",
        asked="*/_host/service-fabric/*",
        alone=True,
        nameless=True,
    ),
    "Machine Learning": Way(
        "managed identity",
        lambda machine: machine.host("machine-learning"),
        lambda machine: machine.host("machine-learning") | {"MSI_SECRET": "of-another-host"},
        "identity-refused",
        asked="*/_host/machine-learning/*",
        alone=True,
    ),
    "Azure CLI of an app": Way(
        "Azure CLI",
        lambda machine: _az(machine, "az"),
        lambda machine: _az(machine, "empty az", signed_in=False),
        "azure-cli-signed-out",
        asked=None,
    ),
    "Azure CLI of a person": Way(
        "Azure CLI",
        lambda machine: _az(machine, "her az", machine.emulator.user_id),
        lambda machine: _az(machine, "her az", machine.emulator.user_id) | {"ARM_TENANT_ID": "other.example"},
        "tenant-unknown",
        asked=None,
        alone=True,
        person=True,
    ),
}
