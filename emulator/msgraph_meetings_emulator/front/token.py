"""An access token's claims, and the names of Graph as the resource of a token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from msgraph_meetings_emulator.front.urls import parts_of
from msgraph_meetings_emulator.state import instants

GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000"
GRAPH_ROOTS = frozenset(
    {"https://graph.microsoft.com", "https://graph.microsoft.us", "https://dod-graph.microsoft.us", GRAPH_APP_ID},
)


class TokenError(Exception):
    """A token that Graph refuses; the message is Graph's."""


@dataclass(frozen=True)
class Token:
    """The claims of an access token."""

    claims: dict[str, Any]

    @property
    def is_application(self) -> bool:
        """True for an application's own token, without a user."""
        return self.claims.get("idtyp") == "app"

    @property
    def app_id(self) -> str:
        """The client id of the application that got the token."""
        return str(self.claims["appid"])

    @property
    def object_id(self) -> str:
        """The object id of the signed-in user, or of the application's service principal."""
        return str(self.claims["oid"])

    @property
    def permissions(self) -> frozenset[str]:
        """The application roles, or the delegated scopes."""
        return frozenset(self.claims.get("roles") or str(self.claims.get("scp", "")).split())

    def expired(self, now: int) -> bool:
        """Return True if the token is expired or not valid yet."""
        seconds = instants.seconds_since_1970(now)
        return not self.claims["nbf"] <= seconds < self.claims["exp"]


def names_graph(resource: str, own_hosts: frozenset[str]) -> bool:
    """Return True if a resource is Microsoft Graph, by its public names or by a host name of this emulator."""
    return resource.rstrip("/") in GRAPH_ROOTS or parts_of(resource).hostname in own_hosts
