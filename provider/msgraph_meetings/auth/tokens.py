"""Access tokens, and what their claims say; the claims are read, never trusted: Graph judges the token."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from typing import Any, Protocol


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

    def token(self, refused: Token | None = None) -> Token:
        """A valid token; a fresh one, if that can be had, in place of one that Graph refused.

        Raises:
            AuthenticationError: when there is none to be had.
        """


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
