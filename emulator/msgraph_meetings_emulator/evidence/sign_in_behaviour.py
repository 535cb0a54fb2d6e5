"""What the sign-in's half does that is no error: the function or constant that decides, in its module."""

from __future__ import annotations

from msgraph_meetings_emulator.evidence.rows import Rule, sign_in

SIGN_IN_BEHAVIOUR = (
    Rule("discovery.configuration", "the OpenID configuration of the tenant", "documentation", sign_in("1")),
    Rule("discovery.instance_discovery", "the names of the sign-in's host", "report", sign_in("1")),
    Rule("public_names.SIGN_IN_ALIASES", "which names are one sign-in", "report", sign_in("1")),
    Rule("token_endpoint.token", "a token by one of five grants, not to be stored", "documentation", sign_in("2")),
    Rule("scopes.OPENID", "MSAL asks for them in every flow; nothing to an application", "report", sign_in("2")),
    Rule("names.check_tenant", "a tenant is named by id or domain", "documentation", sign_in("1")),
    Rule(
        "names.check_resource",
        "tokens are for Graph, or for an application of the tenant",
        "choice",
        sign_in("2"),
    ),
    Rule("credentials.proven", "order: client id, assertion, secret", "choice", sign_in("3")),
    Rule("credentials._basic", "client id and secret in a Basic header", "documentation", sign_in("2")),
    Rule(
        "assertion.Assertion.check_time", "`exp` counts to the second; `nbf` may be 300 s ahead", "choice", sign_in("4")
    ),
    Rule(
        "certificate_assertions.check",
        "issuer, signature, audience, time and `jti` of an assertion",
        "documentation",
        sign_in("4"),
        "their order",
    ),
    Rule(
        "certificate_assertions._ALGORITHMS", "PS256, and RS256 as older pages have it", "documentation", sign_in("4")
    ),
    Rule(
        "federation.check",
        "issuer, subject and audience are compared exactly",
        "documentation",
        sign_in("5"),
        "their order",
    ),
    Rule("issuers.github", "how GitHub Actions gives out a token", "documentation", sign_in("5")),
    Rule("issuers.azure_devops", "how Azure Pipelines gives out a token", "documentation", sign_in("5")),
    Rule("issuers.discovery", "an issuer publishes its key by OpenID Connect", "documentation", sign_in("5")),
    Rule("issuer_names.AUDIENCE", "the audience where nothing else was agreed", "documentation", sign_in("5")),
    Rule("issuer_names.LIFETIME", "five minutes", "choice", sign_in("5")),
    Rule("tokens.Tokens.read", "only tokens of this emulator are good", "choice", sign_in("6")),
    Rule("token.GRAPH_ROOTS", "the names of Graph as a resource", "documentation", "graph contract, section 8.2"),
    Rule("state.DEFAULT_TOKEN_LIFETIME", "3599 s", "documentation", "graph contract, section 8.1"),
    Rule("directory.FederatedCredential", "issuer, subject, audience", "documentation", sign_in("5")),
    Rule(
        "identity_endpoints.virtual_machine", "the metadata service; all values are text", "documentation", sign_in("7")
    ),
    Rule("identity_endpoints.app_service", "App Service, Functions, Container Apps", "documentation", sign_in("7")),
    Rule("identity_endpoints.arc", "Arc, by a key in a file that is good once", "documentation", sign_in("7")),
    Rule(
        "identity_endpoints.service_fabric",
        "Service Fabric, with the identity of the manifest",
        "documentation",
        sign_in("7"),
    ),
    Rule("identity_endpoints.FABRIC_VERSIONS", "the versions that it has", "report", sign_in("7")),
    Rule("identity_endpoints.machine_learning", "Machine Learning", "report", sign_in("7")),
    Rule("identity_endpoints._CHOOSERS", "every host takes the names of every other", "choice", sign_in("7")),
    Rule("host_names.PATHS", "where the hosts answer here", "choice", sign_in("7")),
    Rule("arc_keys.MSAL_FOLDER", "the only folder in which MSAL reads keys", "report", sign_in("7")),
    Rule("az.main", "`az account get-access-token`", "documentation", sign_in("10")),
    Rule("answers.sign_in_error_body", "the form of a refusal", "documentation", sign_in("3")),
    Rule("lookalikes.exposed", "what looks like a real secret is refused and not kept", "choice"),
)
