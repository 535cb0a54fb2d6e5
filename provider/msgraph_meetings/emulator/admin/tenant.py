"""The tenant of a running emulator: users, applications, access policies, tokens without a sign-in."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from msgraph_meetings.emulator.directory import App, User
from msgraph_meetings.emulator.errors import AdminError

from .inputs import NO_CONTENT, body_of, state_of

if TYPE_CHECKING:
    from starlette.requests import Request

DEFAULT_SCOPES = "OnlineMeetings.ReadWrite"


async def read_directory(request: Request) -> Response:
    """Return tenant, users and applications, without the applications' secrets."""
    shown = state_of(request).directory.to_json()
    for app in shown["apps"].values():
        del app["secret"]
    return JSONResponse(shown)


async def change_tenant(request: Request) -> Response:
    """Change the tenant's own application access policy."""
    policy = (await body_of(request, dict)).get("access_policy")
    if not _is_list_of_text(policy):
        raise AdminError(400, "'access_policy' is a list of client ids.")
    state_of(request).directory.access_policy = policy
    return _kept(request)


async def put_user(request: Request) -> Response:
    """Add a user, or change some of a user's properties."""
    directory, user_id = state_of(request).directory, request.path_params["id"].lower()
    names = {"upn": f"{user_id}@{directory.domain}", "display_name": user_id, "access_policy": None}
    old = asdict(directory.users[user_id]) if user_id in directory.users else {"id": user_id, **names}
    user = User(**_replaced(old, await body_of(request, dict), "id"))
    if user.access_policy is not None and not _is_list_of_text(user.access_policy):
        raise AdminError(400, "'access_policy' is a list of client ids, or null for the tenant's own.")
    directory.users[user_id] = user
    return _kept(request)


async def put_app(request: Request) -> Response:
    """Register an application, or change its secret or roles."""
    directory, client_id = state_of(request).directory, request.path_params["id"].lower()
    known = directory.apps.get(client_id)
    old = asdict(known or App(client_id, secret=""))
    app = App(**_replaced(old, await body_of(request, dict), "client_id"))
    if not app.secret or not _is_list_of_text(app.roles):
        raise AdminError(400, "An application has a 'secret', and a list of 'roles'.")
    directory.apps[client_id] = app
    return _kept(request)


async def remove_user(request: Request) -> Response:
    """Take a user out of the directory."""
    return _removed(request, state_of(request).directory.users)


async def remove_app(request: Request) -> Response:
    """Take an application out of the directory."""
    return _removed(request, state_of(request).directory.apps)


async def mint_token(request: Request) -> Response:
    """Return an access token without a sign-in: an application's, or a delegated one of the `user` named."""
    wish, state = await body_of(request, dict), state_of(request)
    directory, issue = state.directory, state.issue(f"https://{request.headers['host']}")
    app = _found(directory.apps, wish.get("client_id") or next(iter(directory.apps), ""))
    if wish.get("user") is None:
        token = state.tokens.for_application(app, issue)
    else:
        user = _found(directory.users, wish["user"])
        token = state.tokens.for_user(app, user, str(wish.get("scopes", DEFAULT_SCOPES)), issue)
    return JSONResponse({"access_token": token, "expires_in": issue.lifetime})


def routes() -> list[Route]:
    """Return the routes."""
    return [
        Route("/directory", read_directory, methods=["GET"]),
        Route("/directory", change_tenant, methods=["PATCH"]),
        Route("/directory/users/{id}", put_user, methods=["PUT"]),
        Route("/directory/users/{id}", remove_user, methods=["DELETE"]),
        Route("/directory/apps/{id}", put_app, methods=["PUT"]),
        Route("/directory/apps/{id}", remove_app, methods=["DELETE"]),
        Route("/tokens", mint_token, methods=["POST"]),
    ]


def _removed(request: Request, entries: dict[str, Any]) -> Response:
    if entries.keys() == {request.path_params["id"].lower()}:
        raise AdminError(409, "The last one stays: nobody could use the emulator without it.")
    entries.pop(request.path_params["id"].lower(), None)
    return _kept(request)


def _replaced(old: dict[str, Any], changes: dict[str, Any], key: str) -> dict[str, Any]:
    if not changes.keys() <= old.keys() - {key}:
        raise AdminError(400, f"What can be set is {', '.join(sorted(old.keys() - {key}))}.")
    return old | changes


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _found(entries: dict[str, Any], name: Any) -> Any:
    if name not in entries:
        raise AdminError(404, f"{name!r} is not in the directory.")
    return entries[name]


def _kept(request: Request) -> Response:
    state_of(request).keep_directory()
    return Response(status_code=NO_CONTENT)
