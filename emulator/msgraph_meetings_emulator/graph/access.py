"""Authorization of requests to Graph: token, organizer, permission, access policy.

The order of the checks is the service's where it was recorded: an unknown user comes before all checks that depend on
the user, and a list without a filter comes before the application access policy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgraph_meetings_emulator.front.call import Call, call_of
from msgraph_meetings_emulator.front.errors import GraphError
from msgraph_meetings_emulator.front.token import Token, names_graph
from msgraph_meetings_emulator.state.choices import EMPTY_TOKEN_MESSAGE, POLICY_MISSING_MESSAGE

if TYPE_CHECKING:
    from starlette.requests import Request

    from msgraph_meetings_emulator.state.directory import User

_READ = frozenset(
    {"OnlineMeetings.Read", "OnlineMeetings.ReadWrite", "OnlineMeetings.Read.All", "OnlineMeetings.ReadWrite.All"},
)
_WRITE = frozenset({"OnlineMeetings.ReadWrite", "OnlineMeetings.ReadWrite.All"})


@dataclass(frozen=True)
class Access:
    """A request whose token and permission are checked, and its organizer; the access policy is not checked yet."""

    call: Call
    token: Token
    organizer: User

    def check_policy(self) -> None:
        """Raise GraphError if no access policy allows the application to act for the organizer."""
        if not self._has_policy(self.organizer):
            raise GraphError(403, "Forbidden", POLICY_MISSING_MESSAGE)

    def check_lookup(self) -> None:
        """Check like `check_policy`; an application that may act for other users only gets error 3003."""
        users = self.call.state.directory.users.values()
        if not self._has_policy(self.organizer) and any(map(self._has_policy, users)):
            raise GraphError(403, "Forbidden", "3003: User does not have access to lookup meeting")
        self.check_policy()

    def _has_policy(self, organizer: User) -> bool:
        state = self.call.state
        allowed = state.directory.may_act_for(self.token.app_id, organizer, state.clock.now())
        return allowed or not self.token.is_application


def to_read(request: Request) -> Access:
    """Return the access of a request that reads a meeting."""
    return _access(request, _READ)


def to_write(request: Request) -> Access:
    """Return the access of a request that changes a meeting; the access policy is checked too."""
    access = _access(request, _WRITE)
    access.check_policy()
    return access


def for_the_tenant(request: Request) -> Call:
    """Return the call of an application that filters all meetings of the tenant; no access policy applies."""
    call = call_of(request)
    token = bearer(call)
    _check_cloud(call)
    if not (token.is_application and token.permissions & _READ):
        raise GraphError(403, "Forbidden", call.state.choices.permission_missing_message)
    return call


def bearer(call: Call) -> Token:
    """Return the token of a request; raise GraphError (401) if it is missing or not valid."""
    token = call.token
    if not isinstance(token, Token):
        raise _unauthorized(call, str(token) or EMPTY_TOKEN_MESSAGE)
    if token.expired(call.state.clock.now()):
        raise _unauthorized(call, "Access token has expired or is not yet valid.")
    if not names_graph(str(token.claims["aud"]), call.state.hosts):
        raise _unauthorized(call, "Access token validation failure.")
    return token


def _access(request: Request, permissions: frozenset[str]) -> Access:
    call = call_of(request)
    token = bearer(call)
    _check_cloud(call)
    access = Access(call, token, _organizer(call, token, request.path_params.get("user")))
    if not token.permissions & permissions:
        raise GraphError(403, "Forbidden", call.state.choices.permission_missing_message)
    _check_person(call, access.organizer)
    return access


def _check_cloud(call: Call) -> None:
    """Raise GraphError in a cloud without online meetings."""
    if not call.state.cloud.has_meetings:
        raise GraphError(400, "BadRequest", "Resource not found for the segment 'onlineMeetings'.")


def _check_person(call: Call, organizer: User) -> None:
    """Raise GraphError for a user who cannot have online meetings."""
    if organizer.kind == "guest":
        raise GraphError(403, "Forbidden", "")
    if organizer.kind == "personal":
        raise GraphError(403, "AuthenticationError", "Error authenticating with resource")
    if not organizer.licensed:
        raise GraphError(404, call.state.choices.licence_missing_code, "")


def _organizer(call: Call, token: Token, segment: str | None) -> User:
    """Return the user of the path, or the signed-in user for /me."""
    users = call.state.directory.users
    if segment is None:
        if token.is_application:
            raise GraphError(400, "BadRequest", "/me request is only valid with delegated authentication flow.")
        named = token.object_id
    else:
        named = unquote(segment).lower()
        is_own = named == token.object_id and not call.state.choices.own_user_path_refused
        if not token.is_application and not is_own:
            raise GraphError(400, "General", _mismatch(token.object_id, unquote(segment)))
    if named not in users:
        raise GraphError(404, "UnknownError", "")
    return users[named]


def _mismatch(signed_in: str, named: str) -> str:
    return (
        f"Organizer ID in token({signed_in}) does not match organizer ID in request url({named}). "
        "With delegated permission only /me endpoint is supported."
    )


def _unauthorized(call: Call, message: str) -> GraphError:
    challenge = (
        f'Bearer realm="", authorization_uri="{call.state.cloud.login}/common/oauth2/authorize", '
        'client_id="00000003-0000-0000-c000-000000000000"'
    )
    return GraphError(401, "InvalidAuthenticationToken", message, {"WWW-Authenticate": challenge})
