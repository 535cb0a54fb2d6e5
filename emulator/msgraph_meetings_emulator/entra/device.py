"""The device code flow: a device shows a code, and a user enters it in a browser elsewhere.

If the directory has a `browser_user`, the code counts as entered by that user at once; otherwise it must be sent to
`/devicelogin`. Both this rule and the address of the page are the emulator's choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from msgraph_meetings_emulator.entra import grants
from msgraph_meetings_emulator.entra.credentials import proven_or_public
from msgraph_meetings_emulator.entra.scopes import Scopes
from msgraph_meetings_emulator.entra.sign_in_pages import enter_code, said
from msgraph_meetings_emulator.entra.sign_in_request import SignInRequest
from msgraph_meetings_emulator.front.call import call_of

if TYPE_CHECKING:
    from starlette.requests import Request

PAGE = "/devicelogin"
_INTERVAL = 5
_MESSAGE = "To sign in, use a web browser to open the page {} and enter the code {} to authenticate."


async def device_code(request: Request) -> Response:
    """Return the user code for a device to show, and the device code with which it polls for the sign-in."""
    asked = await SignInRequest.read(request)
    app, _ = proven_or_public(asked)
    scopes = Scopes.read(asked.required("scope"), asked.state)
    user_code, page = asked.state.sign_ins.new_user_code(), f"{asked.origin}{PAGE}"
    content = {"client_id": app.client_id, "scope": " ".join(scopes.words), "user_code": user_code}
    return JSONResponse(
        {
            "user_code": user_code,
            "device_code": grants.write(asked.state.tokens, grants.DEVICE, asked.now, content),
            "verification_uri": page,
            "expires_in": grants.LIFETIMES[grants.DEVICE],
            "interval": _INTERVAL,
            "message": _MESSAGE.format(page, user_code),
        },
    )


async def show_page(request: Request) -> Response:
    """Return the page on which a user enters a code."""
    return enter_code(call_of(request).state.directory.users.values())


async def take_code(request: Request) -> Response:
    """Accept the code that a user entered."""
    state = call_of(request).state
    form = dict(parse_qsl((await request.body()).decode(errors="replace")))
    code, user = form.get("user_code", "").strip().upper(), state.directory.user_named(form.get("user", ""))
    if code not in state.sign_ins.waiting or user is None:
        return said("This code is not valid, or the user is not in the directory.", 400)
    state.sign_ins.waiting[code] = user.id
    return said("You have signed in. You may close this page.")


def routes() -> list[Route]:
    """Return the routes."""
    return [
        Route(PAGE, show_page, methods=["GET"]),
        Route(PAGE, take_code, methods=["POST"]),
        Route("/{tenant}/oauth2/v2.0/devicecode", device_code, methods=["POST"]),
    ]
