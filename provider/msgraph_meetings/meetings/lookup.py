"""Find meetings that are not in the state, by Graph's id, join URL or join meeting id, and show their properties."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote, unquote_plus, urlsplit

from msgraph_meetings.errors import AccessPolicyError, ForbiddenError, NotFoundError, UnusableAnswerError
from msgraph_meetings.meetings.right_meeting import require_organizer
from msgraph_meetings.model.answer import held
from msgraph_meetings.model.failure import Failure
from msgraph_meetings.model.fields import FIELDS, without_nulls

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings.graph.calls import Graph
    from msgraph_meetings.graph.session import Reply
    from msgraph_meetings.http.operation import Operation
    from msgraph_meetings.model.unknowns import Properties

Key = Literal["id", "joinMeetingId", "joinWebUrl"]
KEYS: tuple[Key, ...] = ("id", "joinMeetingId", "joinWebUrl")
_ARGUMENTS = (*KEYS, "userId")
_AS_IT_IS = (
    "allowParticipantsToChangeName",
    "chatInfo",
    "chatRestrictions",
    "cloudVideoInteropInfo",
    "isBroadcast",
    "meetingTemplateId",
    "meetingType",
    "shareMeetingChatHistoryDefault",
)
_SHOWN_OTHERWISE = (
    "audioConferencing",
    "creationDateTime",
    "expiryDateTime",
    "externalId",
    "id",
    "joinInformation",
    "joinMeetingIdSettings",
    "joinWebUrl",
    "meetingOptionsWebUrl",
    "videoTeleconferenceId",
)
_NAMED = {name.lower() for name in (*FIELDS, *_AS_IT_IS, *_SHOWN_OTHERWISE)}
_HTML = "data:text/html,"


@dataclass(frozen=True)
class Wanted:
    """The search for one meeting.

    Args:
        user_id: its organizer; ``None`` for the signed-in user.
        key: the property to search by.
        value: that property's value.
    """

    user_id: str | None
    key: Key
    value: str


def find(wanted: Wanted, graph: Graph, operation: Operation) -> dict[str, Any] | None:
    """Return the meeting as Graph answers it, or None if it does not exist.

    Raises:
        UnusableAnswerError: the answer is about another meeting, or about another organizer's.
        MeetingsError: anything else that Graph answers.
    """
    try:
        if wanted.key == "id":
            reply = graph.get(wanted.user_id, wanted.value, operation)
            found = [reply.content]
        else:
            reply = _searched(wanted, graph, operation)
            found = _listed(reply.content)
    except NotFoundError:
        return None
    return _meant(wanted, found, reply.headers.get("request-id")) if found else None


def _searched(wanted: Wanted, graph: Graph, operation: Operation) -> Reply:
    try:
        if wanted.key == "joinWebUrl":
            return graph.find_by_join_web_url(wanted.user_id, wanted.value, operation)
        return graph.find_by_join_meeting_id(wanted.user_id, _digits(wanted.value), operation)
    except AccessPolicyError:
        raise
    except ForbiddenError as error:  # Graph refuses everybody but the organizer (graph contract, section 2.2)
        fix = f"Only the organizer can look up a meeting by its {wanted.key}: check userId. {error.fix}"
        raise ForbiddenError(error.what, error.why, fix, error.request_id, error.said) from error


def _listed(content: dict[str, Any]) -> list[dict[str, Any]]:
    found = content.get("value")
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _meant(wanted: Wanted, found: list[dict[str, Any]], request_id: str | None) -> dict[str, Any]:
    """Return the requested meeting among the answered ones.

    Raises:
        UnusableAnswerError: it is not among them, or has another organizer.
    """
    match = next((content for content in found if _IS[wanted.key](wanted.value, content)), None)
    if match is None:  # the value is not in the message: any argument may be a secret
        raise UnusableAnswerError(
            f"Microsoft Graph answered with another meeting than the one with that {wanted.key}.",
            "A proxy or a cache between this machine and Microsoft Graph may have mixed up two answers.",
            "The answer was not used. Try again; if it happens again, check graphEndpoint and HTTPS_PROXY.",
            request_id,
        )
    require_organizer(held(match, request_id), wanted.user_id, request_id)
    return match


def _has_id(asked: str, content: dict[str, Any]) -> bool:
    """Return True if a meeting has that id, or an id for the same chat: the service may write an id differently.

    An id contains the chat's thread and message, in clear or in base64 (graph contract, section 5.5).
    """
    answered = content.get("id")
    if answered == asked:
        return True
    chat = content.get("chatInfo")
    thread, message = (chat.get(name) for name in ("threadId", "messageId")) if isinstance(chat, dict) else (None, None)
    if not (isinstance(answered, str) and isinstance(thread, str) and thread):
        return False
    told = f"{asked} {_from_base64(asked)}"
    return thread in told and (message in (None, "", "0") or str(message) in told)


def _from_base64(text: str) -> str:
    """Decode base64 of either alphabet; return an empty text for anything else."""
    standard = text.rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        return base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


def _has_url(asked: str, content: dict[str, Any]) -> bool:
    answered = content.get("joinWebUrl")
    return isinstance(answered, str) and _url(asked) == _url(answered)


def _url(text: str) -> tuple[str, ...]:
    """Return the parts of a URL that count: blanks around it, escaping and a last slash do not."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:  # such as a broken IPv6 address
        return (text.strip(),)
    host, path = parts.netloc.lower(), unquote(parts.path).rstrip("/")
    return parts.scheme.lower(), host, path, unquote(parts.query), unquote(parts.fragment)


