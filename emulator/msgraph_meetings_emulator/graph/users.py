"""The routes of users, which clients read before they ask for a meeting."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from starlette.routing import Route

from msgraph_meetings_emulator.front.answers import graph_json
from msgraph_meetings_emulator.front.call import Call, call_of
from msgraph_meetings_emulator.front.errors import GraphError
from msgraph_meetings_emulator.graph.access import bearer
from msgraph_meetings_emulator.graph.query import option_values
from msgraph_meetings_emulator.graph.selection import selection_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from msgraph_meetings_emulator.front.token import Token
    from msgraph_meetings_emulator.state.directory import User

_READ_ALL = frozenset(
    {
        "User.ReadBasic.All",
        "User.Read.All",
        "User.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    }
)
_DELEGATED_ONLY = frozenset({"User.ReadBasic.All"})
"""An application can have this permission, but cannot read users with it (graph contract, section 14)."""
_READ_OWN = _READ_ALL | {"User.Read", "User.ReadWrite"}
_FILTER = re.compile(r"\s*(?P<name>mail|userPrincipalName|id)\s+eq\s+'(?P<value>(?:[^']|'')*)'\s*", re.IGNORECASE)


async def me(request: Request) -> Response:
    """Return the signed-in user."""
    call = call_of(request)
    token = bearer(call)
    if token.is_application:
        raise GraphError(400, "BadRequest", "/me request is only valid with delegated authentication flow.")
    _check_permission(call, token, _READ_OWN)
    return _answer(request, _by_name(call, token.object_id))


async def get(request: Request) -> Response:
    """Return the user with an object id or a user principal name."""
    call = call_of(request)
    token = bearer(call)
    named = unquote(request.path_params["user"])
    is_own = not token.is_application and named.lower() == token.object_id
    _check_permission(call, token, _READ_OWN if is_own else _READ_ALL)
    return _answer(request, _by_name(call, named))


async def find(request: Request) -> Response:
    """Return all users, or those that match a filter."""
    call = call_of(request)
    _check_permission(call, bearer(call), _READ_ALL)
    wanted = option_values(request, "$filter")
    users = call.state.directory.users.values()
    selection = selection_of(request)
    found = [_shown(user) for user in users if not wanted or _matches(user, wanted[-1])]
    value = [selection.of(user, call.state.choices) for user in found]
    context = f"{call.state.cloud.graph}/v1.0/$metadata#users{selection.context()}"
    return graph_json({"@odata.context": context, "value": value}, 200, {})


def routes() -> list[Route]:
    """Return the routes."""
    return [
        Route("/v1.0/me", me, methods=["GET"]),
        Route("/v1.0/users", find, methods=["GET"]),
        Route("/v1.0/users/{user}", get, methods=["GET"]),
    ]


def _check_permission(call: Call, token: Token, permissions: frozenset[str]) -> None:
    counts = permissions - _DELEGATED_ONLY if token.is_application else permissions
    if call.state.choices.users_need_permission and not token.permissions & counts:
        raise GraphError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")


def _by_name(call: Call, name: str) -> User:
    for user in call.state.directory.users.values():
        if name.lower() in (user.id, user.upn.lower()):
            return user
    text = f"Resource '{name}' does not exist or one of its queried reference-property objects are not present."
    raise GraphError(404, "Request_ResourceNotFound", text)


def _matches(user: User, condition: str) -> bool:
    found = _FILTER.fullmatch(condition)
    if found is None:
        text = "The emulator knows filters on mail, userPrincipalName and id, with eq."
        raise GraphError(400, "Request_UnsupportedQuery", f"Unsupported or invalid query filter clause. {text}")
    shown = {name.lower(): value for name, value in _shown(user).items()}
    return str(shown[found["name"].lower()]).lower() == found["value"].replace("''", "'").lower()


def _answer(request: Request, user: User) -> Response:
    state, selection = call_of(request).state, selection_of(request)
    context = f"{state.cloud.graph}/v1.0/$metadata#users{selection.context()}/$entity"
    return graph_json({"@odata.context": context} | selection.of(_shown(user), state.choices), 200, {})


def _shown(user: User) -> dict[str, Any]:
    """Return a user with the properties that Graph returns without `$select`."""
    given, _, family = user.display_name.partition(" ")
    return {
        "businessPhones": [],
        "displayName": user.display_name,
        "givenName": given,
        "jobTitle": None,
        "mail": user.upn,
        "mobilePhone": None,
        "officeLocation": None,
        "preferredLanguage": None,
        "surname": family or None,
        "userPrincipalName": user.upn,
        "id": user.id,
    }
