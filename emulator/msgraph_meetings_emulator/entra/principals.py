"""The object id and the Azure resource ids of applications.

They are derived from the client id, so they are the same on every machine. They do not exist in a real tenant.
"""

from __future__ import annotations

import uuid

SUBSCRIPTION = "0b1f6471-1bf0-4dda-aec3-cb9272f09590"
_GROUP = f"/subscriptions/{SUBSCRIPTION}/resourcegroups/emulator/providers"


def principal_id(tenant_id: str, client_id: str) -> str:
    """Return the object id of an application's service principal: the `oid` of its tokens."""
    return str(uuid.uuid5(uuid.UUID(tenant_id), client_id.lower()))


def identity_resource_id(client_id: str) -> str:
    """Return the Azure resource id of a user-assigned managed identity."""
    return f"{_GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/{client_id.lower()}"


def machine_resource_id() -> str:
    """Return the Azure resource id of the machine, which its system-assigned identity has."""
    return f"{_GROUP}/Microsoft.Compute/virtualMachines/emulator"
