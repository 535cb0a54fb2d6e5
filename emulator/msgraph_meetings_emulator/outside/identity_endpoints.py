"""The managed identity endpoints, one for each kind of Azure host.

They are the hosts that MSAL knows. Each has its own way to check that the caller is on the machine, and its own form of
answers. Sources: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token,
https://learn.microsoft.com/azure/app-service/overview-managed-identity,
https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication,
https://learn.microsoft.com/azure/service-fabric/how-to-managed-identity-service-fabric-app-code. These errors are the
emulator's own: a missing version except for Service Fabric, a wrong resource for App Service, Arc and Machine Learning,
a wrong header for App Service and Machine Learning.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from msgraph_meetings_emulator.entra.names import check_resource
from msgraph_meetings_emulator.entra.principals import identity_resource_id, machine_resource_id, principal_id
from msgraph_meetings_emulator.entra.tokens import BY_SIGNATURE
from msgraph_meetings_emulator.front.answers import sign_in_error_body
from msgraph_meetings_emulator.front.call import call_of
from msgraph_meetings_emulator.front.errors import HostError, SignInError
from msgraph_meetings_emulator.outside.host_names import IDENTITY_HEADER, PATHS
from msgraph_meetings_emulator.state import instants

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from msgraph_meetings_emulator.state.directory import App

    Body = Callable[[str, str], dict[str, Any]]

FABRIC_VERSIONS = ("2019-07-01-preview", "2020-05-01")
"""The API versions of Service Fabric: the documented one, and the stable one that newer libraries use."""
_NO_VERSION = "The query parameter 'api-version' is missing or empty."
_CHOOSERS = {
    "client_id": "client",
    "clientid": "client",
    "object_id": "principal",
    "principal_id": "principal",
    "mi_res_id": "resource",
    "msi_res_id": "resource",
}
"""The parameters that choose an identity; here every host accepts the names of all hosts."""


async def virtual_machine(request: Request) -> Response:
    """Answer as the metadata service of a virtual machine."""
    _check_metadata(request)
    app = _identity(request, HostError(400, _oauth("invalid_request", "Identity not found")))
    return JSONResponse({name: str(value) for name, value in _token(request, app, _oauth).items()})


async def app_service(request: Request) -> Response:
    """Answer as App Service, Functions and Container Apps."""
    _check_header(request, "x-identity-header", HostError(401, _status(401, "Unauthorized")))
    _check_version(request, _status(400, _NO_VERSION))
    text = "No Managed Identity found for specified ClientId/ResourceId/PrincipalId."
    app = _identity(request, HostError(400, _status(400, text)))
    token = _token(request, app, lambda _, text: _status(500, text))
    return JSONResponse(_picked(token, "client_id") | {"expires_on": str(token["expires_on"])})


async def machine_learning(request: Request) -> Response:
    """Answer as a compute of Machine Learning."""
    _check_header(request, "secret", HostError(401, _status(401, "Unauthorized")))
    _check_version(request, _status(400, _NO_VERSION))
    app = _identity(request, HostError(400, _status(400, "Identity not found")))
    token = _token(request, app, lambda _, text: _status(400, text))
    return JSONResponse(_picked(token, "client_id") | {"expires_on": str(token["expires_on"])})


async def service_fabric(request: Request) -> Response:
    """Answer as a cluster of Service Fabric, whose application has the one identity of its manifest."""
    _check_fabric(request)
    text = "Managed identity not found for the specified application host."
    unknown = HostError(404, _fabric(request, "ManagedIdentityNotFound", text))
    _check_header(request, "secret", unknown)
    app = _identity(request, unknown)
    try:
        token = _token(request, app, _oauth)
    except HostError as problem:
        # A cluster does not pass on Entra's message about the resource.
        raise HostError(500, _fabric(request, "InternalServerError", "An error occurred.")) from problem
    return JSONResponse(_picked(token))


async def arc(request: Request) -> Response:
    """Answer as the agent of Azure Arc: the caller must send the key that the agent writes to a file."""
    _check_metadata(request)
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme != "Basic" or not call_of(request).state.arc_keys.spend(key):
        return _challenge(request)
    app = _identity(request, HostError(400, _oauth("invalid_request", "Identity not found")))
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


def _check_fabric(request: Request) -> None:
    """Raise HostError if a header or parameter that Service Fabric needs is missing or wrong."""
    query = request.query_params
    if not request.headers.get("secret"):
        raise HostError(400, _fabric(request, "SecretHeaderNotFound", "Secret is not found in the request headers."))
    version = query.get("api-version", "")
    if version not in FABRIC_VERSIONS:
        text = f"The api-version '{version}' is not supported. Supported version is '{FABRIC_VERSIONS[0]}'."
        raise HostError(400, _fabric(request, "InvalidApiVersion", text))
    if not query.get("resource"):
        text = "The parameter 'resource' should not be null or empty string."
        raise HostError(400, _fabric(request, "ArgumentNullOrEmpty", text))


def _check_header(request: Request, name: str, problem: HostError) -> None:
    if request.headers.get(name) != IDENTITY_HEADER:
        raise problem


def _check_metadata(request: Request) -> None:
    """Check what a virtual machine and Arc ask for alike."""
    if request.headers.get("metadata") != "true":
        raise HostError(400, _oauth("invalid_request", "Required metadata header not specified"))
    _check_version(request, _oauth("invalid_request", _NO_VERSION))


def _check_version(request: Request, body: dict[str, Any]) -> None:
    if not request.query_params.get("api-version"):
        raise HostError(400, body)


def _identity(request: Request, problem: HostError) -> App:
    """Return the identity that the parameters of the request choose, or the machine's own; raise `problem` if none."""
    directory, query = call_of(request).state.directory, request.query_params
    chosen = {name: query[name].lower() for name in _CHOOSERS if query.get(name)}

    def fits(app: App) -> bool:
        known = _names(app, directory.tenant_id)
        return all(known[_CHOOSERS[name]].lower() == value for name, value in chosen.items())

    app = directory.managed_identity(fits if chosen and request.url.path != PATHS["service-fabric"] else None)
    if app is None:
        raise problem
    return app


def _names(app: App, tenant_id: str) -> dict[str, str]:
    return {
        "client": app.client_id,
        "principal": principal_id(tenant_id, app.client_id),
        "resource": identity_resource_id(app.client_id),
    }


def _resource_id(request: Request, app: App) -> str:
    is_own = _CHOOSERS.keys().isdisjoint(request.query_params.keys())
    return machine_resource_id() if is_own else identity_resource_id(app.client_id)


def _token(request: Request, app: App, body: Body) -> dict[str, Any]:
    """Return the data of every host's answer; `body` builds the error body for an unknown resource."""
    state = call_of(request).state
    resource = request.query_params.get("resource", "")
    try:
        check_resource(state, resource)
    except SignInError as problem:
        said = sign_in_error_body(call_of(request), problem.error, problem.number, problem.text)
        raise HostError(400, body(problem.error, said["error_description"])) from problem
    issue = state.issue(resource)
    now = instants.seconds_since_1970(issue.now)
    return {
        "access_token": state.tokens.for_application(app, issue, BY_SIGNATURE, xms_mirid=_resource_id(request, app)),
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


def _fabric(request: Request, code: str, text: str) -> dict[str, Any]:
    return {"error": {"correlationId": call_of(request).request_id, "code": code, "message": text}}
