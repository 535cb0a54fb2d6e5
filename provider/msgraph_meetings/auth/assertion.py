"""A token of another issuer that proves an app to Entra (a federated credential)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.auth.entra import Proof
from msgraph_meetings.auth.tokens import Token
from msgraph_meetings.errors import cut

if TYPE_CHECKING:
    from collections.abc import Callable


class Assertion:
    """Gets an assertion when MSAL needs one, and remembers the claims that messages may show.

    Args:
        get: returns a current token.
    """

    def __init__(self, get: Callable[[], str]) -> None:
        self._get = get
        self._last = Token.of("")

    def proof(self, settings: str) -> Proof:
        """Return the proof in MSAL's form.

        Args:
            settings: the settings that it comes from.
        """
        return Proof({"client_assertion": self.fresh}, settings, self.described)

    def fresh(self) -> str:
        """Return a current token; MSAL asks once for each request to Entra."""
        self._last = Token.of(self._get())
        return self._last.value

    def described(self) -> str:
        """The claims that Entra compares with the app's federated credentials; they are not secret."""
        claims = [
            f"{name} {cut(str(self._last.claims[name]), 200)!r}" for name in _COMPARED if name in self._last.claims
        ]
        if not claims:
            return "The OIDC token is not a JWT."
        return f"The OIDC token has {', '.join(claims)}; a federated credential of the app must have exactly these."


_COMPARED = ("iss", "sub", "aud")
