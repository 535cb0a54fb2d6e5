"""The fields of the operator's resources, written down from its sources, because its definitions cannot be had here.

They are in the operator's Go module and its Helm chart. The Go module proxy answers "403 Forbidden: This module version
is not available" for versions 2.0.0 to 2.3.0, and a chart is in no registry that is reached. So these schemas were
written by hand from https://github.com/pulumi/pulumi-kubernetes-operator: `docs/stacks.md` (03a57ff),
`operator/api/pulumi/shared/stack_types.go` (02c1d93), `operator/api/auto/v1alpha1/workspace_types.go` (020f7c1) and
`deploy/crds/pulumi.com_programs.yaml` (0a08eb8).

A cluster drops an unknown field without a word. Here it is an error. Of a pod only the metadata is described.
"""

from __future__ import annotations

from typing import Any

_TEXT, _NUMBER, _YES_NO = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
_ANY: dict[str, Any] = {}


def _object(required: tuple[str, ...] = (), **fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(required), "additionalProperties": False}


def _map(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": of}


_LABELS = _object(labels=_map(_TEXT), annotations=_map(_TEXT))
_REFERENCE = _object(
    ("type",),
    type={"enum": ["Env", "FS", "Secret", "Literal"]},
    env=_object(("name",), name=_TEXT),
    filesystem=_object(("path",), path=_TEXT),
    secret=_object(("name", "key"), namespace=_TEXT, name=_TEXT, key=_TEXT),
    literal=_object(("value",), value=_TEXT),
)
_WORKSPACE = _object(
    serviceAccountName=_TEXT,
    securityProfile={"enum": ["baseline", "restricted"]},
    image=_TEXT,
    imagePullPolicy=_TEXT,
    git=_ANY,
    flux=_ANY,
    local=_ANY,
    envFrom=_ANY,
    env=_ANY,
    resources=_ANY,
    podTemplate=_object(metadata=_LABELS, spec=_ANY),
    pulumiLogLevel=_NUMBER,
    stacks=_ANY,
)
_STACK = _object(
    ("stack",),
    **dict.fromkeys(("backend", "stack", "secretsProvider", "serviceAccountName", "accessTokenSecret"), _TEXT),
    **dict.fromkeys(("projectRepo", "repoDir", "commit", "branch", "gitAuthSecret"), _TEXT),
    **dict.fromkeys(("targetDependents", "continueResyncOnCommitMatch", "refresh", "expectNoRefreshChanges"), _YES_NO),
    **dict.fromkeys(("destroyOnFinalize", "retryOnUpdateConflict", "useLocalStackOnly", "shallow", "preview"), _YES_NO),
    **dict.fromkeys(("envs", "envSecrets", "targets", "gitAuth", "fluxSource", "config", "secrets"), _ANY),
    **dict.fromkeys(("driftDetection", "environment", "updateTemplate"), _ANY),
    envRefs=_map(_REFERENCE),
    secretsRef=_map(_REFERENCE),
    programRef=_object(("name",), name=_TEXT),
    prerequisites=_ANY,
    resyncFrequencySeconds={"type": "integer", "minimum": 60},
    workspaceTemplate=_object(metadata=_LABELS, spec=_WORKSPACE),
    workspaceReclaimPolicy={"enum": ["Retain", "Delete"]},
)
_PROGRAM = _object(
    configuration=_ANY,
    outputs=_map(_ANY),
    packages=_map(_TEXT),
    resources=_map(_object(("type",), type=_TEXT, properties=_map(_ANY), options=_ANY, get=_ANY)),
    variables=_ANY,
)
_HEAD: dict[str, Any] = {"apiVersion": _TEXT, "kind": _TEXT, "metadata": {"type": "object"}}

SCHEMAS = {
    "Stack": _object(("spec",), **_HEAD, spec=_STACK),
    "Program": _object(("program",), **_HEAD, program=_PROGRAM),
}
"""The schema of each kind of `pulumi.com/v1`."""
