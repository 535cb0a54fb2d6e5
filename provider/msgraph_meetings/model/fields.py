"""The table of a meeting's properties: it drives check, diff, createOrGet, PATCH and drift.

It has the properties of ``model.arguments``, without the models: `refresh` and `destroy` check no arguments and need
not load pydantic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgraph_meetings.model.comparison import Attendees, Caseless, Flag, Instant, Members, Plain, Struct, Words

if TYPE_CHECKING:
    from msgraph_meetings.model.comparison import Kind
    from msgraph_meetings.model.unknowns import Properties


@dataclass(frozen=True)
class FieldOfMeeting:
    """One row of the table.

    Args:
        name: Graph's name of the property.
        kind: the meaning of its values.
        parameter: True if createOrGet accepts it; other properties need a PATCH.
    """

    name: str
    kind: Kind
    parameter: bool = False


_CAPTIONS = Struct(
    {
        "isCaptionEnabled": Flag(),
        "spokenLanguage": Caseless(),
        "translationLanguages": Members(caseless=True),
    }
)
_LIVE_EVENT = Struct(
    {
        "allowedAudience": Plain(),
        "captions": _CAPTIONS,
        "isAttendeeReportEnabled": Flag(),
        "isQuestionAndAnswerEnabled": Flag(),
        "isRecordingEnabled": Flag(),
        "isVideoOnDemandEnabled": Flag(),
    }
)
_PARAMETERS: dict[str, Kind] = {
    "subject": Words(),
    "startDateTime": Instant(),
    "endDateTime": Instant(),
    "participants": Struct({"attendees": Attendees()}),
}
_OTHERS: dict[str, Kind] = {
    "allowAttendeeToEnableCamera": Flag(),
    "allowAttendeeToEnableMic": Flag(),
    "allowBreakoutRooms": Flag(),
    "allowCopyingAndSharingMeetingContent": Flag(),
    "allowedLobbyAdmitters": Plain(),
    "allowedPresenters": Plain(),
    "allowLiveShare": Plain(),
    "allowMeetingChat": Plain(),
    "allowPowerPointSharing": Flag(),
    "allowRecording": Flag(),
    "allowTeamworkReactions": Flag(),
    "allowTranscription": Flag(),
    "allowWhiteboard": Flag(),
    "anonymizeIdentityForRoles": Members(),
    "broadcastSettings": _LIVE_EVENT,
    "isEndToEndEncryptionEnabled": Flag(),
    "isEntryExitAnnounced": Flag(),
    "lobbyBypassSettings": Struct({"scope": Plain(), "isDialInBypassEnabled": Flag()}),
    "meetingSpokenLanguageTag": Caseless(),
    "recordAutomatically": Flag(),
    "sensitivityLabelAssignment": Struct({"sensitivityLabelId": Caseless()}),
    "watermarkProtection": Struct({"isEnabledForContentSharing": Flag(), "isEnabledForVideo": Flag()}),
}
IDENTITY = ("userId", "externalId")
POLICIES = ("onExisting", "deletionPolicy", "rotation", "keepAlive")
FIELDS = {
    name: FieldOfMeeting(name, kind, parameter=name in _PARAMETERS) for name, kind in (_PARAMETERS | _OTHERS).items()
}


def without_nulls(value: Any) -> Any:
    """Return the value without members that are null: null means the same as leaving the argument out."""
    if isinstance(value, dict):
        return {name: without_nulls(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def arguments_in(state: Properties) -> Properties:
    """Return the arguments in a state: the program's values, without those that the service makes."""
    return {name: value for name, value in state.items() if name in FIELDS or name in IDENTITY + POLICIES}
