"""What a meeting is: its arguments as pydantic models, the table of its fields, and what is kept of Graph's answer.

Names are Graph's own, camelCase, in both doors and in the state. The models judge arguments one by one; rules between
arguments are in ``check``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, WrapValidator, field_validator

from msgraph_meetings.errors import UnusableAnswerError
from msgraph_meetings.model import instants
from msgraph_meetings.model.comparison import Attendees, Caseless, Instant, Kind, Members, Plain, Struct, Words
from msgraph_meetings.model.unknowns import Properties, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

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
"""Control characters but tab and line breaks, which a text from a file may hold; and halves of characters."""
LONGEST_EXTERNAL_ID = 1024
"""Characters. Microsoft documents no limit (graph contract, section 1.4), so this one is ours."""


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


Text = Annotated[str, StringConstraints(strict=True), _without(_NOT_IN_TEXTS)]
Name = Annotated[str, StringConstraints(strict=True, min_length=1, pattern=r"\S"), _without(_NOT_IN_NAMES)]
ExternalId = Annotated[Name, AfterValidator(_short_enough)]
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
    externalId: Maybe[ExternalId] | None = None
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
_CAPTIONS = Struct({"spokenLanguage": Caseless(), "translationLanguages": Members(caseless=True)})
_PARAMETERS: dict[str, Kind] = {
    "subject": Words(),
    "startDateTime": Instant(),
    "endDateTime": Instant(),
    "participants": _PARTICIPANTS,
}
_PARTICULAR: dict[str, Kind] = {
    "anonymizeIdentityForRoles": Members(),
    "broadcastSettings": Struct({"captions": _CAPTIONS}),
    "lobbyBypassSettings": Struct(),
    "meetingSpokenLanguageTag": Caseless(),
    "sensitivityLabelAssignment": Struct({"sensitivityLabelId": Caseless()}),
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
        unreadable: settable properties whose values are of another type than theirs; they are not in ``fields``.
        request_id: of the answer.
    """

    id: str
    fields: Properties
    made: Properties
    unreadable: tuple[str, ...] = ()
    request_id: str | None = None

    def require_readable(self, names: Iterable[str]) -> None:
        """Raise if one of these properties cannot be read; the others are not checked.

        Raises:
            UnusableAnswerError: a value has the wrong type.
        """
        for name in names:
            if name in self.unreadable:
                raise _unusable(f"whose {name} has the wrong type", self.request_id)


def held(content: dict[str, Any], request_id: str | None = None) -> Held:
    """Reads an answer. Property names are matched without case, because Graph has answered ``allowPowerpointSharing``.

    Raises:
        UnusableAnswerError: the answer has no id, or something that the service makes is of another type than Graph's.
    """
    meeting_id = content.get("id")
    if not isinstance(meeting_id, str) or not meeting_id:
        raise _unusable("that has no id", request_id)
    if not _ID.fullmatch(meeting_id) or meeting_id in (".", ".."):
        raise _unusable("whose id does not have the form of Graph's ids", request_id)
    by_name = {name.lower(): value for name, value in content.items()} | content
    fields = {
        name: None if (value := by_name.get(name, by_name.get(name.lower()))) is None else field.kind.read(value)
        for name, field in FIELDS.items()
        if name.lower() in by_name or name in by_name
    }
    odd = tuple(name for name, value in fields.items() if not _fits(value, _ANNOTATIONS[name]))
    try:
        made = _made(content)
    except TypeError as error:
        raise _unusable(f"whose {error} has the wrong type", request_id) from None
    readable = {name: value for name, value in fields.items() if name not in odd}
    return Held(meeting_id, readable, made, odd, request_id)


_ID = re.compile(r"[!-~]{1,1024}")
_ANNOTATIONS = {name: field.annotation for name, field in MeetingArguments.model_fields.items()}


def _unusable(flaw: str, request_id: str | None) -> UnusableAnswerError:
    return UnusableAnswerError(
        f"Microsoft Graph answered with a meeting {flaw}.",
        "Another server may have answered instead of Microsoft Graph.",
        "Run `pulumi up` again; if it happens again, check graphEndpoint and HTTPS_PROXY.",
        request_id,
    )


def _fits(value: Any, annotation: Any) -> bool:
    """Whether a value is of the JSON type of an argument; members of enumerations may be new ones."""
    if value is None:
        return True
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is list:
        return isinstance(value, list) and all(_fits(item, parts[0]) for item in value)
    if origin is Literal:
        return isinstance(value, str)
    if parts:  # a union with None, or a type with its annotations
        return _fits(value, parts[0])
    if issubclass(annotation, BaseModel):
        known = annotation.model_fields
        return isinstance(value, dict) and all(
            _fits(item, known[name].annotation) for name, item in value.items() if name in known
        )
    return isinstance(value, annotation)


def _made(content: dict[str, Any]) -> Properties:
    """What the service makes.

    Raises:
        TypeError: names the property whose value is of another type.
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
        "audioConferencing": _without_nulls(_object(content, "audioConferencing")) or None,
        "creationDateTime": _string(content, "creationDateTime"),
        "organizer": _without_nulls(
            {name: _string(user, name) for name in ("id", "tenantId", "displayName")}
            | {"upn": _string(organizer, "upn")}
        )
        or None,
    }
    return _without_nulls(made)


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


def _without_nulls(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
