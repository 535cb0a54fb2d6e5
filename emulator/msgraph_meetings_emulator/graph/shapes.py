"""The types of the values that clients can write, as declared by the service's metadata.

A shape is a function that takes a JSON value and returns it in stored form, or raises `MisfitError`. The tables are
written by hand from the metadata of v1.0, without code of the provider.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgraph_meetings_emulator.state import instants

Shape = Callable[[Any], Any]
UNKNOWN_MEMBER = "unknownFutureValue"


class MisfitError(ValueError):
    """A value whose type is not the type of its property."""


def boolean(value: Any) -> bool:
    """Accept true or false."""
    if not isinstance(value, bool):
        raise MisfitError(value)
    return value


def text(value: Any) -> str:
    """Accept a string."""
    if not isinstance(value, str):
        raise MisfitError(value)
    return value


def instant(value: Any) -> str:
    """Accept a time with a zone, and return it in Graph's format."""
    try:
        return instants.render(instants.parse(text(value)))
    except ValueError as problem:
        raise MisfitError(value) from problem


def member_of(*names: str) -> Shape:
    """Return a shape for the members of an enum; the sentinel `unknownFutureValue` cannot be written."""

    def shape(value: Any) -> str:
        if value not in names:
            raise MisfitError(value)
        return text(value)

    return shape


def maybe(inner: Shape) -> Shape:
    """Return a shape that also accepts null."""
    return lambda value: None if value is None else inner(value)


