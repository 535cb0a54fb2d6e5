"""Machines on which a sign-in method fails, by the row of the catalogue that explains the failure."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.client.pki import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.signing_in.machine import Machine

ODD_ANSWER = "/_emulator/health"
"""A path that answers with an object without a token; that of meetings answers with a list."""
_TELLS_TOO_MUCH = f"with the password {PASSWORD}"


def _az(body: str, interpreter: str = sys.executable) -> Callable[[Machine], dict[str, str]]:
    """Write an Azure CLI that misbehaves."""

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


MACHINES: dict[str, Callable[[Machine], dict[str, str]]] = {
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
