"""POST on the collection: creates a meeting without an external id, with every property that can be set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.emulator.client import Client, error
from tests.emulator.test_update import SETTINGS

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator

NINE, TEN = "2027-01-04T09:00:00Z", "2027-01-04T10:00:00Z"
TIMES = {"startDateTime": NINE, "endDateTime": TEN}
ONLY_HERE: list[tuple[str, Any]] = [
    ("allowParticipantsToChangeName", True),
    ("meetingTemplateId", "05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b"),
    ("shareMeetingChatHistoryDefault", "all"),
]
NOT_HERE = ("anonymizeIdentityForRoles",)


def test_a_plain_create_makes_a_meeting_that_has_no_external_id(msgraph_emulator: Emulator, client: Client) -> None:
    first, second = (client.send("POST", json={"subject": "Stand-up", **TIMES}) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    meeting = first.json()
    assert meeting["id"] != second.json()["id"]
    assert (meeting["subject"], meeting["startDateTime"], meeting["endDateTime"]) == ("Stand-up", NINE, TEN)
    assert meeting["externalId"] is None
    assert meeting["@odata.context"].endswith(f"#users('{msgraph_emulator.user_id}')/onlineMeetings/$entity")
    assert client.get(meeting["id"]).json() == meeting


def test_a_signed_in_user_creates_on_me(signed_in: Client) -> None:
    assert signed_in.send("POST", json=TIMES).status_code == 201


def test_a_plain_create_refuses_an_external_id(msgraph_emulator: Emulator, client: Client) -> None:
    status, code, message = error(client.send("POST", json={"externalId": "team", **TIMES}))
    assert (status, code) == (400, "InvalidArgument")
    assert "createOrGet" in message
    assert msgraph_emulator.meetings() == []


@pytest.mark.parametrize(("name", "value"), [row for row in SETTINGS if row[0] not in NOT_HERE] + ONLY_HERE)
def test_each_setting_can_be_given(client: Client, name: str, value: Any) -> None:
    answer = client.send("POST", json={**TIMES, name: value})
    assert (answer.status_code, answer.json()[name]) == (201, value)


def test_attendees_have_the_roles_that_they_were_given(client: Client) -> None:
    people = {"attendees": [{"upn": "a@x.example", "role": "presenter"}, {"upn": "b@x.example"}]}
    given = {"allowedPresenters": "roleIsPresenter", "participants": people}
    made = client.send("POST", json=TIMES | given).json()
    assert [person["role"] for person in made["participants"]["attendees"]] == ["presenter", "attendee"]
    assert made["participants"]["organizer"]["role"] == "presenter"


def test_a_requested_passcode_is_made_by_the_service(client: Client) -> None:
    wish = {"isPasscodeRequired": True, "passcode": "mine", "joinMeetingId": "1"}
    made = client.send("POST", json={**TIMES, "joinMeetingIdSettings": wish}).json()["joinMeetingIdSettings"]
    assert made["isPasscodeRequired"] is True
    assert made["passcode"] not in (None, "mine")
    assert made["joinMeetingId"] != "1"


@pytest.mark.parametrize("name", ["id", "joinWebUrl", "creationDateTime", "audioConferencing", "nonsense"])
def test_a_plain_create_ignores_properties_that_it_cannot_set(client: Client, name: str) -> None:
    answer = client.send("POST", json={**TIMES, name: "x"})
    assert answer.status_code == 201
    assert answer.json().get(name) != "x"


@pytest.mark.parametrize(
    "given",
    [
        {"startDateTime": TEN, "endDateTime": NINE},
        {"endDateTime": TEN},
        {**TIMES, "allowRecording": "yes"},
        {**TIMES, "shareMeetingChatHistoryDefault": "unknownFutureValue"},
        {**TIMES, "joinMeetingIdSettings": {"colour": "red"}},
    ],
)
def test_an_invalid_body_is_refused_and_no_meeting_is_created(
    msgraph_emulator: Emulator, client: Client, given: dict[str, Any]
) -> None:
    assert client.send("POST", json=given).status_code == 400
    assert msgraph_emulator.meetings() == []


def test_a_live_event_is_refused_for_lack_of_a_licence(client: Client) -> None:
    refused = (405, "MethodNotAllowed", "An error has occurred.")
    assert error(client.send("POST", json={**TIMES, "isBroadcast": True})) == refused


def test_a_plain_create_needs_the_permission_and_the_access_policy(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.deny_access_policy(msgraph_emulator.user_id)
    assert client.send("POST", json=TIMES).status_code == 403