def list_of(inner: Shape) -> Shape:
    """Return a shape for a list of items of one shape."""

    def shape(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise MisfitError(value)
        return [inner(item) for item in value]

    return shape


def complex_of(*, is_open: bool = False, **members: Shape) -> Shape:
    """Return a shape for an object with these optional, nullable members; an open type accepts others too."""

    def shape(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise MisfitError(value)
        given = without_annotations(value)
        if not is_open and not given.keys() <= members.keys():
            raise MisfitError(value)
        return {name: maybe(members[name])(item) if name in members else item for name, item in given.items()}

    return shape


def without_annotations(value: dict[str, Any]) -> dict[str, Any]:
    """Return an object without OData's annotations, such as `@odata.type`."""
    return {name: item for name, item in value.items() if "@odata." not in name}


def has_type_annotation(value: Any) -> bool:
    """Return True if a body contains `@odata.type` at any depth."""
    if isinstance(value, dict):
        return any(name.endswith("@odata.type") or has_type_annotation(item) for name, item in value.items())
    return isinstance(value, list) and any(map(has_type_annotation, value))


_ROLES = ("attendee", "presenter", "producer", "coorganizer")
MEMBERS = {
    "allowedAudience": ("roleIsAttendee", "organization", "everyone"),
    "allowedLobbyAdmitters": ("organizerAndCoOrganizersAndPresenters", "organizerAndCoOrganizers"),
    "allowedPresenters": ("everyone", "organization", "roleIsPresenter", "organizer"),
    "allowLiveShare": ("enabled", "disabled"),
    "allowMeetingChat": ("enabled", "disabled", "limited"),
    "anonymizeIdentityForRoles": _ROLES,
    "role": _ROLES,
    "scope": (
        "organizer",
        "organization",
        "organizationAndFederated",
        "everyone",
        "invited",
        "organizationExcludingGuests",
    ),
    "shareMeetingChatHistoryDefault": ("none", "all"),
}
"""The enum members that a client can write, by property."""


def _one_of(name: str) -> Shape:
    return member_of(*MEMBERS[name])


_role = _one_of("role")
_identity = complex_of(is_open=True, id=text, displayName=text)
_identity_set = complex_of(is_open=True, user=_identity, application=_identity, device=_identity)
_participant = complex_of(identity=_identity_set, role=_role, upn=text)
participants = complex_of(organizer=_participant, attendees=list_of(_participant))

_captions = complex_of(isCaptionEnabled=boolean, spokenLanguage=text, translationLanguages=list_of(text))

CREATE_OR_GET: dict[str, Shape] = {
    "externalId": text,
    "subject": text,
    "startDateTime": instant,
    "endDateTime": instant,
    "participants": participants,
    "chatInfo": complex_of(messageId=text, replyChainMessageId=text, threadId=text),
}
"""The parameters of createOrGet."""

UPDATABLE: dict[str, Shape] = {
    "allowAttendeeToEnableCamera": boolean,
    "allowAttendeeToEnableMic": boolean,
    "allowBreakoutRooms": boolean,
    "allowCopyingAndSharingMeetingContent": boolean,
    "allowedLobbyAdmitters": _one_of("allowedLobbyAdmitters"),
    "allowedPresenters": _one_of("allowedPresenters"),
    "allowLiveShare": _one_of("allowLiveShare"),
    "allowMeetingChat": _one_of("allowMeetingChat"),
    "allowPowerPointSharing": boolean,
    "allowRecording": boolean,
    "allowTeamworkReactions": boolean,
    "allowTranscription": boolean,
    "allowWhiteboard": boolean,
    "anonymizeIdentityForRoles": list_of(_role),
    "broadcastSettings": complex_of(
        allowedAudience=_one_of("allowedAudience"),
        captions=_captions,
        isAttendeeReportEnabled=boolean,
        isQuestionAndAnswerEnabled=boolean,
        isRecordingEnabled=boolean,
        isVideoOnDemandEnabled=boolean,
    ),
    "endDateTime": instant,
    "isEndToEndEncryptionEnabled": boolean,
    "isEntryExitAnnounced": boolean,
    "lobbyBypassSettings": complex_of(
        isDialInBypassEnabled=boolean,
        scope=_one_of("scope"),
    ),
    "meetingSpokenLanguageTag": text,
    "participants": participants,
    "recordAutomatically": boolean,
    "sensitivityLabelAssignment": complex_of(sensitivityLabelId=text),
    "startDateTime": instant,
    "subject": text,
    "watermarkProtection": complex_of(isEnabledForContentSharing=boolean, isEnabledForVideo=boolean),
}
"""The properties that PATCH can change."""

CREATABLE: dict[str, Shape] = {
    **{name: shape for name, shape in UPDATABLE.items() if name != "anonymizeIdentityForRoles"},
    "allowParticipantsToChangeName": boolean,
    "isBroadcast": boolean,
    "joinMeetingIdSettings": complex_of(isPasscodeRequired=boolean, joinMeetingId=text, passcode=text),
    "meetingTemplateId": text,
    "shareMeetingChatHistoryDefault": _one_of("shareMeetingChatHistoryDefault"),
}
"""The properties that a plain create accepts."""

UNDOCUMENTED: dict[str, Shape] = {
    "chatRestrictions": complex_of(allowTextOnly=boolean),
    "expiryDateTime": instant,
    "meetingOptionsWebUrl": text,
}
"""Properties that a client can perhaps set: Microsoft documents neither that it can nor that it cannot."""

DECLARED: dict[str, Shape] = {
    **CREATABLE,
    **UNDOCUMENTED,
    **CREATE_OR_GET,
    "anonymizeIdentityForRoles": list_of(_role),
    "audioConferencing": complex_of(
        conferenceId=text,
        dialinUrl=text,
        tollFreeNumber=text,
        tollFreeNumbers=list_of(text),
        tollNumber=text,
        tollNumbers=list_of(text),
    ),
    "cloudVideoInteropInfo": complex_of(moreInfoWebUrl=text, tenantKey=text, videoTeleconferenceId=text),
    "creationDateTime": instant,
    "joinWebUrl": text,
    "meetingType": member_of("adhoc", "scheduled", "recurring", "broadcast", "meetnow"),
    "videoTeleconferenceId": text,
}
"""The properties of a meeting in the metadata, except those that are calculated for each answer."""

_NEVER_NULL = frozenset({"creationDateTime", "endDateTime", "isBroadcast", "joinWebUrl", "startDateTime"})


def fitting(name: str, value: Any) -> Any:
    """Return a value in stored form; raise MisfitError if a meeting's property cannot have it."""
    if name not in DECLARED:
        return value  # the type is open: any other property is accepted
    shape = DECLARED[name] if name in _NEVER_NULL else maybe(DECLARED[name])
    return shape(value)


HIDDEN_MEMBERS: dict[str, frozenset[str]] = {
    "role": frozenset({"producer", "coorganizer"}),
    "anonymizeIdentityForRoles": frozenset({"producer", "coorganizer"}),
    "scope": frozenset({"invited", "organizationExcludingGuests"}),
}
"""Enum members above the sentinel, by property: shown only to clients that ask for them."""
