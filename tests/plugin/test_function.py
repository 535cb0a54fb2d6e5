"""getOnlineMeeting: everything that the service holds of a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest

from tests.plugin.door import plain, secret

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.plugin.door import Door


def value(door: Door, arguments: dict[str, Any]) -> dict[str, Any]:
    response = door.invoke(arguments)
    assert not response.failures
    return plain(getattr(response, "return"))


@pytest.fixture
def meeting(meetings: Door, msgraph_emulator: Emulator) -> dict[str, Any]:
    people = {"attendees": [{"upn": "a@example.com", "role": "coorganizer"}]}
    id_, _, _ = meetings.make({"externalId": "x", "subject": "Stand-up", "participants": people})
    msgraph_emulator.edit(id_, joinMeetingIdSettings={"passcode": "p4ss", "isPasscodeRequired": True})
    return msgraph_emulator.meetings()[0]


def test_the_same_meeting_is_shown_whole_by_id_by_join_url_and_by_join_meeting_id(
    meetings: Door, meeting: dict[str, Any], msgraph_emulator: Emulator
) -> None:
    digits = meeting["joinMeetingIdSettings"]["joinMeetingId"]
    keys = {"id": meeting["id"], "joinWebUrl": meeting["joinWebUrl"], "joinMeetingId": digits}
    by_id, by_url, by_number = (value(meetings, {name: key}) for name, key in keys.items())
    assert by_id == by_url == by_number
    assert by_id["userId"] == by_id["organizer"]["id"] == msgraph_emulator.user_id
    assert by_id["participants"] == {"attendees": [{"upn": "a@example.com", "role": "coorganizer"}]}
    assert (by_id["allowedPresenters"], by_id["isPasscodeRequired"]) == ("everyone", True)
    assert by_id["chatInfo"]["threadId"] == by_id["chatThreadId"] == meeting["chatInfo"]["threadId"]


def test_the_invitation_is_shown_unwrapped_and_is_a_secret_as_the_passcode_is(
    meetings: Door, meeting: dict[str, Any]
) -> None:
    shown = value(meetings, {"id": meeting["id"]})
    assert shown["passcode"] == secret("p4ss")
    assert shown["joinInformation"]["value"]["content"].startswith("<")
    assert shown["joinInformation"] == secret(shown["joinInformation"]["value"])
    assert shown["otherProperties"] == secret(shown["otherProperties"]["value"])
    assert shown["subject"] == "Stand-up"


def test_a_secret_argument_makes_everything_a_secret(meetings: Door, meeting: dict[str, Any]) -> None:
    shown = value(meetings, {"joinWebUrl": secret(meeting["joinWebUrl"])})
    assert all(item == secret(item["value"]) for item in shown.values())


def test_an_organizer_can_be_named(meetings: Door, meeting: dict[str, Any], msgraph_emulator: Emulator) -> None:
    meetings.configure_for(msgraph_emulator, userId=None)
    assert value(meetings, {"id": meeting["id"], "userId": msgraph_emulator.user_id})["id"] == meeting["id"]


@pytest.mark.parametrize(
    ("arguments", "failures"),
    [
        ({}, {"id": "set exactly one of: id, joinMeetingId, joinWebUrl"}),
        ({"id": "x", "joinWebUrl": "y"}, {"joinWebUrl": "set exactly one of: id, joinMeetingId, joinWebUrl"}),
        ({"id": " ", "subject": "x"}, {"id": "must be a string", "subject": "unknown argument"}),
        ({"id": 5}, {"id": "must be a string"}),
    ],
)
def test_wrong_arguments_are_named(door: Door, arguments: dict[str, Any], failures: dict[str, str]) -> None:
    found = {failure.property: failure.reason for failure in door.invoke(arguments).failures}
    assert found.keys() == failures.keys()
    assert all(text in found[name] for name, text in failures.items())


def test_an_argument_that_is_null_is_one_that_is_left_out(meetings: Door, meeting: dict[str, Any]) -> None:
    assert value(meetings, {"id": meeting["id"], "joinWebUrl": None, "userId": None})["id"] == meeting["id"]


@pytest.mark.parametrize(
    ("key", "wanted"),
    [("joinWebUrl", "https://teams.microsoft.com/l/meetup-join/none"), ("joinMeetingId", "123456789")],
)
def test_a_meeting_that_does_not_exist_is_an_error_that_says_so(meetings: Door, key: str, wanted: str) -> None:
    with pytest.raises(grpc.RpcError) as failed:
        meetings.invoke({key: wanted})
    assert failed.value.code() is grpc.StatusCode.NOT_FOUND
    assert failed.value.details().startswith(f"The organizer does not have a meeting with that {key}.")
