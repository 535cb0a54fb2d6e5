"""Refusals of Microsoft Entra, by AADSTS number.

Longer than other files: it is a table. Microsoft asks programs not to depend on the numbers: they select only
the sentences that a person reads. A number that is not listed gets the general sentences with Entra's own
text below.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgraph_meetings.errors import AuthenticationError, ConfigurationError, ServiceError
from msgraph_meetings.errors.catalogue.rows import SKEW, Row, clock, consent_page, matches

if TYPE_CHECKING:
    from collections.abc import Collection

    from msgraph_meetings.errors import MeetingsError
    from msgraph_meetings.errors.catalogue.rows import Evidence

_CODES = "https://learn.microsoft.com/entra/identity-platform/reference-error-codes"
_SDK = "https://learn.microsoft.com/azure/developer/java/sdk/troubleshooting-authentication-service-principal"
_REVOKED = "https://learn.microsoft.com/entra/workload-id/troubleshoot-revoked-credentials"
_FEDERATION = "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations"
_CASE = "https://learn.microsoft.com/entra/identity-platform/reference-breaking-changes"
_WEB = "https://github.com/AzureAD/microsoft-identity-web"
_LOGIN = "https://github.com/Azure/login/issues"


@dataclass(frozen=True)
class SignIn:
    """A sign-in that Entra refused, as far as it is known here.

    Args:
        tenant: as the settings name it.
        app: the client id.
        login: the root of the sign-in of this cloud.
        proof: the settings of the app's proof.
        described: the part of the proof that may be shown, or an empty text.
        consent: the page where an administrator consents; by default made from tenant and app.
    """

    tenant: str
    app: str
    login: str
    proof: str
    described: str = ""
    consent: str = ""

    def words(self, number: int | None, skew: float) -> dict[str, object]:
        """Return the values for the braces of a row."""
        return {
            "tenant": self.tenant,
            "app": self.app,
            "login": self.login,
            "proof": self.proof,
            "number": f" (AADSTS{number})" if number else "",
            "consent": self.consent or consent_page(self.login, self.tenant, self.app),
            "skew": clock(skew),
        }


@dataclass(frozen=True, kw_only=True)
class EntraRow(Row):
    """A refusal of Entra.

    Args:
        numbers: the AADSTS numbers; empty: any.
        text: a pattern of Entra's text.
        skewed: True for a row that fits only if this machine's clock is wrong.
    """

    error: type[MeetingsError] = AuthenticationError
    numbers: Collection[int] = ()
    text: str | None = None
    skewed: bool = False
    evidence: Evidence = "documented"
    source: str = _CODES

    def fits(self, numbers: Collection[int], text: str, skew: float) -> bool:
        """Return True if this row is about that refusal."""
        return (
            (not self.numbers or any(number in self.numbers for number in numbers))
            and matches(self.text, text)
            and (not self.skewed or abs(skew) > SKEW)
        )

    @property
    def came(self) -> str:
        """Return the refusal in words, for the docs."""
        numbers = ", ".join(f"AADSTS{number}" for number in self.numbers) or "any other refusal of a sign-in"
        text = f", a text like `{self.text}`" if self.text else ""
        return numbers + text + (f", this machine's clock more than {SKEW} s off" if self.skewed else "")


def _user(id_: str, numbers: tuple[int, ...], what: str, why: str, fix: str) -> EntraRow:
    """Return a row for a refusal of a person's sign-in only: by device code, browser or Azure CLI."""
    return EntraRow(id=id_, numbers=numbers, what=what + "{number}.", why=why, fix=fix)


_MANAGED = "Sign in as an app (secret, certificate or OIDC) in pipelines, or sign in on a managed device."
_AGAIN = "Sign in again (`az login --tenant {tenant}` for the Azure CLI), or sign in as an app in pipelines."

