"""The Pulumi Kubernetes Operator and the AKS webhook as their documentation says, for one file of resources.

The operator writes the Program as a YAML project, selects the stack, and runs `up` in a pod. The webhook gives the pod
a token file, if its label and the service account's annotation ask for it. Sources: docs/stacks.md of
https://github.com/pulumi/pulumi-kubernetes-operator, and
https://azure.github.io/azure-workload-identity/docs/installation/mutating-admission-webhook.html.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from tests.pipelines.repository import STACK, pipeline_file
from tools.engine import choice
from tools.places import Places

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.engine.stack import Result
    from tests.pipelines.repository import Repository

ISSUER = "https://aks.example/cluster/"
SUBJECT = "system:serviceaccount:{}:{}"
_SECRETS = {("pulumi-api-secret", "accessToken"): "pul-of-no-service"}
_ROLE = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "system:auth-delegator"}
_UNDERSTOOD = {
    *("serviceAccountName", "programRef", "stack", "refresh", "continueResyncOnCommitMatch"),
    *("resyncFrequencySeconds", "envRefs", "workspaceTemplate"),
}


@dataclass
class Cluster:
    """A cluster to which the file was applied.

    Args:
        repository: the pod's folder and network.
        emulator: the tenant.
        text: the text of the resources; by default the example's with the right values.
    """

    repository: Repository
    emulator: Emulator
    text: str = ""

    def __post_init__(self) -> None:
        """Write the four values into the resources."""
        self.text = self.text or pipeline_file("kubernetes.yaml", values(self.emulator))

    def reconcile(self) -> Result:
        """Deploy the Stack once, and return the log of the pod."""
        found = {one["kind"]: one for one in yaml.safe_load_all(self.text)}
        stack, program, account = found["Stack"], found["Program"], found["ServiceAccount"]
        spec = stack["spec"]
        assert spec.keys() <= _UNDERSTOOD, f"{spec.keys() - _UNDERSTOOD} is not understood here."
        assert spec["programRef"] == {"name": program["metadata"]["name"]}
        assert spec["serviceAccountName"] == account["metadata"]["name"]
        assert len({one["metadata"]["namespace"] for one in (stack, program, account)}) == 1
        self._check_role(found["ClusterRoleBinding"], account)
        project = {"name": program["metadata"]["name"], "runtime": "yaml", **program["program"]}
        (self.repository.folder / "Pulumi.yaml").write_text(yaml.safe_dump(project), encoding="utf-8")
        pod = {**_variables(spec), **self._webhook(spec, account), "PATH": self._path()}
        selected = self.repository.run(["pulumi", "stack", "select", "--create", spec["stack"]], pod)
        assert selected.code == 0, selected.output
        refresh = ["--refresh"] if spec.get("refresh") else []
        return self.repository.run(["pulumi", "up", "--yes", "--skip-preview", "--non-interactive", *refresh], pod)

    def outputs(self) -> str:
        """Return the outputs, which the operator writes into the Stack's status."""
        return self.repository.run(["pulumi", "stack", "output", "--json"], {"PATH": self._path()}).output

    def _check_role(self, binding: dict[str, Any], account: dict[str, Any]) -> None:
        subject = {"kind": "ServiceAccount", **{key: account["metadata"][key] for key in ("name", "namespace")}}
        assert binding["roleRef"] == _ROLE
        assert binding["subjects"] == [subject]

    def _webhook(self, spec: dict[str, Any], account: dict[str, Any]) -> dict[str, str]:
        template = spec["workspaceTemplate"]["spec"]["podTemplate"]
        if template["metadata"].get("labels", {}).get("azure.workload.identity/use") != "true":
            return {}
        name, namespace = account["metadata"]["name"], account["metadata"]["namespace"]
        file = self.repository.folder.parent / "azure-identity-token"
        file.write_text(self.emulator.oidc_token(ISSUER, SUBJECT.format(namespace, name)), encoding="utf-8")
        return {
            "AZURE_CLIENT_ID": account["metadata"]["annotations"]["azure.workload.identity/client-id"],
            "AZURE_TENANT_ID": self.emulator.tenant_id,
            "AZURE_FEDERATED_TOKEN_FILE": str(file),
            "AZURE_AUTHORITY_HOST": f"{self.emulator.endpoint}/",
        }

    def _path(self) -> str:
        places = Places.here()
        hosts = choice.language("yaml", choice.ensure(choice.sources(places)), places)
        return os.pathsep.join([*map(str, hosts), self.repository.environment["PATH"]])


def values(emulator: Emulator) -> dict[str, str]:
    """Return the four values that the README tells to change, and what they are here."""
    return {
        "contoso/meetings/prod": STACK,
        "11111111-1111-1111-1111-111111111111": emulator.client_id,
        "22222222-2222-2222-2222-222222222222": emulator.user_id,
        "registry.example/meetings:1": "registry.contoso.example/meetings:1",
    }


def _variables(spec: dict[str, Any]) -> dict[str, str]:
    """Return the variables of the Stack's `envRefs`."""
    found = {}
    for name, reference in spec["envRefs"].items():
        if reference["type"] == "Literal":
            found[name] = reference["literal"]["value"]
        else:
            assert reference["type"] == "Secret", f"{reference['type']} is not understood here."
            found[name] = _SECRETS[reference["secret"]["name"], reference["secret"]["key"]]
    return found
