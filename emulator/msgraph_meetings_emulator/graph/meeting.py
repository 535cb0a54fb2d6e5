"""A meeting as the service stores it, and as it shows it in answers.

Stored are all properties of a new meeting in a recording of 2024; properties that the recording lacks are null. Ids and
links have the recorded form; clients must treat them as opaque.
"""

from __future__ import annotations

import base64
import copy
import re
import secrets
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from msgraph_meetings_emulator.graph.invitation import invitation, lower_hex
from msgraph_meetings_emulator.graph.shapes import HIDDEN_MEMBERS, UNKNOWN_MEMBER
from msgraph_meetings_emulator.state import instants

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgraph_meetings_emulator.state.choices import Choices
    from msgraph_meetings_emulator.state.directory import User

Document = dict[str, Any]
_ID = re.compile(r"1\*(?P<organizer>[^*]+)\*(?P<message>\d+)\*\*(?P<thread>19:.+)", re.ASCII)
_LEGACY_LOBBY = {"organization": "everyoneInCompany", "organizationAndFederated": "everyoneInCompanyOrFederated"}


@dataclass
class Meeting:
    """A stored meeting: its tenant and organizer, its last update, and its properties in Graph (`document`)."""

    tenant_id: str
    organizer_id: str
    updated: int
    document: Document
    deleted: bool = False
    version: int = 0
    """The number of times that the meeting was stored."""

    @property
    def id(self) -> str:
        """The id in Graph."""
        return str(self.document["id"])

    def expired(self, now: int, choices: Choices) -> bool:
        """Return True if the meeting's lifetime is over."""
        return now > self.expiry(choices)

    def expiry(self, choices: Choices) -> int:
        """Return the end of the meeting's lifetime, in ticks."""
        start, end = self.document["startDateTime"], self.document.get("endDateTime")
        counted = start if choices.lifetime_from_start or not end else end
        since = max(instants.parse(counted), self.updated)
        return min(max(0, since + choices.lifetime_days * instants.TICKS_PER_DAY), instants.LAST)


@dataclass(frozen=True)
class Audience:
    """The options of a reader: language, and whether newer enum members are shown."""

    language: str = "en"
    all_members: bool = True


def organizer_in(meeting_id: str) -> str | None:
    """Return the organizer's id in a meeting id, or None for a malformed id."""
    try:
        plain = base64.b64decode(meeting_id, validate=True).decode()
    except ValueError:
        return None
    found = _ID.fullmatch(plain)
    return found["organizer"] if found else None


def fresh(  # noqa: PLR0913  (the parts of a meeting)
    tenant_id: str,
    organizer: User,
    given: Document,
    created: int,
    *,
    passcode: bool,
    government: bool,
) -> Meeting:
    """Return a new meeting with the given values: times, subject, external id, attendees, settings."""
    thread = _thread(government=government)
    document = {
        "id": base64.b64encode(f"1*{organizer.id}*0**{thread}".encode()).decode(),
        "creationDateTime": instants.render(created),
        "joinWebUrl": _join_link(thread, tenant_id, organizer.id),
        "chatInfo": {"threadId": thread, "messageId": "0", "replyChainMessageId": None},
        "joinMeetingIdSettings": _join_id(required=passcode),
        "participants": {"organizer": _organizer(tenant_id, organizer)},
        **copy.deepcopy(_DEFAULTS),
    }
    for name, value in given.items():
        document[name] = merged(document.get(name), value)
    return Meeting(tenant_id, organizer.id, created, document)


def dial_in() -> Document:
    """Return `audioConferencing`: the telephone access of an organizer with a licence for it."""
    conference, tenant_page = str(10**8 + secrets.randbelow(9 * 10**8)), uuid.uuid4()
    return {
        "conferenceId": conference,
        "tollNumber": "+1-900-555-0100",
        "tollFreeNumber": "+1-800-555-0100",
        "dialinUrl": f"https://dialin.teams.microsoft.com/{tenant_page}?id={conference}",
    }


def attendees(participants: Mapping[str, Any] | None, known_users: Mapping[str, User]) -> list[Document]:
    """Return the attendees in `participants`, in stored form."""
    given = (participants or {}).get("attendees") or []
    return [attendee(item, known_users) for item in given if item is not None]


def attendee(given: Mapping[str, Any], known_users: Mapping[str, User]) -> Document:
    """Return an attendee from a client in stored form, with missing values filled in."""
    sent = (given.get("identity") or {}).get("user") or {}
    user = {
        "id": None,
        "displayName": None,
        "tenantId": None,
        "identityProvider": "AAD" if sent.get("id") in known_users else "MSA",
        **sent,
    }
    return {
        "upn": given.get("upn"),
        "role": given.get("role") or "attendee",
        "identity": {"application": None, "device": None, "user": user},
    }


