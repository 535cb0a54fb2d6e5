"""Failures of a sign-in method before Microsoft Entra is asked, or without Entra.

Each method names the kind of failure; within a kind, the words of the server or command distinguish cases. If they
contain an AADSTS number, the rows of ``entra`` explain it.
"""

from __future__ import annotations

from msgraph_meetings.errors import (
    AuthenticationError,
    ConfigurationError,
    ConnectionFailedError,
    ServiceError,
    ThrottledError,
)
from msgraph_meetings.errors.catalogue.rows import KindRow

_TOKEN = "https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference"  # noqa: S105  (a page)
_MSAL = "https://learn.microsoft.com/entra/msal/dotnet/advanced"
_GITHUB = "https://docs.github.com/actions/reference/openid-connect-reference"
_DEVOPS = "https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create"
_IDENTITY = "https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token"
_ARC = "https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication"
_CLI = "https://learn.microsoft.com/cli/azure/account#az-account-get-access-token"
_CLI_SOURCE = "https://github.com/Azure/azure-cli/blob/dev/src/azure-cli-core/azure/cli/core/_profile.py"
_LOGIN = (
    "Run `az login` (with --tenant if you have several tenants), or configure another way to sign in; ARM_USE_CLI=false"
    " turns the Azure CLI off."
)

