"""Every setting there is, one row each: the schema, the documents, the checks and both ways in read this table.

Names are those of Pulumi's azuread provider where it has the setting; environment variables ``ARM_*`` come first, as
there, then ``AZURE_*``. What a setting means to each way of signing in is in docs/sign-in.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DEFAULT_OPERATION_TIMEOUT = 300.0
"""Seconds that one create, read, update or delete may take in all, waits included."""
DEFAULT_PARALLEL_REQUESTS = 64


@dataclass(frozen=True)
class Setting:
    """One row of the table: how a setting is called, where it is looked for, and what it is.

    Args:
        name: in configuration.
        environment: the variables to read if the configuration does not have the setting, in order.
        description: a sentence or two.
        secret: its value must not be shown.
        type: of the value.
        pipeline: further variables, which a pipeline sets by itself: looked at only where ``useOidc`` is true, because
            nobody who runs in a pipeline has asked for OIDC by that alone.
        sign_in: it says how to sign in, which may differ from one machine to the next; so an explicit provider does not
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
        "A file that holds the application (client) id.",
        sign_in=True,
    ),
    Setting(
        "accessToken",
        ("MSGRAPH_ACCESS_TOKEN",),
        "A ready access token for Graph, used as it is and instead of any sign-in.",
        secret=True,
        sign_in=True,
    ),
    Setting(
        "accessTokenFilePath",
        ("MSGRAPH_ACCESS_TOKEN_FILE_PATH",),
        "A file that holds a ready access token for Graph; read again when it changes.",
        sign_in=True,
    ),
    Setting(
        "accessTokenType",
        ("MSGRAPH_ACCESS_TOKEN_TYPE",),
        "`application` or `delegated`; needed only where the token's claims cannot be read.",
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
        "The password of the certificate, where it has one.",
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
        "A file that holds the client secret.",
        sign_in=True,
    ),
    Setting(
        "useOidc",
        ("ARM_USE_OIDC",),
        "Whether to sign in with a token of another issuer (workload identity federation); with true, the variables by"
        " which GitHub Actions and Azure Pipelines offer one are looked at too.",
        type="boolean",
        sign_in=True,
    ),
    Setting(
        "oidcToken",
        ("ARM_OIDC_TOKEN",),
        "The other issuer's token, as GitLab and others give it.",
        secret=True,
        sign_in=True,
    ),
    Setting(
        "oidcTokenFilePath",
        ("ARM_OIDC_TOKEN_FILE_PATH",),
        "A file that holds the other issuer's token; read again for each sign-in.",
        sign_in=True,
    ),
    Setting(
        "oidcRequestUrl",
        ("ARM_OIDC_REQUEST_URL",),
        "Where a pipeline gives out its OIDC token.",
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
        "Id of the Azure DevOps service connection whose OIDC token is asked for.",
        pipeline=("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",),
        sign_in=True,
    ),
    Setting(
        "useAksWorkloadIdentity",
        ("ARM_USE_AKS_WORKLOAD_IDENTITY",),
        "Whether to sign in with the workload identity of a pod; left out, it is used where AKS has put one.",
        type="boolean",
        sign_in=True,
    ),
    Setting(
        "federatedTokenFilePath",
        ("AZURE_FEDERATED_TOKEN_FILE",),
        "The file into which AKS puts the pod's token; read again for each sign-in.",
        sign_in=True,
    ),
    Setting(
        "useMsi",
        ("ARM_USE_MSI",),
        "Whether to sign in with the managed identity of the machine; `clientId` then names a user-assigned one.",
        type="boolean",
        sign_in=True,
    ),
    Setting(
        "useCli",
        ("ARM_USE_CLI",),
        "Whether to take tokens from the Azure CLI; left out, it is used where nothing else is set and `az` is there.",
        type="boolean",
        sign_in=True,
    ),
    Setting(
        "userId",
        ("MSGRAPH_USER_ID",),
        "Object id of the organizer of every new meeting whose resource names none.",
    ),
    Setting(
        "externalIdPrefix",
        ("MSGRAPH_EXTERNAL_ID_PREFIX",),
        "A text that goes into every derived external id, so that two teams with the same project, stack and resource"
        " names share no meeting. A new one moves no meeting that exists.",
    ),
    Setting(
        "environment",
        ("ARM_ENVIRONMENT",),
        "The cloud: `public` (the default), `usgovernment` (L4) or `dod` (L5).",
    ),
    Setting(
        "graphEndpoint",
        ("MSGRAPH_ENDPOINT",),
        "Root of Graph, `https://host[:port]`, where it is not the cloud's own.",
    ),
    Setting(
        "authorityHost",
        ("AZURE_AUTHORITY_HOST",),
        "Root of the token service, `https://host[:port]`, where it is not the cloud's own.",
    ),
    Setting(
        "disableInstanceDiscovery",
        ("ARM_DISABLE_INSTANCE_DISCOVERY",),
        "Whether not to ask Microsoft about the token service; left out, it is asked about its own only.",
        type="boolean",
        sign_in=True,
    ),
    Setting(
        "maxParallelRequests",
        ("MSGRAPH_MAX_PARALLEL_REQUESTS",),
        f"How many requests may be under way at once (default {DEFAULT_PARALLEL_REQUESTS}).",
        type="integer",
    ),
    Setting(
        "operationTimeout",
        ("MSGRAPH_OPERATION_TIMEOUT",),
        f"Seconds that one operation on a meeting may take, waits included (default {DEFAULT_OPERATION_TIMEOUT:.0f}).",
        type="number",
    ),
    Setting(
        "importByExternalId",
        ("MSGRAPH_IMPORT_BY_EXTERNAL_ID",),
        "Whether a meeting can be imported as `userId/externalId`. Graph finds an external id only by createOrGet,"
        " which makes the meeting where there is none; so it must be switched on.",
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
"""Settings that say the same thing in two ways: whoever sets both says two things."""

OIDC_ORIGINS = ("oidcToken", "oidcTokenFilePath", "oidcRequestUrl")
"""The settings that say where an OIDC token comes from, in the order in which the method looks at them."""

NOT_SETTINGS = {
    "auxiliaryTenantIds": "one token for Graph is asked for, and it is always of one tenant: tenantId",
    "metadataHost": "clouds are chosen by environment; another one is named by graphEndpoint and authorityHost",
    "msiEndpoint": "a managed identity is found by the variables that its host sets",
    "partnerId": "no usage is reported to Microsoft",
    "disableTerraformPartnerId": "no usage is reported to Microsoft",
}
"""Settings of azuread that have no meaning here, and why; rejected instead of silently ignored."""
