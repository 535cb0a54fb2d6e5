"""The on-behalf-of grant: a service exchanges a user's token for a token with which it acts for that user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgraph_meetings_emulator.entra import person_answer
from msgraph_meetings_emulator.entra.credentials import proven
from msgraph_meetings_emulator.entra.scopes import Scopes
from msgraph_meetings_emulator.front.errors import SignInError

if TYPE_CHECKING:
    from msgraph_meetings_emulator.entra.sign_in_request import SignInRequest
    from msgraph_meetings_emulator.state.directory import App, User

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_USE = "on_behalf_of"
_UNSIGNED = "Assertion failed signature validation. [Reason - The key was not found.]"
_NOT_NOW = "Assertion is not within its valid time range. Ensure that the access token is not expired before using it."
_OTHER_AUDIENCE = (
    "Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was '{}' "
    "and the expected audience is '{}' or one of the Application Uris of this application with App ID '{}'({})."
)
_OF_AN_APP = "Application '{}'({}) is not allowed to make application on-behalf-of calls."


def answer(asked: SignInRequest) -> dict[str, Any]:
    """Return a token for the user of the assertion; its audience must be the application that sends it."""
    app, proof = proven(asked)
    if asked.required("requested_token_use") != _USE:
        raise SignInError(400, "invalid_request", 900144, f"'requested_token_use' must be '{_USE}'.")
    scopes = Scopes.read(asked.required("scope"), asked.state)
    return person_answer.answer(asked, person_answer.Person(_user(asked, app), app, proof), scopes)


def _user(asked: SignInRequest, app: App) -> User:
    claims = asked.state.tokens.unsigned(asked.required("assertion"))
    if claims is None or "appid" not in claims:
        raise _refused(50013, _UNSIGNED)
    if not claims["nbf"] <= asked.now < claims["exp"]:
        raise _refused(500133, _NOT_NOW)
    audience = str(claims["aud"])
    if audience.removeprefix("api://").lower() != app.client_id:
        said = _OTHER_AUDIENCE.format(audience, f"api://{app.client_id}", app.client_id, app.display_name)
        raise _refused(500131, said)
    user = asked.state.directory.users.get(str(claims["oid"]))
    if user is None:
        raise _refused(7000114, _OF_AN_APP.format(app.client_id, app.display_name))
    return user


def _refused(number: int, text: str) -> SignInError:
    return SignInError(400, "invalid_grant", number, text)
