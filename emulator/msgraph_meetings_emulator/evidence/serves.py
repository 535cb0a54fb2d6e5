"""The served paths: a row for each path and method, with the query options and headers that count.

The paths under `/_emulator` need no row: the page takes their sentences from the docstrings of their functions.
"""

from __future__ import annotations

from dataclasses import dataclass

_MEETINGS = "/v1.0/{owner}/onlineMeetings"
"""`{owner}` is `me` or `users/{user}`."""
EVERYWHERE = ("authorization", "client-request-id", "content-encoding", "content-type")
"""The headers that count in every request to Graph; `content-type` counts in writes only."""

_SHOWN = ("accept-language", "prefer")
_HOST = "/_host"
_ISSUER = "/_issuer"
_IDENTITY = (
    *("resource", "api-version", "client_id", "clientid", "object_id", "principal_id", "mi_res_id", "msi_res_id"),
)


@dataclass(frozen=True)
class Served:
    """A path and a method, with the query options and headers that count."""

    method: str
    path: str
    says: str
    query: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    otherwise: str = ""
    """The answer to other requests on this path."""


@dataclass(frozen=True)
class Unserved:
    """A request that is not served, and its answer to an application with every permission."""

    method: str
    path: str
    says: str
    status: int
    code: str
    """The code of Graph's error, or the OAuth error of the sign-in."""


GRAPH = (
    Served(
        "POST",
        f"{_MEETINGS}/createOrGet",
        "201: a new meeting; 200: the existing meeting. Also as `microsoft.graph.createOrGet`",
        headers=_SHOWN,
        otherwise="Unknown parameters are ignored",
    ),
    Served(
        "POST",
        _MEETINGS,
        "201: a new meeting without external id",
        headers=_SHOWN,
        otherwise="`externalId` is refused, read-only names are ignored, a live event answers 405",
    ),
    Served(
        "GET",
        _MEETINGS,
        "A list of at most one: `JoinWebUrl eq '…'` or `joinMeetingIdSettings/joinMeetingId eq '…'`",
        query=("$filter", "$select"),
        headers=_SHOWN,
        otherwise="No filter: 400. Another filter: 400. `$top`, `$expand` and others are ignored",
    ),
    Served(
        "GET",
        f"{_MEETINGS}/{{meeting}}",
        "One meeting, for its organizer and invited people",
        query=("$select",),
        headers=_SHOWN,
        otherwise="`$expand` and others are ignored",
    ),
    Served(
        "PATCH",
        f"{_MEETINGS}/{{meeting}}",
        "Changes the documented properties, merged as documented; the answer is the whole meeting",
        headers=(*_SHOWN, "if-match"),
        otherwise="Another property: 400, and nothing is changed. `If-Match` counts with the switch `etags` only",
    ),
    Served("DELETE", f"{_MEETINGS}/{{meeting}}", "204", headers=("if-match",), otherwise="A second DELETE: 404"),
    Served(
        "GET",
        "/v1.0/communications/onlineMeetings",
        "A list of at most one: `VideoTeleconferenceId eq '…'`, for applications only",
        query=("$filter", "$select"),
        headers=_SHOWN,
        otherwise="No filter: 400. Another filter: 400",
    ),
    Served(
        "POST",
        "/v1.0/$batch",
        "Up to twenty requests; faults, rate limit and journal treat each like a single request",
        otherwise="More requests, or a malformed one: 400 for the whole batch",
    ),
    Served(
        "GET",
        "/v1.0/me",
        "The signed-in user",
        query=("$select",),
        otherwise="An application token: 400. Without `User.Read` or more: 403",
    ),
    Served(
        "GET",
        "/v1.0/users/{user}",
        "A user, by object id or user principal name",
        query=("$select",),
        otherwise="Without `User.Read.All` or a similar permission: 403. An unknown user: 404",
    ),
    Served(
        "GET",
        "/v1.0/users",
        "All users, on one page, or those that match `mail eq '…'`, `userPrincipalName eq '…'` or `id eq '…'`",
        query=("$filter", "$select"),
        otherwise="Another filter: 400. `$top`, `$count`, `$search` and others are ignored",
    ),
    Served(
        "any",
        "/v1.0{rest:path}",
        "Not served",
        otherwise="400 `Resource not found for the segment '…'`; 401 without a token",
    ),
)

