"""The claims that Entra adds to each token.

Names and forms are those of published decoded tokens of the live service, for example
https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference. `aio`, `rh`, `sid` and `uti` are
opaque: clients must not read them. Here they only have the right form.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import uuid
from typing import TYPE_CHECKING, Any

from msgraph_meetings_emulator.entra.principals import principal_id
from msgraph_meetings_emulator.front.token import GRAPH_APP_ID

if TYPE_CHECKING:
    from msgraph_meetings_emulator.state.directory import App, User

REGION = "WW"
_DIRECTORY_READERS_TEMPLATE = "0997a1d0-0d1d-4acb-b408-d5ca73121e90"
_USER_TEMPLATE = "b79fbf4d-3ef9-4689-8143-76b194e85509"
_BEFORE, _AFTER = b"\x01\x63\x00", b"\x00\x00\x00"


def of_every_token(tenant_id: str, app: App) -> dict[str, Any]:
    """Return the claims about the application that every token has."""
    return {
        "aio": _text(27),
        "app_displayname": app.display_name,
        "appid": app.client_id,
        "rh": resource_hint(tenant_id),
        "tenant_region_scope": REGION,
        "tid": tenant_id,
        "uti": _text(16),
        "ver": "1.0",
    }


def of_application(tenant_id: str, app: App) -> dict[str, Any]:
    """Return the claims of an application's own token, without a user."""
    principal = principal_id(tenant_id, app.client_id)
    return {
        "idp": f"https://sts.windows.net/{tenant_id}/",
        "idtyp": "app",
        "oid": principal,
        "roles": app.roles,
        "sub": principal,
        "wids": [_DIRECTORY_READERS_TEMPLATE],
    }


def of_user(app: App, user: User) -> dict[str, Any]:
    """Return the claims about the signed-in user."""
    given_name, _, family_name = user.display_name.partition(" ")
    return {
        "acct": 0,
        "acr": "1",
        "amr": ["pwd"],
        "family_name": family_name,
        "given_name": given_name,
        "idtyp": "user",
        "ipaddr": "127.0.0.1",
        "name": user.display_name,
        "oid": user.id,
        "sub": pairwise(app.client_id, user.id),
        "unique_name": user.upn,
        "upn": user.upn,
        "wids": [_USER_TEMPLATE],
    }


def pairwise(client_id: str, user_id: str) -> str:
    """Return the `sub` of a user for one application; it differs for each application."""
    return _base64(hashlib.sha256(f"{client_id}/{user_id}".encode()).digest())


def resource_hint(tenant_id: str, resource_app_id: str = GRAPH_APP_ID) -> str:
    """Return the claim `rh`, opaque to clients; as in published tokens, it contains the tenant's and resource's ids."""
    ids = uuid.UUID(tenant_id).bytes_le + uuid.UUID(resource_app_id).bytes_le
    return f"1.{_base64(_BEFORE + ids + _AFTER)}."


def _text(size: int) -> str:
    return _base64(secrets.token_bytes(size))


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
