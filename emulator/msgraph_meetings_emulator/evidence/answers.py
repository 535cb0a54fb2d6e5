"""Rows for the names in answers: `document: names`. Properties of a meeting in the metadata need no row."""

from __future__ import annotations

from msgraph_meetings_emulator.evidence.rows import Rule, graph, sign_in

_CLAIMS = sign_in("6")

NAMES = (
    Rule(
        "application token: aud, iss, iat, nbf, exp, appid, tid, oid, sub, uti, ver, idtyp, roles, appidacr",
        "the claims of a token without a user",
        "documentation",
        _CLAIMS,
        "the value of `oid`, and that `sub` equals it",
    ),
    Rule(
        "application token: aio, app_displayname, idp, rh, tenant_region_scope, wids",
        "further claims in published tokens of applications",
        "report",
        _CLAIMS,
        "the values of `aio` and `rh`: only their form is right",
    ),
    Rule(
        "user token: acct, acr, aio, amr, app_displayname, appidacr, family_name, given_name, ipaddr, rh, "
        "tenant_region_scope, wids",
        "further claims in published tokens of users",
        "report",
        _CLAIMS,
        "the values of `acct`, `acr`, `aio`, `amr`, `ipaddr`, `rh` and `wids`",
    ),
    Rule(
        "user token: aud, iss, iat, nbf, exp, appid, tid, oid, sub, uti, ver, idtyp, scp, name, upn, unique_name",
        "the claims of a token with a user",
        "documentation",
        _CLAIMS,
        "the value of `sub`, which differs for each application",
    ),
    Rule(
        "token answer: token_type, expires_in, ext_expires_in, access_token",
        "the answer of the token endpoint",
        "documentation",
        graph("8.1"),
    ),
    Rule(
        "token answer of version 1.0: token_type, expires_in, expires_on, resource, access_token",
        "the answer of the version 1.0 token endpoint, with numbers as text",
        "documentation",
        sign_in("12.5"),
    ),
    Rule(
        "token answer of version 1.0: ext_expires_in, not_before",
        "further members of published answers",
        "report",
        sign_in("12.5"),
    ),
    Rule(
        "answer to a person: token_type, scope, expires_in, ext_expires_in, access_token, refresh_token, id_token",
        "the tokens of a user's sign-in; the scopes ask for `refresh_token` and `id_token`",
        "documentation",
        sign_in("12.2"),
    ),
    Rule(
        "answer to a person: client_info",
        "the ids of user and tenant, for clients that ask for them, such as MSAL",
        "report",
        sign_in("12.2"),
    ),
    Rule(
        "device code answer: user_code, device_code, verification_uri, expires_in, interval, message",
        "the code that the device shows, and the code with which it polls",
        "documentation",
        sign_in("12.1"),
        "that `verification_uri` is the emulator's page",
    ),
    Rule(
        "id token: aud, iss, iat, nbf, exp, name, oid, preferred_username, rh, sub, tid, ver",
        "the claims of an id token of version 2.0",
        "documentation",
        "https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference",
        "the values of `rh` and `sub`",
    ),
    Rule(
        "discovery: issuer, authorization_endpoint, token_endpoint, jwks_uri, token_endpoint_auth_methods_supported, "
        "response_types_supported, response_modes_supported, subject_types_supported, "
        "id_token_signing_alg_values_supported, scopes_supported, msgraph_host, device_authorization_endpoint, "
        "request_uri_parameter_supported, claims_supported, tenant_region_scope, cloud_instance_name, "
        "cloud_graph_host_name",
        "the OpenID configuration, without endpoints that the emulator does not serve",
        "documentation",
        sign_in("1"),
    ),
    Rule(
        "instance discovery: tenant_discovery_endpoint, api-version, metadata",
        "the answer of instance discovery",
        "report",
        sign_in("1"),
    ),
    Rule(
        "sign-in error: error, error_description, error_codes, timestamp, trace_id, correlation_id, error_uri",
        "an error of the token endpoint",
        "documentation",
        sign_in("3"),
    ),
    Rule(
        "meeting: anonymizeIdentityForRoles, autoAdmittedUsers, capabilities, iCalUid, joinUrl, meetingCode, "
        "meetingInfo, meetingsMigrationMode, outerMeetingAutoAdmittedUsers, allowPowerpointSharing",
        "properties that answers have and the metadata does not declare",
        "recording",
        graph("5.4"),
    ),
    Rule("meeting: @odata.context", "the URL of the answer's type in the metadata", "recording", graph("1.3")),
    Rule(
        "error: code, message, innerError, date, request-id, client-request-id",
        "an error of Graph",
        "documentation",
        graph("6.1"),
    ),
    Rule(
        "headers of Graph: odata-version, content-type, strict-transport-security, client-request-id, request-id, "
        "x-ms-ags-diagnostic, date",
        "the headers of a successful answer",
        "recording",
        graph("6.1"),
    ),
    Rule("headers of Graph: content-length", "answers have a length and are not chunked", "choice", graph("6.1")),
)
