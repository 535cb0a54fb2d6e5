"""Refusals of Microsoft Entra, by AADSTS number.

Longer than other files: it is a table. Microsoft asks programs not to depend on the numbers: nothing here decides
anything but which sentences a person reads, and a number that is not listed gets the general ones with Entra's own
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
    """A sign-in that Entra refused: what is known of it here.

    Args:
        tenant: as the settings name it.
        app: the client id.
        login: the root of the sign-in of this cloud.
        proof: the settings that prove who asks.
        described: what may be shown of the proof; empty for none.
        consent: where an administrator consents; left out, it is made of tenant and app.
    """

    tenant: str
    app: str
    login: str
    proof: str
    described: str = ""
    consent: str = ""

    def words(self, number: int | None, skew: float) -> dict[str, object]:
        """What fills the braces of a row."""
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
        numbers: the AADSTS numbers; none: any.
        text: a pattern of Entra's text.
        skewed: only where this machine's clock is off.
    """

    error: type[MeetingsError] = AuthenticationError
    numbers: Collection[int] = ()
    text: str | None = None
    skewed: bool = False
    evidence: Evidence = "documented"
    source: str = _CODES

    def fits(self, numbers: Collection[int], text: str, skew: float) -> bool:
        """Whether this row is about that refusal."""
        return (
            (not self.numbers or any(number in self.numbers for number in numbers))
            and matches(self.text, text)
            and (not self.skewed or abs(skew) > SKEW)
        )

    @property
    def came(self) -> str:
        """What came back, for the docs."""
        numbers = ", ".join(f"AADSTS{number}" for number in self.numbers) or "any other refusal of a sign-in"
        text = f", a text like `{self.text}`" if self.text else ""
        return numbers + text + (f", this machine's clock more than {SKEW} s off" if self.skewed else "")


def _user(id_: str, numbers: tuple[int, ...], what: str, why: str, fix: str) -> EntraRow:
    """A refusal that only a person's sign-in meets: by device code, browser or Azure CLI."""
    return EntraRow(id=id_, numbers=numbers, what=what + "{number}.", why=why, fix=fix)


_MANAGED = "Use an app's sign-in (secret, certificate or OIDC) for pipelines, or sign in on a managed device."
_AGAIN = "Sign in again (`az login --tenant {tenant}` for the Azure CLI), or use an app's sign-in for pipelines."

