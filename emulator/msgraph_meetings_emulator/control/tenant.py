"""Control paths for the tenant: users, applications with their credentials, access policies."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from msgraph_meetings_emulator.control.inputs import NO_CONTENT, body_of, checked, found, id_in, state_of
from msgraph_meetings_emulator.entra.certificate_assertions import is_certificate
from msgraph_meetings_emulator.front.errors import AdminError
from msgraph_meetings_emulator.front.lookalikes import SECRET, hint, is_client_secret
from msgraph_meetings_emulator.state import instants
from msgraph_meetings_emulator.state.directory import KINDS, App, FederatedCredential, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request


async def read_directory(request: Request) -> Response:
    """Return the directory: tenant, users and applications, without the applications' secrets."""
    shown = state_of(request).directory.to_json()
    for app in shown["apps"].values():
        del app["secret"]
    return JSONResponse(shown)


async def change_tenant(request: Request) -> Response:
    """Change the tenant's access policy, block federation, or set the identities of the machine and the browsers."""
    changes = await body_of(request, dict)
    for name, value in changes.items():
        if name not in _TENANT or not _TENANT[name][0](value):
            said = "; ".join(f"{known!r} is {kind}" for known, (_, kind) in _TENANT.items())
            raise AdminError(400, f"These properties of the tenant can be set: {said}.")
    for name, value in changes.items():
        if name == "access_policy":
            _set_policy(request, None, value, state_of(request).choices.policy_delay_minutes)
        else:
            setattr(state_of(request).directory, name, value)
    return _kept(request)


async def put_user(request: Request) -> Response:
    """Add a user, or change some of a user's properties; `policy_delay_minutes` delays this user's access policy."""
    directory, user_id = state_of(request).directory, id_in(request)
    known = directory.users.get(user_id)
    old = asdict(known or User(user_id, f"{user_id}@{directory.domain}", user_id))
    changes = await body_of(request, dict)
    minutes = _minutes(changes.pop("policy_delay_minutes", state_of(request).choices.policy_delay_minutes))
    user = User(**_replaced(old, changes, "id"))
    if user.access_policy is not None and not _is_list_of_text(user.access_policy):
        raise AdminError(400, "'access_policy' is a list of client ids, or null for the tenant's own.")
    if not isinstance(user.upn, str) or not isinstance(user.display_name, str):
        raise AdminError(400, "The 'upn' and the 'display_name' of a user are text.")
    if user.kind not in KINDS or not isinstance(user.licensed, bool) or not isinstance(user.dial_in, bool):
        kinds = ", ".join(KINDS)
        raise AdminError(400, f"The 'kind' of a user is one of {kinds}; 'licensed' and 'dial_in' are true or false.")
    policy, user.access_policy = user.access_policy, old["access_policy"]
    directory.users[user_id] = user
    if "access_policy" in changes:  # even if unchanged: this cancels a pending policy
        _set_policy(request, user_id, policy, minutes)
    return _kept(request)


async def put_app(request: Request) -> Response:
    """Add an application, or change some of its properties."""
    directory, client_id = state_of(request).directory, id_in(request)
    known = directory.apps.get(client_id)
    old = asdict(known or App(client_id, secret=""))
    new = _replaced(old, await body_of(request, dict), "client_id")
    if not isinstance(new["secret"], str) or not _is_list_of_text(new["roles"]):
        raise AdminError(400, "The 'secret' of an application is text, and its 'roles' are a list of texts.")
    if not isinstance(new["display_name"], str) or not isinstance(new["public_client"], bool):
        raise AdminError(400, "The 'display_name' of an application is text; 'public_client' is true or false.")
    if is_client_secret(new["secret"]):
        raise AdminError(400, hint(SECRET, directory.tenant_id, next(iter(directory.apps))))
    _check_proofs(new)
    directory.apps[client_id] = checked(lambda: App.from_json(new))
    return _kept(request)


async def add_federated_credential(request: Request) -> Response:
    """Add a federated credential to an application."""
    app = found(state_of(request).directory.apps, id_in(request))
    body = await body_of(request, dict)
    credential = checked(lambda: FederatedCredential.from_json(body))
    if credential not in app.federated_credentials:
        app.federated_credentials.append(credential)
    return _kept(request)


async def remove_user(request: Request) -> Response:
    """Remove a user from the directory, with the user's pending access policy."""
    directory, user_id = state_of(request).directory, id_in(request)
    answer = _removed(request, directory.users)
    directory.pending_policies = [one for one in directory.pending_policies if one.user_id != user_id]
    return answer


async def remove_app(request: Request) -> Response:
    """Remove an application from the directory."""
    return _removed(request, state_of(request).directory.apps)


def routes() -> list[Route]:
    """Return the routes."""
    return [
        Route("/directory", read_directory, methods=["GET"]),
        Route("/directory", change_tenant, methods=["PATCH"]),
        Route("/directory/users/{id}", put_user, methods=["PUT"]),
        Route("/directory/users/{id}", remove_user, methods=["DELETE"]),
        Route("/directory/apps/{id}", put_app, methods=["PUT"]),
        Route("/directory/apps/{id}", remove_app, methods=["DELETE"]),
        Route("/directory/apps/{id}/federated-credentials", add_federated_credential, methods=["POST"]),
    ]


def _removed(request: Request, entries: dict[str, Any]) -> Response:
    if entries.keys() == {id_in(request)}:
        raise AdminError(409, "The last user or application cannot be removed: the emulator needs one of each.")
    entries.pop(id_in(request), None)
    return _kept(request)


def _replaced(old: dict[str, Any], changes: dict[str, Any], key: str) -> dict[str, Any]:
    if not changes.keys() <= old.keys() - {key}:
        raise AdminError(400, f"These properties can be set: {', '.join(sorted(old.keys() - {key}))}.")
    return old | changes


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _check_proofs(app: dict[str, Any]) -> None:
    """Raise AdminError if an application has no credential, or a certificate that is not in PEM."""
    certificates, credentials = app["certificates"], app["federated_credentials"]
    if not _is_list_of_text(certificates) or not all(map(is_certificate, certificates)):
        raise AdminError(400, "The 'certificates' of an application are a list of certificates in PEM.")
    if not isinstance(credentials, list):
        raise AdminError(400, "The 'federated_credentials' of an application are a list.")
    if not (app["secret"] or certificates or credentials):
        raise AdminError(400, "An application needs a 'secret', 'certificates' or 'federated_credentials'.")


def _minutes(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise AdminError(400, "'policy_delay_minutes' is a whole number that is not negative.")
    return value


def _set_policy(request: Request, user_id: str | None, policy: list[str] | None, minutes: int) -> None:
    """Set an access policy, which applies after these minutes."""
    state = state_of(request)
    now = state.clock.now()
    state.directory.set_policy(user_id, policy, now + minutes * 60 * instants.TICKS_PER_SECOND)
    state.directory.settle(now)


_CLIENT_IDS = (_is_list_of_text, "a list of client ids")
_TENANT: dict[str, tuple[Callable[[Any], bool], str]] = {
    "access_policy": _CLIENT_IDS,
    "federation_blocked": (lambda value: isinstance(value, bool), "true or false"),
    "system_identity": (lambda value: value is None or isinstance(value, str), "a client id or null"),
    "user_identities": _CLIENT_IDS,
    "browser_user": (lambda value: value is None or isinstance(value, str), "a user id or null"),
}


def _kept(request: Request) -> Response:
    state_of(request).keep_directory()
    return Response(status_code=NO_CONTENT)
