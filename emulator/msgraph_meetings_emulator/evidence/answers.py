"""The names in answers: `document: names`. Names of a meeting that the metadata declares need no row."""

from __future__ import annotations

from msgraph_meetings_emulator.evidence.rows import Rule, graph, sign_in

_CLAIMS = sign_in("6")

NAMES = (
    Rule(
        "application token: aud, iss, iat, nbf, exp, appid, tid, oid, sub, uti, ver, idtyp, roles, appidacr",
        "the claims of a token without a user",
        "documentation",
        _CLAIMS,
        "the value of `oid`, and that `sub` is the same",
    ),
    Rule(
        "application token: aio, app_displayname, idp, rh, tenant_region_scope, wids",
        "what published tokens of applications have besides",
        "report",
        _CLAIMS,
        "`aio` and `rh` have the right form only",
    ),
    Rule(
        "user token: acct, acr, aio, amr, app_displayname, appidacr, family_name, given_name, ipaddr, rh, "
        "tenant_region_scope, wids",
        "what published tokens of users have besides",
        "report",
        _CLAIMS,
        "the values of `acct`, `acr`, `aio`, `amr`, `ipaddr`, `rh` and `wids`",
    ),
    Rule(
        "user token: aud, iss, iat, nbf, exp, appid, tid, oid, sub, uti, ver, idtyp, scp, name, upn, unique_name",
        "the claims of a token with a user",
        "documentation",
        _CLAIMS,
        "the value of `sub`, which is another for each application",
    ),
    Rule(
        "token answer: token_type, expires_in, ext_expires_in, access_token",
        "the answer of the token endpoint",
        "documentation",
        graph("8.1"),
    ),
    Rule(
        "token answer of version 1.0: token_type, expires_in, expires_on, resource, access_token",
        "the same as version 1.0, with numbers as text",
        "documentation",
        sign_in("12.5"),
    ),
    Rule(
        "token answer of version 1.0: ext_expires_in, not_before",
        "what published answers have besides",
        "report",
        sign_in("12.5"),
    ),
    Rule(
        "answer to a person: token_type, scope, expires_in, ext_expires_in, access_token, refresh_token, id_token",
        "the tokens of a person, of which a client asks for the last two by scopes",
        "documentation",
        sign_in("12.2"),
    ),
    Rule(
        "answer to a person: client_info",
        "the ids of user and tenant, for a client that asks for them as MSAL does",
        "report",
        sign_in("12.2"),
    ),
    Rule(
        "device code answer: user_code, device_code, verification_uri, expires_in, interval, message",
        "what a device shows, and what it asks with",
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
        "the OpenID configuration; what is not served is left out",
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
        "a refusal of the token endpoint",
        "documentation",
        sign_in("3"),
    ),
    Rule(
        "meeting: anonymizeIdentityForRoles, autoAdmittedUsers, capabilities, iCalUid, joinUrl, meetingCode, "
        "meetingInfo, meetingsMigrationMode, outerMeetingAutoAdmittedUsers, allowPowerpointSharing",
        "what a meeting has and the metadata does not declare",
        "recording",
        graph("5.4"),
    ),
    Rule("meeting: @odata.context", "where the answer is in the metadata", "recording", graph("1.3")),
    Rule(
        "error: code, message, innerError, date, request-id, client-request-id",
        "an error of Graph",
        "documentation",
        graph("6.1"),
    ),
    Rule(
        "headers of Graph: odata-version, content-type, strict-transport-security, client-request-id, request-id, "
        "x-ms-ags-diagnostic, date",
        "the headers of a success",
        "recording",
        graph("6.1"),
    ),
    Rule("headers of Graph: content-length", "instead of chunks", "choice", graph("6.1")),
)