ENTRA = (
    # The tenant
    EntraRow(
        id="tenant-unknown",
        numbers=(90002,),
        error=ConfigurationError,
        what="The token service at {login} does not know the tenant {tenant}{number}.",
        why="The id or domain is wrong, or the tenant is in another cloud.",
        fix="Check tenantId (Entra admin center > Overview), environment (ARM_ENVIRONMENT) and authorityHost"
        " (AZURE_AUTHORITY_HOST).",
    ),
    EntraRow(
        id="tenant-malformed",
        numbers=(900023,),
        error=ConfigurationError,
        what="tenantId {tenant} is neither a tenant id nor a domain{number}.",
        why="The token service at {login} rejects it; it may be the display name, or have extra text around the id.",
        fix="Set tenantId to the Directory (tenant) ID (Entra admin center > Overview), or to a verified domain.",
        evidence="observed",
        source="https://github.com/caddy-dns/azure/issues/3",
    ),
    EntraRow(
        id="other-cloud",
        numbers=(900382, 900432, 90038, 90051),
        what="The tenant {tenant} is not in the cloud of the token service {login}{number}.",
        why="An app must sign in to the cloud of its tenant.",
        fix="Set environment (ARM_ENVIRONMENT) to the cloud of the tenant: public, usgovernment or dod.",
    ),
    EntraRow(
        id="tenant-restricted",
        numbers=(50002, 500021, 500022),
        what="This network does not allow sign-ins to the tenant {tenant}{number}.",
        why="A proxy adds a tenant restriction: a list of the tenants that this network may use.",
        fix="Ask the network's administrators to add the tenant, or deploy from another network.",
    ),
    # The app
    EntraRow(
        id="app-unknown",
        numbers=(700016, 700011),
        what="Microsoft Entra does not know the app {app} in the tenant {tenant}{number}.",
        why="The client id is wrong, or the app belongs to another tenant and this tenant has not consented to it.",
        fix="Check clientId (the Application (client) ID, not the object id) and tenantId; for an app of another"
        " tenant, an administrator must consent at {consent}.",
    ),
    EntraRow(
        id="app-disabled",
        numbers=(70001, 7000112),
        what="The app {app} is disabled in the tenant {tenant}{number}.",
        why="An administrator or Microsoft disabled it.",
        fix="Ask an administrator to enable it (Entra admin center > Enterprise applications > the app > Properties).",
    ),
    EntraRow(
        id="resource-unknown",
        numbers=(500011, 50001, 650052),
        what="The tenant {tenant} does not know the service that the token was requested for{number}.",
        why="That service is graphEndpoint, which belongs to another cloud or is not Microsoft Graph.",
        fix="Check graphEndpoint (MSGRAPH_ENDPOINT) and environment (ARM_ENVIRONMENT); the default of both is the"
        " public cloud.",
    ),
    EntraRow(
        id="scope-invalid",
        numbers=(70011,),
        what="Microsoft Entra rejected the requested scope{number}.",
        why="The scope is graphEndpoint with /.default, and the tenant {tenant} has no service with that address.",
        fix="Check graphEndpoint (MSGRAPH_ENDPOINT) and environment (ARM_ENVIRONMENT).",
    ),
    EntraRow(
        id="scope-unknown",
        numbers=(650053,),
        what="Microsoft Graph does not have the requested permission in this form{number}.",
        why="OnlineMeetings.ReadWrite.All is an application permission, but a person signs in with delegated"
        " permissions.",
        fix="Use the delegated permission OnlineMeetings.ReadWrite for a person, or sign in as an app.",
        evidence="observed",
        source="https://techcommunity.microsoft.com/discussions/teamsdeveloper/"
        "onlinemeetings-readwrite-all-that-doesnt-exist-on-the-resource/4058102",
    ),
    EntraRow(
        id="consent-missing",
        numbers=(65001, 65004, 90008, 90094),
        what="The tenant {tenant} has not consented to the permissions of the app {app}{number}.",
        why="A permission works only after a user or an administrator has consented to it.",
        fix="Ask an administrator to consent at {consent}, then sign in again.",
    ),
    EntraRow(
        id="permissions-unlisted",
        numbers=(650056, 650057, 65005),
        what="The app {app} does not list the requested permission{number}.",
        why="The app registration has no permission for Microsoft Graph, or the tenant {tenant} has not consented to"
        " it.",
        fix="Add OnlineMeetings.ReadWrite.All (for an app) or OnlineMeetings.ReadWrite (for a person) under API"
        " permissions, and ask an administrator to consent at {consent}.",
    ),
    EntraRow(
        id="not-assigned",
        numbers=(50105,),
        what="Only assigned users and apps can sign in to the app {app}, and this one is not assigned{number}.",
        why="The enterprise application has 'Assignment required' switched on.",
        fix="Assign the user or the app (Entra admin center > Enterprise applications > the app > Users and groups).",
    ),
    # The secret
    EntraRow(
        id="secret-invalid",
        numbers=(7000215, 70002),
        what="Microsoft Entra rejected the client secret of the app {app} in the tenant {tenant}{number}.",
        why="The secret was deleted or cut, belongs to another app, or {proof} has the secret's id instead of its"
        " value.",
        fix="Set {proof} to the value of a client secret of this app (Certificates & secrets; shown only when it is"
        " created).",
    ),
    EntraRow(
        id="secret-expired",
        numbers=(7000222,),
        what="The client secret of the app {app} has expired{number}.",
        why="A client secret from the admin center lasts at most two years.",
        fix="Create a new one (Certificates & secrets) and set {proof} to it, or sign in with OIDC, which needs no"
        " secret.",
    ),
    EntraRow(
        id="credential-revoked",
        numbers=(7005003, 7005004, 7005005, 7005006),
        what="The credential of the app {app} was revoked{number}.",
        why="An administrator or Microsoft revoked it.",
        fix="Find out who revoked it and why, then create a new one and set {proof} to it.",
        source=_REVOKED,
    ),
    EntraRow(
        id="credential-missing",
        numbers=(7000218, 900144),
        what="The token request had no secret, certificate or assertion for the app {app}{number}.",
        why="The app is a confidential client, and {proof} was empty or was not accepted as a credential.",
        fix="Check {proof}; for a person's sign-in, turn on 'Allow public client flows' in the app registration.",
    ),
    EntraRow(
        id="public-client",
        numbers=(700025,),
        what="The app {app} is a public client and cannot use a secret, certificate or OIDC token{number}.",
        why="The app registration is for sign-ins of people only.",
        fix="Use an app registration of type Web, without 'Allow public client flows', for {proof}.",
    ),
    # The certificate
    EntraRow(
        id="certificate-revoked",
        numbers=(700027,),
        text="revoked",
        what="The certificate of the app {app} was revoked{number}.",
        why="An administrator or Microsoft revoked the key.",
        fix="Find out who revoked it and why, then upload a new one and set {proof} to it.",
        source=_REVOKED,
    ),
    EntraRow(
        id="certificate-withdrawn",
        numbers=(7000214, 7000277),
        what="The certificate of the app {app} was revoked by its issuer{number}.",
        why="Microsoft's own client library explains the number this way.",
        fix="Get a new one, upload its public part to the app registration and set {proof} to it.",
        evidence="observed",
        source=_WEB,
    ),
    EntraRow(
        id="certificate-unknown",
        numbers=(700027, 50012),
        what="Microsoft Entra rejected the certificate of the app {app}{number}.",
        why="The app registration in the tenant {tenant} does not have this certificate.",
        fix="Upload its public part (Certificates & secrets > Certificates), compare the thumbprint, and check"
        " tenantId, clientId and {proof}.",
    ),
    EntraRow(
        id="certificate-out-of-date",
        numbers=(1000502, 7000274),
        what="The certificate of the app {app} has expired or is not valid yet{number}.",
        why="Microsoft's own client library explains the number as a certificate outside its validity period.",
        fix="Create a new certificate, upload its public part to the app registration and set {proof} to it.",
        evidence="observed",
        source=_WEB,
    ),
    # The assertion of a certificate, or an OIDC token
    EntraRow(
        id="assertion-clock",
        numbers=(700024, 500133),
        skewed=True,
        what="The assertion for the app {app} is expired or not valid yet, and this machine's clock is {skew} Entra's"
        "{number}.",
        why="An assertion is valid for minutes, by the clock of the machine that makes it.",
        fix="Correct the clock (`timedatectl set-ntp true`, or the host's time service), then run `pulumi up` again.",
        evidence="observed",
        source="https://github.com/Azure/aks-set-context/issues/101",
    ),
    EntraRow(
        id="assertion-expired",
        numbers=(700024, 500133),
        what="The assertion for the app {app} is expired or not valid yet{number}.",
        why="A pipeline's OIDC token is valid for some minutes and this one is older, or the issuer's clock is wrong.",
        fix="Use an OIDC request URL or a token file, which are read again for each sign-in, and check {proof} and this"
        " machine's clock.",
        evidence="observed",
        source="https://github.com/Azure/aks-set-context/issues/101",
    ),
    EntraRow(
        id="assertion-of-another-app",
        numbers=(700021,),
        what="The assertion is for another app than {app}{number}.",
        why="The issuer and the subject of an app's assertion must be its client id.",
        fix="Check that clientId and {proof} belong together.",
        source=_SDK,
    ),
    EntraRow(
        id="assertion-for-another-service",
        numbers=(700023,),
        text="audience",
        what="The assertion for the app {app} is for another token service{number}.",
        why="The audience of an assertion must be the token service of this tenant and cloud.",
        fix="Check tenantId, environment and authorityHost.",
        source=_SDK,
    ),
    EntraRow(
        id="scope-without-resource",
        numbers=(700023,),
        what="Microsoft Entra rejected the requested scope, because it does not name a service{number}.",
        why="The scope is graphEndpoint with /.default.",
        fix="Check graphEndpoint (MSGRAPH_ENDPOINT) and environment (ARM_ENVIRONMENT).",
    ),
    EntraRow(
        id="federation-case",
        numbers=(7002138, 7002137),
        what="No federated credential of the app {app} has exactly the subject of the OIDC token{number}.",
        why="Entra compares subjects case-sensitively, and only the case (or a numeric id of owner or repository)"
        " differs.",
        fix="Copy the subject below into the app's federated credential.",
        source=_CASE,
    ),
    EntraRow(
        id="federation-subject",
        numbers=(700213,),
        what="No federated credential of the app {app} has the subject of the OIDC token{number}.",
        why="The subject names the repository and the branch, environment, pull request or pipeline, and all of it"
        " must match.",
        fix="Add a federated credential with exactly the subject below (Certificates & secrets).",
        evidence="observed",
        source=f"{_LOGIN}/482",
    ),
    EntraRow(
        id="federation-issuer",
        numbers=(700211,),
        what="No federated credential of the app {app} has the issuer of the OIDC token{number}.",
        why="The token is from another pipeline or cluster, or the two issuers differ in the slash at the end.",
        fix="Add a federated credential with exactly the issuer below (Certificates & secrets).",
        evidence="observed",
        source="https://github.com/Azure/azure-workload-identity/issues/1200",
    ),
    EntraRow(
        id="federation-audience",
        numbers=(700212, 7002121),
        what="No federated credential of the app {app} has the audience of the OIDC token{number}.",
        why="The default is api://AzureADTokenExchange in the public cloud; other clouds have another one.",
        fix="Request the pipeline's token with the audience of the federated credential.",
        evidence="observed",
        source=_FEDERATION,
    ),
    EntraRow(
        id="federation-none",
        numbers=(70021,),
        what="No federated credential of the app {app} matches the OIDC token{number}.",
        why="Issuer, subject and audience must all match, and a new credential takes some minutes to work.",
        fix="Compare them with the app's federated credentials; if the credential is new, run `pulumi up` again in a"
        " few minutes.",
        source=_FEDERATION,
    ),
    EntraRow(
        id="federation-entra-token",
        numbers=(700222, 700229),
        what="Microsoft Entra does not accept a token that it issued itself as a credential of the app {app}{number}.",
        why="A federated credential accepts tokens of another issuer, or of a managed identity.",
        fix="Set {proof} to the token of the pipeline or cluster, not to a token from Azure.",
        source=_FEDERATION,
    ),
    EntraRow(
        id="assertion-unusable",
        numbers=(50027, 50013, 900384),
        what="Microsoft Entra cannot read or verify the assertion for the app {app}{number}.",
        why="It is not a JWT, its issuer does not publish the key that signed it, or it is from another issuer.",
        fix="Check {proof}.",
    ),
    # Conditional access and second factors
    EntraRow(
        id="conditional-access",
        numbers=(53003, 530032, 530035, 50131),
        what="A Conditional Access policy of the tenant {tenant} blocks this sign-in{number}.",
        why="Such a policy can depend on the user or app, the network and the risk of the sign-in.",
        fix="Ask an administrator to find the policy in the sign-in logs, then deploy from a place that it allows.",
    ),
    EntraRow(
        id="device",
        numbers=(53000, 53001),
        what="The tenant {tenant} allows this sign-in from managed devices only{number}.",
        why="A Conditional Access policy requires a compliant or joined device, and a pipeline's machine usually is"
        " not.",
        fix=_MANAGED,
    ),
    EntraRow(
        id="device-unmanaged",
        numbers=(530003,),
        what="The tenant {tenant} allows this sign-in from managed devices only{number}.",
        why="Entra says that the device must be managed; according to a maintainer of Microsoft's library, the cause"
        " is a Conditional Access policy.",
        fix=_MANAGED,
        evidence="observed",
        source="https://github.com/AzureAD/microsoft-authentication-library-for-objc/issues/1900",
    ),
    _user(
        "second-factor",
        (50076, 50074, 50078, 50158),
        "The tenant {tenant} requires a second factor for this user",
        "The user's session has no second factor or one that is too old, and a deployment cannot ask for it.",
        _AGAIN,
    ),
    _user(
        "second-factor-setup",
        (50079, 50072, 53004),
        "The tenant {tenant} requires a second factor, and this user has not registered one",
        "A policy requires it, and only the user can register one.",
        "Register at https://aka.ms/mysecurityinfo as that user and sign in again, or sign in as an app.",
    ),
    # The person
    _user(
        "user-unknown",
        (50034, 51004, 16003),
        "The tenant {tenant} does not have this user",
        "The name is wrong, or the user is in another tenant.",
        "Check tenantId and the user's name, or ask an administrator to add the user to the tenant.",
    ),
    _user(
        "personal-sign-in",
        (50020, 500208, 16000),
        "The account does not belong to the tenant {tenant}",
        "It is a personal account or an account of another tenant, and online meetings need a member with a Teams"
        " licence.",
        "Sign in with a work or school account of the tenant, or as an app.",
    ),
    _user(
        "external-user",
        (90072,),
        "The account is in another tenant and is not a guest in {tenant}",
        "Entra cannot ask for a second factor in a tenant that does not have the user.",
        "Sign in with an account of the tenant, or as an app.",
    ),
    _user(
        "password-expired",
        (50055, 50144),
        "The user's password has expired",
        "The user must set a new password before the next sign-in.",
        "Change the password (https://aka.ms/sspr), then sign in again.",
    ),
    _user(
        "user-disabled",
        (50057,),
        "The user's account is disabled",
        "An administrator blocked its sign-in.",
        "Ask an administrator to enable it, or sign in with another account.",
    ),
    _user(
        "user-locked",
        (50053,),
        "The user's account is locked, or the IP address is blocked",
        "There were too many failed sign-ins, or Microsoft considers the address malicious.",
        "Wait and sign in again; the tenant's sign-in logs say which of the two it was.",
    ),
    _user(
        "session-too-old",
        (70043,),
        "The user's session is older than the tenant {tenant} allows",
        "A Conditional Access policy on sign-in frequency limits the age of sessions.",
        _AGAIN,
    ),
    _user(
        "session-over",
        (50173, 70008, 700082, 50089, 50132, 50133),
        "The user's session has ended",
        "It was revoked, the password changed, or it was not used for a long time.",
        _AGAIN,
    ),
    _user(
        "code-expired",
        (70019,),
        "The device code has expired",
        "It was not entered in time.",
        "Start the sign-in again and enter the new code within fifteen minutes.",
    ),
    # Entra itself
    EntraRow(
        id="entra-failed",
        numbers=(50033, 90006, 90012, 90024, 90033, 90090),
        error=ServiceError,
        what="The token service at {login} failed{number}.",
        why="This usually passes.",
        fix="Run `pulumi up` again (it uses the same meeting).",
    ),
    EntraRow(
        id="sign-in-refused",
        what="Microsoft Entra refused a token for the app {app} in the tenant {tenant}{number}.",
        why="The provider has no advice for this error; the line below is Entra's own message.",
        fix="Check tenantId, clientId and {proof}, and look up the number at {login}/error.",
        evidence="unknown",
    ),
)


def entra_row(numbers: Collection[int], text: str, skew: float) -> EntraRow:
    """Return the row about a refusal of Entra; the last row fits any."""
    return next(row for row in ENTRA if row.fits(numbers, text, skew))
