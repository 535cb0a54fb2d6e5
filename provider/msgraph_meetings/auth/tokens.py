"""Access tokens and their claims. The claims are read and never trusted: Graph judges the token."""

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
"""Seconds before its end at which a token is replaced, the same as in MSAL."""


@dataclass(frozen=True)
class Token:
    """A bearer token.

    Args:
        value: the token that is sent; kept out of ``repr``.
        claims: the claims of a token in JWT form; empty for an opaque one.
        type: ``application``, ``delegated``, or ``None`` if unknown.
        renew_at: seconds since 1970 from which it is replaced; at once, if its end is unknown.
    """

    value: str = field(repr=False)
    claims: dict[str, Any] = field(repr=False, hash=False)
    type: str | None
    renew_at: float = field(default=0.0, compare=False)

    @classmethod
    def of(cls, value: str, declared_type: str | None = None) -> Token:
        """Return a token with its claims read; its type is the declared one, or else the one that the claims show."""
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
        """Return True if the token need not be replaced yet."""
        return time.time() < self.renew_at


class TokenSource(Protocol):
    """Hands out tokens to any number of threads."""

    def token(self, operation: Operation, refused: Token | None = None) -> Token:
        """Return a valid token; if Graph refused one, a fresh one if possible.

        Args:
            operation: bounds the sign-in as a whole, and can be cancelled meanwhile.
            refused: the token that Graph refused, or None.

        Raises:
            AuthenticationError: no token can be acquired.
            CancelledError: as soon as the operation is cancelled.
            ConfigurationError: a file or command of a setting cannot be used.
            ConnectionFailedError: no server answered.
            ServiceError: the token service failed until the deadline.
            ThrottledError: the token service asked to wait beyond the deadline.
        """

    def close(self) -> None:
        """Close idle connections."""


class Source(Protocol):
    """One method of getting tokens; one thread at a time uses it."""

    waits: bool
    """True if it waits for an answer; False if it is asked each time, by the thread that needs the token."""

    def acquire(self, seconds: float, stopped: Event) -> Token:
        """Make one try to get a token and return it.

        Args:
            seconds: how long a request may take.
            stopped: set when no thread waits for the token any longer; a command is ended then.

        Raises:
            PassingError: another try may succeed.
            MeetingsError: as ``TokenSource.token`` raises.
        """

    def forget(self) -> None:
        """Forget the token, so that the next one is fresh if the method can get one."""

    def close(self) -> None:
        """Close idle connections."""


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
    """Return the token's type: Entra writes ``idtyp: app`` or ``roles`` for an app, ``scp`` for a signed-in user."""
    if claims.get("idtyp") == "app":
        return "application"
    if "scp" in claims:
        return "delegated"
    return "application" if "roles" in claims else None
