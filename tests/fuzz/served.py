"""Every method and path that the emulator serves, from its own routes, with something real in each parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings_emulator.outside.host_names import IDENTITY_HEADER
from msgraph_meetings_emulator.outside.issuer_names import REQUEST_TOKEN
from tests.emulator.routes import is_own, routed

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator

_PARAMETERS = {
    "/page/{name}": "/page/main.js",
    "/_issuer/{name}": "/_issuer/github",
    "/users/{id}": "/users/USER",
    "/apps/{id}": "/apps/APP",
    "{user}": "USER",
    "{meeting}": "MEETING",
    "{tenant}": "TENANT",
    "{number}": "1",
    "{rest:path}": "/me/messages",
}
"""The value of each parameter; a word in capitals is replaced by what the running emulator has."""

CREDENTIALS = {
    "Metadata": "true",
    "Secret": IDENTITY_HEADER,
    "X-IDENTITY-HEADER": IDENTITY_HEADER,
}
"""The headers of a caller on a machine with a managed identity."""

PIPELINE = f"Bearer {REQUEST_TOKEN}"
"""The authorization of a job of a pipeline."""

RESOURCE = "?resource=https://graph.microsoft.com&api-version=2019-11-01&audience=api://AzureADTokenExchange"
"""The query of a request for an identity token."""


def routes() -> list[tuple[str, str]]:
    """Return method and path of each route; one that takes any method is asked with GET."""
    return sorted({("GET" if method == "any" else method, filled(path)) for method, path in routed()})


def services() -> list[tuple[str, str]]:
    """Return those of Graph, the sign-in, hosts and issuers, where a request changes no switch of the emulator."""
    return [(method, path) for method, path in routes() if not is_own(path)]


def filled(path: str) -> str:
    """Return a path with its parameters replaced."""
    for parameter, word in _PARAMETERS.items():
        path = path.replace(parameter, word)
    assert "{" not in path, f"name a value for the parameter of {path} in {__file__}"
    return path


def words(emulator: Emulator, meeting: str) -> dict[str, str]:
    """Return what the words in capitals stand for."""
    return {"USER": emulator.user_id, "TENANT": emulator.tenant_id, "APP": emulator.client_id, "MEETING": meeting}


def placed(path: str, values: dict[str, str]) -> str:
    """Return a path with those words replaced."""
    for word, value in values.items():
        path = path.replace(word, value)
    return path
