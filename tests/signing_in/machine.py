"""A machine in a tenant: it has all that any sign-in method needs, and the deployment selects one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.client.pki import identity

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator

CONNECTION = "44444444-4444-4444-8444-444444444444"
GITLAB, GITLAB_JOB = "https://gitlab.example", "project_path:contoso/meetings:ref_type:branch:ref:main"
CLUSTER, POD = "https://aks.example/cluster/", "system:serviceaccount:meetings:deployer"
LOUD = Path(__file__).with_name("loud")


@dataclass(frozen=True)
class Machine:
    """The machine.

    Args:
        emulator: the tenant and all other services.
        folder: for its files.
    """

    emulator: Emulator
    folder: Path

    def prepare(self) -> None:
        """Give the app every kind of proof, and make it the machine's identity."""
        tenant, app = self.emulator, self.emulator.client_id
        tenant.put_app(app, certificates=[identity().certificate_pem])
        tenant.put_federated_credential(app, GITLAB, GITLAB_JOB)
        tenant.put_federated_credential(app, CLUSTER, POD)
        tenant.put_federated_credential(app, tenant.issuer("github"), "repo:emulator/meetings:ref:refs/heads/main")
        tenant.put_federated_credential(app, tenant.issuer("azure-devops"), f"sc://emulator/meetings/{CONNECTION}")
        tenant.set_managed_identities(app, app)

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables that every method needs: the services, the app, the organizer, and full logging.

        They do not select a sign-in method.
        """
        given = self.emulator.environment() | {"PYTHONPATH": os.fspath(LOUD)}
        return {name: value for name, value in given.items() if not name.endswith("_CLIENT_SECRET")}

    def file(self, name: str, content: str | bytes) -> str:
        """Write a file with that content, and return its path."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return os.fspath(path)

    def host(self, kind: str) -> dict[str, str]:
        """Return the variables of a host with a managed identity."""
        keys = self.folder / "keys"
        keys.mkdir(exist_ok=True)
        of_the_test = {"ARC_KEY_FOLDER": os.fspath(keys)} if kind == "arc" else {}
        variables = self.emulator.managed_identity_environment(kind, key_folder=keys)
        return {"ARM_USE_MSI": "true", **variables, **of_the_test}

    def path_with_az(self, name: str, user: str | None = None, *, signed_in: bool = True) -> str:
        """Return a PATH with an Azure CLI on it; a person, or by default the app, is signed in there."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        if signed_in:
            self.emulator.az(folder, user)
        else:
            self.emulator.signed_out_az(folder)
        return f"{folder}{os.pathsep}{os.environ['PATH']}"
