"""Properties of a meeting that are not arguments, each with the reason, for the documentation and the errors."""

from __future__ import annotations

_ONLY_AT_PLAIN_CREATE = "Graph accepts it only when POST creates a meeting, which this provider does not use"
_MADE_BY_SERVICE = "Microsoft Graph sets it"

NOT_ARGUMENTS = {
    "allowParticipantsToChangeName": _ONLY_AT_PLAIN_CREATE,
    "audioConferencing": f"{_MADE_BY_SERVICE}, from the organizer's licence",
    "chatInfo": "createOrGet accepts it only in beta; read the output chatThreadId instead",
    "chatRestrictions": _ONLY_AT_PLAIN_CREATE,
    "cloudVideoInteropInfo": _MADE_BY_SERVICE,
    "creationDateTime": _MADE_BY_SERVICE,
    "expiryDateTime": "Microsoft does not document that it can be updated",
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
