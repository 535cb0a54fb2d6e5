"""What an access token says of its bearer, and whether it is one for Graph."""

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
    """A token that Graph does not take; the message is Graph's."""


@dataclass(frozen=True)
class Token:
    """What a token says of its bearer."""

    claims: dict[str, Any]

    @property
    def is_application(self) -> bool:
        """Whether no user signed in."""
        return self.claims.get("idtyp") == "app"

    @property
    def app_id(self) -> str:
        """The application that asked for the token."""
        return str(self.claims["appid"])

    @property
    def object_id(self) -> str:
        """The signed-in user, or the application's service principal."""
        return str(self.claims["oid"])

    @property
    def permissions(self) -> frozenset[str]:
        """Application roles, or delegated scopes."""
        return frozenset(self.claims.get("roles") or str(self.claims.get("scp", "")).split())

    def expired(self, now: int) -> bool:
        """Tell whether the token's time is over, or has not come."""
        seconds = instants.seconds_since_1970(now)
        return not self.claims["nbf"] <= seconds < self.claims["exp"]


def names_graph(resource: str, own_hosts: frozenset[str]) -> bool:
    """Tell whether a resource is Microsoft Graph: by its public names, or by a name this emulator listens on."""
    return resource.rstrip("/") in GRAPH_ROOTS or parts_of(resource).hostname in own_hosts
