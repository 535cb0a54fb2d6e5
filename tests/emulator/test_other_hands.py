"""Changes by control paths: impossible values are refused, ids and policies are kept as given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.emulator.client import Client, application

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator, Handle


def _readable(emulator: Handle) -> None:
    """Check that the journal and the list of meetings can be read."""
    emulator.journal()
    emulator.meetings()


@pytest.mark.parametrize(
    "properties",
    [
        {"creationDateTime": "yesterday"},
        {"creationDateTime": None},
        {"creationDateTime": 5},
        {"joinWebUrl": None},
        {"joinWebUrl": 5},
        {"endDateTime": None},
        {"participants": 5},
        {"participants": {"attendees": 5}},
        {"chatInfo": 5},
        {"joinMeetingIdSettings": 5},
        {"joinMeetingIdSettings": {"joinMeetingId": 10**30}},
        {"joinMeetingIdSettings": {"passcode": 5}},
        {"lobbyBypassSettings": "x"},
        {"externalId": 5},
        {"isBroadcast": "x"},
        {"audioConferencing": 5},
        {"videoTeleconferenceId": []},
        {"anonymizeIdentityForRoles": 5},
        {"meetingTemplateId": 5},
    ],
)
def test_edit_refuses_a_value_that_no_meeting_can_have(
    msgraph_emulator: Emulator, client: Client, properties: dict[str, Any]
) -> None:
    meeting = client.made()
    with pytest.raises(ValueError, match="cannot be set"):
        msgraph_emulator.edit(meeting["id"], **properties)
    assert client.get(meeting["id"]).json() == meeting
    _readable(msgraph_emulator)


def test_edit_can_give_two_meetings_the_same_external_id(msgraph_emulator: Emulator, client: Client) -> None:
    first, second = client.made("first"), client.made("second")
    msgraph_emulator.edit(second["id"], externalId="first")
    assert client.create_or_get("first").json()["id"] == first["id"]
    _readable(msgraph_emulator)


@pytest.mark.parametrize("user_id", ["ada@x y", "a/b", "ü", "100%", "a?b#c"])
def test_put_user_keeps_the_id_that_it_was_given(msgraph_emulator: Emulator, user_id: str) -> None:
    msgraph_emulator.put_user(user_id, display_name="Somebody")
    users = msgraph_emulator._ask("GET", "directory")["users"]
    assert users[user_id]["display_name"] == "Somebody"
    with application(msgraph_emulator, quote(user_id, safe="")) as client:
        assert client.get(client.made()["id"]).status_code == 200
    msgraph_emulator.remove_user(user_id)
    assert user_id not in msgraph_emulator._ask("GET", "directory")["users"]


def test_put_app_keeps_the_id_that_it_was_given(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.put_app("an app", secret="another")
    msgraph_emulator.put_federated_credential("an app", "https://issuer.example", "somebody")
    assert "an app" in msgraph_emulator._ask("GET", "directory")["apps"]
    msgraph_emulator.remove_app("an app")
    assert "an app" not in msgraph_emulator._ask("GET", "directory")["apps"]


@pytest.mark.parametrize("taken_back", ["put_user", "put_user as it is", "remove_user"])
def test_pending_policy_that_is_cancelled_never_applies(
    msgraph_emulator: Emulator, client: Client, taken_back: str
) -> None:
    user = msgraph_emulator.user_id
    msgraph_emulator.choose(policy_delay_minutes=30)
    msgraph_emulator.deny_access_policy(user)
    if taken_back == "remove_user":
        msgraph_emulator.remove_user(user)
        msgraph_emulator.put_user(user)
    else:
        msgraph_emulator.put_user(user, access_policy=None)
    msgraph_emulator.advance(3600)
    with application(msgraph_emulator) as later:
        assert later.create_or_get().status_code == 201


def test_policy_of_each_organizer_applies_and_ends_after_its_own_delay(msgraph_emulator: Emulator) -> None:
    ada, ben, _ = msgraph_emulator.user_ids
    msgraph_emulator.set_access_policy([])

    def allowed() -> list[int]:
        answers = []
        for user in (ada, ben):
            with application(msgraph_emulator, user) as client:
                answers.append(client.create_or_get().status_code)
        return answers

    msgraph_emulator.allow_access_policy(ada, after_minutes=10)
    msgraph_emulator.allow_access_policy(ben, after_minutes=20)
    assert allowed() == [403, 403]
    msgraph_emulator.advance(601)
    assert allowed() == [201, 403]
    msgraph_emulator.advance(600)
    assert allowed() == [200, 201]
    msgraph_emulator.undo_access_policy(ada, after_minutes=5)
    assert allowed() == [200, 200]
    msgraph_emulator.advance(301)
    assert allowed() == [403, 200]


def test_delay_that_is_no_number_of_minutes_is_refused_with_one_sentence(msgraph_emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="policy_delay_minutes"):
        msgraph_emulator.put_user(msgraph_emulator.user_id, access_policy=[], policy_delay_minutes=-1)
