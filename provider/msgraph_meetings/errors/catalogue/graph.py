"""Answers of Microsoft Graph that are not a success.

Longer than other files: it is a table. Rows depend on status and code; Graph's texts, which may change, only select
sentences, with three exceptions where only the text distinguishes two cases: the empty text of a 404
``UnknownError``, another organizer's meeting, and a missing access policy. Only a 404 with the code ``NotFound`` means
that a meeting is gone.
"""

from __future__ import annotations

from msgraph_meetings.errors import (
    AccessPolicyError,
    AuthenticationError,
    ForbiddenError,
    NotFoundError,
    NotVisibleError,
    RefusedError,
    ServiceError,
    ThrottledError,
    UnknownUserError,
    UnreadableRequestError,
    UnusableAnswerError,
)
from msgraph_meetings.errors.catalogue.answers import (
    CREATES,
    GUEST,
    PERMISSION_MISSING,
    PERMISSION_THERE,
    PERSONAL,
    PRINCIPAL_NAME,
    SKEWED,
    WEB_PAGE,
    GraphRow,
    Refusal,
)

_POLICY_PAGE = "https://learn.microsoft.com/graph/cloud-communication-online-meeting-application-access-policy"
_ERRORS_PAGE = "https://learn.microsoft.com/graph/errors"
_CONSENT_PAGE = "https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent"
_GITHUB = "https://github.com/microsoftgraph"
_CHANGE = "Correct what the line below names, and run `pulumi up` again."
_AGAIN = (
    "Run `pulumi up` again (it uses the same meeting); if it fails again, give the request-id to Microsoft support."
)

