"""Faults of a machine: of its settings, its network, or a program that a sign-in needs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgraph_meetings.errors.links import SIGN_IN
from tests.bad_days.day import Day
from tests.client.pki import PASSWORD
from tests.engine.stack import APP_VARIABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.signing_in.machine import Machine

ODD_ANSWER = "/_emulator/health"
"""A path that answers with an object which holds no token; that of meetings answers with a list."""
_TELLS_TOO_MUCH = f"with the password {PASSWORD}"


def _az(body: str, interpreter: str = sys.executable) -> Callable[[Machine], dict[str, str]]:
    """An Azure CLI that does something else than it should."""

    def environment(machine: Machine) -> dict[str, str]:
        folder = machine.folder / "odd-az"
        folder.mkdir(exist_ok=True)
        command = Path(machine.file("odd-az/az", f"#!{interpreter}\n{body}\n"))
        command.chmod(0o700)
        return {"ARM_USE_CLI": "true", "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}

    return environment


def _says(text: str) -> Callable[[Machine], dict[str, str]]:
    return _az(f"import sys; sys.exit({text!r})")


def _host_at(machine: Machine, path: str) -> dict[str, str]:
    variables = {"IDENTITY_ENDPOINT": machine.emulator.endpoint + path, "IDENTITY_HEADER": "of-the-test"}
    return {"ARM_USE_MSI": "true", **variables}


_ODD: dict[str, Callable[[Machine], dict[str, str]]] = {
    "ready-token-of-another-tenant": lambda machine: {
        "MSGRAPH_ACCESS_TOKEN": machine.emulator.application_token(),
        "ARM_TENANT_ID": "99999999-9999-4999-8999-999999999999",
    },
    "pipeline-odd": lambda machine: {
        "ARM_USE_OIDC": "true",
        **machine.emulator.github_environment(),
        "ACTIONS_ID_TOKEN_REQUEST_URL": f"{machine.emulator.endpoint}{ODD_ANSWER}?of=the-test",
    },
    "identity-unreached": lambda machine: _host_at(machine, "") | {"IDENTITY_ENDPOINT": "http://127.0.0.1:9"},
    "identity-odd": lambda machine: _host_at(machine, "/_emulator/meetings"),
    "azure-cli-missing": lambda _machine: {"ARM_USE_CLI": "true", "PATH": os.devnull},
    "azure-cli-not-run": _az("", interpreter="/of/no/machine"),
    "azure-cli-slow": _az("import threading; threading.Event().wait(30)"),
    "azure-cli-odd": _az(f"print({_TELLS_TOO_MUCH!r})"),
    "azure-cli-tenant": _says("ERROR: Tenant shouldn't be specified for managed identity account"),
    "azure-cli-subscription": _says("ERROR: No subscription found. Run 'az account set' to select a subscription."),
    "azure-cli-refused": _says("ERROR: The command failed with an unexpected error."),
}
ODD = {row: Day(row=row, odd=odd) for row, odd in _ODD.items()}
"""Machines on which a way to sign in fails by itself."""

WRONG_SECRET = "k4n4r1-of-a-secret"
_NOBODY = "https://127.0.0.1:9"
_QUICK = {"MSGRAPH_OPERATION_TIMEOUT": "1"}
_UNSIGNED = "No credentials found."
_QUICKEST = "Quickest: set ARM_TENANT_ID, ARM_CLIENT_ID, ARM_CLIENT_SECRET and MSGRAPH_USER_ID. Other ways: "
SETTINGS = {
    "no network": Day(
        ("Cannot connect to 127.0.0.1:9",), variables={"MSGRAPH_ENDPOINT": _NOBODY, **_QUICK}, code="UNAVAILABLE"
    ),
    "no token service": Day(
        ("Cannot connect to 127.0.0.1:9",), variables={"AZURE_AUTHORITY_HOST": _NOBODY, **_QUICK}, code="UNAVAILABLE"
    ),
    "name not found": Day(
        (
            "Cannot resolve nowhere.invalid.",
            "Check the network, DNS and HTTPS_PROXY, and the spelling in graphEndpoint (MSGRAPH_ENDPOINT)",
        ),
        variables={"AZURE_AUTHORITY_HOST": "https://nowhere.invalid"},
        code="UNAVAILABLE",
    ),
    "untrusted certificate": Day(
        (
            "The certificate of {host} is signed by an unknown authority, often a company proxy that inspects TLS.",
            "Point REQUESTS_CA_BUNDLE at a PEM file with that CA and the public ones.",
        ),
        variables=dict.fromkeys(("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")),
        code="UNAVAILABLE",
    ),
    "plain http": Day(
        ("is an http:// URL",), variables={"MSGRAPH_ENDPOINT": "http://graph.example.com"}, code="INVALID_ARGUMENT"
    ),
    "wrong secret": Day(("AADSTS7000215",), variables={"ARM_CLIENT_SECRET": WRONG_SECRET}, code="UNAUTHENTICATED"),
    "wrong tenant": Day(
        ("the tenant",),
        variables={"ARM_TENANT_ID": "00000000-0000-4000-8000-00000000dead"},
        code="INVALID_ARGUMENT",
    ),
    "no credentials": Day(
        (_UNSIGNED, _QUICKEST + SIGN_IN),
        variables={**dict.fromkeys(APP_VARIABLES), "ARM_USE_CLI": "false"},
        code="INVALID_ARGUMENT",
    ),
    "China": Day(
        ("environment 'china' has no online meetings API.", "Use public, usgovernment or dod."),
        configured={"environment": "china"},
    ),
    "China, by a variable": Day(
        ("has no online meetings",), variables={"ARM_ENVIRONMENT": "china"}, code="INVALID_ARGUMENT"
    ),
    "unknown setting": Day(("Unknown setting 'tenentId'. Did you mean 'tenantId'?",), configured={"tenentId": "x"}),
    "sign-in name as organizer": Day(
        (
            "userId: 'ada@contoso.example' (from MSGRAPH_USER_ID) is a sign-in name.",
            "Apps need the object id: Entra admin center > Users > the user",
        ),
        variables={"MSGRAPH_USER_ID": "ada@contoso.example"},
        except_for={"update": "done"},  # a meeting that exists keeps its organizer
    ),
}
"""Settings and a network with which no meeting can be made, or changed."""

_PROXY = "http://ada:Pr0xy-canary@127.0.0.1"
WAYS_OUT = {
    "proxy-unusable": Day(row="proxy-unusable", variables={"HTTPS_PROXY": f"{_PROXY}:9"}),
    "proxy-sign-in": Day(row="proxy-sign-in", variables={"HTTPS_PROXY": _PROXY + ":{port}"}),
    "certificates-unreadable": Day(row="certificates-unreadable", variables={"REQUESTS_CA_BUNDLE": "{garbage}"}),
}
"""Machines that do not get out; the test has the proxy and the file."""
