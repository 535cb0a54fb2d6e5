"""The ready token method: a token acquired elsewhere. Its claims are checked before Graph is asked."""

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
    """A source of tokens: the setting ``accessToken``, or the file of ``accessTokenFilePath``, read for each request.

    Args:
        settings: the token, its type, and the tenant and cloud that it must be for.
    """

    waits = False

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._token: Token | None = None

    def acquire(self, _seconds: float, _stopped: Event) -> Token:
        """Return the current token.

        Raises:
            AuthenticationError: it is expired, or it is for another Graph or tenant.
            ConfigurationError: the file cannot be read.
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
        """Do nothing: there is no connection."""

    def _text(self) -> str:
        path = self._settings.access_token_file_path
        if path is None:
            return self._settings.access_token or ""
        try:
            return one_token("accessTokenFilePath", text_in("accessTokenFilePath", path))
        except ConfigurationError:
            if self._token is None:
                raise
            return self._token.value  # Another program is writing the file at this moment.


def _refuse_expired(claims: dict[str, Any]) -> None:
    expiry, now = claims.get("exp"), time.time()
    if isinstance(expiry, int | float) and expiry <= now:
        raise method_row("ready token over").tell({"expiry": _utc(expiry), "now": _utc(now)})


def _utc(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, OSError, ValueError):  # A date outside the calendar.
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
    """Raise if the token is of another tenant. Only two ids can be compared: a domain may belong to any tenant."""
    tenant, wanted = str(claims.get("tid", "")), settings.tenant_id or ""
    if _is_id(tenant) and _is_id(wanted) and tenant.lower() != wanted.lower():
        raise method_row("ready token of another tenant").tell({"tenant": tenant, "wanted": wanted})


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
