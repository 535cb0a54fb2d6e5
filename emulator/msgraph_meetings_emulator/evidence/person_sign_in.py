"""Rows for the sign-in of users, and for services that act for them: errors and rules."""

from __future__ import annotations

from msgraph_meetings_emulator.evidence.rows import Rule, sign_in

_DEVICE = sign_in("12.1")
_CODE = sign_in("12.2")
_REFRESH = sign_in("12.3")
_BEHALF = sign_in("12.4")
_OTHERS = sign_in("12.5")
_TOKENS = sign_in("6")
_TEXT = "the wording, which is not documented"

PERSON_ERRORS = (
    Rule(
        "400 authorization_pending: AADSTS70016: The provided request has not yet been authorized by the user.…",
        "no user has entered the device's code yet",
        "recording",
        _DEVICE,
    ),
    Rule(
        "400 expired_token: AADSTS70020: The provided value for the input parameter 'device_code' is not valid.…",
        "a device code that is expired, was used, or belongs to another application",
        "recording",
        _DEVICE,
        "that a used code, and a code of another application, get this error",
    ),
    Rule(
        "400 invalid_grant: AADSTS9002313: Invalid request. Request is malformed or invalid.",
        "a code or refresh token that was never issued, or was issued to another application",
        "recording",
        _CODE,
        "that the token of another application, and an unknown device code, get this error",
    ),
    Rule(
        "400 invalid_grant: AADSTS70008: The provided authorization code or refresh token has expired due to "
        "inactivity.…",
        "a code is older than ten minutes, or a refresh token is older than ninety days",
        "documentation",
        _REFRESH,
        "the wording, and that both have this number (Microsoft's list also has 700082 for refresh tokens)",
    ),
    Rule(
        "400 invalid_grant: AADSTS54005: OAuth2 Authorization code was already redeemed…",
        "a code is used a second time",
        "documentation",
        _CODE,
    ),
    Rule(
        "400 invalid_grant: AADSTS500112: The reply address '…' does not match the reply address '…'…",
        "the `redirect_uri` is not the one that the code was issued for",
        "report",
        _CODE,
    ),
    Rule(
        "400 invalid_grant: AADSTS501481: The Code_Verifier does not match the code_challenge…",
        "the PKCE verifier is missing or wrong",
        "documentation",
        _CODE,
        "that a missing verifier has the same number",
    ),
    Rule(
        "400 invalid_grant: AADSTS50034: The user account does not exist in the … directory.…",
        "the user who signed in was removed from the directory",
        "documentation",
        _OTHERS,
        _TEXT,
    ),
    Rule(
        "400 invalid_request: AADSTS50011: The redirect URI '…' specified in the request does not match…",
        "the `redirect_uri` is not on loopback",
        "documentation",
        _CODE,
        "the form of the answer: Entra shows a page",
    ),
    Rule(
        "400 invalid_request: AADSTS50059: No tenant-identifying information found…",
        "an application signs in without a user at `common` or `organizations`",
        "recording",
        _OTHERS,
        "the OAuth error code",
    ),
    Rule(
        "400 invalid_scope: AADSTS28000: Provided value for the input parameter scope is not valid…",
        "scopes of two resources in one request",
        "recording",
        _CODE,
        "the OAuth error code",
    ),
    Rule(
        "login_required: AADSTS50058: Session information is not sufficient for single-sign-on.",
        "`prompt=none` and no user is signed in; the error is sent to the program's `redirect_uri`",
        "recording",
        _CODE,
        "the wording: the recorded one is longer",
    ),
    Rule(
        "unsupported_response_type: AADSTS700051: response_type '…' is not enabled.",
        "a response type other than `code`; the error is sent to the program's `redirect_uri`",
        "recording",
        _CODE,
        "the shortened wording, and that every other type gets this error",
    ),
    # On behalf of a user
    Rule(
        "400 invalid_grant: AADSTS50013: Assertion failed signature validation.…",
        "on-behalf-of: the assertion is not a token of this tenant",
        "documentation",
        _BEHALF,
    ),
    Rule(
        "400 invalid_grant: AADSTS500133: Assertion is not within its valid time range.…",
        "on-behalf-of: the assertion is expired",
        "documentation",
        _BEHALF,
    ),
    Rule(
        "400 invalid_grant: AADSTS500131: Assertion audience does not match the Client app…",
        "on-behalf-of: the assertion's audience is another application",
        "recording",
        _BEHALF,
    ),
    Rule(
        "400 invalid_grant: AADSTS7000114: Application '…'(…) is not allowed to make application on-behalf-of calls.",
        "on-behalf-of: the assertion is an application's own token",
        "documentation",
        _BEHALF,
    ),
    Rule(
        "400 invalid_request: AADSTS900144: 'requested_token_use' must be '…'.",
        "on-behalf-of: another value of `requested_token_use`",
        "choice",
        _BEHALF,
    ),
)

PERSON_BEHAVIOUR = (
    Rule("authorize.authorize", "the user who signs in is set beforehand; no password is asked for", "choice", _CODE),
    Rule("authorize._LOOPBACK", "every loopback address, at any port, is a registered redirect URI", "choice", _CODE),
    Rule("device.device_code", "a device code lives 15 minutes and is polled every 5 s", "documentation", _DEVICE),
    Rule("device.PAGE", "the address of the page on which a user enters the code", "choice", _DEVICE),
    Rule(
        "grants.LIFETIMES",
        "lifetimes: authorization code 10 minutes, device code 15 minutes, refresh token 90 days",
        "documentation",
        _REFRESH,
    ),
    Rule(
        "person_grants.by_code",
        "an authorization code can be used once, with its redirect URI and PKCE verifier",
        "documentation",
        _CODE,
    ),
    Rule(
        "person_grants.by_refresh_token",
        "a refresh token gets tokens for other scopes of the same user and application",
        "documentation",
        _REFRESH,
    ),
    Rule(
        "person_answer.answer",
        "the scope `openid` adds an id token, `offline_access` a refresh token",
        "documentation",
        _CODE,
    ),
    Rule(
        "on_behalf_of.answer",
        "a service exchanges a user's token for its own token for this user",
        "documentation",
        _BEHALF,
    ),
    Rule("scopes.Scopes", "every permission counts as consented", "choice", _CODE),
    Rule("scopes._CONSENTED", "the permissions that `/.default` gives for a user", "choice", _CODE),
    Rule("token_endpoint.token_v1", "version 1.0 has `resource`, and numbers as text", "documentation", _OTHERS),
    Rule("claims.of_application", "the claims of published tokens of applications", "report", _TOKENS),
    Rule("claims.of_user", "the claims of published tokens of users", "report", _TOKENS, "their values"),
    Rule("principals.principal_id", "the object id of a service principal", "choice", _TOKENS),
)
