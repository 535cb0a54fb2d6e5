"""Checks of the tenant, the application and the resource that a sign-in names; unknown ones get Entra's errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings_emulator.front.errors import SignInError
from msgraph_meetings_emulator.front.token import names_graph

if TYPE_CHECKING:
    from msgraph_meetings_emulator.state.directory import App
    from msgraph_meetings_emulator.state.state import State

_UNKNOWN_TENANT = (
    "Tenant '{}' not found. Check to make sure you have the correct tenant ID and are signing into the correct "
    "cloud. Check with your subscription administrator, this may happen if there are no active subscriptions "
    "for the tenant."
)
_UNKNOWN_APP = (
    "Application with identifier '{}' was not found in the directory '{}'. This can happen if the application "
    "has not been installed by the administrator of the tenant or consented to by any user in the tenant. You "
    "may have sent your authentication request to the wrong tenant."
)
_UNKNOWN_RESOURCE = (
    "The resource principal named {} was not found in the tenant named {}. This can happen if the application has not "
    "been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent "
    "your authentication request to the wrong tenant."
)


def check_tenant(state: State, name: str) -> None:
    """Raise SignInError for a name that is neither the tenant's id nor its domain."""
    if not state.directory.is_tenant(name):
        raise SignInError(400, "invalid_request", 90002, _UNKNOWN_TENANT.format(name))


def known_app(state: State, client_id: str) -> App:
    """Return the application with a client id; raise SignInError if it is unknown."""
    app = state.directory.apps.get(client_id.lower())
    if app is None:
        text = _UNKNOWN_APP.format(client_id.lower(), state.directory.tenant_id)
        raise SignInError(400, "unauthorized_client", 700016, text)
    return app


def check_resource(state: State, resource: str) -> None:
    """Raise SignInError for a resource that is neither Microsoft Graph nor an application of the tenant."""
    if not names_graph(resource, state.hosts) and resource.removeprefix("api://").lower() not in state.directory.apps:
        text = _UNKNOWN_RESOURCE.format(resource, state.directory.tenant_id)
        raise SignInError(400, "invalid_resource", 500011, text)
