"""What a meeting is: its arguments as pydantic models, the table of its fields, and what is kept of Graph's answer.

Names are Graph's own, camelCase, in both doors and in the state. The models judge arguments one by one; rules between
arguments are in ``check``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, WrapValidator, field_validator

from msgraph_meetings import instants
from msgraph_meetings.errors import UnusableAnswerError
from msgraph_meetings.kinds import Attendees, Instant, Kind, Members, Plain, Struct
from msgraph_meetings.values import Properties, Unknown

T = TypeVar("T")


def _let_unknown_pass(value: Any, validate: Any) -> Any:
    return value if isinstance(value, Unknown) else validate(value)


Maybe = Annotated[T, WrapValidator(_let_unknown_pass)]
"""A value that may be unknown during a preview."""


def _instant(text: str) -> str:
    instants.ticks(text)
    return text


Text = Annotated[str, StringConstraints(strict=True)]
Name = Annotated[str, StringConstraints(strict=True, min_length=1, pattern=r"\S")]
Flag = Annotated[bool, Field(strict=True)]

Presenters = Literal["everyone", "organization", "roleIsPresenter", "organizer"]
Role = Literal["attendee", "presenter", "producer", "coorganizer"]
LobbyScope = Literal[
    "organizer", "organization", "organizationAndFederated", "everyone", "invited", "organizationExcludingGuests"
]
ChatMode = Literal["enabled", "disabled", "limited"]
LiveShare = Literal["enabled", "disabled"]
LobbyAdmitters = Literal["organizerAndCoOrganizersAndPresenters", "organizerAndCoOrganizers"]
Audience = Literal["roleIsAttendee", "organization", "everyone"]
OnExisting = Literal["adopt", "warn", "fail"]
DeletionPolicy = Literal["delete", "retain"]


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class Attendee(_Arguments):
    """A person invited to the meeting, by object id, by UPN, or both."""

    id: Maybe[Name] | None = None
    upn: Maybe[Name] | None = None
    role: Maybe[Role] | None = None


class Participants(_Arguments):
    """Who is invited; the organizer is the user in whose name the call is made, and is not listed."""

    attendees: Maybe[list[Maybe[Attendee]]] | None = None


class LobbyBypassSettings(_Arguments):
    """Who enters without waiting in the lobby."""

    scope: Maybe[LobbyScope] | None = None
    isDialInBypassEnabled: Maybe[Flag] | None = None


class WatermarkProtection(_Arguments):
    """Where a watermark is shown."""

    isEnabledForContentSharing: Maybe[Flag] | None = None
    isEnabledForVideo: Maybe[Flag] | None = None


class SensitivityLabelAssignment(_Arguments):
    """The sensitivity label of the meeting."""

    sensitivityLabelId: Maybe[Name] | None = None


class BroadcastMeetingCaptionSettings(_Arguments):
    """Captions of a live event."""

    isCaptionEnabled: Maybe[Flag] | None = None
    spokenLanguage: Maybe[Text] | None = None
    translationLanguages: Maybe[list[Maybe[Text]]] | None = None


class BroadcastMeetingSettings(_Arguments):
    """Settings of a live event; deprecated by Microsoft."""

    allowedAudience: Maybe[Audience] | None = None
    captions: Maybe[BroadcastMeetingCaptionSettings] | None = None
    isAttendeeReportEnabled: Maybe[Flag] | None = None
    isQuestionAndAnswerEnabled: Maybe[Flag] | None = None
    isRecordingEnabled: Maybe[Flag] | None = None
    isVideoOnDemandEnabled: Maybe[Flag] | None = None


class MeetingArguments(_Arguments):
    """Everything a program can say of a meeting (graph contract, sections 1.1 and 3.1)."""

    userId: Maybe[Name] | None = None
    externalId: Maybe[Name] | None = None
    onExisting: Maybe[OnExisting] | None = None
    deletionPolicy: Maybe[DeletionPolicy] | None = None

    subject: Maybe[Text] | None = None
    startDateTime: Maybe[Text] | None = None
    endDateTime: Maybe[Text] | None = None
    participants: Maybe[Participants] | None = None

    allowAttendeeToEnableCamera: Maybe[Flag] | None = None
    allowAttendeeToEnableMic: Maybe[Flag] | None = None
    allowBreakoutRooms: Maybe[Flag] | None = None
    allowCopyingAndSharingMeetingContent: Maybe[Flag] | None = None
    allowedLobbyAdmitters: Maybe[LobbyAdmitters] | None = None
    allowedPresenters: Maybe[Presenters] | None = None
    allowLiveShare: Maybe[LiveShare] | None = None
    allowMeetingChat: Maybe[ChatMode] | None = None
    allowPowerPointSharing: Maybe[Flag] | None = None
    allowRecording: Maybe[Flag] | None = None
    allowTeamworkReactions: Maybe[Flag] | None = None
    allowTranscription: Maybe[Flag] | None = None
    allowWhiteboard: Maybe[Flag] | None = None
    anonymizeIdentityForRoles: Maybe[list[Maybe[Role]]] | None = None
    broadcastSettings: Maybe[BroadcastMeetingSettings] | None = None
    isEndToEndEncryptionEnabled: Maybe[Flag] | None = None
    isEntryExitAnnounced: Maybe[Flag] | None = None
    lobbyBypassSettings: Maybe[LobbyBypassSettings] | None = None
    meetingSpokenLanguageTag: Maybe[Text] | None = None
    recordAutomatically: Maybe[Flag] | None = None
    sensitivityLabelAssignment: Maybe[SensitivityLabelAssignment] | None = None
    watermarkProtection: Maybe[WatermarkProtection] | None = None

    @field_validator("startDateTime", "endDateTime")
    @classmethod
    def _is_instant(cls, value: Any) -> Any:
        return _instant(value) if isinstance(value, str) else value


@dataclass(frozen=True)
class FieldOfMeeting:
    """One row of the table that drives check, diff, createOrGet, PATCH and drift.

    Args:
        name: Graph's name of the property.
        kind: what its values mean.
        parameter: whether createOrGet takes it; everything else needs a PATCH.
    """

    name: str
    kind: Kind
    parameter: bool = False


_PARTICIPANTS = Struct({"attendees": Attendees()})
_BROADCAST = Struct({"captions": Struct({"translationLanguages": Members()})})
_PARAMETERS: dict[str, Kind] = {
    "subject": Plain(),
    "startDateTime": Instant(),
    "endDateTime": Instant(),
    "participants": _PARTICIPANTS,
}
_PARTICULAR: dict[str, Kind] = {
    "anonymizeIdentityForRoles": Members(),
    "broadcastSettings": _BROADCAST,
    "lobbyBypassSettings": Struct(),
    "sensitivityLabelAssignment": Struct(),
    "watermarkProtection": Struct(),
}
IDENTITY = ("userId", "externalId")
POLICIES = ("onExisting", "deletionPolicy")
FIELDS = {
    name: FieldOfMeeting(name, _PARAMETERS.get(name) or _PARTICULAR.get(name) or Plain(), parameter=name in _PARAMETERS)
    for name in MeetingArguments.model_fields
    if name not in IDENTITY + POLICIES
}


@dataclass(frozen=True)
class Held:
    """A meeting as the service answered it.

    Args:
        id: Graph's id.
        fields: the settable properties that the answer names, in the shape of the arguments; ``None`` for null.
        made: what the service makes: links, ids, passcode.
    """

    id: str
    fields: Properties
    made: Properties


def held(content: dict[str, Any], request_id: str | None = None) -> Held:
    """Reads an answer. Property names are matched without case, because Graph has answered ``allowPowerpointSharing``.

    Raises:
        UnusableAnswerError: when the answer has no id.
    """
    meeting_id = content.get("id")
    if not isinstance(meeting_id, str) or not meeting_id:
        raise UnusableAnswerError(
            "Microsoft Graph answered with a meeting that has no id.",
            fix="Run `pulumi up` again; if it lasts, check graphEndpoint.",
            request_id=request_id,
        )
    by_name = {name.lower(): value for name, value in content.items()}
    fields = {
        name: None if (value := by_name[name.lower()]) is None else field.kind.read(value)
        for name, field in FIELDS.items()
        if name.lower() in by_name
    }
    return Held(meeting_id, fields, _made(content))


def _made(content: dict[str, Any]) -> Properties:
    join = _object(content, "joinMeetingIdSettings")
    organizer = _object(_object(content, "participants"), "organizer")
    user = _object(_object(organizer, "identity"), "user")
    made = {
        "externalId": content.get("externalId"),
        "joinWebUrl": content.get("joinWebUrl"),
        "joinMeetingId": join.get("joinMeetingId"),
        "passcode": join.get("passcode"),
        "videoTeleconferenceId": content.get("videoTeleconferenceId"),
        "chatThreadId": _object(content, "chatInfo").get("threadId"),
        "audioConferencing": _without_nulls(_object(content, "audioConferencing")) or None,
        "creationDateTime": content.get("creationDateTime"),
        "organizer": _without_nulls(
            {name: user.get(name) for name in ("id", "tenantId", "displayName")} | {"upn": organizer.get("upn")}
        )
        or None,
    }
    return _without_nulls(made)


def _object(parent: dict[str, Any], name: str) -> dict[str, Any]:
    found = parent.get(name)
    return found if isinstance(found, dict) else {}


def _without_nulls(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
