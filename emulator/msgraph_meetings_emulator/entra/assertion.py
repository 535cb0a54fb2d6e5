"""A client assertion: a signed JWT that an application sends in place of a secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jwt

from msgraph_meetings_emulator.front.errors import SignInError
from msgraph_meetings_emulator.state import instants
from msgraph_meetings_emulator.state.choices import EARLY_ASSERTION_SECONDS

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LAST_SECOND = 253_402_300_799  # the end of the year 9999
_NOT_NOW = (
    "Client assertion is not within its valid time range. Current time: {}, assertion valid from {}, expiry time of "
    "assertion {}. Review the documentation at "
    "https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."
)


def refusal(number: int, text: str) -> SignInError:
    """Return the error that refuses an assertion."""
    return SignInError(401, "invalid_client", number, text)


@dataclass(frozen=True)
class Assertion:
    """A well-formed assertion, whose signature and claims are not checked yet."""

    text: str
    header: dict[str, Any]
    claims: dict[str, Any]

    @classmethod
    def read(cls, text: str) -> Assertion:
        """Return the assertion in a text; raise SignInError if it is not a JWT."""
        try:
            whole = jwt.decode_complete(text, options={"verify_signature": False})
        except jwt.InvalidTokenError as problem:
            raise SignInError(400, "invalid_request", 50027, "JWT token is invalid or malformed.") from problem
        return cls(text, whole["header"], whole["payload"])

    @property
    def issuer(self) -> str:
        """The claim `iss`."""
        return str(self.claims.get("iss", ""))

    @property
    def subject(self) -> str:
        """The claim `sub`."""
        return str(self.claims.get("sub", ""))

    @property
    def audiences(self) -> tuple[str, ...]:
        """The claim `aud`, as a tuple."""
        audience = self.claims.get("aud", ())
        return tuple(map(str, audience)) if isinstance(audience, list | tuple) else (str(audience),)

    def is_signed_by(self, key: Any, *algorithms: str) -> bool:
        """Return True if the assertion is signed with a key by one of the algorithms."""
        try:
            jwt.PyJWS().decode(self.text, key, algorithms=list(algorithms))
        except jwt.InvalidTokenError:
            return False
        return True

    def check_time(self, now: int) -> None:
        """Raise SignInError if the assertion is expired or not valid yet."""
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
