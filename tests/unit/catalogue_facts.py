"""The known answers of the services, kept apart from the catalogue that must cover them.

One entry for each line of sections 6.2 and 1.7 of the graph contract, and for each AADSTS number that a sign-in here
can meet, with the row that must be chosen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError

from msgraph_meetings.errors import (
    AccessPolicyError,
    AuthenticationError,
    ConfigurationError,
    ConnectionFailedError,
    ForbiddenError,
    LostAnswerError,
    MeetingsError,
    NotFoundError,
    NotSentError,
    NotVisibleError,
    ProxyRefusedError,
    RefusedError,
    ServiceError,
    ThrottledError,
    UnknownHostError,
    UnknownUserError,
    UnreadableRequestError,
    UntrustedError,
    UnusableAnswerError,
)

PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad"
HOME, HERE = "https://sts.windows.net/home/", "https://sts.windows.net/here/"


@dataclass(frozen=True)
class Answered:
    """An answer of Graph, and the expected error."""

    row: str
    error: type[MeetingsError]
    status: int
    code: str = ""
    text: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    organizer: str = "dc17674c-81d9-4adb-bfb2-8f6a442e4622"
    skew: float = 0.0
    page: bool = False
    creates: bool = False


APP = {"roles": ["OnlineMeetings.ReadWrite.All"]}

GRAPH = [
    # Section 6.2
    Answered(
        "property-not-updatable",
        UnreadableRequestError,
        400,
        "InvalidArgument",
        "One or more properties do not support updating. Please refer to the documentation.",
    ),
    Answered(
        "filter-missing",
        UnreadableRequestError,
        400,
        "InvalidArgument",
        "One of the required parameters to lookup meeting by QueryOptions is null or empty",
    ),
    Answered("bad-request", UnreadableRequestError, 400, "BadRequest", "An error has occurred."),
    Answered("join-url-unusable", UnreadableRequestError, 400, "BadRequest", "1026: An error has occurred."),
    Answered("id-unusable", UnreadableRequestError, 400, "BadRequest", "Meeting Id is corrupted."),
    Answered("id-unusable", UnreadableRequestError, 400, "BadRequest", "Invalid meeting id MCMx."),
    Answered(
        "app-on-me",
        UnreadableRequestError,
        400,
        "BadRequest",
        "/me request is only valid with delegated authentication flow.",
        organizer="",
    ),
    Answered(
        "user-for-another",
        UnreadableRequestError,
        400,
        "General",
        "Organizer ID in token(a) does not match organizer ID in request url(b). With delegated permission only /me"
        " endpoint is supported.",
    ),
    Answered("body-unreadable", UnreadableRequestError, 400, "General", "Request payload cannot be null."),
    Answered(
        "body-unreadable", UnreadableRequestError, 400, "", "Unable to read JSON request payload. Please ensure ..."
    ),
    Answered("meeting-type", UnreadableRequestError, 400, "", "Updating meeting type is not supported."),
    Answered(
        "token-expired",
        AuthenticationError,
        401,
        "InvalidAuthenticationToken",
        "Access token has expired or is not yet valid.",
    ),
    Answered(
        "unauthorized", AuthenticationError, 401, "InvalidAuthenticationToken", "Access token validation failure."
    ),
    Answered(
        "token-unreadable",
        AuthenticationError,
        401,
        "InvalidAuthenticationToken",
        "CompactToken parsing failed with error code: 80049217",
    ),
    Answered(
        "access-policy",
        AccessPolicyError,
        403,
        "Forbidden",
        "No application access policy found for this app on the user.",
        APP,
    ),
    Answered("access-policy", AccessPolicyError, 403, "General", "No Application Access Policy found for this app"),
    Answered(
        "not-the-organizer", ForbiddenError, 403, "Forbidden", "3003: User does not have access to lookup meeting", APP
    ),
    Answered("permission-missing", ForbiddenError, 403, "Forbidden", "", {"roles": ["User.Read.All"]}),
    Answered("permission-missing", ForbiddenError, 403, "Forbidden", "An error has occurred.", {"scp": "User.Read"}),
    Answered("gone", NotFoundError, 404, "NotFound", "3004: Specified meeting is not found"),
    Answered("organizer-unknown", UnknownUserError, 404, "UnknownError", ""),
    Answered("method-not-allowed", RefusedError, 405, "MethodNotAllowed", "An error has occurred."),
    Answered("conflict", RefusedError, 409, "Conflict", ""),
    Answered("conflict", RefusedError, 412, "", ""),
    Answered("throttled", ThrottledError, 429, "TooManyRequests", "Please retry again later."),
    Answered("throttled", ThrottledError, 429, "UnknownError", ""),
    Answered("throttled", ThrottledError, 429, "activityLimitReached", "x"),
    Answered("throttled", ThrottledError, 429, "", "<html>", page=True),
    Answered("service-failed", ServiceError, 500, "InternalServerError", "Internal Server Error"),
    Answered("gateway", ServiceError, 502, "general", ""),
    Answered("gateway", ServiceError, 504, "", "<html>", page=True),
    Answered("overloaded", ServiceError, 503, "", ""),
    Answered("storage", ServiceError, 507, "general", ""),
    # Section 1.7, and 2.3
    Answered("organizer-by-name", UnknownUserError, 404, "UnknownError", "", APP, organizer="ada@example.com"),
    Answered("create-not-found", NotVisibleError, 404, "NotFound", "", creates=True),
    Answered("not-found", RefusedError, 404, "UnknownError", "something"),
    Answered("not-found", RefusedError, 404, "ResourceNotFound", "Resource could not be discovered."),
    Answered("not-found", RefusedError, 404, "", ""),
    Answered("other-organizer", RefusedError, 404, "NotFound", "Organizer Id mismatch User Id: x."),
    Answered("personal-account", AuthenticationError, 403, "Forbidden", "", {"scp": "x", "tid": PERSONAL}),
    Answered("personal-account-code", AuthenticationError, 400, "AuthenticationError", "Error authenticating with ..."),
    Answered("guest", ForbiddenError, 403, "Forbidden", "", {"scp": "OnlineMeetings.ReadWrite", "acct": 1}),
    Answered("guest", ForbiddenError, 403, "Forbidden", "", {"scp": "x", "iss": HERE, "idp": HOME}),
    Answered("forbidden-with-permission", ForbiddenError, 403, "Forbidden", "", APP),
    Answered(
        "forbidden-with-permission",
        ForbiddenError,
        403,
        "Forbidden",
        "",
        {"scp": "OnlineMeetings.ReadWrite", "acct": 0},
    ),
    Answered("forbidden", ForbiddenError, 403, "Forbidden", ""),
    # Answers that Graph itself does not make
    Answered("clock", AuthenticationError, 401, "InvalidAuthenticationToken", "Access token has expired.", skew=-301),
    Answered("redirect", RefusedError, 302),
    Answered("proxy-sign-in-answer", RefusedError, 407, "", "<html>", page=True),
    Answered("web-page", UnusableAnswerError, 403, "", "<html>", APP, page=True),
    Answered("network-sign-in", UnusableAnswerError, 511, "", "<html>", page=True),
    Answered("refused", RefusedError, 418, "ImATeapot", "x"),
    Answered("refused", RefusedError, 204),
]

# The numbers of the sign-ins here, the row, and other conditions.
ENTRA: dict[str, tuple[tuple[int, ...], type[MeetingsError]]] = {
    "tenant-unknown": ((90002,), ConfigurationError),
    "tenant-malformed": ((900023,), ConfigurationError),
    "other-cloud": ((900382,), AuthenticationError),
    "tenant-restricted": ((500021,), AuthenticationError),
    "app-unknown": ((700016,), AuthenticationError),
    "app-disabled": ((7000112,), AuthenticationError),
    "resource-unknown": ((500011,), AuthenticationError),
    "scope-invalid": ((70011,), AuthenticationError),
    "scope-unknown": ((650053,), AuthenticationError),
    "consent-missing": ((65001,), AuthenticationError),
    "permissions-unlisted": ((650056,), AuthenticationError),
    "not-assigned": ((50105,), AuthenticationError),
    "secret-invalid": ((7000215,), AuthenticationError),
    "secret-expired": ((7000222,), AuthenticationError),
    "credential-revoked": ((7005003,), AuthenticationError),
    "credential-missing": ((7000218,), AuthenticationError),
    "public-client": ((700025,), AuthenticationError),
    "certificate-revoked": ((700027,), AuthenticationError),
    "certificate-withdrawn": ((7000214,), AuthenticationError),
    "certificate-unknown": ((700027, 50012), AuthenticationError),
    "certificate-out-of-date": ((1000502,), AuthenticationError),
    "assertion-clock": ((700024, 500133), AuthenticationError),
    "assertion-expired": ((700024, 500133), AuthenticationError),
    "assertion-of-another-app": ((700021,), AuthenticationError),
    "assertion-for-another-service": ((700023,), AuthenticationError),
    "scope-without-resource": ((700023,), AuthenticationError),
    "federation-case": ((7002138,), AuthenticationError),
    "federation-subject": ((700213,), AuthenticationError),
    "federation-issuer": ((700211,), AuthenticationError),
    "federation-audience": ((700212,), AuthenticationError),
    "federation-none": ((70021,), AuthenticationError),
    "federation-entra-token": ((700222,), AuthenticationError),
    "assertion-unusable": ((50027,), AuthenticationError),
    "conditional-access": ((53003,), AuthenticationError),
    "device": ((53000,), AuthenticationError),
    "device-unmanaged": ((530003,), AuthenticationError),
    "second-factor": ((50076,), AuthenticationError),
    "second-factor-setup": ((50079,), AuthenticationError),
    "user-unknown": ((50034,), AuthenticationError),
    "personal-sign-in": ((50020, 500208), AuthenticationError),
    "external-user": ((90072,), AuthenticationError),
    "password-expired": ((50055,), AuthenticationError),
    "user-disabled": ((50057,), AuthenticationError),
    "user-locked": ((50053,), AuthenticationError),
    "session-too-old": ((70043,), AuthenticationError),
    "session-over": ((50173, 700082), AuthenticationError),
    "code-expired": ((70019,), AuthenticationError),
    "entra-failed": ((90033,), ServiceError),
    "sign-in-refused": ((123456,), AuthenticationError),
}
ENTRA_TEXTS = {
    "certificate-revoked": "The provided client assertion is using a key which is revoked.",
    "assertion-for-another-service": "Client assertion audience claim does not match Realm issuer.",
}
ENTRA_SKEWS = {"assertion-clock": 301.0}

_VERIFY = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {} (_ssl.c:1006)"


def _unreached(text: str) -> requests.ConnectionError:
    """Return a failed connection as requests wraps it."""
    reason = NewConnectionError(None, f"Failed to establish a new connection: {text}")  # type: ignore[arg-type]
    return requests.ConnectionError(MaxRetryError(None, "/", reason))  # type: ignore[arg-type]


NETWORK: list[tuple[str, type[MeetingsError], Exception]] = [
    ("address-unusable", ConnectionFailedError, requests.exceptions.InvalidURL("x")),
    ("certificates-unreadable", UntrustedError, requests.exceptions.SSLError("[X509] no certificate or crl found")),
    ("certificate-dates", UntrustedError, requests.exceptions.SSLError(_VERIFY.format("certificate has expired"))),
    ("certificate-dates", UntrustedError, requests.exceptions.SSLError(_VERIFY.format("certificate is not yet valid"))),
    (
        "certificate-name",
        UntrustedError,
        requests.exceptions.SSLError(_VERIFY.format("Hostname mismatch, certificate is not valid for 'x'.")),
    ),
    (
        "tls-interception",
        UntrustedError,
        requests.exceptions.SSLError(_VERIFY.format("self-signed certificate in certificate chain")),
    ),
    (
        "tls-interception",
        UntrustedError,
        requests.exceptions.SSLError(_VERIFY.format("unable to get local issuer certificate")),
    ),
    (
        "certificate-untrusted",
        UntrustedError,
        requests.exceptions.SSLError(_VERIFY.format("EE certificate key too weak")),
    ),
    ("tls-broken", LostAnswerError, requests.exceptions.SSLError("record layer failure")),
    (
        "proxy-sign-in",
        ProxyRefusedError,
        requests.exceptions.ProxyError("OSError('Tunnel connection failed: 407 Proxy Authentication Required')"),
    ),
    (
        "proxy-refuses",
        ProxyRefusedError,
        requests.exceptions.ProxyError("OSError('Tunnel connection failed: 403 Forbidden')"),
    ),
    (
        "proxy-name-unknown",
        UnknownHostError,
        requests.exceptions.ProxyError(
            "NameResolutionError(\"Failed to resolve 'proxy' (Name or service not known)\")"
        ),
    ),
    ("proxy-unusable", NotSentError, requests.exceptions.ProxyError("OSError('Tunnel connection failed: 502 x')")),
    ("proxy-unusable", NotSentError, requests.exceptions.ProxyError("Connection refused")),
    ("connect-timeout", NotSentError, requests.exceptions.ConnectTimeout("x")),
    ("name-unknown", UnknownHostError, _unreached("[Errno -2] Name or service not known")),
    ("name-unknown", UnknownHostError, _unreached("[Errno -3] Temporary failure in name resolution")),
    ("name-unknown", UnknownHostError, _unreached("[Errno 11001] getaddrinfo failed")),
    ("name-unknown", UnknownHostError, _unreached("[Errno 8] nodename nor servname provided, or not known")),
    ("unreached", NotSentError, _unreached("[Errno 111] Connection refused")),
    ("unreached", NotSentError, _unreached("[Errno 101] Network is unreachable")),
    ("answer-lost", LostAnswerError, requests.exceptions.ReadTimeout("Read timed out.")),
]
# The output of the Azure CLI, by the row.
AZURE_CLI = {
    "azure-cli-tenant": "ERROR: Tenant shouldn't be specified for Cloud Shell account",
    "azure-cli-subscription": "ERROR: No subscription found. Run 'az account set' to select a subscription.",
    "azure-cli-signed-out": "ERROR: Please run 'az login' to setup account.",
    "azure-cli-refused": "ERROR: The command failed with an unexpected error.",
}
METHODS_ELSEWHERE = {
    *("sign-in-throttled", "sign-in-failed", "sign-in-unfinished"),
    *("ready-token-over", "ready-token-elsewhere", "ready-token-of-another-tenant"),
    *("pipeline-devops", "pipeline-refused", "pipeline-odd"),
    *("identity-refused", "identity-unreached", "identity-odd", "identity-unusable"),
    *("azure-cli-missing", "azure-cli-not-run", "azure-cli-slow", "azure-cli-odd"),
}
"""Rows that only one place in the code uses: the tests of the methods cover them."""
NETWORK_ELSEWHERE = {"answer-too-large", "answer-no-json"}
"""Rows without an exception of their own: the tests of transport and session cover them."""

DEMANDED = {
    *(50034, 50055, 50057, 50076, 50079, 53003, 65001, 70011, 70021, 700016, 700024, 700027, 700213, 700222, 7000215),
    *(7000222, 70043, 90002, 90072, 900023, 500011, 530003, 650053, 700023, 7000218, 900382, 1000502, 500133),
}
"""Numbers that need a row of their own."""
