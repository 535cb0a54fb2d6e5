"""What the emulator serves: a row for each path and method, with the query options and headers that count.

The paths under `/_emulator` need no row: the page takes their sentences from the functions that answer.
"""

from __future__ import annotations

from dataclasses import dataclass

_MEETINGS = "/v1.0/{owner}/onlineMeetings"
"""`{owner}` is `me` or `users/{user}`."""
EVERYWHERE = ("authorization", "client-request-id", "content-encoding", "content-type")
"""Headers that count in every request to Graph; the content type counts in a write."""

_SHOWN = ("accept-language", "prefer")
_HOST = "/_host"
_ISSUER = "/_issuer"
_IDENTITY = (
    *("resource", "api-version", "client_id", "clientid", "object_id", "principal_id", "mi_res_id", "msi_res_id"),
)


@dataclass(frozen=True)
class Served:
    """A path and a method, and what of a request to it counts."""

    method: str
    path: str
    says: str
    query: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    otherwise: str = ""
    """What is answered to something else than that."""


@dataclass(frozen=True)
class Unserved:
    """A request that is not served, sent by an application that may do everything, and its answer."""

    method: str
    path: str
    says: str
    status: int
    code: str
    """The code of Graph's error, or the error of the sign-in."""


GRAPH = (
    Served(
        "POST",
        f"{_MEETINGS}/createOrGet",
        "201 made, 200 found; also `microsoft.graph.createOrGet`",
        headers=_SHOWN,
        otherwise="Names that are no parameter are ignored",
    ),
    Served(
        "POST",
        _MEETINGS,
        "201: a meeting without external id",
        headers=_SHOWN,
        otherwise="`externalId` is refused, read-only names are ignored, a live event answers 405",
    ),
    Served(
        "GET",
        _MEETINGS,
        "A list of at most one: `JoinWebUrl eq '…'` or `joinMeetingIdSettings/joinMeetingId eq '…'`",
        query=("$filter", "$select"),
        headers=_SHOWN,
        otherwise="No list without a filter: 400. Another filter: 400. `$top`, `$expand` and others are ignored",
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
        "The documented properties, merged as documented; the whole meeting comes back",
        headers=(*_SHOWN, "if-match"),
        otherwise="Another property: 400, and nothing is changed. `If-Match` counts with the switch `etags` only",
    ),
    Served("DELETE", f"{_MEETINGS}/{{meeting}}", "204", headers=("if-match",), otherwise="A second one: 404"),
    Served(
        "GET",
        "/v1.0/communications/onlineMeetings",
        "A list of at most one: `VideoTeleconferenceId eq '…'`, for applications only",
        query=("$filter", "$select"),
        headers=_SHOWN,
        otherwise="No list without a filter: 400. Another filter: 400",
    ),
    Served(
        "POST",
        "/v1.0/$batch",
        "Up to twenty requests; each is in the journal, meets faults and is throttled by itself",
        otherwise="More, or what cannot be read: 400 for all",
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
        otherwise="Without `User.Read.All` or a like permission: 403. Nobody of that name: 404",
    ),
    Served(
        "GET",
        "/v1.0/users",
        "Every user, in one page, or those who match `mail eq '…'`, `userPrincipalName eq '…'` or `id eq '…'`",
        query=("$filter", "$select"),
        otherwise="Another filter: 400. `$top`, `$count`, `$search` and others are ignored",
    ),
    Served(
        "any",
        "/v1.0{rest:path}",
        "Nothing",
        otherwise="400 `Resource not found for the segment '…'`, with a token; 401 without",
    ),
)

