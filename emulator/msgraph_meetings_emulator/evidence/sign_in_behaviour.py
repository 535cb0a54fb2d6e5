"""Rows for the sign-in's behaviour apart from errors; each names the module and the function or constant."""

from __future__ import annotations

from msgraph_meetings_emulator.evidence.rows import Rule, sign_in

SIGN_IN_BEHAVIOUR = (
    Rule("discovery.configuration", "the OpenID configuration of the tenant", "documentation", sign_in("1")),
    Rule("discovery.instance_discovery", "the aliases of the sign-in's host", "report", sign_in("1")),
    Rule("public_names.SIGN_IN_ALIASES", "the host names of each sign-in service", "report", sign_in("1")),
    Rule(
        "token_endpoint.token",
        "the token endpoint serves five grants, and its answers must not be cached",
        "documentation",
        sign_in("2"),
    ),
    Rule(
        "scopes.OPENID",
        "the scopes of OpenID Connect, which MSAL requests in every flow; ignored without a user",
        "report",
        sign_in("2"),
    ),
    Rule("names.check_tenant", "a path contains the tenant's id or its domain", "documentation", sign_in("1")),
    Rule(
        "names.check_resource",
        "tokens are for Graph, or for an application of the tenant",
        "choice",
        sign_in("2"),
    ),
    Rule(
        "credentials.proven",
        "the order of checks: client id, then the assertion if there is one, else the secret",
        "choice",
        sign_in("3"),
    ),
    Rule("credentials._basic", "client id and secret can be in a Basic header", "documentation", sign_in("2")),
    Rule(
        "assertion.Assertion.check_time",
        "an assertion is accepted from 300 s before `nbf` until `exp`",
        "choice",
        sign_in("4"),
    ),
    Rule(
        "certificate_assertions.check",
        "the checks of a certificate's assertion: issuer, signature, audience, time and `jti`",
        "documentation",
        sign_in("4"),
        "their order",
    ),
    Rule(
        "certificate_assertions._ALGORITHMS",
        "assertions are signed with PS256 or, as on older pages, with RS256",
        "documentation",
        sign_in("4"),
    ),
    Rule(
        "federation.check",
        "issuer, subject and audience are compared exactly",
        "documentation",
        sign_in("5"),
        "their order",
    ),
    Rule("issuers.github", "the token request of GitHub Actions", "documentation", sign_in("5")),
    Rule("issuers.azure_devops", "the token request of Azure Pipelines", "documentation", sign_in("5")),
    Rule("issuers.discovery", "an issuer publishes its key by OpenID Connect discovery", "documentation", sign_in("5")),
    Rule("issuer_names.AUDIENCE", "the default audience of a federated credential", "documentation", sign_in("5")),
    Rule("issuer_names.LIFETIME", "identity tokens live five minutes", "choice", sign_in("5")),
    Rule("tokens.Tokens.read", "only tokens that this emulator signed are valid", "choice", sign_in("6")),
    Rule("token.GRAPH_ROOTS", "the names of Graph as a resource", "documentation", "graph contract, section 8.2"),
    Rule("state.DEFAULT_TOKEN_LIFETIME", "tokens live 3599 s", "documentation", "graph contract, section 8.1"),
    Rule(
        "directory.FederatedCredential",
        "a federated credential has issuer, subject and audience",
        "documentation",
        sign_in("5"),
    ),
    Rule(
        "identity_endpoints.virtual_machine",
        "the metadata service of a virtual machine; all values in its answer are text",
        "documentation",
        sign_in("7"),
    ),
    Rule(
        "identity_endpoints.app_service",
        "the endpoint of App Service, Functions and Container Apps",
        "documentation",
        sign_in("7"),
    ),
    Rule(
        "identity_endpoints.arc",
        "the endpoint of Arc, with a key file that can be used once",
        "documentation",
        sign_in("7"),
    ),
    Rule(
        "identity_endpoints.service_fabric",
        "the endpoint of Service Fabric, for the identity of the manifest",
        "documentation",
        sign_in("7"),
    ),
    Rule("identity_endpoints.FABRIC_VERSIONS", "the API versions of Service Fabric", "report", sign_in("7")),
    Rule("identity_endpoints.machine_learning", "the endpoint of Machine Learning", "report", sign_in("7")),
    Rule(
        "identity_endpoints._CHOOSERS",
        "every host accepts all parameter names that choose an identity",
        "choice",
        sign_in("7"),
    ),
    Rule("host_names.PATHS", "the paths of the hosts in the emulator", "choice", sign_in("7")),
    Rule("arc_keys.MSAL_FOLDER", "the only folder from which MSAL reads Arc's keys", "report", sign_in("7")),
    Rule("az.main", "the output of `az account get-access-token`", "documentation", sign_in("10")),
    Rule("answers.sign_in_error_body", "the form of a sign-in error", "documentation", sign_in("3")),
    Rule("lookalikes.exposed", "a request with a real tenant's secret is refused, and not stored", "choice"),
)
