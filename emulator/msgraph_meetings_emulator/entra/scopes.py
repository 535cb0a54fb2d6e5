"""The scopes of a sign-in: the resource, its permissions, and the scopes of OpenID Connect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgraph_meetings_emulator.entra.names import check_resource
from msgraph_meetings_emulator.front.errors import SignInError

if TYPE_CHECKING:
    from msgraph_meetings_emulator.state.state import State

OPENID = ("openid", "profile", "email", "offline_access")
_EVERYTHING = ".default"
_CONSENTED = ("OnlineMeetings.ReadWrite", "User.Read")
_TWO_RESOURCES = (
    "Provided value for the input parameter scope is not valid because it contains more than one resource. Scope {} is "
    "not valid."
)


@dataclass(frozen=True)
class Scopes:
    """The requested scopes of a user's sign-in, and their resource."""

    words: tuple[str, ...]
    resource: str

    @classmethod
    def read(cls, text: str, state: State) -> Scopes:
        """Return the scopes in a text; raise SignInError if they name two resources or an unknown one.

        A permission without a resource belongs to Microsoft Graph.
        """
        words = tuple(text.split())
        named = {_resource(word) or state.cloud.graph for word in words if word not in OPENID}
        if len(named) > 1:
            raise SignInError(400, "invalid_scope", 28000, _TWO_RESOURCES.format(text))
        resource = named.pop() if named else state.cloud.graph
        check_resource(state, resource)
        return cls(words, resource)

    @property
    def permissions(self) -> str:
        """The value of the access token's claim `scp`."""
        granted = [name for word in self._own for name in _granted(word.rpartition("/")[2])]
        signed_in = [word for word in self.words if word in OPENID and word != "offline_access"]
        return " ".join(dict.fromkeys([*granted, *signed_in]))

    @property
    def answered(self) -> str:
        """The answer's `scope`: the permissions as the client wrote them, which MSAL uses as key of its cache."""
        everything = [word for word in self._own if word.endswith(f"/{_EVERYTHING}")]
        expanded = [f"{_resource(word)}/{name}" for word in everything for name in _CONSENTED]
        signed_in = [word for word in self.words if word in OPENID and word != "offline_access"]
        return " ".join(dict.fromkeys([*expanded, *self._own, *signed_in]))

    @property
    def wants_id_token(self) -> bool:
        """True if the client asks for an id token."""
        return "openid" in self.words

    @property
    def wants_refresh_token(self) -> bool:
        """True if the client asks for a refresh token."""
        return "offline_access" in self.words

    @property
    def _own(self) -> list[str]:
        return [word for word in self.words if word not in OPENID]


def _resource(word: str) -> str:
    return word.rpartition("/")[0]


def _granted(name: str) -> tuple[str, ...]:
    return _CONSENTED if name == _EVERYTHING else (name,)
