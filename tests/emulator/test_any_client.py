"""Requests of other projects' clients: their spelling of names, times and URLs, and their first requests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from msgraph_meetings_emulator import Fault
from tests.emulator.client import Client, delegated, error
from tests.emulator.wire import heard, request

if TYPE_CHECKING:
    import requests

    from msgraph_meetings_emulator import Emulator

UNDECLARED = "Write requests (excluding DELETE) must contain the Content-Type header declaration."
BODY = {"externalId": "team", "subject": "Stand-up"}
ADA, NOBODY = "ada@emulator.example", "11111111-2222-3333-4444-555555555555"


def _graph(client: Client, method: str, path: str, **options: Any) -> requests.Response:
    return client.session.request(method, f"{client.emulator.endpoint}{path}", timeout=30, **options)


# Content-Type


@pytest.mark.parametrize("kind", [None, "", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"])
@pytest.mark.parametrize("write", ["createOrGet", "POST", "PATCH", "$batch"])
def test_client_gets_a_400_for_a_write_without_json_s_content_type(
    client: Client, write: str, kind: str | None
) -> None:
    meeting, headers = client.made(), {} if kind is None else {"Content-Type": kind}
    method, path, body = {
        "createOrGet": ("POST", "/createOrGet", {"externalId": "other"}),
        "POST": ("POST", "", {"subject": "x"}),
        "PATCH": ("PATCH", f"/{quote(meeting['id'], safe='')}", {"subject": "x"}),
        "$batch": ("POST", "/../../../$batch", {"requests": [{"id": "1", "method": "GET", "url": "/me"}]}),
    }[write]
    target = f"/v1.0/{client.owner}/onlineMeetings{path}" if write != "$batch" else "/v1.0/$batch"
    status, code, message = error(_graph(client, method, target, data=json.dumps(body).encode(), headers=headers))
    assert (status, code) == (400, "BadRequest")
    assert message == UNDECLARED if not kind else message.startswith("Unable to read JSON request payload.")
    assert [one["subject"] for one in client.emulator.meetings()] == [None]


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON;odata.metadata=minimal"])
def test_client_can_add_parameters_to_the_content_type_of_json(client: Client, kind: str) -> None:
    headers = {"Content-Type": kind}
    assert client.send("POST", "/createOrGet", data=b'{"externalId": "team"}', headers=headers).status_code == 201


# Case


def test_client_that_writes_names_in_another_case_creates_the_same_meeting(client: Client) -> None:
    given = {
        "EXTERNALID": "Team",
        "Subject": "Stand-up",
        "startdatetime": "2027-01-04T09:00:00Z",
        "Participants": {"ATTENDEES": [{"UPN": "a@x.example", "Identity": {"User": {"ID": "Ab", "other": 1}}}]},
    }
    made = client.send("POST", "/createOrGet", json=given).json()
    assert (made["externalId"], made["subject"]) == ("Team", "Stand-up")
    assert made["startDateTime"] == "2027-01-04T09:00:00Z"
    (person,) = made["participants"]["attendees"]
    assert (person["upn"], person["identity"]["user"]["id"], person["identity"]["user"]["other"]) == (
        "a@x.example",
        "Ab",
        1,
    )


def test_client_that_writes_enum_members_in_another_case_reads_them_as_documented(client: Client) -> None:
    meeting = client.made()
    changes = {
        "ALLOWEDPRESENTERS": "ORGANIZATION",
        "allowMeetingChat": "Limited",
        "lobbyBypassSettings": {"Scope": "EVERYONE"},
        "anonymizeIdentityForRoles": ["ATTENDEE"],
    }
    changed = client.patch(meeting["id"], **changes).json()
    assert (changed["allowedPresenters"], changed["allowMeetingChat"]) == ("organization", "limited")
    assert changed["lobbyBypassSettings"]["scope"] == "everyone"
    assert changed["anonymizeIdentityForRoles"] == ["attendee"]


def test_client_that_names_a_property_twice_is_refused(client: Client) -> None:
    assert client.create_or_get(subject="one", Subject="two").status_code == 400
    assert client.emulator.meetings() == []


@pytest.mark.parametrize(
    "path",
    [
        "/V1.0/USERS/{user}/ONLINEMEETINGS/CREATEORGET",
        "/v1.0/users('{user}')/onlineMeetings/createOrGet",
        "/v1.0/users(%27{user}%27)/onlineMeetings/createOrGet",
        "/v1.0/users/{user}/onlineMeetings/createOrGet/",
        "/v1.0//users//{user}/onlineMeetings//createOrGet//",
        "/v1.0/users/{user}/onlineMeetings/microsoft.graph.CreateOrGet",
        "/%76%31.0/users/{user}/online%4Deetings/createOrGet",
    ],
)
def test_client_that_spells_a_url_differently_finds_the_route(client: Client, path: str) -> None:
    user = client.emulator.user_id
    client.emulator.arm(Fault.throttled(path="/users/{id}/onlineMeetings/createOrGet".replace("{id}", "*")))
    assert _graph(client, "POST", path.format(user=user), json=BODY).status_code == 429
    assert _graph(client, "POST", path.format(user=user.upper()), json=BODY).status_code == 201
    assert [entry.status for entry in client.emulator.journal(path="/createOrGet")] == [429, 201]


def test_journal_has_the_path_as_it_was_sent(client: Client) -> None:
    path = f"/V1.0//Users('{client.emulator.user_id}')/ONLINEMEETINGS/"
    _graph(client, "GET", path)
    assert [entry.path for entry in client.emulator.journal()] == [path]


def test_client_reads_a_meeting_with_its_id_in_parentheses(client: Client) -> None:
    meeting = client.made()
    path = f"/v1.0/users('{client.emulator.user_id}')/onlineMeetings('{quote(meeting['id'], safe='')}')"
    assert _graph(client, "GET", path).json() == meeting
    assert _graph(client, "PATCH", path, json={"subject": "New"}).json()["subject"] == "New"
    assert _graph(client, "DELETE", f"{path}/").status_code == 204


def test_client_can_write_query_options_in_any_case(client: Client) -> None:
    meeting = client.made()
    found = client.send("GET", params={"$FILTER": f"JOINWEBURL eq '{meeting['joinWebUrl']}'", "$Select": "SUBJECT,ID"})
    assert found.json()["value"] == [{"id": meeting["id"], "subject": None}]


@pytest.mark.parametrize("authority", ["127.0.0.1", "somebody@127.0.0.1:99", "graph.microsoft.com"])
def test_client_that_sends_a_whole_url_as_target_is_served(msgraph_emulator: Emulator, authority: str) -> None:
    path = f"/v1.0/users/{msgraph_emulator.user_id}/onlineMeetings/createOrGet?x=1"
    sent = request(msgraph_emulator, "POST", f"https://{authority}{path}", json.dumps(BODY).encode())
    assert heard(msgraph_emulator, sent).head.startswith("http/1.1 201")
    assert msgraph_emulator.journal()[0].path == path.partition("?")[0]


def test_control_api_is_refused_by_the_host_of_a_whole_url(msgraph_emulator: Emulator) -> None:
    sent = request(msgraph_emulator, "GET", "https://stranger.example/_emulator/health")
    assert heard(msgraph_emulator, sent).head.startswith("http/1.1 403")
    sent = request(msgraph_emulator, "GET", "https://localhost/_emulator/health")
    assert heard(msgraph_emulator, sent).head.startswith("http/1.1 200")


# Times and batches


@pytest.mark.parametrize(
    ("sent", "shown"),
    [("2027-01-01T10:00Z", "2027-01-01T10:00:00Z"), ("2027-01-01T10:00+02:00", "2027-01-01T08:00:00Z")],
)
def test_client_can_send_a_time_without_seconds(client: Client, sent: str, shown: str) -> None:
    assert client.made(startDateTime=sent)["startDateTime"] == shown


@pytest.mark.parametrize("sent", ["2027-01-01T10Z", "2027-01-01T10:00.5Z", "2027-01-01T10:00"])
def test_client_is_refused_for_a_more_incomplete_time(client: Client, sent: str) -> None:
    assert client.create_or_get(startDateTime=sent).status_code == 400


def test_client_with_numeric_ids_in_a_batch_gets_each_answer(client: Client) -> None:
    url = f"/{client.owner}/onlineMeetings/createOrGet"
    kind = {"Content-Type": "application/json"}
    items = [
        {"id": 1, "method": "POST", "url": url, "headers": kind, "body": BODY},
        {"ID": 2, "Method": "POST", "URL": url, "headers": kind, "body": BODY, "dependsOn": [1]},
    ]
    answers = _graph(client, "POST", "/v1.0/$BATCH", json={"Requests": items}).json()["responses"]
    assert {one["id"]: one["status"] for one in answers} == {"1": 201, "2": 200}


# What is not served


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/beta/me/onlineMeetings", 404),
        ("POST", "/beta/$batch", 404),
        ("GET", "/v2.0/me", 404),
        ("GET", "/nonsense", 404),
        ("OPTIONS", "*", 404),
        ("GET", "/v1.0", 400),
        ("GET", "/v1.0/", 400),
        ("GET", "/v1.0/me/events", 400),
        ("GET", "/v1.0/me/onlineMeetings/x/transcripts", 400),
        ("PUT", "/v1.0/me/onlineMeetings/x", 400),
        ("DELETE", "/v1.0/users", 400),
        ("ODD", "/v1.0/me/onlineMeetings", 405),
    ],
)
def test_client_is_told_in_json_what_is_served_when_it_asks_for_something_else(
    msgraph_emulator: Emulator, method: str, path: str, status: int
) -> None:
    answer = heard(msgraph_emulator, request(msgraph_emulator, method, path))
    assert answer.head.startswith(f"http/1.1 {status}")
    problem = json.loads(answer.body)["error"]
    assert "This is the emulator of msgraph-meetings. Of Microsoft Graph it serves, under /v1.0" in problem["message"]
    assert "/beta" in problem["message"]
    assert problem["code"] != "NotFound", "a client would take the meeting for deleted"
    assert problem["innerError"]["request-id"]


# Users


def test_client_finds_users_by_id_name_and_mail(client: Client) -> None:
    ada = client.emulator.user_id
    by_id = _graph(client, "GET", f"/v1.0/users/{ada}").json()
    assert (by_id["id"], by_id["userPrincipalName"], by_id["mail"], by_id["displayName"], by_id["surname"]) == (
        ada,
        ADA,
        ADA,
        "Ada Lovelace",
        "Lovelace",
    )
    assert by_id["@odata.context"].endswith("/v1.0/$metadata#users/$entity")
    assert _graph(client, "GET", f"/v1.0/users/{ADA.upper()}").json() == by_id
    assert _graph(client, "GET", f"/v1.0/users('{ADA}')").json() == by_id
    for condition in (f"mail eq '{ADA}'", f"userPrincipalName eq '{ADA.title()}'", f"MAIL eq '{ADA}'"):
        found = _graph(client, "GET", "/v1.0/users", params={"$filter": condition, "$select": "Id"})
        assert found.json()["value"] == [{"id": ada}]
        assert found.json()["@odata.context"].endswith("/v1.0/$metadata#users(Id)")
    assert len(_graph(client, "GET", "/v1.0/users").json()["value"]) == 3


def test_client_gets_a_404_for_an_unknown_user(client: Client) -> None:
    answer = _graph(client, "GET", f"/v1.0/users/{NOBODY}")
    missing = f"Resource '{NOBODY}' does not exist or one of its queried reference-property objects are not present."
    assert error(answer) == (404, "Request_ResourceNotFound", missing)
    empty = _graph(client, "GET", "/v1.0/users", params={"$filter": "mail eq 'nobody@x.example'"})
    assert (empty.status_code, empty.json()["value"]) == (200, [])
    odd = _graph(client, "GET", "/v1.0/users", params={"$filter": "startswith(mail,'a')"})
    assert error(odd)[:2] == (400, "Request_UnsupportedQuery")


def test_signed_in_user_needs_more_permission_to_read_other_users(msgraph_emulator: Emulator) -> None:
    ben = msgraph_emulator.user_ids[1]
    with delegated(msgraph_emulator) as client:
        me = _graph(client, "GET", "/v1.0/me/").json()
        assert me["userPrincipalName"] == ADA
        assert _graph(client, "GET", f"/v1.0/users/{me['id']}").json() == me
        denied = (403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
        assert error(_graph(client, "GET", f"/v1.0/users/{ben}")) == denied
    with Client(msgraph_emulator, msgraph_emulator.delegated_token(me["id"], "User.ReadBasic.All"), "me") as reader:
        assert _graph(reader, "GET", f"/v1.0/users/{ben}").status_code == 200


def test_application_is_refused_on_its_own_profile(client: Client) -> None:
    refused = (400, "BadRequest", "/me request is only valid with delegated authentication flow.")
    assert error(_graph(client, "GET", "/v1.0/me")) == refused
