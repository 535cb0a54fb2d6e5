"""Control paths that issue tokens without a sign-in: the tenant's access tokens, other issuers' identity tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from msgraph_meetings_emulator.control.inputs import body_of, checked, found, state_of
from msgraph_meetings_emulator.entra.names import check_resource, check_tenant
from msgraph_meetings_emulator.outside.issuers import IdentityToken
from msgraph_meetings_emulator.state import instants

if TYPE_CHECKING:
    from starlette.requests import Request

DEFAULT_SCOPES = "OnlineMeetings.ReadWrite User.Read"


async def mint_token(request: Request) -> Response:
    """Return an access token of an application or of `user`, for Graph or for `resource`."""
    wish, state = await body_of(request, dict), state_of(request)
    directory = state.directory
    check_tenant(state, str(wish.get("tenant", directory.tenant_id)))
    if "resource" in wish:
        check_resource(state, str(wish["resource"]))
    issue = state.issue(str(wish.get("resource", f"https://{request.headers['host']}")))
    app = found(directory.apps, wish.get("client_id") or next(iter(directory.apps), ""))
    if wish.get("user") is None:
        token = state.tokens.for_application(app, issue)
    else:
        user = found(directory.users, wish["user"])
        token = state.tokens.for_user(app, user, str(wish.get("scopes", DEFAULT_SCOPES)), issue)
    expires_on = instants.seconds_since_1970(issue.now) + issue.lifetime
    return JSONResponse({"access_token": token, "expires_in": issue.lifetime, "expires_on": expires_on})


async def mint_identity_token(request: Request) -> Response:
    """Return an identity token of another issuer."""
    body = await body_of(request, dict)
    wish: IdentityToken = checked(lambda: IdentityToken.from_json(body))
    return JSONResponse({"token": wish.signed(state_of(request))})


def routes() -> list[Route]:
    """Return the routes."""
    return [
        Route("/tokens", mint_token, methods=["POST"]),
        Route("/oidc-tokens", mint_identity_token, methods=["POST"]),
    ]
