"""A client assertion: a signed token that an application shows in place of a secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jwt

from msgraph_meetings_emulator.front.errors import SignInError
from msgraph_meetings_emulator.state import instants
from msgraph_meetings_emulator.state.choices import EARLY_ASSERTION_SECONDS

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LAST_SECOND = 253_402_300_799  # of the year 9999
_NOT_NOW = (
    "Client assertion is not within its valid time range. Current time: {}, assertion valid from {}, expiry time of "
    "assertion {}. Review the documentation at "
    "https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."
)


def refusal(number: int, text: str) -> SignInError:
    """Return the refusal of an assertion."""
    return SignInError(401, "invalid_client", number, text)


@dataclass(frozen=True)
class Assertion:
    """An assertion that is well-formed; whether it is true is still to be seen."""

    text: str
    header: dict[str, Any]
    claims: dict[str, Any]

    @classmethod
    def read(cls, text: str) -> Assertion:
        """Return what an assertion says, or refuse one that cannot be read."""
        try:
            whole = jwt.decode_complete(text, options={"verify_signature": False})
        except jwt.InvalidTokenError as problem:
            raise SignInError(400, "invalid_request", 50027, "JWT token is invalid or malformed.") from problem
        return cls(text, whole["header"], whole["payload"])

    @property
    def issuer(self) -> str:
        """Who says it."""
        return str(self.claims.get("iss", ""))

    @property
    def subject(self) -> str:
        """Of whom it is said."""
        return str(self.claims.get("sub", ""))

    @property
    def audiences(self) -> tuple[str, ...]:
        """To whom it is said."""
        audience = self.claims.get("aud", ())
        return tuple(map(str, audience)) if isinstance(audience, list | tuple) else (str(audience),)

    def is_signed_by(self, key: Any, *algorithms: str) -> bool:
        """Tell whether the holder of a key signed it."""
        try:
            jwt.PyJWS().decode(self.text, key, algorithms=list(algorithms))
        except jwt.InvalidTokenError:
            return False
        return True

    def check_time(self, now: int) -> None:
        """Refuse an assertion that is over, or whose time is still to come."""
        start, end = self._second("nbf", 0), self._second("exp")
        if start - EARLY_ASSERTION_SECONDS <= instants.seconds_since_1970(now) < end:
            return
        raise refusal(700024, _NOT_NOW.format(instants.render(now), _shown(start), _shown(end)))

    def _second(self, name: str, otherwise: int | None = None) -> int:
        value = self.claims.get(name, otherwise)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LAST_SECOND:
            raise refusal(50027, f"Invalid JWT token. The claim '{name}' is missing, or it is not a time.")
        return int(value)


def _shown(second: int) -> str:
    return instants.render(instants.UNIX_EPOCH + second * instants.TICKS_PER_SECOND)
