"""The endpoints at which a machine in Azure asks for the token of its managed identity, one for each kind of host.

They are those that MSAL knows; each has its own way to show that the caller is on the machine, and its own form of
answers. Sources: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token,
https://learn.microsoft.com/azure/app-service/overview-managed-identity,
https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication,
https://learn.microsoft.com/azure/service-fabric/how-to-managed-identity-service-fabric-app-code. What they say of a
wrong resource, and what App Service and Machine Learning say of a wrong header, is this emulator's own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from . import instants
from .call import call_of
from .errors import HostError, SignInError
from .host_names import IDENTITY_HEADER, PATHS
from .names import check_resource
from .tokens import BY_SIGNATURE

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from .directory import App

    Body = Callable[[str, str], dict[str, Any]]


async def virtual_machine(request: Request) -> Response:
    """Answer as the metadata service of a virtual machine."""
    if request.headers.get("metadata") != "true":
        raise HostError(400, _oauth("invalid_request", "Required metadata header not specified"))
    app = _identity(request, "client_id", HostError(400, _oauth("invalid_request", "Identity not found")))
    return JSONResponse({name: str(value) for name, value in _token(request, app, _oauth).items()})


async def app_service(request: Request) -> Response:
    """Answer as App Service, Functions and Container Apps."""
    _check_header(request, "x-identity-header", HostError(401, _status(401, "Unauthorized")))
    text = "No Managed Identity found for specified ClientId/ResourceId/PrincipalId."
    app = _identity(request, "client_id", HostError(400, _status(400, text)))
    token = _token(request, app, lambda _, text: _status(500, text))
    return JSONResponse(_picked(token, "client_id") | {"expires_on": str(token["expires_on"])})


async def machine_learning(request: Request) -> Response:
    """Answer as a compute of Machine Learning."""
    _check_header(request, "secret", HostError(401, _status(401, "Unauthorized")))
    app = _identity(request, "clientid", HostError(400, _status(400, "Identity not found")))
    token = _token(request, app, lambda _, text: _status(400, text))
    return JSONResponse(_picked(token, "client_id") | {"expires_on": str(token["expires_on"])})


async def service_fabric(request: Request) -> Response:
    """Answer as a cluster of Service Fabric, whose application has the one identity of its manifest."""
    _check_header(request, "secret", HostError(400, _fabric("SecretHeaderNotFound", "Secret is not found.")))
    problem = HostError(404, _fabric("ManagedIdentityNotFound", "The managed identity was not found."))
    app = _identity(request, None, problem)
    return JSONResponse(_picked(_token(request, app, lambda _, text: _fabric("ArgumentNullOrEmpty", text))))


async def arc(request: Request) -> Response:
    """Answer as the agent of Azure Arc: only to who can read the key that it writes to a file."""
    if request.headers.get("metadata") != "true":
        raise HostError(400, _oauth("invalid_request", "Required metadata header not specified"))
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme != "Basic" or not call_of(request).state.arc_keys.spend(key):
        return _challenge(request)
    app = _identity(request, "client_id", HostError(400, _oauth("invalid_request", "Identity not found")))
    return JSONResponse(_token(request, app, _oauth))


def routes() -> list[Route]:
    """Return the routes."""
    rooms = (virtual_machine, app_service, arc, service_fabric, machine_learning)
    return [Route(path, room) for path, room in zip(PATHS.values(), rooms, strict=True)]


def _challenge(request: Request) -> Response:
    state = call_of(request).state
    folder = Path(state.settings.arc_key_folder)
    try:
        file = state.arc_keys.new(folder)
    except OSError as problem:
        text = f"The emulator cannot write a key to {folder}: {problem.strerror}."
        raise HostError(500, _oauth("server_error", text)) from problem
    return Response(status_code=401, headers={"WWW-Authenticate": f"Basic realm={file}"})


def _check_header(request: Request, name: str, problem: HostError) -> None:
    if request.headers.get(name) != IDENTITY_HEADER:
        raise problem


def _identity(request: Request, parameter: str | None, problem: HostError) -> App:
    wanted = request.query_params.get(parameter) if parameter else None
    app = call_of(request).state.directory.managed_identity(wanted)
    if app is None:
        raise problem
    return app


def _token(request: Request, app: App, body: Body) -> dict[str, Any]:
    """Return all that any of the hosts answers; `body` makes the refusal of a resource that is none."""
    state = call_of(request).state
    resource = request.query_params.get("resource", "")
    try:
        check_resource(state, resource)
    except SignInError as problem:
        raise HostError(400, body(problem.error, f"AADSTS{problem.number}: {problem.text}")) from problem
    issue = state.issue(resource)
    now = instants.seconds_since_1970(issue.now)
    return {
        "access_token": state.tokens.for_application(app, issue, BY_SIGNATURE),
        "client_id": app.client_id,
        "expires_in": issue.lifetime,
        "expires_on": now + issue.lifetime,
        "not_before": now,
        "resource": resource,
        "token_type": "Bearer",
    }


def _picked(token: dict[str, Any], *more: str) -> dict[str, Any]:
    return {name: token[name] for name in ("access_token", "expires_on", "resource", "token_type", *more)}


def _oauth(error: str, text: str) -> dict[str, Any]:
    return {"error": error, "error_description": text}


def _status(status: int, text: str) -> dict[str, Any]:
    return {"statusCode": status, "message": text}


def _fabric(code: str, text: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": text}}
