"""The authorization endpoint: signs a user in through a browser, and redirects to the program with a code.

No password is asked for. The browser is signed in as the user that `login_hint` names, or as the directory's
`browser_user`. Without either, the page asks for the user. These rules are the emulator's choice, and so is that
programs on loopback need no registered redirect address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from msgraph_meetings_emulator.entra import grants
from msgraph_meetings_emulator.entra.names import known_app
from msgraph_meetings_emulator.entra.scopes import Scopes
from msgraph_meetings_emulator.entra.sign_in_pages import chooser, form_post
from msgraph_meetings_emulator.entra.sign_in_request import SignInRequest, required
from msgraph_meetings_emulator.front.errors import SignInError
from msgraph_meetings_emulator.front.urls import parts_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from msgraph_meetings_emulator.state.directory import User

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_OTHER_ADDRESS = (
    "The redirect URI '{}' specified in the request does not match the redirect URIs configured for the application "
    "'{}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal."
)
_NOBODY = "Session information is not sufficient for single-sign-on."


async def authorize(request: Request) -> Response:
    """Redirect the browser to the program with a code, or ask for the user."""
    asked = await SignInRequest.read(request)
    query = dict(request.query_params)
    app = known_app(asked.state, required(query, "client_id"))
    address = _checked_address(query, app.client_id)
    kind = required(query, "response_type")
    if kind != "code":
        return _refuse_by_redirect(
            query, "unsupported_response_type", 700051, f"response_type '{kind}' is not enabled."
        )
    scopes = Scopes.read(required(query, "scope"), asked.state)
    user = _signed_in(asked, query)
    if user is None and query.get("prompt") == "none":
        return _refuse_by_redirect(query, "login_required", 50058, _NOBODY)
    if user is None:
        return chooser(asked.state.directory.users.values(), query)
    content = {
        "client_id": app.client_id,
        "user": user.id,
        "scope": " ".join(scopes.words),
        "redirect_uri": address,
        "challenge": query.get("code_challenge", ""),
        "method": query.get("code_challenge_method", "plain"),
        "nonce": query.get("nonce"),
    }
    return _back(query, {"code": grants.write(asked.state.tokens, grants.CODE, asked.now, content)})


def routes() -> list[Route]:
    """Return the routes."""
    return [Route("/{tenant}/oauth2/v2.0/authorize", authorize, methods=["GET"])]


def _checked_address(query: dict[str, str], client_id: str) -> str:
    address = required(query, "redirect_uri")
    parts = parts_of(address)
    if parts.scheme != "http" or parts.hostname not in _LOOPBACK:
        raise SignInError(400, "invalid_request", 50011, _OTHER_ADDRESS.format(address, client_id))
    return address


def _signed_in(asked: SignInRequest, query: dict[str, str]) -> User | None:
    directory = asked.state.directory
    hinted = directory.user_named(query.get("login_hint", ""))
    return hinted or directory.users.get(directory.browser_user or "")


def _refuse_by_redirect(query: dict[str, str], error: str, number: int, text: str) -> Response:
    return _back(query, {"error": error, "error_description": f"AADSTS{number}: {text}"})


def _back(query: dict[str, str], answer: dict[str, str]) -> Response:
    """Return the response that sends the browser back to the program, by the requested `response_mode`."""
    whole = answer | ({"state": query["state"]} if "state" in query else {})
    mode, address = query.get("response_mode", "query"), query["redirect_uri"]
    if mode == "form_post":
        return form_post(address, whole)
    mark = "#" if mode == "fragment" else "&" if parts_of(address).query else "?"
    return RedirectResponse(f"{address}{mark}{urlencode(whole)}", 302)
