"""Properties of a meeting that are no arguments, each with the reason; the docs and the errors say the same."""

from __future__ import annotations

_ONLY_AT_PLAIN_CREATE = (
    "neither createOrGet nor the update call takes it; Graph takes it only when a meeting is made by POST"
)
_MADE_BY_SERVICE = "the service makes it"

NOT_ARGUMENTS = {
    "allowParticipantsToChangeName": _ONLY_AT_PLAIN_CREATE,
    "audioConferencing": f"{_MADE_BY_SERVICE}, from the organizer's licence",
    "chatInfo": "createOrGet takes it only in beta; read the output chatThreadId instead",
    "chatRestrictions": _ONLY_AT_PLAIN_CREATE,
    "cloudVideoInteropInfo": _MADE_BY_SERVICE,
    "creationDateTime": _MADE_BY_SERVICE,
    "expiryDateTime": "Graph's documentation does not list it among what can be updated",
    "id": _MADE_BY_SERVICE,
    "isBroadcast": "a meeting cannot be turned into a live event or back",
    "joinInformation": _MADE_BY_SERVICE,
    "joinMeetingIdSettings": f"{_ONLY_AT_PLAIN_CREATE}; read the outputs joinMeetingId and passcode instead",
    "joinWebUrl": _MADE_BY_SERVICE,
    "meetingOptionsWebUrl": _MADE_BY_SERVICE,
    "meetingTemplateId": _ONLY_AT_PLAIN_CREATE,
    "meetingType": _MADE_BY_SERVICE,
    "shareMeetingChatHistoryDefault": _ONLY_AT_PLAIN_CREATE,
    "videoTeleconferenceId": _MADE_BY_SERVICE,
}
