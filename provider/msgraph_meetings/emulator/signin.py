"""The token endpoint, and the documents by which MSAL and other clients find it."""

from __future__ import annotations

import base64
import re
import secrets
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .call import Call, call_of
from .errors import SignInError
from .tokens import names_graph

if TYPE_CHECKING:
    from starlette.requests import Request

    from .directory import App

_DEFAULT_SCOPE = "/.default"
_MISSING_CREDENTIAL = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."
_WRONG_CREDENTIAL = (
    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, "
    "not the client secret ID, for a secret added to app '{}'."
)
_UNKNOWN_TENANT = (
    "Tenant '{}' not found. Check to make sure you have the correct tenant ID and are signing into the correct "
    "cloud. Check with your subscription administrator, this may happen if there are no active subscriptions "
    "for the tenant."
)
_UNKNOWN_APP = (
    "Application with identifier '{}' was not found in the directory '{}'. This can happen if the application "
    "has not been installed by the administrator of the tenant or consented to by any user in the tenant. You "
    "may have sent your authentication request to the wrong tenant."
)
_BAD_SCOPE = (
    "The provided value for scope {} is not valid. Client credential flows must have a scope value with /.default "
    "suffixed to the resource identifier (application ID URI)."
)
_UNKNOWN_RESOURCE = "The resource principal named {} was not found in the tenant named {}."


async def discovery(request: Request) -> Response:
    """Return the OpenID configuration of the tenant."""
    state = call_of(request).state
    root = f"{_origin(request)}/{_tenant(request)}"
    return JSONResponse(
        {
            "issuer": f"{_origin(request)}/{state.directory.tenant_id}/v2.0",
            "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
            "token_endpoint": f"{root}/oauth2/v2.0/token",
            "jwks_uri": f"{root}/discovery/v2.0/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid"],
            "msgraph_host": request.headers["host"],
        },
    )


async def instance_discovery(request: Request) -> Response:
    """Return the names of the authority's own host: what MSAL asks about a host that it does not know."""
    asked = urlsplit(request.query_params.get("authorization_endpoint", ""))
    tenant = asked.path.strip("/").split("/")[0] or "common"
    host = request.headers["host"]
    return JSONResponse(
        {
            "tenant_discovery_endpoint": f"{_origin(request)}/{tenant}/v2.0/.well-known/openid-configuration",
            "api-version": "1.1",
            "metadata": [{"preferred_network": host, "preferred_cache": host, "aliases": [host]}],
        },
    )


async def keys(request: Request) -> Response:
    """Return the public half of the key that signs tokens."""
    _tenant(request)
    return JSONResponse(call_of(request).state.tokens.public_keys())


async def token(request: Request) -> Response:
    """Answer the client credentials grant: a right secret gives a token."""
    call = call_of(request)
    _tenant(request)
    form = dict(parse_qsl((await request.body()).decode(errors="replace")))
    _check_grant(form)
    app = _app(call, request, form)
    audience = _audience(call, form)
    issue = call.state.issue(audience)
    issued = call.state.tokens.for_application(app, issue)
    answer = {
        "token_type": "Bearer",
        "expires_in": issue.lifetime,
        "ext_expires_in": issue.lifetime,
        "access_token": issued,
    }
    return JSONResponse(answer, headers={"Cache-Control": "no-store, no-cache", "Pragma": "no-cache"})


def routes() -> list[Route]:
    """Return the routes."""
    return [
        Route("/common/discovery/instance", instance_discovery),
        Route("/{tenant}/v2.0/.well-known/openid-configuration", discovery),
        Route("/{tenant}/discovery/v2.0/keys", keys),
        Route("/{tenant}/oauth2/v2.0/token", token, methods=["POST"]),
    ]


def _origin(request: Request) -> str:
    return f"https://{request.headers['host']}"


def _tenant(request: Request) -> str:
    name: str = unquote_plus(request.path_params["tenant"])
    if not call_of(request).state.directory.is_tenant(name):
        raise SignInError(400, "invalid_request", 90002, _UNKNOWN_TENANT.format(name))
    return name


def _check_grant(form: dict[str, str]) -> None:
    grant = _required(form, "grant_type")
    if grant != "client_credentials":
        raise SignInError(
            400,
            "unsupported_grant_type",
            70003,
            f"The app requested an unsupported grant type '{grant}'.",
        )


def _required(form: dict[str, str], name: str) -> str:
    if not form.get(name):
        text = f"The request body must contain the following parameter: '{name}'."
        raise SignInError(400, "invalid_request", 900144, text)
    return form[name]


def _app(call: Call, request: Request, form: dict[str, str]) -> App:
    """Return the application that the request proves to be."""
    directory = call.state.directory
    given = {**form, **_basic(request.headers.get("authorization", ""))}
    client_id = _required(given, "client_id").lower()
    app = directory.apps.get(client_id)
    if app is None:
        text = _UNKNOWN_APP.format(client_id, directory.tenant_id)
        raise SignInError(400, "unauthorized_client", 700016, text)
    if not given.get("client_secret"):
        raise SignInError(401, "invalid_client", 7000218, _MISSING_CREDENTIAL)
    if not secrets.compare_digest(given["client_secret"].encode(), app.secret.encode()):
        raise SignInError(401, "invalid_client", 7000215, _WRONG_CREDENTIAL.format(client_id))
    return app


def _basic(authorization: str) -> dict[str, str]:
    """Return client id and secret from a Basic header, where some OAuth libraries send them."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": unquote_plus(client_id), "client_secret": unquote_plus(secret)}


def _audience(call: Call, form: dict[str, str]) -> str:
    """Return the resource that the scope names."""
    scope = _required(form, "scope")
    if not re.fullmatch(r"\S+/\.default", scope):
        raise SignInError(400, "invalid_scope", 1002012, _BAD_SCOPE.format(scope))
    resource = scope.removesuffix(_DEFAULT_SCOPE)
    if not names_graph(resource, call.state.hosts):
        text = _UNKNOWN_RESOURCE.format(resource, call.state.directory.tenant_id)
        raise SignInError(400, "invalid_resource", 500011, text)
    return resource
