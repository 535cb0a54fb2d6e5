"""The errors of hosts with a managed identity and of pipelines, and those of the emulator itself."""

from __future__ import annotations

from .rows import Rule, sign_in

_HOSTS = sign_in("7")
_PIPELINES = sign_in("5")

HOST_ERRORS = (
    Rule(
        "400: invalid_request Required metadata header not specified",
        "virtual machine or Arc without `Metadata: true`",
        "documentation",
        _HOSTS,
        "the error's name: the page has `bad_request_102`; that Arc says the same",
    ),
    Rule(
        "400: invalid_request Identity not found",
        "virtual machine or Arc without the identity that is asked for",
        "documentation",
        _HOSTS,
        "the wording, and that Arc says the same",
    ),
    Rule(
        "400: 400 No Managed Identity found for specified ClientId/ResourceId/PrincipalId.",
        "App Service without the identity that is asked for",
        "recording",
        _HOSTS,
        "the spelling of the names around it",
    ),
    Rule("400: 400 Identity not found", "Machine Learning without the identity that is asked for", "choice", _HOSTS),
    Rule("401: 401 Unauthorized", "App Service or Machine Learning with a wrong header", "choice", _HOSTS),
    Rule(
        "400: SecretHeaderNotFound Secret is not found.",
        "Service Fabric with a missing or wrong header",
        "documentation",
        _HOSTS,
        "the status, the shortened wording, and that a wrong header is as a missing one: the page has 404 for it",
    ),
    Rule(
        "404: ManagedIdentityNotFound The managed identity was not found.",
        "Service Fabric without an identity",
        "documentation",
        _HOSTS,
        "the wording",
    ),
    Rule(
        "400: invalid_request The query parameter 'api-version' is missing or empty.",
        "virtual machine or Arc without `api-version`",
        "documentation",
        _HOSTS,
        "the wording, and that Arc says the same",
    ),
    Rule(
        "400: InvalidApiVersion The query parameter 'api-version' is missing or empty.",
        "Service Fabric without `api-version`",
        "documentation",
        _HOSTS,
        "the wording",
    ),
    Rule(
        "400: 400 The query parameter 'api-version' is missing or empty.",
        "App Service or Machine Learning without `api-version`",
        "choice",
        _HOSTS,
    ),
    Rule("400: …", "any of the hosts, for a resource that is not Microsoft Graph", "choice", _HOSTS),
    Rule("500: server_error The emulator cannot write a key to …: ….", "Arc's key file cannot be written", "choice"),
    Rule(
        "401: The request is not authorized.", "a pipeline's token asked for without its bearer", "choice", _PIPELINES
    ),
    Rule("400: The request lacks ….", "Azure Pipelines without `api-version` or connection", "choice", _PIPELINES),
    Rule("413", "a body of more than 4 MB", "report", "graph contract, section 7", "the status"),
    Rule("500: The emulator has a bug here.", "a mistake of the emulator, and no answer of a service", "choice"),
    Rule(
        "507: The emulator cannot write its state or its keys: …. Nothing that it confirmed is lost.",
        "a full disk, and no answer of a service",
        "choice",
    ),
)
