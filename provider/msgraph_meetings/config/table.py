"""All settings, one row each: the schema, documents, checks, plugin and dynamic resource read this table.

Names are those of Pulumi's azuread provider where it has the setting; environment variables ``ARM_*`` come first, as
there, then ``AZURE_*``. docs/sign-in.md explains the settings of each sign-in method.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DEFAULT_OPERATION_TIMEOUT = 300.0
"""Seconds that one create, read, update or delete may take, waits included."""
DEFAULT_PARALLEL_REQUESTS = 64


@dataclass(frozen=True)
class Setting:
    """One row of the table: a setting's name, its environment variables and its type.

    Args:
        name: in configuration.
        environment: the variables that are read if the configuration does not have it, in this order.
        description: a sentence or two.
        secret: its value must not be shown.
        type: of the value.
        pipeline: further variables, which a pipeline sets by itself: read only if ``useOidc`` is true, because running
            in a pipeline does not mean that OIDC is wanted.
        sign_in: it selects a sign-in, which may differ between machines; so an explicit provider does not
            take it from the environment into its state.
    """

    name: str
    environment: tuple[str, ...]
    description: str
    secret: bool = False
    type: Literal["string", "boolean", "integer", "number"] = "string"
    pipeline: tuple[str, ...] = ()
    sign_in: bool = False


SETTINGS = (
    Setting(
        "tenantId",
        ("ARM_TENANT_ID", "AZURE_TENANT_ID"),
        "Directory (tenant) id or verified domain in which the app signs in.",
    ),
    Setting("clientId", ("ARM_CLIENT_ID", "AZURE_CLIENT_ID"), "Application (client) id of the app registration."),
    Setting(
        "clientIdFilePath",
        ("ARM_CLIENT_ID_FILE_PATH",),
        "A file with the application (client) id.",
        sign_in=True,
    ),
    Setting(
        "accessToken",
        ("MSGRAPH_ACCESS_TOKEN",),
        "An access token for Graph; the provider uses it unchanged and does not sign in.",
        secret=True,
        sign_in=True,
    ),
    Setting(
        "accessTokenFilePath",
        ("MSGRAPH_ACCESS_TOKEN_FILE_PATH",),
        "A file with an access token for Graph; the provider reads it again when it changes.",
        sign_in=True,
    ),
    Setting(
        "accessTokenType",
        ("MSGRAPH_ACCESS_TOKEN_TYPE",),
        "`application` or `delegated`; needed only if the token's claims cannot be read.",
    ),
    Setting(
        "clientCertificate",
        ("ARM_CLIENT_CERTIFICATE",),
        "The app's certificate with its private key: PFX in base64, or PEM.",
        secret=True,
        sign_in=True,
    ),
    Setting(
        "clientCertificatePath",
        ("ARM_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PATH"),
        "A file with the app's certificate and its private key: PFX or PEM.",
        sign_in=True,
    ),
    Setting(
        "clientCertificatePassword",
        ("ARM_CLIENT_CERTIFICATE_PASSWORD", "AZURE_CLIENT_CERTIFICATE_PASSWORD"),
        "The password of the certificate, if it has one.",
        secret=True,
        sign_in=True,
    ),
    Setting(
        "clientSecret",
        ("ARM_CLIENT_SECRET", "AZURE_CLIENT_SECRET"),
        "Client secret of the app registration.",
        secret=True,
        sign_in=True,
    ),
    Setting(
        "clientSecretFilePath",
        ("ARM_CLIENT_SECRET_FILE_PATH",),
        "A file with the client secret.",
        sign_in=True,
    ),
    Setting(
        "useOidc",
        ("ARM_USE_OIDC",),
        "Whether to sign in with a token of another issuer (workload identity federation); `true` also reads the"
        " variables of GitHub Actions and Azure Pipelines.",
        type="boolean",
        sign_in=True,
    ),
    Setting(
        "oidcToken",
        ("ARM_OIDC_TOKEN",),
        "The token of the other issuer, for example from GitLab.",
        secret=True,
        sign_in=True,
    ),
    Setting(
        "oidcTokenFilePath",
        ("ARM_OIDC_TOKEN_FILE_PATH",),
        "A file with the token of the other issuer; the provider reads it again for each sign-in.",
        sign_in=True,
    ),
    Setting(
        "oidcRequestUrl",
        ("ARM_OIDC_REQUEST_URL",),
        "The URL at which a pipeline requests its OIDC token.",
        pipeline=("ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"),
        sign_in=True,
    ),
    Setting(
        "oidcRequestToken",
        ("ARM_OIDC_REQUEST_TOKEN",),
        "The bearer token for that request.",
        secret=True,
        pipeline=("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"),
        sign_in=True,
    ),
    Setting(
        "adoPipelineServiceConnectionId",
        ("ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID", "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID"),
        "Id of the Azure DevOps service connection that the OIDC token is for.",
        pipeline=("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",),
        sign_in=True,
    ),
    Setting(
        "useAksWorkloadIdentity",
        ("ARM_USE_AKS_WORKLOAD_IDENTITY",),
        "Whether to sign in with the workload identity of a pod; the default is to use it if AKS provides one.",
        type="boolean",
        sign_in=True,
    ),
    Setting(
        "federatedTokenFilePath",
        ("AZURE_FEDERATED_TOKEN_FILE",),
        "The file in which AKS keeps the pod's token; the provider reads it again for each sign-in.",
        sign_in=True,
    ),
    Setting(
        "useMsi",
        ("ARM_USE_MSI",),
        "Whether to sign in with the managed identity of the machine; `clientId` selects a user-assigned one.",
        type="boolean",
        sign_in=True,
    ),
    Setting(
        "useCli",
        ("ARM_USE_CLI",),
        "Whether to use tokens of the Azure CLI; the default is to use them if nothing else is set and `az` is"
        " installed.",
        type="boolean",
        sign_in=True,
    ),
    Setting(
        "userId",
        ("MSGRAPH_USER_ID",),
        "Object id of the organizer of new meetings, unless the resource sets its own `userId`.",
    ),
    Setting(
        "externalIdPrefix",
        ("MSGRAPH_EXTERNAL_ID_PREFIX",),
        "A text that becomes part of every derived external id, so that two teams with the same project, stack and"
        " resource names have different meetings. Changing it does not affect existing meetings.",
    ),
    Setting(
        "environment",
        ("ARM_ENVIRONMENT",),
        "The cloud: `public` (the default), `usgovernment` (L4) or `dod` (L5).",
    ),
    Setting(
        "graphEndpoint",
        ("MSGRAPH_ENDPOINT",),
        "Root URL of Graph, `https://host[:port]`, if it differs from the cloud's.",
    ),
    Setting(
        "authorityHost",
        ("AZURE_AUTHORITY_HOST",),
        "Root URL of the token service, `https://host[:port]`, if it differs from the cloud's.",
    ),
    Setting(
        "disableInstanceDiscovery",
        ("ARM_DISABLE_INSTANCE_DISCOVERY",),
        "Whether to skip the check of the token service with Microsoft; the default is to check Microsoft's own hosts"
        " only.",
        type="boolean",
        sign_in=True,
    ),
    Setting(
        "maxParallelRequests",
        ("MSGRAPH_MAX_PARALLEL_REQUESTS",),
        f"The largest number of requests at the same time (default {DEFAULT_PARALLEL_REQUESTS}).",
        type="integer",
    ),
    Setting(
        "operationTimeout",
        ("MSGRAPH_OPERATION_TIMEOUT",),
        "Time limit in seconds for one operation on a meeting, waits included (default"
        f" {DEFAULT_OPERATION_TIMEOUT:.0f}).",
        type="number",
    ),
    Setting(
        "waitForAccessPolicy",
        ("MSGRAPH_WAIT_FOR_ACCESS_POLICY",),
        "Seconds that a create waits for an application access policy that does not apply yet (default 0)."
        " `customTimeouts` and an `operationTimeout` that is set limit the wait.",
        type="number",
    ),
    Setting(
        "importByExternalId",
        ("MSGRAPH_IMPORT_BY_EXTERNAL_ID",),
        "Whether `userId/externalId` works as an import id. It is off by default, because Graph finds an external id"
        " only by"
        " createOrGet, which creates the meeting if it does not exist.",
        type="boolean",
    ),
)

ALTERNATIVES = (
    ("clientId", "clientIdFilePath"),
    ("accessToken", "accessTokenFilePath"),
    ("clientCertificate", "clientCertificatePath"),
    ("clientSecret", "clientSecretFilePath"),
    ("oidcToken", "oidcTokenFilePath"),
)
"""Pairs of settings that exclude each other."""

OIDC_ORIGINS = ("oidcToken", "oidcTokenFilePath", "oidcRequestUrl")
"""The settings that name the origin of an OIDC token, in the order in which the method looks at them."""

NOT_SETTINGS = {
    "auxiliaryTenantIds": "the token for Graph is always for one tenant, tenantId",
    "metadataHost": "environment selects the cloud; graphEndpoint and authorityHost set other hosts",
    "msiEndpoint": "the provider finds a managed identity through the variables of its host",
    "partnerId": "the provider does not report usage to Microsoft",
    "disableTerraformPartnerId": "the provider does not report usage to Microsoft",
}
"""Settings of azuread that do not apply here, and why: rejected instead of silently ignored."""
