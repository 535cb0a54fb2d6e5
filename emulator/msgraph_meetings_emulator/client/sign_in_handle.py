"""The handle's methods for sign-in: applications, credentials, other token issuers, managed identity, the Azure CLI."""

from __future__ import annotations

import hashlib
import ssl
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from msgraph_meetings_emulator.client.connection import Connection
from msgraph_meetings_emulator.entra.principals import identity_resource_id, principal_id
from msgraph_meetings_emulator.outside import az_script
from msgraph_meetings_emulator.outside.host_names import IDENTITY_HEADER, PATHS
from msgraph_meetings_emulator.outside.issuer_names import AUDIENCE, GITHUB_SUBJECT, LIFETIME, REQUEST_TOKEN, issuer_url

if TYPE_CHECKING:
    from pathlib import Path

_SCOPES = "OnlineMeetings.ReadWrite User.Read"
_FAR_ENDPOINT = "http://localhost:40342"


class SignInHandle(Connection):
    """The sign-in methods of a handle on a running emulator."""

    # Applications and their credentials

    def put_app(self, client_id: str, **properties: Any) -> None:
        """Add or change an application: `secret`, `roles`, `certificates` (PEM), `federated_credentials`.

        Other properties: `display_name`, and `public_client` (people can sign in through it without its secret).
        """
        self._ask("PUT", _app(client_id), properties)

    def remove_app(self, client_id: str) -> None:
        """Remove an application from the directory."""
        self._ask("DELETE", _app(client_id))

    def put_federated_credential(self, client_id: str, issuer: str, subject: str, audience: str = AUDIENCE) -> None:
        """Add a federated credential: the application can sign in with this issuer's tokens about this subject."""
        credential = {"issuer": issuer, "subject": subject, "audience": audience}
        self._ask("POST", f"{_app(client_id)}/federated-credentials", credential)

    def remove_federated_credentials(self, client_id: str) -> None:
        """Remove all federated credentials of an application."""
        self.put_app(client_id, federated_credentials=[])

    def block_federation(self, *, blocked: bool = True) -> None:
        """Forbid, or allow again, sign-in with federated credentials in the whole tenant."""
        self._ask("PATCH", "directory", {"federation_blocked": blocked})

    # People who sign in with a browser or a device code

    def set_browser_user(self, user_id: str | None) -> None:
        """Set the user that every browser signs in without asking; with None, the sign-in page asks."""
        self._ask("PATCH", "directory", {"browser_user": user_id})

    # Tokens without a sign-in

    def application_token(self, client_id: str | None = None) -> str:
        """Return an access token of an application, with its present roles."""
        return str(self._ask("POST", "tokens", {"client_id": client_id})["access_token"])

    def delegated_token(self, user_id: str, scopes: str = _SCOPES) -> str:
        """Return a delegated access token of a user for the handle's application, with these scopes."""
        return str(self._ask("POST", "tokens", {"user": user_id, "scopes": scopes})["access_token"])

    # Other issuers

    def issuer(self, name: str) -> str:
        """Return the URL of an emulated token issuer: `github`, `azure-devops`, or any other name."""
        return issuer_url(self.endpoint, name)

    def oidc_token(self, issuer: str, subject: str, audience: str = AUDIENCE, lifetime: int = LIFETIME) -> str:
        """Return an identity token of any issuer, as for a GitLab job; a negative lifetime makes it expired."""
        wish = {"issuer": issuer, "subject": subject, "audience": audience, "lifetime": lifetime}
        return str(self._ask("POST", "oidc-tokens", wish)["token"])

    def github_environment(self, subject: str = GITHUB_SUBJECT) -> dict[str, str]:
        """Return the variables of a GitHub Actions job; this is the subject of its identity tokens."""
        query = urlencode({"api-version": "2.0", "subject": subject})
        return {
            "ACTIONS_ID_TOKEN_REQUEST_URL": f"{self.issuer('github')}/token?{query}",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": REQUEST_TOKEN,
        }

    def azure_devops_environment(self) -> dict[str, str]:
        """Return the variables of an Azure Pipelines job.

        The subject of its tokens is `sc://emulator/meetings/` followed by the id of the service connection.
        """
        return {
            "SYSTEM_OIDCREQUESTURI": f"{self.issuer('azure-devops')}/oidctoken",
            "SYSTEM_ACCESSTOKEN": REQUEST_TOKEN,
        }

    # Hosts with a managed identity

    def set_managed_identities(self, system: str | None, *user: str) -> None:
        """Set the machine's system-assigned identity and its user-assigned identities, by client id."""
        self._ask("PATCH", "directory", {"system_identity": system, "user_identities": list(user)})

    def principal_id(self, client_id: str) -> str:
        """Return the object id of an application's service principal."""
        return principal_id(self.tenant_id, client_id)

    def identity_resource_id(self, client_id: str) -> str:
        """Return the Azure resource id of a user-assigned identity with this client id."""
        return identity_resource_id(client_id)

    def managed_identity_environment(
        self, host: str, client_id: str | None = None, *, key_folder: Path | None = None
    ) -> dict[str, str]:
        """Return the environment variables of a host with a managed identity.

        Args:
            host: `vm`, `app-service` (Functions and Container Apps too), `arc`, `service-fabric`, `machine-learning`.
            client_id: the user-assigned identity to ask for, set as `ARM_CLIENT_ID`.
            key_folder: the folder for the keys of Arc's agent; MSAL reads them from /var/opt/azcmagent/tokens only.
        """
        if host not in PATHS:
            msg = f"There is no host {host!r}; the hosts are {', '.join(PATHS)}."
            raise ValueError(msg)
        if key_folder is not None:
            self._ask("PATCH", "settings", {"arc_key_folder": str(key_folder.resolve())})
        own = {} if client_id is None else {"ARM_CLIENT_ID": client_id}
        return self._host_variables(host) | own

    def _host_variables(self, host: str) -> dict[str, str]:
        endpoint = f"{self.endpoint}{PATHS[host]}"
        if host == "vm":
            root = endpoint.removesuffix("/metadata/identity/oauth2/token")
            return {"AZURE_POD_IDENTITY_AUTHORITY_HOST": root}
        if host == "arc":
            return {"IDENTITY_ENDPOINT": endpoint, "IMDS_ENDPOINT": _FAR_ENDPOINT}
        if host == "machine-learning":
            return {"MSI_ENDPOINT": endpoint, "MSI_SECRET": IDENTITY_HEADER}
        variables = {"IDENTITY_ENDPOINT": endpoint, "IDENTITY_HEADER": IDENTITY_HEADER}
        return variables | ({"IDENTITY_SERVER_THUMBPRINT": self._thumbprint()} if host == "service-fabric" else {})

    def _thumbprint(self) -> str:
        """Return the SHA-1 thumbprint of the server's certificate, which Service Fabric's clients compare."""
        where = urlsplit(self.endpoint)
        certificate = ssl.get_server_certificate((where.hostname or "", where.port or 443), ca_certs=str(self.ca))
        return hashlib.sha1(ssl.PEM_cert_to_DER_cert(certificate), usedforsecurity=False).hexdigest().upper()

    # The Azure CLI

    def az(self, folder: Path, user: str | None = None, *, client_id: str | None = None, scopes: str = _SCOPES) -> Path:
        """Write a fake `az` command into a folder, and return its path.

        Args:
            folder: the folder to write to; put it first on PATH.
            user: the user who is signed in to it; None means that an application is signed in.
            client_id: the application; the default is the handle's `client_id`.
            scopes: the scopes of the user's tokens. Tokens of the real CLI have no scope for meetings.
        """
        token = {"client_id": client_id or self.client_id, "user": user, "scopes": scopes}
        return az_script.write(folder, self._description, token)

    def signed_out_az(self, folder: Path) -> Path:
        """Write a fake `az` command in which nobody is signed in, and return its path."""
        return az_script.write(folder, self._description, None)


def _app(client_id: str) -> str:
    return f"directory/apps/{quote(client_id, safe='')}"
