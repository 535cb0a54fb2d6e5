"""The types of the values that clients may write, as the service's metadata declares them.

A shape is a function that takes the value of a JSON body and returns it as it is stored, or raises `MisfitError`. The
tables are written by hand from the metadata of v1.0; nothing here is shared with the client.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import instants

Shape = Callable[[Any], Any]
UNKNOWN_MEMBER = "unknownFutureValue"


class MisfitError(ValueError):
    """A value that is not of the type that its property has."""


def boolean(value: Any) -> bool:
    """Take true or false."""
    if not isinstance(value, bool):
        raise MisfitError(value)
    return value


def text(value: Any) -> str:
    """Take a string."""
    if not isinstance(value, str):
        raise MisfitError(value)
    return value


def instant(value: Any) -> str:
    """Take a time with a zone; it is stored in the service's own form."""
    try:
        return instants.render(instants.parse(text(value)))
    except ValueError as problem:
        raise MisfitError(value) from problem


def member_of(*names: str) -> Shape:
    """Take a member of an enum by its name, except the sentinel, which nobody may write."""

    def shape(value: Any) -> str:
        if value not in names:
            raise MisfitError(value)
        return text(value)

    return shape


def maybe(inner: Shape) -> Shape:
    """Take null too."""
    return lambda value: None if value is None else inner(value)


def list_of(inner: Shape) -> Shape:
    """Take a list whose items have one shape."""

    def shape(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise MisfitError(value)
        return [inner(item) for item in value]

    return shape


def complex_of(*, is_open: bool = False, **members: Shape) -> Shape:
    """Take an object with these members, each of which may be left out or null; an open one takes others too."""

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
    """Tell whether `@odata.type` stands anywhere in a body."""
    if isinstance(value, dict):
        return any(name.endswith("@odata.type") or has_type_annotation(item) for name, item in value.items())
    return isinstance(value, list) and any(map(has_type_annotation, value))


_role = member_of("attendee", "presenter", "producer", "coorganizer")
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
    "allowedLobbyAdmitters": member_of("organizerAndCoOrganizersAndPresenters", "organizerAndCoOrganizers"),
    "allowedPresenters": member_of("everyone", "organization", "roleIsPresenter", "organizer"),
    "allowLiveShare": member_of("enabled", "disabled"),
    "allowMeetingChat": member_of("enabled", "disabled", "limited"),
    "allowPowerPointSharing": boolean,
    "allowRecording": boolean,
    "allowTeamworkReactions": boolean,
    "allowTranscription": boolean,
    "allowWhiteboard": boolean,
    "anonymizeIdentityForRoles": list_of(_role),
    "broadcastSettings": complex_of(
        allowedAudience=member_of("roleIsAttendee", "organization", "everyone"),
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
        scope=member_of(
            "organizer",
            "organization",
            "organizationAndFederated",
            "everyone",
            "invited",
            "organizationExcludingGuests",
        ),
    ),
    "meetingSpokenLanguageTag": text,
    "participants": participants,
    "recordAutomatically": boolean,
    "sensitivityLabelAssignment": complex_of(sensitivityLabelId=text),
    "startDateTime": instant,
    "subject": text,
    "watermarkProtection": complex_of(isEnabledForContentSharing=boolean, isEnabledForVideo=boolean),
}
"""What PATCH may change."""

CREATABLE: dict[str, Shape] = {
    **{name: shape for name, shape in UPDATABLE.items() if name != "anonymizeIdentityForRoles"},
    "allowParticipantsToChangeName": boolean,
    "isBroadcast": boolean,
    "joinMeetingIdSettings": complex_of(isPasscodeRequired=boolean, joinMeetingId=text, passcode=text),
    "meetingTemplateId": text,
    "shareMeetingChatHistoryDefault": member_of("none", "all"),
}
"""What a plain create takes."""

UNDOCUMENTED: dict[str, Shape] = {
    "chatRestrictions": complex_of(allowTextOnly=boolean),
    "expiryDateTime": instant,
    "meetingOptionsWebUrl": text,
}
"""Properties of which nothing says whether a client may set them."""

HIDDEN_MEMBERS: dict[str, frozenset[str]] = {
    "role": frozenset({"producer", "coorganizer"}),
    "anonymizeIdentityForRoles": frozenset({"producer", "coorganizer"}),
    "scope": frozenset({"invited", "organizationExcludingGuests"}),
}
"""Members above the sentinel, by the property that holds them: read back only by those who ask for them."""
