"""Spelling of names in a body, which can be written in any case, as Graph's documentation says.

"API property names and values" are "not case-sensitive", but ids and "values you assign" are (Microsoft Graph's page
concepts/traverse-the-graph). So only names and enum members are changed to the spelling of the metadata.
"""

from __future__ import annotations

from typing import Any

from msgraph_meetings_emulator.graph.shapes import DECLARED, MEMBERS, MisfitError

NAMES = frozenset(
    {
        *DECLARED,
        *("allowTextOnly", "allowedAudience", "application", "attendees", "captions", "content", "contentType"),
        *("conferenceId", "device", "dialinUrl", "displayName", "id", "identity", "isAttendeeReportEnabled"),
        *("isCaptionEnabled", "isDialInBypassEnabled", "isEnabledForContentSharing", "isEnabledForVideo"),
        *("isPasscodeRequired", "isQuestionAndAnswerEnabled", "isRecordingEnabled", "isVideoOnDemandEnabled"),
        *("joinInformation", "joinMeetingId", "messageId", "moreInfoWebUrl", "organizer", "passcode"),
        *("replyChainMessageId", "role", "scope", "sensitivityLabelId", "spokenLanguage", "tenantKey", "threadId"),
        *("tollFreeNumber", "tollFreeNumbers", "tollNumber", "tollNumbers", "translationLanguages", "upn", "user"),
    }
)
"""All names that the metadata declares for a meeting and its parts."""

_BY_SMALL_LETTERS = {name.lower(): name for name in NAMES}
_MEMBERS_BY_SMALL_LETTERS = {name: {member.lower(): member for member in members} for name, members in MEMBERS.items()}


def spelled(value: Any, name: str = "") -> Any:
    """Return the JSON value of a property in the metadata's spelling; raise MisfitError if a name occurs twice."""
    if isinstance(value, dict):
        return _with_spelled_names(value)
    if isinstance(value, list):
        return [spelled(item, name) for item in value]
    if isinstance(value, str) and name in _MEMBERS_BY_SMALL_LETTERS:
        return _MEMBERS_BY_SMALL_LETTERS[name].get(value.lower(), value)
    return value


def _with_spelled_names(value: dict[str, Any]) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for name, item in value.items():
        proper = _BY_SMALL_LETTERS.get(name.lower(), name)
        if proper in known:
            raise MisfitError(f"{proper} twice")
        known[proper] = spelled(item, proper)
    return known
