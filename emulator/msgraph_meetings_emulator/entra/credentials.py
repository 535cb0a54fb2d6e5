"""Checks of an application's credential: a secret, a certificate, or a federated credential."""

from __future__ import annotations

import base64
import secrets
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from msgraph_meetings_emulator.entra import certificate_assertions, federation
from msgraph_meetings_emulator.entra.assertion import TYPE, Assertion
from msgraph_meetings_emulator.entra.names import known_app
from msgraph_meetings_emulator.entra.sign_in_request import required
from msgraph_meetings_emulator.entra.tokens import BY_NOTHING, BY_SECRET, BY_SIGNATURE
from msgraph_meetings_emulator.front.errors import SignInError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgraph_meetings_emulator.entra.sign_in_request import SignInRequest
    from msgraph_meetings_emulator.front.call import Call
    from msgraph_meetings_emulator.state.directory import App

_PROOFS = ("client_assertion", "client_secret")
_MISSING_CREDENTIAL = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."
_WRONG_CREDENTIAL = (
    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, "
    "not the client secret ID, for a secret added to app '{}'."
)


def proven(asked: SignInRequest) -> tuple[App, str]:
    """Return the application whose credential the request contains, and the kind of the credential (`appidacr`)."""
    given = {**asked.form, **_basic(asked.authorization)}
    app = known_app(asked.state, required(given, "client_id"))
    if given.get("client_assertion"):
        _check_assertion(asked.call, asked.origin, app, given)
        return app, BY_SIGNATURE
    if not given.get("client_secret"):
        raise SignInError(401, "invalid_client", 7000218, _MISSING_CREDENTIAL)
    if not secrets.compare_digest(given["client_secret"].encode(), app.secret.encode()):
        raise SignInError(401, "invalid_client", 7000215, _WRONG_CREDENTIAL.format(app.client_id))
    return app, BY_SECRET


def proven_or_public(asked: SignInRequest) -> tuple[App, str]:
    """Return the application through which a user signs in, like `proven`; a public client needs no credential."""
    if asked.form.keys().isdisjoint(_PROOFS) and not asked.authorization:
        app = known_app(asked.state, asked.required("client_id"))
        if app.public_client:
            return app, BY_NOTHING
    return proven(asked)


def _check_assertion(call: Call, origin: str, app: App, given: Mapping[str, str]) -> None:
    """Check an assertion: of another issuer if the issuer is a URL, else of the application's certificate."""
    if required(given, "client_assertion_type") != TYPE:
        raise SignInError(401, "invalid_client", 7000218, _MISSING_CREDENTIAL)
    assertion = Assertion.read(given["client_assertion"])
    if "://" in assertion.issuer:
        federation.check(call, app, assertion)
    else:
        certificate_assertions.check(call, origin, app, assertion)


def _basic(authorization: str) -> dict[str, str]:
    """Return client id and secret from a Basic header, which some OAuth libraries send."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": unquote_plus(client_id), "client_secret": unquote_plus(secret)}
