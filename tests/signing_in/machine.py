"""A machine in a tenant: whatever any way of signing in needs is there, and the deployment says which is used."""

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
        emulator: the tenant, and whatever else answers.
        folder: for files of its own.
    """

    emulator: Emulator
    folder: Path

    def prepare(self) -> None:
        """Lets the app prove itself in every way, and be the identity of the machine."""
        tenant, app = self.emulator, self.emulator.client_id
        tenant.put_app(app, certificates=[identity().certificate_pem])
        tenant.put_federated_credential(app, GITLAB, GITLAB_JOB)
        tenant.put_federated_credential(app, CLUSTER, POD)
        tenant.put_federated_credential(app, tenant.issuer("github"), "repo:emulator/meetings:ref:refs/heads/main")
        tenant.put_federated_credential(app, tenant.issuer("azure-devops"), f"sc://emulator/meetings/{CONNECTION}")
        tenant.set_managed_identities(app, app)

    @property
    def environment(self) -> dict[str, str]:
        """What every way needs: where the services are, which app and which organizer, and to say all.

        Nothing that signs in is in it.
        """
        given = self.emulator.environment() | {"PYTHONPATH": os.fspath(LOUD)}
        return {name: value for name, value in given.items() if not name.endswith("_CLIENT_SECRET")}

    def file(self, name: str, content: str | bytes) -> str:
        """The path of a file with that content."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return os.fspath(path)

    def host(self, kind: str) -> dict[str, str]:
        """The variables of a host with a managed identity."""
        keys = self.folder / "keys"
        keys.mkdir(exist_ok=True)
        of_the_test = {"ARC_KEY_FOLDER": os.fspath(keys)} if kind == "arc" else {}
        variables = self.emulator.managed_identity_environment(kind, key_folder=keys)
        return {"ARM_USE_MSI": "true", **variables, **of_the_test}

    def path_with_az(self, name: str, user: str | None = None, *, signed_in: bool = True) -> str:
        """PATH with an Azure CLI on it, in which a person or, left out, the app is signed in."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        if signed_in:
            self.emulator.az(folder, user)
        else:
            self.emulator.signed_out_az(folder)
        return f"{folder}{os.pathsep}{os.environ['PATH']}"
