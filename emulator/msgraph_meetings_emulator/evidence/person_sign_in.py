"""How people sign in, and how a service acts for them: errors and decisions."""

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
        "nobody has entered the device's code yet",
        "recording",
        _DEVICE,
    ),
    Rule(
        "400 expired_token: AADSTS70020: The provided value for the input parameter 'device_code' is not valid.…",
        "a device code that is over, was used, or is of another application",
        "recording",
        _DEVICE,
        "that a code that was used, or is of another application, is answered so",
    ),
    Rule(
        "400 invalid_grant: AADSTS9002313: Invalid request. Request is malformed or invalid.",
        "a code or refresh token that was never given, or to another application",
        "recording",
        _CODE,
        "that another application, or an unknown device code, is answered so",
    ),
    Rule(
        "400 invalid_grant: AADSTS70008: The provided authorization code or refresh token has expired due to "
        "inactivity.…",
        "a code after ten minutes, a refresh token after ninety days",
        "documentation",
        _REFRESH,
        "that both have this number: the list has 700082 for refresh tokens, too; the wording",
    ),
    Rule(
        "400 invalid_grant: AADSTS54005: OAuth2 Authorization code was already redeemed…",
        "a code that is shown again",
        "documentation",
        _CODE,
    ),
    Rule(
        "400 invalid_grant: AADSTS500112: The reply address '…' does not match the reply address '…'…",
        "another `redirect_uri` than the code was made for",
        "report",
        _CODE,
    ),
    Rule(
        "400 invalid_grant: AADSTS501481: The Code_Verifier does not match the code_challenge…",
        "PKCE: no verifier, or a wrong one",
        "documentation",
        _CODE,
        "that a missing one has the same number",
    ),
    Rule(
        "400 invalid_grant: AADSTS50034: The user account does not exist in the … directory.…",
        "the user of the grant is gone",
        "documentation",
        _OTHERS,
        _TEXT,
    ),
    Rule(
        "400 invalid_request: AADSTS50011: The redirect URI '…' specified in the request does not match…",
        "a browser should be sent elsewhere than to loopback",
        "documentation",
        _CODE,
        "the form: Entra shows a page",
    ),
    Rule(
        "400 invalid_request: AADSTS50059: No tenant-identifying information found…",
        "an application signs in by itself at `common` or `organizations`",
        "recording",
        _OTHERS,
        "OAuth's word for it",
    ),
    Rule(
        "400 invalid_scope: AADSTS28000: Provided value for the input parameter scope is not valid…",
        "scopes of two resources in one request",
        "recording",
        _CODE,
        "OAuth's word for it",
    ),
    Rule(
        "login_required: AADSTS50058: Session information is not sufficient for single-sign-on.",
        "`prompt=none` while nobody is signed in; it goes to the address of the program",
        "recording",
        _CODE,
        "the wording: the recorded one is longer",
    ),
    Rule(
        "unsupported_response_type: AADSTS700051: response_type '…' is not enabled.",
        "another response type than `code`; it goes to the address of the program",
        "recording",
        _CODE,
        "the shortened wording, and that every other type is answered so",
    ),
    # On behalf of a user
    Rule(
        "400 invalid_grant: AADSTS50013: Assertion failed signature validation.…",
        "on-behalf-of: the assertion is no token of this tenant",
        "documentation",
        _BEHALF,
    ),
    Rule(
        "400 invalid_grant: AADSTS500133: Assertion is not within its valid time range.…",
        "on-behalf-of: the assertion is over",
        "documentation",
        _BEHALF,
    ),
    Rule(
        "400 invalid_grant: AADSTS500131: Assertion audience does not match the Client app…",
        "on-behalf-of: the assertion is for another application",
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
        "on-behalf-of: another use",
        "choice",
        _BEHALF,
    ),
)

PERSON_BEHAVIOUR = (
    Rule("authorize.authorize", "who signs in is chosen beforehand, without a password", "choice", _CODE),
    Rule("authorize._LOOPBACK", "addresses on loopback, at any port, are registered", "choice", _CODE),
    Rule("device.device_code", "a code for 15 minutes, asked for every 5 s", "documentation", _DEVICE),
    Rule("device.PAGE", "where the code is entered", "choice", _DEVICE),
    Rule("grants.LIFETIMES", "10 minutes, 15 minutes, 90 days", "documentation", _REFRESH),
    Rule("person_grants.by_code", "a code is good once, with its address and verifier", "documentation", _CODE),
    Rule(
        "person_grants.by_refresh_token", "other scopes of the same person and application", "documentation", _REFRESH
    ),
    Rule("person_answer.answer", "`openid`: id token, `offline_access`: refresh token", "documentation", _CODE),
    Rule("on_behalf_of.answer", "a service's token for the user who called it", "documentation", _BEHALF),
    Rule("scopes.Scopes", "every permission counts as consented", "choice", _CODE),
    Rule("scopes._CONSENTED", "what `/.default` gives a person", "choice", _CODE),
    Rule("token_endpoint.token_v1", "version 1.0: `resource`, and numbers as text", "documentation", _OTHERS),
    Rule("claims.of_application", "what published tokens of applications have", "report", _TOKENS),
    Rule("claims.of_user", "what published tokens of users have", "report", _TOKENS, "their values"),
    Rule("principals.principal_id", "the object id of a service principal", "choice", _TOKENS),
)
