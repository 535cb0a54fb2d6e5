"""The token endpoint, and the documents by which MSAL and other clients find it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote_plus

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .call import Call, call_of
from .credentials import proven, required
from .errors import SignInError
from .names import check_resource, check_tenant
from .public_names import sign_in_aliases
from .urls import parts_of

if TYPE_CHECKING:
    from starlette.requests import Request

_DEFAULT_SCOPE = "/.default"
_OPENID_SCOPES = frozenset({"openid", "profile", "offline_access"})
"""What MSAL for Java and for Go ask for beside the resource, in every flow; here they mean nothing."""
_BAD_SCOPE = (
    "The provided value for scope {} is not valid. Client credential flows must have a scope value with /.default "
    "suffixed to the resource identifier (application ID URI)."
)


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
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid"],
            "msgraph_host": request.headers["host"],
        },
    )


async def instance_discovery(request: Request) -> Response:
    """Return the names of the authority's own host: MSAL asks about a host that it does not know, and for aliases."""
    asked = parts_of(request.query_params.get("authorization_endpoint", ""))
    tenant = asked.path.strip("/").split("/")[0] or "common"
    names = sign_in_aliases(request.headers["host"])
    return JSONResponse(
        {
            "tenant_discovery_endpoint": f"{_origin(request)}/{tenant}/v2.0/.well-known/openid-configuration",
            "api-version": "1.1",
            "metadata": [{"preferred_network": names[0], "preferred_cache": names[0], "aliases": names}],
        },
    )


async def keys(request: Request) -> Response:
    """Return the public half of the key that signs tokens."""
    _tenant(request)
    return JSONResponse(call_of(request).state.tokens.public_keys())


async def token(request: Request) -> Response:
    """Answer the client credentials grant: a right secret, certificate or federated credential gives a token."""
    call = call_of(request)
    _tenant(request)
    form = dict(parse_qsl((await request.body()).decode(errors="replace")))
    _check_grant(form)
    app, proof = proven(call, _origin(request), request.headers.get("authorization", ""), form)
    audience = _audience(call, form)
    issue = call.state.issue(audience)
    issued = call.state.tokens.for_application(app, issue, proof)
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
    check_tenant(call_of(request).state, name)
    return name


def _check_grant(form: dict[str, str]) -> None:
    grant = required(form, "grant_type")
    if grant != "client_credentials":
        raise SignInError(
            400,
            "unsupported_grant_type",
            70003,
            f"The app requested an unsupported grant type '{grant}'.",
        )


def _audience(call: Call, form: dict[str, str]) -> str:
    """Return the resource that the scope names."""
    scope = " ".join(word for word in required(form, "scope").split() if word not in _OPENID_SCOPES)
    if not re.fullmatch(r"\S+/\.default", scope):
        raise SignInError(400, "invalid_scope", 1002012, _BAD_SCOPE.format(scope))
    resource = scope.removesuffix(_DEFAULT_SCOPE)
    check_resource(call.state, resource)
    return resource
