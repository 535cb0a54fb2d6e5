"""createOrGet: one external id, one meeting."""

from __future__ import annotations

import base64
import gzip
import re
from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings_emulator.state import instants
from tests.emulator.client import Client, application, error

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator

NINE, TEN = "2027-01-04T09:00:00Z", "2027-01-04T10:00:00Z"


def test_the_first_call_makes_the_meeting_and_the_second_finds_it(msgraph_emulator: Emulator, client: Client) -> None:
    first = client.create_or_get("stand-up", subject="Stand-up", startDateTime=NINE, endDateTime=TEN)
    second = client.create_or_get("stand-up")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["subject"] == "Stand-up"
    assert first.json() == second.json()
    assert len(msgraph_emulator.meetings()) == 1


def test_a_body_compressed_with_gzip_is_read(client: Client) -> None:
    packed = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    body = gzip.compress(b'{"externalId": "team", "subject": "Stand-up"}')
    assert client.send("POST", "/createOrGet", data=body, headers=packed).json()["subject"] == "Stand-up"
    assert client.send("POST", "/createOrGet", data=b"no gzip", headers=packed).status_code == 400
    too_long = gzip.compress(b" " * 5_000_000)
    assert client.send("POST", "/createOrGet", data=too_long, headers=packed).status_code == 413


def test_create_or_get_returns_an_existing_meeting_unchanged(client: Client) -> None:
    meeting = client.made(subject="First", startDateTime=NINE)
    found = client.create_or_get(subject="Second", startDateTime=TEN).json()
    assert (found["subject"], found["startDateTime"]) == ("First", meeting["startDateTime"])


def test_the_same_external_id_is_another_meeting_for_another_user(msgraph_emulator: Emulator, client: Client) -> None:
    with application(msgraph_emulator, msgraph_emulator.user_ids[1]) as other:
        assert client.made("team")["id"] != other.made("team")["id"]


def test_me_and_the_user_s_path_lead_to_one_meeting(client: Client, signed_in: Client) -> None:
    assert client.made("team")["id"] == signed_in.create_or_get("team").json()["id"]


def test_the_answer_is_the_whole_meeting(client: Client) -> None:
    meeting = client.made(externalId="team", subject="Zoë & Ed: «שלום» 🎉\n2nd line")
    assert meeting["subject"] == "Zoë & Ed: «שלום» 🎉\n2nd line"
    assert meeting["externalId"] == "team"
    assert meeting["@odata.context"].endswith("/onlineMeetings/$entity")
    assert meeting["joinUrl"] == meeting["joinWebUrl"]
    assert meeting["meetingCode"] == meeting["joinMeetingIdSettings"]["joinMeetingId"]
    assert meeting["videoTeleconferenceId"] is None
    assert meeting["audioConferencing"] is None
    assert meeting["joinInformation"]["content"].startswith("data:text/html,%3cdiv")


def test_ids_and_links_have_the_recorded_form(msgraph_emulator: Emulator, client: Client) -> None:
    meeting = client.made()
    thread = meeting["chatInfo"]["threadId"]
    assert re.fullmatch(r"19:meeting_[A-Za-z0-9]{48}@thread\.v2", thread)
    assert base64.b64decode(meeting["id"]).decode() == f"1*{msgraph_emulator.user_id}*0**{thread}"
    assert meeting["joinWebUrl"].startswith("https://teams.microsoft.com/l/meetup-join/19%3ameeting_")
    assert f"%22Oid%22%3a%22{msgraph_emulator.user_id}%22%7d" in meeting["joinWebUrl"]
    assert re.fullmatch(r"\d{12,13}", meeting["joinMeetingIdSettings"]["joinMeetingId"])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ("2027-01-01T00:00:00.1234567Z", "2027-01-01T01:00:00.1234567Z")),
        ({"startDateTime": NINE}, (NINE, TEN)),
        ({"startDateTime": NINE, "endDateTime": "2027-01-04T09:15:00Z"}, (NINE, "2027-01-04T09:15:00Z")),
        ({"startDateTime": NINE, "endDateTime": NINE}, (NINE, NINE)),
        ({"startDateTime": NINE, "endDateTime": None}, (NINE, TEN)),
    ],
)
def test_missing_times_are_filled_in(
    msgraph_emulator: Emulator, client: Client, given: dict[str, Any], expected: tuple[str, str]
) -> None:
    msgraph_emulator.set_clock("2027-01-01T00:00:00.1234567Z", stopped=True)
    with application(msgraph_emulator) as now:
        meeting = now.made(**given)
    assert (meeting["startDateTime"], meeting["endDateTime"]) == expected
    assert meeting["creationDateTime"] == "2027-01-01T00:00:00.1234567Z"


