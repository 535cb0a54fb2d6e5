"""The grants of a user's sign-in: authorization code, device code and refresh token."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from msgraph_meetings_emulator.entra import grants
from msgraph_meetings_emulator.entra.credentials import proven_or_public
from msgraph_meetings_emulator.entra.person_answer import Person, answer
from msgraph_meetings_emulator.entra.scopes import Scopes
from msgraph_meetings_emulator.front.errors import SignInError

if TYPE_CHECKING:
    from msgraph_meetings_emulator.entra.sign_in_request import SignInRequest
    from msgraph_meetings_emulator.state.directory import App, User

_MALFORMED = "Invalid request. Request is malformed or invalid."
_OVER = (
    "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive "
    "authorization request for this user and resource."
)
_USED = (
    "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh "
    "token."
)
_OTHER_ADDRESS = (
    "The reply address '{}' does not match the reply address '{}' provided when requesting Authorization code."
)
_OTHER_VERIFIER = "The Code_Verifier does not match the code_challenge supplied in the authorization request."
_PENDING = "The provided request has not yet been authorized by the user. The user must input their code."
_DEVICE_OVER = "The provided value for the input parameter 'device_code' is not valid. This device code has expired."
_NO_USER = "The user account does not exist in the {} directory. To sign into this application, add the account to it."


def by_code(asked: SignInRequest) -> dict[str, Any]:
    """Return the tokens for an authorization code."""
    app, proof = proven_or_public(asked)
    code = _shown(asked, app, grants.CODE, asked.required("code"))
    _check_address(asked, code)
    _check_verifier(asked, code)
    if not asked.state.sign_ins.spend(code):
        raise _refused(54005, _USED)
    scopes = Scopes.read(code["scope"], asked.state)
    return answer(asked, Person(_user(asked, code["user"]), app, proof), scopes, code["nonce"])


def by_refresh_token(asked: SignInRequest) -> dict[str, Any]:
    """Return the tokens for a refresh token: other scopes are allowed, for the same user and application."""
    app, proof = proven_or_public(asked)
    kept = _shown(asked, app, grants.REFRESH, asked.required("refresh_token"))
    scopes = Scopes.read(asked.form.get("scope") or kept["scope"], asked.state)
    return answer(asked, Person(_user(asked, kept["user"]), app, proof), scopes)


def by_device_code(asked: SignInRequest) -> dict[str, Any]:
    """Return the tokens for a device code, once a user has entered the device's user code."""
    app, proof = proven_or_public(asked)
    text = asked.form.get("device_code") or asked.required("code")
    try:
        device = grants.read(asked.state.tokens, grants.DEVICE, asked.now, text)
    except grants.GrantError as problem:
        if problem.is_over:
            raise SignInError(400, "expired_token", 70020, _DEVICE_OVER) from problem
        raise _refused(9002313, _MALFORMED) from problem
    waiting = asked.state.sign_ins.waiting
    if device["client_id"] != app.client_id or device["user_code"] not in waiting:
        raise SignInError(400, "expired_token", 70020, _DEVICE_OVER)
    user_id = waiting[device["user_code"]] or asked.state.directory.browser_user
    if user_id is None:
        raise SignInError(400, "authorization_pending", 70016, _PENDING)
    del waiting[device["user_code"]]
    return answer(asked, Person(_user(asked, user_id), app, proof), Scopes.read(device["scope"], asked.state))


def _shown(asked: SignInRequest, app: App, kind: str, text: str) -> dict[str, Any]:
    """Return the content of a grant; raise SignInError if it is not valid or belongs to another application."""
    try:
        found = grants.read(asked.state.tokens, kind, asked.now, text)
    except grants.GrantError as problem:
        if problem.is_over:
            raise _refused(70008, _OVER) from problem
        raise _refused(9002313, _MALFORMED) from problem
    if found["client_id"] != app.client_id:
        raise _refused(9002313, _MALFORMED)
    return found


def _check_address(asked: SignInRequest, code: dict[str, Any]) -> None:
    address = asked.required("redirect_uri")
    if address != code["redirect_uri"]:
        raise _refused(500112, _OTHER_ADDRESS.format(address, code["redirect_uri"]))


def _check_verifier(asked: SignInRequest, code: dict[str, Any]) -> None:
    """Raise SignInError if the PKCE verifier does not match the code's challenge; a code may have no challenge."""
    if not code["challenge"]:
        return
    verifier = asked.form.get("code_verifier", "")
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    if code["challenge"] != (digest if code["method"] == "S256" else verifier):
        raise _refused(501481, _OTHER_VERIFIER)


def _user(asked: SignInRequest, user_id: str) -> User:
    user = asked.state.directory.users.get(user_id)
    if user is None:
        raise _refused(50034, _NO_USER.format(asked.state.directory.tenant_id))
    return user


def _refused(number: int, text: str) -> SignInError:
    return SignInError(400, "invalid_grant", number, text)