ENTRA = (
    # The tenant
    EntraRow(
        id="tenant-unknown",
        numbers=(90002,),
        error=ConfigurationError,
        what="The token service at {login} does not know the tenant {tenant}{number}.",
        why="The id or domain is misspelt, or the tenant is in another cloud.",
        fix="Check tenantId (Entra admin center, Overview), environment and authorityHost.",
    ),
    EntraRow(
        id="tenant-malformed",
        numbers=(900023,),
        error=ConfigurationError,
        what="The token service at {login} does not know the tenant {tenant}, which is no id and no domain{number}.",
        why="A display name, or a text around the id, looks so.",
        fix="Set tenantId to the Directory (tenant) ID of the Entra admin center, or to a verified domain.",
        evidence="observed",
        source="https://github.com/caddy-dns/azure/issues/3",
    ),
    EntraRow(
        id="other-cloud",
        numbers=(900382, 900432, 90038, 90051),
        what="The tenant {tenant} is in another cloud than the token service at {login}{number}.",
        why="An app signs in to the cloud that its tenant is in, and to no other.",
        fix="Set environment (ARM_ENVIRONMENT) to the cloud of the tenant: public, usgovernment or dod.",
    ),
    EntraRow(
        id="tenant-restricted",
        numbers=(50002, 500021, 500022),
        what="The network does not let this machine sign in to the tenant {tenant}{number}.",
        why="A proxy adds a tenant restriction, which lists the tenants that may be used from here.",
        fix="Ask for the tenant to be added to the restriction, or deploy from another network.",
    ),
    # The app
    EntraRow(
        id="app-unknown",
        numbers=(700016, 700011),
        what="Microsoft Entra does not know the app {app} in the tenant {tenant}{number}.",
        why="The client id is misspelt, it is of another tenant, or nobody has consented to the app in this one.",
        fix="Check clientId (Application (client) ID, not the object id) and tenantId; for an app of another tenant,"
        " let an administrator consent at {consent}.",
    ),
    EntraRow(
        id="app-disabled",
        numbers=(70001, 7000112),
        what="The app {app} is disabled in the tenant {tenant}{number}.",
        why="An administrator, or Microsoft, switched it off.",
        fix="Let an administrator enable it (Entra admin center, Enterprise applications, Properties).",
    ),
    EntraRow(
        id="resource-unknown",
        numbers=(500011, 50001, 650052),
        what="The tenant {tenant} has no service by the address for which the token is asked{number}.",
        why="The address is that of graphEndpoint, which is of another cloud or is no Microsoft Graph.",
        fix="Check graphEndpoint and environment; left out, they name the public cloud's.",
    ),
    EntraRow(
        id="scope-invalid",
        numbers=(70011,),
        what="Microsoft Entra does not accept the scope that was asked for{number}.",
        why="The scope is graphEndpoint with /.default, and that address is none of a service in the tenant {tenant}.",
        fix="Check graphEndpoint and environment.",
    ),
    EntraRow(
        id="scope-unknown",
        numbers=(650053,),
        what="A permission was asked for that Microsoft Graph does not have in this form{number}.",
        why="OnlineMeetings.ReadWrite.All is an application permission, and a person's sign-in has delegated ones.",
        fix="For a person ask for OnlineMeetings.ReadWrite, or sign in as an app.",
        evidence="observed",
        source="https://techcommunity.microsoft.com/discussions/teamsdeveloper/"
        "onlinemeetings-readwrite-all-that-doesnt-exist-on-the-resource/4058102",
    ),
    EntraRow(
        id="consent-missing",
        numbers=(65001, 65004, 90008, 90094),
        what="Nobody has consented to what the app {app} may do in the tenant {tenant}{number}.",
        why="A permission is good only after a person or an administrator has agreed to it.",
        fix="Let an administrator consent at {consent}, then sign in again.",
    ),
    EntraRow(
        id="permissions-unlisted",
        numbers=(650056, 650057, 65005),
        what="The app {app} does not list the permission that is asked for{number}.",
        why="The app registration names no permission of Microsoft Graph, or nobody consented in the tenant {tenant}.",
        fix="Add OnlineMeetings.ReadWrite.All (for an app) or OnlineMeetings.ReadWrite (for a person) under API"
        " permissions, and let an administrator consent at {consent}.",
    ),
    EntraRow(
        id="not-assigned",
        numbers=(50105,),
        what="The app {app} is open to assigned users only, and this one is not assigned{number}.",
        why="The enterprise application has 'Assignment required' switched on.",
        fix="Assign the user or the app to it (Entra admin center, Enterprise applications, Users and groups).",
    ),
    # The secret
    EntraRow(
        id="secret-invalid",
        numbers=(7000215, 70002),
        what="Microsoft Entra does not accept the client secret of the app {app} in the tenant {tenant}{number}.",
        why="It is of another app, was deleted or cut, or is the secret's id in place of its value.",
        fix="Set {proof} to the value of a client secret of this app (Certificates & secrets; shown once, when made).",
    ),
    EntraRow(
        id="secret-expired",
        numbers=(7000222,),
        what="The client secret of the app {app} is expired{number}.",
        why="Secrets have an end, two years after they are made at the latest in the admin center.",
        fix="Make a new one (Certificates & secrets) and set {proof} to it, or sign in by OIDC, which has none.",
    ),
    EntraRow(
        id="credential-revoked",
        numbers=(7005003, 7005004, 7005005, 7005006),
        what="The credential of the app {app} was revoked{number}.",
        why="Somebody with the right to, or Microsoft, has withdrawn it.",
        fix="Ask who revoked it and why; then make a new one and set {proof} to it.",
        source=_REVOKED,
    ),
    EntraRow(
        id="credential-missing",
        numbers=(7000218, 900144),
        what="The request for a token carried no proof of being the app {app}{number}.",
        why="The app is a confidential client, and what {proof} names was empty or was not taken for a credential.",
        fix="Check {proof}; for a person's sign-in switch on 'Allow public client flows' in the app registration.",
    ),
    EntraRow(
        id="public-client",
        numbers=(700025,),
        what="The app {app} is a public client and may not present a secret, certificate or OIDC token{number}.",
        why="The app registration is set up for people's sign-ins only.",
        fix="Use an app registration of the kind Web, without 'Allow public client flows', for {proof}.",
    ),
    # The certificate
    EntraRow(
        id="certificate-revoked",
        numbers=(700027,),
        text="revoked",
        what="The certificate of the app {app} was revoked{number}.",
        why="Somebody with the right to, or Microsoft, has withdrawn the key.",
        fix="Ask who revoked it and why; then upload a new one and set {proof} to it.",
        source=_REVOKED,
    ),
    EntraRow(
        id="certificate-withdrawn",
        numbers=(7000214, 7000277),
        what="The certificate of the app {app} was revoked by its issuer{number}.",
        why="Microsoft's own client library reads these numbers so.",
        fix="Get a new one, upload its public part to the app registration and set {proof} to it.",
        evidence="observed",
        source=_WEB,
    ),
    EntraRow(
        id="certificate-unknown",
        numbers=(700027, 50012),
        what="Microsoft Entra does not accept the certificate's signature for the app {app}{number}.",
        why="The app registration does not have this certificate, or it has it in another tenant than {tenant}.",
        fix="Upload its public part (Certificates & secrets, Certificates), compare the thumbprint, and check tenantId,"
        " clientId and {proof}.",
    ),
    EntraRow(
        id="certificate-out-of-date",
        numbers=(1000502, 7000274),
        what="The certificate of the app {app} is expired or not valid yet{number}.",
        why="Microsoft's own client library reads these numbers so: the certificate is outside its time of validity.",
        fix="Make a new certificate, upload its public part to the app registration and set {proof} to it.",
        evidence="observed",
        source=_WEB,
    ),
    # The assertion of a certificate, or an OIDC token
    EntraRow(
        id="assertion-clock",
        numbers=(700024, 500133),
        skewed=True,
        what="What proves the app {app} is out of its time for Entra, and this machine's clock is {skew} Entra's"
        "{number}.",
        why="Assertions are good for minutes, and are dated by the clock of the machine that makes them.",
        fix="Set the clock (`timedatectl set-ntp true`, or the host's time service), then run `pulumi up` again.",
        evidence="observed",
        source="https://github.com/Azure/aks-set-context/issues/101",
    ),
    EntraRow(
        id="assertion-expired",
        numbers=(700024, 500133),
        what="What proves the app {app} is out of its time for Entra{number}.",
        why="A pipeline's OIDC token is good for some minutes and this one is older, or the issuer's clock is off.",
        fix="Let it be fetched anew (an OIDC request URL or a token file is read again for each sign-in), and check"
        " {proof} and this machine's clock.",
        evidence="observed",
        source="https://github.com/Azure/aks-set-context/issues/101",
    ),
    EntraRow(
        id="assertion-of-another-app",
        numbers=(700021,),
        what="What is presented does not prove the app {app}: it names another{number}.",
        why="In an assertion of an app's own, issuer and subject are its client id.",
        fix="Check that clientId and {proof} belong together.",
        source=_SDK,
    ),
    EntraRow(
        id="assertion-for-another-service",
        numbers=(700023,),
        text="audience",
        what="What proves the app {app} is addressed to another token service{number}.",
        why="The audience of an assertion is the token service of one tenant in one cloud.",
        fix="Check tenantId, environment and authorityHost.",
        source=_SDK,
    ),
    EntraRow(
        id="scope-without-resource",
        numbers=(700023,),
        what="Microsoft Entra does not accept the scope that was asked for, because it names no service{number}.",
        why="The scope is graphEndpoint with /.default.",
        fix="Check graphEndpoint and environment.",
    ),
    EntraRow(
        id="federation-case",
        numbers=(7002138, 7002137),
        what="No federated credential of the app {app} names the subject of the OIDC token as it is written{number}.",
        why="Subjects are compared with case, and only the case (or a numeric id of owner or repository) differs.",
        fix="Copy the subject below into the app's federated credential, letter by letter.",
        source=_CASE,
    ),
    EntraRow(
        id="federation-subject",
        numbers=(700213,),
        what="No federated credential of the app {app} names the subject of the OIDC token{number}.",
        why="A subject names repository and branch, environment or pull request, or pipeline, all of which must match.",
        fix="Add a federated credential with exactly the subject below (Certificates & secrets).",
        evidence="observed",
        source=f"{_LOGIN}/482",
    ),
    EntraRow(
        id="federation-issuer",
        numbers=(700211,),
        what="No federated credential of the app {app} names the issuer of the OIDC token{number}.",
        why="The token is of another pipeline or cluster, or the issuer was written with or without its last slash.",
        fix="Add a federated credential with exactly the issuer below (Certificates & secrets).",
        evidence="observed",
        source="https://github.com/Azure/azure-workload-identity/issues/1200",
    ),
    EntraRow(
        id="federation-audience",
        numbers=(700212, 7002121),
        what="No federated credential of the app {app} names the audience of the OIDC token{number}.",
        why="Entra expects api://AzureADTokenExchange where nothing else was agreed, and others in other clouds.",
        fix="Ask the pipeline for a token with the audience that the federated credential names.",
        evidence="observed",
        source=_FEDERATION,
    ),
    EntraRow(
        id="federation-none",
        numbers=(70021,),
        what="No federated credential of the app {app} fits the OIDC token{number}.",
        why="Issuer, subject and audience must all match, and a new credential takes some minutes to be known.",
        fix="Compare them with the app's federated credentials, and run `pulumi up` again after a few minutes if it is"
        " new.",
        source=_FEDERATION,
    ),
    EntraRow(
        id="federation-entra-token",
        numbers=(700222, 700229),
        what="The OIDC token was issued by Microsoft Entra itself, which it does not take as proof of the app {app}"
        "{number}.",
        why="A federated credential is for another issuer's tokens, or for those of a managed identity.",
        fix="Set {proof} to the token of the pipeline or cluster, and not to one that Azure gave out.",
        source=_FEDERATION,
    ),
    EntraRow(
        id="assertion-unusable",
        numbers=(50027, 50013, 900384),
        what="Microsoft Entra can make nothing of what is to prove the app {app}{number}.",
        why="It is no JWT, is signed with a key that its issuer does not publish, or is of another issuer.",
        fix="Check {proof}.",
    ),
    # Conditional access and second factors
    EntraRow(
        id="conditional-access",
        numbers=(53003, 530032, 530035, 50131),
        what="A Conditional Access policy of the tenant {tenant} does not allow this sign-in{number}.",
        why="Such policies look at who signs in, from which network, and at which risk; there are some for apps too.",
        fix="Let an administrator find the policy in the sign-in logs, and deploy from where it allows it.",
    ),
    EntraRow(
        id="device",
        numbers=(53000, 53001),
        what="The tenant {tenant} allows this sign-in from managed devices only{number}.",
        why="A Conditional Access policy wants a compliant or joined device, and a pipeline's machine is none.",
        fix=_MANAGED,
    ),
    EntraRow(
        id="device-unmanaged",
        numbers=(530003,),
        what="The tenant {tenant} allows this sign-in from managed devices only{number}.",
        why="Entra says that the device must be managed; a maintainer of Microsoft's own library lays that to a"
        " Conditional Access policy.",
        fix=_MANAGED,
        evidence="observed",
        source="https://github.com/AzureAD/microsoft-authentication-library-for-objc/issues/1900",
    ),
    _user(
        "second-factor",
        (50076, 50074, 50078, 50158),
        "The tenant {tenant} wants a second factor for this user",
        "The user's session has none, or one that is too old, and nobody can be asked during a deployment.",
        _AGAIN,
    ),
    _user(
        "second-factor-setup",
        (50079, 50072, 53004),
        "The tenant {tenant} wants a second factor, and this user has none set up",
        "A policy asks for it, and only the user can register one.",
        "Let the user register at https://aka.ms/mysecurityinfo and sign in again, or use an app's sign-in.",
    ),
    # The person
    _user(
        "user-unknown",
        (50034, 51004, 16003),
        "The tenant {tenant} does not have this user",
        "The name is misspelt, or the user is of another tenant.",
        "Check tenantId and the user's name, or have the user added to the tenant.",
    ),
    _user(
        "personal-sign-in",
        (50020, 500208, 16000),
        "The account is none of the tenant {tenant}",
        "It is a personal account or one of another tenant, and online meetings need a member with a Teams licence.",
        "Sign in with a work or school account of the tenant, or as an app.",
    ),
    _user(
        "external-user",
        (90072,),
        "The account is of another tenant and is no guest in {tenant}",
        "Entra cannot ask a user for a second factor in a tenant in which there is no such user.",
        "Sign in with an account of the tenant, or as an app.",
    ),
    _user(
        "password-expired",
        (50055, 50144),
        "The user's password is expired",
        "The directory asks for a new one before any sign-in.",
        "Change the password (https://aka.ms/sspr), then sign in again.",
    ),
    _user(
        "user-disabled",
        (50057,),
        "The user's account is disabled",
        "An administrator has blocked its sign-in.",
        "Let an administrator enable it, or sign in with another account.",
    ),
    _user(
        "user-locked",
        (50053,),
        "The user's account is locked, or the address that it signs in from is blocked",
        "There were too many failed sign-ins, or Microsoft takes the address for a malicious one.",
        "Wait and sign in again; the tenant's sign-in logs say which of the two it is.",
    ),
    _user(
        "session-too-old",
        (70043,),
        "The user's session is older than the tenant {tenant} allows",
        "A Conditional Access policy on sign-in frequency ends sessions after a time.",
        _AGAIN,
    ),
    _user(
        "session-over",
        (50173, 70008, 700082, 50089, 50132, 50133),
        "The user's session is over",
        "It was revoked, the password has changed, or it was not used for a long time.",
        _AGAIN,
    ),
    _user(
        "code-expired",
        (70019,),
        "The device code is expired",
        "Nobody entered it in time.",
        "Start the sign-in again and enter the new code within fifteen minutes.",
    ),
    # Entra itself
    EntraRow(
        id="entra-failed",
        numbers=(50033, 90006, 90012, 90024, 90033, 90090),
        error=ServiceError,
        what="The token service at {login} failed{number}.",
        why="Such failures pass.",
        fix="Run `pulumi up` again; it converges on the same meeting.",
    ),
    EntraRow(
        id="sign-in-refused",
        what="Microsoft Entra gave no token to the app {app} in the tenant {tenant}{number}.",
        why="This provider has no further knowledge of the refusal; the line below has Entra's words.",
        fix="Check tenantId, clientId and {proof}, and look the number up at {login}/error.",
        evidence="unknown",
    ),
)


def entra_row(numbers: Collection[int], text: str, skew: float) -> EntraRow:
    """The row about a refusal of Entra; the last one takes any."""
    return next(row for row in ENTRA if row.fits(numbers, text, skew))
