"""Rows for the errors of hosts with a managed identity, of pipelines, and of the emulator itself."""

from __future__ import annotations

from msgraph_meetings_emulator.evidence.rows import Rule, sign_in

_HOSTS = sign_in("7")
_PIPELINES = sign_in("5")

HOST_ERRORS = (
    Rule(
        "400: invalid_request Required metadata header not specified",
        "a request to a virtual machine or Arc without the header `Metadata: true`",
        "recording",
        _HOSTS,
        "that Arc says the same",
    ),
    Rule(
        "400: invalid_request Identity not found",
        "a virtual machine or Arc does not have the requested identity",
        "documentation",
        _HOSTS,
        "the wording, and that Arc says the same",
    ),
    Rule(
        "400: 400 No Managed Identity found for specified ClientId/ResourceId/PrincipalId.",
        "App Service does not have the requested identity",
        "recording",
        _HOSTS,
        "the spelling of the JSON names",
    ),
    Rule("400: 400 Identity not found", "Machine Learning does not have the requested identity", "choice", _HOSTS),
    Rule("401: 401 Unauthorized", "a request to App Service or Machine Learning with a wrong secret", "choice", _HOSTS),
    Rule(
        "400: … SecretHeaderNotFound Secret is not found in the request headers.",
        "a request to Service Fabric without the header `Secret`",
        "documentation",
        _HOSTS,
        "the status, and that this is checked first",
    ),
    Rule(
        "404: … ManagedIdentityNotFound Managed identity not found for the specified application host.",
        "Service Fabric has no identity, or the header `Secret` is wrong",
        "documentation",
        _HOSTS,
    ),
    Rule(
        "400: invalid_request The query parameter 'api-version' is missing or empty.",
        "a request to a virtual machine or Arc without `api-version`",
        "documentation",
        _HOSTS,
        "the wording, and that Arc says the same",
    ),
    Rule(
        "400: 400 The query parameter 'api-version' is missing or empty.",
        "a request to App Service or Machine Learning without `api-version`",
        "choice",
        _HOSTS,
    ),
    Rule(
        "400: … InvalidApiVersion The api-version '…' is not supported. Supported version is '…'.",
        "a request to Service Fabric without one of the two values of `api-version` that clients use",
        "recording",
        _HOSTS,
        "that the text still only names the preview version",
    ),
    Rule(
        "400: … ArgumentNullOrEmpty The parameter 'resource' should not be null or empty string.",
        "a request to Service Fabric without `resource`",
        "documentation",
        _HOSTS,
        "the status",
    ),
    Rule(
        "500: … InternalServerError An error occurred.",
        "a request to Service Fabric for a resource that is not Microsoft Graph",
        "documentation",
        _HOSTS,
        "the status: the page only says that a wrong resource is the most likely cause",
    ),
    Rule(
        "400: …",
        "a request to another host for a resource that is not Microsoft Graph",
        "recording",
        _HOSTS,
        "that hosts other than a virtual machine pass on Entra's error",
    ),
    Rule("500: server_error The emulator cannot write a key to …: ….", "Arc's key file cannot be written", "choice"),
    Rule(
        "401: The request is not authorized.",
        "a request for a pipeline's token without the pipeline's bearer token",
        "choice",
        _PIPELINES,
    ),
    Rule(
        "400: The request lacks ….",
        "a request to Azure Pipelines without `api-version` or `serviceConnectionId`",
        "choice",
        _PIPELINES,
    ),
    Rule(
        "RequestEntityTooLarge: The request is longer than 4 MB.",
        "status 413 for a body of more than 4 MB",
        "report",
        "graph contract, section 7",
        "status, code and message",
    ),
    Rule("413: …", "a body of more than 4 MB on a path under `/_emulator`", "choice"),
    Rule(
        "BadRequest",
        "400 for a request with a secret of a real tenant. For a path or a method that is not served, the codes are "
        "`NotServed` (404) and `MethodNotAllowed` (405)",
        "choice",
    ),
    Rule("500: The emulator has a bug here.", "a bug in the emulator, not an answer of a service", "choice"),
    Rule(
        "507: The emulator cannot write its state or its keys: …. Nothing that it confirmed is lost.",
        "a full disk, not an answer of a service",
        "choice",
    ),
)
