"""PATCH and DELETE."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.emulator.client import GONE, Client, error

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator

NOT_UPDATABLE = (
    400,
    "InvalidArgument",
    (
        "One or more properties do not support updating. "
        "Please refer to Microsoft Graph documentation for more information."
    ),
)
SETTINGS: list[tuple[str, Any]] = [
    ("allowAttendeeToEnableCamera", False),
    ("allowAttendeeToEnableMic", False),
    ("allowBreakoutRooms", False),
    ("allowCopyingAndSharingMeetingContent", True),
    ("allowedLobbyAdmitters", "organizerAndCoOrganizers"),
    ("allowedPresenters", "roleIsPresenter"),
    ("allowLiveShare", "disabled"),
    ("allowMeetingChat", "limited"),
    ("allowRecording", False),
    ("allowTeamworkReactions", False),
    ("allowTranscription", False),
    ("allowWhiteboard", False),
    ("anonymizeIdentityForRoles", ["attendee"]),
    ("broadcastSettings", {"allowedAudience": "organization", "captions": {"isCaptionEnabled": True}}),
    ("isEndToEndEncryptionEnabled", True),
    ("isEntryExitAnnounced", False),
    ("meetingSpokenLanguageTag", "de-DE"),
    ("recordAutomatically", True),
    ("sensitivityLabelAssignment", {"sensitivityLabelId": "label"}),
    ("subject", "Retro"),
    ("watermarkProtection", {"isEnabledForVideo": True, "isEnabledForContentSharing": False}),
]


@pytest.mark.parametrize(("name", "value"), SETTINGS)
def test_each_setting_can_be_changed_alone(client: Client, name: str, value: Any) -> None:
    meeting = client.made()
    answer = client.patch(meeting["id"], **{name: value})
    assert answer.status_code == 200
    assert answer.json() == meeting | {name: value}
    assert client.get(meeting["id"]).json() == answer.json()


def test_power_point_is_written_as_documented_and_read_as_recorded(client: Client) -> None:
    answer = client.patch(client.made()["id"], allowPowerPointSharing=False).json()
    assert answer["allowPowerpointSharing"] is False
    assert "allowPowerPointSharing" not in answer


def test_start_and_end_are_changed_together(client: Client) -> None:
    meeting = client.made()
    times = {"startDateTime": "2027-01-04T10:00:00+01:00", "endDateTime": "2027-01-04T09:30:00.5000000Z"}
    changed = client.patch(meeting["id"], **times).json()
    assert (changed["startDateTime"], changed["endDateTime"]) == ("2027-01-04T09:00:00Z", "2027-01-04T09:30:00.5Z")


@pytest.mark.parametrize(
    "times",
    [
        {"startDateTime": "2027-01-04T09:00:00Z"},
        {"endDateTime": "2027-01-04T09:00:00Z"},
        {"startDateTime": "2027-01-04T09:00:00Z", "endDateTime": "2027-01-04T08:00:00Z"},
    ],
)
def test_contradicting_times_are_refused(client: Client, times: dict[str, str]) -> None:
    meeting = client.made()
    assert error(client.patch(meeting["id"], **times))[:2] == (400, "InvalidArgument")
    assert client.get(meeting["id"]).json() == meeting


@pytest.mark.parametrize(
    "name",
    [
        "id",
        "externalId",
        "chatInfo",
        "chatRestrictions",
        "allowParticipantsToChangeName",
        "shareMeetingChatHistoryDefault",
        "joinMeetingIdSettings",
        "meetingTemplateId",
        "expiryDateTime",
        "meetingOptionsWebUrl",
        "joinWebUrl",
        "nonsense",
    ],
)
def test_an_update_with_a_fixed_property_is_refused_as_a_whole(client: Client, name: str) -> None:
    meeting = client.made()
    assert error(client.patch(meeting["id"], subject="Changed", **{name: "x"})) == NOT_UPDATABLE
    assert client.get(meeting["id"]).json() == meeting


def test_an_update_with_an_organizer_is_refused(client: Client) -> None:
    meeting = client.made()
    assert error(client.patch(meeting["id"], participants=meeting["participants"])) == NOT_UPDATABLE


def test_an_update_cannot_turn_a_meeting_into_a_live_event(client: Client) -> None:
    answer = client.patch(client.made()["id"], isBroadcast=True)
    assert error(answer)[2] == "Updating meeting type is not supported."


@pytest.mark.parametrize(
    "properties",
    [
        {"allowRecording": "yes"},
        {"allowRecording": None},
        {"allowRecording": 1},
        {"allowedPresenters": "nobody"},
        {"allowedPresenters": "unknownFutureValue"},
        {"lobbyBypassSettings": {"scope": "unknownFutureValue"}},
        {"lobbyBypassSettings": {"colour": "red"}},
        {"lobbyBypassSettings": "everyone"},
        {"anonymizeIdentityForRoles": "attendee"},
        {"subject": None},
        {"subject": 5},
        {"startDateTime": "today", "endDateTime": "tomorrow"},
    ],
)
def test_a_value_of_another_type_is_refused(client: Client, properties: dict[str, Any]) -> None:
    meeting = client.made()
    assert error(client.patch(meeting["id"], **properties))[:2] == (400, "BadRequest")
    assert client.get(meeting["id"]).json() == meeting


def test_attendees_are_replaced_as_a_whole(client: Client) -> None:
    meeting = client.made(participants={"attendees": [{"upn": "a@x.example"}, {"upn": "b@x.example"}]})
    sent = [{"upn": "b@x.example", "role": "presenter"}]
    changed = client.patch(meeting["id"], allowedPresenters="roleIsPresenter", participants={"attendees": sent})
    people = changed.json()["participants"]
    assert [(person["upn"], person["role"]) for person in people["attendees"]] == [("b@x.example", "presenter")]
    assert people["organizer"] == meeting["participants"]["organizer"]
    assert client.patch(meeting["id"], participants={"attendees": []}).json()["participants"]["attendees"] == []


def test_participants_without_attendees_change_nothing(client: Client) -> None:
    meeting = client.made(participants={"attendees": [{"upn": "a@x.example"}]})
    assert client.patch(meeting["id"], participants={}).json() == meeting


def test_the_lobby_is_merged(client: Client) -> None:
    meeting = client.made()
    client.patch(meeting["id"], lobbyBypassSettings={"scope": "everyone"})
    changed = client.patch(meeting["id"], lobbyBypassSettings={"isDialInBypassEnabled": True}).json()
    assert changed["lobbyBypassSettings"] == {"scope": "everyone", "isDialInBypassEnabled": True}
    assert changed["autoAdmittedUsers"] == "everyone"


def test_a_hidden_attendee_role_stays_hidden(client: Client) -> None:
    meeting = client.made()
    client.patch(meeting["id"], anonymizeIdentityForRoles=["attendee"])
    assert client.patch(meeting["id"], anonymizeIdentityForRoles=["attendee", "presenter"]).status_code == 200
    assert client.patch(meeting["id"], anonymizeIdentityForRoles=["presenter"]).status_code == 400


def test_an_empty_update_changes_nothing(client: Client) -> None:
    meeting = client.made()
    answer = client.patch(meeting["id"])
    assert (answer.status_code, answer.json()) == (200, meeting)


@pytest.mark.parametrize(
    "body",
    [
        {"@odata.type": "#microsoft.graph.onlineMeeting", "subject": "x"},
        {"lobbyBypassSettings": {"@odata.type": "#microsoft.graph.lobbyBypassSettings", "scope": "everyone"}},
    ],
)
def test_type_annotations_are_ignored_unless_the_switch_refuses_them(
    msgraph_emulator: Emulator, client: Client, body: dict[str, Any]
) -> None:
    meeting = client.made()
    assert client.patch(meeting["id"], **body).status_code == 200
    msgraph_emulator.choose(odata_type_refused=True)
    assert error(client.patch(meeting["id"], **body)) == NOT_UPDATABLE
    assert client.patch(meeting["id"], subject="without").status_code == 200


def test_a_deleted_meeting_is_not_found(msgraph_emulator: Emulator, client: Client) -> None:
    meeting = client.made()
    answer = client.delete(meeting["id"])
    assert (answer.status_code, answer.content) == (204, b"")
    assert error(client.get(meeting["id"])) == GONE
    assert error(client.patch(meeting["id"], subject="x")) == GONE
    assert error(client.delete(meeting["id"])) == GONE
    assert error(client.find("JoinWebUrl", meeting["joinWebUrl"])) == GONE
    assert msgraph_emulator.meetings() == []


def test_the_external_id_of_a_deleted_meeting_creates_a_new_meeting(client: Client) -> None:
    meeting = client.made()
    client.delete(meeting["id"])
    assert client.made()["id"] != meeting["id"]
