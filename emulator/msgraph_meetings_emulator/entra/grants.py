"""Authorization codes, device codes and refresh tokens.

Each is opaque to clients. Here it is a signed text with all of its data, so it survives a kill of the emulator. Only
used codes and waiting device codes are kept in memory.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from msgraph_meetings_emulator.entra.tokens import Tokens

CODE, DEVICE, REFRESH = "code", "device", "refresh"
LIFETIMES = {CODE: 600, DEVICE: 900, REFRESH: 90 * 24 * 3600}
"""Lifetimes in seconds: ten minutes, 15 minutes and 90 days, as Microsoft documents."""

_PREFIX = "1."
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class GrantError(Exception):
    """A grant that is expired (`is_over`) or that the emulator never issued."""

    def __init__(self, *, is_over: bool) -> None:
        super().__init__(is_over)
        self.is_over = is_over


@dataclass
class SignIns:
    """The sign-ins in progress: used grants and waiting device codes."""

    used: set[str] = field(default_factory=set)
    waiting: dict[str, str | None] = field(default_factory=dict)
    """The user codes of devices, each with the id of the user who entered it, or None."""

    def clear(self) -> None:
        """Delete all of them."""
        self.used.clear()
        self.waiting.clear()

    def new_user_code(self) -> str:
        """Return a new user code for a device."""
        code = "".join(secrets.choice(_LETTERS) for _ in range(9))
        self.waiting[code] = None
        return code

    def spend(self, grant: dict[str, Any]) -> bool:
        """Mark a one-time grant as used; return False if it was used before."""
        if grant["jti"] in self.used:
            return False
        self.used.add(grant["jti"])
        return True


def write(tokens: Tokens, kind: str, now: int, content: dict[str, Any]) -> str:
    """Return a new grant of this kind as text."""
    claims = {**content, "use": kind, "jti": uuid.uuid4().hex, "iat": now, "exp": now + LIFETIMES[kind]}
    return _PREFIX + tokens.signed(claims)


def read(tokens: Tokens, kind: str, now: int, text: str) -> dict[str, Any]:
    """Return the content of a grant; raise GrantError if it is expired or not one of this kind from this emulator."""
    claims = tokens.unsigned(text.removeprefix(_PREFIX)) if text.startswith(_PREFIX) else None
    if claims is None or claims.get("use") != kind:
        raise GrantError(is_over=False)
    if claims["exp"] <= now:
        raise GrantError(is_over=True)
    return claims
