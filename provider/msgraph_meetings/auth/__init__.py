"""Where access tokens come from: the first method that is configured is used, and fails loudly.

One file a method; what they share is here. Only this room imports MSAL, and only when a method needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.auth.tokens import Token as Token
from msgraph_meetings.auth.tokens import TokenSource as TokenSource
from msgraph_meetings.errors import ConfigurationError

if TYPE_CHECKING:
    from msgraph_meetings.settings import Settings
    from msgraph_meetings.transport import Http


def token_source(settings: Settings, http: Http) -> TokenSource:
    """The source that the settings name.

    Raises:
        ConfigurationError: when they name none, or leave one half done.
    """
    if settings.access_token:
        from msgraph_meetings.auth.ready import ReadyToken  # noqa: PLC0415  (a method is loaded when it is used)

        return ReadyToken(settings)
    if settings.client_secret:
        _require_app(settings)
        from msgraph_meetings.auth.entra import ClientSecret  # noqa: PLC0415  (MSAL takes 70 ms to load)

        return ClientSecret(settings, http)
    raise ConfigurationError(
        "No way to sign in to Microsoft Graph is configured.",
        "Neither the stack's configuration nor the environment names one.",
        "Set msgraph-meetings:tenantId, clientId and clientSecret (or ARM_TENANT_ID, ARM_CLIENT_ID and"
        " ARM_CLIENT_SECRET), or msgraph-meetings:accessToken (or MSGRAPH_ACCESS_TOKEN).",
    )


def _require_app(settings: Settings) -> None:
    needed = {"tenantId": settings.tenant_id, "clientId": settings.client_id}
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise ConfigurationError(
            f"A client secret is set, but {' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not.",
            fix="Set them as msgraph-meetings:tenantId and msgraph-meetings:clientId,"
            " or as ARM_TENANT_ID and ARM_CLIENT_ID.",
        )


def expected_token_type(settings: Settings) -> str | None:
    """``application`` or ``delegated`` where it is certain before any sign-in, else ``None``."""
    if settings.access_token:
        return Token.of(settings.access_token, settings.access_token_type).type
    return "application" if settings.client_secret else None
