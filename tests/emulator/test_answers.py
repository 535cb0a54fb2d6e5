"""`$select`, the language of invitations, and the filter for conferencing devices."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_plus

import pytest

from tests.emulator.client import ALL_MEMBERS, GONE, Client, application, error

if TYPE_CHECKING:
    import requests

    from msgraph_meetings_emulator import Emulator

NUMBER = "1001235"


def _selected(client: Client, meeting_id: str, names: str) -> requests.Response:
    return client.send("GET", f"/{quote(meeting_id, safe='')}", params={"$select": names})


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("subject", {"subject"}),
        ("id, joinWebUrl", {"id", "joinWebUrl"}),
        ("JOINWEBURL", {"joinWebUrl"}),
        ("joinMeetingIdSettings/joinMeetingId", {"joinMeetingIdSettings"}),
        ("subject,nonsense", {"subject"}),
    ],
)
def test_a_reader_gets_what_is_selected(client: Client, names: str, expected: set[str]) -> None:
    meeting = client.made(subject="Stand-up")
    answer = _selected(client, meeting["id"], names).json()
    assert {name: answer[name] for name in answer if name != "@odata.context"} == {
        name: meeting[name] for name in expected
    }
    assert answer["@odata.context"].endswith(f"/onlineMeetings({names.replace(' ', '')})/$entity")


@pytest.mark.parametrize("names", ["", "*", "subject,*"])
def test_a_selection_of_everything_or_nothing_is_the_whole_meeting(client: Client, names: str) -> None:
    meeting = client.made()
    assert _selected(client, meeting["id"], names).json() == meeting


def test_a_filter_can_select(client: Client) -> None:
    meeting = client.made()
    query = {"$filter": f"JoinWebUrl eq '{meeting['joinWebUrl']}'", "$select": "id"}
    answer = client.send("GET", params=query).json()
    assert answer["value"] == [{"id": meeting["id"]}]
    assert answer["@odata.context"].endswith("/onlineMeetings(id)")


def test_newer_members_stay_hidden_in_a_selection(client: Client) -> None:
    meeting = client.made()
    client.patch(meeting["id"], lobbyBypassSettings={"scope": "invited"})
    shown = _selected(client, meeting["id"], "lobbyBypassSettings").json()
    assert shown["lobbyBypassSettings"]["scope"] == "unknownFutureValue"


@pytest.mark.parametrize(
    ("wish", "language", "words"),
    [
        (None, "en", "Microsoft Teams meeting"),
        ("de-DE", "de", "Microsoft Teams-Besprechung"),
        ("fr;q=0.4, ja;q=0.9, *;q=0.1", "ja", "今すぐ会議に参加する"),
        ("xx, es;q=0.5", "es", "Reunión de Microsoft Teams"),
        ("tlh", "en", "Join the meeting now"),
        ("de;q=0", "en", "Join the meeting now"),
        ("; ,,q=x", "en", "Join the meeting now"),
    ],
)
def test_the_invitation_is_in_the_language_that_was_asked_for(
    client: Client, wish: str | None, language: str, words: str
) -> None:
    headers = {} if wish is None else {"Accept-Language": wish}
    meeting = client.create_or_get(headers=headers).json()
    read = client.get(meeting["id"], **headers).json()
    for answer in (meeting, read):
        invitation = unquote_plus(answer["joinInformation"]["content"])
        assert f'lang="{language}"' in invitation
        assert words in invitation
    assert read["joinInformation"]["content"] == meeting["joinInformation"]["content"]


def _device(emulator: Emulator, token: str, condition: str | None, end: str = "/") -> requests.Response:
    with Client(emulator, token, "communications") as client:
        query = {} if condition is None else {"$filter": condition}
        return client.send("GET", end, params=query, headers=ALL_MEMBERS)


@pytest.mark.parametrize("end", ["", "/"])
def test_an_application_finds_a_meeting_by_its_number_for_conferencing_devices(
    msgraph_emulator: Emulator, client: Client, end: str
) -> None:
    meeting = client.made()
    client.made("another")
    msgraph_emulator.edit(meeting["id"], videoTeleconferenceId=NUMBER)
    answer = _device(
        msgraph_emulator, msgraph_emulator.application_token(), f"VideoTeleconferenceId eq '{NUMBER}'", end
    )
    assert [found["id"] for found in answer.json()["value"]] == [meeting["id"]]
    assert answer.json()["@odata.context"].endswith("#communications/onlineMeetings")


def test_the_filter_for_devices_needs_no_access_policy(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.edit(client.made()["id"], videoTeleconferenceId=NUMBER)
    msgraph_emulator.set_access_policy([])
    token = msgraph_emulator.application_token()
    assert _device(msgraph_emulator, token, f"VideoTeleconferenceId eq '{NUMBER}'").status_code == 200


def test_a_signed_in_user_cannot_use_the_filter_for_devices(msgraph_emulator: Emulator) -> None:
    token = msgraph_emulator.delegated_token(msgraph_emulator.user_id)
    assert _device(msgraph_emulator, token, f"VideoTeleconferenceId eq '{NUMBER}'").status_code == 403


def test_an_unknown_number_for_conferencing_devices_is_not_found(msgraph_emulator: Emulator) -> None:
    assert (
        error(_device(msgraph_emulator, msgraph_emulator.application_token(), "VideoTeleconferenceId eq '1'")) == GONE
    )


@pytest.mark.parametrize("condition", [None, "JoinWebUrl eq 'https://x'", "nonsense"])
def test_the_tenant_wide_list_accepts_no_other_filter(msgraph_emulator: Emulator, condition: str | None) -> None:
    assert _device(msgraph_emulator, msgraph_emulator.application_token(), condition).status_code == 400


def test_a_user_s_meetings_have_no_filter_for_devices(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.edit(client.made()["id"], videoTeleconferenceId=NUMBER)
    assert client.find("VideoTeleconferenceId", NUMBER).status_code == 400


def test_an_application_of_another_user_s_policy_gets_3003_on_a_filter(
    msgraph_emulator: Emulator, client: Client
) -> None:
    link = client.made()["joinWebUrl"]
    msgraph_emulator.deny_access_policy(msgraph_emulator.user_id)
    refused = (403, "Forbidden", "3003: User does not have access to lookup meeting")
    assert error(client.find("JoinWebUrl", link)) == refused
    msgraph_emulator.set_access_policy([])
    status, code, message = error(client.find("JoinWebUrl", link))
    assert (status, code) == (403, "Forbidden")
    assert message.startswith("No application access policy found for this app")


@pytest.mark.parametrize(
    ("user", "refused"),
    [
        ({"kind": "guest"}, (403, "Forbidden", "")),
        ({"kind": "personal"}, (403, "AuthenticationError", "Error authenticating with resource")),
    ],
)
def test_guests_and_personal_accounts_have_no_meetings(
    msgraph_emulator: Emulator, user: dict[str, str], refused: tuple[int, str, str]
) -> None:
    msgraph_emulator.put_user(msgraph_emulator.user_id, **user)
    with application(msgraph_emulator) as client:
        assert error(client.create_or_get()) == refused


def test_a_user_without_a_licence_has_no_meetings(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.put_user(msgraph_emulator.user_id, licensed=False)
    assert client.create_or_get().status_code == 404
