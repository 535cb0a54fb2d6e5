"""Raise if an answer is about another meeting than the requested one, which must not reach the state.

Otherwise a cache or a proxy that mixes up answers would give one meeting's links to the owner of another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.errors import UnusableAnswerError, cut

if TYPE_CHECKING:
    from msgraph_meetings.model.arguments import Held

_FIX = (
    "The answer was not used. Run `pulumi up` again; if it happens again, check graphEndpoint, HTTPS_PROXY and"
    " any cache."
)


def require_organizer(answered: Held, user_id: str | None, request_id: str | None = None) -> None:
    """Raise if the answer is about another organizer than the requested object id.

    Raises:
        UnusableAnswerError: the organizer differs.
    """
    organizer = answered.made.get("organizer", {}).get("id")
    if user_id and organizer and "@" not in user_id and organizer.lower() != user_id.lower():
        raise UnusableAnswerError(
            f"Microsoft Graph answered with a meeting of the organizer {cut(organizer, 120)} instead of {user_id}.",
            "A meeting belongs to one organizer, and only that organizer can manage it.",
            f"If it is the right meeting, set userId to its organizer. {_FIX}",
            request_id,
        )


def require_external_id(answered: Held, external_id: str, request_id: str | None = None) -> None:
    """Raise if the answer has another external id.

    Whether the service minds case and blanks around it is not documented (graph contract, section 1.4), so they are
    ignored.

    Raises:
        UnusableAnswerError: the external id differs.
    """
    named = answered.made.get("externalId", external_id)
    if _folded(named) != _folded(external_id):
        raise UnusableAnswerError(
            f"Microsoft Graph answered with the meeting of external id {cut(named, 120)!r} instead of {external_id!r}.",
            "Different external ids are different meetings.",
            _FIX,
            request_id,
        )


def require_meeting(answered: Held, meeting_id: str, external_id: str | None, request_id: str | None = None) -> None:
    """Raise if the answer is about another meeting than the one of that id.

    An id may be written anew by the service (graph contract, section 5.5), so the same external id will do.

    Raises:
        UnusableAnswerError: it is.
    """
    if external_id:
        require_external_id(answered, external_id, request_id)
    if answered.id != meeting_id and not (external_id and "externalId" in answered.made):
        raise UnusableAnswerError(
            f"Microsoft Graph answered with the meeting {cut(answered.id, 300)} instead of {meeting_id}.",
            "Their ids differ, so they are different meetings.",
            _FIX,
            request_id,
        )


def written_otherwise(answered: Held, external_id: str) -> str | None:
    """The external id as the service writes it, where that differs from how the program does."""
    named: str = answered.made.get("externalId", external_id)
    return None if named == external_id else named


def _folded(external_id: str) -> str:
    return external_id.strip().casefold()