METHODS = (
    # Token services and proofs of the app
    KindRow(
        id="sign-in-throttled",
        kind="sign-in throttled",
        came="429 instead of a token, until the operation's deadline",
        error=ThrottledError,
        what="Throttled: {host} refused the sign-in, because too many were sent{asked}.",
        why="It limits the rate of sign-ins.",
        fix="Run `pulumi up` again later, or raise operationTimeout (MSGRAPH_OPERATION_TIMEOUT).",
        evidence="documented",
        source=f"{_MSAL}/client-and-server-throttling",
    ),
    KindRow(
        id="sign-in-failed",
        kind="sign-in failed",
        came="5xx instead of a token, until the operation's deadline; for a managed identity also 404 and 410",
        error=ServiceError,
        what="{host} failed during the sign-in: it answered {status}.",
        why="This usually passes, but it failed each time the provider tried.",
        fix="Run `pulumi up` again later (it uses the same meeting).",
        evidence="documented",
        source=f"{_MSAL}/exceptions/retry-policy",
    ),
    KindRow(
        id="sign-in-unfinished",
        kind="sign-in unfinished",
        came="a sign-in that does not finish before the operation's deadline",
        error=ConnectionFailedError,
        what="The sign-in did not finish within {seconds:.0f} s, the time limit of the operation.",
        why="The token service, or the source of the assertion, did not answer.",
        fix="Run `pulumi up` again, or raise operationTimeout (MSGRAPH_OPERATION_TIMEOUT).",
        evidence="local",
    ),
    # A ready token
    KindRow(
        id="ready-token-over",
        kind="ready token over",
        came="a ready token with an `exp` in the past",
        error=AuthenticationError,
        what="The access token expired at {expiry}.",
        why="It is {now} by this machine's clock, and the provider cannot renew a token that it was given.",
        fix="Set a new token in msgraph-meetings:accessToken, in MSGRAPH_ACCESS_TOKEN or in the file of"
        " accessTokenFilePath, or configure a sign-in, which renews its tokens.",
        evidence="documented",
        source=_TOKEN,
    ),
    KindRow(
        id="ready-token-elsewhere",
        kind="ready token elsewhere",
        came="a ready token with an `aud` of another cloud's Graph or of another service",
        error=AuthenticationError,
        what="The access token is for {whose}: its audience is {audience}.",
        why="The settings select the cloud {cloud} with Microsoft Graph at {graph}, which rejects this token.",
        fix="Get a token for {graph}, or correct environment (ARM_ENVIRONMENT) or graphEndpoint (MSGRAPH_ENDPOINT).",
        evidence="documented",
        source=_TOKEN,
    ),
    KindRow(
        id="ready-token-of-another-tenant",
        kind="ready token of another tenant",
        came="a ready token with another `tid` than `tenantId`",
        error=AuthenticationError,
        what="The access token belongs to the tenant {tenant}, but tenantId is {wanted}.",
        why="A token of one tenant cannot manage meetings of another.",
        fix="Get a token for the tenant of tenantId, or correct tenantId (ARM_TENANT_ID).",
        evidence="documented",
        source=_TOKEN,
    ),
    # Pipelines that give out an OIDC token
    KindRow(
        id="pipeline-devops",
        kind="pipeline devops",
        came="a refusal of Azure DevOps to give out an OIDC token",
        error=AuthenticationError,
        what="Azure DevOps refused an OIDC token for the service connection {connection}: {host} answered {status}.",
        why="SYSTEM_ACCESSTOKEN does not belong to this step, the project does not have the connection, or the"
        " pipeline is not permitted to use it.",
        fix="Set SYSTEM_ACCESSTOKEN to $(System.AccessToken) for the step, adoPipelineServiceConnectionId to the"
        " connection's id (resourceId in its URL), and permit the pipeline to use the connection.",
        evidence="documented",
        source=_DEVOPS,
    ),
    KindRow(
        id="pipeline-refused",
        kind="pipeline",
        came="a refusal of a pipeline to give out an OIDC token",
        error=AuthenticationError,
        what="The pipeline refused an OIDC token: {host} answered {status}.",
        why="The request URL and its token work only during the job, and only if the job may request OIDC tokens.",
        fix="In GitHub Actions, give the job `permissions: id-token: write`; elsewhere check oidcRequestUrl and"
        " oidcRequestToken.",
        evidence="documented",
        source=_GITHUB,
    ),
    KindRow(
        id="pipeline-odd",
        kind="pipeline odd",
        came="a pipeline's success answer without an OIDC token",
        error=AuthenticationError,
        what="{host} answered {status}, but without an OIDC token.",
        why="The answer does not have the form of GitHub Actions or Azure DevOps.",
        fix="Check oidcRequestUrl, and adoPipelineServiceConnectionId in Azure DevOps.",
        evidence="documented",
        source=_GITHUB,
    ),
    # A managed identity
    KindRow(
        id="identity-refused",
        kind="identity refused",
        came="a refusal of the endpoint for managed identities",
        error=AuthenticationError,
        what="The managed identity endpoint refused a token for {whose}.",
        why="This machine does not have that identity, or it was assigned a moment ago.",
        fix="Assign the identity to this machine; set clientId for a user-assigned identity, and remove it for the"
        " machine's own.",
        evidence="documented",
        source=_IDENTITY,
    ),
    KindRow(
        id="identity-unreached",
        kind="identity unreached",
        came="no answer of the endpoint for managed identities",
        error=ConnectionFailedError,
        what="Cannot reach this machine's managed identity endpoint.",
        why="{cause}",
        fix="Use useMsi (ARM_USE_MSI) only on a host with a managed identity, such as a virtual machine or an App"
        " Service; remove it elsewhere.",
        evidence="documented",
        source=_IDENTITY,
    ),
    KindRow(
        id="identity-odd",
        kind="identity odd",
        came="an answer of another program at the endpoint for managed identities",
        error=AuthenticationError,
        what="MSAL cannot read the answer of this machine's managed identity endpoint.",
        why="Another program may answer at that address.",
        fix="Check the variables that set the address: IDENTITY_ENDPOINT, IMDS_ENDPOINT, MSI_ENDPOINT and"
        " AZURE_POD_IDENTITY_AUTHORITY_HOST.",
        evidence="local",
    ),
    KindRow(
        id="identity-unusable",
        kind="identity unusable",
        came="an identity that this host cannot have, or Arc's key file that cannot be read",
        error=AuthenticationError,
        what="This host cannot give a token for {whose}.",
        why="Some hosts have only one kind of managed identity, and on Arc only some users can read the agent's key.",
        fix="Check clientId; on Arc, give this process the right to read the agent's key files (group himds).",
        evidence="documented",
        source=_ARC,
    ),
    # The Azure CLI
    KindRow(
        id="azure-cli-missing",
        kind="azure cli missing",
        came="no command `az` on PATH",
        error=ConfigurationError,
        what="useCli is true, but the Azure CLI is not installed.",
        why="The command az is not in a folder of PATH.",
        fix="Install the Azure CLI and run `az login`, or remove useCli (ARM_USE_CLI).",
        evidence="local",
    ),
    KindRow(
        id="azure-cli-not-run",
        kind="azure cli not run",
        came="a command `az` that the system cannot start",
        error=AuthenticationError,
        what="Cannot get a token from the Azure CLI: {command} does not start.",
        why="The system reports: {cause}.",
        fix="Reinstall the Azure CLI, or configure another way to sign in (ARM_USE_CLI=false turns the Azure CLI off).",
        evidence="local",
    ),
    KindRow(
        id="azure-cli-slow",
        kind="azure cli slow",
        came="no answer of `az` in time",
        error=AuthenticationError,
        what="Cannot get a token from the Azure CLI: it did not answer within {seconds:.0f} s.",
        why="It may be waiting for the network, for another az process, or for an answer to a question.",
        fix="Run `az account get-access-token` yourself to see what it waits for; " + _LOGIN[0].lower() + _LOGIN[1:],
        evidence="local",
    ),
    KindRow(
        id="azure-cli-odd",
        kind="azure cli odd",
        came="an output of `az` without a token",
        error=AuthenticationError,
        what="Cannot get a token from the Azure CLI: its output has no token.",
        why="`az account get-access-token --output json` did not write the documented JSON object.",
        fix="Run that command yourself, and update the Azure CLI if it is old.",
        evidence="documented",
        source=_CLI,
    ),
    KindRow(
        id="azure-cli-tenant",
        kind="azure cli",
        text="tenant shouldn't be specified",
        came="an error of `az` that it accepts no tenant for an identity of the machine",
        error=AuthenticationError,
        what="Cannot get a token from the Azure CLI: it does not accept a tenant here.",
        why="In Cloud Shell and after `az login --identity`, it uses the tenant of the machine's identity.",
        fix="Remove tenantId (ARM_TENANT_ID), or run `az login --tenant {tenant}`.",
        evidence="local",
        source=_CLI_SOURCE,
    ),
    KindRow(
        id="azure-cli-subscription",
        kind="azure cli",
        text="no subscription found|subscription .*(not found|doesn't exist)",
        came="an error of `az` that it has no subscription",
        error=AuthenticationError,
        what="Cannot get a token from the Azure CLI: it has no subscription.",
        why="The Azure CLI stores its sign-ins by subscription, although Microsoft Graph does not need one.",
        fix="Run `az account set`, or `az login --allow-no-subscriptions --tenant {tenant}` if you have no"
        " subscription.",
        evidence="local",
        source=_CLI_SOURCE,
    ),
    KindRow(
        id="azure-cli-signed-out",
        kind="azure cli",
        text="az login",
        came="an error of `az` that asks for `az login`",
        error=AuthenticationError,
        what="Cannot get a token from the Azure CLI: it is not signed in.",
        why="`az login` was not run as this user of the machine, or the sign-in has ended.",
        fix=_LOGIN,
        evidence="local",
        source=_CLI_SOURCE,
    ),
    KindRow(
        id="azure-cli-refused",
        kind="azure cli",
        came="any other error of `az` without an AADSTS number",
        error=AuthenticationError,
        what="Cannot get a token from the Azure CLI.",
        why="It ended with exit code {code}; the line below is its own message.",
        fix=_LOGIN,
        evidence="unknown",
    ),
)


def method_row(kind: str, text: str = "") -> KindRow:
    """Return the row about a failure of that kind; every kind ends with a row that fits any text."""
    return next(row for row in METHODS if row.fits(kind, text))
