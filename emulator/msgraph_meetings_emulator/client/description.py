"""The data that a client of a running emulator needs: its address, its CA certificate, and credentials."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msgraph_meetings_emulator.client.shells import SHELLS
from msgraph_meetings_emulator.state.public_names import PROXIED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgraph_meetings_emulator.run.certificates import Certificates
    from msgraph_meetings_emulator.state.directory import Directory

_LOOPBACK = ("127.0.0.1", "localhost", "::1")

OVERRIDDEN = (
    "ARM_CLIENT_CERTIFICATE",
    "ARM_CLIENT_CERTIFICATE_PASSWORD",
    "ARM_CLIENT_CERTIFICATE_PATH",
    "ARM_CLIENT_ID_FILE_PATH",
    "ARM_CLIENT_SECRET_FILE_PATH",
    "ARM_ENVIRONMENT",
    "ARM_OIDC_TOKEN",
    "ARM_OIDC_TOKEN_FILE_PATH",
    "ARM_USE_CLI",
    "ARM_USE_MSI",
    "ARM_USE_OIDC",
    "AZURE_CLIENT_CERTIFICATE_PASSWORD",
    "AZURE_CLIENT_CERTIFICATE_PATH",
    "MSGRAPH_ACCESS_TOKEN",
    "MSGRAPH_ACCESS_TOKEN_FILE_PATH",
    "MSGRAPH_ACCESS_TOKEN_TYPE",
)
"""Variables that would lead a client to another service, or send credentials of a real tenant to the emulator."""

_PAST_THE_PROXY = ("AZURE_AUTHORITY_HOST", "MSGRAPH_ENDPOINT")
_CHOOSES_A_CLOUD = "ARM_ENVIRONMENT"


@dataclass(frozen=True)
class Addresses:
    """The base URL of an emulator, and the URL of its proxy for Microsoft's host names."""

    endpoint: str
    proxy: str | None = None


@dataclass(frozen=True)
class Description:
    """The addresses, certificates and identities of a running emulator."""

    endpoint: str
    ca: Path
    """The path of the emulator's CA certificate."""

    ca_bundle: Path
    """The path of a PEM file with the emulator's CA and the CAs that this machine trusts."""

    tenant_id: str
    client_id: str
    client_secret: str
    user_ids: tuple[str, ...]
    proxy: str | None = None
    """The URL of the proxy that serves Microsoft's host names; None if the emulator has no proxy."""

    @classmethod
    def of(cls, addresses: Addresses, files: Certificates, directory: Directory) -> Description:
        """Return the description of an emulator with this directory."""
        app = next(iter(directory.apps.values()))
        return cls(
            addresses.endpoint,
            files.ca.resolve(),
            files.bundle.resolve(),
            directory.tenant_id,
            app.client_id,
            app.secret,
            tuple(directory.users),
            addresses.proxy,
        )

    @classmethod
    def from_json(cls, text: str) -> Description:
        """Return the description that `to_json` wrote."""
        data = json.loads(text)
        typed = {"ca": Path(data["ca"]), "ca_bundle": Path(data["ca_bundle"]), "user_ids": tuple(data["user_ids"])}
        return cls(**data | typed)

    def to_json(self) -> str:
        """Return the description as JSON, for a ready file."""
        return json.dumps(asdict(self), default=str, indent=2)

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """Return the variables that point a program at the emulator; `base` is the program's other environment."""
        bundle = str(self.ca_bundle)
        return self._way(base) | {
            "ARM_TENANT_ID": self.tenant_id,
            "ARM_CLIENT_ID": self.client_id,
            "ARM_CLIENT_SECRET": self.client_secret,
            "AZURE_TENANT_ID": self.tenant_id,
            "AZURE_CLIENT_ID": self.client_id,
            "AZURE_CLIENT_SECRET": self.client_secret,
            "MSGRAPH_USER_ID": self.user_ids[0],
            "REQUESTS_CA_BUNDLE": bundle,
            "CURL_CA_BUNDLE": bundle,
            "SSL_CERT_FILE": bundle,
            "NODE_EXTRA_CA_CERTS": bundle,
        }

    def exports(self, base: Mapping[str, str]) -> str:
        """Return the bash lines that set these variables."""
        return SHELLS["bash"].lines(self.environment(base))

    def whole_environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """Return the environment for a command: `base` with the emulator's variables, without contradicting ones.

        Through the proxy the emulator serves every cloud, so `ARM_ENVIRONMENT` is kept.
        """
        removed = self.contradicted()
        return {name: value for name, value in base.items() if name not in removed} | self.environment(base)

    def contradicted(self) -> frozenset[str]:
        """Return the variables to unset: they lead to another service, or belong to a real tenant."""
        if self.proxy:
            return frozenset(OVERRIDDEN) - {_CHOOSES_A_CLOUD} | {*_PAST_THE_PROXY}
        return frozenset(OVERRIDDEN)

    def _way(self, base: Mapping[str, str]) -> dict[str, str]:
        """Return the variables that lead to the emulator, by its address or through its proxy."""
        direct = _without_proxy(base, PROXIED if self.proxy else frozenset())
        past = {"NO_PROXY": direct, "no_proxy": direct}
        if self.proxy:
            return {"HTTPS_PROXY": self.proxy, "https_proxy": self.proxy, "NODE_USE_ENV_PROXY": "1", **past}
        return {"MSGRAPH_ENDPOINT": self.endpoint, "AZURE_AUTHORITY_HOST": self.endpoint, **past}


def _without_proxy(base: Mapping[str, str], proxied: frozenset[str]) -> str:
    """Return the value of `NO_PROXY`: the entries in `base` that do not cover a proxied host, and loopback."""
    before = base.get("no_proxy") or base.get("NO_PROXY") or ""
    hosts = [host.strip() for host in before.split(",") if host.strip()]
    kept = [host for host in hosts if not any(_covers(host, name) for name in proxied)]
    return ",".join(dict.fromkeys([*kept, *_LOOPBACK]))


def _covers(entry: str, host: str) -> bool:
    """Return True if an entry of NO_PROXY matches a host for the client that matches most hosts."""
    suffix = entry.lower().lstrip("*").lstrip(".").partition(":")[0]
    return host == suffix or host.endswith(f".{suffix}") or not suffix