def test_a_meeting_is_created_just_after_its_request_arrives(client: Client) -> None:
    meeting = client.made()
    assert instants.parse(meeting["startDateTime"]) < instants.parse(meeting["creationDateTime"])


@pytest.mark.parametrize(
    "given",
    [
        {"endDateTime": TEN},
        {"startDateTime": TEN, "endDateTime": NINE},
        {"startDateTime": "2027-01-04T09:00:00"},
        {"startDateTime": "2027-01-04T09:00:00.12345678Z"},
        {"startDateTime": "2027-01-04T24:00:00Z"},
        {"startDateTime": "2027-02-29T09:00:00Z"},
        {"startDateTime": "0000-01-04T09:00:00Z"},
        {"startDateTime": 5},
        {"externalId": ""},
        {"externalId": None},
        {"externalId": 7},
        {"subject": ["x"]},
        {"participants": {"attendees": "ada"}},
        {"participants": {"attendees": [{"role": "chair"}]}},
        {"participants": {"attendees": [{"role": "unknownFutureValue"}]}},
        {"participants": {"guests": []}},
        {"chatInfo": 3},
    ],
)
def test_an_invalid_body_is_refused_and_no_meeting_is_created(
    msgraph_emulator: Emulator, client: Client, given: dict[str, Any]
) -> None:
    answer = client.send("POST", "/createOrGet", json={"externalId": "team", **given})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] in ("BadRequest", "InvalidArgument")
    assert msgraph_emulator.meetings() == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"null", "General"),
        (b"", "BadRequest"),
        (b"{", "BadRequest"),
        (b"[]", "BadRequest"),
        (b"[" * 9000, "BadRequest"),
        (b'{"externalId": "x", "subject": NaN}', "BadRequest"),
        (b'{"externalId": "half of \\ud83c"}', "BadRequest"),
        (b'{"externalId": "x", "participants": ' + b"[" * 40 + b"]" * 40 + b"}", "BadRequest"),
    ],
)
def test_a_body_other_than_an_object_is_refused(client: Client, body: bytes, code: str) -> None:
    answer = client.send("POST", "/createOrGet", data=body, headers={"Content-Type": "application/json"})
    assert error(answer)[:2] == (400, code)


def test_attendees_are_stored_as_sent_and_completed(msgraph_emulator: Emulator, client: Client) -> None:
    ben, stranger = msgraph_emulator.user_ids[1], "99999999-9999-9999-9999-999999999999"
    sent = [
        {"identity": {"user": {"id": ben, "displayName": "Ben"}}, "upn": "ben@emulator.example"},
        {"identity": {"user": {"id": stranger}}},
        {"upn": "dora@elsewhere.example"},
    ]
    meeting = client.made(participants={"organizer": None, "attendees": sent})
    first, second, third = meeting["participants"]["attendees"]
    assert first == {
        "upn": "ben@emulator.example",
        "role": "attendee",
        "identity": {
            "application": None,
            "device": None,
            "user": {"id": ben, "displayName": "Ben", "tenantId": None, "identityProvider": "AAD"},
        },
    }
    assert (second["upn"], second["identity"]["user"]["identityProvider"]) == (None, "MSA")
    assert third["upn"] == "dora@elsewhere.example"


def test_a_large_subject_is_accepted(client: Client) -> None:
    assert client.made(subject="s" * 100_000)["subject"] == "s" * 100_000


def test_a_request_of_more_than_four_megabytes_is_refused(msgraph_emulator: Emulator, client: Client) -> None:
    assert client.create_or_get(subject="s" * 5_000_000).status_code == 413
    assert msgraph_emulator.meetings() == []


def test_the_namespaced_name_of_the_action_is_known_too(client: Client) -> None:
    answer = client.send("POST", "/microsoft.graph.createOrGet", json={"externalId": "team"})
    assert answer.status_code == 201
