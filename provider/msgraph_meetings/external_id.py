"""The external id of a resource that names none."""

from __future__ import annotations

import json
import uuid

_NAMESPACE = uuid.UUID("6f1c2f9e-5f0b-4c1e-9d7e-0c4f4a3f7b51")


def default_external_id(project: str, stack: str, name: str) -> str:
    """A GUID that is always the same for the same project, stack and resource name.

    The docs of createOrGet use a GUID; what else Graph accepts is not documented (graph contract, section 1.4).
    """
    return str(uuid.uuid5(_NAMESPACE, json.dumps([project, stack, name])))
