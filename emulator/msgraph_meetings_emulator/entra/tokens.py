"""Access tokens: signed with the emulator's key, with the claims of Microsoft Entra's tokens for Graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jwt

from msgraph_meetings_emulator.entra.claims import of_application, of_every_token, of_user
from msgraph_meetings_emulator.front.token import Token, TokenError
from msgraph_meetings_emulator.state import instants

if TYPE_CHECKING:
    from jwt.types import Options

    from msgraph_meetings_emulator.entra.keys import SigningKey
    from msgraph_meetings_emulator.state.directory import App, User

BY_NOTHING, BY_SECRET, BY_SIGNATURE = "0", "1", "2"
"""The values of the claim `appidacr`: no credential, a secret, a signature."""


@dataclass(frozen=True)
class Issue:
    """The common data of every token: tenant, audience, time of issue, lifetime in seconds."""

    tenant_id: str
    audience: str
    now: int
    lifetime: int

    def claims(self, app: App) -> dict[str, Any]:
        """Return the claims that do not depend on who signed in."""
        seconds = instants.seconds_since_1970(self.now)
        return {
            "aud": self.audience,
            "iss": issuer(self.tenant_id),
            "iat": seconds,
            "nbf": seconds,
            "exp": seconds + self.lifetime,
            **of_every_token(self.tenant_id, app),
        }


class Tokens:
    """Signs and reads tokens."""

    def __init__(self, key: SigningKey) -> None:
        self._key = key

    def for_application(self, app: App, issue: Issue, proof: str = BY_SECRET, **more: Any) -> str:
        """Return an application token with the application's current roles."""
        who = of_application(issue.tenant_id, app) | {"appidacr": proof}
        return self._key.sign(issue.claims(app) | who | more)

    def for_user(self, app: App, user: User, scopes: str, issue: Issue, proof: str = BY_NOTHING) -> str:
        """Return a delegated token: the application acts for the user, within the scopes."""
        who = of_user(app, user) | {"scp": scopes, "appidacr": proof}
        return self._key.sign(issue.claims(app) | who)

    def signed(self, claims: dict[str, Any]) -> str:
        """Return a signed token with these claims, such as an id token."""
        return self._key.sign(claims)

    def unsigned(self, text: str) -> dict[str, Any] | None:
        """Return the claims of a token that this emulator signed, or None for any other text."""
        try:
            claims: dict[str, Any] = jwt.decode(text, self._key.public, algorithms=["RS256"], options=_only_signed())
        except jwt.InvalidTokenError:
            return None
        return claims

    def read(self, text: str) -> Token:
        """Return the access token in a text; raise TokenError unless this emulator signed it."""
        try:
            return Token(jwt.decode(text, self._key.public, algorithms=["RS256"], options=_only_signed()))
        except jwt.InvalidSignatureError as problem:
            msg = "Access token validation failure."
            raise TokenError(msg) from problem
        except jwt.InvalidTokenError as problem:
            msg = "CompactToken parsing failed with error code: 80049217"
            raise TokenError(msg) from problem

    def public_keys(self) -> dict[str, Any]:
        """Return the JSON Web Key Set with the public key."""
        return self._key.key_set()


def issuer(tenant_id: str) -> str:
    """Return the issuer (`iss`) of the tenant's tokens."""
    return f"https://sts.windows.net/{tenant_id}/"


def _only_signed() -> Options:
    """Return options that check only the signature; times and audience are checked elsewhere."""
    return {"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False}
