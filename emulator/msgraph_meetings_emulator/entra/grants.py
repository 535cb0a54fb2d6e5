"""What Entra gives out to be shown again: authorization codes, device codes, refresh tokens.

Each is opaque to clients. Here it is a signed text that holds all there is to know, so none is lost when the emulator
is killed; only which codes were used, and which device codes wait for somebody, is kept in memory.
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
"""Seconds: about ten minutes, 15 minutes and 90 days, as Microsoft documents."""

_PREFIX = "1."
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class GrantError(Exception):
    """A grant that is over, or was never given; `is_over` tells which."""

    def __init__(self, *, is_over: bool) -> None:
        super().__init__(is_over)
        self.is_over = is_over


@dataclass
class SignIns:
    """What the emulator remembers of sign-ins that are under way."""

    used: set[str] = field(default_factory=set)
    waiting: dict[str, str | None] = field(default_factory=dict)
    """The codes that devices show, each with the user who entered it."""

    def clear(self) -> None:
        """Forget all of them."""
        self.used.clear()
        self.waiting.clear()

    def new_user_code(self) -> str:
        """Return a code for a device to show."""
        code = "".join(secrets.choice(_LETTERS) for _ in range(9))
        self.waiting[code] = None
        return code

    def spend(self, grant: dict[str, Any]) -> bool:
        """Use a grant that is good once, and tell whether it still was."""
        if grant["jti"] in self.used:
            return False
        self.used.add(grant["jti"])
        return True


def write(tokens: Tokens, kind: str, now: int, content: dict[str, Any]) -> str:
    """Return a new grant of a kind."""
    claims = {**content, "use": kind, "jti": uuid.uuid4().hex, "iat": now, "exp": now + LIFETIMES[kind]}
    return _PREFIX + tokens.signed(claims)


def read(tokens: Tokens, kind: str, now: int, text: str) -> dict[str, Any]:
    """Return what a grant of a kind says; GrantError unless this emulator gave it and it is still good."""
    claims = tokens.unsigned(text.removeprefix(_PREFIX)) if text.startswith(_PREFIX) else None
    if claims is None or claims.get("use") != kind:
        raise GrantError(is_over=False)
    if claims["exp"] <= now:
        raise GrantError(is_over=True)
    return claims