SIGN_IN = (
    Served(
        "GET",
        "/common/discovery/instance",
        "The names of this sign-in's host",
        query=("authorization_endpoint",),
        headers=("host",),
    ),
    Served(
        "GET",
        "/{tenant}/v2.0/.well-known/openid-configuration",
        "Where the endpoints are; the tenant by id or domain, or `common` or `organizations`",
        headers=("host",),
        otherwise="Another tenant: 400 AADSTS90002",
    ),
    Served("GET", "/{tenant}/discovery/v2.0/keys", "The key that signs tokens"),
    Served(
        "POST",
        "/{tenant}/oauth2/v2.0/token",
        "Tokens, by `client_credentials`, `authorization_code`, `refresh_token`, device code or on-behalf-of",
        headers=("authorization", "host"),
        otherwise="Another grant: 400 AADSTS70003",
    ),
    Served(
        "POST", "/{tenant}/oauth2/token", "The same as version 1.0, for a `resource`", headers=("authorization", "host")
    ),
    Served(
        "GET",
        "/{tenant}/oauth2/v2.0/authorize",
        "Sends a browser back to a program on loopback, with a code",
        query=(
            *("client_id", "code_challenge", "code_challenge_method", "login_hint", "nonce", "prompt", "redirect_uri"),
            *("response_mode", "response_type", "scope", "state"),
        ),
        headers=("host",),
        otherwise="Another address: 400 AADSTS50011",
    ),
    Served("POST", "/{tenant}/oauth2/v2.0/devicecode", "A code for another device", headers=("host",)),
    Served("GET", "/devicelogin", "The page on which that code is entered"),
    Served("POST", "/devicelogin", "Takes the code, and who entered it", otherwise="An unknown code: 400"),
)

HOSTS = (
    Served(
        "GET",
        f"{_HOST}/vm/metadata/identity/oauth2/token",
        "As the metadata service of a virtual machine",
        query=_IDENTITY,
        headers=("metadata",),
    ),
    Served(
        "GET",
        f"{_HOST}/app-service/msi/token",
        "As App Service, Functions, Container Apps",
        query=_IDENTITY,
        headers=("x-identity-header",),
    ),
    Served(
        "GET",
        f"{_HOST}/arc/metadata/identity/oauth2/token",
        "As Azure Arc: 401 with the name of a key file first",
        query=_IDENTITY,
        headers=("metadata", "authorization"),
    ),
    Served(
        "GET",
        f"{_HOST}/service-fabric/metadata/identity/oauth2/token",
        "As Service Fabric: the one identity of the manifest",
        query=("resource", "api-version"),
        headers=("secret",),
    ),
    Served(
        "GET",
        f"{_HOST}/machine-learning/msi/token",
        "As Machine Learning",
        query=_IDENTITY,
        headers=("secret",),
    ),
    Served(
        "GET",
        f"{_ISSUER}/{{name}}/.well-known/openid-configuration",
        "Any issuer of identity tokens",
        headers=("host",),
    ),
    Served("GET", f"{_ISSUER}/{{name}}/keys", "The key of all issuers"),
    Served(
        "GET",
        f"{_ISSUER}/github/token",
        "A token for a job of GitHub Actions; `subject` says where the job runs",
        query=("audience", "subject"),
        headers=("authorization", "host"),
    ),
    Served(
        "POST",
        f"{_ISSUER}/azure-devops/oidctoken",
        "A token for a job of Azure Pipelines",
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
    Unserved("GET", "/v1.0/me/messages", "what Graph has and the emulator does not", 400, "BadRequest"),
    Unserved("GET", "/v1.0/{user}/onlineMeetings/x/transcripts", "what belongs to a meeting", 400, "BadRequest"),
    Unserved("PUT", "/v1.0/{user}/onlineMeetings", "another method on a path of Graph", 400, "BadRequest"),
    Unserved("GET", "/v1.0", "the root of a version", 400, "BadRequest"),
    Unserved("GET", "/beta/me/onlineMeetings", "beta", 404, "NotServed"),
    Unserved("GET", "/nothing", "a path of no service", 404, "NotServed"),
    Unserved("GET", "/{tenant}/oauth2/v2.0/token", "another method on a path of the sign-in", 405, "MethodNotAllowed"),
    Unserved("GET", "/{tenant}/oauth2/authorize", "the page of version 1.0 for browsers", 404, "NotServed"),
    Unserved("GET", "/consumers/v2.0/.well-known/openid-configuration", "personal accounts", 400, "invalid_request"),
)
