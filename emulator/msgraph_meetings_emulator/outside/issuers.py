"""Other issuers of identity tokens, such as pipelines and clusters, for federated credentials.

Any URL can be an issuer; all of them have the same key. Those below the emulator's address publish it by OpenID Connect
discovery. Two of them issue tokens on request, like GitHub Actions and Azure DevOps:

    GET  /_issuer/github/token?audience=...                                {"value": ..., "count": ...}
    POST /_issuer/azure-devops/oidctoken?serviceConnectionId=...           {"oidcToken": ...}
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from msgraph_meetings_emulator.front.call import call_of
from msgraph_meetings_emulator.front.errors import HostError
from msgraph_meetings_emulator.outside.issuer_names import (
    AUDIENCE,
    AZURE_DEVOPS_SUBJECT,
    GITHUB_AUDIENCE,
    GITHUB_SUBJECT,
    LIFETIME,
    REQUEST_TOKEN,
    ROOT,
    issuer_url,
)
from msgraph_meetings_emulator.state import instants

if TYPE_CHECKING:
    from starlette.requests import Request

    from msgraph_meetings_emulator.state.state import State

_LONGEST_LIFETIME = 24 * 3600


@dataclass(frozen=True)
class IdentityToken:
    """The values of an identity token; `lifetime` is in seconds from now, negative for an expired token."""

    issuer: str
    subject: str
    audience: str = AUDIENCE
    lifetime: int = LIFETIME

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> IdentityToken:
        """Return the identity token that JSON describes; raise ValueError if it is not valid."""
        try:
            wish = cls(**data)
        except TypeError as problem:
            msg = "An identity token has 'issuer', 'subject', 'audience' and 'lifetime'."
            raise ValueError(msg) from problem
        texts = (wish.issuer, wish.subject, wish.audience)
        if not all(isinstance(text, str) for text in texts) or type(wish.lifetime) is not int:
            msg = "'issuer', 'subject' and 'audience' are text, and 'lifetime' is a number of seconds."
            raise ValueError(msg)
        if abs(wish.lifetime) > _LONGEST_LIFETIME:
            msg = f"'lifetime' is at most {_LONGEST_LIFETIME} seconds."
            raise ValueError(msg)
        return wish

    def signed(self, state: State) -> str:
        """Return the signed token."""
        now = instants.seconds_since_1970(state.clock.now())
        start = min(now, now + self.lifetime - 1)
        claims = {"iss": self.issuer, "sub": self.subject, "aud": self.audience, "jti": str(uuid.uuid4())}
        return state.issuers.sign({**claims, "iat": start, "nbf": start, "exp": now + self.lifetime})


async def discovery(request: Request) -> Response:
    """Return the OpenID configuration of an issuer."""
    issuer = issuer_url(_origin(request), request.path_params["name"])
    return JSONResponse(
        {
            "issuer": issuer,
            "jwks_uri": f"{issuer}/keys",
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        },
    )


async def keys(request: Request) -> Response:
    """Return the public key of all issuers as a key set."""
    return JSONResponse(call_of(request).state.issuers.key_set())


async def github(request: Request) -> Response:
    """Return an identity token for a GitHub Actions job; `subject` in the URL sets its subject."""
    _check_bearer(request)
    query = request.query_params
    wish = IdentityToken(
        issuer_url(_origin(request), "github"),
        query.get("subject", GITHUB_SUBJECT),
        query.get("audience", GITHUB_AUDIENCE),
    )
    value = wish.signed(call_of(request).state)
    return JSONResponse({"count": len(value), "value": value})


async def azure_devops(request: Request) -> Response:
    """Return an identity token for an Azure Pipelines job, for one of its service connections."""
    _check_bearer(request)
    missing = {"api-version", "serviceConnectionId"} - request.query_params.keys()
    if missing:
        raise HostError(400, {"message": f"The request lacks {', '.join(sorted(missing))}."})
    subject = AZURE_DEVOPS_SUBJECT.format(request.query_params["serviceConnectionId"])
    wish = IdentityToken(issuer_url(_origin(request), "azure-devops"), subject)
    return JSONResponse({"oidcToken": wish.signed(call_of(request).state)})


def routes() -> list[Route]:
    """Return the routes."""
    return [
        Route(f"{ROOT}/{{name}}/.well-known/openid-configuration", discovery),
        Route(f"{ROOT}/{{name}}/keys", keys),
        Route(f"{ROOT}/github/token", github),
        Route(f"{ROOT}/azure-devops/oidctoken", azure_devops, methods=["POST"]),
    ]


def _origin(request: Request) -> str:
    return f"https://{request.headers['host']}"


def _check_bearer(request: Request) -> None:
    if request.headers.get("authorization", "") != f"Bearer {REQUEST_TOKEN}":
        raise HostError(401, {"message": "The request is not authorized."})
