"""What Graph refused, and what that means: a table from status, code and text to an error with its fix.

Decided on status and code. Texts of Graph are read only where nothing else tells two cases apart: the empty text of a
404 ``UnknownError``, another organizer's meeting, and a missing access policy (graph contract, sections 2.3 and 6.2).
Only a 404 with the code ``NotFound`` says that a meeting is gone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from msgraph_meetings.errors import (
    AccessPolicyError,
    AuthenticationError,
    ForbiddenError,
    MeetingsError,
    NotFoundError,
    RefusedError,
    ServiceError,
    ThrottledError,
    UnknownUserError,
    UnreadableRequestError,
    cut,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from msgraph_meetings.transport import Answer

_POLICY_WORDS = "application access policy"


@dataclass(frozen=True)
class Refusal:
    """An answer of Graph that is no success, with what is known of the request.

    Args:
        status: the HTTP status.
        code: Graph's error code; empty where the body has none.
        text: Graph's error message; may be empty.
        request_id: Graph's request-id.
        organizer: the user in the path; empty for ``/me``.
        claims: the claims of the token that was sent.
    """

    status: int
    code: str
    text: str
    request_id: str | None
    organizer: str
    claims: Mapping[str, Any]

    @property
    def app(self) -> str:
        """The app id that the token names."""
        return str(self.claims.get("appid") or self.claims.get("azp") or "<the app's client id>")

    @property
    def permission(self) -> str:
        """The permission that every call of this provider needs, for this kind of token."""
        if "scp" in self.claims:
            return "the delegated permission OnlineMeetings.ReadWrite"
        return "the application permission OnlineMeetings.ReadWrite.All"

    @property
    def said(self) -> str:
        """Graph's own words, cut."""
        code = cut(self.code, 80) or "no error code"
        text = cut(self.text, 300).rstrip(".") or "(no text)"
        return f"Graph answered {self.status} {code}: {text}."


@dataclass(frozen=True)
class _Row:
    fits: Callable[[Refusal], bool]
    error: type[MeetingsError]
    what: str
    why: str
    fix: str


def _status(*statuses: int) -> Callable[[Refusal], bool]:
    return lambda refusal: refusal.status in statuses


_ROWS = (
    _Row(
        lambda r: r.status == 404 and r.code == "UnknownError" and not r.text,
        UnknownUserError,
        "Microsoft Graph does not know the organizer {organizer!r}.",
        "It answers so for a user principal name or an unknown user in an app-only call, and the answer tells nothing"
        " of the meeting.",
        "Set userId to the user's object id (Entra admin center, Users, the user, Object ID), in the tenant that the"
        " app signs in to.",
    ),
    _Row(
        lambda r: r.status == 404 and "organizer id mismatch" in r.text.lower(),
        RefusedError,
        "The meeting belongs to another organizer than {organizer}.",
        "{said}",
        "Set userId to the organizer who made the meeting; the state is left as it was.",
    ),
    _Row(
        lambda r: r.status == 404 and r.code == "NotFound",
        NotFoundError,
        "The meeting does not exist any more.",
        "{said} It was deleted, or it expired: a meeting that is not used or changed for 60 days does.",
        "Run `pulumi refresh` to drop it from the state; the next `pulumi up` then makes it anew.",
    ),
    _Row(
        lambda r: r.status == 403 and _POLICY_WORDS in r.text.lower(),
        AccessPolicyError,
        "No application access policy lets the app {app} act for the organizer {organizer}.",
        "App-only calls for online meetings need one, granted to the organizer by a Teams administrator.",
        "In PowerShell with the MicrosoftTeams module, after Connect-MicrosoftTeams:\n"
        '    New-CsApplicationAccessPolicy -Identity msgraph-meetings -AppIds "{app}"\n'
        '    Grant-CsApplicationAccessPolicy -PolicyName msgraph-meetings -Identity "{organizer}"\n'
        "It can take 30 minutes until the policy applies.",
    ),
    _Row(
        _status(403),
        ForbiddenError,
        "Microsoft Graph does not allow this.",
        "{said} The token may lack {permission}, or the organizer may be a guest or have no Teams licence.",
        "Grant {permission} to the app {app} and let an administrator consent; then get a new token.",
    ),
    _Row(
        _status(401),
        AuthenticationError,
        "Microsoft Graph did not accept the access token.",
        "{said}",
        "Get a new token for this Graph endpoint; check tenantId, environment, and this machine's clock.",
    ),
    _Row(
        _status(429),
        ThrottledError,
        "Microsoft Graph refused the request as one too many.",
        "{said}",
        "Run `pulumi up` again later, or with a smaller --parallel.",
    ),
    _Row(
        _status(409, 412),
        RefusedError,
        "The meeting was changed by somebody else at the same time.",
        "{said}",
        "Run `pulumi up --refresh` to compare with what the service holds now.",
    ),
    _Row(
        lambda r: 300 <= r.status < 400,
        RefusedError,
        "The endpoint answered with a redirect ({status}), which is not followed: a token must not go elsewhere.",
        "Microsoft Graph does not redirect these calls; a proxy or a wrong endpoint does.",
        "Check graphEndpoint, HTTPS_PROXY and NO_PROXY.",
    ),
    _Row(
        _status(407),
        RefusedError,
        "The proxy asks for a sign-in (407).",
        "Requests leave this machine through a proxy that needs credentials.",
        "Put them into HTTPS_PROXY, or add the endpoint to NO_PROXY.",
    ),
    _Row(
        lambda r: r.status >= 500,
        ServiceError,
        "Microsoft Graph failed.",
        "{said}",
        "Run `pulumi up` again; it converges on the same meeting. If it lasts, give the request-id to Microsoft.",
    ),
    _Row(
        _status(400),
        UnreadableRequestError,
        "Microsoft Graph refused the request.",
        "{said}",
        "Change what it names, and run `pulumi up` again.",
    ),
    _Row(
        lambda _refusal: True,
        RefusedError,
        "Microsoft Graph refused the request.",
        "{said}",
        "Change what it names, and run `pulumi up` again.",
    ),
)


def refusal(answer: Answer, path: str, claims: Mapping[str, Any]) -> MeetingsError:
    """The error for an answer that is no success.

    Args:
        answer: what came back.
        path: the path of the request, below ``/v1.0``.
        claims: of the token that was sent.
    """
    read = read_refusal(answer, path, claims)
    row = next(row for row in _ROWS if row.fits(read))
    words = {
        "organizer": read.organizer or "signed in",
        "app": read.app,
        "permission": read.permission,
        "said": read.said,
        "status": read.status,
    }
    return row.error(row.what.format(**words), row.why.format(**words), row.fix.format(**words), read.request_id)


def read_refusal(answer: Answer, path: str, claims: Mapping[str, Any]) -> Refusal:
    """The parts of an error answer; whatever is missing or of another shape counts as absent."""
    try:
        content = json.loads(answer.body)
    except (ValueError, RecursionError):
        content = None
    error = _object(_object(content).get("error"))
    inner = _object(error.get("innerError") or error.get("innererror"))
    request_id = answer.headers.get("request-id") or inner.get("request-id")
    segments = path.split("/")
    organizer = unquote(segments[2]) if segments[1] == "users" else ""
    text = str(error.get("message") or "") if error else cut(answer.body.decode(errors="replace"), 200)
    return Refusal(
        answer.status, str(error.get("code") or ""), text, str(request_id) if request_id else None, organizer, claims
    )


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