GRAPH = (
    GraphRow(
        id="throttled",
        statuses=(429,),
        error=ThrottledError,
        what="Throttled: Microsoft Graph refused the request, because too many were sent.",
        why="Microsoft Graph limits the rate of requests for each app and tenant.",
        fix="Run `pulumi up` again later, or use a smaller --parallel.",
        evidence="documented",
        source="https://learn.microsoft.com/graph/throttling",
    ),
    # Answers of another server
    GraphRow(
        id="redirect",
        statuses=range(300, 400),
        error=RefusedError,
        what="The endpoint answered with a redirect ({status}), and it was not followed.",
        why="Microsoft Graph does not redirect these calls, a proxy or a wrong endpoint may; the token must not reach"
        " another host.",
        fix="Check graphEndpoint, HTTPS_PROXY and NO_PROXY.",
        evidence="unknown",
    ),
    GraphRow(
        id="proxy-sign-in-answer",
        statuses=(407,),
        error=RefusedError,
        what="The proxy asks for credentials (407).",
        why="Requests leave this machine through a proxy that needs credentials.",
        fix="Put user and password into HTTPS_PROXY (http://user:password@proxy:port), or add the host to NO_PROXY.",
        evidence="documented",
        source="https://www.rfc-editor.org/rfc/rfc9110#section-15.5.8",
    ),
    GraphRow(
        id="web-page",
        statuses=range(400, 500),
        when=WEB_PAGE,
        error=UnusableAnswerError,
        what="A web page with status {status} came back instead of an answer from Microsoft Graph.",
        why="A proxy that blocks the address, or a sign-in page of the network, may have answered.",
        fix="Check HTTPS_PROXY, NO_PROXY and graphEndpoint (MSGRAPH_ENDPOINT), and whether the network allows that"
        " host.",
        evidence="unknown",
    ),
    GraphRow(
        id="network-sign-in",
        statuses=(511,),
        error=UnusableAnswerError,
        what="The network asks you to sign in before it forwards requests (511).",
        why="Guest and hotel networks answer this way instead of Microsoft Graph.",
        fix="Sign in to the network with a browser, then run `pulumi up` again.",
        evidence="documented",
        source="https://www.rfc-editor.org/rfc/rfc6585#section-6",
    ),
    # Sign-in
    GraphRow(
        id="personal-account",
        statuses=range(400, 500),
        when=PERSONAL,
        error=AuthenticationError,
        what="The access token belongs to a personal Microsoft account.",
        why="Only work and school accounts have online meetings.",
        fix="Sign in with a work or school account, or as an app.",
        evidence="documented",
        source="https://learn.microsoft.com/graph/api/onlinemeeting-createorget#permissions",
    ),
    GraphRow(
        id="personal-account-code",
        statuses=range(400, 500),
        code="AuthenticationError",
        error=AuthenticationError,
        what="Microsoft Graph could not sign the caller in to Teams.",
        why="This answer has been seen for personal Microsoft accounts, which have no online meetings.",
        fix="Sign in with a work or school account that has a Teams licence, or as an app.",
        evidence="observed",
        source=f"{_GITHUB}/microsoft-graph-docs/issues/13612",
    ),
    GraphRow(
        id="clock",
        statuses=(401,),
        when=SKEWED,
        error=AuthenticationError,
        what="Microsoft Graph rejected the access token, and this machine's clock is {skew} Graph's.",
        why="A token is valid for a limited time, and a wrong clock leads to tokens that are used too early or too"
        " late.",
        fix="Correct the clock (`timedatectl set-ntp true`, or the host's time service), then run `pulumi up` again.",
        evidence="local",
        source="https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1",
    ),
    GraphRow(
        id="token-expired",
        statuses=(401,),
        text="expired|not yet valid",
        error=AuthenticationError,
        what="Microsoft Graph rejected the access token: it is expired or not valid yet.",
        why="A token from accessToken (MSGRAPH_ACCESS_TOKEN) lasts about an hour and is not renewed.",
        fix="Get a new token for this Graph endpoint, or configure a sign-in, which renews its tokens; also check this"
        " machine's clock.",
        evidence="observed",
        source="https://github.com/OfficeDev/outlook-dev-docs/issues/508",
    ),
    GraphRow(
        id="token-unreadable",
        statuses=(401,),
        text="CompactToken parsing failed|80049217|malformed|not well[- ]formed",
        error=AuthenticationError,
        what="Microsoft Graph rejected the access token: it cannot read it.",
        why="The token may be cut, quoted or wrapped, or it may be for another service.",
        fix="Set accessToken to the token as it was issued, on one line and without `Bearer`, for this Graph endpoint.",
        evidence="observed",
        source=f"{_GITHUB}/msgraph-sdk-java/issues/691",
    ),
    GraphRow(
        id="unauthorized",
        statuses=(401,),
        error=AuthenticationError,
        what="Microsoft Graph rejected the access token.",
        why="It was revoked, or it is for another cloud, tenant or service; a renewed token was tried if the sign-in"
        " gave one.",
        fix="Check tenantId, environment and this machine's clock, and get a new token for this Graph endpoint.",
        evidence="documented",
        source=_ERRORS_PAGE,
    ),
    # Permissions of the caller
    GraphRow(
        id="access-policy",
        statuses=(403,),
        text="application access policy",
        error=AccessPolicyError,
        what="No application access policy allows the app {app} to act for the organizer {organizer}.",
        why="An app needs such a policy to manage online meetings, and a Teams administrator grants it to the"
        " organizer.",
        fix="In PowerShell with the MicrosoftTeams module, after Connect-MicrosoftTeams:\n"
        '    New-CsApplicationAccessPolicy -Identity msgraph-meetings -AppIds "{app}"\n'
        '    Grant-CsApplicationAccessPolicy -PolicyName msgraph-meetings -Identity "{organizer}"\n'
        "The policy can take 30 minutes to apply; with waitForAccessPolicy (MSGRAPH_WAIT_FOR_ACCESS_POLICY) set to"
        " 1800, `pulumi up` waits for it. To see which policy the organizer has, and for which apps:\n"
        '    Get-CsOnlineUser -Identity "{organizer}" | Select-Object ApplicationAccessPolicy\n'
        "    Get-CsApplicationAccessPolicy",
        evidence="documented",
        source=_POLICY_PAGE,
    ),
    GraphRow(
        id="guest",
        statuses=(403,),
        when=GUEST,
        error=ForbiddenError,
        what="Microsoft Graph does not let a guest do this.",
        why="The signed-in user is a guest in the tenant {tenant}, and guests have no online meetings there.",
        fix="Sign in as a member of the tenant, or as an app.",
        evidence="observed",
        source=f"{_GITHUB}/microsoft-graph-docs-contrib/issues/794",
    ),
    GraphRow(
        id="not-the-organizer",
        statuses=(403,),
        text=r"\b3003\b|access to lookup meeting",
        error=ForbiddenError,
        what="Microsoft Graph does not let {organizer} look up this meeting.",
        why="Only the organizer of a meeting can look it up, or the access policy does not cover this organizer.",
        fix="Set userId to the organizer who made the meeting; for an app, grant its access policy to that user, in"
        " PowerShell with the MicrosoftTeams module, after Connect-MicrosoftTeams:\n"
        '    Grant-CsApplicationAccessPolicy -PolicyName msgraph-meetings -Identity "{organizer}"',
        evidence="observed",
        source=f"{_GITHUB}/microsoft-graph-docs-contrib/issues/436",
    ),
    GraphRow(
        id="permission-missing",
        statuses=(403,),
        when=PERMISSION_MISSING,
        error=ForbiddenError,
        what="Microsoft Graph denied the request: the access token lacks the {kind} permission {permission}.",
        why="The app {app} does not have the permission, an administrator has not consented yet, or the token is older"
        " than the consent.",
        fix="Add it to the app registration (API permissions, Microsoft Graph), let an administrator consent at"
        " {consent}, and get a new token.",
        evidence="unknown",
        source=_CONSENT_PAGE,
    ),
    GraphRow(
        id="forbidden-with-permission",
        statuses=(403,),
        when=PERMISSION_THERE,
        error=ForbiddenError,
        what="Microsoft Graph denied the request, although the access token has the {kind} permission {permission}.",
        why="The organizer {organizer} may be a guest or have no Teams licence, the access policy may be less than 30"
        " minutes old or granted to another user, or a rule of the tenant {tenant} denies it.",
        fix="Check the organizer's account type and licences in the Microsoft 365 admin center, and the policy with"
        " `Get-CsOnlineUser`.",
        evidence="unknown",
    ),
    GraphRow(
        id="forbidden",
        statuses=(403,),
        error=ForbiddenError,
        what="Microsoft Graph denied the request.",
        why="The access token may lack the {kind} permission {permission} (its permissions cannot be read), or the"
        " organizer may be a guest or have no Teams licence.",
        fix="Grant {permission} to the app {app}, let an administrator consent at {consent}, and get a new token.",
        evidence="unknown",
    ),
    # The requested object
    GraphRow(
        id="organizer-by-name",
        statuses=(404,),
        code="UnknownError",
        text="",
        when=PRINCIPAL_NAME,
        error=UnknownUserError,
        what="Microsoft Graph does not know the organizer '{organizer}'.",
        why="That is a sign-in name (UPN), but apps need the object id; the answer does not say whether the meeting"
        " exists.",
        fix="Set userId to the user's object id (Entra admin center > Users > the user).",
        evidence="observed",
        source=f"{_GITHUB}/msgraph-sdk-dotnet/issues/1215",
    ),
    GraphRow(
        id="organizer-unknown",
        statuses=(404,),
        code="UnknownError",
        text="",
        error=UnknownUserError,
        what="Microsoft Graph does not know the organizer '{organizer}'.",
        why="The tenant {tenant} has no user with that id, or the user is in another tenant; the answer does not say"
        " whether the meeting exists.",
        fix="Set userId to the user's object id (Entra admin center > Users > the user), in the tenant that"
        " the app signs in to (tenantId).",
        evidence="observed",
        source=f"{_GITHUB}/msgraph-sdk-dotnet/issues/2350",
    ),
    GraphRow(
        id="other-organizer",
        statuses=(404,),
        text="organizer id mismatch",
        error=RefusedError,
        what="The meeting does not belong to the organizer {organizer}.",
        why="The id of a meeting contains its organizer, who is another user.",
        fix="Set userId to the organizer who made the meeting; the state was not changed.",
        evidence="observed",
        source=f"{_GITHUB}/microsoft-graph-docs/issues/10770",
    ),
    GraphRow(
        id="create-not-found",
        statuses=(404,),
        code="NotFound",
        when=CREATES,
        error=NotVisibleError,
        what='Microsoft Graph answered "not found" (404) when the meeting was created.',
        why="The organizer {organizer} may have no Teams licence or no mailbox, or the user or the licence is new and"
        " not known to all of Graph's servers yet.",
        fix="Check the organizer's licences in the Microsoft 365 admin center, and run `pulumi up` again.",
        evidence="unknown",
    ),
    GraphRow(
        id="gone",
        statuses=(404,),
        code="NotFound",
        error=NotFoundError,
        what="The meeting no longer exists.",
        why="It was deleted, or it expired because it was not used or changed for 60 days.",
        fix="Run `pulumi refresh` to remove it from the state, then `pulumi up` to create it again.",
        evidence="observed",
        source="https://learn.microsoft.com/graph/api/resources/onlinemeeting",
    ),
    GraphRow(
        id="not-found",
        statuses=(404,),
        error=RefusedError,
        what="Microsoft Graph answered 404 for the organizer {organizer}, without saying that the meeting was deleted.",
        why="The organizer may have no Teams licence (reported by others), or graphEndpoint may be wrong.",
        fix="Check the organizer's licences in the Microsoft 365 admin center, userId and graphEndpoint; the state was"
        " not changed.",
        evidence="observed",
        source=f"{_GITHUB}/msgraph-sdk-java/issues/1836",
    ),
    GraphRow(
        id="conflict",
        statuses=(409, 412),
        error=RefusedError,
        what="Another program changed the meeting at the same time.",
        why="Microsoft Graph does not overwrite a change that it has just accepted.",
        fix="Run `pulumi up --refresh` to compare the program with the meeting as it is now.",
        evidence="unknown",
    ),
    # The request itself
    GraphRow(
        id="property-not-updatable",
        statuses=(400,),
        text="do not support updating",
        error=UnreadableRequestError,
        what="Microsoft Graph refused the request: one of the properties cannot be changed on an existing meeting.",
        why="This cloud or tenant allows fewer changes than the public cloud.",
        fix="Remove the property named below from the program, or give the resource another external_id to replace the"
        " meeting.",
        evidence="observed",
        source="https://learn.microsoft.com/graph/api/onlinemeeting-update",
    ),
    GraphRow(
        id="meeting-type",
        statuses=(400, 415, 422),
        text="updating meeting type",
        error=UnreadableRequestError,
        what="Microsoft Graph refused the request: a meeting cannot become a live event, or a live event a meeting.",
        why="The type of a meeting is fixed when it is created.",
        fix="Give the resource another external_id to create a new meeting.",
        evidence="observed",
        source=f"{_GITHUB}/msgraph-sdk-java/issues/1937",
    ),
    GraphRow(
        id="filter-missing",
        statuses=(400,),
        text="required parameters to lookup meeting",
        error=UnreadableRequestError,
        what="Microsoft Graph refused the request: it cannot list meetings.",
        why="It finds a meeting only by join URL or by join meeting id.",
        fix="Use the meeting's join URL, its join meeting id or its Graph id.",
        evidence="observed",
        source="https://learn.microsoft.com/graph/api/onlinemeeting-get",
    ),
    GraphRow(
        id="join-url-unusable",
        statuses=(400,),
        code="BadRequest",
        text=r"\b1026\b",
        error=UnreadableRequestError,
        what="Microsoft Graph refused the request: the join URL is not valid.",
        why="The join URL may be cut, or percent-encoded twice.",
        fix="Copy the whole join URL from Teams or from Microsoft Graph's answer.",
        evidence="observed",
        source="answers recorded from the service in 2026",
    ),
    GraphRow(
        id="id-unusable",
        statuses=(400,),
        text="meeting id is corrupted|invalid meeting id",
        error=UnreadableRequestError,
        what="Microsoft Graph refused the request: the meeting id is not valid.",
        why="The id may be cut, or it may be an id of the Teams client (those begin with MCMx), which Graph does not"
        " know.",
        fix="Use the id from Microsoft Graph's answer, or import the meeting by its join URL.",
        evidence="observed",
        source=f"{_GITHUB}/microsoft-graph-docs/issues/11696",
    ),
    GraphRow(
        id="app-on-me",
        statuses=(400,),
        text="/me request is only valid with delegated",
        error=UnreadableRequestError,
        what="Microsoft Graph refused the request: it needs the token of a signed-in user, but the token belongs to an"
        " app.",
        why="accessTokenType (MSGRAPH_ACCESS_TOKEN_TYPE) says delegated, but the token is an app's.",
        fix="Set accessTokenType to application (or remove it), and userId to the organizer's object id.",
        evidence="observed",
        source=f"{_GITHUB}/msgraph-sdk-php/issues/1163",
    ),
    GraphRow(
        id="user-for-another",
        statuses=(400,),
        text="only /me endpoint is supported|organizer id in token",
        error=UnreadableRequestError,
        what="Microsoft Graph refused the request: a signed-in user's token was used for another organizer.",
        why="A signed-in user can manage only meetings of their own.",
        fix="Remove userId, or sign in as an app; accessTokenType, if set, must be the type of the token.",
        evidence="observed",
        source="https://github.com/mattermost/mattermost-plugin-msteams-meetings/issues/165",
    ),
    GraphRow(
        id="body-unreadable",
        statuses=(400, 415, 422),
        text="request payload cannot be null|unable to read json request payload",
        error=UnreadableRequestError,
        what="Microsoft Graph refused the request: it did not receive the body as JSON.",
        why="The provider sends JSON, so a proxy may have removed or changed the body.",
        fix="Check HTTPS_PROXY and graphEndpoint, then run `pulumi up` again.",
        evidence="observed",
        source=f"{_GITHUB}/microsoft-graph-docs/issues/13297",
    ),
    GraphRow(
        id="bad-request",
        statuses=(400,),
        error=UnreadableRequestError,
        what="Microsoft Graph refused the request ({status}).",
        why="It does not accept one of the values; the line below is its own message.",
        fix=_CHANGE,
        evidence="documented",
        source=_ERRORS_PAGE,
    ),
    GraphRow(
        id="method-not-allowed",
        statuses=(405,),
        error=RefusedError,
        what="Microsoft Graph refused the request: the HTTP method is not allowed at that address.",
        why="The endpoint may be wrong; live events of organizers without a licence were answered this way too.",
        fix="Check graphEndpoint, and the organizer's licences.",
        evidence="observed",
        source=_ERRORS_PAGE,
    ),
    # The service itself
    GraphRow(
        id="gateway",
        statuses=(502, 504),
        error=ServiceError,
        what="Microsoft Graph failed: its gateway got no answer ({status}).",
        why="This usually passes; the provider repeated the request as long as operationTimeout allowed.",
        fix=_AGAIN,
        evidence="documented",
        source=_ERRORS_PAGE,
    ),
    GraphRow(
        id="overloaded",
        statuses=(503,),
        error=ServiceError,
        what="Microsoft Graph failed: it is overloaded or under maintenance (503).",
        why="This usually passes; the provider repeated the request as long as operationTimeout allowed.",
        fix=_AGAIN,
        evidence="documented",
        source=_ERRORS_PAGE,
    ),
    GraphRow(
        id="storage",
        statuses=(507,),
        error=ServiceError,
        what="Microsoft Graph failed: it reached a storage limit (507).",
        why="The limit is one of the service or of the tenant; the request is not the cause.",
        fix=_AGAIN,
        evidence="documented",
        source=_ERRORS_PAGE,
    ),
    GraphRow(
        id="service-failed",
        statuses=range(500, 600),
        error=ServiceError,
        what="Microsoft Graph failed ({status}).",
        why="The error is inside the service; the request is not the cause.",
        fix=_AGAIN,
        evidence="documented",
        source=_ERRORS_PAGE,
    ),
    GraphRow(
        id="refused",
        error=RefusedError,
        what="Microsoft Graph refused the request ({status}).",
        why="The provider has no advice for this status; the line below is Graph's own message.",
        fix=_CHANGE,
        evidence="unknown",
    ),
)


def graph_row(refusal: Refusal) -> GraphRow:
    """Return the row about an answer of Graph; the last row fits any."""
    return next(row for row in GRAPH if row.fits(refusal))
