"""Access tokens, and what their claims say; the claims are read, never trusted: Graph judges the token."""

from __future__ import annotations

import base64
import binascii
import json
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from threading import Event
    from typing import TypeGuard

    from msgraph_meetings.http.operation import Operation

_BEFORE_THE_END = 300.0
"""Seconds before its end at which a token is replaced, as MSAL does it."""


@dataclass(frozen=True)
class Token:
    """A bearer token.

    Args:
        value: what is sent; kept out of ``repr``.
        claims: the claims of a token in JWT form; empty for an opaque one.
        type: ``application``, ``delegated``, or ``None`` where nothing tells.
        renew_at: seconds since 1970 from which another one is asked for; at once, where nothing tells.
    """

    value: str = field(repr=False)
    claims: dict[str, Any] = field(repr=False, hash=False)
    type: str | None
    renew_at: float = field(default=0.0, compare=False)

    @classmethod
    def of(cls, value: str, declared_type: str | None = None) -> Token:
        """A token with its claims read, its type as declared or as the claims tell."""
        claims = _claims(value)
        return cls(value, claims, declared_type or _type(claims))

    def until(self, end: object) -> Token:
        """Return the token with its end, in seconds since 1970; the end is unknown if that is not a number."""
        return replace(self, renew_at=end - _BEFORE_THE_END) if _is_number(end) else self

    def lasting(self, seconds: object) -> Token:
        """Return the token with the time that it has left; its end is unknown if that is not a number."""
        return self.until(time.time() + seconds) if _is_number(seconds) else self

    @property
    def is_good(self) -> bool:
        """Whether it need not be replaced yet."""
        return time.time() < self.renew_at


class TokenSource(Protocol):
    """Hands out tokens to any number of threads."""

    def token(self, operation: Operation, refused: Token | None = None) -> Token:
        """Return a valid token; in place of one that Graph refused, a fresh one if possible.

        Args:
            operation: bounds the sign-in as a whole, and can be cancelled meanwhile.
            refused: that one.

        Raises:
            AuthenticationError: when there is none to be had.
            CancelledError: as soon as the operation is cancelled.
            ConfigurationError: what a setting names cannot be used.
            ConnectionFailedError: nobody answered.
            ServiceError: whoever gives out tokens failed until the deadline.
            ThrottledError: it asked to wait beyond the deadline.
        """

    def close(self) -> None:
        """Closes the connections that wait for another request."""


class Source(Protocol):
    """One method of getting tokens; one thread at a time uses it."""

    waits: bool
    """Whether it waits for somebody's answer; if not, it is asked each time, and by the thread that needs the token."""

    def acquire(self, seconds: float, stopped: Event) -> Token:
        """One try to get a token.

        Args:
            seconds: how long a request may take.
            stopped: set when nobody waits for the token any longer; what can be ended then is.

        Raises:
            PassingError: another try may succeed.
            MeetingsError: what ``TokenSource.token`` raises.
        """

    def forget(self) -> None:
        """Makes the next one a fresh one, where there can be one."""

    def close(self) -> None:
        """Closes the connections that wait for another request."""


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _claims(value: str) -> dict[str, Any]:
    parts = value.split(".")
    if len(parts) != 3:
        return {}
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        claims = json.loads(base64.urlsafe_b64decode(padded))
    except (binascii.Error, ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}


def _type(claims: dict[str, Any]) -> str | None:
    """Entra writes ``idtyp: app`` or ``roles`` for an application, ``scp`` for a signed-in user."""
    if claims.get("idtyp") == "app":
        return "application"
    if "scp" in claims:
        return "delegated"
    return "application" if "roles" in claims else None
