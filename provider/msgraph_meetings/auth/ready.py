"""A token that somebody else acquired: what its claims say against it is said before Graph is asked."""

from __future__ import annotations

import time
import uuid
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from msgraph_meetings.auth.files import text_in
from msgraph_meetings.auth.tokens import Token
from msgraph_meetings.config.clouds import CLOUDS
from msgraph_meetings.config.values import one_token
from msgraph_meetings.errors import ConfigurationError, cut
from msgraph_meetings.errors.catalogue.methods import method_row

if TYPE_CHECKING:
    from threading import Event

    from msgraph_meetings.config.reading import Settings

_GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000"


class ReadyToken:
    """The setting ``accessToken``, or the file that ``accessTokenFilePath`` names, read again for each request.

    Args:
        settings: the token, its type, and what it must be good for.
    """

    waits = False

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._token: Token | None = None

    def acquire(self, _seconds: float, _stopped: Event) -> Token:
        """The token of now.

        Raises:
            AuthenticationError: it is expired, or is not one for this Graph and this tenant.
            ConfigurationError: the file cannot be used.
        """
        text = self._text()
        if self._token is None or self._token.value != text:
            self._token = Token.of(text, self._settings.access_token_type)
        _refuse_expired(self._token.claims)
        _refuse_other_audience(self._token.claims, self._settings)
        _refuse_other_tenant(self._token.claims, self._settings)
        return self._token

    def forget(self) -> None:
        """Do nothing: the token comes from outside and cannot be renewed here."""

    def close(self) -> None:
        """There is no connection."""

    def _text(self) -> str:
        path = self._settings.access_token_file_path
        if path is None:
            return self._settings.access_token or ""
        try:
            return one_token("accessTokenFilePath", text_in("accessTokenFilePath", path))
        except ConfigurationError:
            if self._token is None:
                raise
            return self._token.value  # somebody is just writing the file


def _refuse_expired(claims: dict[str, Any]) -> None:
    expiry, now = claims.get("exp"), time.time()
    if isinstance(expiry, int | float) and expiry <= now:
        raise method_row("ready token over").tell({"expiry": _utc(expiry), "now": _utc(now)})


def _utc(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, OSError, ValueError):  # a date that the calendar does not have
        return f"{seconds:.0f} s after 1970"


def _refuse_other_audience(claims: dict[str, Any], settings: Settings) -> None:
    audience = claims.get("aud")
    here = {settings.graph_endpoint, settings.cloud.graph, _GRAPH_APP_ID}
    if audience is None or str(audience).rstrip("/").lower() in {root.lower() for root in here}:
        return
    other = next((cloud.name for cloud in CLOUDS.values() if cloud.graph == str(audience).rstrip("/")), None)
    whose = f"Microsoft Graph in the cloud {other}" if other else "another service"
    raise method_row("ready token elsewhere").tell(
        {
            "whose": whose,
            "audience": cut(str(audience), 100),
            "cloud": settings.cloud.name,
            "graph": settings.graph_endpoint,
        }
    )


def _refuse_other_tenant(claims: dict[str, Any], settings: Settings) -> None:
    """Only two ids can be compared; a domain may be of any tenant."""
    tenant, wanted = str(claims.get("tid", "")), settings.tenant_id or ""
    if _is_id(tenant) and _is_id(wanted) and tenant.lower() != wanted.lower():
        raise method_row("ready token of another tenant").tell({"tenant": tenant, "wanted": wanted})


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
