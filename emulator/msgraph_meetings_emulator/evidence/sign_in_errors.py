"""Rows for the errors of the token endpoint; a `…` at the end stands for the rest of a long text."""

from __future__ import annotations

from msgraph_meetings_emulator.evidence.rows import Rule, sign_in

_LIST = sign_in("3")
_CERTIFICATE = sign_in("4")
_FEDERATION = sign_in("5")
_TEXT = "the wording, which is not documented"

SIGN_IN_ERRORS = (
    Rule(
        "400 invalid_request: AADSTS90002: Tenant '…' not found.…", "an unknown tenant", "documentation", _LIST, _TEXT
    ),
    Rule(
        "400 unauthorized_client: AADSTS700016: Application with identifier '…' was not found…",
        "an unknown application",
        "documentation",
        _LIST,
        _TEXT,
    ),
    Rule(
        "400 invalid_request: AADSTS900144: The request body must contain the following parameter: '…'.",
        "a parameter is missing",
        "documentation",
        _LIST,
        _TEXT,
    ),
    Rule(
        "400 unsupported_grant_type: AADSTS70003: The app requested an unsupported grant type '…'.",
        "a grant type that is not served",
        "documentation",
        _LIST,
        _TEXT,
    ),
    Rule(
        "400 invalid_scope: AADSTS1002012: The provided value for scope … is not valid.…",
        "a scope that is not one resource with `/.default`",
        "recording",
        sign_in("2"),
    ),
    Rule(
        "400 invalid_resource: AADSTS500011: The resource principal named … was not found…",
        "a resource that is not Microsoft Graph",
        "documentation",
        _LIST,
        _TEXT,
    ),
    Rule(
        "401 invalid_client: AADSTS7000218: The request body must contain the following parameter: "
        "'client_assertion' or 'client_secret'.",
        "the request has no credential",
        "documentation",
        _LIST,
        _TEXT,
    ),
    Rule(
        "401 invalid_client: AADSTS7000215: Invalid client secret provided.…",
        "a wrong secret",
        "documentation",
        _LIST,
        _TEXT,
    ),
    # Assertions
    Rule(
        "400 invalid_request: AADSTS50027: JWT token is invalid or malformed.",
        "an assertion that is not a JWT",
        "documentation",
        _LIST,
        _TEXT,
    ),
    Rule(
        "401 invalid_client: AADSTS50027: Invalid JWT token. No certificate thumbprint specified in token header.",
        "the assertion's header has neither `x5t` nor `x5t#S256`",
        "documentation",
        _CERTIFICATE,
        "number and wording",
    ),
    Rule(
        "401 invalid_client: AADSTS50027: Invalid JWT token. The claim 'jti' is missing.",
        "a certificate's assertion without `jti`",
        "documentation",
        _CERTIFICATE,
        "that it is refused, number and wording",
    ),
    Rule(
        "401 invalid_client: AADSTS50027: Invalid JWT token. The claim '…' is missing, or it is not a time.",
        "`exp` or `nbf` is not a time",
        "documentation",
        _CERTIFICATE,
        "number and wording",
    ),
    Rule(
        "401 invalid_client: AADSTS50027: Invalid JWT token. The signature is not the issuer's.",
        "an assertion of another issuer has a wrong signature",
        "documentation",
        _FEDERATION,
        "number and wording",
    ),
    Rule(
        "401 invalid_client: AADSTS700021: Client assertion application identifier doesn't match…",
        "issuer and subject of a certificate's assertion are not the application",
        "documentation",
        _CERTIFICATE,
        _TEXT,
    ),
    Rule(
        "401 invalid_client: AADSTS700023: Client assertion audience claim does not match Realm issuer.…",
        "the audience is not this token endpoint",
        "documentation",
        _CERTIFICATE,
        "that no other audience is accepted; the wording",
    ),
    Rule(
        "401 invalid_client: AADSTS700024: Client assertion is not within its valid time range.…",
        "the assertion is expired or not valid yet",
        "recording",
        _CERTIFICATE,
        "that it is accepted 300 s early",
    ),
    Rule(
        "401 invalid_client: AADSTS700027: The certificate with identifier used to sign the client assertion is not "
        "registered…",
        "the application has no certificate with this thumbprint",
        "recording",
        _CERTIFICATE,
    ),
    Rule(
        "401 invalid_client: AADSTS700027: Client assertion contains an invalid signature.…",
        "the signature is wrong, or the certificate is expired",
        "recording",
        _CERTIFICATE,
    ),
    Rule(
        "401 invalid_client: AADSTS700211: No matching federated identity record found…",
        "no federated credential for the issuer",
        "recording",
        _FEDERATION,
    ),
    Rule(
        "401 invalid_client: AADSTS700213: No matching federated identity record found…",
        "no federated credential for the subject",
        "recording",
        _FEDERATION,
    ),
    Rule(
        "401 invalid_client: AADSTS700212: No matching federated identity record found…",
        "no federated credential for the audience",
        "recording",
        _FEDERATION,
    ),
    Rule(
        "401 invalid_client: AADSTS70021: No matching federated identity record found…",
        "one of the three errors above, with the switch `one_number_for_no_match`",
        "recording",
        _FEDERATION,
    ),
    Rule(
        "401 invalid_client: AADSTS70025: The client '…' has no configured federated identity credentials.",
        "the application has no federated credential",
        "recording",
        _FEDERATION,
        "that the text has the client id only; Entra's has id and name",
    ),
    Rule(
        "401 invalid_client: AADSTS700222: AAD-issued tokens may not be used for federated identity flows.",
        "the assertion is Entra's own token",
        "documentation",
        _FEDERATION,
    ),
    Rule(
        "401 invalid_client: AADSTS700223: Workload identity federation is blocked by a policy of the tenant.",
        "the tenant blocks federation",
        "documentation",
        _FEDERATION,
        _TEXT,
    ),
    Rule(
        "401 invalid_client: AADSTS7000272: The certificate with identifier … used to sign the federated credential…",
        "the issuer does not publish the key",
        "recording",
        _FEDERATION,
    ),
    Rule(
        "temporarily_unavailable: AADSTS90033: The service is temporarily unavailable. Please retry later.",
        "a fault for the token endpoint, with the fault's status",
        "documentation",
        _LIST,
        _TEXT,
    ),
)
