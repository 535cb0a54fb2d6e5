"""What a way of signing in meets before Microsoft Entra is asked, or where it is not asked at all.

Each way names the kind of failure; within a kind, the other side's words tell the cases apart. Where they hold a number
of Entra's, the rows of ``entra`` explain it.
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
    "Run `az login` (with --tenant where you have several), or configure another way to sign in; useCli false"
    " (ARM_USE_CLI) leaves the Azure CLI out."
)

METHODS = (
    # Whoever gives out tokens, or proves the app
    KindRow(
        id="sign-in-throttled",
        kind="sign-in throttled",
        came="429 in place of a token, until the operation's deadline",
        error=ThrottledError,
        what="{host} refused the sign-in as one too many{asked}.",
        why="It limits how often it is asked within a time.",
        fix="Run `pulumi up` again later, or allow more time (operationTimeout).",
        evidence="documented",
        source=f"{_MSAL}/client-and-server-throttling",
    ),
    KindRow(
        id="sign-in-failed",
        kind="sign-in failed",
        came="5xx in place of a token, until the operation's deadline; for a managed identity also 404 and 410",
        error=ServiceError,
        what="{host} failed at the sign-in: it answered {status}.",
        why="Such failures pass; it was asked again, and failed again.",
        fix="Run `pulumi up` again later; it converges on the same meeting.",
        evidence="documented",
        source=f"{_MSAL}/exceptions/retry-policy",
    ),
    KindRow(
        id="sign-in-unfinished",
        kind="sign-in unfinished",
        came="no end of a sign-in before the operation's deadline",
        error=ConnectionFailedError,
        what="The sign-in did not end within the {seconds:.0f} s of the operation.",
        why="Whoever gives out tokens, or proves the app, has not answered.",
        fix="Run `pulumi up` again, or allow more time (operationTimeout).",
        evidence="local",
    ),
    # A ready token
    KindRow(
        id="ready-token-over",
        kind="ready token over",
        came="a ready token whose `exp` is past",
        error=AuthenticationError,
        what="The access token expired at {expiry}.",
        why="This machine's clock says {now}, and a ready token cannot be renewed here.",
        fix="Set a new one as msgraph-meetings:accessToken, as MSGRAPH_ACCESS_TOKEN, or in the file that"
        " accessTokenFilePath names; or configure a sign-in, which renews its tokens.",
        evidence="documented",
        source=_TOKEN,
    ),
    KindRow(
        id="ready-token-elsewhere",
        kind="ready token elsewhere",
        came="a ready token whose `aud` is another cloud's Graph, or another service",
        error=AuthenticationError,
        what="The access token is for {whose}: its audience is {audience}.",
        why="The settings name the cloud {cloud} with Microsoft Graph at {graph}, which refuses it.",
        fix="Get a token for {graph}, or correct environment (ARM_ENVIRONMENT) or graphEndpoint.",
        evidence="documented",
        source=_TOKEN,
    ),
    KindRow(
        id="ready-token-of-another-tenant",
        kind="ready token of another tenant",
        came="a ready token whose `tid` is not `tenantId`",
        error=AuthenticationError,
        what="The access token is of the tenant {tenant}, and tenantId is {wanted}.",
        why="The meetings of one tenant are not to be had with a token of another.",
        fix="Get a token in the tenant that tenantId names, or correct tenantId (ARM_TENANT_ID).",
        evidence="documented",
        source=_TOKEN,
    ),
    # A pipeline that is asked for an OIDC token
    KindRow(
        id="pipeline-devops",
        kind="pipeline devops",
        came="a refusal of Azure DevOps to give out an OIDC token",
        error=AuthenticationError,
        what="Azure DevOps gave out no OIDC token for the service connection {connection}: {host} answered {status}.",
        why="SYSTEM_ACCESSTOKEN is not that of this step, there is no such connection in the project, or the pipeline"
        " may not use it.",
        fix="Set SYSTEM_ACCESSTOKEN to $(System.AccessToken) for the step, adoPipelineServiceConnectionId to the"
        " connection's id (resourceId in its address), and permit the pipeline to use the connection.",
        evidence="documented",
        source=_DEVOPS,
    ),
    KindRow(
        id="pipeline-refused",
        kind="pipeline",
        came="a refusal of a pipeline to give out an OIDC token",
        error=AuthenticationError,
        what="The pipeline gave out no OIDC token: {host} answered {status}.",
        why="Address and token of the request are good for the running job only, and only for one that may ask.",
        fix="In GitHub Actions give the job `permissions: id-token: write`; elsewhere check oidcRequestUrl and"
        " oidcRequestToken.",
        evidence="documented",
        source=_GITHUB,
    ),
    KindRow(
        id="pipeline-odd",
        kind="pipeline odd",
        came="a success without an OIDC token where a pipeline gives one out",
        error=AuthenticationError,
        what="The pipeline gave out no OIDC token: {host} answered {status}, and not as a pipeline does.",
        why="Its answer is not one that GitHub Actions or Azure DevOps gives.",
        fix="Check oidcRequestUrl, and in Azure DevOps adoPipelineServiceConnectionId.",
        evidence="documented",
        source=_GITHUB,
    ),
    # A managed identity
    KindRow(
        id="identity-refused",
        kind="identity refused",
        came="a refusal of the endpoint for managed identities",
        error=AuthenticationError,
        what="The endpoint for managed identities gave no token for {whose}.",
        why="This machine does not have that identity, or was given it a moment ago.",
        fix="Assign the identity to this machine; clientId names a user-assigned one, none the machine's own.",
        evidence="documented",
        source=_IDENTITY,
    ),
    KindRow(
        id="identity-unreached",
        kind="identity unreached",
        came="no answer where the endpoint for managed identities should be",
        error=ConnectionFailedError,
        what="This machine's endpoint for managed identities could not be reached.",
        why="{cause}",
        fix="Use useMsi only on a host that has a managed identity: a virtual machine, an App Service and the like;"
        " elsewhere take it out (ARM_USE_MSI).",
        evidence="documented",
        source=_IDENTITY,
    ),
    KindRow(
        id="identity-odd",
        kind="identity odd",
        came="something else at the address of the endpoint for managed identities",
        error=AuthenticationError,
        what="What answered as this machine's endpoint for managed identities is none: MSAL cannot read the answer.",
        why="The variables of the host name the address, and something else is there.",
        fix="Check the variables IDENTITY_ENDPOINT, IMDS_ENDPOINT, MSI_ENDPOINT and AZURE_POD_IDENTITY_AUTHORITY_HOST,"
        " which name it.",
        evidence="local",
    ),
    KindRow(
        id="identity-unusable",
        kind="identity unusable",
        came="an identity that this host cannot have, or Arc's key file that cannot be read",
        error=AuthenticationError,
        what="The managed identity of this host cannot be used for {whose}.",
        why="Not every host has both kinds of identity, and the agent of Arc shows its key to some users only.",
        fix="On Arc this process needs the right to read the agent's key files (group himds).",
        evidence="documented",
        source=_ARC,
    ),
    # The Azure CLI
    KindRow(
        id="azure-cli-missing",
        kind="azure cli missing",
        came="no command `az` on PATH",
        error=ConfigurationError,
        what="The Azure CLI is to be used (useCli is true), and is not there.",
        why="No command az is in any folder of PATH.",
        fix="Install the Azure CLI and run `az login`, or take useCli (ARM_USE_CLI) out.",
        evidence="local",
    ),
    KindRow(
        id="azure-cli-not-run",
        kind="azure cli not run",
        came="a command `az` that the system does not run",
        error=AuthenticationError,
        what="The Azure CLI gave no token for Microsoft Graph: {command} cannot be run.",
        why="The system says: {cause}.",
        fix="Install the Azure CLI anew, or configure another way to sign in (useCli false leaves it out).",
        evidence="local",
    ),
    KindRow(
        id="azure-cli-slow",
        kind="azure cli slow",
        came="no answer of `az` in time",
        error=AuthenticationError,
        what="The Azure CLI gave no token for Microsoft Graph: it did not answer within {seconds:.0f} s.",
        why="It waits for the network, for another az, or for somebody to answer a question.",
        fix="Run `az account get-access-token` yourself to see what it waits for; " + _LOGIN[0].lower() + _LOGIN[1:],
        evidence="local",
    ),
    KindRow(
        id="azure-cli-odd",
        kind="azure cli odd",
        came="an output of `az` that holds no token",
        error=AuthenticationError,
        what="The Azure CLI answered with something else than a token.",
        why="The command `az account get-access-token --output json` did not write what it is documented to.",
        fix="Run it yourself, and update the Azure CLI if it is old.",
        evidence="documented",
        source=_CLI,
    ),
    KindRow(
        id="azure-cli-tenant",
        kind="azure cli",
        text="tenant shouldn't be specified",
        came="a refusal of `az` to give an identity of the machine a tenant",
        error=AuthenticationError,
        what="The Azure CLI gave no token for Microsoft Graph: it takes no tenant here.",
        why="In Cloud Shell, and after `az login --identity`, it has the tenant of the machine's identity only.",
        fix="Take tenantId (ARM_TENANT_ID) out, or run `az login --tenant {tenant}`.",
        evidence="local",
        source=_CLI_SOURCE,
    ),
    KindRow(
        id="azure-cli-subscription",
        kind="azure cli",
        text="no subscription found|subscription .*(not found|doesn't exist)",
        came="a refusal of `az` for want of a subscription",
        error=AuthenticationError,
        what="The Azure CLI gave no token for Microsoft Graph: it has no subscription to work with.",
        why="It remembers its sign-ins by subscription, though Microsoft Graph needs none.",
        fix="Run `az account set`, or `az login --allow-no-subscriptions --tenant {tenant}` where there is none.",
        evidence="local",
        source=_CLI_SOURCE,
    ),
    KindRow(
        id="azure-cli-signed-out",
        kind="azure cli",
        text="az login",
        came="a refusal of `az` that asks for `az login`",
        error=AuthenticationError,
        what="The Azure CLI gave no token for Microsoft Graph: nobody is signed in there.",
        why="Nobody ran `az login` as this user of the machine, or the sign-in is over.",
        fix=_LOGIN,
        evidence="local",
        source=_CLI_SOURCE,
    ),
    KindRow(
        id="azure-cli-refused",
        kind="azure cli",
        came="any other failure of `az` without a number of Entra's",
        error=AuthenticationError,
        what="The Azure CLI gave no token for Microsoft Graph.",
        why="It ended with the code {code}; the line below has its words.",
        fix=_LOGIN,
        evidence="unknown",
    ),
)


def method_row(kind: str, text: str = "") -> KindRow:
    """The row about a failure of that kind; every kind ends with one that takes any text."""
    return next(row for row in METHODS if row.fits(kind, text))
