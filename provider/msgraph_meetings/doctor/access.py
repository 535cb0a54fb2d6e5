"""Checks of access: the token, its permission, the organizer, the application access policy."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgraph_meetings.doctor.case import LOOKUP_SECONDS
from msgraph_meetings.doctor.findings import Finding, failed, passed, skipped
from msgraph_meetings.errors import AccessPolicyError, ConfigurationError, ForbiddenError, UnreadableRequestError
from msgraph_meetings.errors.catalogue.answers import Refusal
from msgraph_meetings.errors.catalogue.graph import graph_row
from msgraph_meetings.errors.catalogue.rows import consent_page
from msgraph_meetings.graph.access_policy import PolicyWait
from msgraph_meetings.graph.gate import spoken
from msgraph_meetings.graph.session import Reply

if TYPE_CHECKING:
    from msgraph_meetings.doctor.case import Case
    from msgraph_meetings.errors import MeetingsError

_OK = 200
_APPLICATION, _DELEGATED = "OnlineMeetings.ReadWrite.All", "OnlineMeetings.ReadWrite"
_OTHERS_ONLY = "access to lookup meeting"
"""Graph's text when an app searches at an organizer outside its access policy (graph contract, section 2.2)."""
_NO_POLICY = "No application access policy"
"""Graph's text when the same app creates a meeting for that organizer."""


def token(case: Case) -> Finding:
    """Check that there is a token, and show its claims."""
    got = case.token
    if not got.claims:
        kind = got.type or "unknown"
        return passed(f"Got a token; its claims cannot be read (type: {kind}).", kind=got.type)
    claims = got.claims
    expires, minutes = _expiry(claims.get("exp"))
    facts: dict[str, Any] = {
        "kind": got.type,
        "audience": _text(claims.get("aud")),
        "tenant": _text(claims.get("tid")),
        "app": _text(claims.get("appid") or claims.get("azp")),
        "user": _text(claims.get("oid")) if got.type == "delegated" else None,
        "permissions": permissions(claims),
        "expires": expires.isoformat() if expires else None,
        "minutesLeft": minutes,
    }
    return passed(_lifetime(expires, minutes), *_lines(facts), **facts)


def _lines(facts: dict[str, Any]) -> list[str]:
    names = ("kind", "audience", "tenant", "app", "user")
    lines = [f"{name} = {facts[name]}" for name in names if facts[name]]
    return [*lines, f"permissions = {', '.join(facts['permissions']) or '(none)'}"]


def _lifetime(expires: datetime | None, minutes: int | None) -> str:
    if expires is None:
        return "Got a token; it does not say when it expires."
    return f"Got a token; it is valid until {expires:%Y-%m-%d %H:%M:%S %Z} ({minutes} min left)."


