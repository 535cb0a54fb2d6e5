"""A meeting in Graph's answer, split into settable properties and values that the service makes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgraph_meetings.errors import UnusableAnswerError
from msgraph_meetings.model.fields import FIELDS, without_nulls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msgraph_meetings.model.unknowns import Properties


@dataclass(frozen=True)
class Held:
    """A meeting as the service answered it.

    Args:
        id: Graph's id.
        fields: the settable properties in the answer, in the form of the arguments; ``None`` for null.
        made: the values that the service makes: links, ids, passcode.
        unreadable: settable properties with a value of a wrong type; they are not in ``fields``.
        request_id: of the answer.
    """

    id: str
    fields: Properties
    made: Properties
    unreadable: tuple[str, ...] = ()
    request_id: str | None = None

    def require_readable(self, names: Iterable[str]) -> None:
        """Raise if one of these properties cannot be read; other properties are not checked.

        Raises:
            UnusableAnswerError: one of them cannot be read.
        """
        for name in names:
            if name in self.unreadable:
                raise _unusable(f"whose {name} has the wrong type", self.request_id)


def held(content: dict[str, Any], request_id: str | None = None) -> Held:
    """Read an answer. Property names are matched without case, because Graph has answered ``allowPowerpointSharing``.

    Raises:
        UnusableAnswerError: the answer has no id, or a value that the service makes has a wrong type.
    """
    meeting_id = content.get("id")
    if not isinstance(meeting_id, str) or not meeting_id:
        raise _unusable("that has no id", request_id)
    if not _ID.fullmatch(meeting_id) or meeting_id in (".", ".."):
        raise _unusable("whose id does not have the form of Graph's ids", request_id)
    by_name = {name.lower(): value for name, value in content.items()} | content
    fields = {
        name: None if (value := by_name.get(name, by_name.get(_LOWER[name]))) is None else field.kind.read(value)
        for name, field in FIELDS.items()
        if name in by_name or _LOWER[name] in by_name
    }
    odd = tuple(name for name, value in fields.items() if not FIELDS[name].kind.fits(value))
    try:
        made = _made(content)
    except TypeError as error:
        raise _unusable(f"whose {error} has the wrong type", request_id) from None
    readable = {name: value for name, value in fields.items() if name not in odd}
    return Held(meeting_id, readable, made, odd, request_id)


_LOWER = {name: name.lower() for name in FIELDS}
_ID = re.compile(r"[!-~]{1,1024}")


def _unusable(flaw: str, request_id: str | None) -> UnusableAnswerError:
    return UnusableAnswerError(
        f"Microsoft Graph answered with a meeting {flaw}.",
        "Another server may have answered instead of Microsoft Graph.",
        "Run `pulumi up` again; if it happens again, check graphEndpoint and HTTPS_PROXY.",
        request_id,
    )


def _made(content: dict[str, Any]) -> Properties:
    """Return the values that the service makes.

    Raises:
        TypeError: names the property with a value of a wrong type.
    """
    join = _object(content, "joinMeetingIdSettings")
    organizer = _object(_object(content, "participants"), "organizer")
    user = _object(_object(organizer, "identity"), "user")
    made = {
        "externalId": _string(content, "externalId"),
        "joinWebUrl": _string(content, "joinWebUrl"),
        "joinMeetingId": _string(join, "joinMeetingId"),
        "passcode": _string(join, "passcode"),
        "videoTeleconferenceId": _string(content, "videoTeleconferenceId"),
        "chatThreadId": _string(_object(content, "chatInfo"), "threadId"),
        "audioConferencing": without_nulls(_object(content, "audioConferencing")) or None,
        "creationDateTime": _string(content, "creationDateTime"),
        "expiryDateTime": _string(content, "expiryDateTime"),
        "meetingOptionsWebUrl": _string(content, "meetingOptionsWebUrl"),
        "organizer": without_nulls(
            {name: _string(user, name) for name in ("id", "tenantId", "displayName")}
            | {"upn": _string(organizer, "upn")}
        )
        or None,
    }
    return dict(without_nulls(made))


def _object(parent: dict[str, Any], name: str) -> dict[str, Any]:
    found = parent.get(name)
    if found is not None and not isinstance(found, dict):
        raise TypeError(name)
    return found or {}


def _string(parent: dict[str, Any], name: str) -> str | None:
    found = parent.get(name)
    if found is not None and not isinstance(found, str):
        raise TypeError(name)
    return found