def view(meeting: Meeting, forced: Mapping[str, Any], choices: Choices, audience: Audience) -> Document:
    """Return a meeting as shown in answers: tenant policy applied, newer enum members hidden unless asked for."""
    shown = copy.deepcopy(meeting.document)
    for name, value in forced.items():
        shown[name] = merged(shown.get(name), value)
    shown.update(_undeclared(shown))
    shown["joinInformation"] = invitation(shown, audience.language)
    if choices.expiry_shown:
        shown["expiryDateTime"] = instants.render(meeting.expiry(choices))
        shown["meetingOptionsWebUrl"] = _options_page(meeting)
    if not choices.power_point_as_documented:
        shown["allowPowerpointSharing"] = shown.pop("allowPowerPointSharing")
    return shown if audience.all_members else _masked(shown)


def merged(old: Any, new: Any) -> Any:
    """Return `old` with the members of `new` if both are objects (one level deep), else `new`."""
    return {**old, **new} if isinstance(old, dict) and isinstance(new, dict) else new


def _masked(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _masked(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_masked(item, name) for item in value]
    hidden = isinstance(value, str) and value in HIDDEN_MEMBERS.get(name, ())
    return UNKNOWN_MEMBER if hidden else value


def _undeclared(shown: Document) -> Document:
    """Return the properties that answers have and the metadata does not declare."""
    scope = (shown.get("lobbyBypassSettings") or {}).get("scope")
    return {
        "joinUrl": shown["joinWebUrl"],
        "meetingCode": (shown.get("joinMeetingIdSettings") or {}).get("joinMeetingId"),
        "autoAdmittedUsers": _LEGACY_LOBBY.get(str(scope), scope),
        "outerMeetingAutoAdmittedUsers": None,
        "capabilities": [],
        "iCalUid": None,
        "meetingsMigrationMode": None,
        "meetingInfo": None,
    }


def _thread(*, government: bool) -> str:
    name = uuid.uuid4()
    if government:
        return f"19:gcch:meeting_{name.hex}@thread.v2"
    return "19:meeting_" + base64.b64encode(str(name).encode()).decode() + "@thread.v2"


def _join_link(thread: str, tenant_id: str, organizer_id: str) -> str:
    context = f'{{"Tid":"{tenant_id}","Oid":"{organizer_id}"}}'
    path = lower_hex(quote(thread, safe=""))
    return f"https://teams.microsoft.com/l/meetup-join/{path}/0?context={lower_hex(quote(context, safe=''))}"


def _options_page(meeting: Meeting) -> str:
    """Return the page on which the organizer changes the options of a meeting."""
    chat = meeting.document["chatInfo"]
    parts = {
        "organizerId": meeting.organizer_id,
        "tenantId": meeting.tenant_id,
        "threadId": chat["threadId"].replace(":", "_"),
        "messageId": chat["messageId"],
        "language": "en-US",
    }
    return f"https://teams.microsoft.com/meetingOptions/?{urlencode(parts, safe='@')}"


def _join_id(*, required: bool) -> Document:
    alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"
    return {
        "isPasscodeRequired": required,
        "joinMeetingId": str(10**11 + secrets.randbelow(9 * 10**11)),
        "passcode": "".join(secrets.choice(alphabet) for _ in range(8)) if required else None,
    }


def _organizer(tenant_id: str, user: User) -> Document:
    identity = {"id": user.id, "displayName": None, "tenantId": tenant_id, "identityProvider": "AAD"}
    return {
        "upn": user.upn,
        "role": "presenter",
        "identity": {"application": None, "device": None, "user": identity},
    }


_DEFAULTS: Document = {
    "allowAttendeeToEnableCamera": True,
    "allowAttendeeToEnableMic": True,
    "allowBreakoutRooms": True,
    "allowCopyingAndSharingMeetingContent": None,
    "allowedLobbyAdmitters": None,
    "allowedPresenters": "everyone",
    "allowLiveShare": "enabled",
    "allowMeetingChat": "enabled",
    "allowParticipantsToChangeName": False,
    "allowPowerPointSharing": True,
    "allowRecording": True,
    "allowTeamworkReactions": True,
    "allowTranscription": True,
    "allowWhiteboard": True,
    "anonymizeIdentityForRoles": [],
    "audioConferencing": None,
    "broadcastSettings": None,
    "chatRestrictions": None,
    "isBroadcast": False,
    "isEndToEndEncryptionEnabled": None,
    "isEntryExitAnnounced": True,
    "lobbyBypassSettings": {"scope": "organization", "isDialInBypassEnabled": False},
    "meetingSpokenLanguageTag": None,
    "meetingTemplateId": None,
    "meetingType": None,
    "recordAutomatically": False,
    "sensitivityLabelAssignment": None,
    "shareMeetingChatHistoryDefault": "none",
    "videoTeleconferenceId": None,
    "watermarkProtection": None,
}
