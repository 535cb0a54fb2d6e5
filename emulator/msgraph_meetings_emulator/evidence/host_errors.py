"""The errors of hosts with a managed identity and of pipelines, and those of the emulator itself."""

from __future__ import annotations

from msgraph_meetings_emulator.evidence.rows import Rule, sign_in

_HOSTS = sign_in("7")
_PIPELINES = sign_in("5")

HOST_ERRORS = (
    Rule(
        "400: invalid_request Required metadata header not specified",
        "virtual machine or Arc without `Metadata: true`",
        "recording",
        _HOSTS,
        "that Arc says the same",
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
        "400: … SecretHeaderNotFound Secret is not found in the request headers.",
        "Service Fabric without the header `Secret`",
        "documentation",
        _HOSTS,
        "the status; that it is asked before all else",
    ),
    Rule(
        "404: … ManagedIdentityNotFound Managed identity not found for the specified application host.",
        "Service Fabric without an identity, or with an unknown header",
        "documentation",
        _HOSTS,
    ),
    Rule(
        "400: invalid_request The query parameter 'api-version' is missing or empty.",
        "virtual machine or Arc without `api-version`",
        "documentation",
        _HOSTS,
        "the wording, and that Arc says the same",
    ),
    Rule(
        "400: 400 The query parameter 'api-version' is missing or empty.",
        "App Service or Machine Learning without `api-version`",
        "choice",
        _HOSTS,
    ),
    Rule(
        "400: … InvalidApiVersion The api-version '…' is not supported. Supported version is '…'.",
        "Service Fabric without `api-version`, or with another than the two that clients use",
        "recording",
        _HOSTS,
        "that the text still names the preview version only",
    ),
    Rule(
        "400: … ArgumentNullOrEmpty The parameter 'resource' should not be null or empty string.",
        "Service Fabric without `resource`",
        "documentation",
        _HOSTS,
        "the status",
    ),
    Rule(
        "500: … InternalServerError An error occurred.",
        "Service Fabric, for a resource that is not Microsoft Graph",
        "documentation",
        _HOSTS,
        "the status: the page says only that a wrong resource is the most likely cause",
    ),
    Rule(
        "400: …",
        "the other hosts, for a resource that is not Microsoft Graph",
        "recording",
        _HOSTS,
        "that other hosts than a virtual machine pass on what Entra says",
    ),
    Rule("500: server_error The emulator cannot write a key to …: ….", "Arc's key file cannot be written", "choice"),
    Rule(
        "401: The request is not authorized.", "a pipeline's token asked for without its bearer", "choice", _PIPELINES
    ),
    Rule("400: The request lacks ….", "Azure Pipelines without `api-version` or connection", "choice", _PIPELINES),
    Rule(
        "RequestEntityTooLarge: The request is longer than 4 MB.",
        "status 413 for a body of more than 4 MB",
        "report",
        "graph contract, section 7",
        "status, code and message",
    ),
    Rule("413: …", "the same on the emulator's own paths", "choice"),
    Rule(
        "BadRequest",
        "400 for a request that shows a secret of a real tenant, with a message that says so; for a path or a method "
        "that no service here has the codes are `NotServed` (404) and `MethodNotAllowed` (405)",
        "choice",
    ),
    Rule("500: The emulator has a bug here.", "a mistake of the emulator, and no answer of a service", "choice"),
    Rule(
        "507: The emulator cannot write its state or its keys: …. Nothing that it confirmed is lost.",
        "a full disk, and no answer of a service",
        "choice",
    ),
)