SIGN_IN = (
    Served(
        "GET",
        "/common/discovery/instance",
        "The names of the sign-in's host",
        query=("authorization_endpoint",),
        headers=("host",),
    ),
    Served(
        "GET",
        "/{tenant}/v2.0/.well-known/openid-configuration",
        "The URLs of the endpoints; the tenant is an id, a domain, `common` or `organizations`",
        headers=("host",),
        otherwise="Another tenant: 400 AADSTS90002",
    ),
    Served("GET", "/{tenant}/discovery/v2.0/keys", "The public key of the tokens' signatures"),
    Served(
        "POST",
        "/{tenant}/oauth2/v2.0/token",
        "Tokens, by `client_credentials`, `authorization_code`, `refresh_token`, device code or on-behalf-of",
        headers=("authorization", "host"),
        otherwise="Another grant: 400 AADSTS70003",
    ),
    Served(
        "POST",
        "/{tenant}/oauth2/token",
        "Tokens in the form of version 1.0, for a `resource`",
        headers=("authorization", "host"),
    ),
    Served(
        "GET",
        "/{tenant}/oauth2/v2.0/authorize",
        "Redirects the browser to a program on loopback, with a code",
        query=(
            *("client_id", "code_challenge", "code_challenge_method", "login_hint", "nonce", "prompt", "redirect_uri"),
            *("response_mode", "response_type", "scope", "state"),
        ),
        headers=("host",),
        otherwise="Another redirect URI: 400 AADSTS50011",
    ),
    Served("POST", "/{tenant}/oauth2/v2.0/devicecode", "A device code and a user code", headers=("host",)),
    Served("GET", "/devicelogin", "The page on which a user enters the user code"),
    Served("POST", "/devicelogin", "Accepts the user code and the user", otherwise="An unknown code or user: 400"),
)

HOSTS = (
    Served(
        "GET",
        f"{_HOST}/vm/metadata/identity/oauth2/token",
        "A token, as from the metadata service of a virtual machine",
        query=_IDENTITY,
        headers=("metadata",),
    ),
    Served(
        "GET",
        f"{_HOST}/app-service/msi/token",
        "A token, as from App Service, Functions and Container Apps",
        query=_IDENTITY,
        headers=("x-identity-header",),
    ),
    Served(
        "GET",
        f"{_HOST}/arc/metadata/identity/oauth2/token",
        "A token, as from Azure Arc; the first answer is 401 with the name of a key file",
        query=_IDENTITY,
        headers=("metadata", "authorization"),
    ),
    Served(
        "GET",
        f"{_HOST}/service-fabric/metadata/identity/oauth2/token",
        "A token, as from Service Fabric, for the one identity of its manifest",
        query=("resource", "api-version"),
        headers=("secret",),
    ),
    Served(
        "GET",
        f"{_HOST}/machine-learning/msi/token",
        "A token, as from Machine Learning",
        query=_IDENTITY,
        headers=("secret",),
    ),
    Served(
        "GET",
        f"{_ISSUER}/{{name}}/.well-known/openid-configuration",
        "The OpenID configuration of any token issuer",
        headers=("host",),
    ),
    Served("GET", f"{_ISSUER}/{{name}}/keys", "The public key of all token issuers"),
    Served(
        "GET",
        f"{_ISSUER}/github/token",
        "An identity token for a GitHub Actions job; `subject` sets its subject",
        query=("audience", "subject"),
        headers=("authorization", "host"),
    ),
    Served(
        "POST",
        f"{_ISSUER}/azure-devops/oidctoken",
        "An identity token for an Azure Pipelines job",
        query=("api-version", "serviceConnectionId"),
        headers=("authorization", "host"),
    ),
)

SERVED: dict[str, tuple[Served, ...]] = {
    "Microsoft Graph": GRAPH,
    "The sign-in": SIGN_IN,
    "Hosts with a managed identity, and pipelines": HOSTS,
}

UNSERVED = (
    Unserved("GET", "/v1.0/me/messages", "another part of Graph", 400, "BadRequest"),
    Unserved("GET", "/v1.0/{user}/onlineMeetings/x/transcripts", "a part of a meeting", 400, "BadRequest"),
    Unserved("PUT", "/v1.0/{user}/onlineMeetings", "another method on a Graph path", 400, "BadRequest"),
    Unserved("GET", "/v1.0", "the root of the version", 400, "BadRequest"),
    Unserved("GET", "/beta/me/onlineMeetings", "the beta version", 404, "NotServed"),
    Unserved("GET", "/nothing", "an unknown path", 404, "NotServed"),
    Unserved("GET", "/{tenant}/oauth2/v2.0/token", "another method on a sign-in path", 405, "MethodNotAllowed"),
    Unserved("GET", "/{tenant}/oauth2/authorize", "the authorization page of version 1.0", 404, "NotServed"),
    Unserved("GET", "/consumers/v2.0/.well-known/openid-configuration", "personal accounts", 400, "invalid_request"),
)
