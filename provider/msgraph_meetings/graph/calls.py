"""One function for each call of Microsoft Graph that a meeting needs, without rules about meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgraph_meetings.errors import ArgumentError
from msgraph_meetings.graph.session import Call, Reply, Session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgraph_meetings.auth import Token
    from msgraph_meetings.http.operation import Operation

_PASSING = frozenset({429, 500, 502, 503, 504})
"""Temporary failures. Every call here may be sent twice: GET; PATCH, which writes full values; DELETE; and
createOrGet, which the external id makes idempotent (graph contract, section 7)."""
_PASSING_DELETE = _PASSING | {507}
_QUOTE = "'"


class Graph:
    """The onlineMeetings calls for one tenant and one endpoint.

    Args:
        session: sends the calls.
    """

    def __init__(self, session: Session) -> None:
        self.session = session

    def create_or_get(self, user_id: str | None, parameters: Mapping[str, Any], operation: Operation) -> Reply:
        """Return the meeting of that organizer and external id: status 201 if it was created now, 200 if it existed.

        Source: https://learn.microsoft.com/graph/api/onlinemeeting-createorget
        """
        return self._call("POST", user_id, "createOrGet", operation, body=parameters)

    def get(self, user_id: str | None, meeting_id: str, operation: Operation) -> Reply:
        """Return the meeting with that id.

        Raises:
            NotFoundError: the meeting is gone.

        Source: https://learn.microsoft.com/graph/api/onlinemeeting-get
        """
        return self._call("GET", user_id, meeting_id, operation)

    def patch(self, user_id: str | None, meeting_id: str, changes: Mapping[str, Any], operation: Operation) -> Reply:
        """Write the given properties, and return the whole meeting.

        Source: https://learn.microsoft.com/graph/api/onlinemeeting-update
        """
        return self._call("PATCH", user_id, meeting_id, operation, body=changes)

    def delete(self, user_id: str | None, meeting_id: str, operation: Operation) -> Reply:
        """Delete the meeting; its join link may still work afterwards (graph contract, section 4).

        Source: https://learn.microsoft.com/graph/api/onlinemeeting-delete
        """
        return self._call("DELETE", user_id, meeting_id, operation, repeat_on=_PASSING_DELETE)

    def find_by_join_web_url(self, user_id: str | None, url: str, operation: Operation) -> Reply:
        """Return a collection with the meeting of that join URL, or an empty one.

        Source: https://learn.microsoft.com/graph/api/onlinemeeting-get
        """
        return self._find(user_id, "JoinWebUrl", url, operation)

    def find_by_join_meeting_id(self, user_id: str | None, digits: str, operation: Operation) -> Reply:
        """Return a collection with the meeting of that join meeting id, or an empty one.

        Source: https://learn.microsoft.com/graph/api/onlinemeeting-get
        """
        return self._find(user_id, "joinMeetingIdSettings/joinMeetingId", digits, operation)

    def _find(self, user_id: str | None, key: str, value: str, operation: Operation) -> Reply:
        condition = quote(f"{key} eq '{value.replace(_QUOTE, _QUOTE * 2)}'", safe="")
        path = f"{self._owner(user_id, operation)}/onlineMeetings?$filter={condition}"
        return self.session.call(Call("GET", path, None, _PASSING), operation)

    def _call(  # noqa: PLR0913  (the parts of a request)
        self,
        method: str,
        user_id: str | None,
        tail: str,
        operation: Operation,
        *,
        body: Mapping[str, Any] | None = None,
        repeat_on: frozenset[int] = _PASSING,
    ) -> Reply:
        path = f"{self._owner(user_id, operation)}/onlineMeetings/{_segment(tail)}"
        return self.session.call(Call(method, path, body, repeat_on), operation)

    def _owner(self, user_id: str | None, operation: Operation) -> str:
        return owner(self.session.tokens.token(operation), user_id)


def owner(token: Token, user_id: str | None) -> str:
    """Return ``/me`` for a signed-in user, who can use no other path; ``/users/{id}`` for an app (section 1.7).

    Raises:
        ArgumentError: the organizer is missing or does not fit the token.
    """
    if token.type == "delegated":
        _require_same_user(user_id, token.claims.get("oid"))
        return "/me"
    if token.type is None:
        raise ArgumentError(
            "The access token does not say whether it belongs to an app or to a signed-in user.",
            "Its claims cannot be read.",
            "Set msgraph-meetings:accessTokenType (MSGRAPH_ACCESS_TOKEN_TYPE) to application or delegated.",
        )
    _require_object_id(user_id)
    return f"/users/{_segment(user_id or '')}"


def _segment(text: str) -> str:
    """Return one segment of a path, percent-encoded once."""
    if text in ("", ".", ".."):  # Percent-encoding does not prevent these from naming another path.
        raise ArgumentError(f"{text!r} is not an id.", fix="Use the id from Microsoft Graph's answer.")
    return quote(text, safe="")


def _require_same_user(user_id: str | None, signed_in: str | None) -> None:
    if user_id and signed_in and "@" not in user_id and user_id.lower() != signed_in.lower():
        raise ArgumentError(
            f"The organizer is {user_id}, but the access token belongs to {signed_in}.",
            "A signed-in user can manage only meetings of their own.",
            "Remove userId, or sign in as an app.",
        )


def _require_object_id(user_id: str | None) -> None:
    if not user_id:
        raise ArgumentError(
            "userId is missing.",
            "An app must name the organizer.",
            "Set userId on the resource, or msgraph-meetings:userId (MSGRAPH_USER_ID) for all meetings.",
        )
    if "@" in user_id:
        raise ArgumentError(
            f"userId {user_id!r} is a sign-in name.",
            "Apps need the object id; Microsoft Graph answers 404 to anything else.",
            "Set userId to the object id: Entra admin center > Users > the user.",
        )
