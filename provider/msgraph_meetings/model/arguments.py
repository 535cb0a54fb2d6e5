"""The arguments of a meeting as pydantic models.

Names are Graph's own, camelCase, also in the state. The models check arguments one by one; rules between
arguments are in ``meetings.check``. The table of what is sent and compared is in ``model.fields``.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, WrapValidator, field_validator

from msgraph_meetings.model import instants
from msgraph_meetings.model.unknowns import Unknown

T = TypeVar("T")


def _let_unknown_pass(value: Any, validate: Any) -> Any:
    return value if isinstance(value, Unknown) else validate(value)


Maybe = Annotated[T, WrapValidator(_let_unknown_pass)]
"""A value that may be unknown during a preview."""


def _instant(text: str) -> str:
    instants.ticks(text)
    return text


_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_IN_TEXTS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters except tab and line breaks, which a text from a file may contain; and halves of characters."""
LONGEST_EXTERNAL_ID = 1024
"""The longest external id. Microsoft documents no limit (graph contract, section 1.4), so this limit is ours."""


def _without(unusable: re.Pattern[str]) -> AfterValidator:
    def validate(text: str) -> str:
        found = unusable.search(text)
        if found:
            kind = "half of a character" if found[0] >= "\ud800" else "a control character"
            raise ValueError(f"contains {kind} (U+{ord(found[0]):04X}) at position {found.start() + 1}; remove it")
        return text

    return AfterValidator(validate)


def _short_enough(text: str) -> str:
    if len(text) > LONGEST_EXTERNAL_ID:
        raise ValueError(
            f"has {len(text)} characters, and msgraph-meetings allows at most {LONGEST_EXTERNAL_ID}; use a shorter id"
        )
    return text


def _without_blanks_around(text: str) -> str:
    if text != text.strip():
        raise ValueError("must not begin or end with a blank")
    return text


Text = Annotated[str, StringConstraints(strict=True), _without(_NOT_IN_TEXTS)]
Name = Annotated[str, StringConstraints(strict=True, min_length=1, pattern=r"\S"), _without(_NOT_IN_NAMES)]
ExternalId = Annotated[Name, AfterValidator(_short_enough)]
Rotation = Annotated[
    str, StringConstraints(strict=True), _without(_NOT_IN_NAMES), AfterValidator(_without_blanks_around)
]
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
DeletionPolicy = Literal["delete", "retain", "lock", "lockAndRetain"]


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class Attendee(_Arguments):
    """A person invited to the meeting, by object id, by UPN, or both."""

    id: Maybe[Name] | None = None
    upn: Maybe[Name] | None = None
    role: Maybe[Role] | None = None


class Participants(_Arguments):
    """The people who are invited; the organizer is the user of the request and is not listed."""

    attendees: Maybe[list[Maybe[Attendee]]] | None = None


class LobbyBypassSettings(_Arguments):
    """The people who enter without waiting in the lobby."""

    scope: Maybe[LobbyScope] | None = None
    isDialInBypassEnabled: Maybe[Flag] | None = None


class WatermarkProtection(_Arguments):
    """The places where a watermark is shown."""

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
    """All arguments of a meeting (graph contract, sections 1.1 and 3.1)."""

    userId: Maybe[Name] | None = None
    externalId: Maybe[ExternalId] | None = None
    onExisting: Maybe[OnExisting] | None = None
    deletionPolicy: Maybe[DeletionPolicy] | None = None
    rotation: Maybe[Rotation] | None = None
    keepAlive: Maybe[Flag] | None = None

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