def _expiry(claim: Any) -> tuple[datetime | None, int | None]:
    """Return the expiry in local time, and the whole minutes until then; None for both if the claim is malformed."""
    try:
        return datetime.fromtimestamp(claim).astimezone(), int((claim - time.time()) // 60)
    except (TypeError, ValueError, OverflowError, OSError):
        return None, None


def _text(claim: Any) -> str | None:
    return claim if isinstance(claim, str) else None


def permissions(claims: dict[str, Any]) -> list[str]:
    """Return the permissions in the token's claims: an app's roles, a person's scopes."""
    roles, scopes = claims.get("roles"), claims.get("scp")
    listed = roles if isinstance(roles, list) else []
    return [str(name) for name in listed] + (scopes.split() if isinstance(scopes, str) else [])


def permission(case: Case) -> Finding:
    """Check that the token has the permission that meetings need."""
    got = case.token
    if not got.claims or got.type is None:
        return skipped("The claims of the token cannot be read, so its permissions are unknown.")
    needed = _DELEGATED if got.type == "delegated" else _APPLICATION
    held = permissions(got.claims)
    if needed in held:
        return passed(f"The token has the {got.type} permission {needed}.", needed=needed, held=held)
    return failed(_lacking(case, needed, held), needed=needed, held=held)


def _lacking(case: Case, needed: str, held: list[str]) -> ForbiddenError:
    claims = case.token.claims
    app = _text(claims.get("appid") or claims.get("azp")) or case.settings.client_id or "(unknown)"
    tenant = _text(claims.get("tid")) or case.settings.tenant_id or "organizations"
    consent = consent_page(case.settings.authority_host, tenant, app)
    return ForbiddenError(
        f"The token lacks the {case.token.type} permission {needed}.",
        f"It has {', '.join(held) or 'no permissions'}.",
        f"Add {needed} (Microsoft Graph, {case.token.type} permissions) to the app {app} in the Entra admin center,"
        f" then ask an administrator to consent:\n    {consent}\n"
        "Then get a new token; it has the permission after some minutes.",
    )


def organizer(case: Case) -> Finding:
    """Check that Graph knows the organizer of the meetings."""
    if _for_an_app(case) and not case.user_id:
        return failed(_without_organizer())
    refused = case.lookup
    if refused is None or isinstance(refused, AccessPolicyError):  # the policy comes after the user (section 6.2)
        return passed(f"Microsoft Graph knows the organizer {case.organizer}.", organizer=case.organizer)
    if _for_an_app(case) and _OTHERS_ONLY in refused.said:
        return skipped("Unknown, because the access policy does not let the app look.", organizer=case.organizer)
    if isinstance(refused, UnreadableRequestError) or (_for_an_app(case) and isinstance(refused, ForbiddenError)):
        return skipped(f"Unknown, because Microsoft Graph refused the lookup. {refused.why}", organizer=case.organizer)
    return failed(refused, organizer=case.organizer)


def access_policy(case: Case) -> Finding:
    """Check that an application access policy lets the app act for the organizer; creates no meeting.

    With ``waitForAccessPolicy`` it waits as a deployment does, and says since when the policy applies.
    """
    if not _for_an_app(case):
        return skipped("Does not apply: a signed-in user does not need one.")
    refused = case.lookup
    if isinstance(refused, ForbiddenError):
        missing = _as_a_deployment_tells_it(case, refused)
        seconds = case.settings.wait_for_access_policy
        if seconds and isinstance(missing, AccessPolicyError):
            return _waited(case, seconds)
        return failed(missing, organizer=case.organizer)
    if refused is not None:
        return skipped(f"Unknown. {refused.what} {refused.why} Run with --create to find out.")
    return passed(
        "Microsoft Graph let the app look up a meeting of the organizer.",
        organizer=case.organizer,
    )


def _waited(case: Case, seconds: float) -> Finding:
    """Ask until the policy applies, and return the time between the last refusal and the first acceptance."""
    operation = case.operation("waiting for the access policy", seconds + LOOKUP_SECONDS)
    refusals: list[datetime] = []

    def ask() -> Reply:
        refused = case.look(operation)
        if isinstance(refused, ForbiddenError):
            refusals.append(_now())
            raise _as_a_deployment_tells_it(case, refused)
        if refused is not None:
            raise refused
        return Reply(_OK, {})

    try:
        PolicyWait(seconds).until_it_applies(case.organizer, ask, operation)
    except AccessPolicyError as error:
        return failed(error, organizer=case.organizer, waitedSeconds=round(operation.elapsed))
    applied = _now()
    before = f"; it was refused until {refusals[-1]:%H:%M:%S}" if refusals else ""
    return passed(
        f"The access policy applies since {applied:%Y-%m-%d %H:%M:%S %Z}{before}. The doctor waited"
        f" {spoken(operation.elapsed)}.",
        organizer=case.organizer,
        appliesSince=applied.isoformat(),
        waitedSeconds=round(operation.elapsed),
    )


def _now() -> datetime:
    return datetime.now().astimezone()


def _without_organizer() -> MeetingsError:
    return ConfigurationError(
        "userId is not set.",
        "An app must name the organizer.",
        "Set MSGRAPH_USER_ID or msgraph-meetings:userId to the organizer's object id. If each resource sets its own"
        " organizer, check one of them with --user-id ID.",
    )


def _as_a_deployment_tells_it(case: Case, refused: ForbiddenError) -> MeetingsError:
    """Return the error of ``pulumi up``: a search has another refusal if the policy covers other organizers only."""
    if _OTHERS_ONLY not in refused.said:
        return refused
    claims, login = case.token.claims, case.settings.authority_host
    missing = Refusal(403, "", _NO_POLICY, page=False, organizer=case.organizer, claims=claims, login=login, skew=0.0)
    return graph_row(missing).tell(missing.words(), refused.said, refused.request_id)


def _for_an_app(case: Case) -> bool:
    return case.token.type == "application"
