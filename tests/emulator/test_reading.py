"""Reading: by id, by join URL, by join meeting id."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from msgraph_meetings_emulator.graph.meeting import Meeting
from msgraph_meetings_emulator.state import instants
from msgraph_meetings_emulator.state.choices import Choices
from tests.emulator.client import ALL_MEMBERS, GONE, Client, application, error

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator


def test_a_meeting_is_read_by_its_id(client: Client) -> None:
    meeting = client.made(subject="Stand-up")
    answer = client.get(meeting["id"])
    assert (answer.status_code, answer.json()) == (200, meeting)
    assert answer.headers["OData-Version"] == "4.0"
    assert answer.headers["Content-Type"].startswith("application/json;odata.metadata=minimal")


def test_a_double_slash_in_a_path_counts_as_one(msgraph_emulator: Emulator, client: Client) -> None:
    with Client(msgraph_emulator, msgraph_emulator.application_token(), f"/users/{msgraph_emulator.user_id}") as sdk:
        meeting = sdk.made()
        assert sdk.get(meeting["id"]).json() == client.get(meeting["id"]).json() == meeting


def test_an_unknown_meeting_id_is_not_found(msgraph_emulator: Emulator, client: Client) -> None:
    thread = "19:meeting_" + base64.b64encode(b"0" * 36).decode() + "@thread.v2"
    no_meeting = base64.b64encode(f"1*{msgraph_emulator.user_id}*0**{thread}".encode()).decode()
    assert error(client.get(no_meeting)) == GONE


@pytest.mark.parametrize("broken", ["MCMxOTptZWV0aW5n", "x", "MSo=", "a/b+c==", "%25", "é", "MSp'\"", "MSo" * 400])
def test_a_malformed_meeting_id_is_reported_as_corrupted(client: Client, broken: str) -> None:
    assert error(client.get(broken)) == (400, "BadRequest", "Meeting Id is corrupted.")


def test_an_id_whose_letters_changed_case_is_not_found(client: Client) -> None:
    meeting = client.made()
    assert client.get(meeting["id"].swapcase()).status_code in (400, 404)


def test_a_meeting_of_another_organizer_is_not_found_by_id(msgraph_emulator: Emulator, client: Client) -> None:
    ben = msgraph_emulator.user_ids[1]
    meeting = client.made()
    with application(msgraph_emulator, ben) as other:
        assert error(other.get(meeting["id"])) == (404, "NotFound", f"Organizer Id mismatch User Id: {ben}.")


def test_a_filter_on_the_join_url_finds_the_meeting(client: Client) -> None:
    client.made("other")
    meeting = client.made("team")
    answer = client.find("JoinWebUrl", meeting["joinWebUrl"])
    assert answer.status_code == 200
    assert answer.json()["@odata.context"].endswith("/onlineMeetings")
    assert [found["id"] for found in answer.json()["value"]] == [meeting["id"]]


def test_a_filter_on_the_join_meeting_id_finds_the_meeting(client: Client) -> None:
    meeting = client.made()
    digits = meeting["joinMeetingIdSettings"]["joinMeetingId"]
    answer = client.find("joinMeetingIdSettings/joinMeetingId", digits)
    assert [found["id"] for found in answer.json()["value"]] == [meeting["id"]]


@pytest.mark.parametrize("name", ["JoinWebUrl", "joinMeetingIdSettings/joinMeetingId"])
def test_a_filter_that_matches_nothing_is_not_found(client: Client, name: str) -> None:
    assert error(client.find(name, "https://teams.microsoft.com/l/meetup-join/x")) == GONE


def test_a_join_url_that_was_encoded_twice_is_not_found(client: Client) -> None:
    link = client.made()["joinWebUrl"]
    assert error(client.find("JoinWebUrl", quote(link, safe=""))) == GONE


def test_a_filter_on_a_malformed_join_url_is_refused(client: Client) -> None:
    assert error(client.find("JoinWebUrl", "stand-up")) == (400, "BadRequest", "1026: An error has occurred.")


def test_only_the_organizer_finds_a_meeting_by_its_join_url(msgraph_emulator: Emulator, client: Client) -> None:
    link = client.made()["joinWebUrl"]
    with application(msgraph_emulator, msgraph_emulator.user_ids[1]) as other:
        refused = (403, "Forbidden", "3003: User does not have access to lookup meeting")
        assert error(other.find("JoinWebUrl", link)) == refused


@pytest.mark.parametrize("query", [{}, {"$top": "1"}, {"$select": "id"}])
def test_a_list_without_a_filter_is_refused_before_the_access_policy_is_looked_at(
    msgraph_emulator: Emulator, client: Client, query: dict[str, str]
) -> None:
    msgraph_emulator.set_access_policy([])
    message = "One of the required parameters to lookup meeting by QueryOptions is null or empty"
    assert error(client.send("GET", params=query)) == (400, "InvalidArgument", message)
    assert client.find("JoinWebUrl", "https://x").status_code == 403


@pytest.mark.parametrize("condition", ["subject eq 'x'", "externalId eq 'team'", "JoinWebUrl ne 'x'", "nonsense", ""])
def test_other_filters_are_refused(client: Client, condition: str) -> None:
    status, code, message = error(client.send("GET", params={"$filter": condition}))
    assert (status, code) == (400, "BadRequest")
    assert message.startswith("The query specified in the URI is not valid.")


def test_newer_enum_members_are_hidden_unless_asked_for(client: Client) -> None:
    meeting = client.made(participants={"attendees": [{"upn": "ben@emulator.example"}]})
    attendees = [{"upn": "ben@emulator.example", "role": "coorganizer"}]
    plain = client.patch(
        meeting["id"],
        participants={"attendees": attendees},
        lobbyBypassSettings={"scope": "organizationExcludingGuests"},
        anonymizeIdentityForRoles=["producer", "presenter"],
    )
    assert "Preference-Applied" not in plain.headers
    assert plain.json()["participants"]["attendees"][0]["role"] == "unknownFutureValue"
    assert plain.json()["lobbyBypassSettings"]["scope"] == "unknownFutureValue"
    assert plain.json()["anonymizeIdentityForRoles"] == ["unknownFutureValue", "presenter"]

    whole = client.get(meeting["id"], **ALL_MEMBERS)
    assert whole.headers["Preference-Applied"] == "include-unknown-enum-members"
    assert whole.json()["participants"]["attendees"][0]["role"] == "coorganizer"
    assert whole.json()["lobbyBypassSettings"]["scope"] == "organizationExcludingGuests"
    assert whole.json()["anonymizeIdentityForRoles"] == ["producer", "presenter"]


def test_a_preference_works_beside_others(client: Client) -> None:
    answer = client.create_or_get(headers={"Prefer": "respond-async, Include-Unknown-Enum-Members"})
    assert answer.headers["Preference-Applied"] == "include-unknown-enum-members"


def test_a_subject_that_equals_an_enum_member_is_not_hidden(client: Client) -> None:
    assert client.made(subject="coorganizer")["subject"] == "coorganizer"


def test_every_answer_has_request_ids(client: Client) -> None:
    own = client.create_or_get(headers={"client-request-id": "0f0f"})
    assert own.headers["client-request-id"] == "0f0f"
    assert own.headers["request-id"] != "0f0f"
    refused = client.get("x")
    assert refused.headers["client-request-id"] == refused.headers["request-id"]
    inner = refused.json()["error"]["innerError"]
    assert inner["request-id"] == refused.headers["request-id"]
    assert len(inner["date"]) == len("2027-01-04T09:00:00")
    assert "x-ms-ags-diagnostic" in refused.headers


def test_policy_of_the_tenant_overrides_values_in_every_answer(msgraph_emulator: Emulator, client: Client) -> None:
    meeting = client.made()
    msgraph_emulator.policy_override(allowRecording=False, lobbyBypassSettings={"scope": "organizer"})
    changed = client.patch(meeting["id"], allowRecording=True, lobbyBypassSettings={"isDialInBypassEnabled": True})
    assert changed.json()["allowRecording"] is False
    assert changed.json()["lobbyBypassSettings"] == {"scope": "organizer", "isDialInBypassEnabled": True}
    msgraph_emulator.policy_override()
    assert client.get(meeting["id"]).json()["allowRecording"] is True


def test_a_meeting_expires_sixty_days_after_its_end_or_last_update(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.set_clock("2027-01-01T00:00:00Z")
    with application(msgraph_emulator) as early:
        kept = early.made("kept", startDateTime="2027-01-01T01:00:00Z")
        lost = early.made("lost", startDateTime="2027-01-01T01:00:00Z")
        msgraph_emulator.set_clock("2027-02-01T00:00:00Z")
    with application(msgraph_emulator) as later:
        assert later.patch(kept["id"], subject="Still needed").status_code == 200
    msgraph_emulator.set_clock("2027-03-05T00:00:00Z")
    with application(msgraph_emulator) as last:
        assert last.get(kept["id"]).status_code == 200
        assert error(last.get(lost["id"])) == GONE
        again = last.create_or_get("lost")
        assert again.status_code == 201
        assert again.json()["id"] != lost["id"]


def test_answer_shows_the_expiry_that_an_update_moves(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.set_clock("2027-01-01T00:00:00Z", stopped=True)
    with application(msgraph_emulator) as client:
        meeting = client.made(startDateTime="2027-01-04T09:00:00Z", endDateTime="2027-01-04T10:00:00Z")
        assert meeting["expiryDateTime"] == "2027-03-05T10:00:00Z"
        msgraph_emulator.set_clock("2027-02-01T00:00:00Z", stopped=True)
    with application(msgraph_emulator) as later:
        times = {name: meeting[name] for name in ("startDateTime", "endDateTime")}
        assert later.patch(meeting["id"], **times).json()["expiryDateTime"] == "2027-04-02T00:00:00Z"


def test_meeting_without_an_end_expires_sixty_days_after_its_start() -> None:
    meeting = Meeting("tenant", "organizer", 0, {"startDateTime": "2027-01-04T09:00:00Z", "endDateTime": None})
    assert instants.render(meeting.expiry(Choices())) == "2027-03-05T09:00:00Z"


def test_options_page_names_organizer_tenant_and_thread(msgraph_emulator: Emulator, client: Client) -> None:
    meeting = client.made()
    page = parse_qs(urlsplit(meeting["meetingOptionsWebUrl"]).query)
    assert page["organizerId"] == [msgraph_emulator.user_id]
    assert page["tenantId"] == [msgraph_emulator.tenant_id]
    assert page["threadId"] == [meeting["chatInfo"]["threadId"].replace(":", "_")]
