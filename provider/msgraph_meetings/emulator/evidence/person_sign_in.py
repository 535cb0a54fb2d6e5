"""How people sign in, and how a service acts for them: errors and decisions."""

from __future__ import annotations

from .rows import Rule, sign_in

_PEOPLE = sign_in("12")
_TOKENS = sign_in("6")
_TEXT = "the wording, which is not documented"

PERSON_ERRORS = (
    Rule(
        "400 authorization_pending: AADSTS70016: The provided request has not yet been authorized by the user.…",
        "nobody has entered the device's code yet",
        "recording",
        _PEOPLE,
    ),
    Rule(
        "400 expired_token: AADSTS70020: The provided value for the input parameter 'device_code' is not valid.…",
        "a device code that is over, was used, or is of another application",
        "report",
        _PEOPLE,
        "that all three are the same; the wording",
    ),
    Rule(
        "400 invalid_grant: AADSTS9002313: Invalid request. Request is malformed or invalid.",
        "a code or refresh token that was never given, or to another application",
        "report",
        _PEOPLE,
        "that another application is answered so",
    ),
    Rule(
        "400 invalid_grant: AADSTS70008: The provided authorization code or refresh token has expired due to "
        "inactivity.…",
        "a code after ten minutes, a refresh token after ninety days",
        "documentation",
        _PEOPLE,
        "that both have this number",
    ),
    Rule(
        "400 invalid_grant: AADSTS54005: OAuth2 Authorization code was already redeemed…",
        "a code that is shown again",
        "documentation",
        _PEOPLE,
    ),
    Rule(
        "400 invalid_grant: AADSTS500112: The reply address '…' does not match the reply address '…'…",
        "another `redirect_uri` than the code was made for",
        "report",
        _PEOPLE,
    ),
    Rule(
        "400 invalid_grant: AADSTS501481: The Code_Verifier does not match the code_challenge…",
        "PKCE: no verifier, or a wrong one",
        "recording",
        _PEOPLE,
        "that a missing one has the same number",
    ),
    Rule(
        "400 invalid_grant: AADSTS50034: The user account does not exist in the … directory.…",
        "the user of the grant is gone",
        "documentation",
        _PEOPLE,
        _TEXT,
    ),
    Rule(
        "400 invalid_request: AADSTS50011: The redirect URI '…' specified in the request does not match…",
        "a browser should be sent elsewhere than to loopback",
        "documentation",
        _PEOPLE,
        "the form: Entra shows a page",
    ),
    Rule(
        "400 invalid_request: AADSTS50059: No tenant-identifying information found…",
        "an application signs in by itself at `common` or `organizations`",
        "choice",
        _PEOPLE,
    ),
    Rule(
        "400 invalid_scope: AADSTS28000: Provided value for the input parameter scope is not valid…",
        "scopes of two resources in one request",
        "report",
        _PEOPLE,
        "OAuth's word for it",
    ),
    # On behalf of a user
    Rule(
        "400 invalid_grant: AADSTS50013: Assertion failed signature validation.…",
        "on-behalf-of: the assertion is no token of this tenant",
        "documentation",
        _PEOPLE,
    ),
    Rule(
        "400 invalid_grant: AADSTS500133: Assertion is not within its valid time range.…",
        "on-behalf-of: the assertion is over",
        "documentation",
        _PEOPLE,
    ),
    Rule(
        "400 invalid_grant: AADSTS500131: Assertion audience does not match the Client app…",
        "on-behalf-of: the assertion is for another application",
        "recording",
        _PEOPLE,
    ),
    Rule(
        "400 invalid_grant: AADSTS7000114: Application '…'(…) is not allowed to make application on-behalf-of calls.",
        "on-behalf-of: the assertion is an application's own token",
        "documentation",
        _PEOPLE,
    ),
    Rule(
        "400 invalid_request: AADSTS900144: 'requested_token_use' must be '…'.",
        "on-behalf-of: another use",
        "choice",
        _PEOPLE,
    ),
)

PERSON_BEHAVIOUR = (
    Rule("authorize.authorize", "who signs in is chosen beforehand, without a password", "choice", _PEOPLE),
    Rule("authorize._LOOPBACK", "addresses on loopback, at any port, are registered", "choice", _PEOPLE),
    Rule("device.device_code", "a code for 15 minutes, asked for every 5 s", "documentation", _PEOPLE),
    Rule("device.PAGE", "where the code is entered", "choice", _PEOPLE),
    Rule("grants.LIFETIMES", "10 minutes, 15 minutes, 90 days", "documentation", _PEOPLE),
    Rule("person_grants.by_code", "a code is good once, with its address and verifier", "documentation", _PEOPLE),
    Rule("person_grants.by_refresh_token", "other scopes of the same person and application", "documentation", _PEOPLE),
    Rule("person_answer.answer", "`openid`: id token, `offline_access`: refresh token", "documentation", _PEOPLE),
    Rule("on_behalf_of.answer", "a service's token for the user who called it", "documentation", _PEOPLE),
    Rule("scopes.Scopes", "every permission counts as consented", "choice", _PEOPLE),
    Rule("scopes._CONSENTED", "what `/.default` gives a person", "choice", _PEOPLE),
    Rule("signin.token_v1", "version 1.0: `resource`, and numbers as text", "documentation", _PEOPLE),
    Rule("claims.of_application", "what published tokens of applications have", "report", _TOKENS),
    Rule("claims.of_user", "what published tokens of users have", "report", _TOKENS, "their values"),
    Rule("principals.principal_id", "the object id of a service principal", "choice", _TOKENS),
)
