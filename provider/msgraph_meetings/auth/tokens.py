"""Access tokens, and what their claims say; the claims are read, never trusted: Graph judges the token."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Protocol

from msgraph_meetings.errors import MeetingsError


@dataclass(frozen=True)
class Token:
    """A bearer token.

    Args:
        value: what is sent; kept out of ``repr``.
        claims: the claims of a token in JWT form; empty for an opaque one.
        type: ``application``, ``delegated``, or ``None`` where nothing tells.
    """

    value: str = field(repr=False)
    claims: dict[str, Any] = field(repr=False, hash=False)
    type: str | None

    @classmethod
    def of(cls, value: str, declared_type: str | None = None) -> Token:
        """A token with its claims read, its type as declared or as the claims tell."""
        claims = _claims(value)
        return cls(value, claims, declared_type or _type(claims))


class TokenSource(Protocol):
    """Hands out tokens to any number of threads."""

    def token(self, refused: Token | None = None, seconds: float | None = None) -> Token:
        """A valid token; a fresh one, if that can be had, in place of one that Graph refused.

        Args:
            refused: that one.
            seconds: what is left of the operation's time, which bounds the sign-in; left out, the usual limits do.

        Raises:
            AuthenticationError: when there is none to be had.
            ConfigurationError: what a setting names cannot be used.
            ConnectionFailedError: nobody answered.
        """

    def close(self) -> None:
        """Closes the connections that wait for another request."""


class Source(Protocol):
    """One method of getting tokens; it serves one thread at a time, and keeps what it got as long as that is good."""

    def acquire(self, seconds: float | None = None) -> Token:
        """A token, within that time; raises what ``TokenSource.token`` does."""

    def forget(self) -> None:
        """Makes the next one a fresh one, where there can be one."""

    def close(self) -> None:
        """Closes the connections that wait for another request."""


class Shared:
    """A source for all threads of the process: those that come together share one request, and what comes of it.

    Args:
        source: the method.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lock = Lock()
        self._failures = 0
        self._failure: MeetingsError | None = None

    def token(self, refused: Token | None = None, seconds: float | None = None) -> Token:
        """As ``TokenSource`` says."""
        known = self._failures
        with self._lock:
            if self._failure is not None and self._failures > known:
                raise self._failure  # of a request that was under way when this thread came
            try:
                return self._acquired(refused, seconds)
            except MeetingsError as error:
                self._failures += 1
                self._failure = error
                raise

    def close(self) -> None:
        """As ``TokenSource`` says."""
        self._source.close()

    def _acquired(self, refused: Token | None, seconds: float | None) -> Token:
        token = self._source.acquire(seconds)
        if refused is None or token.value != refused.value:
            return token
        self._source.forget()
        return self._source.acquire(seconds)


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
