"""The token endpoint's answer for a user's sign-in."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgraph_meetings_emulator.entra import grants
from msgraph_meetings_emulator.entra.claims import pairwise, resource_hint

if TYPE_CHECKING:
    from msgraph_meetings_emulator.entra.scopes import Scopes
    from msgraph_meetings_emulator.entra.sign_in_request import SignInRequest
    from msgraph_meetings_emulator.state.directory import App, User


@dataclass(frozen=True)
class Person:
    """A signed-in user, the application, and the kind of the application's credential."""

    user: User
    app: App
    proof: str


def answer(asked: SignInRequest, person: Person, scopes: Scopes, nonce: str | None = None) -> dict[str, Any]:
    """Return the access token, and the refresh and id tokens that the scopes ask for."""
    state, issue = asked.state, asked.state.issue(scopes.resource)
    tokens = {
        "token_type": "Bearer",
        "scope": scopes.answered,
        "expires_in": issue.lifetime,
        "ext_expires_in": issue.lifetime,
        "access_token": state.tokens.for_user(person.app, person.user, scopes.permissions, issue, person.proof),
    }
    if scopes.wants_refresh_token:
        tokens["refresh_token"] = _refresh_token(asked, person, scopes)
    if scopes.wants_id_token:
        tokens["id_token"] = state.tokens.signed(_id_claims(asked, person, nonce))
    if asked.form.get("client_info") == "1":
        tokens["client_info"] = _client_info(person.user, state.directory.tenant_id)
    return tokens


def _refresh_token(asked: SignInRequest, person: Person, scopes: Scopes) -> str:
    content = {"client_id": person.app.client_id, "user": person.user.id, "scope": " ".join(scopes.words)}
    return grants.write(asked.state.tokens, grants.REFRESH, asked.now, content)


def _id_claims(asked: SignInRequest, person: Person, nonce: str | None) -> dict[str, Any]:
    app, user = person.app, person.user
    tenant_id = asked.state.directory.tenant_id
    claims = {
        "aud": app.client_id,
        "iss": f"{asked.origin}/{tenant_id}/v2.0",
        "iat": asked.now,
        "nbf": asked.now,
        "exp": asked.now + asked.state.settings.token_lifetime,
        "name": user.display_name,
        "oid": user.id,
        "preferred_username": user.upn,
        "rh": resource_hint(tenant_id, app.client_id),
        "sub": pairwise(app.client_id, user.id),
        "tid": tenant_id,
        "ver": "2.0",
    }
    return claims | ({"nonce": nonce} if nonce else {})


def _client_info(user: User, tenant_id: str) -> str:
    ids = json.dumps({"uid": user.id, "utid": tenant_id}).encode()
    return base64.urlsafe_b64encode(ids).rstrip(b"=").decode()
