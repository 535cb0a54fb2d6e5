"""Check that an answer is about the requested meeting, before any of it reaches the state.

Otherwise a service, cache or proxy that mixes up answers would give one meeting's links to the owner of another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.errors import UnusableAnswerError, cut
from msgraph_meetings.model.answer import held
from msgraph_meetings.model.state import organizer_of

if TYPE_CHECKING:
    from msgraph_meetings.graph.session import Reply
    from msgraph_meetings.model.answer import Held
    from msgraph_meetings.model.unknowns import Properties

_FIX = (
    "The answer was not used. Run `pulumi up` again; if it happens again, check graphEndpoint, HTTPS_PROXY and"
    " any cache."
)


def require_organizer(answered: Held, user_id: str | None, request_id: str | None = None) -> None:
    """Raise if the answer is about another organizer than the requested object id.

    Raises:
        UnusableAnswerError: the organizers differ.
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
    """Raise if the answer is about another external id.

    Case and blanks around the id make no difference here; their meaning for the service is not documented
    (graph contract, section 1.4).

    Raises:
        UnusableAnswerError: the external ids differ.
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
    """Raise if the answer is about another meeting than the one with that id.

    The service may write an id differently (graph contract, section 5.5), so the same external id is enough.

    Raises:
        UnusableAnswerError: the meetings differ.
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


def same_meeting(meeting_id: str, state: Properties, reply: Reply) -> Held:
    """Return the answered meeting, checked to be the one of that id and state."""
    request_id = reply.headers.get("request-id")
    answered = held(reply.content, request_id)
    require_organizer(answered, organizer_of(state), request_id)
    if "adopted" in state:  # every state of ours has it; a meeting that is only looked up has no known external id
        require_meeting(answered, meeting_id, state.get("externalId"), request_id)
    return answered


def written_otherwise(answered: Held, external_id: str) -> str | None:
    """Return the service's spelling of the external id if it differs from the program's, else None."""
    named: str = answered.made.get("externalId", external_id)
    return None if named == external_id else named


def _folded(external_id: str) -> str:
    return external_id.strip().casefold()
