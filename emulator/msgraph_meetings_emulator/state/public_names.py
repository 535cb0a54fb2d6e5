"""The names of Microsoft's hosts that the emulator's proxy serves.

Graph: https://learn.microsoft.com/graph/deployments. Sign-in: the hosts that MSAL knows, with the aliases that instance
discovery gives for them.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from msgraph_meetings_emulator.state.clouds import CLOUDS

GRAPH_CLOUDS = {str(urlsplit(cloud.graph).hostname): name for name, cloud in CLOUDS.items()}
"""The cloud of each Graph host."""

SIGN_IN_ALIASES = (
    ("login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"),
    ("login.microsoftonline.us", "login.usgovcloudapi.net"),
    ("login.partner.microsoftonline.cn", "login.chinacloudapi.cn"),
)
"""The names of each sign-in service, the preferred one first."""

_CLOUDS_OF_ALIASES = (("public",), ("usgovernment", "dod"), ("china",))
"""The clouds of each sign-in service, in the same order."""

PROXIED = frozenset({*GRAPH_CLOUDS, *(name for names in SIGN_IN_ALIASES for name in names)})
"""All host names that the proxy serves."""


def sign_in_aliases(host: str) -> tuple[str, ...]:
    """Return all names of the sign-in service with this host name; only the name itself for an unknown host."""
    return next((names for names in SIGN_IN_ALIASES if host in names), (host,))


def sign_in_cloud(host: str, playing: str) -> str | None:
    """Return the cloud of a sign-in host, or None for a host that is not Microsoft's.

    The two clouds of the US government share a host; the one that is emulated (`playing`) wins.
    """
    for names, clouds in zip(SIGN_IN_ALIASES, _CLOUDS_OF_ALIASES, strict=True):
        if host in names:
            return playing if playing in clouds else clouds[0]
    return None
