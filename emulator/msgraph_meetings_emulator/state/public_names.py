"""The names of Microsoft's own hosts, under which the emulator's proxy serves it to clients that know no other.

Graph: https://learn.microsoft.com/graph/deployments. Sign-in: the hosts that MSAL knows, with the aliases that instance
discovery gives for them.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from msgraph_meetings_emulator.state.clouds import CLOUDS

GRAPH_CLOUDS = {str(urlsplit(cloud.graph).hostname): name for name, cloud in CLOUDS.items()}
"""The clouds of Graph's hosts."""

SIGN_IN_ALIASES = (
    ("login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"),
    ("login.microsoftonline.us", "login.usgovcloudapi.net"),
    ("login.partner.microsoftonline.cn", "login.chinacloudapi.cn"),
)
"""The names of each sign-in service, the preferred one first."""

_CLOUDS_OF_ALIASES = (("public",), ("usgovernment", "dod"), ("china",))
"""The clouds that each of them serves."""

PROXIED = frozenset({*GRAPH_CLOUDS, *(name for names in SIGN_IN_ALIASES for name in names)})
"""Every name that the proxy serves."""


def sign_in_aliases(host: str) -> tuple[str, ...]:
    """Return the names of a sign-in service; one that is not Microsoft's has no other."""
    return next((names for names in SIGN_IN_ALIASES if host in names), (host,))


def sign_in_cloud(host: str, playing: str) -> str | None:
    """Return the cloud that owns a sign-in host; None for a host that is not Microsoft's.

    The two clouds of the US government share a host: it is the one that the emulator plays.
    """
    for names, clouds in zip(SIGN_IN_ALIASES, _CLOUDS_OF_ALIASES, strict=True):
        if host in names:
            return playing if playing in clouds else clouds[0]
    return None