def _has_number(asked: str, content: dict[str, Any]) -> bool:
    settings = content.get("joinMeetingIdSettings")
    answered = settings.get("joinMeetingId") if isinstance(settings, dict) else None
    return isinstance(answered, str) and _digits(asked) == _digits(answered)


def _digits(text: str) -> str:
    return re.sub(r"\s", "", text)


_IS: dict[Key, Callable[[str, dict[str, Any]], bool]] = {
    "id": _has_id,
    "joinMeetingId": _has_number,
    "joinWebUrl": _has_url,
}


def check_lookup(arguments: Properties) -> list[Failure]:
    """Return the problems of the arguments of ``getOnlineMeeting``."""
    failures = [
        Failure(name, f"unknown argument; use one of: {', '.join(_ARGUMENTS)}")
        for name in arguments
        if name not in _ARGUMENTS
    ]
    failures += [
        Failure(name, "must be a string that is not blank")
        for name in _ARGUMENTS
        if name in arguments and not (isinstance(arguments[name], str) and arguments[name].strip())
    ]
    given = [name for name in KEYS if name in arguments]
    if len(given) != 1:
        failures.append(Failure(given[1] if given else "id", f"set exactly one of: {', '.join(KEYS)}"))
    return failures


def get_online_meeting(
    arguments: Properties, default_user: str | None, graph: Graph, operation: Operation
) -> Properties:
    """Return all properties of one meeting.

    Args:
        arguments: checked arguments.
        default_user: the organizer if the arguments name none.
        graph: the calls.
        operation: deadline, cancellation and log.

    Raises:
        NotFoundError: the organizer has no meeting with that value.
        MeetingsError: anything else that Graph answers.
    """
    key = next(name for name in KEYS if name in arguments)
    wanted = Wanted(arguments.get("userId", default_user), key, arguments[key])
    content = find(wanted, graph, operation)
    if content is None:
        raise NotFoundError(
            f"The organizer does not have a meeting with that {key}.",
            "It never existed, it was deleted, or it expired because it was not used or changed for 60 days.",
            "Check the value, and userId if the meeting has another organizer.",
        )
    return ({"userId": wanted.user_id} if wanted.user_id else {}) | everything(content)


def everything(content: dict[str, Any]) -> Properties:
    """Return an answer as ``getOnlineMeeting`` shows it: without nulls, people flat, the invitation unwrapped."""
    answered = held(content)
    given = {
        name: value for name, value in content.items() if not name.startswith("@odata.") and name.lower() not in _NAMED
    }
    shown = (
        {"id": answered.id, "otherProperties": given or None}
        | {name: content.get(name) for name in _AS_IT_IS}
        | {"isPasscodeRequired": (content.get("joinMeetingIdSettings") or {}).get("isPasscodeRequired")}
        | {"joinInformation": _invitation(content.get("joinInformation"))}
    )
    people = {"attendees": (answered.fields.get("participants") or {}).get("attendees")}  # without the organizer
    return dict(without_nulls(shown | answered.fields | {"participants": people} | answered.made))


def _invitation(body: Any) -> Any:
    """Return the invitation's HTML: Graph wraps it as ``data:text/html,`` with blanks as plus (graph contract, 5.5)."""
    text = body.get("content") if isinstance(body, dict) else None
    if not isinstance(text, str) or not text.startswith(_HTML):
        return body
    return body | {"content": unquote_plus(text.removeprefix(_HTML))}
