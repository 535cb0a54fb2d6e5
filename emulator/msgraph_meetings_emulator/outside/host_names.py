"""The paths of the hosts with a managed identity, and the secret header of callers on the machine."""

from __future__ import annotations

IDENTITY_HEADER = "emulator-identity-header-of-no-real-host"
PATHS = {
    "vm": "/_host/vm/metadata/identity/oauth2/token",
    "app-service": "/_host/app-service/msi/token",
    "arc": "/_host/arc/metadata/identity/oauth2/token",
    "service-fabric": "/_host/service-fabric/metadata/identity/oauth2/token",
    "machine-learning": "/_host/machine-learning/msi/token",
}
