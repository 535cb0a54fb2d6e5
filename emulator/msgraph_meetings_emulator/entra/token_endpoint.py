"""The token endpoints, v2.0 and v1.0, with a table of the grants."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from msgraph_meetings_emulator.entra import authorize, device, discovery, on_behalf_of, person_grants
from msgraph_meetings_emulator.entra.credentials import proven
from msgraph_meetings_emulator.entra.names import check_resource
from msgraph_meetings_emulator.entra.scopes import OPENID
from msgraph_meetings_emulator.entra.sign_in_request import ANY_TENANT, SignInRequest, required
from msgraph_meetings_emulator.front.errors import SignInError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    Answer = dict[str, Any]

_DEFAULT_SCOPE = "/.default"
_BAD_SCOPE = (
    "The provided value for scope {} is not valid. Client credential flows must have a scope value with /.default "
    "suffixed to the resource identifier (application ID URI)."
)
_NO_TENANT = "No tenant-identifying information found in either the request or implied by any provided credentials."
_NEVER_STORE = {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache"}


async def token(request: Request) -> Response:
    """Return tokens in the form of version 2.0."""
    return JSONResponse(_granted(await SignInRequest.read(request)), headers=_NEVER_STORE)


async def token_v1(request: Request) -> Response:
    """Return tokens in the form of version 1.0: for a `resource` in place of scopes, with numbers as text."""
    asked = await SignInRequest.read(request)
    _check_grant(asked)
    resource = required(asked.form, "resource")
    signs_in_person = asked.form["grant_type"] not in ("client_credentials", on_behalf_of.GRANT)
    more = " openid offline_access" if signs_in_person else ""
    asked.form["scope"] = f"{resource}{_DEFAULT_SCOPE}{more}"
    answer = _granted(asked)
    times = {"expires_on": asked.now + answer["expires_in"], "not_before": asked.now}
    texts = {name: str(value) for name, value in (answer | times).items() if not isinstance(value, str)}
    return JSONResponse(answer | texts | {"resource": resource}, headers=_NEVER_STORE)


def routes() -> list[Route]:
    """Return all routes of the sign-in."""
    return [
        *discovery.routes(),
        *authorize.routes(),
        *device.routes(),
        Route("/{tenant}/oauth2/v2.0/token", token, methods=["POST"]),
        Route("/{tenant}/oauth2/token", token_v1, methods=["POST"]),
    ]


def _granted(asked: SignInRequest) -> Answer:
    _check_grant(asked)
    return _GRANTS[asked.form["grant_type"]](asked)


def _check_grant(asked: SignInRequest) -> None:
    grant = asked.required("grant_type")
    if grant not in _GRANTS:
        text = f"The app requested an unsupported grant type '{grant}'."
        raise SignInError(400, "unsupported_grant_type", 70003, text)


def _client_credentials(asked: SignInRequest) -> Answer:
    """Return an application's own token for its secret, certificate or federated credential."""
    if asked.tenant in ANY_TENANT:
        raise SignInError(400, "invalid_request", 50059, _NO_TENANT)
    app, proof = proven(asked)
    issue = asked.state.issue(_audience(asked))
    return {
        "token_type": "Bearer",
        "expires_in": issue.lifetime,
        "ext_expires_in": issue.lifetime,
        "access_token": asked.state.tokens.for_application(app, issue, proof),
    }


def _audience(asked: SignInRequest) -> str:
    """Return the resource in the scope; OpenID's scopes, which MSAL for Java and for Go add, are ignored."""
    scope = " ".join(word for word in asked.required("scope").split() if word not in OPENID)
    if not re.fullmatch(r"\S+/\.default", scope):
        raise SignInError(400, "invalid_scope", 1002012, _BAD_SCOPE.format(scope))
    resource = scope.removesuffix(_DEFAULT_SCOPE)
    check_resource(asked.state, resource)
    return resource


_GRANTS: dict[str, Callable[[SignInRequest], Answer]] = {
    "client_credentials": _client_credentials,
    "authorization_code": person_grants.by_code,
    "refresh_token": person_grants.by_refresh_token,
    "urn:ietf:params:oauth:grant-type:device_code": person_grants.by_device_code,
    "device_code": person_grants.by_device_code,
    on_behalf_of.GRANT: on_behalf_of.answer,
}
